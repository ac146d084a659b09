//! `hucha rules`: the rulebook itself.

use super::arguments;
use super::console::Console;
use super::exit::Exit;
use super::explain::{self, PAGES, page_format, page_options, with_view};
use super::session;
use super::values::choice;
use clap::{ArgMatches, Command};
use hucha::diagnostic::Locale;
use hucha::report::{Format, json, text};
use std::io::Write;

/// The command.
pub fn command(locale: Locale) -> Command {
    let about = locale.pick("列出、查看规则", "list and show rules");
    super::command::command("rules", locale, about, locale.pick("<命令> [选项]", "<COMMAND> [OPTIONS]"))
        .subcommand_required(true)
        .subcommands([list(locale), show(locale)])
}

/// A command below `rules`.
fn below(name: &'static str, locale: Locale, about: &'static str, usage: &str) -> Command {
    super::command::command(name, locale, about, usage).override_usage(format!("hucha rules {name} {usage}"))
}

fn list(locale: Locale) -> Command {
    let about = locale.pick("列出规则，一行一条", "list the rules, one a line");
    below("list", locale, about, locale.pick("[选项]", "[OPTIONS]"))
        .args(arguments::rulebook(locale))
        .args(arguments::selection(locale))
        .args([page_format(locale), arguments::full(locale)])
}

fn show(locale: Locale) -> Command {
    let about = locale.pick("查看规则，同 explain", "show rules, as explain does");
    explain::page(below("show", locale, about, locale.pick("[选项] <编号>...", "[OPTIONS] <CODE>...")), locale)
}

/// Runs it.
///
/// # Errors
/// Arguments or rules that are wrong; standard output that cannot be written.
pub fn run(matches: &ArgMatches, console: &Console) -> anyhow::Result<Exit> {
    match matches.subcommand() {
        Some(("list", matches)) => run_list(matches, console),
        Some(("show", matches)) => explain::run(matches, console),
        _ => Ok(Exit::Clean),
    }
}

fn run_list(matches: &ArgMatches, console: &Console) -> anyhow::Result<Exit> {
    let format = choice(matches, "format", &PAGES)?.unwrap_or(Format::Text);
    let selection = session::selection(matches)?;
    let rulebook = session::rulebook(matches)?;
    let rules = selection.of(&rulebook).map_err(super::exit::Problems::from)?;
    let lines: Vec<_> =
        with_view(&rulebook, console.locale, |view| Ok(rules.iter().map(|rule| view.rule_line(rule)).collect()))?;
    let mut out = console.stdout();
    match format {
        Format::Json => lines.iter().try_for_each(|line| json::object(&mut out, "rule", line))?,
        _ => text::rules(&mut out, &lines, &page_options(matches, console))?,
    }
    out.flush()?;
    Ok(Exit::Clean)
}
