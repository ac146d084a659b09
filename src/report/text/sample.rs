//! A plan, and a draw, as text.

use crate::diagnostic::Locale;
use crate::report::layout::{DOUBTFUL, PLAIN, Page, STRONG, Table};
use crate::report::sample::{DrawReport, next_step, per_cent, short_per_cent};
use crate::report::{Length, Options, phrase, words};
use crate::survey::draw::{LEAST, Role};
use crate::survey::list::ROLES;
use crate::survey::plan::{Planned, Step};
use crate::survey::protocol::Protocol;
use std::io;

/// Writes a plan.
///
/// # Errors
/// Those of the writer.
pub fn plan(out: &mut dyn io::Write, plan: &Planned, options: &Options) -> io::Result<()> {
    let page = &mut Page::new(out, options);
    page.styled(0, STRONG, &goal(options.locale, plan))?;
    conditions(options.locale, plan).iter().try_for_each(|text| page.paragraph(0, text))?;
    page.blank()?;
    let mut table = Table::new(&[0, 1]);
    table.row([page.say("允许差错", "errors allowed"), page.say("至少抽", "sample of at least")]);
    for Step { errors, size } in &plan.steps {
        table.row([words::number(*errors), words::number(*size)]);
    }
    page.table_with_header(2, &table)?;
    page.blank()?;
    let style = if plan.chosen.is_some() { STRONG } else { DOUBTFUL };
    page.styled(0, style, &chosen(options.locale, plan))?;
    if plan.chances.is_empty() {
        return Ok(());
    }
    page.heading(
        page.say(
            "真实差错率是左边的数时，这次抽查得出各种结论的可能",
            "how likely each word is where the truth is such",
        ),
    )?;
    let mut table = Table::new(&[0, 1, 2, 3]);
    table.row(chance_header(options.locale));
    for row in chances(plan) {
        table.row(row);
    }
    page.table_with_header(2, &table)
}

/// What the plan is to show.
pub(in crate::report) fn goal(locale: Locale, plan: &Planned) -> String {
    let [tolerable, confidence] = [plan.tolerable, plan.confidence].map(short_per_cent);
    match locale {
        Locale::Zh => format!("要证明差错率不超过 {tolerable}，置信水平 {confidence}（单侧）"),
        Locale::En => {
            format!("to show that the share of errors is at most {tolerable}, confidence {confidence}, one-sided")
        }
    }
}

/// On what it rests.
pub(in crate::report) fn conditions(locale: Locale, plan: &Planned) -> Vec<String> {
    let mut said = Vec::new();
    match (plan.population.map(words::number), locale) {
        (Some(all), Locale::Zh) => said.push(format!("总体 {all}，不放回抽取")),
        (Some(all), Locale::En) => said.push(format!("population {all}, drawn without replacement")),
        (None, Locale::Zh) => said.push("总体很大（给出 --population 时按有限总体计算，可以少抽）".to_owned()),
        (None, Locale::En) => said.push("a large population (with --population fewer may do)".to_owned()),
    }
    if plan.design_effect > 1.0 {
        let effect = plan.design_effect;
        said.push(match locale {
            Locale::Zh => format!("设计效应 {effect}：一户只顶 {:.2} 户；不作有限总体修正", 1.0 / effect),
            Locale::En => {
                format!("design effect {effect}: a unit counts for {:.2}; no finite correction", 1.0 / effect)
            }
        });
    }
    if let Some(expected) = plan.expected.map(short_per_cent) {
        said.push(match locale {
            Locale::Zh => format!("预计差错率 {expected}"),
            Locale::En => format!("expected share of errors {expected}"),
        });
    }
    said
}

/// What was chosen.
pub(in crate::report) fn chosen(locale: Locale, plan: &Planned) -> String {
    let rejected = plan.rejected.map(words::number);
    match (plan.chosen, locale) {
        (Some(Step { errors, size }), Locale::Zh) => {
            let not_met = rejected.map(|errors| format!("；{errors} 处以上，不达标；其间证据不足")).unwrap_or_default();
            format!("抽 {}；查出的差错不多于 {} 处，达标{not_met}", words::number(size), words::number(errors))
        }
        (Some(Step { errors, size }), Locale::En) => {
            let not_met = rejected.map(|errors| format!(", from {errors} on it is not")).unwrap_or_default();
            format!(
                "draw {}; with no more than {} errors it is met{not_met}",
                words::number(size),
                words::number(errors)
            )
        }
        (None, Locale::Zh) => "这样抽不能证明：样本太小，或总体不够大，或预计差错率离容许率太近".to_owned(),
        (None, Locale::En) => {
            "no such sample shows it: too small, or too few to draw from, or too many errors expected".to_owned()
        }
    }
}

