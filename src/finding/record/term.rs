//! What else a report names: terms, parameters, checks of the data, what-ifs, messages; each as a page to read.

use super::{ClauseDoc, DefinitionDoc, Expression, ParameterDoc, RuleTitle};
use crate::rulebook::Severity;
use serde::Serialize;

/// A definition with what it rests on and what uses it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TermDoc {
    /// The definition.
    pub term: DefinitionDoc,
    /// The entity in whose rows it is read.
    pub entity: String,
    /// The definitions it uses, directly or through others.
    pub definitions: Vec<DefinitionDoc>,
    /// The parameters it reads, directly or through definitions.
    pub parameters: Vec<ParameterDoc>,
    /// The rules and indicators that use it, directly or through definitions.
    pub used_by: Vec<RuleTitle>,
}

/// A parameter with what reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ParameterPage {
    /// The parameter.
    pub parameter: ParameterDoc,
    /// The rules and indicators that read it, directly or through definitions.
    pub used_by: Vec<RuleTitle>,
}

/// A check of the data themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DataCheckDoc {
    /// The code.
    pub code: String,
    /// What is wrong with a row or cell that it finds.
    pub title: String,
    /// How grave a case is.
    pub severity: Severity,
    /// What to do about a case, and how the row counts until then.
    pub remedy: String,
}

/// A scenario of a what-if.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ScenarioDoc {
    /// The ASCII name.
    pub name: String,
    /// What is asked.
    pub title: String,
    /// The fields that are supposed to have other values, each as `entity.field` with its value as written.
    pub sets: Vec<super::Pair>,
    /// The parameters that are supposed to have other values, each with the value or factor.
    pub parameters: Vec<super::Pair>,
    /// Why it is as it is; may be empty.
    pub note: String,
    /// The clauses that ask the question.
    pub basis: Vec<ClauseDoc>,
    /// Whether no document asks it.
    pub assumed: bool,
}

/// A message of the program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MessageDoc {
    /// The code.
    pub code: String,
    /// Its text in both languages, with the places of what it speaks of in braces.
    pub text: Expression,
}
