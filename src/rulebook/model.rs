//! The rulebook as checked: every name in it is resolved, every expression typed.

use super::raw::Covers;
use crate::diagnostic::{Locale, Span};
use crate::dictionary::{Bilingual, EntityId, FieldId, LinkId, Name};
use crate::lang::tree::Expr;
use crate::lang::types::{DefinitionSignature, Typed};
use crate::value::{Date, Decimal, Truth};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How grave a case of a rule is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// 提示: worth knowing.
    Note,
    /// 核实: to be verified.
    Warning,
    /// 强制: the policy leaves no choice.
    Error,
}

/// What a rule says of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// 命中: the rule applies and is broken.
    Violation,
    /// 不命中: the rule applies and is kept, or cannot be broken whatever the blanks hold.
    Pass,
    /// 无法判定: what is blank decides.
    Unknown,
    /// 不适用: the rule does not apply.
    NotApplicable,
}

impl Verdict {
    /// The verdict of a rule whose `given` and `require` have these truths: Kleene's `given → require`.
    #[must_use]
    pub fn of(given: Truth, require: Truth) -> Self {
        if given.is_false() {
            return Self::NotApplicable;
        }
        match (!given).or(require) {
            Truth::True => Self::Pass,
            Truth::False => Self::Violation,
            Truth::Unknown => Self::Unknown,
        }
    }

    /// The name that examples and JSON use.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Violation => "violation",
            Self::Pass => "pass",
            Self::Unknown => "unknown",
            Self::NotApplicable => "not_applicable",
        }
    }

    /// The verdict of a name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        [Self::Violation, Self::Pass, Self::Unknown, Self::NotApplicable].into_iter().find(|v| v.name() == name)
    }
}

/// A class of rules.
#[derive(Clone, Debug)]
pub struct Class {
    /// The ASCII name.
    pub name: String,
    /// What it is called.
    pub title: Bilingual,
    /// Where its name stands.
    pub span: Span,
}

/// A document.
#[derive(Clone, Debug)]
pub struct Document {
    /// What citations use.
    pub id: String,
    /// Its title.
    pub title: Bilingual,
    /// Who issued it, its number and date, as far as known.
    pub imprint: String,
    /// What of it must be covered.
    pub covers: Option<Covers>,
    /// Its clauses.
    pub clauses: Vec<Clause>,
}

/// A clause.
#[derive(Clone, Debug)]
pub struct Clause {
    /// What citations use.
    pub id: String,
    /// Where it stands in the document.
    pub locus: String,
    /// Its words.
    pub text: String,
}

impl Document {
    /// The clauses that stand for checks of another tool: those of which only the number is recorded.
    pub fn checks(&self) -> impl Iterator<Item = &Clause> {
        let lists = self.covers == Some(Covers::Checks);
        self.clauses.iter().filter(move |clause| lists && clause.text.is_empty())
    }
}

/// A reference to a document, or to a clause of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// The id of the document.
    pub source: String,
    /// The id of the clause.
    pub clause: Option<String>,
    /// The quoted words.
    pub text: String,
}

/// A named expression.
#[derive(Clone, Debug)]
pub struct Definition {
    /// Its names, entity and type.
    pub signature: DefinitionSignature,
    /// What it stands for.
    pub body: Expr<Typed>,
    /// What it means.
    pub title: Bilingual,
    /// Whether it is only believed to be what the policy means.
    pub assumed: bool,
    /// Where it stands.
    pub span: Span,
}

/// A dated parameter.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its names.
    pub name: Name,
    /// What it is.
    pub title: Bilingual,
    /// The unit of its values; empty for plain numbers and dates.
    pub unit: String,
    /// Its type: a number or a date.
    pub ty: crate::lang::types::Type,
    /// The values, in order of the day from which they hold.
    pub values: Vec<DatedValue>,
    /// Where it stands.
    pub span: Span,
}

/// A value and when it holds.
#[derive(Clone, Debug)]
pub struct DatedValue {
    /// The first day; the beginning of time where absent.
    pub from: Option<Date>,
    /// The last day; the day before the next value, or the end of time, where absent.
    pub until: Option<Date>,
    /// The value.
    pub value: ParameterValue,
    /// Where it comes from.
    pub citation: Option<Citation>,
    /// Whether it is only believed.
    pub assumed: bool,
    /// The region whose overlay set it, or `None` for the rulebook's own and the command line's.
    pub region: Option<String>,
}

/// A value of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterValue {
    /// In the base unit.
    Number(Decimal),
    /// A date.
    Date(Date),
}

