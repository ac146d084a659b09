//! `hucha sample`: the spot audit, from the plan through the draw to what the sample says.

use super::arguments::{Heading, option};
use super::console::Console;
use super::exit::{Exit, Problems};
use super::values::text;
use super::{sample_draw, sample_evaluate, sample_plan};
use clap::{Arg, ArgMatches, Command};
use hucha::diagnostic::catalogue::CliMessage as M;
use hucha::diagnostic::{Diagnostic, Locale};
use hucha::survey::Confidence;
use hucha::value::{Decimal, fold};

/// The command.
pub fn command(locale: Locale) -> Command {
    let about = locale.pick(
        "抽查：定样本量、抽样、由样本推断总体，给出达标、不达标或证据不足",
        "a spot audit: how many to draw, whom, and what the sample says: met, not met, or not enough evidence",
    );
    super::shape::command("sample", locale, about, locale.pick("<命令> [选项]", "<COMMAND> [OPTIONS]"))
        .subcommand_required(true)
        .subcommands([sample_plan::command(locale), sample_draw::command(locale), sample_evaluate::command(locale)])
}

/// A command below `sample`.
pub fn below(name: &'static str, locale: Locale, about: &'static str, usage: &str) -> Command {
    super::shape::command(name, locale, about, usage).override_usage(format!("hucha sample {name} {usage}"))
}

/// Runs it.
///
/// # Errors
/// Those of the command that was called.
pub fn run(matches: &ArgMatches, console: &Console) -> anyhow::Result<Exit> {
    match matches.subcommand() {
        Some(("plan", matches)) => sample_plan::run(matches, console),
        Some(("draw", matches)) => sample_draw::run(matches, console),
        Some(("evaluate", matches)) => sample_evaluate::run(matches, console),
        _ => Ok(Exit::Clean),
    }
}

/// `--confidence`.
pub fn confidence_argument(locale: Locale) -> Arg {
    option(
        locale,
        Heading::Rules,
        "confidence",
        ("水平", "LEVEL"),
        ("置信水平，0.5 到 0.9999，如 95%（默认）", "confidence, from 0.5 to 0.9999, such as 95% (default)"),
    )
}

/// `--design-effect`.
pub fn effect_argument(locale: Locale, help: (&'static str, &'static str)) -> Arg {
    option(locale, Heading::Rules, "design-effect", ("倍数", "FACTOR"), help)
}

/// The confidence that is asked for.
///
/// # Errors
/// No number; a level out of range.
pub fn confidence(matches: &ArgMatches) -> Result<Confidence, Problems> {
    let Some(given) = text(matches, "confidence") else { return Ok(Confidence::USUAL) };
    // A level is no share of anything: 1 is not taken for 1 %, and 95 is refused.
    let folded = fold(given);
    let (number, per_cent) = folded.strip_suffix('%').map_or((&*folded, false), |number| (number.trim_end(), true));
    let level = number.parse::<f64>().unwrap_or(f64::NAN) / if per_cent { 100.0 } else { 1.0 };
    Confidence::new(level).map_err(|mut error| {
        error.message = hucha::diagnostic::catalogue::SurveyMessage::BadConfidence { level: given.to_owned() }.into();
        error.into()
    })
}

/// A share above 0 and below 1, as `2%` or `0.02`.
///
/// # Errors
/// Anything else; more than four decimals.
pub fn share(matches: &ArgMatches, name: &str) -> Result<Option<Decimal>, Problems> {
    let Some(given) = text(matches, name) else { return Ok(None) };
    let share = hucha::rulebook::share(given).filter(|share| *share < Decimal::ONE);
    let wrong = || {
        let error = M::BadRate { option: format!("--{name}"), value: given.to_owned() };
        Problems::from(Diagnostic::error(error).help(M::RateForm {}))
    };
    share.map(Some).ok_or_else(wrong)
}

/// A number from 1 on, whole or not.
///
/// # Errors
/// Anything else.
pub fn factor(matches: &ArgMatches, name: &str) -> Result<f64, Problems> {
    let Some(given) = text(matches, name) else { return Ok(1.0) };
    let factor = given.parse::<f64>().ok().filter(|factor| (1.0..=1000.0).contains(factor));
    let wrong = || Diagnostic::error(M::BadFactor { option: format!("--{name}"), value: given.to_owned() });
    factor.ok_or_else(|| wrong().into())
}
