//! `hucha check`: every selected rule over every row.

use super::arguments::{self, Heading};
use super::console::Console;
use super::desk::Desk;
use super::exit::{Exit, Problems};
use super::indicators;
use super::output::Outputs;
use super::stopwatch::Stopwatch;
use super::values::{SEVERITIES, choice, is_set, listed};
use clap::{ArgMatches, Command};
use hucha::diagnostic::catalogue::CliMessage;
use hucha::diagnostic::{Diagnostic, Locale};
use hucha::finding::{CheckOptions, Grouping, statistics};
use hucha::report::{Report, write_check};
use hucha::rulebook::Severity;

/// The command.
pub fn command(locale: Locale) -> Command {
    let here = Heading::Output;
    let about = locale.pick(
        "逐行核对名册，列出每个疑点、证据和条款",
        "hold every row against the rules and list every suspect with its evidence and clause",
    );
    super::shape::command("check", locale, about, locale.pick("[选项] <数据>...", "[OPTIONS] <DATA>..."))
        .args(arguments::data(locale))
        .args(arguments::rulebook(locale))
        .args(arguments::selection(locale))
        .args(arguments::report(locale))
        .args([
            arguments::option(
                locale,
                here,
                "fail-on",
                ("程度", "LEVEL"),
                (
                    "发现至少这样严重的疑点时退出码为 1：error、warning（默认）、note",
                    "exit with 1 when something at least so grave was found: error, warning (default), note",
                ),
            ),
            arguments::option(
                locale,
                here,
                "evidence",
                ("多少", "HOW"),
                (
                    "每个疑点附多少证据：full（默认）全部；none 只列规则和编号，最快",
                    "how much evidence a case has: full (default); none: only rule and key, the quickest",
                ),
            ),
            arguments::switch(locale, here, "statistics", ("附上统计表", "add counts by groups")),
            arguments::switch(
                locale,
                here,
                "indicators",
                (
                    "改为输出指标：占比、平均、合计之比；--select 此时选指标；有指标超出容许时退出码为 1",
                    "print indicators instead: shares, means, ratios; --select then chooses indicators; exit with 1 when one is beyond what is tolerable",
                ),
            ),
            arguments::repeated(
                locale,
                here,
                "by",
                ("列", "COLUMNS"),
                (
                    "按哪些列统计，用逗号分隔，如 乡,村,规则；默认按规则",
                    "the columns to count by, parted by commas, such as township,village,rule; by rule by default",
                ),
            ),
            arguments::option(
                locale,
                here,
                "counts",
                ("文件", "FILE"),
                (
                    "把统计表另写成一份 CSV，每组一行；按 --by 的列，默认按规则",
                    "write the counts to a CSV of their own, a row a group: by the columns of --by, by rule by default",
                ),
            )
            .value_parser(clap::value_parser!(std::path::PathBuf)),
            arguments::threads(locale),
            arguments::memory_limit(locale),
            arguments::time(locale),
        ])
}

/// Runs it.
///
/// # Errors
/// Arguments, rules or data that are wrong; results that cannot be written; an internal disagreement.
pub fn run(matches: &ArgMatches, console: &Console) -> anyhow::Result<Exit> {
    let fail_on = choice(matches, "fail-on", &SEVERITIES)?.unwrap_or(Severity::Warning);
    let evidence = choice(matches, "evidence", &[("full", true), ("none", false)])?.unwrap_or(true);
    if is_set(matches, "indicators") {
        refuse_groups(matches)?;
    }
    let mut watch = Stopwatch::start();
    let desk = Desk::open(matches, console)?;
    watch.lap(console.locale.pick("装入规则", "load"));
    if is_set(matches, "indicators") {
        return indicators::run(matches, console, &desk);
    }
    let rules = desk.rules()?;
    let by = grouping(matches, &desk, console.locale)?;
    let mut outputs = Outputs::open(matches, console)?;
    if by.is_some() && outputs.has_csv() && !outputs.has_counts() {
        console.note(&[Diagnostic::note(CliMessage::CountsElsewhere {})]);
    }
    let names = evidence || by.iter().flatten().any(Grouping::is_column);
    let dataset = desk.read(&desk.demand(&rules, None, names, false), evidence, console)?;
    watch.lap(console.locale.pick("读入连接", "read"));
    outputs.spare(&dataset)?;
    let run = desk.run(&dataset, rules);
    let timed = is_set(matches, "time");
    // Statistics count what is listed, and derive none of it.
    let shown = outputs.listed();
    let (listed, confirmed) = (shown.filter(|_| by.is_none()), shown.is_some());
    let mut found = run.findings(CheckOptions { evidence, listed, confirmed, timed }).map_err(Problems::from)?;
    watch.lap(console.locale.pick("核对", "check"));
    found.summary.notes.splice(0..0, desk.clock_note());
    let counted = by.map(|by| statistics(&found.cases, &by, console.locale)).transpose().map_err(Problems::from)?;
    if let Some(counted) = &counted {
        outputs.count(console, counted)?;
    }
    let report = Report { summary: &found.summary, cases: &found.cases, statistics: counted.as_ref() };
    outputs.write(console, |out, format, options| write_check(out, format, &report, options))?;
    watch.lap(console.locale.pick("写出", "write"));
    if timed {
        watch.tell(console, &run.rules, found.times.as_ref())?;
    }
    let left_out = found.summary.is_incomplete() && !is_set(matches, "allow-skipped");
    let incomplete = left_out || !found.summary.has_judged();
    let exit = Exit::of_verdict(incomplete, found.summary.has_cases(fail_on));
    // The process ends here, and its memory with it: nobody gains by taking cases and rules apart piece by piece.
    std::mem::forget(found);
    drop(dataset);
    std::mem::forget(desk);
    Ok(exit)
}

/// What to count by; `None` where nobody asks for counts.
fn grouping(matches: &ArgMatches, desk: &Desk, locale: Locale) -> Result<Option<Vec<Grouping>>, Problems> {
    let names = listed(matches, "by");
    if names.is_empty() {
        let is_asked = is_set(matches, "statistics") || matches.contains_id("counts");
        return Ok(is_asked.then(|| vec![Grouping::Rule]));
    }
    let mask = !is_set(matches, "no-mask");
    let dictionary = &desk.rulebook.dictionary;
    let parse = |name: &String| Grouping::parse(name, dictionary, locale, mask).map_err(Problems::from);
    Ok(Some(names.iter().map(parse).collect::<Result<_, _>>()?))
}

/// Refuses to count cases where there are none: an option that changes nothing would be taken for one that did.
fn refuse_groups(matches: &ArgMatches) -> Result<(), Problems> {
    let asked = ["by", "statistics", "counts"].into_iter().find(|name| match *name {
        "statistics" => is_set(matches, name),
        name => matches.contains_id(name),
    });
    let Some(name) = asked else { return Ok(()) };
    let message = CliMessage::Conflict { option: format!("--{name}"), other: "--indicators".to_owned() };
    Err(Diagnostic::error(message).help(CliMessage::GroupsOfIndicators {}).into())
}
