//! `hucha demo`: synthetic rosters with known faults, to try the program on.

use super::arguments::{self, Heading};
use super::console::Console;
use super::desk;
use super::exit::Exit;
use super::exit::Problems;
use super::unfinished::UnfinishedFolder;
use super::usage::quoted;
use super::values::{self, ENCODINGS, choice, count, is_set, listed};
use clap::{ArgMatches, Command};
use hucha::demo::{Options, Reason, Summary, write_folder};
use hucha::diagnostic::catalogue::{CliMessage, DemoMessage, DictionaryMessage, SharedMessage};
use hucha::diagnostic::{Diagnostic, Locale, Message, nearest};
use hucha::dictionary::{Dictionary, EntityId, FieldRef};
use hucha::table::Encoding;
use hucha::value::Date;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// What is made where nobody says otherwise.
const HOUSEHOLDS: usize = 1_000;
const FAULTS: f64 = 0.1;

/// The day that rosters are made for where nobody says otherwise: the end of a year that the built-in rules cover.
/// The clock has no say in it, so that the same call makes the same bytes.
fn usual_day() -> Option<Date> {
    Date::day(2020, 12, 31)
}

/// The command.
pub fn command(locale: Locale) -> Command {
    let here = Heading::Data;
    let about = locale.pick(
        "生成合成的名册和答案，供试用；内容全是虚构",
        "make synthetic rosters with an answer key, to try the program on; all of it is made up",
    );
    let folder = locale.pick("写入的文件夹，须为空或不存在", "the folder to write, which must be empty or not exist");
    super::shape::command("demo", locale, about, locale.pick("[选项] <文件夹>", "[OPTIONS] <DIR>"))
        .arg(
            arguments::positional(locale, "folder", ("文件夹", "DIR"), folder)
                .value_parser(clap::value_parser!(PathBuf))
                .required(true),
        )
        .args([
            arguments::option(
                locale,
                here,
                "households",
                ("数目", "N"),
                ("多少户；默认 1000", "how many households; 1000 by default"),
            ),
            arguments::option(
                locale,
                here,
                "seed",
                ("种子", "SEED"),
                ("随机种子，种子相同则内容相同；默认 1", "seed of chance: the same seed, the same bytes; 1 by default"),
            ),
            arguments::option(
                locale,
                here,
                "faults",
                ("比例", "RATE"),
                ("有差错的户的比例，0 到 1；默认 0.1", "share of households with a fault, 0 to 1; 0.1 by default"),
            ),
            arguments::option(
                locale,
                here,
                "as-of",
                ("日期", "DATE"),
                (
                    "按哪个审计日造差错；默认 2020-12-31",
                    "the audit date that faults are made for; 2020-12-31 by default",
                ),
            ),
            arguments::option(
                locale,
                here,
                "encoding",
                ("编码", "ENCODING"),
                ("文件的编码：gb18030（默认）、utf8", "how the files are encoded: gb18030 (default), utf8"),
            ),
            arguments::repeated(
                locale,
                here,
                "tables",
                ("表", "TABLES"),
                (
                    "只写哪些表，用逗号分隔，如 户,人,岗位,比对记录；默认全部",
                    "the tables to write, parted by commas, such as household,person,post,registry; all by default",
                ),
            ),
            arguments::repeated(
                locale,
                here,
                "columns",
                ("列", "COLUMNS"),
                (
                    "除编号外只写哪些列，用逗号分隔，如 姓名,户.村；默认全部",
                    "the columns to write besides the keys, parted by commas, such as \
                     name,household.village; all by default",
                ),
            ),
            arguments::switch(locale, here, "no-title-rows", ("表头上面不写标题行", "no title rows above the headers")),
        ])
        .args(arguments::rulebook(locale))
        .arg(arguments::threads(locale))
}

/// Runs it.
///
/// # Errors
/// Arguments or rules that are wrong; a folder that is not empty or cannot be written.
pub fn run(matches: &ArgMatches, console: &Console) -> anyhow::Result<Exit> {
    desk::start_threads(matches)?;
    let day = values::day(matches, "as-of")?.or_else(usual_day).map_or_else(desk::today, Ok)?;
    let households = count(matches, "households")?.unwrap_or(HOUSEHOLDS);
    let seed = count(matches, "seed")?.unwrap_or(1) as u64;
    let faults = values::share(matches, "faults")?.unwrap_or(FAULTS);
    let encoding = choice(matches, "encoding", &ENCODINGS)?.unwrap_or(Encoding::Gb18030);
    let title_rows = !is_set(matches, "no-title-rows");
    let rulebook = desk::rulebook(matches)?;
    let tables = tables(matches, &rulebook.dictionary)?;
    let columns = columns(matches, &rulebook.dictionary)?;
    let options = Options { encoding, title_rows, tables, columns, ..Options::new(households, seed, faults, day) };
    let Some(folder) = matches.get_one::<PathBuf>("folder") else { return Ok(Exit::Clean) };
    let unfinished = UnfinishedFolder::begin(folder)?;
    let summary = unfinished.finish(|folder| write_folder(&rulebook, &options, folder))?;
    let mut out = console.stdout();
    told(&mut out, &summary, folder, day, console)?;
    out.flush()?;
    Ok(Exit::Clean)
}

