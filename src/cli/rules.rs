//! `hucha rules`: the rulebook itself.

use super::arguments;
use super::console::Console;
use super::coverage;
use super::desk;
use super::exit::{Exit, Problems};
use super::explain::{self, PAGES, page_format, page_options, with_view};
use super::values::{choice, text as text_of};
use clap::{ArgMatches, Command};
use hucha::diagnostic::catalogue::CliMessage as M;
use hucha::diagnostic::{Diagnostic, Level, Locale, render_all};
use hucha::lint::Tested;
use hucha::report::{Format, json, text};
use hucha::rulebook::embedded_files;
use hucha::survey::ScenarioLine;
use std::io::Write;

/// The command.
pub fn command(locale: Locale) -> Command {
    let about = locale.pick("列出、查看、检查、试运行规则", "list, show, lint and test rules");
    super::shape::command("rules", locale, about, locale.pick("<命令> [选项]", "<COMMAND> [OPTIONS]"))
        .subcommand_required(true)
        .subcommands([
            list(locale),
            show(locale),
            lint(locale),
            test(locale),
            manual(locale),
            schema(locale),
            coverage(locale),
        ])
}

/// A command below `rules`.
fn below(name: &'static str, locale: Locale, about: &'static str, usage: &str) -> Command {
    super::shape::command(name, locale, about, usage).override_usage(format!("hucha rules {name} {usage}"))
}

fn list(locale: Locale) -> Command {
    let about = locale.pick("列出规则，一行一条", "list the rules, one a line");
    below("list", locale, about, locale.pick("[选项]", "[OPTIONS]"))
        .args(arguments::rulebook(locale))
        .args(arguments::selection(locale))
        .args([page_format(locale), arguments::full(locale)])
}

fn show(locale: Locale) -> Command {
    let about = locale.pick("查看规则，同 explain", "show rules, as explain does");
    explain::page(below("show", locale, about, locale.pick("[选项] <编号>...", "[OPTIONS] <CODE>...")), locale)
}

fn lint(locale: Locale) -> Command {
    let about = locale.pick(
        "检查规则文件：例子是否齐全、引文是否属实、文字是否有两种语言",
        "check rule files: that examples are complete, quotations true, texts in both languages",
    );
    below("lint", locale, about, locale.pick("[选项]", "[OPTIONS]")).args(arguments::rulebook(locale))
}

fn test(locale: Locale) -> Command {
    let about =
        locale.pick("试运行规则里的全部例子，各地区也在内", "run all examples of the rules, those of regions too");
    let [folder, ..] = arguments::rulebook(locale);
    let mutants = arguments::switch(
        locale,
        arguments::Heading::Rules,
        "mutants",
        (
            "把每条规则、定义、参数逐处改动一点，列出没有例子发现的改动",
            "change every rule, definition and parameter in one small place at a time and list what no example notices",
        ),
    );
    below("test", locale, about, locale.pick("[选项]", "[OPTIONS]")).args([folder, mutants])
}

fn manual(locale: Locale) -> Command {
    let about = locale.pick("把全部规则印成一份 Markdown 文档", "print all rules as one Markdown document");
    below("manual", locale, about, locale.pick("[选项]", "[OPTIONS]")).args(arguments::rulebook(locale))
}

fn schema(locale: Locale) -> Command {
    let about =
        locale.pick("打印规则文件的 JSON Schema，供编辑器使用", "print the JSON Schema of rule files, for editors");
    below("schema", locale, about, "")
}

fn coverage(locale: Locale) -> Command {
    let command = below("coverage", locale, coverage::about(locale), locale.pick("[选项]", "[OPTIONS]"));
    coverage::with_arguments(command, locale)
}

/// Runs it.
///
/// # Errors
/// Arguments or rules that are wrong; standard output that cannot be written.
pub fn run(matches: &ArgMatches, console: &Console) -> anyhow::Result<Exit> {
    match matches.subcommand() {
        Some(("list", matches)) => run_list(matches, console),
        Some(("show", matches)) => explain::run(matches, console),
        Some(("lint", matches)) => run_lint(matches, console),
        Some(("test", matches)) => run_test(matches, console),
        Some(("manual", matches)) => run_manual(matches, console),
        Some(("schema", _)) => run_schema(console),
        Some(("coverage", matches)) => coverage::run(matches, console),
        _ => Ok(Exit::Clean),
    }
}

