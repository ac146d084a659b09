//! `hucha sample draw`: whom the tickets choose, with the record of the draw and the forms for the visits.

use super::arguments::{self, Heading, option, repeated};
use super::console::Console;
use super::desk::{self, Desk};
use super::exit::{Exit, Problems};
use super::frame::{self, Framed};
use super::output::Outputs;
use super::sample::below;
use super::unfinished::{Unfinished, UnfinishedFolder};
use super::values::{ENCODINGS, choice, count, listed, text, texts};
use clap::{Arg, ArgMatches, Command};
use hucha::diagnostic::catalogue::{CliMessage as M, SurveyMessage};
use hucha::diagnostic::{Diagnostic, Locale, cannot_write};
use hucha::report::{DrawReport, Format, Length, Options, csv, markdown, write_draw, write_frame};
use hucha::rulebook::{Indicator, Rule, Uses};
use hucha::survey::draw::{Design, Role, Size, draw, raised, tickets};
use hucha::survey::form::{Forms, forms};
use hucha::survey::frame::Frame;
use hucha::survey::list::Sampled;
use hucha::survey::protocol::Protocol;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The command.
pub fn command(locale: Locale) -> Command {
    let about = locale.pick(
        "抽样：由种子和编号得出每户的票号，小的抽中；写出名单、权重、抽样记录和入户表",
        "draw: seed and key give every unit a ticket, the smallest are drawn; writes the list, weights, record and forms",
    );
    below("draw", locale, about, locale.pick("[--seed <种子>] [选项] <数据>...", "[--seed <SEED>] [OPTIONS] <DATA>..."))
        .after_help(locale.pick(
            "退出码：0 抽出了，或没有种子而印出了总框；2 用法、规则或读写错误，抽样框有错，或要覆盖填过的名单",
            "Exit codes: 0 drawn, or the frame printed where there is no seed; 2 usage, rule or read error, a fault of the frame, or a list with visits in the place of the new one",
        ))
        .args(arguments::data(locale).into_iter().map(|argument| match argument.get_id().as_str() {
            "data" => argument.required_unless_present_any(["table", "list"]),
            _ => argument,
        }))
        .args(frame_arguments(locale))
        .args(size_arguments(locale))
        .args(form_arguments(locale))
        .args(arguments::rulebook(locale))
        .args(arguments::selection(locale))
        .args([
            arguments::output(locale),
            arguments::report_format(locale),
            arguments::full(locale),
            arguments::no_mask(locale),
            arguments::threads(locale),
        ])
}

/// What is drawn from.
fn frame_arguments(locale: Locale) -> Vec<Arg> {
    let here = Heading::Data;
    vec![
        option(
            locale,
            here,
            "entity",
            ("表", "TABLE"),
            ("抽哪种表的行；默认是第一个关口的表", "the table whose rows are drawn; that of the first gate by default"),
        ),
        option(
            locale,
            here,
            "among",
            ("条件", "CONDITION"),
            (
                "只从满足条件的行里抽，如 已退出；无法判定的也在内，并计数",
                "draw only from rows that fulfil a condition; undecided ones are in, and counted",
            ),
        ),
        option(
            locale,
            here,
            "list",
            ("文件", "FILE"),
            (
                "从一份普通名单（CSV）抽，不按字典读；用 --key 指明编号列",
                "draw from a plain list (CSV) instead, read without the dictionary; --key names the column of keys",
            ),
        )
        .value_parser(clap::value_parser!(PathBuf))
        .conflicts_with_all(["data", "table", "among", "entity"]),
        option(
            locale,
            here,
            "key",
            ("列", "COLUMN"),
            ("普通名单的编号列；默认第一列", "the column of keys of a plain list; the first by default"),
        )
        .requires("list"),
        repeated(
            locale,
            here,
            "stratum",
            ("列", "COLUMNS"),
            ("按哪些列分层，如 乡", "the columns that make the strata, such as township"),
        ),
        repeated(
            locale,
            here,
            "cluster",
            ("列", "COLUMNS"),
            (
                "按哪些列分群，如 乡,村：先按大小点中村，再在村里抽户",
                "the columns that make clusters, such as village: these are chosen by size first, then units in them",
            ),
        )
        .requires("clusters"),
    ]
}

