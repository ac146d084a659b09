//! What `check`, `gate` and `trace` share: arguments become a rulebook, the selected rules, and the rows they need.

use super::console::Console;
use super::exit::Problems;
use super::progress::Progress;
use super::values::{self, ENCODINGS, SEVERITIES, choice, count, is_set, text, texts};
use super::wildcard;
use clap::ArgMatches;
use hucha::dataset::Dataset;
use hucha::diagnostic::catalogue::{CliMessage as M, DictionaryMessage, RulebookMessage, SharedMessage};
use hucha::diagnostic::{Diagnostic, Locale, Source, nearest};
use hucha::dictionary::{Demand, Dictionary, EntityId, LinkId};
use hucha::finding::{Run, Selection};
use hucha::lang::tree::Expr;
use hucha::lang::types::Typed;
use hucha::rulebook::{LoadOptions, Rule, Rulebook, Uses, embedded_files, with_directory};
use hucha::survey::Choice;
use hucha::table::{self, Encoding, Request};
use hucha::value::Date;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What a run is about, before any row is read.
#[derive(Debug)]
pub struct Desk {
    /// The rulebook.
    pub rulebook: Rulebook,
    /// The audit date.
    pub as_of: Date,
    /// Said of the audit date where nobody gave it.
    pub clock: Option<Diagnostic>,
    selection: Selection,
    paths: Vec<PathBuf>,
    named: Vec<(EntityId, PathBuf)>,
    encoding: Option<Encoding>,
    mask: bool,
    memory: Option<u64>,
    locale: Locale,
}

impl Desk {
    /// Turns arguments into what they mean. All that can be wrong with them, rows apart, is found here.
    ///
    /// # Errors
    /// Arguments that make no sense; rule files that do not load.
    pub fn open(matches: &ArgMatches, console: &Console) -> Result<Self, Problems> {
        Self::open_over(matches, console, || rulebook_to_run(matches))
    }

    /// The same over a rulebook that is loaded.
    ///
    /// # Errors
    /// Arguments that make no sense.
    pub fn open_with(matches: &ArgMatches, console: &Console, rulebook: Rulebook) -> Result<Self, Problems> {
        Self::open_over(matches, console, || Ok(rulebook))
    }

    fn open_over(
        matches: &ArgMatches,
        console: &Console,
        rulebook: impl FnOnce() -> Result<Rulebook, Problems>,
    ) -> Result<Self, Problems> {
        let encoding = choice(matches, "encoding", &ENCODINGS)?;
        let given = values::day(matches, "as-of")?;
        let selection = selection(matches)?;
        start_threads(matches)?;
        let rulebook = rulebook()?;
        let as_of = given.map_or_else(today, Ok)?;
        let clock = given.is_none().then(|| Diagnostic::note(M::ClockDate { day: as_of.to_string() }));
        let named = texts(matches, "table");
        let named = named.into_iter().map(|text| named_table(&rulebook.dictionary, text)).collect::<Result<_, _>>()?;
        let paths = wildcard::paths(matches, "data");
        let mask = !is_set(matches, "no-mask");
        let memory = values::memory(matches)?;
        Ok(Self { rulebook, as_of, clock, selection, paths, named, encoding, mask, memory, locale: console.locale })
    }

    /// The selected rules.
    ///
    /// # Errors
    /// Packs and codes that do not exist; a selection without any rule.
    pub fn rules(&self) -> Result<Vec<&Rule>, Problems> {
        Ok(self.selection.of(&self.rulebook)?)
    }