fn run_list(matches: &ArgMatches, console: &Console) -> anyhow::Result<Exit> {
    let format = choice(matches, "format", &PAGES)?.unwrap_or(Format::Text);
    let selection = desk::selection(matches)?;
    let rulebook = desk::rulebook_to_run(matches)?;
    let rules = selection.of(&rulebook).map_err(Problems::from)?;
    let lines: Vec<_> =
        with_view(&rulebook, console.locale, |view| Ok(rules.iter().map(|rule| view.rule_line(rule)).collect()))?;
    // Packs, codes and severities select rules; indicators are shown where nothing is selected.
    let asked = if selection.is_everything() { rulebook.indicators.as_slice() } else { &[] };
    let indicators: Vec<_> =
        with_view(&rulebook, console.locale, |view| Ok(asked.iter().map(|i| view.indicator_line(i)).collect()))?;
    let scenarios: &[_] = if selection.is_everything() { &rulebook.scenarios } else { &[] };
    let scenarios: Vec<ScenarioLine> = scenarios.iter().map(|s| ScenarioLine::of(s, console.locale)).collect();
    let mut out = console.stdout();
    match format {
        Format::Json => {
            lines.iter().try_for_each(|line| json::object(&mut out, "rule", line))?;
            indicators.iter().try_for_each(|line| json::object(&mut out, "indicator", line))?;
            scenarios.iter().try_for_each(|line| json::object(&mut out, "scenario", line))?;
        }
        _ => {
            text::rules(&mut out, &lines, &page_options(matches, console))?;
            if !indicators.is_empty() {
                text::indicators(&mut out, &indicators, &page_options(matches, console))?;
            }
            if !scenarios.is_empty() {
                text::scenarios(&mut out, &scenarios, &page_options(matches, console))?;
            }
        }
    }
    out.flush()?;
    Ok(Exit::Clean)
}

fn run_lint(matches: &ArgMatches, console: &Console) -> anyhow::Result<Exit> {
    let rulebook = desk::rulebook(matches)?;
    let mut found = rulebook.warnings.clone();
    found.extend(hucha::lint::lint(&rulebook));
    let all = found.len();
    if text_of(matches, "rules").is_some() {
        // Who writes rules beside the program's own has nothing to mend in those.
        let built_in = embedded_files();
        let is_own = |note: &Diagnostic| note.span.as_ref().is_none_or(|span| !built_in.contains(span.source()));
        found.retain(|diagnostic| diagnostic.level < Level::Note || is_own(diagnostic));
    }
    let unlisted = all - found.len();
    if unlisted > 0 {
        console.note(&[Diagnostic::note(M::NotesOfOthers { count: unlisted })]);
    }
    let total = M::Linted { rules: rulebook.rules.len(), found: found.len() };
    judged(console, &found, &total)
}

fn run_schema(console: &Console) -> anyhow::Result<Exit> {
    let mut out = console.stdout();
    writeln!(out, "{:#}", hucha::rulebook::schema())?;
    out.flush()?;
    Ok(Exit::Clean)
}

fn run_manual(matches: &ArgMatches, console: &Console) -> anyhow::Result<Exit> {
    let rulebook = desk::rulebook(matches)?;
    let mut out = console.stdout();
    let options = page_options(matches, console);
    with_view(&rulebook, console.locale, |view| {
        hucha::report::markdown::manual(&mut out, &view.manual(), &options)?;
        Ok(out.flush()?)
    })?;
    Ok(Exit::Clean)
}

fn run_test(matches: &ArgMatches, console: &Console) -> anyhow::Result<Exit> {
    let tested = hucha::lint::test_examples(&desk::rule_files(matches)?).map_err(Problems::from)?;
    let Tested { rules, examples, failures } = tested;
    let total = M::Tested { rules, examples, failed: failures.len() };
    // Examples that do not hold notice everything.
    if !matches.get_flag("mutants") || !failures.is_empty() {
        return judged(console, &failures, &total);
    }
    let mutated = hucha::lint::mutants(&desk::rule_files(matches)?).map_err(Problems::from)?;
    let per_mille = mutated.noticed * 1000 / mutated.tried.max(1);
    let total = M::Mutated {
        tried: mutated.tried,
        noticed: mutated.noticed,
        share: format!("{}.{}%", per_mille / 10, per_mille % 10),
        excused: mutated.excused,
        open: mutated.open(),
    };
    let exit = judged(console, &mutated.problems, &total)?;
    Ok(if mutated.is_enough() { exit } else { Exit::of_verdict(false, true) })
}

/// Writes what was found, and the total. What is worth a note alone does not fail.
fn judged(console: &Console, found: &[Diagnostic], total: &M) -> anyhow::Result<Exit> {
    let mut out = console.stdout();
    let text = render_all(found, console.locale, console.colour());
    let gap = if found.is_empty() { "" } else { "\n" };
    writeln!(out, "{text}{gap}{}", total.text(console.locale))?;
    out.flush()?;
    let grave = found.iter().any(|diagnostic| diagnostic.level <= Level::Warning);
    Ok(Exit::of_verdict(false, grave))
}
