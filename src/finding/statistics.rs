//! Cases counted by columns that the reader names.

use super::cases::Cases;
use super::record::{Record, Statistics, StatisticsCounts, StatisticsRow};
use crate::diagnostic::catalogue::{FindingMessage as M, SharedMessage};
use crate::diagnostic::{Diagnostic, Locale, nearest};
use crate::dictionary::{Dictionary, Sensitivity};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A column to count by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Grouping {
    /// The code of the rule or check.
    Rule,
    /// The title of the rule or check.
    Title,
    /// The class.
    Class,
    /// How grave.
    Severity,
    /// What the row stands for.
    Entity,
    /// The file.
    File,
    /// A place or label column, by its name in the reader's language.
    Column(String),
}

/// The columns that `--by` can name besides those of the dictionary, in both languages.
const BUILT_IN: [(&str, &str, Grouping); 6] = [
    ("规则", "rule", Grouping::Rule),
    ("名称", "title", Grouping::Title),
    ("类别", "class", Grouping::Class),
    ("程度", "severity", Grouping::Severity),
    ("对象", "entity", Grouping::Entity),
    ("文件", "file", Grouping::File),
];

impl Grouping {
    /// The column called `name`, in either language.
    ///
    /// # Errors
    /// No place or label column of any entity is called that: the nearest name is suggested and all are listed. With
    /// `mask`, a column that is masked, since different people would fall into one group.
    pub fn parse(name: &str, dictionary: &Dictionary, locale: Locale, mask: bool) -> Result<Self, Diagnostic> {
        if let Some((_, _, grouping)) = BUILT_IN.into_iter().find(|(zh, en, _)| *zh == name || *en == name) {
            return Ok(grouping);
        }
        let mut known: Vec<&str> = BUILT_IN.iter().map(|(zh, en, _)| locale.pick(zh, en)).collect();
        for entity in &dictionary.entities {
            for &id in entity.place.iter().chain(&entity.label) {
                let field = entity.field(id);
                if field.name.is(name) || field.aliases.iter().any(|alias| alias == name) {
                    if mask && field.sensitivity != Sensitivity::Open {
                        let error = Diagnostic::error(M::MaskedGrouping { name: name.to_owned() });
                        return Err(error.help(M::Unmask {}));
                    }
                    return Ok(Self::Column(field.name.pick(locale).to_owned()));
                }
                let shown = field.name.pick(locale);
                if !known.contains(&shown) {
                    known.push(shown);
                }
            }
        }
        let near = nearest(name, known.iter().copied()).map(|n| SharedMessage::DidYouMean { name: n.to_owned() });
        let error = Diagnostic::error(M::NoSuchGrouping { name: name.to_owned() }).help_maybe(near);
        Err(error.help(SharedMessage::KnownAre { names: known.join("、") }))
    }

    /// Whether it is read from rows, so that their names and places must be.
    #[must_use]
    pub const fn is_column(&self) -> bool {
        matches!(self, Self::Column(_))
    }

    fn header(&self, locale: Locale) -> String {
        match self {
            Self::Column(name) => name.clone(),
            other => {
                let built_in = BUILT_IN.iter().find(|(_, _, grouping)| grouping == other);
                built_in.map_or("", |(zh, en, _)| locale.pick(zh, en)).to_owned()
            }
        }
    }

    fn value(&self, record: &Record, locale: Locale) -> String {
        match self {
            Self::Rule => record.code.clone(),
            Self::Title => record.title.clone(),
            Self::Class => record.class_title.clone(),
            Self::Severity => super::severity_word(record.severity, locale).to_owned(),
            Self::Entity => record.entity.clone(),
            Self::File => record.location.as_ref().map(|l| l.file.clone()).unwrap_or_default(),
            Self::Column(name) => {
                let pairs = record.place.iter().chain(&record.label);
                pairs.into_iter().find(|pair| pair.name == *name).map(|pair| pair.value.clone()).unwrap_or_default()
            }
        }
    }
}

/// Which row a case is about: its entity and key, or, where it has no key of its own, its place.
type Row = (String, String, Option<(String, u32)>);

fn row(record: &Record) -> Row {
    let place = record.location.as_ref().filter(|_| record.key.is_empty()).map(|l| (l.file.clone(), l.row));
    (record.entity.clone(), record.key.clone(), place)
}

/// Counts cases by `by`.
///
/// # Errors
/// Rows that rest on disk cannot be read back.
pub fn statistics(cases: &Cases<'_>, by: &[Grouping], locale: Locale) -> Result<Statistics, Diagnostic> {
    let group = |record: &Record| by.iter().map(|grouping| grouping.value(record, locale)).collect();
    let of_block = |block: &[Record]| block.iter().map(|record| (group(record), row(record))).collect();
    let mut groups: BTreeMap<Vec<String>, (u64, BTreeSet<usize>)> = BTreeMap::new();
    let mut rows: HashMap<Row, usize> = HashMap::new();
    cases.each_outline(of_block, |block: Vec<(Vec<String>, Row)>| {
        for (group, row) in block {
            let next = rows.len();
            let row = *rows.entry(row).or_insert(next);
            let (cases, entities) = groups.entry(group).or_default();
            *cases += 1;
            entities.insert(row);
        }
    })?;
    let total = StatisticsCounts { cases: cases.len() as u64, entities: rows.len() as u64 };
    let counted = groups.into_iter().map(|(group, (cases, entities))| StatisticsRow {
        group,
        counts: StatisticsCounts { cases, entities: entities.len() as u64 },
    });
    Ok(Statistics { headers: by.iter().map(|g| g.header(locale)).collect(), rows: counted.collect(), total })
}
