//! The list between draw and evaluation: what was taken off it, what was filled in, what nobody filled in.

use super::sample::{draw, evaluate, folder};
use super::support::Folder;

/// A list of the terms, kept as `list.csv`.
fn listed(terms: &[&str]) -> Folder {
    let folder = folder();
    draw(&folder, &[terms, &["-o", "list.csv"]].concat()).ends_with(0);
    folder
}

/// The same with the lines that `keep` says alone; the header is line 0.
fn cut(folder: Folder, keep: impl Fn(usize, &str) -> bool) -> Folder {
    let list = folder.read("list.csv");
    let kept: Vec<&str> = list.lines().enumerate().filter(|(at, line)| keep(*at, line)).map(|(_, line)| line).collect();
    folder.with("list.csv", kept.join("\r\n"))
}

/// A line with its visit noted.
fn noted(line: &str, visit: &str) -> String {
    let mut cells: Vec<&str> = line.split(',').collect();
    cells[15] = visit;
    cells.join(",")
}

#[test]
fn households_taken_off_the_list_are_noticed() {
    // Those with an unsafe house are taken off.
    let folder = cut(listed(&["--size", "60"]), |_, line| {
        let key = line.split(',').nth(4).unwrap().trim_matches(['=', '"']);
        key.parse::<u32>().map_or(true, |key| key % 9 != 4)
    });
    let ran = evaluate(&folder, &["--tolerable", "20%"]).ends_with(2);
    assert!(ran.out.is_empty(), "{}", ran.out);
    ran.complains("应有正选 60 个，现有").complains("抽样序号").complains("未访到");
}

#[test]
fn a_stratum_taken_off_the_list_is_noticed() {
    let folder = cut(listed(&["--size", "60", "--stratum", "乡"]), |_, line| !line.contains(",乡1,"));
    evaluate(&folder, &["--tolerable", "20%"]).ends_with(2).complains("原有 60 行，少了 30 行");
    let folder = cut(listed(&["--size", "60", "--stratum", "乡"]), |at, _| at != 3 && at != 40);
    evaluate(&folder, &[]).ends_with(2).complains("“乡0”应有正选 30 个，现有 29 个").complains("“乡1”");
}

#[test]
fn lists_may_be_sorted_and_have_more_columns() {
    let folder = listed(&["--size", "60", "--reserve", "2"]);
    let list = folder.read("list.csv");
    let mut lines: Vec<String> = list.lines().map(|line| format!("{line},备注")).collect();
    lines[1..].reverse();
    let folder = folder.with("list.csv", lines.join("\n"));
    evaluate(&folder, &[]).ends_with(0);
}

#[test]
fn a_list_may_have_a_title() {
    let folder = listed(&["--size", "60"]);
    let list = folder.read("list.csv");
    let without = evaluate(&folder, &[]).ends_with(0).out;
    let folder =
        folder.with("list.csv", format!("某县抽样名单,,\n填表人：,,\n{}", list.trim_start_matches('\u{feff}')));
    assert_eq!(evaluate(&folder, &[]).ends_with(0).out, without);
}

#[test]
fn a_list_beside_the_rosters_is_no_roster() {
    for (lang, key) in [("zh", "户编号"), ("en", "household_id")] {
        let folder = listed(&["--size", "60", "--stratum", "乡", "--lang", lang]);
        folder.run(&["inspect", "list.csv"]).ends_with(2).complains("H235");
        // A sheet that was to be filled in is one.
        draw(&folder, &["--size", "60", "--forms", "forms", "--rules", "rules", "--select", "TS101", "--lang", lang])
            .ends_with(0);
        let sheet = folder.names("forms").into_iter().find(|name| name.ends_with(".csv")).unwrap();
        folder.run(&["inspect", &format!("forms/{sheet}"), "--lang", lang]).ends_with(0).reports(key);
    }
}

