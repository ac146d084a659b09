//! `hucha inspect`: what a file was taken for, and why.

use super::arguments;
use super::console::Console;
use super::desk;
use super::exit::{Exit, Problems};
use super::explain::{PAGES, page_format, page_options};
use super::values::{ENCODINGS, choice, is_set, text};
use clap::{ArgAction, ArgMatches, Command};
use hucha::diagnostic::Locale;
use hucha::finding::inspection;
use hucha::report::{Format, json, text as as_text};
use hucha::table::inspect;
use std::io::Write;
use std::path::PathBuf;

/// The command.
pub fn command(locale: Locale) -> Command {
    let about = locale.pick(
        "查看文件：编码、表头、各列的含义、读不了的内容",
        "look at files: encoding, header, what the columns mean, what cannot be read",
    );
    let files = locale.pick("要查看的文件", "the files to look at");
    super::shape::command("inspect", locale, about, locale.pick("[选项] <文件>...", "[OPTIONS] <FILE>..."))
        .arg(
            arguments::positional(locale, "file", ("文件", "FILE"), files)
                .action(ArgAction::Append)
                .num_args(1..)
                .value_parser(clap::value_parser!(PathBuf))
                .required(true),
        )
        .args([
            arguments::option(
                locale,
                arguments::Heading::Data,
                "table",
                ("表", "TABLE"),
                ("指明是哪一种表；默认按表头识别", "which table it is; told from the header by default"),
            ),
            arguments::encoding(locale),
        ])
        .args(arguments::rulebook(locale))
        .args([page_format(locale), arguments::full(locale), arguments::no_mask(locale)])
}

/// Runs it.
///
/// # Errors
/// Arguments or rules that are wrong; files that cannot be read; standard output that cannot be written.
pub fn run(matches: &ArgMatches, console: &Console) -> anyhow::Result<Exit> {
    let format = choice(matches, "format", &PAGES)?.unwrap_or(Format::Text);
    let encoding = choice(matches, "encoding", &ENCODINGS)?;
    let rulebook = desk::rulebook_to_run(matches)?;
    let dictionary = &rulebook.dictionary;
    let entity = text(matches, "table").map(|name| desk::entity(dictionary, name)).transpose()?;
    let mut out = console.stdout();
    let options = page_options(matches, console);
    for (at, path) in super::wildcard::paths(matches, "file").iter().enumerate() {
        let seen = inspect(path, dictionary, entity, encoding).map_err(Problems::from)?;
        let record = inspection(&seen, dictionary, console.locale, !is_set(matches, "no-mask"));
        match format {
            Format::Json => json::object(&mut out, "file", &record)?,
            _ => {
                if at > 0 {
                    writeln!(out)?;
                }
                as_text::inspect(&mut out, &record, &options)?;
            }
        }
    }
    out.flush()?;
    Ok(Exit::Clean)
}
