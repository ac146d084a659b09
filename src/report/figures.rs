//! Figures that documents print beside the computed ones.

use super::{Format, Options, csv, json, markdown, text};
use crate::diagnostic::Locale;
use crate::rulebook::Take;
use crate::survey::{FigureRecord, FigureVerdict, ShowRecord};
use std::io;

/// Writes figures.
///
/// # Errors
/// Those of the writer.
pub fn write_figures(
    out: &mut dyn io::Write,
    format: Format,
    figures: &[FigureRecord],
    options: &Options,
) -> io::Result<()> {
    match format {
        Format::Text => text::figures(out, figures, options),
        Format::Json => figures.iter().try_for_each(|figure| json::object(out, "figure", figure)),
        Format::Csv => csv::figures(out, figures, options),
        Format::Markdown => markdown::figures(out, figures, options),
    }
}

/// Whether a figure agrees, in a word.
pub(super) const fn verdict(locale: Locale, verdict: FigureVerdict) -> &'static str {
    match verdict {
        FigureVerdict::Agrees => locale.pick("一致", "agrees"),
        FigureVerdict::Differs => locale.pick("不一致，原文有误", "differs: the document errs"),
        FigureVerdict::Unexpected => locale.pick("与预期不符", "not as expected"),
        FigureVerdict::NotComputed => locale.pick("不复算", "not computed"),
    }
}

/// Whether a number agrees, in a word.
pub(super) const fn agrees(locale: Locale, agrees: bool) -> &'static str {
    if agrees { locale.pick("一致", "agrees") } else { locale.pick("不一致", "differs") }
}

/// What of a rule or indicator a number is.
pub(super) const fn take(locale: Locale, take: Option<Take>) -> &'static str {
    match take {
        None => locale.pick("命中数", "cases"),
        Some(Take::Figure) => locale.pick("结果", "figure"),
        Some(Take::Above) => locale.pick("分子", "above"),
        Some(Take::Below) => locale.pick("分母", "below"),
        Some(Take::Gained) => locale.pick("新增数", "gained"),
        Some(Take::GainedShare) => locale.pick("新增占比", "share gained"),
    }
}

/// The computed number.
pub(super) fn number(locale: Locale, show: &ShowRecord) -> &str {
    if show.computed.is_empty() { locale.pick("算不出", "cannot be told") } else { &show.computed }
}

/// The sums behind it; nothing behind a count.
pub(super) fn sums(show: &ShowRecord) -> &str {
    let whole = matches!(show.take, None | Some(Take::Above | Take::Below | Take::Gained));
    if whole { "" } else { &show.sums }
}

/// The computed number with its sums: `2.64%（25/947）`.
pub(super) fn computed(locale: Locale, show: &ShowRecord) -> String {
    format!("{}{}", number(locale, show), super::words::bracketed(locale, sums(show)))
}

/// How many figures agree, differ and are not computed, in a sentence.
pub(super) fn counted(locale: Locale, figures: &[FigureRecord]) -> String {
    let count = |verdict| figures.iter().filter(|figure| figure.verdict == verdict).count();
    let [agree, differ, odd, not] =
        [FigureVerdict::Agrees, FigureVerdict::Differs, FigureVerdict::Unexpected, FigureVerdict::NotComputed]
            .map(count);
    match locale {
        Locale::Zh => format!("一致 {agree} 项，原文有误 {differ} 项，与预期不符 {odd} 项，不复算 {not} 项"),
        Locale::En => {
            format!("{agree} agree, {differ} where the document errs, {odd} not as expected, {not} not computed")
        }
    }
}