#[test]
fn a_list_that_was_filled_in_is_not_written_over() {
    let folder = listed(&["--size", "60"]);
    // An untouched list is drawn again as often as one likes.
    draw(&folder, &["--size", "61", "-o", "list.csv"]).ends_with(0);
    let lines: Vec<String> = folder.read("list.csv").lines().map(str::to_owned).collect();
    let mut filled = lines.clone();
    filled[7] = noted(&lines[7], "拒访");
    let folder = folder.with("list.csv", filled.join("\n"));
    for arguments in [&["-o", "list.csv"][..], &["--tickets", "list.csv"]] {
        let ran = draw(&folder, &[&["--size", "60"], arguments].concat()).ends_with(2);
        ran.complains("H739").complains("1 行").complains("换一个文件名");
    }
    evaluate(&folder, &["-o", "list.csv"]).ends_with(2).complains("H739");
    assert_eq!(folder.read("list.csv"), filled.join("\n"));
    // As a spreadsheet may have kept it.
    let text = filled.join("\n");
    let folder = folder.with("list.csv", encoding_rs::GB18030.encode(&text).0);
    draw(&folder, &["--size", "60", "-o", "list.csv"]).ends_with(2).complains("H739");
}

#[test]
fn a_filled_list_is_kept_however_it_was_saved() {
    let folder = listed(&["--size", "60"]);
    let lines: Vec<String> = folder.read("list.csv").lines().map(str::to_owned).collect();
    let mut filled = lines.clone();
    filled[7] = noted(&lines[7], "已访");
    let text = filled.join("\r\n");
    let wide =
        |text: &str| -> Vec<u8> { format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let titled = format!("某县抽样名单,,,\n{text}");
    let kept = [titled.clone().into_bytes(), wide(&text), wide(&titled.replace(',', "\t"))];
    let mut folder = folder;
    for bytes in kept {
        folder = folder.with("list.csv", &bytes);
        draw(&folder, &["--size", "60", "-o", "list.csv"]).ends_with(2).complains("H739").complains("1 行");
        assert_eq!(std::fs::read(folder.path("list.csv")).unwrap(), bytes);
    }
    folder = folder.with("list.csv", text.replace(',', "|"));
    draw(&folder, &["--size", "60", "-o", "list.csv"]).ends_with(2).complains("H941").complains("换一个文件名");
    // Another table may have such a column.
    folder = folder.with("list.csv", "户编号,访问结果\n0001,已访\n");
    draw(&folder, &["--size", "60", "-o", "list.csv"]).ends_with(0);
    // The sheet of the forms is a list too.
    let forms = ["--rules", "rules", "--select", "TS101", "--forms", "forms"];
    draw(&folder, &[&["--size", "3"], &forms[..]].concat()).ends_with(0);
    let sheet: Vec<String> = folder.read("forms/户.csv").lines().map(str::to_owned).collect();
    let sheet = [sheet[0].clone(), noted(&sheet[1], "拒访")].join("\n");
    let folder = folder.with("forms/户.csv", sheet);
    draw(&folder, &["--size", "3", "-o", "forms/户.csv"]).ends_with(2).complains("H739");
}

#[test]
fn lines_that_were_added_are_noticed() {
    // A reserve line, copied with the key of another household.
    let folder = listed(&["--size", "60", "--reserve", "2"]);
    let list = folder.read("list.csv");
    let last = list.lines().last().unwrap();
    let key = last.split(',').nth(4).unwrap();
    let spare = (0..160).map(|at| format!("{at:04}")).find(|key| !list.contains(key.as_str())).unwrap();
    let more = format!("{list}{}\r\n", last.replacen(key, &spare, 1));
    let folder = folder.with("list.csv", &more);
    let ran = evaluate(&folder, &["--blank-is-reached"]).ends_with(2);
    ran.complains("H942")
        .complains("原有 62 行，现有 63 行")
        .complains("H943")
        .complains(&spare)
        .complains("添的行去掉");
    // A list of before, which does not say how long it is.
    let folder = folder.with("list.csv", more.replacen("抽样总数", "备注", 1));
    evaluate(&folder, &["--blank-is-reached"]).ends_with(2).complains("H943").complains(&spare);
}

#[test]
fn lists_put_together_are_told_by_their_lengths() {
    let folder = listed(&["--size", "60"]);
    draw(&folder, &["--size", "90", "-o", "more.csv"]).ends_with(0);
    let more = folder.read("more.csv");
    let both = format!("{}{}", folder.read("list.csv"), more.split_once('\n').unwrap().1);
    let folder = folder.with("list.csv", both);
    let ran = evaluate(&folder, &["--blank-is-reached"]).ends_with(2);
    ran.complains("名单由几次抽样拼成，请逐份推断").complains("60、90");
    let ran = evaluate(&folder, &["--blank-is-reached"]);
    assert_eq!(ran.err.matches("[H9").count(), 1, "{}", ran.err);
    // Counts that were changed on every line are not said of every line.
    let folder = listed(&["--size", "60", "--stratum", "乡"]);
    let changed = |(at, line): (usize, &str)| {
        let mut cells: Vec<String> = line.split(',').map(str::to_owned).collect();
        if at > 0 {
            cells[9] = (100 + at).to_string();
        }
        cells.join(",")
    };
    let list: Vec<String> = folder.read("list.csv").lines().enumerate().map(changed).collect();
    let folder = folder.with("list.csv", list.join("\n"));
    let ran = evaluate(&folder, &[]).ends_with(2);
    assert_eq!(ran.err.matches("H914").count(), 10, "{}", ran.err);
    ran.complains("另有 48 处同样的问题");
}

#[test]
fn a_word_of_ones_own_is_said_once() {
    let folder = listed(&["--size", "60"]);
    let list = folder.read("list.csv");
    let write = |word: &str| -> String {
        let lines = list.lines().enumerate();
        lines.map(|(at, line)| if at == 0 { line.to_owned() } else { noted(line, word) } + "\n").collect()
    };
    let folder = folder.with("list.csv", write("去过"));
    let ran = evaluate(&folder, &[]).ends_with(2).complains("不能是 `去过`：60 行，如第 2、3、4 行");
    assert_eq!(ran.err.matches("H9").count(), 1, "{}", ran.err);
    let folder = folder.with("list.csv", write("已访问"));
    evaluate(&folder, &["--tolerable", "30%"]).ends_with(0);
}

#[test]
fn a_list_that_nobody_touched_has_nothing_met() {
    let folder = listed(&["--size", "160"]);
    let ran = evaluate(&folder, &["--tolerable", "15%"]).ends_with(3).reports("证据不足");
    ran.reports("访问结果全部空白").complains("H934").complains("--blank-is-reached");
    let json = evaluate(&folder, &["--tolerable", "15%", "--format", "json"]).ends_with(3);
    assert!(json.out.contains("\"blanks\":\"untouched\"") && json.out.contains("\"withheld\":\"untouched\""));
    // What is wrong in the rows is wrong all the same.
    evaluate(&folder, &["--tolerable", "11%"]).ends_with(1).reports("不达标");
    let sure = evaluate(&folder, &["--tolerable", "15%", "--blank-is-reached"]).ends_with(0);
    sure.reports("有 160 个正选的访问结果空白，按已访到算");
}

#[test]
fn a_list_half_filled_in_leaves_the_rest_unvisited() {
    let folder = listed(&["--size", "160"]);
    let list = folder.read("list.csv");
    let mark = |visits: &dyn Fn(usize) -> &'static str| -> String {
        let lines = list.lines().enumerate();
        lines.map(|(at, line)| if at == 0 { line.to_owned() } else { noted(line, visits(at)) } + "\n").collect()
    };
    let all = folder.with("list.csv", mark(&|_| "已访"));
    evaluate(&all, &["--tolerable", "15%"]).ends_with(0);
    let half = all.with("list.csv", mark(&|at| if at <= 80 { "已访" } else { "" }));
    let ran = evaluate(&half, &["--tolerable", "15%"]).ends_with(3);
    ran.reports("别的正选写了已访，有 80 个正选的访问结果空白");
    // Only visits that failed are noted: the others were reached.
    let failed = half.with("list.csv", mark(&|at| if at == 1 { "拒访" } else { "" }));
    evaluate(&failed, &["--tolerable", "15%"]).ends_with(0).reports("有 159 个正选的访问结果空白，按已访到算");
}

