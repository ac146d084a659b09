//! The checks of `../checks.txt`, compiled by hand for one layout: the yardstick for an engine that reads rules.
//!
//! `handwritten FOLDER` prints the code of a rule, a tab and the key of the row, a line a finding. Lists and posts are
//! read first, then people, who leave one small record a household, then households.

mod households;
mod join;
mod read;
mod scan;

use households::households;
use join::{Flags, mix};
use read::{AUDIT, CUTOFF, age, date, household, id, is_blank, within, yes};
use scan::{Layout, Part};
use std::collections::HashMap;
use std::fs::File;
use std::io::Write;
use std::os::unix::fs::FileExt;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

const THREADS: usize = 2;
/// Identity numbers are parted into so many groups to find duplicates.
const BUCKETS: usize = 512;

const PAYROLL: u8 = 1;
const VEHICLE: u8 = 2;
const BUSINESS: u8 = 4;
const ON_DUTY: u8 = 1;
const MAYBE_ON_DUTY: u8 = 2;

/// What the people of a household leave for its row.
#[derive(Clone, Copy, Default)]
struct Members {
    household: u64,
    here: u16,
    heads: u16,
    posts: u16,
    bits: u16,
}

const HEAD_UNKNOWN: u16 = 1;
const POST_UNKNOWN: u16 = 2;
const OUT_OF_SCHOOL: u16 = 4;
const UNINSURED: u16 = 8;
const REGISTERED: u16 = 16;
const UNREGISTERED: u16 = 32;
const ON_PAYROLL: u16 = 64;
const HAS_VEHICLE: u16 = 128;
const HAS_BUSINESS: u16 = 256;

/// Findings, as they are printed.
#[derive(Default)]
struct Findings(Vec<u8>);

impl Findings {
    #[cold]
    fn add(&mut self, rule: &str, key: &[u8]) {
        self.0.extend_from_slice(rule.as_bytes());
        self.0.push(b'\t');
        self.0.extend_from_slice(key);
        self.0.push(b'\n');
    }
}

/// Runs `work` for each part of a file on all threads; what it returned, in order of the parts.
fn in_parts<T: Send>(file: &File, from: u64, size: u64, work: impl Fn(Part) -> T + Sync) -> Vec<T> {
    let parts = scan::parts(file, from, size);
    let next = AtomicUsize::new(0);
    let made: Mutex<Vec<(usize, T)>> = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(&part) = parts.get(at) else { return };
                    let done = work(part);
                    made.lock().expect("no thread panicked").push((at, done));
                }
            });
        }
    });
    let mut made = made.into_inner().expect("no thread panicked");
    made.sort_by_key(|(at, _)| *at);
    made.into_iter().map(|(_, done)| done).collect()
}

fn main() {
    let folder = std::env::args().nth(1).expect("handwritten FOLDER");
    let open = |part: &str| {
        let mut entries = std::fs::read_dir(&folder).expect("a folder").map(|e| e.expect("an entry").path());
        let path = entries.find(|p| p.to_string_lossy().contains(part)).unwrap_or_else(|| panic!("no file {part}"));
        File::open(path).expect("readable")
    };
    let (wealth, allowance, works) = lists(&open("部门比对名单"));
    let posts = posts(&open("公益性岗位台账"));
    let person_file = open("家庭成员信息");
    let mut people = people(&person_file, [&wealth, &allowance, &works, &posts]);
    let mut members: Vec<Members> = Vec::with_capacity(people.iter().map(|p| p.members.len()).sum());
    for part in &mut people {
        let mut own = std::mem::take(&mut part.members).into_iter();
        if let (Some(last), Some(first)) = (members.last_mut(), own.as_slice().first())
            && last.household == first.household
        {
            *last = together(*last, *first);
            own.next();
        }
        members.extend(own);
    }
    let mut printed: Vec<Vec<u8>> = people.iter_mut().map(|p| std::mem::take(&mut p.findings.0)).collect();
    printed.push(duplicates(&person_file, &people).0);
    drop(people);
    printed.extend(households(&open("户信息"), members));
    let mut out = std::io::stdout().lock();
    for part in printed {
        out.write_all(&part).expect("writable");
    }
}

