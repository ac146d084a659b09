//! The words of the language, in both keyword sets.

use super::tree::{Aggregate, Function};
use crate::diagnostic::Locale;

/// A word of the language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    And,
    Or,
    Not,
    In,
    Missing,
    If,
    Then,
    Else,
    True,
    False,
    Aggregate(Aggregate),
    Function(Function),
}

/// Every word, Chinese and English.
const WORDS: &[(Word, &str, &str)] = &[
    (Word::And, "且", "and"),
    (Word::Or, "或", "or"),
    (Word::Not, "非", "not"),
    (Word::In, "属于", "in"),
    (Word::Missing, "缺失", "missing"),
    (Word::If, "若", "if"),
    (Word::Then, "则", "then"),
    (Word::Else, "否则", "else"),
    (Word::True, "是", "true"),
    (Word::False, "否", "false"),
    (Word::Aggregate(Aggregate::Any), "任一", "any"),
    (Word::Aggregate(Aggregate::All), "全部", "all"),
    (Word::Aggregate(Aggregate::Count), "计数", "count"),
    (Word::Aggregate(Aggregate::Sum), "求和", "sum"),
    (Word::Aggregate(Aggregate::Min), "最小", "min"),
    (Word::Aggregate(Aggregate::Max), "最大", "max"),
    (Word::Function(Function::AsOf), "审计日", "as_of"),
    (Word::Function(Function::Age), "周岁", "age"),
    (Word::Function(Function::Months), "月数", "months"),
    (Word::Function(Function::Days), "天数", "days"),
    (Word::Function(Function::Year), "年", "year"),
    (Word::Function(Function::Coalesce), "先取", "coalesce"),
    (Word::Function(Function::IfAbsent), "缺列取", "if_absent"),
    (Word::Function(Function::AllGiven), "齐全", "all_given"),
    (Word::Function(Function::Length), "位数", "length"),
    (Word::Function(Function::Contains), "包含", "contains"),
    (Word::Function(Function::StartsWith), "开头", "starts_with"),
    (Word::Function(Function::IsDigits), "纯数字", "is_digits"),
    (Word::Function(Function::IdBirthDate), "证件出生日期", "id_birth_date"),
    (Word::Function(Function::IdIsMale), "证件为男", "id_is_male"),
    (Word::Function(Function::IdCheckHolds), "证件校验正确", "id_check_holds"),
    (Word::Function(Function::IdLength), "证件位数", "id_length"),
    (Word::Function(Function::IdDisabilityClass), "残疾类别", "id_disability_class"),
    (Word::Function(Function::IdDisabilityGrade), "残疾等级", "id_disability_grade"),
];

/// The Chinese words that join two names when the spaces around them are forgotten.
pub(super) const JOINING: &[&str] = &["且", "或", "属于", "缺失"];

/// The word spelt `text`, in either language.
pub(super) fn word(text: &str) -> Option<Word> {
    WORDS.iter().find(|(_, zh, en)| *zh == text || *en == text).map(|(word, _, _)| *word)
}

/// How a word is spelt.
pub(super) fn spelling(word: Word, locale: Locale) -> &'static str {
    WORDS.iter().find(|(w, _, _)| *w == word).map_or("", |(_, zh, en)| locale.pick(zh, en))
}

/// All words of the language, in Chinese and in English.
pub fn spellings() -> impl Iterator<Item = (&'static str, &'static str)> {
    WORDS.iter().map(|&(_, zh, en)| (zh, en))
}

/// Whether `name` is a word of the language, in either language, and so cannot be a bare name.
///
/// Functions are words only before a bracket, so a field may carry the name of one; `审计日` has no bracket and is always
/// a word.
#[must_use]
pub fn is_keyword(name: &str) -> bool {
    word(name).is_some_and(|w| !matches!(w, Word::Function(f) if f != Function::AsOf))
}