pub(in crate::report) const fn chance_header(locale: Locale) -> [&'static str; 4] {
    match locale {
        Locale::Zh => ["真实差错率", "达标", "不达标", "证据不足"],
        Locale::En => ["true share", "met", "not met", "not enough evidence"],
    }
}

pub(in crate::report) fn chances(plan: &Planned) -> Vec<[String; 4]> {
    let chance = |share: f64| format!("{:.1}%", share * 100.0);
    let row = |c: &crate::survey::plan::Chance| [per_cent(c.truth), chance(c.met), chance(c.not_met), chance(c.open)];
    plan.chances.iter().map(row).collect()
}

/// Writes a draw: its record, and the list where the page is not a digest.
///
/// # Errors
/// Those of the writer.
pub fn draw(out: &mut dyn io::Write, draw: &DrawReport<'_>, options: &Options) -> io::Result<()> {
    let page = &mut Page::new(out, options);
    let locale = options.locale;
    record(page, page.say("抽样记录", "record of the draw"), draw.protocol)?;
    if options.limit == Some(0) {
        return Ok(());
    }
    page.heading(page.say("名单", "list"))?;
    let mut table = Table::new(&[0]);
    table.row(list_header(locale));
    let shown = options.limit.filter(|_| options.length == Length::Short).unwrap_or(usize::MAX);
    for unit in draw.units.iter().take(shown) {
        table.row(line(locale, unit));
    }
    page.table_with_header(0, &table)?;
    match words::capped(locale, shown.min(draw.units.len()), draw.units.len() as u64, "户") {
        Some(text) => page.styled(0, PLAIN, &text),
        None => Ok(()),
    }
}

/// Writes the record of a frame, and what is to be done with it.
///
/// # Errors
/// Those of the writer.
pub fn frame(out: &mut dyn io::Write, frame: &Protocol, options: &Options) -> io::Result<()> {
    let page = &mut Page::new(out, options);
    record(page, page.say("抽样框记录", "record of the frame"), frame)?;
    page.blank()?;
    page.styled(0, STRONG, next_step(options.locale))
}

/// The terms, the strata and the notes of a record.
fn record(page: &mut Page<'_>, title: &str, protocol: &Protocol) -> io::Result<()> {
    let locale = page.options.locale;
    page.styled(0, STRONG, title)?;
    for (label, text) in terms(locale, protocol) {
        page.field(0, label, &text)?;
    }
    page.blank()?;
    let mut table = Table::new(&[1, 2, 3, 4, 5, 6, 7]);
    table.row(stratum_header(locale));
    for row in strata(locale, protocol) {
        table.row(row);
    }
    page.table_with_header(0, &table)?;
    protocol.notes.iter().try_for_each(|note| page.styled(0, DOUBTFUL, note))
}

pub(in crate::report) const fn list_header(locale: Locale) -> [&'static str; 8] {
    match locale {
        Locale::Zh => ["序号", "层", "群", "编号", "", "角色", "票号", "权重"],
        Locale::En => ["no.", "stratum", "cluster", "key", "", "role", "ticket", "weight"],
    }
}

/// A unit of the list.
pub(in crate::report) fn line(locale: Locale, unit: &crate::survey::list::Sampled) -> [String; 8] {
    let role = ROLES.iter().find(|(role, ..)| *role == unit.role).map_or("", |(_, zh, en)| locale.pick(zh, en));
    let weight = unit.weight();
    [
        unit.number.to_string(),
        unit.stratum.clone(),
        unit.cluster.clone(),
        unit.key.clone(),
        phrase::values(&unit.labels),
        role.to_owned(),
        unit.ticket.clone(),
        if unit.role == Role::Main { weight } else { String::new() },
    ]
}