fn together(a: Members, b: Members) -> Members {
    Members { here: a.here + b.here, heads: a.heads + b.heads, posts: a.posts + b.posts, bits: a.bits | b.bits, ..a }
}

/// The lists: of wealth, of allowances due for a month, of people at work.
fn lists(file: &File) -> (Flags, Flags, Flags) {
    let (header, from) = scan::header(file);
    let layout = Layout::find(&header, &["名单", "证件号码", "登记日期", "劳动技能"]);
    let made = in_parts(file, from, 16 << 20, |part| {
        let (mut wealth, mut allowance, mut works) = (Vec::new(), Vec::new(), Vec::new());
        scan::rows(file, part, &layout, |&[list, number, since, ability]: &[&[u8]; 4], _| {
            let flags = match list {
                b"\xE8\xB4\xA2\xE6\x94\xBF\xE4\xBE\x9B\xE5\x85\xBB" => PAYROLL,
                b"\xE8\xBD\xA6\xE8\xBE\x86" => VEHICLE,
                b"\xE5\xB7\xA5\xE5\x95\x86\xE7\x99\xBB\xE8\xAE\xB0" => BUSINESS,
                _ => 0,
            };
            if flags != 0 {
                let key = id(number).key;
                if key != 0 {
                    wealth.push((key, flags));
                }
            } else if list == "务工监测".as_bytes() {
                if is_able(ability) {
                    let key = id(number).key;
                    if key != 0 {
                        works.push((key, 1));
                    }
                }
            } else if list == "残疾人补贴".as_bytes() {
                let is_due = date(since).map_or(true, |(_, last)| months(last, AUDIT) >= 1);
                let key = id(number).key;
                if is_due && key != 0 {
                    allowance.push((key, 1));
                }
            }
        });
        (wealth, allowance, works)
    });
    let (mut wealth, mut allowance, mut works) = (Vec::new(), Vec::new(), Vec::new());
    for (a, b, c) in made {
        wealth.push(a);
        allowance.push(b);
        works.push(c);
    }
    (Flags::new(&wealth), Flags::new(&allowance), Flags::new(&works))
}

fn is_able(ability: &[u8]) -> bool {
    ["普通劳动力", "技能劳动力", "弱劳动力或半劳动力"].iter().any(|word| word.as_bytes() == ability)
}

fn months(from: i32, to: i32) -> i32 {
    let index = |d: i32| d / 10_000 * 12 + d / 100 % 100;
    index(to) - index(from) - i32::from(to % 100 < from % 100)
}

/// Who holds a post.
fn posts(file: &File) -> Flags {
    let (header, from) = scan::header(file);
    let layout = Layout::find(&header, &["身份证号", "离岗日期", "在岗状态"]);
    let made = in_parts(file, from, 4 << 20, |part| {
        let mut posts = Vec::new();
        scan::rows(file, part, &layout, |&[number, left, status]: &[&[u8]; 3], _| {
            let flags = if status == "在岗".as_bytes() {
                ON_DUTY
            } else if !is_blank(status) {
                0
            } else {
                match date(left) {
                    Some((first, _)) if first > AUDIT => ON_DUTY,
                    Some((_, last)) if last <= AUDIT => 0,
                    // The comparison is unknown, and so counts as "on duty".
                    _ => ON_DUTY,
                }
            };
            let key = id(number).key;
            if flags != 0 && key != 0 {
                posts.push((key, flags));
            }
        });
        posts
    });
    Flags::new(&made)
}

/// What a part of the people gives.
struct People {
    members: Vec<Members>,
    findings: Findings,
    /// By group: identity number and where the row begins.
    numbers: Vec<Vec<(u64, u64)>>,
}

const PERSON: [&str; 17] = [
    "人编号",
    "户编号",
    "证件号码",
    "出生日期",
    "与户主关系",
    "文化程度",
    "在校生状况",
    "义务教育状况",
    "失学或辍学原因",
    "健康状况",
    "劳动技能",
    "是否参加城乡居民基本医疗保险",
    "是否参加城镇职工基本医疗保险",
    "是否暂不需参保",
    "是否建档立卡人口",
    "是否自然减少",
    "公益性岗位",
];

