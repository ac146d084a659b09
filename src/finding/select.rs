//! Which rules run.

use crate::diagnostic::catalogue::{FindingMessage as M, RulebookMessage, SharedMessage};
use crate::diagnostic::{Diagnostic, nearest};
use crate::rulebook::{Indicator, Rule, Rulebook, Severity};

/// What the reader asks for. Nothing asked for is everything.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Packs by name.
    pub packs: Vec<String>,
    /// Codes of rules (old codes too), or beginnings of codes.
    pub codes: Vec<String>,
    /// Only rules at least so grave.
    pub least: Option<Severity>,
}

impl Selection {
    /// Whether rules are asked for by name: by pack or by code.
    #[must_use]
    pub fn is_named(&self) -> bool {
        !self.packs.is_empty() || !self.codes.is_empty()
    }

    /// Whether nothing is asked for, which is everything.
    #[must_use]
    pub fn is_everything(&self) -> bool {
        self.packs.is_empty() && self.codes.is_empty() && self.least.is_none()
    }

    /// The rules of `rulebook` that are asked for, in its order.
    ///
    /// # Errors
    /// Packs and codes that do not exist, each with the nearest that does; a selection without any rule.
    pub fn of<'a>(&self, rulebook: &'a Rulebook) -> Result<Vec<&'a Rule>, Vec<Diagnostic>> {
        let mut errors = Vec::new();
        let near = |name: &str, known: &mut dyn Iterator<Item = &'a str>| {
            nearest(name, known).map(|n| SharedMessage::DidYouMean { name: n.to_owned() })
        };
        for name in &self.packs {
            if !rulebook.packs.iter().any(|p| p.name == *name) {
                let known = rulebook.packs.iter().map(|p| p.name.as_str()).collect::<Vec<_>>().join("、");
                let error = Diagnostic::error(M::UnknownPack { name: name.clone() });
                let error = error.help_maybe(near(name, &mut rulebook.packs.iter().map(|p| p.name.as_str())));
                errors.push(error.help(SharedMessage::KnownAre { names: known }));
            }
        }
        for code in &self.codes {
            let any = rulebook.rule(code).is_some() || rulebook.rules.iter().any(|r| r.code.starts_with(code.as_str()));
            if !any || code.is_empty() {
                let error = Diagnostic::error(RulebookMessage::UnknownRule { code: code.clone() });
                let of_indicators = |i: &Indicator| i.code.starts_with(code.as_str()) || i.slug == *code;
                errors.push(if !code.is_empty() && rulebook.indicators.iter().any(of_indicators) {
                    error.help(M::IndicatorsNotRules { code: code.clone() })
                } else {
                    error.help_maybe(near(code, &mut rulebook.rules.iter().map(|r| r.code.as_str())))
                });
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        // An old code leads to the rule of today, which is looked up once and not for every rule.
        let today: Vec<Option<&Rule>> = self.codes.iter().map(|code| rulebook.rule(code)).collect();
        let named = |rule: &Rule, (code, today): (&String, &Option<&Rule>)| {
            rule.code.starts_with(code.as_str()) || today.is_some_and(|r| r.code == rule.code)
        };
        let asked = |rule: &&Rule| {
            let chosen = !self.is_named()
                || self.packs.contains(&rule.pack)
                || self.codes.iter().zip(&today).any(|code| named(rule, code));
            chosen && self.least.is_none_or(|least| rule.severity >= least)
        };
        let rules: Vec<&Rule> = rulebook.rules.iter().filter(asked).collect();
        if rules.is_empty() { Err(vec![Diagnostic::error(M::NothingSelected {})]) } else { Ok(rules) }
    }
}
