//! Lists that this program wrote: they name households by their columns, and are no roster for that.

/// Columns that only such a list has together, in both languages: a list of suspects, of a gate, of a what-if.
const MARKS: [[[&str; 3]; 2]; 3] = [
    [["规则", "程度", "指纹"], ["rule", "severity", "fingerprint"]],
    [["结论", "须查明", "未决规则"], ["verdict", "to find out", "undecided rules"]],
    [["现在", "假如", "假设标准"], ["now", "then", "threshold then"]],
];

/// Whether a file with these headers is a list of results. Whoever keeps results beside the rosters would otherwise have
/// every suspect read as one more household.
pub(super) fn is_result(headers: &[String]) -> bool {
    let has = |name: &&str| headers.iter().any(|header| header.trim() == *name);
    MARKS.iter().flatten().any(|mark| mark.iter().all(has))
}
