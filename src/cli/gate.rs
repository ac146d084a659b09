//! `hucha gate`: each row on a list is clear, barred with its reasons, or open with the facts to find out.

use super::arguments::{self, Heading};
use super::console::Console;
use super::desk::Desk;
use super::exit::{Exit, Problems};
use super::output::Outputs;
use super::values::{is_set, text};
use clap::{ArgMatches, Command};
use hucha::diagnostic::catalogue::{CliMessage, FindingMessage, SharedMessage};
use hucha::diagnostic::{Diagnostic, Locale, nearest};
use hucha::report::{GateReport, write_gate};
use hucha::rulebook::{Gate, Rulebook};

/// The command.
pub fn command(locale: Locale) -> Command {
    let about = locale.pick(
        "名单把关：名单上的每一行，可以放行、不得放行（附理由）或待核实（附要查清的事实）",
        "a gate: each row on a list is clear, barred with its reasons, or open with the facts to find out",
    );
    super::shape::command("gate", locale, about, locale.pick("[选项] <数据>...", "[OPTIONS] <DATA>..."))
        .args(arguments::data(locale))
        .args(arguments::rulebook(locale))
        .args(arguments::selection(locale))
        .args(arguments::report(locale))
        .args([
            arguments::option(
                locale,
                Heading::Rules,
                "gate",
                ("关口", "NAME"),
                ("用哪个关口；默认规则里的第一个", "which gate; the first of the rulebook by default"),
            ),
            arguments::switch(
                locale,
                Heading::Output,
                "fail-on-open",
                ("有待核实的行时退出码也为 1", "exit with 1 for open rows too"),
            ),
            arguments::threads(locale),
            arguments::memory_limit(locale),
        ])
}

/// Runs it.
///
/// # Errors
/// Arguments, rules or data that are wrong; results that cannot be written; an internal disagreement.
pub fn run(matches: &ArgMatches, console: &Console) -> anyhow::Result<Exit> {
    let desk = Desk::open(matches, console)?;
    let gate = chosen(&desk.rulebook, text(matches, "gate"))?;
    let rules = desk.rules()?;
    let outputs = Outputs::open(matches, console)?;
    let dataset = desk.read(&desk.demand(&rules, Some(&gate.given), true, true), true, console)?;
    outputs.spare(&dataset)?;
    let mut gated = desk.run(&dataset, rules).gate(gate).map_err(Problems::from)?;
    gated.summary.run.notes.splice(0..0, desk.clock_note());
    let report = GateReport { summary: &gated.summary, records: &gated.records };
    outputs.write(console, |out, format, options| write_gate(out, format, &report, options))?;
    let summary = &gated.summary;
    let left_out = summary.run.is_incomplete() && !is_set(matches, "allow-skipped");
    let open = summary.open.rows > 0 && is_set(matches, "fail-on-open");
    Ok(Exit::of_verdict(left_out || !summary.run.has_judged(), summary.barred.rows > 0 || open))
}

/// The gate called `name`, or the first.
fn chosen<'r>(rulebook: &'r Rulebook, name: Option<&str>) -> Result<&'r Gate, Problems> {
    let Some(name) = name else {
        return rulebook.gates.first().ok_or_else(|| Diagnostic::error(CliMessage::NoGates {}).into());
    };
    let names = || rulebook.gates.iter().map(|gate| gate.name.as_str());
    rulebook.gates.iter().find(|gate| gate.name == name).ok_or_else(|| {
        let near = nearest(name, names()).map(|near| SharedMessage::DidYouMean { name: near.to_owned() });
        let known = SharedMessage::KnownAre { names: names().collect::<Vec<_>>().join("、") };
        let error = Diagnostic::error(FindingMessage::UnknownGate { name: name.to_owned() });
        error.help_maybe(near).help(known).into()
    })
}
