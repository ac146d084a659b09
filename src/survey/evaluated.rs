//! What a sample says, as plain data.

use super::rate::Word;
use super::response::{Blanks, Response};
use super::said::{Amount, Figure};
use crate::finding::record::{IndicatorKind, Lacking, Summary};
use crate::rulebook::Direction;
use serde::Serialize;

/// What kind of question it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// Units with a case of any grave rule of a class.
    Class,
    /// An indicator.
    Indicator,
    /// Rows that break a rule, of rows that it applies to.
    Rule,
}

/// A question and its answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Item {
    /// What kind of question it is.
    pub question: Question,
    /// The code; of a class its ASCII name.
    pub code: String,
    /// The title.
    pub title: String,
    /// What its rows stand for.
    pub entity: String,
    /// What kind of figure it is.
    pub kind: IndicatorKind,
    /// The share that is let pass.
    pub tolerable: Option<f64>,
    /// Which way is better.
    pub direction: Option<Direction>,
    /// Whether some rule of a class could not run, so that there may be more errors.
    pub incomplete: bool,
    /// Of all, then of each stratum where there are several.
    pub figures: Vec<Part<Figure>>,
    /// The same of a mean, ratio or count.
    pub amounts: Vec<Part<Amount>>,
    /// The keys of the units with an error, in order of the list; of what is no error none.
    pub faulty: Vec<String>,
}

/// What is said of a part of the sample.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Part<T> {
    /// The stratum; empty for all.
    pub stratum: String,
    /// What is said.
    pub figure: T,
}

/// What a sample says.
#[derive(Clone, Debug, Serialize)]
pub struct Evaluated {
    /// What was drawn.
    pub entity: String,
    /// Whether it was drawn in clusters.
    pub clustered: bool,
    /// What blanks in the column of visits were taken to say.
    pub blanks: Blanks,
    /// The confidence.
    pub confidence: f64,
    /// The design effect that is reckoned with at least.
    pub least_effect: f64,
    /// What was drawn and answered: of all, then of each stratum where there are several.
    pub responses: Vec<Response>,
    /// The questions: classes, indicators, rules.
    pub items: Vec<Item>,
    /// Indicators that could not be reckoned: code, title, and what they lack.
    pub lacking: Vec<(String, String, Vec<Lacking>)>,
    /// What is odd about what came back.
    pub notes: Vec<String>,
    /// The receipt of the run over the rows.
    pub run: Summary,
}

impl Evaluated {
    /// Whether some share is certainly too great, and whether some share is not shown to be small enough.
    #[must_use]
    pub fn verdict(&self) -> (bool, bool) {
        let words = || self.items.iter().filter_map(|item| Some((item, item.figures.first()?.figure.word?)));
        let not_met = words().any(|(_, word)| word == Word::NotMet);
        let open = words().any(|(item, word)| word == Word::Open || item.incomplete);
        (not_met, open)
    }
}
