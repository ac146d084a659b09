//! A rule as its page in the manual shows it, and as a line of a list.

use super::Pair;
use crate::rulebook::{Severity, Verdict};
use serde::Serialize;

/// A rule in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RuleLine {
    /// The stable code.
    pub code: String,
    /// The short ASCII name.
    pub slug: String,
    /// The title.
    pub title: String,
    /// The ASCII name of its class.
    pub class: String,
    /// The class in the reader's language.
    pub class_title: String,
    /// The name of its pack; empty where it has none.
    pub pack: String,
    /// The entity it speaks of.
    pub entity: String,
    /// How grave a case is.
    pub severity: Severity,
    /// Whether it is only believed to follow from the policy.
    pub assumed: bool,
    /// Why the region switches it off, where it does.
    pub off: Option<String>,
}

/// Everything that is known of a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RuleDoc {
    /// What a list shows of it.
    pub rule: RuleLine,
    /// When it applies; `None` where it always does.
    pub given: Option<Expression>,
    /// What must hold.
    pub require: Expression,
    /// What a case says, with its places for values in braces.
    pub message: String,
    /// What to do about a case.
    pub remedy: String,
    /// Why the rule is as it is; may be empty.
    pub note: String,
    /// The clauses it rests on.
    pub basis: Vec<ClauseDoc>,
    /// The definitions it uses, directly or through others.
    pub definitions: Vec<DefinitionDoc>,
    /// The parameters it reads, directly or through definitions.
    pub parameters: Vec<ParameterDoc>,
    /// Its examples.
    pub examples: Vec<ExampleDoc>,
    /// Older codes that lead here.
    pub redirects: Vec<String>,
}

/// An expression in both sets of keywords.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Expression {
    /// With Chinese keywords and names.
    pub zh: String,
    /// With ASCII keywords and names.
    pub en: String,
}

/// A clause with its document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClauseDoc {
    /// The id of the document.
    pub source: String,
    /// The title of the document.
    pub title: String,
    /// The id of the clause; empty where the whole document is meant.
    pub clause: String,
    /// Where the clause stands in the document; may be empty.
    pub locus: String,
    /// Its words.
    pub text: String,
}

/// A definition that a rule uses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DefinitionDoc {
    /// The name in the reader's language.
    pub name: String,
    /// What it means.
    pub title: String,
    /// What it stands for.
    pub expression: Expression,
    /// Whether it is only believed to be what the policy means.
    pub assumed: bool,
}

/// A parameter with all its values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ParameterDoc {
    /// The name in the reader's language.
    pub name: String,
    /// What it is.
    pub title: String,
    /// The values, in order of the day from which they hold.
    pub values: Vec<ValueDoc>,
}

/// A value of a parameter and when it holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ValueDoc {
    /// The first day; empty for the beginning of time.
    pub from: String,
    /// The last day; empty where the next value or the end of time bounds it.
    pub until: String,
    /// The value with its unit.
    pub value: String,
    /// The document and clause it comes from; empty where it is only believed or was given on the command line.
    pub source: String,
    /// Whether it is only believed.
    pub assumed: bool,
    /// The region whose overlay set it.
    pub region: Option<String>,
}

/// An example of a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExampleDoc {
    /// The row.
    pub row: ExampleRowDoc,
    /// What the rule says of it.
    pub verdict: Verdict,
    /// The audit date.
    pub as_of: String,
    /// The region overlay it is meant for.
    pub region: Option<String>,
    /// What it shows; may be empty.
    pub note: String,
}

/// A row of an example.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExampleRowDoc {
    /// Its cells; an empty value is a blank.
    pub cells: Vec<Pair>,
    /// The rows it is linked to.
    pub linked: Vec<LinkedDoc>,
}

/// The rows of an example that a link leads to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LinkedDoc {
    /// The link.
    pub link: String,
    /// The rows.
    pub rows: Vec<ExampleRowDoc>,
}
