//! `hucha check --indicators`: figures over all rows instead of cases.

use super::console::Console;
use super::desk::Desk;
use super::exit::Exit;
use super::output::Outputs;
use super::values::is_set;
use clap::ArgMatches;
use hucha::report::{IndicatorReport, write_indicators};
use hucha::survey::{Against, IndicatorOutcome, Needs, measure};

/// Runs it.
///
/// # Errors
/// Arguments, rules or data that are wrong; results that cannot be written.
pub fn run(matches: &ArgMatches, console: &Console, desk: &Desk) -> anyhow::Result<Exit> {
    let choice = desk.indicators()?;
    let outputs = Outputs::open(matches, console)?;
    let mut needs = Needs::default();
    needs.indicators(&desk.rulebook, choice.indicators.iter().copied());
    let dataset = desk.read(&needs.demand(&desk.rulebook.dictionary), true, console)?;
    outputs.spare(&dataset)?;
    let run = desk.run(&dataset, Vec::new());
    let mut summary = run.receipt();
    summary.notes.splice(0..0, desk.clock_note());
    let indicators = measure(&run, &choice);
    let report = IndicatorReport { summary: &summary, indicators: &indicators };
    outputs.write(console, |out, format, options| write_indicators(out, format, &report, options))?;
    let lacking = indicators.iter().any(|i| matches!(i.outcome, IndicatorOutcome::NotRunnable(_)));
    let nothing = !summary.has_rows_of(report.entities());
    let beyond = indicators.iter().any(|i| match &i.outcome {
        IndicatorOutcome::Ran { total, .. } => total.against == Some(Against::Beyond),
        _ => false,
    });
    Ok(Exit::of_verdict(nothing || (lacking && !is_set(matches, "allow-skipped")), beyond))
}
