//! What covers the clauses of the documents that must be covered, and the checks of other tools.

use crate::diagnostic::{Diagnostic, Locale, Source};
use crate::dictionary::Bilingual;
use crate::rulebook::{Citation, Covers, Document, FoundBy, LoadOptions, RuleFiles, Rulebook};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What covers what, clause by clause and check by check, in the order of the rulebook.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// The documents whose clauses must be covered.
    pub documents: Vec<DocumentCoverage>,
    /// The lists of checks.
    pub lists: Vec<ListCoverage>,
}

/// A document whose clauses must be covered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentCoverage {
    /// What citations use.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its clauses.
    pub clauses: Vec<ClauseRecord>,
}

/// A list of checks of another tool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListCoverage {
    /// What mappings use.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its checks.
    pub checks: Vec<CheckRecord>,
}

/// A clause and what covers it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClauseRecord {
    /// The document.
    pub source: String,
    /// What citations use.
    pub clause: String,
    /// Where it stands in the document; may be empty.
    pub locus: String,
    /// Its words.
    pub text: String,
    /// The rules that cite it.
    pub rules: Vec<Covering>,
    /// The indicators that cite it.
    pub indicators: Vec<Covering>,
    /// Why no data can decide it, where that is declared.
    pub reason: Option<String>,
}

/// A check and what finds what it finds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CheckRecord {
    /// The list.
    pub list: String,
    /// Its number.
    pub id: String,
    /// What it looks for; may be empty.
    pub about: String,
    /// The rules and indicators that find it.
    pub rules: Vec<Covering>,
    /// Why nothing does, where that is declared.
    pub reason: Option<String>,
}

/// A rule or indicator that covers something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Covering {
    /// Its code.
    pub code: String,
    /// The titles of the regions that have it; empty where it holds everywhere.
    pub regions: Vec<String>,
}

/// By what something is covered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// A rule, perhaps an indicator too.
    Rule,
    /// An indicator alone.
    Indicator,
    /// Nothing, with a reason.
    Declaration,
    /// Nothing.
    Nothing,
}

/// How many are covered by what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// All.
    pub all: usize,
    /// Those that a rule covers.
    pub by_rule: usize,
    /// Those that an indicator alone covers.
    pub by_indicator: usize,
    /// Those that nothing covers, with a reason.
    pub declared: usize,
    /// Those that nothing covers.
    pub missing: usize,
}

impl Counts {
    fn of(each: impl Iterator<Item = By>) -> Self {
        let mut counts = Self::default();
        for by in each {
            counts.all += 1;
            match by {
                By::Rule => counts.by_rule += 1,
                By::Indicator => counts.by_indicator += 1,
                By::Declaration => counts.declared += 1,
                By::Nothing => counts.missing += 1,
            }
        }
        counts
    }
}

impl ClauseRecord {
    /// By what it is covered.
    #[must_use]
    pub fn by(&self) -> By {
        match (self.rules.is_empty(), self.indicators.is_empty(), &self.reason) {
            (false, _, _) => By::Rule,
            (true, false, _) => By::Indicator,
            (true, true, Some(_)) => By::Declaration,
            (true, true, None) => By::Nothing,
        }
    }
}

impl CheckRecord {
    /// By what it is covered.
    #[must_use]
    pub fn by(&self) -> By {
        match (self.rules.is_empty(), &self.reason) {
            (false, _) => By::Rule,
            (true, Some(_)) => By::Declaration,
            (true, None) => By::Nothing,
        }
    }
}

impl DocumentCoverage {
    /// How many of its clauses are covered by what.
    #[must_use]
    pub fn counts(&self) -> Counts {
        Counts::of(self.clauses.iter().map(ClauseRecord::by))
    }
}

impl ListCoverage {
    /// How many of its checks are covered by what.
    #[must_use]
    pub fn counts(&self) -> Counts {
        Counts::of(self.checks.iter().map(CheckRecord::by))
    }
}

impl Coverage {
    /// What covers what in these files, the overlay of every region among them.
    ///
    /// # Errors
    /// What is wrong with the files, where they do not load.
    pub fn of(files: &[Arc<Source>], locale: Locale) -> Result<Self, Vec<Diagnostic>> {
        let files = RuleFiles::read(files);
        let base = files.load(&LoadOptions::default())?;
        let mut known = Known::new(locale);
        known.add(&base, None);
        for region in &base.regions {
            let options = LoadOptions { region: Some(region.name.clone()), ..LoadOptions::default() };
            known.add(&files.load(&options)?, Some(region.title.pick(locale)));
        }
        let chosen = |covers| base.documents.iter().filter(move |document| document.covers == Some(covers));
        Ok(Self {
            documents: chosen(Covers::Clauses).map(|document| known.document(document)).collect(),
            lists: chosen(Covers::Checks).map(|document| known.list(document)).collect(),
        })
    }