/// How many are drawn.
fn size_arguments(locale: Locale) -> Vec<Arg> {
    let here = Heading::Rules;
    vec![
        option(
            locale,
            here,
            "seed",
            ("种子", "SEED"),
            (
                "种子：抽样框定下之后当众产生，如摇号结果；种子和编号决定一切。不给时只印总框的记录供公布，不抽样",
                "the seed, made in public once the frame is fixed; seed and keys decide everything. Without it the record of the frame is printed, to be published, and nothing is drawn",
            ),
        ),
        option(
            locale,
            here,
            "size",
            ("数目", "N"),
            (
                "共抽多少，按各层大小分配，每层至少 2",
                "how many in all, by the sizes of the strata, two at least in each",
            ),
        )
        .conflicts_with_all(["each-stratum", "clusters"])
        .required_unless_present_any(["each-stratum", "clusters"]),
        option(locale, here, "each-stratum", ("数目", "N"), ("每层抽多少", "how many in each stratum"))
            .conflicts_with("clusters"),
        option(
            locale,
            here,
            "clusters",
            ("数目", "N"),
            (
                "共点村多少次，按各层大小分配；一个村可被点中几次",
                "how many points are given to clusters in all; one can be pointed at more than once",
            ),
        )
        .requires("cluster"),
        option(
            locale,
            here,
            "per-cluster",
            ("数目", "N"),
            ("村被点中一次抽多少户；默认 10", "how many units for each point; 10 by default"),
        )
        .requires("clusters"),
        repeated(
            locale,
            here,
            "take",
            ("层=数", "STRATUM=N"),
            ("某一层另定数目，可重复", "another number for one stratum; can be repeated"),
        ),
        option(
            locale,
            here,
            "reserve",
            ("数目", "N"),
            (
                "每层（分群时每群）另抽多少备选，按次序替换",
                "reserves of each stratum, or of each cluster, to be used in order",
            ),
        ),
    ]
}

/// What the visits ask.
fn form_arguments(locale: Locale) -> [Arg; 2] {
    [
        option(
            locale,
            Heading::Output,
            "tickets",
            ("文件", "FILE"),
            (
                "另写总框里每一个单位的票号（CSV），在电子表格里排序即可重抽",
                "also write the tickets of all units of the frame (CSV): sorted in a spreadsheet they draw the same again",
            ),
        )
        .value_parser(clap::value_parser!(PathBuf)),
        option(
            locale,
            Heading::Output,
            "forms",
            ("文件夹", "DIR"),
            (
                "写出入户表：每种表一份 CSV，每户一页 Markdown；问什么由 --select、--pack 选的规则和指标决定",
                "write the forms for visits: a CSV a table and a page of Markdown a unit, with what the rules and indicators chosen by --select and --pack need",
            ),
        )
        .value_parser(clap::value_parser!(PathBuf)),
    ]
}

