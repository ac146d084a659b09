//! Figures that documents print, checked: codes that exist, numbers that are numbers.

use super::load::{File, Loader};
use super::raw::{self, Take};
use crate::diagnostic::catalogue::RulebookMessage as M;
use crate::diagnostic::yaml::Spanned;
use crate::diagnostic::{Source, Span};
use crate::dictionary::Bilingual;
use crate::value::Date;
use std::sync::Arc;

/// A figure that a document prints.
#[derive(Clone, Debug)]
pub struct Figure {
    /// Its id.
    pub id: String,
    /// What it says.
    pub title: Bilingual,
    /// The id of the document.
    pub source: String,
    /// Where it stands in the document.
    pub locus: String,
    /// The synthetic sample and the numbers, or why it cannot be computed.
    pub told: Told,
    /// Why the printed number and the computed one differ, where they do.
    pub differs: Option<Bilingual>,
    /// Where its id stands.
    pub span: Span,
}

impl Figure {
    /// Its numbers; none where it cannot be computed.
    #[must_use]
    pub fn shows(&self) -> &[Show] {
        match &self.told {
            Told::From { shows, .. } => shows,
            Told::Cannot(_) => &[],
        }
    }
}

/// How a figure is computed.
#[derive(Clone, Debug)]
pub enum Told {
    /// From a synthetic sample.
    From {
        /// The folder.
        data: String,
        /// The audit date.
        as_of: Date,
        /// The numbers, in order; at least one.
        shows: Vec<Show>,
    },
    /// Not at all, with the reason.
    Cannot(Bilingual),
}

/// A number that is printed.
#[derive(Clone, Debug)]
pub struct Show {
    /// The number as printed, without `%`.
    pub printed: String,
    /// How many decimals it has.
    pub decimals: usize,
    /// Whether it is per cent.
    pub per_cent: bool,
    /// Where it comes from.
    pub of: Of,
}

/// Where a printed number comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Of {
    /// The cases of a rule, by code.
    Rule(String),
    /// An indicator, by code.
    Indicator {
        /// The code.
        code: String,
        /// What of it.
        take: Take,
        /// The value of the group; all rows, where absent.
        group: Option<String>,
        /// The what-if that it is asked under, by name.
        scenario: Option<String>,
    },
}

impl Loader<'_> {
    pub(super) fn figures(&mut self, base: &[File]) {
        for (source, document) in base {
            for raw in &document.figures {
                self.figure(source, raw);
            }
        }
    }

    fn figure(&mut self, source: &Arc<Source>, raw: &raw::Figure) {
        let id = raw.id.value().clone();
        let span = raw.id.span(source);
        if self.book.figures.iter().any(|figure| figure.id == id) {
            self.error(&span, M::Twice { name: id.clone() });
        }
        self.citation(source, &raw.source, None, "");
        let shows: Vec<Show> = raw.shows.iter().filter_map(|show| self.show(source, show)).collect();
        let as_of = match &raw.as_of {
            Some(text) => self.date(source, text),
            None => Date::parse(super::EXAMPLE_DATE),
        };
        let told = match (&raw.data, raw.shows.is_empty(), &raw.cannot, as_of) {
            (Some(data), false, None, Some(as_of)) => Told::From { data: data.value().clone(), as_of, shows },
            (None, true, Some(reason), _) => Told::Cannot(reason.clone()),
            _ => {
                self.error(&span, M::ShowsOrCannot { id });
                return;
            }
        };
        let (title, locus, differs) = (raw.title.clone(), raw.locus.clone(), raw.differs.clone());
        self.book.figures.push(Figure { id, title, source: raw.source.value().clone(), locus, told, differs, span });
    }

    fn show(&mut self, source: &Arc<Source>, raw: &raw::Show) -> Option<Show> {
        let text = raw.printed.value();
        let (number, per_cent) = text.strip_suffix('%').map_or((text.as_str(), false), |number| (number, true));
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let (whole, decimals) = number.split_once('.').unwrap_or((number, "0"));
        if !digits(whole) || !digits(decimals) {
            self.error(&raw.printed.span(source), M::BadPrinted { text: text.clone() });
            return None;
        }
        let decimals = number.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        let of = match (&raw.indicator, &raw.rule) {
            (Some(code), None) => {
                self.known_indicator(source, code)?;
                let scenario = raw.scenario.as_ref().map(|name| self.known_scenario(source, name));
                let gains = matches!(raw.take, Take::Gained | Take::GainedShare);
                if gains != scenario.is_some() {
                    self.error(&raw.printed.span(source), M::GainedUnderScenario {});
                    return None;
                }
                let (code, take, group) = (code.value().clone(), raw.take, raw.group.clone());
                Of::Indicator { code, take, group, scenario: scenario.map(|s| s.unwrap_or_default()) }
            }
            (None, Some(code)) => {
                if self.book.rule(code.value()).is_none() {
                    self.error(&code.span(source), M::UnknownCode { code: code.value().clone() });
                    return None;
                }
                Of::Rule(code.value().clone())
            }
            _ => {
                self.error(&raw.printed.span(source), M::IndicatorOrRule {});
                return None;
            }
        };
        Some(Show { printed: number.to_owned(), decimals, per_cent, of })
    }

    fn known_indicator(&mut self, source: &Arc<Source>, code: &Spanned<String>) -> Option<()> {
        let known = self.book.indicators.iter().any(|indicator| indicator.code == *code.value());
        if !known {
            self.error(&code.span(source), M::UnknownCode { code: code.value().clone() });
        }
        known.then_some(())
    }

    fn known_scenario(&mut self, source: &Arc<Source>, name: &Spanned<String>) -> Option<String> {
        let names: Vec<String> = self.book.scenarios.iter().map(|scenario| scenario.name.clone()).collect();
        if names.contains(name.value()) {
            return Some(name.value().clone());
        }
        let message = M::UnknownScenario { name: name.value().clone() };
        self.unknown(&name.span(source), message, name.value(), names.iter().map(String::as_str));
        None
    }
}