/// What the record says in words.
pub(in crate::report) fn terms(locale: Locale, p: &Protocol) -> Vec<(&'static str, String)> {
    let joined = |names: &[String]| names.join(locale.pick("、", ", "));
    let least = match (p.strata.len() > 1, locale) {
        (true, Locale::Zh) => format!("，每层至少 {LEAST}"),
        (true, Locale::En) => format!(", {LEAST} at least in each"),
        (false, _) => String::new(),
    };
    // The total is what was asked for; the least of strata and what was named for some of them make another.
    let given: u64 = p.strata.iter().map(|stratum| if p.each > 0 { stratum.points } else { stratum.planned }).sum();
    let made = match locale {
        _ if p.total.is_none_or(|total| total == given) => String::new(),
        Locale::Zh => format!("（改为 {given}）"),
        Locale::En => format!(" (made {given})"),
    };
    let count = match (p.total, p.each_stratum, p.each > 0, locale) {
        (Some(total), _, false, Locale::Zh) => format!("共 {total}{made}，按各层大小分配{least}"),
        (Some(total), _, true, Locale::Zh) => {
            format!("点 {total} 次{made}，按各层大小分配{least}；每点一次抽 {}", p.each)
        }
        (_, Some(each), false, Locale::Zh) => format!("每层 {each}"),
        (_, Some(each), true, Locale::Zh) => format!("每层点 {each} 次；每点一次抽 {}", p.each),
        (Some(total), _, false, Locale::En) => format!("{total} in all{made}, by the sizes of the strata{least}"),
        (Some(total), _, true, Locale::En) => {
            format!("{total} points{made}, by the sizes of the strata{least}; {} for each", p.each)
        }
        (_, Some(each), false, Locale::En) => format!("{each} in each stratum"),
        (_, Some(each), true, Locale::En) => format!("{each} points in each stratum; {} for each", p.each),
        (None, None, ..) => String::new(),
    };
    let takes: Vec<String> = p.takes.iter().map(|(name, take)| format!("{name} {take}")).collect();
    let files: Vec<String> = p.files.iter().map(|(file, hash)| format!("{file} SHA-256 {hash}")).collect();
    let undecided = if p.undecided > 0 { words::number(p.undecided) } else { String::new() };
    let terms = [
        (locale.pick("程序", "program"), format!("{} {}", p.program, p.version)),
        (locale.pick("算法", "algorithm"), p.algorithm.clone()),
        (locale.pick("种子", "seed"), p.seed.clone()),
        (locale.pick("对象", "units"), p.entity.clone()),
        (locale.pick("范围", "among"), p.among.clone()),
        (locale.pick("存疑", "undecided"), undecided),
        (
            locale.pick("总框", "frame"),
            format!("{}{}SHA-256 {}", words::number(p.units), words::comma(locale), p.frame_sha256),
        ),
        (locale.pick("文件", "files"), files.join(locale.pick("；", "; "))),
        (locale.pick("分层", "strata by"), joined(&p.stratum_columns)),
        (locale.pick("分群", "clusters"), joined(&p.cluster_columns)),
        (locale.pick("数量", "number"), count),
        (locale.pick("另定", "but"), takes.join(locale.pick("；", "; "))),
        (locale.pick("备选", "reserves"), if p.reserve > 0 { p.reserve.to_string() } else { String::new() }),
    ];
    terms.into_iter().filter(|(_, text)| !text.is_empty()).collect()
}

pub(in crate::report) const fn stratum_header(locale: Locale) -> [&'static str; 8] {
    match locale {
        Locale::Zh => ["层", "总数", "群数", "点数", "抽中群", "应抽", "抽中", "备选"],
        Locale::En => ["stratum", "units", "clusters", "points", "clusters drawn", "planned", "drawn", "reserves"],
    }
}

/// The strata with their counts, and the sum of them where there are several. Without clusters their columns are empty.
pub(in crate::report) fn strata(locale: Locale, protocol: &Protocol) -> Vec<[String; 8]> {
    let clustered = protocol.each > 0;
    let row = |name: String, counts: [u64; 7]| {
        let [units, clusters, points, drawn_clusters, planned, drawn, reserves] = counts.map(words::number);
        let only = |text: String| if clustered { text } else { String::new() };
        // Before there is a seed nothing is drawn, not even none.
        let [drawn_clusters, drawn] =
            [drawn_clusters, drawn].map(|text| if protocol.seed.is_empty() { String::new() } else { text });
        let reserves = if protocol.reserve > 0 && !protocol.seed.is_empty() { reserves } else { String::new() };
        [name, units, only(clusters), only(points), only(drawn_clusters), planned, drawn, reserves]
    };
    let counts = |s: &crate::survey::protocol::StratumLine| {
        [s.units, s.clusters, s.points, s.clusters_drawn, s.planned, s.drawn, s.reserves]
    };
    let mut header_less: Vec<[String; 8]> =
        protocol.strata.iter().map(|stratum| row(stratum.name.clone(), counts(stratum))).collect();
    if protocol.strata.len() != 1 {
        let mut sum = [0; 7];
        for stratum in &protocol.strata {
            sum.iter_mut().zip(counts(stratum)).for_each(|(sum, count)| *sum += count);
        }
        header_less.push(row(locale.pick("合计", "all").to_owned(), sum));
    } else if let Some([name, ..]) = header_less.first_mut()
        && name.is_empty()
    {
        locale.pick("不分层", "one stratum").clone_into(name);
    }
    header_less
}
