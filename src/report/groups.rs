//! The cases of a report by rule, most grave first, data checks last.

use super::Report;
use crate::finding::CaseGroup;
use crate::finding::record::{CaseCount, Record, Severity};
use std::borrow::Cow;
use std::collections::HashMap;
use std::io;

/// The class of data checks.
pub(super) const DATA: &str = "data";

/// The cases of one rule or data check.
pub(super) struct Group<'a> {
    pub(super) code: &'a str,
    pub(super) title: &'a str,
    pub(super) class: &'a str,
    pub(super) severity: Severity,
    /// All cases, whether listed or not.
    pub(super) total: u64,
    /// The cases that may be listed; `None` where there are none.
    cases: Option<&'a CaseGroup<'a>>,
}

impl Group<'_> {
    /// Whether it is a data check.
    pub(super) fn is_data(&self) -> bool {
        self.class == DATA
    }

    /// The class in the reader's language; empty where no case is listed.
    pub(super) fn class_title(&self) -> &str {
        self.cases.map_or("", CaseGroup::class_title)
    }

    /// The cases that are listed under a cap.
    pub(super) fn listed(&self, limit: Option<usize>) -> io::Result<Cow<'_, [Record]>> {
        Ok(self.cases.map_or(Ok(Cow::default()), |cases| cases.first(limit))?)
    }
}

/// The groups with at least one case. Rules of one severity keep the order of the rulebook.
pub(super) fn groups<'a>(report: &Report<'a>) -> Vec<Group<'a>> {
    let order: HashMap<&str, usize> =
        report.summary.rules.iter().enumerate().map(|(at, rule)| (rule.code.as_str(), at)).collect();
    let mut groups: Vec<Group<'a>> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for CaseCount { code, title, class, severity, cases } in &report.summary.cases {
        places.entry(code).or_insert_with(|| {
            groups.push(Group { code, title, class, severity: *severity, total: *cases, cases: None });
            groups.len() - 1
        });
    }
    for cases in report.cases.groups() {
        let at = *places.entry(cases.code()).or_insert_with(|| {
            let (code, title, class) = (cases.code(), cases.title(), cases.class());
            groups.push(Group { code, title, class, severity: cases.severity(), total: 0, cases: None });
            groups.len() - 1
        });
        groups[at].cases = Some(cases);
        groups[at].total = groups[at].total.max(cases.len() as u64);
    }
    groups.retain(|group| group.total > 0);
    groups.sort_by_key(|group| {
        let place = order.get(group.code).copied().unwrap_or(usize::MAX);
        (group.is_data(), std::cmp::Reverse(group.severity), place, group.code)
    });
    groups
}

/// How many cases there are: of each severity, gravest first, and of data checks.
pub(super) fn totals(groups: &[Group<'_>]) -> ([(Severity, u64); 3], u64) {
    let of = |severity| groups.iter().filter(|g| !g.is_data() && g.severity == severity).map(|g| g.total).sum();
    let by_severity = [Severity::Error, Severity::Warning, Severity::Note].map(|s| (s, of(s)));
    (by_severity, groups.iter().filter(|g| g.is_data()).map(|g| g.total).sum())
}