fn people(file: &File, [wealth, allowance, works, posts]: [&Flags; 4]) -> Vec<People> {
    let (header, from) = scan::header(file);
    let layout = Layout::find(&header, &PERSON);
    in_parts(file, from, 32 << 20, |part| {
        // A person takes about 130 bytes where only what is wanted is written. Room that stays unused costs nothing.
        let expected = ((part.to - part.from) / 130) as usize;
        let mut findings = Findings::default();
        let mut members: Vec<Members> = Vec::with_capacity(expected / 3);
        let mut numbers: Vec<Vec<(u64, u64)>> =
            (0..BUCKETS).map(|_| Vec::with_capacity(expected / BUCKETS * 5 / 4 + 16)).collect();
        let mut own = Members::default();
        scan::rows(file, part, &layout, |fields: &[&[u8]; 17], at| {
            let &[
                pid,
                hid,
                idn,
                born_on,
                relation,
                schooling,
                enrolment,
                education,
                reason,
                health,
                ability,
                resident,
                employee,
                not_needed,
                registered,
                left,
                post,
            ] = fields;
            let home = household(hid);
            if home != own.household {
                if own.household != 0 {
                    members.push(own);
                }
                own = Members { household: home, ..Members::default() };
            }
            let lives_here = yes(left) != 1;
            let id = id(idn);
            let hash = mix(id.key);
            if id.key != 0 && home != 0 {
                numbers[hash as usize % BUCKETS].push((id.key, at));
            }
            if id.is_wrong {
                findings.add("ID103", pid);
            }
            let born = date(born_on);
            if let Some((first, last)) = born
                && id.born != 0
                && (last < id.born || id.born < first)
            {
                findings.add("ID104", pid);
            }
            let born = born.or((id.born != 0).then_some((id.born, id.born)));
            if id.key != 0 {
                if health == "健康".as_bytes() && allowance.get(id.key, hash) != 0 {
                    findings.add("ID121", pid);
                }
                if (ability == "无劳动力".as_bytes() || ability == "丧失劳动力".as_bytes())
                    && works.get(id.key, hash) != 0
                {
                    findings.add("ID122", pid);
                }
            }
            if !lives_here {
                return;
            }
            own.here += 1;
            if relation == "户主".as_bytes() {
                own.heads += 1;
            } else if is_blank(relation) {
                own.bits |= HEAD_UNKNOWN;
            }
            let holds = if id.key == 0 { MAYBE_ON_DUTY } else { posts.get(id.key, hash) };
            if holds & ON_DUTY != 0 {
                own.posts += 1;
            } else if holds != 0 {
                own.bits |= POST_UNKNOWN;
            }
            if !is_blank(post)
                && post != "无".as_bytes()
                && holds & ON_DUTY == 0
                && let Some(born) = born
                && within(age(born, AUDIT), 16, 79).1
            {
                findings.add("PO162", pid);
            }
            // Insured for sure, or perhaps.
            if yes(resident) == 0 && yes(employee) != 1 && yes(not_needed) != 1 {
                own.bits |= UNINSURED;
            }
            match yes(registered) {
                1 => own.bits |= REGISTERED,
                0 => own.bits |= UNREGISTERED,
                _ => {}
            }
            if id.key != 0 {
                let flags = wealth.get(id.key, hash);
                if flags != 0 {
                    own.bits |= if flags & PAYROLL != 0 { ON_PAYROLL } else { 0 };
                    own.bits |= if flags & VEHICLE != 0 { HAS_VEHICLE } else { 0 };
                    own.bits |= if flags & BUSINESS != 0 { HAS_BUSINESS } else { 0 };
                }
            }
            let Some(born) = born else { return };
            // Nobody else is of an age for school, or is enrolled.
            let years = age(born, CUTOFF);
            if years.1 >= 6
                && years.0 <= 15
                && within(years, 6, 15).0
                && is_out_of_school(years, schooling, enrolment, education, reason, health)
            {
                own.bits |= OUT_OF_SCHOOL;
            }
            if enrolment.is_empty() {
                return;
            }
            if enrolment == "小学".as_bytes() {
                if within(age(born, AUDIT), 6, 14).1 {
                    findings.add("SC121", pid);
                }
            } else if ["七年级", "八年级", "九年级"].iter().any(|grade| grade.as_bytes() == enrolment)
                && within(age(born, AUDIT), 12, 17).1
            {
                findings.add("SC122", pid);
            }
        });
        if own.household != 0 {
            members.push(own);
        }
        People { members, findings, numbers }
    })
}