/// Runs it.
///
/// # Errors
/// Arguments, rules or data that are wrong; a frame with a fault; a place that cannot be written.
pub fn run(matches: &ArgMatches, console: &Console) -> anyhow::Result<Exit> {
    let desk = Desk::open(matches, console)?;
    let seed = text(matches, "seed");
    match seed {
        Some(seed) if seed.trim().is_empty() => return Err(Problems::from(Diagnostic::error(M::NoSeed {})).into()),
        Some(_) => {}
        None => no_list(matches)?,
    }
    let design = design(matches)?;
    let (rules, choice) = asked(matches, &desk)?;
    let folder = matches.get_one::<PathBuf>("forms");
    if folder.is_some() && rules.is_empty() && choice.is_empty() {
        return Err(Problems::from(Diagnostic::error(M::FormsForWhat {}).help(M::FormsHelp {})).into());
    }
    let outputs = Outputs::open(matches, console)?;
    let unfinished = folder.map(|folder| UnfinishedFolder::begin(folder)).transpose()?;
    let ticket_file = matches.get_one::<PathBuf>("tickets").map(|path| Unfinished::begin(path)).transpose()?;
    let strata = listed(matches, "stratum");
    let clusters = listed(matches, "cluster");
    let write = |framed: &Framed<'_>| -> anyhow::Result<Exit> {
        let frame = Frame::new(&framed.units, &framed.columns).map_err(Problems::from)?;
        let mut about = framed.about.clone();
        if let (Some(given), &Size::Total(asked)) = (raised(&frame, &design), &design.size) {
            let raised = || SurveyMessage::TotalRaised { asked, strata: frame.strata.len() as u64, given };
            console.note(&[Diagnostic::warning(raised()).help(SurveyMessage::FewerStrata {})]);
            about.notes.push(raised().text(console.locale));
        }
        let Some(seed) = seed else {
            let record = Protocol::of_frame(&frame, &framed.columns, &design, about).map_err(Problems::from)?;
            outputs.write(console, |out, format, options| write_frame(out, format, &record, options))?;
            return Ok(Exit::Clean);
        };
        let drawn = draw(&frame, &design, seed).map_err(Problems::from)?;
        let protocol = Protocol::new(&frame, &framed.columns, &design, seed, &drawn, about);
        let units: Vec<Sampled> = (1_u64..)
            .zip(&drawn)
            .map(|(number, unit)| {
                let labels = framed.labels(unit.unit.row, desk.is_masked(), console.locale);
                Sampled::of(unit, (number, drawn.len() as u64), &framed.about.entity, labels)
            })
            .collect();
        if let Some(unfinished) = unfinished {
            let exprs =
                rules.iter().flat_map(|rule| rule.conditions()).chain(choice.iter().flat_map(|i| i.expressions()));
            let fields = Uses::of(&desk.rulebook, exprs).columns(&desk.rulebook);
            let made = framed
                .with_view(&desk, console.locale, |view, entity, rows| forms(view, entity, &units, &fields, rows));
            let options = form_options(console);
            unfinished.finish(|folder| {
                write_forms(folder, &made, &units, &options).map_err(|error| cannot_write(folder, &error))
            })?;
            if !made.elsewhere.is_empty() {
                console.note(&[Diagnostic::note(M::NotOnForms { tables: made.elsewhere.join("、") })]);
            }
        }
        if let Some(file) = ticket_file {
            let options = form_options(console);
            file.finish(|out| csv::tickets(out, &tickets(&frame, seed), &options))?;
        }
        let report = DrawReport { protocol: &protocol, units: &units };
        outputs.write(console, |out, format, options| write_draw(out, format, &report, options))?;
        Ok(Exit::Clean)
    };
    match matches.get_one::<PathBuf>("list") {
        Some(path) => {
            let encoding = choice_of_encoding(matches)?;
            write(&frame::of_list(path, encoding, text(matches, "key"), &strata, &clusters)?)
        }
        None => {
            let entity = frame::entity(&desk, text(matches, "entity"))?;
            let exprs =
                rules.iter().flat_map(|rule| rule.conditions()).chain(choice.iter().flat_map(|i| i.expressions()));
            frame::of_data(&desk, console, entity, text(matches, "among"), (&strata, &clusters), exprs, write)
        }
    }
}

