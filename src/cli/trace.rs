//! `hucha trace`: what every rule says of one row and of the rows that belong to it.

use super::arguments::{self, Heading};
use super::console::Console;
use super::desk::{self, Desk};
use super::exit::{Exit, Problems};
use super::explain::{PAGES, page_format, page_options};
use super::values::{choice, text};
use clap::{ArgMatches, Command};
use hucha::diagnostic::Locale;
use hucha::dictionary::EntityId;
use hucha::report::{Format, json, text as as_text};
use hucha::rulebook::Rulebook;
use std::io::Write;

/// The command.
pub fn command(locale: Locale) -> Command {
    let about = locale.pick(
        "追查一行：每条规则（包括没有命中的）对它和它的成员怎么说，读了哪些值",
        "trace one row: what every rule says of it and of its members, kept rules included, with the values read",
    );
    let usage = locale.pick("[选项] <编号> <数据>...", "[OPTIONS] <KEY> <DATA>...");
    let key = locale.pick("这一行的编号", "the key of the row");
    super::shape::command("trace", locale, about, usage)
        .arg(arguments::positional(locale, "key", ("编号", "KEY"), key).display_order(0).required(true))
        .args(arguments::data(locale))
        .arg(arguments::option(
            locale,
            Heading::Data,
            "entity",
            ("表", "TABLE"),
            (
                "编号属于哪种表；默认是第一个关口的表",
                "the table that the key belongs to; that of the first gate by default",
            ),
        ))
        .args(arguments::rulebook(locale))
        .args(arguments::selection(locale))
        .args([page_format(locale), arguments::full(locale), arguments::no_mask(locale), arguments::threads(locale)])
}

/// Runs it.
///
/// # Errors
/// Arguments, rules or data that are wrong; a key that no row has; standard output that cannot be written.
pub fn run(matches: &ArgMatches, console: &Console) -> anyhow::Result<Exit> {
    let format = choice(matches, "format", &PAGES)?.unwrap_or(Format::Text);
    let desk = Desk::open(matches, console)?;
    let entity = chosen(&desk.rulebook, text(matches, "entity"))?;
    let rules = desk.rules()?;
    let dataset = desk.read(&desk.demand(&rules, None, true, true), true, console)?;
    console.note(&desk.clock.iter().chain(&dataset.notes).cloned().collect::<Vec<_>>());
    let run = desk.run(&dataset, rules);
    let rows = run.find(entity, text(matches, "key").unwrap_or_default()).map_err(Problems::from)?;
    let mut out = console.stdout();
    let options = page_options(matches, console);
    let records = rows.into_iter().flat_map(|row| run.trace(entity, row));
    for (at, record) in records.enumerate() {
        match format {
            Format::Json => json::object(&mut out, "trace", &record)?,
            _ => {
                if at > 0 {
                    writeln!(out)?;
                }
                as_text::trace(&mut out, &record, &options)?;
            }
        }
    }
    out.flush()?;
    Ok(Exit::Clean)
}

/// The entity called `name`, or that of the first gate, or the first.
fn chosen(rulebook: &Rulebook, name: Option<&str>) -> Result<EntityId, Problems> {
    match name {
        Some(name) => desk::entity(&rulebook.dictionary, name),
        None => {
            let gate = rulebook.gates.first().map(|gate| gate.entity);
            Ok(gate.unwrap_or(EntityId::new(0)))
        }
    }
}