#[test]
fn rows_taken_out_of_the_data_have_nothing_met() {
    let folder = listed(&["--size", "160"]);
    let first = folder.read("list.csv").lines().nth(1).map(|line| noted(line, "拒访")).unwrap();
    let list: Vec<String> = folder.read("list.csv").lines().map(str::to_owned).collect();
    let list = [&list[..1], &[first], &list[2..]].concat();
    // The unsafe houses are not in the data: 18 of 160.
    let kept: Vec<String> =
        super::sample::households().lines().filter(|line| !line.contains("C级")).map(str::to_owned).collect();
    let folder = folder.with("list.csv", list.join("\n")).with("data/户.csv", kept.join("\n"));
    let ran = evaluate(&folder, &["--tolerable", "5%"]).ends_with(3);
    ran.reports("0/").reports("没有交代").reports("既没有数据，也没有写访问结果");
}

#[test]
fn before_there_is_a_seed_the_frame_is_printed_and_nothing_drawn() {
    let folder = folder();
    let ask = |more: &[&str]| {
        let terms = ["sample", "draw", "data/户.csv", "data/人.csv", "--size", "30", "--stratum", "乡"];
        folder.run(&[&terms, more].concat())
    };
    let ran = ask(&[]).ends_with(0).reports("抽样框记录").reports("下一步：公布总框的 SHA-256").reports("--seed 种子");
    assert!(!ran.out.contains("0.00") && !ran.out.contains("正选"), "{}", ran.out);
    // The frame is the one that is drawn from afterwards.
    let head = |ran: super::support::Ran| -> serde_json::Value {
        serde_json::from_str(ran.out.lines().next().unwrap()).unwrap()
    };
    let (before, after) = (head(ask(&["--format", "json"])), head(ask(&["--seed", "3 17 8", "--format", "json"])));
    assert_eq!((before["type"].as_str(), after["type"].as_str()), (Some("frame"), Some("protocol")));
    for same in ["frame_sha256", "units", "total", "stratum_columns", "files"] {
        assert_eq!(before[same], after[same], "{same}");
    }
    assert_eq!(before["strata"][0]["planned"], after["strata"][0]["planned"]);
    ask(&["-o", "总框.md"]).ends_with(0);
    assert!(folder.read("总框.md").contains("# 抽样框记录"));
    for list in [&["-o", "list.csv"][..], &["--format", "csv"], &["--tickets", "t.csv"], &["--forms", "f"]] {
        ask(list).ends_with(2).complains("H741").complains("--seed 种子");
    }
    assert!(!folder.path("list.csv").exists() && !folder.path("f").exists());
    ask(&["--seed", " "]).ends_with(2).complains("H734");
}