    /// The selected indicators.
    ///
    /// # Errors
    /// Packs, which hold rules alone, and codes that do not exist.
    pub fn indicators(&self) -> Result<Choice<'_>, Problems> {
        Ok(Choice::of(&self.rulebook, &self.selection)?)
    }

    /// The selected rules and the selected indicators. Codes may be of either; packs and severities choose rules.
    ///
    /// # Errors
    /// Packs and codes that do not exist; a selection of nothing.
    pub fn rules_and_indicators(&self) -> Result<(Vec<&Rule>, Choice<'_>), Problems> {
        let (mut of_indicators, mut of_rules) = (Selection::default(), self.selection.clone());
        let is = |code: &String| {
            !code.is_empty()
                && self.rulebook.indicators.iter().any(|i| i.code.starts_with(code.as_str()) || i.slug == *code)
        };
        (of_indicators.codes, of_rules.codes) = of_rules.codes.into_iter().partition(is);
        let only_rules = self.selection.is_named() && of_indicators.codes.is_empty();
        let only_indicators = !of_indicators.codes.is_empty() && !of_rules.is_named();
        let rules = if only_indicators { Vec::new() } else { of_rules.of(&self.rulebook)? };
        let none = Choice { indicators: Vec::new(), named: false };
        let choice = if only_rules { none } else { Choice::of(&self.rulebook, &of_indicators)? };
        Ok((rules, choice))
    }

    /// The files and folders that are read.
    pub fn paths(&self) -> impl Iterator<Item = &PathBuf> {
        self.paths.iter().chain(self.named.iter().map(|(_, path)| path))
    }

    /// Reads what `demand` asks for, and joins the tables. Files are hashed where a `hash` is wanted.
    ///
    /// # Errors
    /// Those of [`table::read`].
    pub fn read(&self, demand: &Demand, hash: bool, console: &Console) -> Result<Dataset<'_>, Problems> {
        let dictionary = &self.rulebook.dictionary;
        let progress = Progress::of_reading(console, self.paths());
        let advance = |bytes| progress.iter().for_each(|progress| progress.advance(bytes));
        let request = Request {
            named: &self.named,
            demand,
            hash,
            memory: self.memory,
            encoding: self.encoding,
            progress: Some(&advance),
            ..Request::new(dictionary, &self.paths)
        };
        Ok(Dataset::join_needed(dictionary, table::read(&request)?, demand))
    }

    /// The run of `rules` over the rows.
    pub fn run<'a>(&'a self, dataset: &'a Dataset<'a>, rules: Vec<&'a Rule>) -> Run<'a> {
        let Self { rulebook, as_of, locale, mask, .. } = self;
        let named = self.selection.is_named();
        Run { rulebook, dataset, as_of: *as_of, rules, named, locale: *locale, mask: *mask }
    }

    /// What `rules` and `more` need of the data. Rules that the region switches off need nothing. `names` is whether rows
    /// are to be called by name and place, `links` whether rows are looked up along any link.
    pub fn demand<'r>(&'r self, rules: &[&'r Rule], more: Option<&'r Expr<Typed>>, names: bool, links: bool) -> Demand {
        let run = || rules.iter().filter(|rule| rule.off.is_none());
        let conditions = run().flat_map(|rule| rule.conditions()).chain(more);
        let messages = run().flat_map(|rule| rule.message_values()).filter(|_| names);
        let uses = Uses::of(&self.rulebook, conditions.chain(messages));
        let entities = rules.iter().map(|rule| rule.entity);
        let fields = uses.values(&self.rulebook);
        let dictionary = &self.rulebook.dictionary;
        let all = (0..dictionary.links.len()).map(LinkId::new).filter(|_| links);
        Demand::new(dictionary, entities, fields, uses.links.into_iter().chain(all), names)
    }

    /// Whether names and numbers of persons are hidden.
    pub fn is_masked(&self) -> bool {
        self.mask
    }

    /// What is to be said of the audit date in the report, where nobody gave it.
    pub fn clock_note(&self) -> Option<String> {
        self.clock.as_ref().map(|note| note.message.text(self.locale))
    }
}

/// The rulebook that the arguments ask for.
///
/// # Errors
/// Everything that is wrong with the rule files and with values that are set.
pub fn rulebook(matches: &ArgMatches) -> Result<Rulebook, Problems> {
    let files = rule_files(matches)?;
    Ok(Rulebook::load(&files, &load_options(matches)?)?)
}

/// The same for whoever asks for no examples: those of the program's own files are left out, which takes half the time.
/// Files of the caller's are read in full, and so are the program's own beside them, for one may not fit the other.
///
/// # Errors
/// Those of [`rulebook`].
pub fn rulebook_to_run(matches: &ArgMatches) -> Result<Rulebook, Problems> {
    if text(matches, "rules").is_some() {
        return rulebook(matches);
    }
    Ok(Rulebook::load_built_in(&load_options(matches)?)?)
}

