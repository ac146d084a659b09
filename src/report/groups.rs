//! The cases of a report by rule, most grave first, data checks last.

use super::Report;
use crate::finding::record::{CaseCount, Record, Severity};
use std::collections::HashMap;

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
    /// The cases that may be listed.
    pub(super) records: Vec<&'a Record>,
}

impl Group<'_> {
    /// Whether it is a data check.
    pub(super) fn is_data(&self) -> bool {
        self.class == DATA
    }

    /// The class in the reader's language; empty where no case is listed.
    pub(super) fn class_title(&self) -> &str {
        self.records.first().map_or("", |r| r.class_title.as_str())
    }

    /// How many cases are listed under a cap.
    pub(super) fn listed(&self, limit: Option<usize>) -> usize {
        limit.map_or(self.records.len(), |limit| limit.min(self.records.len()))
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
            groups.push(Group { code, title, class, severity: *severity, total: *cases, records: Vec::new() });
            groups.len() - 1
        });
    }
    for record in report.records {
        let at = *places.entry(&record.code).or_insert_with(|| {
            groups.push(Group {
                code: &record.code,
                title: &record.title,
                class: &record.class,
                severity: record.severity,
                total: 0,
                records: Vec::new(),
            });
            groups.len() - 1
        });
        groups[at].records.push(record);
    }
    for group in &mut groups {
        group.total = group.total.max(u64::try_from(group.records.len()).unwrap_or(u64::MAX));
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
