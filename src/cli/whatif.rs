//! `hucha whatif`: the same rows under another value or another parameter, and whose verdict differs.

use super::arguments::{self, Heading};
use super::console::Console;
use super::desk::{self, Desk};
use super::exit::{Exit, Problems};
use super::output::Outputs;
use super::values::{is_set, text, texts};
use clap::{ArgMatches, Command};
use hucha::diagnostic::catalogue::CliMessage as M;
use hucha::diagnostic::{Diagnostic, Locale, Source, cannot_read};
use hucha::dictionary::Demand;
use hucha::finding::Run;
use hucha::report::{WhatIfReport, write_whatif};
use hucha::rulebook::{LoadOptions, Rule, RuleFiles, Rulebook, Supposition};
use hucha::survey::{Choice, Needs, WhatIf};
use std::fs;
use std::path::Path;
use std::sync::Arc;

/// The command.
pub fn command(locale: Locale) -> Command {
    let about = locale.pick(
        "假如：同一份名册，换一个数值或标准，看哪些户的结论会变",
        "what if: the same roster under another value or line, and whose verdict differs",
    );
    let here = Heading::Rules;
    let param = "param";
    super::shape::command("whatif", locale, about, locale.pick("[选项] <数据>...", "[OPTIONS] <DATA>..."))
        .args(arguments::data(locale))
        .args(arguments::rulebook(locale).into_iter().filter(|argument| argument.get_id() != param))
        .args([
            arguments::option(
                locale,
                here,
                "scenario",
                ("情景", "SCENARIO"),
                (
                    "用哪个情景：名称（`hucha rules list` 列出全部），或写有一个情景的 YAML 文件",
                    "which scenario: its name (`hucha rules list` shows all), or a YAML file that holds one",
                ),
            ),
            arguments::repeated(
                locale,
                here,
                "set",
                ("字段=值", "FIELD=VALUE"),
                (
                    "假设某一列为某值（或表达式）；合计和人均随之变动，可重复",
                    "suppose a value or an expression for a column; sums and what is reckoned per head follow; can be repeated",
                ),
            ),
            arguments::repeated(
                locale,
                here,
                param,
                ("名=值", "NAME=VALUE"),
                ("假设参数为某值，可重复", "suppose a value for a parameter; can be repeated"),
            ),
        ])
        .args(arguments::selection(locale))
        .args(arguments::report(locale))
        .arg(arguments::threads(locale))
}

/// Runs it.
///
/// # Errors
/// Arguments, rules or data that are wrong; results that cannot be written; an internal disagreement.
pub fn run(matches: &ArgMatches, console: &Console) -> anyhow::Result<Exit> {
    let (files, supposition) = supposed(matches)?;
    let options = LoadOptions { region: text(matches, "region").map(str::to_owned), ..LoadOptions::default() };
    let desk = Desk::open_with(matches, console, files.load(&options).map_err(Problems::from)?)?;
    let then = Rulebook::suppose(&files, &options, &supposition).map_err(Problems::from)?;
    let (rules, choice) = desk.rules_and_indicators()?;
    let outputs = Outputs::open(matches, console)?;
    let dataset = desk.read(&needed(&desk.rulebook, &then, &rules, &choice), true, console)?;
    outputs.spare(&dataset)?;
    let now = desk.run(&dataset, rules);
    let scenario = supposition.scenario.as_ref().and_then(|name| desk.rulebook.scenario(name));
    let question = WhatIf { then: Run { rulebook: &then, rules: Vec::new(), ..now.clone() }, now, choice, scenario };
    let record = question.ask().map_err(Problems::from)?;
    let mut summary = question.now.receipt();
    summary.notes.splice(0..0, desk.clock_note());
    let report = WhatIfReport { summary: &summary, answer: &record };
    outputs.write(console, |out, format, options| write_whatif(out, format, &report, options))?;
    let nothing = !summary.has_rows_of(record.entities());
    let lacking = record.not_asked.iter().any(|left| !left.lacks.is_empty());
    let incomplete = nothing || (lacking && !is_set(matches, "allow-skipped"));
    Ok(Exit::of_verdict(incomplete, record.changes()))
}

/// What the rules and indicators need, as they are and under the supposition.
fn needed(now: &Rulebook, then: &Rulebook, rules: &[&Rule], choice: &Choice<'_>) -> Demand {
    let mut needs = Needs::default();
    needs.rules(now, rules.iter().copied());
    needs.indicators(now, choice.indicators.iter().copied());
    needs.rules(then, then.rules.iter().filter(|other| rules.iter().any(|rule| rule.code == other.code)));
    let of_choice = |code: &String| choice.indicators.iter().any(|indicator| indicator.code == *code);
    needs.indicators(then, then.indicators.iter().filter(|other| of_choice(&other.code)));
    needs.demand(&now.dictionary)
}

/// The rule files, with that of the scenario where one is named by its path, and what is supposed.
fn supposed(matches: &ArgMatches) -> Result<(RuleFiles, Supposition), Problems> {
    let mut files = desk::rule_files(matches)?;
    let mut scenario = text(matches, "scenario").map(str::to_owned);
    if let Some(path) = scenario.clone().filter(|name| is_file(name)) {
        let unreadable = |error: std::io::Error| cannot_read(&path, &error);
        let source = Source::new(path.clone(), fs::read_to_string(&path).map_err(unreadable)?);
        let found = hucha::rulebook::scenario_names(&source)?;
        let [name] = found.as_slice() else {
            return Err(Diagnostic::error(M::OneScenario { path, found: found.len() }).into());
        };
        scenario = Some(name.clone());
        files.retain(|file: &Arc<Source>| !same(file, &path));
        files.push(source);
    }
    let fields = pairs(matches, "set", |text| M::BadSet { text })?;
    let parameters = pairs(matches, "param", |text| M::BadSupposed { text })?;
    if scenario.is_none() && fields.is_empty() && parameters.is_empty() {
        return Err(Diagnostic::error(M::NothingAsked {}).help(M::AskSomething {}).into());
    }
    Ok((RuleFiles::read(&files), Supposition { scenario, fields, parameters }))
}

fn is_file(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|e| e == "yaml" || e == "yml")
}

/// Whether a built-in file is the one that a path names: it is not to be read twice.
fn same(file: &Source, path: &str) -> bool {
    let path = Path::new(path);
    path.ends_with(&file.name) || Path::new(&file.name) == path
}

fn pairs(matches: &ArgMatches, name: &str, wrong: impl Fn(String) -> M) -> Result<Vec<(String, String)>, Problems> {
    let pair = |text: &str| {
        let (name, value) = desk::pair(text).ok_or_else(|| Diagnostic::error(wrong(text.to_owned())))?;
        Ok((name.to_owned(), value.to_owned()))
    };
    texts(matches, name).into_iter().map(pair).collect()
}