fn load_options(matches: &ArgMatches) -> Result<LoadOptions, Problems> {
    let overrides = texts(matches, "param").into_iter().map(parameter).collect::<Result<_, _>>()?;
    Ok(LoadOptions { region: text(matches, "region").map(str::to_owned), overrides })
}

/// The rule files in use: the built-in ones, and those of the folder that the arguments name.
///
/// # Errors
/// A folder or file that cannot be read.
pub fn rule_files(matches: &ArgMatches) -> Result<Vec<Arc<Source>>, Problems> {
    let files = embedded_files();
    match text(matches, "rules") {
        Some(folder) => Ok(with_directory(files, Path::new(folder))?),
        None => Ok(files),
    }
}

/// The rules that the arguments ask for.
///
/// # Errors
/// A severity that does not exist.
pub fn selection(matches: &ArgMatches) -> Result<Selection, Problems> {
    Ok(Selection {
        packs: values::listed(matches, "pack"),
        codes: values::listed(matches, "select"),
        least: choice(matches, "severity", &SEVERITIES)?,
    })
}

/// The entity called `name`.
///
/// # Errors
/// There is none; the nearest is suggested and all are listed.
pub fn entity(dictionary: &Dictionary, name: &str) -> Result<EntityId, Problems> {
    if let Some(entity) = dictionary.find_entity(name) {
        return Ok(entity);
    }
    let names = || dictionary.entities.iter().map(|entity| entity.name.zh.as_str());
    let near = nearest(name, names()).map(|near| SharedMessage::DidYouMean { name: near.to_owned() });
    let known = SharedMessage::KnownAre { names: names().collect::<Vec<_>>().join("、") };
    let error = Diagnostic::error(DictionaryMessage::UnknownEntity { name: name.to_owned() });
    Err(error.help_maybe(near).help(known).into())
}

/// `name=value`, with an equals sign of either width.
pub fn pair(text: &str) -> Option<(&str, &str)> {
    let (name, value) = text.split_once(['=', '＝'])?;
    let (name, value) = (name.trim(), value.trim());
    (!name.is_empty() && !value.is_empty()).then_some((name, value))
}

fn parameter(text: &str) -> Result<(String, String), Problems> {
    let wrong = || Diagnostic::error(RulebookMessage::BadOverride { text: text.to_owned() });
    let (name, value) = pair(text).ok_or_else(wrong)?;
    Ok((name.to_owned(), value.to_owned()))
}

fn named_table(dictionary: &Dictionary, text: &str) -> Result<(EntityId, PathBuf), Problems> {
    let wrong = || Diagnostic::error(M::BadTable { text: text.to_owned() });
    let (name, path) = pair(text).ok_or_else(wrong)?;
    Ok((entity(dictionary, name)?, PathBuf::from(path)))
}

/// More threads than any machine has use for; tens of thousands only wait for each other.
const MOST_THREADS: usize = 256;

/// Starts as many threads as the arguments ask for, within reason: results do not depend on it.
///
/// # Errors
/// Another number than a whole one; threads that cannot be started.
pub fn start_threads(matches: &ArgMatches) -> Result<(), Problems> {
    let Some(threads) = count(matches, "threads")? else { return Ok(()) };
    let started = rayon::ThreadPoolBuilder::new().num_threads(threads.min(MOST_THREADS)).build_global();
    Ok(started.map_err(|error| Diagnostic::error(M::NoThreads { reason: error.to_string() }))?)
}

/// Today, where the machine stands.
///
/// # Errors
/// A clock set to a day that the calendar does not have.
pub fn today() -> Result<Date, Problems> {
    let now = jiff::Zoned::now().date();
    let wrong = || M::BadDay { option: "--as-of".to_owned(), value: now.to_string() };
    let today = Date::day(now.year(), now.month(), now.day());
    today.ok_or_else(|| Diagnostic::error(wrong()).help(M::DayForm {}).into())
}
