//! `hucha explain`: the page of a rule in the manual.

use super::arguments;
use super::console::Console;
use super::desk;
use super::exit::{Exit, Problems};
use super::values::{choice, is_set, texts};
use clap::{ArgAction, ArgMatches, Command};
use hucha::dataset::Dataset;
use hucha::diagnostic::catalogue::{CliMessage, RulebookMessage, SharedMessage};
use hucha::diagnostic::{Diagnostic, Locale};
use hucha::finding::{Selection, View};
use hucha::report::{Format, Length, Options, json, text};
use hucha::rulebook::{Indicator, Rule, Rulebook};
use hucha::table::Ingest;
use hucha::trace::Context;
use std::io::Write;

/// The formats of commands that show pages.
pub const PAGES: [(&str, Format); 3] = [("text", Format::Text), ("json", Format::Json), ("jsonl", Format::Json)];

/// The command.
pub fn command(locale: Locale) -> Command {
    let about =
        locale.pick("解释规则：条件、依据、参数、例子", "explain rules: conditions, clauses, parameters, examples");
    page(
        super::shape::command("explain", locale, about, locale.pick("[选项] <编号>...", "[OPTIONS] <CODE>...")),
        locale,
    )
}

/// The arguments of a command that shows pages of the manual.
pub fn page(command: Command, locale: Locale) -> Command {
    let codes = locale.pick("规则编号；旧编号也可以", "codes of rules; old ones too");
    command
        .arg(
            arguments::positional(locale, "code", ("编号", "CODE"), codes)
                .action(ArgAction::Append)
                .num_args(1..)
                .required(true),
        )
        .args(arguments::rulebook(locale))
        .args([arguments::full(locale), page_format(locale)])
}

/// `--format` of a command that shows pages.
pub fn page_format(locale: Locale) -> clap::Arg {
    arguments::format(locale, ("格式：text（默认）、json", "format: text (default), json"))
}

/// What a code leads to.
enum Asked<'r> {
    Rule(&'r Rule),
    Indicator(&'r Indicator),
}

/// Runs it.
///
/// # Errors
/// Codes that do not exist; rules that do not load; standard output that cannot be written.
pub fn run(matches: &ArgMatches, console: &Console) -> anyhow::Result<Exit> {
    let format = choice(matches, "format", &PAGES)?.unwrap_or(Format::Text);
    let rulebook = desk::rulebook(matches)?;
    let mut pages = Vec::new();
    for code in texts(matches, "code") {
        pages.push(match rulebook.indicator(code) {
            Some(indicator) => Asked::Indicator(indicator),
            None => Asked::Rule(the_rule(&rulebook, code, console)?),
        });
    }
    let mut out = console.stdout();
    let options = page_options(matches, console);
    with_view(&rulebook, console.locale, |view| {
        for (at, asked) in pages.iter().enumerate() {
            if at > 0 && format != Format::Json {
                writeln!(out)?;
            }
            match (asked, format) {
                (Asked::Rule(rule), Format::Json) => json::object(&mut out, "rule", &view.rule_doc(rule))?,
                (Asked::Rule(rule), _) => text::explain(&mut out, &view.rule_doc(rule), &options)?,
                (Asked::Indicator(found), Format::Json) => {
                    json::object(&mut out, "indicator", &view.indicator_doc(found))?;
                }
                (Asked::Indicator(found), _) => text::indicator(&mut out, &view.indicator_doc(found), &options)?,
            }
        }
        Ok(out.flush()?)
    })?;
    Ok(Exit::Clean)
}

/// How pages are shown on standard output.
pub fn page_options(matches: &ArgMatches, console: &Console) -> Options {
    let length = if is_set(matches, "full") { Length::Full } else { Length::Short };
    Options { locale: console.locale, colour: console.colour(), width: console.width(), limit: None, length }
}

/// Shows a rulebook without rows. Pages of the manual hang on no audit date.
///
/// # Errors
/// A clock without a day.
pub fn with_view<T>(
    rulebook: &Rulebook,
    locale: Locale,
    show: impl FnOnce(View<'_>) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    let dataset = Dataset::join(&rulebook.dictionary, Ingest::default());
    let context = Context { rulebook, dataset: &dataset, as_of: desk::today()? };
    show(View { context, locale, mask: true })
}

/// The one rule of a code. An old code leads to the new one, and that is said.
fn the_rule<'r>(rulebook: &'r Rulebook, code: &str, console: &Console) -> Result<&'r Rule, Problems> {
    if let Some(rule) = rulebook.rule(code) {
        if rule.code != code {
            let message = CliMessage::OldCode { from: code.to_owned(), to: rule.code.clone() };
            console.note(&[Diagnostic::note(message)]);
        }
        return Ok(rule);
    }
    if let Some(rule) = rulebook.rules.iter().find(|rule| rule.slug == code) {
        return Ok(rule);
    }
    // A beginning of codes is no rule; those it begins are what may be meant.
    let selection = Selection { codes: vec![code.to_owned()], ..Selection::default() };
    let rules = selection.of(rulebook)?;
    let names = rules.iter().map(|rule| rule.code.as_str()).collect::<Vec<_>>().join("、");
    let unknown = Diagnostic::error(RulebookMessage::UnknownRule { code: code.to_owned() });
    Err(unknown.help(SharedMessage::KnownAre { names }).into())
}