#[test]
fn a_list_that_does_not_say_how_long_it_is_is_read_with_a_note() {
    let folder = listed(&["--size", "60", "--stratum", "乡"]);
    let list = folder.read("list.csv").replacen("抽样总数", "备注", 1);
    let folder = folder.with("list.csv", list);
    evaluate(&folder, &["--tolerable", "50%", "--blank-is-reached"]).ends_with(0).reports("没有“抽样总数”一列");
}

#[test]
fn a_total_that_is_raised_is_said() {
    let folder = folder();
    let ran = draw(&folder, &["--size", "10", "--stratum", "村", "-o", "list.csv"]).ends_with(0);
    ran.complains("H938").complains("总数 10 不够 8 层每层 2 个，改为 16").reports("改为 16").reports("每层至少 2");
    assert_eq!(folder.read("list.csv").lines().count(), 17);
    let json = draw(&folder, &["--size", "10", "--stratum", "村", "--format", "json"]).ends_with(0);
    assert!(json.out.lines().next().unwrap().contains("改为 16"));
    let enough = draw(&folder, &["--size", "16", "--stratum", "村"]).ends_with(0);
    assert!(!enough.err.contains("H938") && !enough.out.contains("改为"), "{}\n{}", enough.err, enough.out);
    enough.reports("共 16，按");
    // What is named for a stratum counts: so many are drawn, with a seed and before there is one.
    let terms = ["--size", "10", "--stratum", "村", "--take", "村0=9"];
    let ran = draw(&folder, &[&terms[..], &["-o", "take.csv"]].concat()).ends_with(0);
    ran.complains("改为 23").reports("共 10（改为 23），按").reports("改为 23");
    assert_eq!(folder.read("take.csv").lines().count(), 24);
    let frame = folder.run(&[&["sample", "draw", "data"], &terms[..]].concat()).ends_with(0);
    frame.reports("共 10（改为 23），按");
    // Without any stratum raised nobody is told that one is.
    let more = draw(&folder, &["--size", "16", "--stratum", "村", "--take", "村0=9"]).ends_with(0);
    assert!(!more.err.contains("H938"), "{}", more.err);
    more.reports("共 16（改为 23），按");
}
