//! `hucha rules coverage`: what covers the clauses of the documents and the checks of other tools.

use super::arguments::{self, Heading};
use super::console::Console;
use super::desk;
use super::exit::{Exit, Problems};
use super::output::Outputs;
use super::values::is_set;
use clap::{ArgMatches, Command};
use hucha::diagnostic::Locale;
use hucha::lint::Coverage;
use hucha::report::{CoverageReport, write_coverage};

/// What it does.
pub fn about(locale: Locale) -> &'static str {
    locale.pick(
        "逐条列出文件条款和已有工具核查项的着落：哪条规则、哪个指标，或为什么没有",
        "list what covers each clause of the documents and each check of other tools: which rule, which indicator, or why none",
    )
}

/// The command with its arguments. Every region counts, so none can be chosen.
pub fn with_arguments(command: Command, locale: Locale) -> Command {
    let [folder, ..] = arguments::rulebook(locale);
    let missing = arguments::switch(
        locale,
        Heading::Output,
        "missing",
        ("只列出尚无着落的；计数总是完整", "list only what is not covered; counts are always complete"),
    );
    let full = arguments::switch(
        locale,
        Heading::Output,
        "full",
        ("详细：核查项也逐项列出", "in full: list the checks one by one too"),
    );
    let (output, format) = (arguments::output(locale), arguments::report_format(locale));
    command.args([folder, output, format, full, missing])
}

/// Runs it. Something that nothing covers is a finding.
///
/// # Errors
/// Arguments or rules that are wrong; a place that cannot be written.
pub fn run(matches: &ArgMatches, console: &Console) -> anyhow::Result<Exit> {
    let outputs = Outputs::open(matches, console)?;
    let coverage = Coverage::of(&desk::rule_files(matches)?, console.locale).map_err(Problems::from)?;
    let report = CoverageReport { coverage: &coverage, missing: is_set(matches, "missing") };
    outputs.write(console, |out, format, options| write_coverage(out, format, &report, options))?;
    Ok(Exit::of_verdict(false, !coverage.is_complete()))
}
