//! `hucha figures`: figures that documents print, computed again from synthetic samples.

use super::arguments;
use super::console::Console;
use super::desk;
use super::exit::{Exit, Problems};
use super::output::Outputs;
use super::values::{listed, text};
use clap::{ArgMatches, Command};
use hucha::diagnostic::catalogue::{FindingMessage, SharedMessage};
use hucha::diagnostic::{Diagnostic, Locale, nearest};
use hucha::report::write_figures;
use hucha::rulebook::{Figure, LoadOptions, RuleFiles, Rulebook, Supposition};
use hucha::survey::{FigureVerdict, Figures};
use std::path::PathBuf;

/// Where the samples lie in a checkout.
const SAMPLES: &str = "data/figures";

/// The command.
pub fn command(locale: Locale) -> Command {
    let about = locale.pick(
        "复算文件公布的数字：公布值、复算值、是否一致",
        "printed figures computed again: the printed value, the computed one, whether they agree",
    );
    let [folder, region, ..] = arguments::rulebook(locale);
    let help = locale.pick("示例数据文件夹；默认 data/figures", "folder of the samples; data/figures by default");
    super::shape::command("figures", locale, about, locale.pick("[选项] [文件夹]", "[OPTIONS] [DIR]"))
        .arg(
            arguments::positional(locale, "folder", ("文件夹", "DIR"), help).value_parser(clap::value_parser!(PathBuf)),
        )
        .args([folder, region])
        .arg(arguments::repeated(
            locale,
            arguments::Heading::Rules,
            "select",
            ("编号", "ID"),
            ("只算某些数字，如 F02，可重复", "only some figures, such as F02; can be repeated"),
        ))
        .args([arguments::output(locale), arguments::report_format(locale), arguments::full(locale)])
}

/// Runs it.
///
/// # Errors
/// Arguments or rules that are wrong; samples that cannot be read; results that cannot be written.
pub fn run(matches: &ArgMatches, console: &Console) -> anyhow::Result<Exit> {
    let files = RuleFiles::read(&desk::rule_files(matches)?);
    let options = LoadOptions { region: text(matches, "region").map(str::to_owned), ..LoadOptions::default() };
    let rulebook = files.load(&options).map_err(Problems::from)?;
    let figures = chosen(&rulebook, &listed(matches, "select"))?;
    let outputs = Outputs::open(matches, console)?;
    let folder = matches.get_one::<PathBuf>("folder").cloned().unwrap_or_else(|| PathBuf::from(SAMPLES));
    let suppose = |name: &str| {
        let scenario = Supposition { scenario: Some(name.to_owned()), ..Supposition::default() };
        Rulebook::suppose(&files, &options, &scenario)
    };
    let all = Figures { rulebook: &rulebook, suppose: &suppose, folder: &folder, locale: console.locale };
    let records = all.compute(&figures).map_err(Problems::from)?;
    outputs.write(console, |out, format, options| write_figures(out, format, &records, options))?;
    Ok(Exit::of_verdict(false, records.iter().any(|record| record.verdict == FigureVerdict::Unexpected)))
}

/// The figures that are asked for; all, where none is.
fn chosen<'r>(rulebook: &'r Rulebook, ids: &[String]) -> Result<Vec<&'r Figure>, Problems> {
    let names = || rulebook.figures.iter().map(|figure| figure.id.as_str());
    let unknown = |id: &&String| !names().any(|name| name == id.as_str());
    let errors: Vec<Diagnostic> = ids
        .iter()
        .filter(unknown)
        .map(|id| {
            let near = nearest(id, names()).map(|near| SharedMessage::DidYouMean { name: near.to_owned() });
            Diagnostic::error(FindingMessage::UnknownFigure { id: id.clone() }).help_maybe(near)
        })
        .collect();
    if !errors.is_empty() {
        return Err(errors.into());
    }
    Ok(rulebook.figures.iter().filter(|figure| ids.is_empty() || ids.contains(&figure.id)).collect())
}