/// Whether somebody of school age is out of school for sure.
fn is_out_of_school(
    years: (i32, i32),
    schooling: &[u8],
    enrolment: &[u8],
    education: &[u8],
    reason: &[u8],
    health: &[u8],
) -> bool {
    let is = |cell: &[u8], words: &[&str]| words.iter().any(|word| word.as_bytes() == cell);
    let stated = is(education, &["失学辍学"]);
    let is_excused = if is_blank(education) {
        is(reason, &["因病", "因残", "因身体原因"]) && !is_blank(health) && !is(health, &["健康"])
    } else {
        !stated
    };
    if is_excused {
        return false;
    }
    let no_student = is(enrolment, &["非在校生"]);
    stated
        || ((is_blank(enrolment) || no_student) && is(schooling, &["文盲或半文盲", "学龄前儿童", "小学"]))
        || (no_student && is_blank(schooling) && years.1 < 14)
        || (is(enrolment, &["学龄前儿童", "学前教育"]) && years.0 > 6)
}

/// Numbers that stand in several rows.
fn duplicates(file: &File, people: &[People]) -> Findings {
    let next = AtomicUsize::new(0);
    let found: Mutex<Vec<(u64, u64)>> = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                let mut filter = vec![0_u64; 1 << 12];
                let mut again = vec![0_u64; 1 << 12];
                loop {
                    let bucket = next.fetch_add(1, Ordering::Relaxed);
                    if bucket >= BUCKETS {
                        return;
                    }
                    filter.fill(0);
                    again.fill(0);
                    let mut any = false;
                    let bit = |key: u64| (mix(key) >> 46) as usize;
                    for &(key, _) in people.iter().flat_map(|part| &part.numbers[bucket]) {
                        let at = bit(key);
                        let word = &mut filter[at / 64];
                        let one = 1 << (at % 64);
                        if *word & one != 0 {
                            again[at / 64] |= one;
                            any = true;
                        }
                        *word |= one;
                    }
                    if !any {
                        continue;
                    }
                    let mut suspects: Vec<(u64, u64)> = people
                        .iter()
                        .flat_map(|part| &part.numbers[bucket])
                        .copied()
                        .filter(|&(key, _)| again[bit(key) / 64] >> (bit(key) % 64) & 1 == 1)
                        .collect();
                    suspects.sort_unstable();
                    let same = suspects.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1);
                    found.lock().expect("no thread panicked").extend(same.flatten());
                }
            });
        }
    });
    let mut found = found.into_inner().expect("no thread panicked");
    found.sort_unstable();
    let (header, _) = scan::header(file);
    let layout = Layout::find(&header, &PERSON[..2]);
    let mut findings = Findings::default();
    for group in found.chunk_by(|a, b| a.0 == b.0) {
        let rows: Vec<(Vec<u8>, Vec<u8>)> = group
            .iter()
            .map(|&(_, at)| {
                let mut line = vec![0_u8; 8 << 10];
                let read = file.read_at(&mut line, at).expect("readable");
                let end = line[..read].iter().position(|&b| b == b'\n').unwrap_or(read);
                let cells: Vec<&[u8]> = line[..end].split(|&b| b == b',').collect();
                (cells[layout.wanted[0]].to_vec(), cells[layout.wanted[1]].to_vec())
            })
            .collect();
        let mut homes: HashMap<&[u8], usize> = HashMap::new();
        for (_, home) in &rows {
            *homes.entry(home).or_default() += 1;
        }
        for (pid, home) in &rows {
            if homes[home.as_slice()] > 1 {
                findings.add("ID106", pid);
            }
            if homes.len() > 1 {
                findings.add("ID107", pid);
            }
        }
    }
    findings
}