    /// How many clauses are covered by what.
    #[must_use]
    pub fn clauses(&self) -> Counts {
        Counts::of(self.documents.iter().flat_map(|document| document.clauses.iter().map(ClauseRecord::by)))
    }

    /// How many checks are covered by what.
    #[must_use]
    pub fn checks(&self) -> Counts {
        Counts::of(self.lists.iter().flat_map(|list| list.checks.iter().map(CheckRecord::by)))
    }

    /// Whether nothing is missing.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.clauses().missing + self.checks().missing == 0
    }
}

/// A document and a clause of it.
type Place = (String, String);

/// What is known of all rulebooks, that without a region and those of the regions.
struct Known {
    locale: Locale,
    /// The regions of each code; `None` for the codes that hold everywhere.
    regions: BTreeMap<String, Option<Vec<String>>>,
    rules: BTreeMap<Place, Vec<String>>,
    indicators: BTreeMap<Place, Vec<String>>,
    reasons: BTreeMap<Place, Bilingual>,
    checks: BTreeMap<Place, (String, FoundBy)>,
}

impl Known {
    fn new(locale: Locale) -> Self {
        let (rules, indicators, reasons, checks) = Default::default();
        Self { locale, regions: BTreeMap::new(), rules, indicators, reasons, checks }
    }

    fn add(&mut self, book: &Rulebook, region: Option<&str>) {
        for rule in &book.rules {
            self.of_region(&rule.code, region);
            cite(&mut self.rules, &rule.code, &rule.basis);
        }
        for indicator in &book.indicators {
            self.of_region(&indicator.code, region);
            cite(&mut self.indicators, &indicator.code, &indicator.basis);
        }
        for declared in &book.untranslatable {
            let place = (declared.source.clone(), declared.clause.clone());
            self.reasons.entry(place).or_insert_with(|| declared.reason.clone());
        }
        for check in &book.checks {
            let place = (check.list.clone(), check.id.clone());
            self.checks.entry(place).or_insert_with(|| (check.about.clone(), check.found_by.clone()));
        }
    }

    fn of_region(&mut self, code: &str, region: Option<&str>) {
        let regions = self.regions.entry(code.to_owned()).or_insert_with(|| region.map(|_| Vec::new()));
        if let (Some(regions), Some(region)) = (regions, region) {
            regions.push(region.to_owned());
        }
    }

    fn covering(&self, codes: Option<&Vec<String>>) -> Vec<Covering> {
        let of = |code: &String| Covering {
            code: code.clone(),
            regions: self.regions.get(code).cloned().flatten().unwrap_or_default(),
        };
        codes.into_iter().flatten().map(of).collect()
    }

    fn document(&self, document: &Document) -> DocumentCoverage {
        let clause = |clause: &crate::rulebook::Clause| {
            let place = (document.id.clone(), clause.id.clone());
            ClauseRecord {
                source: document.id.clone(),
                clause: clause.id.clone(),
                locus: clause.locus.clone(),
                text: clause.text.clone(),
                rules: self.covering(self.rules.get(&place)),
                indicators: self.covering(self.indicators.get(&place)),
                reason: self.reasons.get(&place).map(|reason| reason.pick(self.locale).to_owned()),
            }
        };
        let clauses = document.clauses.iter().map(clause).collect();
        DocumentCoverage { id: document.id.clone(), title: document.title.pick(self.locale).to_owned(), clauses }
    }

    fn list(&self, document: &Document) -> ListCoverage {
        let check = |clause: &crate::rulebook::Clause| {
            let line = self.checks.get(&(document.id.clone(), clause.id.clone()));
            let about = line.map(|(about, _)| about.clone()).unwrap_or_default();
            let (rules, reason) = match line {
                Some((_, FoundBy::Rules(codes))) => (self.covering(Some(codes)), None),
                Some((_, FoundBy::None(reason))) => (Vec::new(), Some(reason.pick(self.locale).to_owned())),
                None => (Vec::new(), None),
            };
            CheckRecord { list: document.id.clone(), id: clause.id.clone(), about, rules, reason }
        };
        let checks = document.checks().map(check).collect();
        ListCoverage { id: document.id.clone(), title: document.title.pick(self.locale).to_owned(), checks }
    }
}

