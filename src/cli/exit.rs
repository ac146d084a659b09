//! How a run ends.

use hucha::diagnostic::Diagnostic;
use std::fmt;
use std::io;
use std::process::ExitCode;

/// How a run ends, as a caller sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Nothing at the chosen level.
    Clean,
    /// Something was found.
    Findings,
    /// The command line, a rule file or a data file is wrong, or a result cannot be written.
    Failed,
    /// A selected rule could not run, or there was no row to judge, so there is no verdict.
    NoVerdict,
    /// The user stopped it.
    Interrupted,
}

impl Exit {
    /// The number that the caller gets.
    pub const fn code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Findings => 1,
            Self::Failed => 2,
            Self::NoVerdict => 3,
            Self::Interrupted => 130,
        }
    }

    /// The end of a run that held rows against rules. A rule that could not run outweighs what others found: a caller
    /// that looks for findings must not take half an answer for a whole one.
    pub const fn of_verdict(incomplete: bool, found: bool) -> Self {
        match (incomplete, found) {
            (true, _) => Self::NoVerdict,
            (false, true) => Self::Findings,
            (false, false) => Self::Clean,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

/// Diagnostics as an error that ends the run.
#[derive(Debug)]
pub struct Problems(pub Vec<Diagnostic>);

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let codes = self.0.iter().map(|problem| problem.message.code());
        f.write_str(&codes.collect::<Vec<_>>().join(", "))
    }
}

impl std::error::Error for Problems {}

impl Problems {
    /// What kept a result from being written, where that is a diagnostic.
    ///
    /// # Errors
    /// The place that it was written to is what failed.
    pub fn in_writing(error: io::Error) -> Result<Self, io::Error> {
        Ok(error.downcast::<Diagnostic>()?.into())
    }
}

impl From<Vec<Diagnostic>> for Problems {
    fn from(problems: Vec<Diagnostic>) -> Self {
        Self(problems)
    }
}

impl From<Diagnostic> for Problems {
    fn from(problem: Diagnostic) -> Self {
        Self(vec![problem])
    }
}
