//! The spot audit: what the formats share, and which of them writes what.

use super::{Format, Length, Options, csv, json, markdown, text, words};
use crate::diagnostic::Locale;
use crate::rulebook::Direction;
use crate::survey::Interval;
use crate::survey::evaluated::{Evaluated, Item, Part, Question};
use crate::survey::list::Sampled;
use crate::survey::plan::Planned;
use crate::survey::protocol::Protocol;
use crate::survey::rate::{Basis, Word};
use crate::survey::response::Response;
use crate::survey::said::{Figure, Withheld};
use std::io;

/// A draw: its record and its list.
#[derive(Clone, Copy, Debug)]
pub struct DrawReport<'a> {
    /// The record.
    pub protocol: &'a Protocol,
    /// The list.
    pub units: &'a [Sampled],
}

/// Writes a plan.
///
/// # Errors
/// Those of the writer.
pub fn write_plan(out: &mut dyn io::Write, format: Format, plan: &Planned, options: &Options) -> io::Result<()> {
    match format {
        Format::Text => text::plan(out, plan, options),
        Format::Json => json::object(out, "plan", plan),
        Format::Csv => csv::plan(out, plan, options),
        Format::Markdown => markdown::plan(out, plan, options),
    }
}

/// Writes a draw: as CSV the list alone, in all other formats the record and the list.
///
/// # Errors
/// Those of the writer.
pub fn write_draw(out: &mut dyn io::Write, format: Format, draw: &DrawReport<'_>, options: &Options) -> io::Result<()> {
    match format {
        Format::Text => text::draw(out, draw, options),
        Format::Json => {
            json::object(out, "protocol", draw.protocol)?;
            draw.units.iter().try_for_each(|unit| json::object(out, "unit", unit))
        }
        Format::Csv => csv::draw(out, draw.units, options),
        Format::Markdown => markdown::draw(out, draw, options),
    }
}

/// Writes the record of a frame, before there is a seed. As CSV there is nothing to write but a list, which takes a seed:
/// the record is text then.
///
/// # Errors
/// Those of the writer.
pub fn write_frame(out: &mut dyn io::Write, format: Format, frame: &Protocol, options: &Options) -> io::Result<()> {
    match format {
        Format::Text | Format::Csv => text::frame(out, frame, options),
        Format::Json => json::object(out, "frame", frame),
        Format::Markdown => markdown::frame(out, frame, options),
    }
}

/// What is to be done with the record of a frame.
pub(super) const fn next_step(locale: Locale) -> &'static str {
    locale.pick(
        "还没有抽样。下一步：公布总框的 SHA-256 和以上各项，名册不再改动；然后当众产生种子；再用同样的参数加上 --seed 种子 运行，写出名单",
        "nothing is drawn yet. Next: publish the SHA-256 of the frame and the terms above, and leave the roster as it is; then make the seed, in public; then run the same again with --seed SEED for the list",
    )
}

/// Writes what a sample says.
///
/// # Errors
/// Those of the writer.
pub fn write_evaluated(
    out: &mut dyn io::Write,
    format: Format,
    evaluated: &Evaluated,
    options: &Options,
) -> io::Result<()> {
    match format {
        Format::Text => text::evaluated(out, evaluated, options),
        Format::Json => json::evaluated(out, evaluated),
        Format::Csv => csv::evaluated(out, evaluated, options),
        Format::Markdown => markdown::evaluated(out, evaluated, options),
    }
}

/// A share in per cent, to two decimals.
pub(super) fn per_cent(share: f64) -> String {
    format!("{:.2}%", share * 100.0)
}

/// A bound from above: what is cut off makes it greater, so that a bound that is shown is never below the true one.
pub(super) fn at_most(share: f64) -> String {
    // Rounding up from just below zero leaves a zero with a sign.
    format!("{:.2}%", ((share * 10_000.0 - 1e-6).ceil().max(0.0) + 0.0) / 100.0)
}

/// A bound from below.
pub(super) fn at_least(share: f64) -> String {
    format!("{:.2}%", (share * 10_000.0 + 1e-6).floor().max(0.0) / 100.0)
}

/// From where to where: `0.48%–1.84%`.
pub(super) fn interval(interval: Interval) -> String {
    format!("{}–{}", at_least(interval.low), at_most(interval.high))
}

