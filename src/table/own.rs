//! Lists that this program wrote: they name households by their columns, and are no roster for that.

/// Columns that only such a list has together, in both languages: a list of suspects, of a gate, of a what-if.
const MARKS: [[[&str; 3]; 2]; 3] = [
    [["规则", "程度", "指纹"], ["rule", "severity", "fingerprint"]],
    [["结论", "须查明", "未决规则"], ["verdict", "to find out", "undecided rules"]],
    [["现在", "假如", "假设标准"], ["now", "then", "threshold then"]],
];

/// Columns of a list of units that were drawn.
const DRAWN: [[&str; 3]; 2] = [["抽样编号", "抽样票号", "访问结果"], ["sample_key", "sample_ticket", "visit"]];

/// Whether a file with these headers is a list of results. Whoever keeps results beside the rosters would otherwise have
/// every suspect read as one more household. The sheet of units of the forms has the columns of a drawn list too, and is a
/// roster once it is filled in: that one names the key of a table, as `names_key` says.
pub(super) fn is_result(headers: &[String], names_key: bool) -> bool {
    let has = |name: &&str| headers.iter().any(|header| header.trim() == *name);
    let is_one = |mark: &[&str; 3]| mark.iter().all(has);
    MARKS.iter().flatten().any(is_one) || !names_key && DRAWN.iter().any(is_one)
}
