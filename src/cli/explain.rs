//! `hucha explain`: the page of a rule in the manual, or of whatever else a report names by a code or a name.

use super::arguments;
use super::console::Console;
use super::desk;
use super::exit::{Exit, Problems};
use super::values::{choice, is_set, texts};
use clap::{ArgAction, ArgMatches, Command};
use hucha::dataset::Dataset;
use hucha::diagnostic::catalogue::{self, CliMessage, RulebookMessage, SharedMessage};
use hucha::diagnostic::{Diagnostic, Locale, nearest};
use hucha::dictionary::{Entity, Field};
use hucha::finding::View;
use hucha::finding::record::{DataCheckDoc, Expression, MessageDoc, ParameterPage, ScenarioDoc, TermDoc};
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
        locale.pick("解释规则：条件、依据、参数、例子；也解释指标、数据检查、情景、参数、用语", "explain rules: conditions, clauses, parameters, examples; indicators, checks of the data, scenarios, parameters and terms too");
    page(
        super::shape::command("explain", locale, about, locale.pick("[选项] <编号>...", "[OPTIONS] <CODE>...")),
        locale,
    )
}

/// The arguments of a command that shows pages of the manual.
pub fn page(command: Command, locale: Locale) -> Command {
    let codes = locale.pick(
        "规则、指标、数据检查的编号，旧编号也可以；情景、参数、用语的名称",
        "codes of rules (old ones too), indicators and checks of the data; names of scenarios, parameters and terms",
    );
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

/// What a code or a name leads to.
enum Asked<'r> {
    Rule(&'r Rule),
    Indicator(&'r Indicator),
    Check(DataCheckDoc),
    Scenario(ScenarioDoc),
    Parameter(ParameterPage),
    Term(TermDoc),
    Message(MessageDoc),
}

/// Runs it.
///
/// # Errors
/// Codes and names that do not exist; rules that do not load; standard output that cannot be written.
pub fn run(matches: &ArgMatches, console: &Console) -> anyhow::Result<Exit> {
    let format = choice(matches, "format", &PAGES)?.unwrap_or(Format::Text);
    let rulebook = desk::rulebook(matches)?;
    let mut out = console.stdout();
    let options = page_options(matches, console);
    with_view(&rulebook, console.locale, |view| {
        let mut pages = Vec::new();
        for name in texts(matches, "code") {
            pages.extend(asked(&view, name, console)?);
        }
        for (at, asked) in pages.iter().enumerate() {
            if at > 0 && format != Format::Json {
                writeln!(out)?;
            }
            match format {
                Format::Json => as_json(&mut *out, &view, asked)?,
                _ => as_text(&mut *out, &view, asked, &options)?,
            }
        }
        Ok(out.flush()?)
    })?;
    Ok(Exit::Clean)
}

fn as_json(out: &mut dyn Write, view: &View<'_>, asked: &Asked<'_>) -> std::io::Result<()> {
    match asked {
        Asked::Rule(rule) => json::object(out, "rule", &view.rule_doc(rule)),
        Asked::Indicator(indicator) => json::object(out, "indicator", &view.indicator_doc(indicator)),
        Asked::Check(doc) => json::object(out, "data_check", doc),
        Asked::Scenario(doc) => json::object(out, "scenario", doc),
        Asked::Parameter(doc) => json::object(out, "parameter", doc),
        Asked::Term(doc) => json::object(out, "term", doc),
        Asked::Message(doc) => json::object(out, "message", doc),
    }
}

fn as_text(out: &mut dyn Write, view: &View<'_>, asked: &Asked<'_>, options: &Options) -> std::io::Result<()> {
    match asked {
        Asked::Rule(rule) => text::explain(out, &view.rule_doc(rule), options),
        Asked::Indicator(indicator) => text::indicator(out, &view.indicator_doc(indicator), options),
        Asked::Check(doc) => text::data_check(out, doc, options),
        Asked::Scenario(doc) => text::scenario(out, doc, options),
        Asked::Parameter(doc) => text::parameter(out, doc, options),
        Asked::Term(doc) => text::term(out, doc, options),
        Asked::Message(doc) => text::message(out, doc, options),
    }
}

/// Everything that has this code or name: one thing, or terms of several tables.
///
/// # Errors
/// Nothing has; what it begins, or the nearest, is named.
fn asked<'r>(view: &View<'r>, name: &str, console: &Console) -> Result<Vec<Asked<'r>>, Problems> {
    let rulebook = view.context.rulebook;
    if let Some(indicator) = rulebook.indicator(name) {
        return Ok(vec![Asked::Indicator(indicator)]);
    }
    if let Some(rule) = the_rule(rulebook, name, console) {
        return Ok(vec![Asked::Rule(rule)]);
    }
    let message =
        catalogue::text_of(name).map(|(zh, en)| MessageDoc { code: name.to_owned(), text: Expression { zh, en } });
    let one = (view.data_checks().find(|check| check.code == name).map(Asked::Check))
        .or_else(|| rulebook.scenario(name).map(|scenario| Asked::Scenario(view.scenario_doc(scenario))))
        .or_else(|| view.parameter_page(name).map(Asked::Parameter))
        .or_else(|| message.map(Asked::Message));
    let found: Vec<Asked<'r>> = one.into_iter().chain(view.terms(name).into_iter().map(Asked::Term)).collect();
    if found.is_empty() { Err(unknown(rulebook, view, name).into()) } else { Ok(found) }
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

/// The one rule of a code or a short name. An old code leads to the new one, and that is said.
fn the_rule<'r>(rulebook: &'r Rulebook, code: &str, console: &Console) -> Option<&'r Rule> {
    let Some(rule) = rulebook.rule(code) else {
        return rulebook.rules.iter().find(|rule| rule.slug == code);
    };
    if rule.code != code {
        let message = CliMessage::OldCode { from: code.to_owned(), to: rule.code.clone() };
        console.note(&[Diagnostic::note(message)]);
    }
    Some(rule)
}