/// Notes that `code` cites these clauses; each once.
fn cite(found: &mut BTreeMap<Place, Vec<String>>, code: &str, basis: &[Citation]) {
    let clauses = basis.iter().filter_map(|c| Some((c.source.clone(), c.clause.clone()?)));
    for place in clauses.collect::<BTreeSet<_>>() {
        let codes = found.entry(place).or_default();
        if !codes.iter().any(|known| known == code) {
            codes.push(code.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{By, Coverage};
    use crate::diagnostic::{Locale, Source};
    use std::sync::Arc;

    const BASE: &str = "
entities:
  - {name: 户, en: home, title: {zh: 户, en: home}, key: [户编号], fields: [{name: 户编号, en: number, type: text}, {name: 是否, en: yes_no, type: bool}]}
classes: [{name: wrong, title: {zh: 错, en: wrong}}]
sources:
  - {id: plan, title: {zh: 方案, en: plan}, covers: clauses, clauses: [{id: B1, text: 一}, {id: B2, text: 二}, {id: B3, text: 三}, {id: B4, text: 四}, {id: B5, text: 五}]}
  - {id: tool, title: {zh: 工具, en: tool}, covers: checks, clauses: [{id: w, text: 词}, {id: '1'}, {id: '2'}, {id: '3'}]}
  - {id: other, title: {zh: 其他, en: other}, clauses: [{id: B1, text: 一}]}
indicators:
  - {code: IX101, slug: n, title: {zh: 数, en: n}, for: 户, count: true, basis: [{source: plan, clause: B1}, {source: plan, clause: B2}]}
untranslatable:
  - {source: plan, clause: B3, reason: {zh: 无从判断, en: nothing tells}}
redirects: [{from: EX001, to: EX101}]
checklists:
  - {list: tool, checks: [{id: '1', rules: [EX001, GZ101]}]}
  - {list: tool, checks: [{id: '2', none: {zh: 空的, en: empty}}]}
";

    fn rule(code: &str, clause: &str) -> String {
        format!(
            "rules:\n  - {{code: {code}, slug: s, title: {{zh: 规, en: r}}, class: wrong, for: 户, require: 是否, \
             severity: note, basis: [{{source: plan, clause: {clause}}}, {{source: plan, clause: {clause}}}], \
             message: {{zh: 说, en: say}}}}\n"
        )
    }

    fn files() -> Vec<Arc<Source>> {
        let region = format!("region: {{name: guizhou, title: {{zh: 贵州, en: Guizhou}}}}\n{}", rule("GZ101", "B4"));
        vec![
            Source::new("rules/base.yaml", BASE),
            Source::new("rules/pack.yaml", rule("EX101", "B1")),
            Source::new("rules/regions/guizhou.yaml", region),
        ]
    }

    #[test]
    fn clauses_are_covered_by_rules_of_any_region_by_indicators_and_by_declarations() {
        let coverage = Coverage::of(&files(), Locale::En).unwrap();
        let clauses = &coverage.documents[0].clauses;
        let by: Vec<By> = clauses.iter().map(super::ClauseRecord::by).collect();
        assert_eq!(by, [By::Rule, By::Indicator, By::Declaration, By::Rule, By::Nothing]);
        assert_eq!(clauses[0].rules.len(), 1, "a clause cited twice by a rule is covered once");
        assert!(clauses[0].rules[0].regions.is_empty());
        assert_eq!(
            (clauses[3].rules[0].code.as_str(), &clauses[3].rules[0].regions[..]),
            ("GZ101", &["Guizhou".to_owned()][..])
        );
        assert_eq!(clauses[2].reason.as_deref(), Some("nothing tells"));
        let counts = coverage.clauses();
        assert_eq!((counts.all, counts.by_rule, counts.by_indicator, counts.declared, counts.missing), (5, 2, 1, 1, 1));
        assert_eq!(coverage.documents.len(), 1);
        assert!(!coverage.is_complete());
    }

    #[test]
    fn parts_of_a_checklist_are_one_list_and_old_codes_lead_on() {
        let coverage = Coverage::of(&files(), Locale::Zh).unwrap();
        let checks = &coverage.lists[0].checks;
        assert_eq!(checks.iter().map(|c| c.id.as_str()).collect::<Vec<_>>(), ["1", "2", "3"]);
        let codes: Vec<&str> = checks[0].rules.iter().map(|covering| covering.code.as_str()).collect();
        assert_eq!(codes, ["EX101", "GZ101"]);
        assert_eq!(checks[0].rules[1].regions, ["贵州"]);
        let counts = coverage.checks();
        assert_eq!((counts.all, counts.by_rule, counts.declared, counts.missing), (3, 1, 1, 1));
    }
}
