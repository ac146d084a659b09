//! Whether what is quoted stands in the clause, and whether a value that cites a clause is what the quoted words say.
//! Held against each other are the words that the rulebook records of a clause; the documents themselves are not here.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::LintMessage as M;
use crate::lang::types::Type;
use crate::rulebook::{Citation, Clause, DatedValue, Parameter, ParameterValue, Rulebook};
use crate::value::numeral::{Said, numbers};
use crate::value::{Date, DateParts, Decimal};

/// What marks an omission in a clause or a quotation.
const OMISSION: [char; 2] = ['…', '⋯'];

/// Quotations of rules, indicators, scenarios and parameters that are not true, in order of the rulebook.
pub(super) fn citations(rulebook: &Rulebook) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let rules = rulebook.rules.iter().map(|rule| (&rule.basis, &rule.span));
    let indicators = rulebook.indicators.iter().map(|indicator| (&indicator.basis, &indicator.span));
    let scenarios = rulebook.scenarios.iter().map(|scenario| (&scenario.basis, &scenario.span));
    for (basis, span) in rules.chain(indicators).chain(scenarios) {
        found.extend(basis.iter().filter_map(|c| quotation(rulebook, c)).map(|m| Diagnostic::error(m).at(span)));
    }
    for parameter in &rulebook.parameters {
        for (value, citation) in parameter.values.iter().filter_map(|v| Some((v, v.citation.as_ref()?))) {
            let wrong = quotation(rulebook, citation).or_else(|| number(rulebook, parameter, value, citation));
            found.extend(wrong.map(|message| Diagnostic::error(message).at(&parameter.span)));
        }
    }
    found
}

/// Words without white space and quotation marks, which copies of a document set differently.
fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !"“”‘’\"'".contains(*c)).collect()
}

/// Whether the pieces of a quotation, between its omissions, stand in the clause, each behind the one before it.
fn stands(clause: &str, quotation: &str) -> bool {
    let clause = bare(clause);
    let quotation = bare(quotation);
    let mut rest = clause.as_str();
    quotation.split(OMISSION).all(|piece| match rest.split_once(piece) {
        Some((_, after)) => {
            rest = after;
            true
        }
        None => false,
    })
}

fn clause<'r>(rulebook: &'r Rulebook, citation: &Citation) -> Option<&'r Clause> {
    let id = citation.clause.as_ref()?;
    rulebook.document(&citation.source)?.clauses.iter().find(|clause| clause.id == *id)
}

/// A quotation that does not stand in its clause. A citation of a whole document quotes nothing that could be held
/// against it.
fn quotation(rulebook: &Rulebook, citation: &Citation) -> Option<M> {
    let clause = clause(rulebook, citation)?;
    (!stands(&clause.text, &citation.text))
        .then(|| M::NotInClause { source: citation.source.clone(), clause: clause.id.clone() })
}

/// A value that the words it cites do not say. Where none are quoted, all that is recorded of the clause counts. A value
/// that is only believed may point to where it is from without any words.
fn number(rulebook: &Rulebook, parameter: &Parameter, value: &DatedValue, citation: &Citation) -> Option<M> {
    let quoted = citation.text.as_str();
    let words = if quoted.is_empty() { clause(rulebook, citation).map_or("", |c| c.text.as_str()) } else { quoted };
    let imprint = rulebook.document(&citation.source).map_or("", |document| document.imprint.as_str());
    let said = numbers(words);
    let (holds, shown) = match value.value {
        ParameterValue::Number(number) => {
            (says(rulebook, parameter.ty, number, &said), format!("{number} {}", parameter.unit))
        }
        ParameterValue::Date(date) => (says_date(date, words, imprint), date.to_string()),
    };
    let (name, shown) = (parameter.name.zh.clone(), shown.trim_end().to_owned());
    if holds || (words.is_empty() && value.assumed) {
        return None;
    }
    if words.is_empty() {
        return Some(M::NothingQuoted { name, value: shown });
    }
    Some(M::NotTheNumber { name, value: shown, text: words.to_owned() })
}

/// Whether one of the numbers is `wanted`, as it stands or in the unit that follows it.
fn says(rulebook: &Rulebook, ty: Type, wanted: Decimal, said: &[Said]) -> bool {
    let units = match ty {
        Type::Number(Some(dimension)) => rulebook.dictionary.dimension(dimension).units.as_slice(),
        _ => &[],
    };
    said.iter().any(|number| {
        let rest = number.rest.trim_start();
        let unit = units.iter().filter(|u| rest.starts_with(&u.name)).max_by_key(|u| u.name.len());
        number.values.iter().any(|&value| {
            value == wanted || unit.and_then(|unit| value.checked_mul(unit.factor)).is_some_and(|value| value == wanted)
        })
    })
}

/// Whether the words say month and day in this order, and they or the imprint of their document the year, as far as the
/// date has them. `月底` is the last day of a month.
fn says_date(date: Date, words: &str, imprint: &str) -> bool {
    let DateParts { year, month, day } = date.parts();
    let said = numbers(words);
    let is = |number: &Said, part: i64| {
        let part = Decimal::from_int(part);
        number.values.iter().any(|&value| Some(value) == part)
    };
    let year = i64::from(year);
    let last = date.plus_days(1).is_some_and(|next| next.parts().month != month) && words.contains("月底");
    let mut rest = said.iter();
    (said.iter().any(|number| is(number, year)) || numbers(imprint).iter().any(|number| is(number, year)))
        && month.is_none_or(|month| rest.any(|number| is(number, i64::from(month))))
        && day.is_none_or(|day| last || rest.any(|number| is(number, i64::from(day))))
}

#[cfg(test)]
mod tests {
    use super::{says_date, stands};
    use crate::value::Date;

    #[test]
    fn a_quotation_stands_in_its_clause_piece_by_piece() {
        let clause = "漏评…住房安全和“基本医疗保障”不到位是漏评的主要原因 / 按月摸排";
        for quotation in
            ["", "漏评", "住房安全和基本医疗保障不到位", "住房安全…主要原因", "漏评…按月摸排", "漏评 ⋯ 不到位…"]
        {
            assert!(stands(clause, quotation), "{quotation}");
        }
        for quotation in ["错评", "漏评住房安全", "主要原因…住房安全", "按月摸排…按月摸排", "住房安全的"]
        {
            assert!(!stands(clause, quotation), "{quotation}");
        }
        assert!(!stands("", "只有编号的条款没有可引的文字"));
    }

    #[test]
    fn a_date_is_said_by_its_parts() {
        let day = |year, month, day| Date::day(year, month, day).unwrap();
        let words = "自2014年1月1日起，至二〇二〇年十二月三十一日止";
        assert!(says_date(day(2014, 1, 1), words, ""));
        assert!(says_date(day(2020, 12, 31), words, ""));
        assert!(!says_date(day(2015, 1, 1), words, ""));
        let imprint = "〔2017〕14号，2017-04-23";
        assert!(says_date(day(2017, 11, 30), "11月底之前", imprint));
        assert!(!says_date(day(2017, 11, 29), "11月底之前", imprint));
        assert!(!says_date(day(2018, 11, 30), "11月底之前", imprint));
        assert!(!says_date(day(2017, 6, 29), "6月30日之前竣工", imprint));
    }
}
