//! `hucha sample plan`: how many to draw, and how many errors may then be found.

use super::arguments::{self, Heading, option};
use super::console::Console;
use super::exit::{Exit, Problems};
use super::output::Outputs;
use super::sample::{below, confidence, confidence_argument, effect_argument, factor, share};
use super::values::count;
use clap::{ArgMatches, Command};
use hucha::diagnostic::catalogue::CliMessage as M;
use hucha::diagnostic::{Diagnostic, Locale};
use hucha::report::write_plan;
use hucha::survey::plan::{Goal, Planned, Step, share as as_number};
use hucha::value::Decimal;

/// The table goes as far as this, where nothing more is asked for.
const FEW_ERRORS: u64 = 3;
/// No table goes further.
const MOST_ERRORS: u64 = 200;

/// The command.
pub fn command(locale: Locale) -> Command {
    let about = locale.pick(
        "定样本量：要证明差错率不超过容许率，至少抽多少、允许查出几处差错",
        "how many to draw to show that the share of errors is tolerable, and how many errors may be found",
    );
    let here = Heading::Rules;
    below("plan", locale, about, locale.pick("--tolerable <比例> [选项]", "--tolerable <RATE> [OPTIONS]"))
        .args([
            option(
                locale,
                here,
                "tolerable",
                ("比例", "RATE"),
                ("容许差错率，如 2%", "the share of errors that is let pass, such as 2%"),
            )
            .required(true),
            confidence_argument(locale),
            option(
                locale,
                here,
                "errors",
                ("数目", "N"),
                ("准备允许几处差错；默认 0", "how many errors are to be allowed; 0 by default"),
            )
            .conflicts_with_all(["expected", "size"]),
            option(
                locale,
                here,
                "expected",
                ("比例", "RATE"),
                (
                    "预计差错率：样本大到预计查出的差错也在允许之内",
                    "the expected share of errors: the sample is made large enough to allow for as many",
                ),
            )
            .conflicts_with("size"),
            option(
                locale,
                here,
                "size",
                ("数目", "N"),
                ("已定样本量，求允许几处差错", "the size is given: how many errors it allows"),
            ),
            option(
                locale,
                here,
                "population",
                ("数目", "N"),
                ("总体有多少；给出时按有限总体计算", "how many there are to draw from, for the finite correction"),
            ),
            effect_argument(
                locale,
                (
                    "设计效应：分村抽样时同村的户相像，一户不顶一户；默认 1",
                    "design effect: units of one village are alike, so that one counts for less; 1 by default",
                ),
            ),
        ])
        .args([arguments::output(locale), arguments::report_format(locale)])
}

/// Runs it.
///
/// # Errors
/// Arguments that make no sense; a place that cannot be written.
pub fn run(matches: &ArgMatches, console: &Console) -> anyhow::Result<Exit> {
    let tolerable = share(matches, "tolerable")?.unwrap_or(Decimal::ZERO);
    if tolerable <= Decimal::ZERO {
        let error = M::BadRate { option: "--tolerable".to_owned(), value: tolerable.to_string() };
        return Err(Problems::from(Diagnostic::error(error).help(M::RateForm {})).into());
    }
    let goal = Goal {
        tolerable,
        confidence: confidence(matches)?,
        population: count(matches, "population")?.map(|all| all as u64),
        design_effect: factor(matches, "design-effect")?,
    };
    let expected = share(matches, "expected")?;
    let errors = count(matches, "errors")?.map(|errors| errors as u64);
    let size = count(matches, "size")?.map(|size| size as u64);
    let outputs = Outputs::open(matches, console)?;
    let chosen = match (expected, size) {
        (Some(expected), _) => goal.step_expecting(expected),
        (None, Some(size)) => {
            let size = goal.population.map_or(size, |all| size.min(all));
            goal.acceptance(size).map(|errors| Step { errors, size })
        }
        (None, None) => {
            let errors = errors.unwrap_or(0);
            goal.size(errors).map(|size| Step { errors, size })
        }
    };
    let most = chosen.map_or(0, |step| step.errors + 1).clamp(FEW_ERRORS, MOST_ERRORS);
    let plan = Planned {
        tolerable: as_number(tolerable),
        confidence: goal.confidence.level(),
        population: goal.population,
        design_effect: goal.design_effect,
        expected: expected.map(as_number),
        steps: goal.steps(most),
        chosen,
        rejected: chosen.and_then(|step| goal.rejection(step.size)),
        chances: chosen.map(|step| goal.chances(step)).unwrap_or_default(),
    };
    outputs.write(console, |out, format, options| write_plan(out, format, &plan, options))?;
    Ok(if plan.chosen.is_some() { Exit::Clean } else { Exit::NoVerdict })
}
