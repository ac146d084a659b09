//! Where a report goes: standard output, files, or both.

use super::console::Console;
use super::exit::Problems;
use super::unfinished::Unfinished;
use super::values::{choice, count, is_set};
use clap::ArgMatches;
use hucha::dataset::Dataset;
use hucha::diagnostic::catalogue::{CliMessage as M, SharedMessage};
use hucha::diagnostic::{Diagnostic, is_reader_gone};
use hucha::finding::record::Statistics;
use hucha::report::{Format, Length, Options, csv};
use hucha::table;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// How wide text in files is.
const FILE_WIDTH: usize = 100;
/// How many cases of a rule short text on standard output lists where nobody says.
const SHORT_LIMIT: usize = 20;

/// The places that a report is written to.
#[derive(Debug)]
pub struct Outputs {
    files: Vec<(Format, Unfinished)>,
    /// The table of counts, where one is asked for beside the report.
    counts: Option<Unfinished>,
    /// The format on standard output, and whether it is the whole report or a digest without cases.
    stdout: Option<(Format, Part)>,
    length: Length,
    limit: Option<usize>,
}

/// How much of a report standard output gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Whole,
    /// The whole is in files.
    Digest,
}

/// Whether two paths name one file, which need not be there yet: `a.csv` and `./a.csv` do.
fn are_one(one: &Path, other: &Path) -> bool {
    let place = |path: &Path| {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        Some((table::real(folder), path.file_name()?.to_owned()))
    };
    one == other || place(one).is_some_and(|one| Some(one) == place(other))
}