/// The columns of that name, each with the table that it belongs to and what its header may read.
fn columns(rulebook: &Rulebook, view: &View<'_>, name: &str) -> Vec<CliMessage> {
    let entities = rulebook.dictionary.entities.iter();
    let fields = entities.flat_map(|entity| entity.fields.iter().map(move |field| (entity, field)));
    let named = fields.filter(|(_, field)| field.name.is(name) || field.aliases.iter().any(|alias| alias == name));
    let column = |(entity, field): (&Entity, &Field)| CliMessage::ColumnCalled {
        name: name.to_owned(),
        entity: entity.name.pick(view.locale).to_owned(),
        headers: std::iter::once(&field.name.zh).chain(&field.aliases).cloned().collect::<Vec<_>>().join("、"),
    };
    named.map(column).collect()
}

/// The error for a code or name that nothing has. A beginning of codes is no rule; those it begins are what may be
/// meant.
fn unknown(rulebook: &Rulebook, view: &View<'_>, name: &str) -> Diagnostic {
    let rules = rulebook.rules.iter().map(|rule| rule.code.as_str());
    let begun: Vec<&str> = rules.clone().filter(|code| !name.is_empty() && code.starts_with(name)).collect();
    if !begun.is_empty() {
        let names = begun.join("、");
        let error = Diagnostic::error(RulebookMessage::UnknownRule { code: name.to_owned() });
        return error.help(SharedMessage::KnownAre { names });
    }
    let columns = columns(rulebook, view, name);
    if !columns.is_empty() {
        let error = Diagnostic::error(CliMessage::NothingCalled { name: name.to_owned() });
        return columns.into_iter().fold(error, Diagnostic::help);
    }
    let checks: Vec<DataCheckDoc> = view.data_checks().collect();
    let indicators = rulebook.indicators.iter().map(|indicator| indicator.code.as_str());
    let scenarios = rulebook.scenarios.iter().flat_map(|s| [s.name.as_str(), &s.title.zh, &s.title.en]);
    let parameters = rulebook.parameters.iter().map(|parameter| &parameter.name);
    let terms = rulebook.definitions.iter().map(|definition| &definition.signature.name);
    let names = parameters.chain(terms).flat_map(|name| [name.zh.as_str(), &name.en]);
    let codes = checks.iter().map(|check| check.code.as_str()).chain(rules).chain(indicators);
    let near = nearest(name, codes.chain(scenarios).chain(names));
    let near = near.map(|near| SharedMessage::DidYouMean { name: near.to_owned() });
    Diagnostic::error(CliMessage::NothingCalled { name: name.to_owned() }).help_maybe(near)
}