/// A share without decimals that say nothing: `2%`, `0.5%`.
pub(super) fn short_per_cent(share: f64) -> String {
    let text = format!("{:.4}", share * 100.0);
    format!("{}%", text.trim_end_matches('0').trim_end_matches('.'))
}

/// A number to so many decimals, nothing where there is none.
pub(super) fn decimals(number: Option<f64>, places: usize) -> String {
    number.map(|number| format!("{number:.places$}")).unwrap_or_default()
}

/// The word of a sample.
pub(super) const fn word(locale: Locale, word: Word) -> &'static str {
    match word {
        Word::Met => locale.pick("达标", "met"),
        Word::NotMet => locale.pick("不达标", "not met"),
        Word::Open => locale.pick("证据不足", "not enough evidence"),
    }
}

/// What a bound rests on.
pub(super) const fn basis(locale: Locale, basis: Basis) -> &'static str {
    match basis {
        Basis::Population => locale.pick("超几何", "hypergeometric"),
        Basis::Exact => locale.pick("精确", "exact"),
        Basis::Widest => locale.pick("精确、设计、有效样本取最宽", "the widest of exact, design-based and effective"),
        Basis::Nothing => locale.pick("群数不足，无从推断", "too few clusters to infer from"),
    }
}

/// What kind of question it is.
pub(super) const fn question(locale: Locale, question: Question) -> &'static str {
    match question {
        Question::Class => locale.pick("类", "class"),
        Question::Indicator => locale.pick("指标", "indicator"),
        Question::Rule => locale.pick("规则", "rule"),
    }
}

/// The title of a question: of a class what counts as an error.
pub(super) fn title(locale: Locale, item: &Item) -> String {
    match (item.question, locale) {
        (Question::Class, Locale::Zh) => format!("{}（任一条强制规则）", item.title),
        (Question::Class, Locale::En) => format!("{} (any grave rule)", item.title),
        (_, _) => format!("{} {}", item.code, item.title),
    }
}

/// What is said of the word, beside it: rules that did not run, silent units that could turn it.
pub(super) fn caveats(locale: Locale, item: &Item, figure: &Figure) -> Vec<String> {
    let mut said = Vec::new();
    if item.incomplete {
        // The word is that of the rules that ran; the run does not end on it.
        let text = match figure.word {
            Some(Word::Met) => locale.pick(
                "这一类有强制规则没有运行，差错可能更多：达标只就运行了的规则而言，整次推断按证据不足论",
                "some grave rules of this class could not run and there may be more errors: it is met as far as the others go, and the run ends with not enough evidence",
            ),
            _ => locale.pick(
                "这一类有强制规则没有运行，差错可能更多",
                "some grave rules of this class could not run: there may be more errors",
            ),
        };
        said.push(text.to_owned());
    }
    said.extend(figure.withheld.map(|withheld| self::withheld(locale, withheld)));
    said.extend(short_of_proof(locale, item, figure));
    if let (Some(own), Some(silent)) = (figure.word, figure.word_if_silent)
        && own != silent
    {
        let own = word(locale, own);
        said.push(match locale {
            Locale::Zh => format!("“{own}”以未访到的户同访到的一样为前提；不作此假定，则{}", word(locale, silent)),
            Locale::En => {
                format!(
                    "`{own}` takes those who say nothing to be like the others; without that: {}",
                    word(locale, silent)
                )
            }
        });
    }
    said
}

/// Why a share that seems small enough is not said to be.
fn withheld(locale: Locale, withheld: Withheld) -> String {
    let text = match withheld {
        Withheld::Untouched => locale.pick(
            "按数字可判达标，但访问结果全部空白，没有一户写明访过，不判达标",
            "the figures alone would have it met, but no visit is noted on the whole list",
        ),
        Withheld::Unexplained => locale.pick(
            "按访到的可判达标，但有的正选没有交代（没有数据，或没有访问结果），这些都按差错算就会超过容许率，不判达标",
            "those reached would have it met, but some drawn units are unaccounted for, and with all of them in error it is not",
        ),
    };
    text.to_owned()
}