/// The formats as arguments name them.
pub fn formats() -> [(&'static str, Format); 6] {
    [
        ("text", Format::Text),
        ("json", Format::Json),
        ("csv", Format::Csv),
        ("markdown", Format::Markdown),
        ("jsonl", Format::Json),
        ("md", Format::Markdown),
    ]
}

impl Outputs {
    /// The places that the arguments name. Files are begun at once, so that a folder that cannot be written is said
    /// before any work starts.
    ///
    /// # Errors
    /// Formats that do not exist, files named twice, folders that cannot be written.
    pub fn open(matches: &ArgMatches, console: &Console) -> Result<Self, Problems> {
        let asked = choice(matches, "format", &formats())?;
        let limit = count(matches, "limit")?;
        let length = if is_set(matches, "full") { Length::Full } else { Length::Short };
        let mut named = Vec::new();
        for path in matches.get_many::<PathBuf>("output").into_iter().flatten() {
            named.push((format_of(path)?, path));
        }
        let counts = matches.try_get_one::<PathBuf>("counts").ok().flatten();
        counts.map_or(Ok(()), |path| counts_format(path))?;
        let paths: Vec<&PathBuf> = named.iter().map(|(_, path)| *path).chain(counts).collect();
        let is_again = |(at, path): &(usize, &&PathBuf)| paths[..*at].iter().any(|other| are_one(other, path));
        if let Some((_, path)) = paths.iter().enumerate().find(is_again) {
            return Err(Diagnostic::error(M::SameOutput { path: path.display().to_string() }).into());
        }
        let mut files = Vec::new();
        for (format, path) in named {
            files.push((format, Unfinished::begin(path)?));
        }
        let counts = counts.map(|path| Unfinished::begin(path)).transpose()?;
        let stdout = match (asked, files.is_empty()) {
            (Some(format), _) => Some((format, Part::Whole)),
            (None, true) => Some((Format::Text, Part::Whole)),
            (None, false) if console.quiet => None,
            (None, false) => Some((Format::Text, Part::Digest)),
        };
        Ok(Self { files, counts, stdout, length, limit })
    }

    /// How many cases of a rule are listed at most; `None` for all.
    pub fn listed(&self) -> Option<usize> {
        let files = self.files.iter().map(|(format, _)| (*format, None));
        let stdout = self.stdout.map(|(format, part)| (format, stdout_extent(part, format, self.length).0));
        let mut listed = files.chain(stdout).map(|(format, limit)| match format {
            Format::Text | Format::Markdown => self.limit.or(limit),
            // These list whatever they are given.
            Format::Csv | Format::Json => None,
        });
        // What the class of a rule is called is told by those of its cases that are listed.
        listed.try_fold(1, |most, listed| Some(most.max(listed?)))
    }

    /// Refuses to write over what was read.
    ///
    /// # Errors
    /// A file that is to be written is one of those that the rows come from.
    pub fn spare(&self, dataset: &Dataset<'_>) -> Result<(), Problems> {
        let read: Vec<PathBuf> = dataset.files.iter().map(|file| table::real(&file.path)).collect();
        let written = self.files.iter().map(|(_, file)| file).chain(&self.counts);
        let hit = written.map(Unfinished::path).find(|path| read.contains(&table::real(path)));
        match hit {
            Some(path) => Err(Diagnostic::error(M::OutputIsInput { path: path.display().to_string() }).into()),
            None => Ok(()),
        }
    }

    /// Whether the report goes into a CSV, which lists cases and has no place for counts.
    pub fn has_csv(&self) -> bool {
        let files = self.files.iter().map(|(format, _)| *format);
        files.chain(self.stdout.map(|(format, _)| format)).any(|format| format == Format::Csv)
    }

    /// Whether a table of counts is asked for beside the report.
    pub fn has_counts(&self) -> bool {
        self.counts.is_some()
    }

    /// Writes the table of counts, where one is asked for. It gets its name with the other files.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn count(&mut self, console: &Console, statistics: &Statistics) -> Result<(), Problems> {
        let options = of_files(console, self.length);
        self.counts.iter_mut().try_for_each(|file| file.fill(|out| csv::statistics(out, statistics, &options)))
    }

    /// Writes the report everywhere. Files come first: a reader of standard output who goes away early does not lose
    /// them, nor is that an error: how the run ends is for what it found to say. None of the files gets its name before
    /// all are complete.
    ///
    /// # Errors
    /// A place that cannot be written.
    pub fn write(
        self,
        console: &Console,
        report: impl Fn(&mut dyn Write, Format, &Options) -> io::Result<()>,
    ) -> anyhow::Result<()> {
        let options = |limit, length| Options { limit: self.limit.or(limit), ..of_files(console, length) };
        let mut files = self.files;
        let written = files.iter().map(|(_, file)| file).chain(&self.counts);
        let paths: Vec<String> = written.map(|file| file.path().display().to_string()).collect();
        for (format, file) in &mut files {
            file.fill(|out| report(out, *format, &options(None, self.length)))?;
        }
        let mut complete = files.into_iter().map(|(_, file)| file).chain(self.counts);
        complete.try_for_each(Unfinished::give_name)?;
        let Some((format, part)) = self.stdout else { return Ok(()) };
        let (limit, length) = stdout_extent(part, format, self.length);
        let styled = Options { colour: console.colour(), width: console.width(), ..options(limit, length) };
        let mut out = console.stdout();
        let written = report(&mut out, format, &styled).and_then(|()| {
            if part == Part::Digest {
                let paths = paths.join(console.locale.pick("、", ", "));
                writeln!(out, "{}", M::Written { paths }.text(console.locale))?;
            }
            out.flush()
        });
        if written.as_ref().is_err_and(is_reader_gone) {
            return Ok(());
        }
        written.map_err(|error| Problems::in_writing(error).map_or_else(anyhow::Error::from, anyhow::Error::from))
    }
}

/// How a file is written, all of it.
const fn of_files(console: &Console, length: Length) -> Options {
    Options { locale: console.locale, colour: false, width: FILE_WIDTH, limit: None, length }
}

/// How many cases of a rule standard output lists where nobody says, and how much it says of each.
fn stdout_extent(part: Part, format: Format, length: Length) -> (Option<usize>, Length) {
    match (part, format, length) {
        (Part::Digest, ..) => (Some(0), Length::Short),
        (Part::Whole, Format::Text, Length::Short) => (Some(SHORT_LIMIT), Length::Short),
        (Part::Whole, _, length) => (None, length),
    }
}

/// A table of counts is a CSV: text, Markdown and JSON hold the counts already.
fn counts_format(path: &Path) -> Result<(), Problems> {
    if Format::of_path(path) == Some(Format::Csv) {
        return Ok(());
    }
    let error = Diagnostic::error(M::CountsAreCsv { path: path.display().to_string() });
    Err(error.help(M::CountsWithReport {}).into())
}

/// The format that the extension of a file asks for.
fn format_of(path: &Path) -> Result<Format, Problems> {
    Format::of_path(path).ok_or_else(|| {
        let error = Diagnostic::error(M::NoFormat { path: path.display().to_string() });
        error.help(SharedMessage::KnownAre { names: ".txt、.jsonl、.json、.csv、.md".to_owned() }).into()
    })
}
