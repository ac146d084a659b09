//! What is said of an indicator, in every format that shows pages.

use crate::diagnostic::Locale;
use crate::finding::record::{Expression, IndicatorDoc, IndicatorKind};
use crate::rulebook::Direction;

/// The name of a kind of figure.
pub(super) const fn kind(locale: Locale, kind: IndicatorKind) -> &'static str {
    match kind {
        IndicatorKind::Share => locale.pick("占比", "share"),
        IndicatorKind::Mean => locale.pick("平均", "mean"),
        IndicatorKind::Ratio => locale.pick("合计之比", "ratio"),
        IndicatorKind::Count => locale.pick("个数", "count"),
    }
}

/// Its expressions with what they are for.
pub(super) fn expressions(locale: Locale, doc: &IndicatorDoc) -> Vec<(&'static str, &Expression)> {
    let among = doc.among.iter().map(|among| (locale.pick("范围", "among"), among));
    let names: &[&str] = match (locale, doc.indicator.kind) {
        (Locale::Zh, IndicatorKind::Share) => &["符合"],
        (Locale::Zh, IndicatorKind::Mean) => &["求平均"],
        (Locale::Zh, IndicatorKind::Ratio) => &["分子合计", "分母合计"],
        (Locale::En, IndicatorKind::Share) => &["that have"],
        (Locale::En, IndicatorKind::Mean) => &["mean of"],
        (Locale::En, IndicatorKind::Ratio) => &["sum of", "by sum of"],
        (_, IndicatorKind::Count) => &[],
    };
    among.chain(names.iter().copied().zip(&doc.measures)).collect()
}

/// What is said of it besides, each with its label; what is empty is left out.
pub(super) fn terms(locale: Locale, doc: &IndicatorDoc) -> Vec<(&'static str, String)> {
    let direction = match doc.direction {
        Some(Direction::Lower) => locale.pick("越低越好", "the lower the better"),
        Some(Direction::Higher) => locale.pick("越高越好", "the higher the better"),
        None => "",
    };
    let terms = [
        (locale.pick("分组", "by"), doc.by.join(locale.pick("、", ", "))),
        (locale.pick("容许", "tolerable"), doc.tolerable.clone().unwrap_or_default()),
        (locale.pick("方向", "direction"), direction.to_owned()),
        (locale.pick("说明", "note"), doc.note.clone()),
    ];
    terms.into_iter().filter(|(_, text)| !text.is_empty()).collect()
}