/// The tables that `--tables` names.
///
/// # Errors
/// A name that no table of a roster has.
fn tables(matches: &ArgMatches, dictionary: &Dictionary) -> Result<Vec<EntityId>, Problems> {
    listed(matches, "tables").iter().map(|name| table(dictionary, name)).collect()
}

/// The table of a name, in full or the beginning of a name that no other table has.
///
/// # Errors
/// A name that no table of a roster has.
fn table(dictionary: &Dictionary, name: &str) -> Result<EntityId, Problems> {
    let begins = |id: &EntityId| dictionary.entity(*id).name.zh.starts_with(name);
    let beginning: Vec<EntityId> = dictionary.entity_ids().filter(begins).collect();
    let only = || if let [only] = beginning[..] { Some(only) } else { None };
    let found = dictionary.find_entity(name).or_else(only);
    found.ok_or_else(|| {
        let near = nearest(name, dictionary.entities.iter().map(|entity| entity.name.zh.as_str()));
        let near = near.map(|near| SharedMessage::DidYouMean { name: near.to_owned() });
        Diagnostic::error(DictionaryMessage::UnknownEntity { name: name.to_owned() }).help_maybe(near).into()
    })
}

/// The columns that `--columns` names, of all tables that have one of the name, or, where a table stands before it
/// (`户.村`), of that one.
///
/// # Errors
/// A table, or a name that no column of any table, or of the table, has.
fn columns(matches: &ArgMatches, dictionary: &Dictionary) -> Result<Vec<FieldRef>, Problems> {
    let mut found = Vec::new();
    for name in listed(matches, "columns") {
        let (among, own): (Vec<EntityId>, &str) = match name.split_once('.') {
            Some((of, own)) => (vec![table(dictionary, of)?], own),
            None => (dictionary.entity_ids().collect(), &name),
        };
        let at = |entity| dictionary.find_field(entity, own).map(|field| FieldRef { entity, field });
        let before = found.len();
        found.extend(among.iter().copied().filter_map(at));
        if found.len() == before {
            let fields = among.iter().flat_map(|&entity| &dictionary.entity(entity).fields);
            let near = nearest(own, fields.map(|field| field.name.zh.as_str()));
            let near = near.map(|near| SharedMessage::DidYouMean { name: near.to_owned() });
            return Err(Diagnostic::error(DemoMessage::NoSuchColumn { name }).help_maybe(near).into());
        }
    }
    Ok(found)
}

/// What was written, and what to do with it.
fn told(out: &mut dyn Write, summary: &Summary, folder: &Path, day: Date, console: &Console) -> io::Result<()> {
    // The files were written under the folder's first name.
    let path = |written: &Path| folder.join(written.file_name().unwrap_or_default()).display().to_string();
    let mut lines: Vec<Message> = Vec::new();
    lines.extend(
        summary.files.iter().map(|(file, rows)| CliMessage::WroteTable { path: path(file), rows: *rows }.into()),
    );
    let (answers, faulty) = (path(&summary.answers), summary.faulty);
    lines.push(DemoMessage::WroteAnswers { path: answers, lines: summary.expected, faulty }.into());
    let (left_out, unplanted): (Vec<_>, Vec<_>) =
        summary.unplanted.iter().partition(|unplanted| unplanted.reason == Reason::NotWritten);
    if !left_out.is_empty() {
        lines.push(DemoMessage::NotWritten { rules: left_out.len() }.into());
    }
    for unplanted in unplanted {
        let rule = unplanted.rule.clone();
        lines.push(match unplanted.reason {
            Reason::NoExample => DemoMessage::NoExampleFor { rule }.into(),
            Reason::NeverBroken => DemoMessage::NeverBroken { rule }.into(),
            Reason::DoesNotRun | Reason::NotWritten => DemoMessage::DoesNotRun { rule }.into(),
        });
    }
    lines.push(CliMessage::CheckIt { path: quoted(&folder.display().to_string()), day: day.to_string() }.into());
    for message in lines {
        writeln!(out, "{}", message.text(console.locale))?;
    }
    Ok(())
}
