//! `hucha sample evaluate`: what a sample says of all that it was drawn from.

use super::arguments::{self, Heading, option, switch};
use super::console::Console;
use super::desk::Desk;
use super::exit::{Exit, Problems};
use super::frame;
use super::output::Outputs;
use super::sample::{below, confidence, confidence_argument, effect_argument, factor, share};
use super::values::{ENCODINGS, choice, is_set, text};
use clap::{ArgMatches, Command};
use hucha::diagnostic::catalogue::SurveyMessage;
use hucha::diagnostic::{Diagnostic, Locale};
use hucha::finding::record::RuleOutcome;
use hucha::report::write_evaluated;
use hucha::survey::evaluate::{Evaluation, evaluate};
use hucha::survey::list;
use hucha::survey::response::Blanks;
use hucha::table::plain;
use std::path::PathBuf;

/// The command.
pub fn command(locale: Locale) -> Command {
    let about = locale.pick(
        "推断：由访问结果推算总体的差错率和指标，附区间、上限，判定达标、不达标或证据不足",
        "what the sample says: shares and indicators of the whole, with intervals, bounds and a word",
    );
    let usage = locale.pick("--sample <名单> [选项] <数据>...", "--sample <LIST> [OPTIONS] <DATA>...");
    let codes = locale.pick(
        "退出码：0 都达标，或没有容许率；1 有不达标；2 用法、规则或读写错误，或名单缺行；3 证据不足（含访问结果全部空白），或有规则未能运行",
        "Exit codes: 0 all met, or nothing to be met; 1 something not met; 2 usage, rule or read error, or a list with lines gone; 3 not enough evidence (a list without any visit noted has none), or rules that could not run",
    );
    below("evaluate", locale, about, usage)
        .after_help(codes)
        .args(arguments::data(locale))
        .args([
            option(
                locale,
                Heading::Data,
                "sample",
                ("名单", "LIST"),
                (
                    "抽样名单，即 sample draw 写出的 CSV，可以已填“访问结果”",
                    "the list that sample draw wrote as CSV, the column of visits filled in or not",
                ),
            )
            .value_parser(clap::value_parser!(PathBuf))
            .required(true),
            option(
                locale,
                Heading::Rules,
                "tolerable",
                ("比例", "RATE"),
                (
                    "容许差错率，如 2%；用于差错率和规则，以及点名选用而自己没有容许率的指标（越低越好的）",
                    "the share of errors that is let pass, such as 2%: for classes and rules, and for indicators chosen by name that have none, where lower is better",
                ),
            ),
            switch(
                locale,
                Heading::Data,
                "blank-is-reached",
                (
                    "访问结果空白的正选都算访到；不加时，整份空白的不判达标，有正选写了已访的，空白算未访到",
                    "take drawn units without a note for reached; else a list without any note has nothing met, and where others are noted as reached a blank is not",
                ),
            ),
            confidence_argument(locale),
            effect_argument(
                locale,
                (
                    "至少按这样大的设计效应推断；默认 1，即只用样本自己的",
                    "reckon with a design effect of at least so much; 1 by default, which leaves it to the sample",
                ),
            ),
        ])
        .args(arguments::rulebook(locale))
        .args(arguments::selection(locale))
        .args(arguments::report(locale))
        .arg(arguments::threads(locale))
}

/// Runs it.
///
/// # Errors
/// Arguments, rules, data or a list that are wrong; results that cannot be written; an internal disagreement.
pub fn run(matches: &ArgMatches, console: &Console) -> anyhow::Result<Exit> {
    let tolerable = share(matches, "tolerable")?;
    let confidence = confidence(matches)?;
    let least_effect = factor(matches, "design-effect")?;
    let desk = Desk::open(matches, console)?;
    let (rules, chosen) = desk.rules_and_indicators()?;
    let outputs = Outputs::open(matches, console)?;
    let path = matches.get_one::<PathBuf>("sample").cloned().unwrap_or_default();
    let listed = plain(&path, choice(matches, "encoding", &ENCODINGS)?).map_err(Problems::from)?;
    let units = list::read(listed).map_err(Problems::from)?;
    let named = units.first().map(|unit| unit.entity.as_str());
    // A plain list names its column of keys, which is no table of the dictionary.
    let named = named.filter(|name| desk.rulebook.dictionary.find_entity(name).is_some());
    let entity = frame::entity(&desk, text(matches, "entity").or(named))?;
    let run = rules.iter().filter(|rule| rule.off.is_none());
    let read = run.flat_map(|rule| rule.conditions().chain(rule.message_values()));
    let read = read.chain(chosen.indicators.iter().flat_map(|indicator| indicator.expressions()));
    let entities = rules.iter().map(|rule| rule.entity).chain(chosen.indicators.iter().map(|i| i.entity));
    let uses = [frame::used(&desk.rulebook, read)];
    let demand = frame::demand(&desk.rulebook.dictionary, entity, uses, [], entities);
    let dataset = desk.read(&demand, true, console)?;
    outputs.spare(&dataset)?;
    let run = desk.run(&dataset, rules);
    let evaluation = Evaluation {
        run: &run,
        units: &units,
        entity,
        indicators: chosen.indicators,
        named: chosen.named,
        tolerable,
        confidence,
        least_effect,
        blanks: if is_set(matches, "blank-is-reached") { Blanks::Reached } else { Blanks::of(&units) },
    };
    let mut evaluated = evaluate(&evaluation).map_err(Problems::from)?;
    evaluated.run.notes.splice(0..0, desk.clock_note());
    if evaluated.blanks == Blanks::Untouched {
        let count = evaluated.responses.first().map_or(0, |all| all.reached);
        console.note(&[Diagnostic::warning(SurveyMessage::NothingNoted { count }).help(SurveyMessage::NoteVisits {})]);
    }
    outputs.write(console, |out, format, options| write_evaluated(out, format, &evaluated, options))?;
    let lacking = !evaluated.lacking.is_empty()
        || evaluated.run.rules.iter().any(|rule| matches!(rule.outcome, RuleOutcome::NotRunnable(_)));
    let (not_met, open) = evaluated.verdict();
    // More rows or more rules could only add errors to a share that is already too great.
    Ok(match (not_met, open || lacking && !is_set(matches, "allow-skipped")) {
        (true, _) => Exit::Findings,
        (false, true) => Exit::NoVerdict,
        (false, false) => Exit::Clean,
    })
}