/// Refuses what takes a seed where there is none: a list, tickets, forms.
fn no_list(matches: &ArgMatches) -> Result<(), Problems> {
    let lists = |path: &&PathBuf| Format::of_path(path) == Some(Format::Csv);
    let list = matches.get_many::<PathBuf>("output").into_iter().flatten().find(lists);
    let asked = list.map(|path| path.display().to_string());
    let csv = || (text(matches, "format") == Some("csv")).then(|| "--format csv".to_owned());
    let other = || ["tickets", "forms"].iter().find(|name| matches.contains_id(name)).map(|name| format!("--{name}"));
    match asked.or_else(csv).or_else(other) {
        Some(option) => Err(Diagnostic::error(M::SeedFirst { option }).help(M::FrameFirst {}).into()),
        None => Ok(()),
    }
}

fn choice_of_encoding(matches: &ArgMatches) -> Result<Option<hucha::table::Encoding>, Problems> {
    choice(matches, "encoding", &ENCODINGS)
}

fn design(matches: &ArgMatches) -> Result<Design, Problems> {
    let number = |name: &str| count(matches, name).map(|count| count.map(|count| count as u64));
    let size = match (number("each-stratum")?, number("size")?.or(number("clusters")?)) {
        (Some(each), _) => Size::EachStratum(each),
        (None, total) => Size::Total(total.unwrap_or(0)),
    };
    let each = number("per-cluster")?.unwrap_or(10);
    for (name, zero) in [("size", size == Size::Total(0)), ("per-cluster", each == 0)] {
        if zero {
            let error = M::BadCount { option: format!("--{name}"), value: "0".to_owned() };
            return Err(Diagnostic::error(error).into());
        }
    }
    let takes = texts(matches, "take").into_iter().map(take).collect::<Result<_, _>>()?;
    Ok(Design { size, takes, each, reserve: number("reserve")?.unwrap_or(0) })
}

/// `stratum=number`.
fn take(text: &str) -> Result<(String, u64), Problems> {
    let parts = text.rsplit_once(['=', '＝']).and_then(|(name, number)| {
        let number = number.trim().parse().ok()?;
        Some((name.trim().to_owned(), number))
    });
    parts.ok_or_else(|| Diagnostic::error(M::BadTake { text: text.to_owned() }).into())
}

/// The rules and indicators that the forms are for: none where none is asked for.
fn asked<'d>(matches: &ArgMatches, desk: &'d Desk) -> Result<(Vec<&'d Rule>, Vec<&'d Indicator>), Problems> {
    if desk::selection(matches)?.is_everything() {
        return Ok((Vec::new(), Vec::new()));
    }
    let (rules, choice) = desk.rules_and_indicators()?;
    Ok((rules, choice.indicators))
}

fn form_options(console: &Console) -> Options {
    Options { locale: console.locale, colour: false, width: 100, limit: None, length: Length::Full }
}

/// Writes a sheet for every table and a page for every unit.
fn write_forms(folder: &Path, made: &Forms, units: &[Sampled], options: &Options) -> io::Result<()> {
    let begin = |name: &str| fs::File::create_new(folder.join(name)).map(io::BufWriter::new);
    let mut out = begin(&format!("{}.csv", made.units.entity))?;
    csv::form(&mut out, &made.units, Some(units), options)?;
    out.flush()?;
    for part in &made.parts {
        let mut out = begin(&format!("{}.csv", part.entity))?;
        csv::form(&mut out, part, None, options)?;
        out.flush()?;
    }
    let digits = units.len().to_string().len();
    for (at, unit) in units.iter().enumerate() {
        let reserve = if unit.role == Role::Reserve { options.locale.pick("备", "r") } else { "" };
        let number = unit.number;
        let mut out = begin(&format!("{number:0digits$}{reserve}.md"))?;
        markdown::visit(&mut out, made, (at, unit), options)?;
        out.flush()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::take;

    #[test]
    fn a_stratum_may_have_an_equals_sign_in_its_name() {
        assert_eq!(take("青山乡=40").unwrap(), ("青山乡".to_owned(), 40));
        assert_eq!(take("a=b＝7").unwrap(), ("a=b".to_owned(), 7));
        assert!(take("青山乡").is_err() && take("青山乡=四十").is_err());
    }
}