impl Parameter {
    /// The value that holds on every day that `when` can stand for; `None` where there is none, or where two days of
    /// a date known in part have different values.
    #[must_use]
    pub fn at(&self, when: Date) -> Option<&DatedValue> {
        let first = self.on(when.earliest())?;
        let last = self.on(when.latest())?;
        (std::ptr::eq(first, last) || first.value == last.value).then_some(first)
    }

    fn on(&self, day: Date) -> Option<&DatedValue> {
        let day = day.packed();
        let begun = |v: &&DatedValue| v.from.is_none_or(|from| from.earliest().packed() <= day);
        let value = self.values.iter().rev().find(begun)?;
        value.until.is_none_or(|until| day <= until.latest().packed()).then_some(value)
    }
}

/// A pack of rules.
#[derive(Clone, Debug)]
pub struct Pack {
    /// What `--pack` uses.
    pub name: String,
    /// Its title.
    pub title: Bilingual,
    /// What it checks.
    pub about: Bilingual,
    /// Where its name stands.
    pub span: Span,
}

/// A text with places for values.
#[derive(Clone, Debug, Default)]
pub struct Template(pub Vec<Piece>);

/// A piece of a [`Template`].
#[derive(Clone, Debug)]
pub enum Piece {
    /// Words.
    Text(String),
    /// A value.
    Value(Expr<Typed>),
}

/// A rule.
#[derive(Clone, Debug)]
pub struct Rule {
    /// The stable code.
    pub code: String,
    /// A short ASCII name.
    pub slug: String,
    /// The title.
    pub title: Bilingual,
    /// The name of its class.
    pub class: String,
    /// The name of its pack; empty where its file names none.
    pub pack: String,
    /// The entity it speaks of.
    pub entity: EntityId,
    /// When it applies.
    pub given: Option<Expr<Typed>>,
    /// What must hold.
    pub require: Expr<Typed>,
    /// How grave a case is.
    pub severity: Severity,
    /// The clauses.
    pub basis: Vec<Citation>,
    /// Whether it is only believed to follow from the policy.
    pub assumed: bool,
    /// What a case says, in Chinese.
    pub message_zh: Template,
    /// What a case says, in English.
    pub message_en: Template,
    /// What to do about a case.
    pub remedy: Bilingual,
    /// Why the rule is as it is.
    pub note: Bilingual,
    /// Its tests and documentation.
    pub examples: Vec<Example>,
    /// Where its code stands.
    pub span: Span,
    /// Why the region switches it off, where it does.
    pub off: Option<Bilingual>,
}

impl Rule {
    /// What a case says, in one language.
    #[must_use]
    pub const fn message(&self, locale: Locale) -> &Template {
        match locale {
            Locale::Zh => &self.message_zh,
            Locale::En => &self.message_en,
        }
    }
}

/// An example of a rule.
#[derive(Clone, Debug)]
pub struct Example {
    /// The row and what belongs to it.
    pub row: ExampleRow,
    /// What the rule says of it.
    pub then: Verdict,
    /// The audit date.
    pub as_of: Date,
    /// The region overlay it is meant for.
    pub region: Option<String>,
    /// What it shows.
    pub note: Bilingual,
    /// Where it stands.
    pub span: Span,
}

/// A row of an example.
#[derive(Clone, Debug, Default)]
pub struct ExampleRow {
    /// Fields with the texts of their cells; the empty text is a blank.
    pub cells: Vec<(FieldId, String)>,
    /// Links with the rows they lead to (one for a to-one link).
    pub linked: Vec<(LinkId, Vec<ExampleRow>)>,
}

/// A change of a rule that no example notices, and why that is right.
#[derive(Clone, Debug)]
pub struct Unnoticed {
    /// The code of the rule, or the name of the definition or parameter.
    pub of: String,
    /// The change.
    pub change: String,
    /// Why no example can notice it, or need.
    pub reason: Bilingual,
    /// Where it stands.
    pub span: Span,
}

/// A gate.
#[derive(Clone, Debug)]
pub struct Gate {
    /// The ASCII name.
    pub name: String,
    /// What it is called.
    pub title: Bilingual,
    /// The entity on the list.
    pub entity: EntityId,
    /// Which rows are on the list.
    pub given: Expr<Typed>,
    /// The classes whose rules decide.
    pub classes: Vec<String>,
    /// Nothing stands against it.
    pub clear: Bilingual,
    /// A rule is broken.
    pub barred: Bilingual,
    /// Facts are missing.
    pub open: Bilingual,
}
