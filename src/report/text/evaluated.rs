//! What a sample says, as text.

use super::receipt;
use crate::diagnostic::Locale;
use crate::finding::record::IndicatorKind;
use crate::report::layout::{BAD, DOUBTFUL, FAINT, GOOD, PLAIN, Page, STRONG, Table};
use crate::report::sample::{
    self, at_least, at_most, basis, caveats, counts, decimals, interval, per_cent, short_per_cent, title, word,
};
use crate::report::{Length, Options, words};
use crate::survey::evaluated::{Evaluated, Item, Part, Question};
use crate::survey::rate::{Basis, Word};
use crate::survey::response::Response;
use crate::survey::said::{Amount, Figure};
use anstyle::Style;
use std::io;

/// Writes what a sample says. In short rules without an error or a doubt are counted, not listed, with how many of them
/// lack evidence: whatever ends a run without a verdict stands on the page.
///
/// # Errors
/// Those of the writer.
pub fn evaluated(out: &mut dyn io::Write, evaluated: &Evaluated, options: &Options) -> io::Result<()> {
    let page = &mut Page::new(out, options);
    let locale = options.locale;
    page.styled(0, STRONG, &headline(locale, evaluated))?;
    page.heading(page.say("样本", "the sample"))?;
    let mut table = Table::new(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    table.row(response_header(locale));
    let (responses, left) = sample::responses(evaluated, options);
    for row in response_rows(locale, evaluated.clustered, responses) {
        table.row(row);
    }
    page.table_with_header(2, &table)?;
    sample::strata_left(locale, left).map_or(Ok(()), |text| page.styled(2, FAINT, &text))?;
    for note in &evaluated.notes {
        page.styled(2, DOUBTFUL, note)?;
    }
    let full = options.length == Length::Full;
    let names = [
        (Question::Class, page.say("差错率", "shares of errors")),
        (Question::Indicator, page.say("指标", "indicators")),
        (Question::Rule, page.say("逐条规则", "rule by rule")),
    ];
    for (question, name) in names {
        let items: Vec<&Item> = evaluated.items.iter().filter(|item| item.question == question).collect();
        let shown = |item: &Item| full || question != Question::Rule || !item.faulty.is_empty() || is_doubtful(item);
        let (listed, rest): (Vec<&Item>, Vec<&Item>) = items.iter().partition(|item| shown(item));
        if items.is_empty() {
            continue;
        }
        page.heading(name)?;
        listed.iter().try_for_each(|item| self::item(page, item))?;
        if !rest.is_empty() {
            page.styled(2, FAINT, &unlisted(locale, &rest))?;
        }
    }
    if !evaluated.lacking.is_empty() {
        page.heading(page.say("没有算出的指标", "indicators that could not be reckoned"))?;
        for (code, title, lacks) in &evaluated.lacking {
            let lacks: Vec<&str> = lacks.iter().map(|lack| lack.what.as_str()).collect();
            page.paragraph(
                2,
                &format!("{code} {title}{}{}", words::colon(locale), lacks.join(words::semicolon(locale))),
            )?;
        }
    }
    receipt::not_run(page, &evaluated.run)?;
    if full {
        return receipt::receipt(page, &evaluated.run);
    }
    let files = words::counted(locale, evaluated.run.inputs.len() as u64, "个文件", "file", "files");
    page.blank()?;
    let text = match locale {
        Locale::Zh => format!("读入 {files}（--full 逐个列出，连同 SHA-256）"),
        Locale::En => format!("{files} read (listed with their SHA-256 with --full)"),
    };
    page.styled(0, FAINT, &text)?;
    receipt::run(page, &evaluated.run)?;
    page.blank()?;
    page.styled(0, STRONG, words::caution(locale))
}

/// Whether blanks leave rows of a question open, or its word was kept back.
fn is_doubtful(item: &Item) -> bool {
    item.figures.first().is_some_and(|part| part.figure.undecided > 0 || part.figure.withheld.is_some())
}

/// How many rules are not listed, and how many of them are neither met nor not met: without an error too a sample can be
/// too small.
fn unlisted(locale: Locale, rules: &[&Item]) -> String {
    let word = |item: &Item| item.figures.first().and_then(|part| part.figure.word);
    let open = rules.iter().filter(|item| word(item) == Some(Word::Open)).count() as u64;
    let count = words::rules(locale, rules.len() as u64);
    let open = match (open, locale) {
        (0, _) => String::new(),
        (open, Locale::Zh) => format!("，其中 {} 条{}", words::number(open), self::word(locale, Word::Open)),
        (open, Locale::En) => format!(", {} of them with {}", words::number(open), self::word(locale, Word::Open)),
    };
    match locale {
        Locale::Zh => format!("没有差错也没有存疑的规则 {count}{open}（--full 逐条列出）"),
        Locale::En => format!("{count} without an error or a doubt{open} (listed with --full)"),
    }
}

/// What was drawn, and how sure the figures are.
pub(in crate::report) fn headline(locale: Locale, evaluated: &Evaluated) -> String {
    let confidence = short_per_cent(evaluated.confidence);
    let Evaluated { entity, run, .. } = evaluated;
    match locale {
        Locale::Zh => format!("抽查推断  对象 {entity}  审计日 {}  置信水平 {confidence}", run.as_of),
        Locale::En => format!("what the sample says  units {entity}  as of {}  confidence {confidence}", run.as_of),
    }
}

pub(in crate::report) const fn response_header(locale: Locale) -> [&'static str; 11] {
    match locale {
        Locale::Zh => {
            ["层", "总数", "应抽", "抽中", "访到", "其中替换", "拒访", "未访到", "已不在", "群", "有回音的群"]
        }
        Locale::En => [
            "stratum",
            "units",
            "planned",
            "drawn",
            "reached",
            "replaced",
            "refused",
            "not reached",
            "gone",
            "clusters",
            "with answers",
        ],
    }
}

/// What was drawn and answered, a row for each part.
pub(in crate::report) fn response_rows(locale: Locale, clustered: bool, parts: &[Response]) -> Vec<[String; 11]> {
    let row = |r: &Response| {
        let name = if r.stratum.is_empty() { locale.pick("全部", "all").to_owned() } else { r.stratum.clone() };
        let counts = [r.population, r.planned, r.drawn, r.reached, r.replaced, r.refused, r.not_reached, r.gone];
        let [population, planned, drawn, reached, replaced, refused, not_reached, gone] = counts.map(words::number);
        let cluster = |count: u64| if clustered { words::number(count) } else { String::new() };
        let clusters = cluster(r.clusters);
        let answered = cluster(r.clusters_reached);
        [name, population, planned, drawn, reached, replaced, refused, not_reached, gone, clusters, answered]
    };
    parts.iter().map(row).collect()
}

fn style(word: Word) -> Style {
    match word {
        Word::Met => GOOD,
        Word::NotMet => BAD,
        Word::Open => DOUBTFUL,
    }
}

fn item(page: &mut Page<'_>, item: &Item) -> io::Result<()> {
    let locale = page.options.locale;
    let figure = item.figures.first().map(|part| &part.figure);
    let said = figure.and_then(|figure| figure.word);
    let title = title(locale, item);
    match said {
        Some(said) => {
            let limit = item.tolerable.map(|share| tolerable(locale, item, share)).unwrap_or_default();
            let limit = words::bracketed(locale, &limit);
            page.mixed(2, &[(STRONG, &title), (PLAIN, "  "), (style(said), word(locale, said)), (FAINT, &limit)])?;
        }
        None => page.mixed(2, &[(STRONG, &title)])?,
    }
    if let Some(figure) = figure {
        for (label, text) in lines(locale, figure) {
            page.field(4, label, &text)?;
        }
        for text in caveats(locale, item, figure) {
            page.styled(4, DOUBTFUL, &text)?;
        }
        strata(page, item)?;
        faulty(page, item)?;
    }
    if let Some(part) = item.amounts.first() {
        page.field(4, page.say("估计", "estimate"), &amount(locale, item.kind, &part.figure))?;
        let full = page.options.length == Length::Full;
        for part in item.amounts.iter().skip(1).filter(|_| full) {
            page.line(6, &format!("{}  {}", part.stratum, amount(locale, item.kind, &part.figure)))?;
        }
    }
    Ok(())
}

/// What is let pass: `容许不超过 2%`.
pub(in crate::report) fn tolerable(locale: Locale, item: &Item, share: f64) -> String {
    let share = short_per_cent(share);
    let is_least = item.direction == Some(crate::rulebook::Direction::Higher);
    match (locale, is_least) {
        (Locale::Zh, false) => format!("容许不超过 {share}"),
        (Locale::Zh, true) => format!("要求不低于 {share}"),
        (Locale::En, false) => format!("at most {share} is let pass"),
        (Locale::En, true) => format!("at least {share} is wanted"),
    }
}

/// The keys of the units with errors: the first of them, all where all is asked for.
fn faulty(page: &mut Page<'_>, item: &Item) -> io::Result<()> {
    const FEW: usize = 5;
    let shown = if page.options.length == Length::Full { usize::MAX } else { FEW };
    if item.faulty.is_empty() || page.options.limit == Some(0) {
        return Ok(());
    }
    let keys: Vec<&str> = item.faulty.iter().take(shown).map(String::as_str).collect();
    let more = if item.faulty.len() > shown { "…" } else { "" };
    let text = format!("{}{more}", keys.join(page.say("、", ", ")));
    page.field(4, page.say("编号", "errors in"), &text)
}

/// What is said of a share, each with its label.
pub(in crate::report) fn lines(locale: Locale, f: &Figure) -> Vec<(&'static str, String)> {
    let comma = locale.pick("，", ", ");
    let mut lines = Vec::new();
    let mut rate = vec![counts(f)];
    if let (Some(raw), Some(weighted)) = (f.raw, f.weighted) {
        let [raw, weighted] = [raw, weighted].map(per_cent);
        rate.push(format!("{} {raw}", locale.pick("样本率", "in the sample")));
        rate.push(format!("{} {weighted}", locale.pick("加权率", "weighted")));
    }
    if let Some(error) = f.error.filter(|&error| error > 0.0) {
        rate.push(format!("{} {}", locale.pick("标准误", "standard error"), per_cent(error)));
    }
    if f.effect.is_some() {
        rate.push(format!("{} {}", locale.pick("设计效应", "design effect"), decimals(f.effect, 2)));
    }
    lines.push((locale.pick("差错", "errors"), rate.join(comma)));
    if f.of == 0 {
        return lines;
    }
    let mut two = vec![
        format!("{} {}", locale.pick("精确", "exact"), interval(f.exact)),
        format!("Wilson {}", interval(f.wilson)),
    ];
    if f.basis == Basis::Widest {
        two.extend(f.design.map(|design| format!("{} {}", locale.pick("设计", "design-based"), interval(design))));
        two.extend(f.effective.map(|own| format!("{} {}", locale.pick("有效样本", "effective"), interval(own))));
    }
    lines.push((locale.pick("区间", "intervals"), two.join(comma)));
    let upper = match f.population {
        Some((count, all)) => format!("{}/{}", words::number(count), words::number(all)),
        None => String::new(),
    };
    let upper = words::bracketed(
        locale,
        &[upper, basis(locale, f.basis).to_owned()]
            .iter()
            .filter(|t| !t.is_empty())
            .cloned()
            .collect::<Vec<_>>()
            .join(comma),
    );
    let bound = format!(
        "{} {}{comma}{} {}{upper}",
        locale.pick("不低于", "at least"),
        at_least(f.lower),
        locale.pick("不高于", "at most"),
        at_most(f.upper)
    );
    lines.push((locale.pick("单侧", "one-sided"), bound));
    if let (Some(count), Some(most)) = (f.projected, f.projected_upper) {
        let (count, most) = (words::number(count.round() as u64), words::number((most - 1e-6).ceil().max(0.0) as u64));
        lines.push((
            locale.pick("推算", "in all"),
            match locale {
                Locale::Zh => format!("约 {count}，不多于 {most}"),
                Locale::En => format!("about {count}, at most {most}"),
            },
        ));
    }
    if let Some(open) = f.open {
        let text = match locale {
            Locale::Zh => format!("空白使 {} 无法判定，加权率在 {} 之间", f.undecided, interval(open)),
            Locale::En => format!("{} cannot be decided for blanks: the share is {}", f.undecided, interval(open)),
        };
        lines.push((locale.pick("空白", "blanks"), text));
    }
    if let Some(silent) = f.silent {
        let text = match locale {
            Locale::Zh => format!("未访到、拒访的全无差错到全有差错：{}", interval(silent)),
            Locale::En => format!("with none to all of those who say nothing in error: {}", interval(silent)),
        };
        lines.push((locale.pick("未答", "silent"), text));
    }
    lines
}

fn strata(page: &mut Page<'_>, item: &Item) -> io::Result<()> {
    let locale = page.options.locale;
    let (parts, left) = sample::strata(item, page.options);
    if !parts.is_empty() {
        let mut table = Table::new(&[1, 2, 3, 4, 5, 6]);
        table.row(stratum_header(locale));
        for part in parts {
            table.row(stratum(locale, part));
        }
        page.table_with_header(4, &table)?;
    }
    sample::strata_left(locale, left).map_or(Ok(()), |text| page.styled(4, FAINT, &text))
}

pub(in crate::report) const fn stratum_header(locale: Locale) -> [&'static str; 8] {
    match locale {
        Locale::Zh => ["层", "差错", "样本率", "加权率", "标准误", "设计效应", "单侧上限", "结论"],
        Locale::En => ["stratum", "errors", "raw", "weighted", "std. error", "design effect", "upper bound", "word"],
    }
}

/// A stratum in one line.
pub(in crate::report) fn stratum(locale: Locale, part: &Part<Figure>) -> [String; 8] {
    let f = &part.figure;
    [
        part.stratum.clone(),
        counts(f),
        f.raw.map(per_cent).unwrap_or_default(),
        f.weighted.map(per_cent).unwrap_or_default(),
        f.error.map(per_cent).unwrap_or_default(),
        decimals(f.effect, 2),
        at_most(f.upper),
        f.word.map(|said| word(locale, said).to_owned()).unwrap_or_default(),
    ]
}

/// `8381.00（标准误 52.10；8277.53–8485.02；936 行）`.
pub(in crate::report) fn amount(locale: Locale, kind: IndicatorKind, amount: &Amount) -> String {
    let number = |value: f64| match kind {
        IndicatorKind::Ratio | IndicatorKind::Share => per_cent(value),
        IndicatorKind::Mean => format!("{value:.2}"),
        IndicatorKind::Count => format!("{value:.0}"),
    };
    let Some(value) = amount.value else {
        return locale.pick("没有可算的行", "nothing to reckon with").to_owned();
    };
    let mut more = Vec::new();
    if let Some(error) = amount.error {
        more.push(format!("{} {}", locale.pick("标准误", "standard error"), number(error)));
    }
    if let Some(interval) = amount.interval {
        more.push(format!("{}–{}", number(interval.low), number(interval.high)));
    }
    more.push(words::rows(locale, amount.of));
    if amount.undecided > 0 {
        let open = words::rows(locale, amount.undecided);
        more.push(format!("{}{open}", locale.pick("因空白未算 ", "left out for blanks: ")));
    }
    format!("{}{}", number(value), words::bracketed(locale, &more.join(words::semicolon(locale))))
}