/// Where the estimate is on the wrong side and its bound is not: that the sample is too small to tell.
fn short_of_proof(locale: Locale, item: &Item, figure: &Figure) -> Option<String> {
    let (tolerable, share) = (item.tolerable?, figure.weighted?);
    let is_least = item.direction == Some(Direction::Higher);
    let beyond = if is_least { share < tolerable } else { share > tolerable };
    if figure.word != Some(Word::Open) || !beyond {
        return None;
    }
    let (share, limit) = (per_cent(share), short_per_cent(tolerable));
    let bound = if is_least { at_most(figure.upper) } else { at_least(figure.lower) };
    Some(match (locale, is_least) {
        (Locale::Zh, false) => {
            format!("加权率 {share} 超过 {limit}，单侧下限 {bound} 却不超过它：样本小，还不能断定总体不达标")
        }
        (Locale::Zh, true) => {
            format!("加权率 {share} 不到 {limit}，单侧上限 {bound} 却不低于它：样本小，还不能断定总体不达标")
        }
        (Locale::En, false) => format!(
            "the share of {share} is above {limit} and its lower bound of {bound} is not: too small a sample to say that it is not met"
        ),
        (Locale::En, true) => format!(
            "the share of {share} is below {limit} and its upper bound of {bound} is not: too small a sample to say that it is not met"
        ),
    })
}

/// So many strata are listed one by one where nobody asks for all.
const FEW: usize = 20;

/// The strata of the figures of a question that a page lists, and how many it leaves out. Where there are many and not all
/// are asked for, those with most errors come first, and those without an error or a doubt are left out. Of a rule or an
/// indicator none is listed then: whose strata matter is told by the classes.
pub(super) fn strata<'e>(item: &'e Item, options: &Options) -> (Vec<&'e Part<Figure>>, usize) {
    let parts: Vec<&Part<Figure>> = item.figures.iter().skip(1).collect();
    if options.length == Length::Full {
        return (parts, 0);
    }
    if item.question != Question::Class {
        return (Vec::new(), 0);
    }
    if parts.len() <= FEW {
        return (parts, 0);
    }
    let all = parts.len();
    let mut worst: Vec<&Part<Figure>> =
        parts.into_iter().filter(|part| part.figure.errors + part.figure.undecided > 0).collect();
    worst.sort_by_key(|part| std::cmp::Reverse((part.figure.errors, part.figure.undecided)));
    worst.truncate(FEW);
    let left = all - worst.len();
    (worst, left)
}

/// How many strata a page leaves out.
pub(super) fn strata_left(locale: Locale, left: usize) -> Option<String> {
    let count = words::number(left as u64);
    (left > 0).then(|| match locale {
        Locale::Zh => format!("另有 {count} 层没有列出（--full 逐层列出；CSV、JSON 里都有）"),
        Locale::En => format!("strata not listed: {count} (listed with --full; CSV and JSON have them all)"),
    })
}

/// What was drawn and answered of all and of the strata that a page lists, and how many of these it leaves out: all of
/// them where there are many.
pub(super) fn responses<'e>(evaluated: &'e Evaluated, options: &Options) -> (&'e [Response], usize) {
    let all = evaluated.responses.as_slice();
    let strata = all.len().saturating_sub(1);
    match all {
        [total, ..] if strata > FEW && options.length == Length::Short => (std::slice::from_ref(total), strata),
        _ => (all, 0),
    }
}

/// How many errors of how many: `12/1,000`.
pub(super) fn counts(figure: &Figure) -> String {
    format!("{}/{}", words::number(figure.errors), words::number(figure.of))
}

#[cfg(test)]
mod tests {
    use super::{at_least, at_most, interval, short_per_cent};
    use crate::survey::Interval;

    #[test]
    fn bounds_are_rounded_outwards() {
        assert_eq!(at_most(0.020_000_1), "2.01%");
        assert_eq!(at_most(0.02), "2.00%");
        assert_eq!([at_most(0.0), at_least(0.0)], ["0.00%", "0.00%"], "and no -0.00%");
        assert_eq!(at_most(0.019_370_2), "1.94%");
        assert_eq!(at_least(0.019_999), "1.99%");
        assert_eq!(at_least(0.02), "2.00%");
        assert_eq!(interval(Interval { low: 0.0, high: 1.0 }), "0.00%–100.00%");
        assert_eq!([0.02, 0.005, 0.9999].map(short_per_cent), ["2%", "0.5%", "99.99%"]);
    }
}
