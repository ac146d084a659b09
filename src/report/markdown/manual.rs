//! The rulebook as a document: what every rule checks and why, what it rests on, what it reads, and its examples.

use super::paper::{Paper, plain};
use crate::diagnostic::Locale;
use crate::finding::record::{
    ClauseDoc, ExampleDoc, ExampleRowDoc, Expression, IndicatorDoc, Manual, PackDoc, ParameterDoc, RuleDoc, ValueDoc,
};
use crate::report::{Options, indicator as said, phrase, words};
use crate::rulebook::EXAMPLE_DATE;
use std::io;

/// Writes the rulebook.
///
/// # Errors
/// Those of the writer.
pub fn manual(out: &mut dyn io::Write, manual: &Manual, options: &Options) -> io::Result<()> {
    let paper = &mut Paper::new(out, options);
    let rules: usize = manual.packs.iter().map(|pack| pack.rules.len()).sum();
    paper.heading(1, paper.say("规则手册", "The rules"))?;
    if let Some(region) = &manual.region {
        paper.strong(&format!("{} {region}", paper.say("地区", "region")))?;
    }
    paper.paragraph(&match options.locale {
        Locale::Zh => format!(
            "由规则文件生成，共{}个规则包、{rules}条规则。疑点须核实，不作定论；空白既不算是也不算否。例子的审计日除写明的以外为{}。",
            manual.packs.len(),
            EXAMPLE_DATE
        ),
        Locale::En => format!(
            "Made from the rule files: {} packs, {rules} rules. What they report is to be verified; a blank is neither \
             yes nor no. The audit date of examples is {} where none is given.",
            manual.packs.len(),
            EXAMPLE_DATE
        ),
    })?;
    contents(paper, &manual.packs)?;
    for pack in &manual.packs {
        paper.heading(2, &pack.title)?;
        if !pack.about.is_empty() {
            paper.paragraph(&pack.about)?;
        }
        for doc in &pack.rules {
            rule(paper, doc)?;
        }
    }
    if !manual.indicators.is_empty() {
        paper.heading(2, paper.say("指标", "Indicators"))?;
        manual.indicators.iter().try_for_each(|doc| indicator(paper, doc))?;
    }
    definitions(paper, manual)?;
    paper.heading(2, paper.say("参数", "Parameters"))?;
    manual.parameters.iter().try_for_each(|doc| parameter(paper, doc))
}

fn contents(paper: &mut Paper<'_>, packs: &[PackDoc]) -> io::Result<()> {
    let header = match paper.options.locale {
        Locale::Zh => ["规则包", "查什么", "规则数"],
        Locale::En => ["pack", "what it checks", "rules"],
    };
    let row = |pack: &PackDoc| {
        let title = format!("{}{}", pack.title, words::bracketed(paper.options.locale, &pack.name));
        vec![title, pack.about.clone(), pack.rules.len().to_string()]
    };
    let rows: Vec<Vec<String>> = packs.iter().map(row).collect();
    paper.table(&header, &[2], &rows)
}

fn rule(paper: &mut Paper<'_>, doc: &RuleDoc) -> io::Result<()> {
    let locale = paper.options.locale;
    let line = &doc.rule;
    paper.heading(3, &format!("{} {}", line.code, line.title))?;
    let mut kind =
        vec![line.entity.clone(), line.class_title.clone(), words::severity(locale, line.severity).to_owned()];
    if line.assumed {
        kind.push(words::assumed(locale).to_owned());
    }
    if let Some(reason) = &line.off {
        kind.push(format!("{}{reason}", paper.say("本地区关闭：", "switched off by the region: ")));
    }
    paper.paragraph(&kind.join(" · "))?;
    let given = doc.given.as_ref().map(|given| (paper.say("情形", "given"), given));
    let conditions = given.into_iter().chain([(paper.say("必须", "require"), &doc.require)]);
    let mut items: Vec<String> =
        conditions.map(|(name, expression)| format!("{name} {}", code(spelt(locale, expression)))).collect();
    let words = [
        (paper.say("报告", "reported"), &doc.message),
        (paper.say("处理", "to do"), &doc.remedy),
        (paper.say("说明", "note"), &doc.note),
    ];
    let said = words.into_iter().filter(|(_, text)| !text.is_empty());
    items.extend(said.map(|(name, text)| format!("{name}{}{}", words::colon(locale), plain(text))));
    let names = |names: Vec<&str>| names.join(locale.pick("、", ", "));
    let used = [
        (paper.say("定义", "definitions"), doc.definitions.iter().map(|d| d.name.as_str()).collect::<Vec<_>>()),
        (paper.say("参数", "parameters"), doc.parameters.iter().map(|p| p.name.as_str()).collect()),
        (paper.say("旧编号", "formerly"), doc.redirects.iter().map(String::as_str).collect()),
    ];
    let used = used.into_iter().filter(|(_, used)| !used.is_empty());
    items.extend(used.map(|(name, used)| format!("{name}{}{}", words::colon(locale), plain(&names(used)))));
    paper.marked(&items)?;
    basis(paper, &doc.basis)?;
    examples(paper, &doc.examples)
}

fn basis(paper: &mut Paper<'_>, basis: &[ClauseDoc]) -> io::Result<()> {
    let locale = paper.options.locale;
    let clause = |clause: &ClauseDoc| {
        let locus = if clause.locus.is_empty() { &clause.clause } else { &clause.locus };
        let id: Vec<&str> =
            [clause.source.as_str(), &clause.clause].into_iter().filter(|part| !part.is_empty()).collect();
        let place =
            format!("{}{}", phrase::citation(locale, &clause.title, locus), words::bracketed(locale, &id.join(" ")));
        if clause.text.is_empty() { place } else { format!("{place} {}", phrase::quoted(locale, &clause.text)) }
    };
    let quotes: Vec<String> = basis.iter().map(clause).collect();
    paper.quotes(&quotes)
}

fn indicator(paper: &mut Paper<'_>, doc: &IndicatorDoc) -> io::Result<()> {
    let locale = paper.options.locale;
    let line = &doc.indicator;
    paper.heading(3, &format!("{} {}", line.code, line.title))?;
    let mut kind = vec![line.entity.as_str(), said::kind(locale, line.kind)];
    if line.assumed {
        kind.push(words::assumed(locale));
    }
    paper.paragraph(&kind.join(" · "))?;
    let expressions = said::expressions(locale, doc).into_iter();
    let mut items: Vec<String> =
        expressions.map(|(name, expression)| format!("{name} {}", code(spelt(locale, expression)))).collect();
    let terms = said::terms(locale, doc).into_iter();
    items.extend(terms.map(|(name, text)| format!("{name}{}{}", words::colon(locale), plain(&text))));
    paper.marked(&items)?;
    basis(paper, &doc.basis)
}

fn examples(paper: &mut Paper<'_>, examples: &[ExampleDoc]) -> io::Result<()> {
    let locale = paper.options.locale;
    let header = match locale {
        Locale::Zh => ["例子", "结论", "说明"],
        Locale::En => ["example", "verdict", "note"],
    };
    let row = |example: &ExampleDoc| {
        let mut terms: Vec<String> = Vec::new();
        if !example.note.is_empty() {
            terms.push(example.note.clone());
        }
        if example.as_of != EXAMPLE_DATE {
            terms.push(format!("{} {}", locale.pick("审计日", "audit date"), example.as_of));
        }
        terms.extend(example.region.iter().map(|region| format!("{} {region}", locale.pick("地区", "region"))));
        let verdict = words::verdict(locale, example.verdict).to_owned();
        vec![cells(locale, &example.row), verdict, terms.join(words::comma(locale))]
    };
    let rows: Vec<Vec<String>> = examples.iter().map(row).collect();
    if rows.is_empty() { Ok(()) } else { paper.table(&header, &[], &rows) }
}

/// A row of an example on one line: `危房级别 C级，成员：[与户主关系 户主]`.
fn cells(locale: Locale, row: &ExampleRowDoc) -> String {
    let cell = |p: &crate::finding::record::Pair| format!("{} {}", p.name, phrase::shown(locale, &p.value));
    let own = row.cells.iter().map(cell);
    let linked = row.linked.iter().map(|linked| {
        let rows: Vec<String> = linked.rows.iter().map(|row| format!("[{}]", cells(locale, row))).collect();
        format!("{}{}{}", linked.link, words::colon(locale), rows.join(" "))
    });
    let parts: Vec<String> = own.chain(linked).collect();
    if parts.is_empty() {
        locale.pick("全部空白", "all blank").to_owned()
    } else {
        parts.join(words::comma(locale))
    }
}

fn definitions(paper: &mut Paper<'_>, manual: &Manual) -> io::Result<()> {
    let locale = paper.options.locale;
    paper.heading(2, paper.say("定义", "Definitions"))?;
    let items: Vec<String> = manual
        .definitions
        .iter()
        .map(|doc| {
            let mut item = format!("{} {}", plain(&doc.name), code(spelt(locale, &doc.expression)));
            let mut terms = vec![doc.title.as_str()];
            terms.extend(doc.assumed.then(|| words::assumed(locale)));
            terms.retain(|term| !term.is_empty());
            if !terms.is_empty() {
                item.push_str(&plain(&words::bracketed(locale, &terms.join(words::comma(locale)))));
            }
            item
        })
        .collect();
    paper.marked(&items)
}

fn parameter(paper: &mut Paper<'_>, doc: &ParameterDoc) -> io::Result<()> {
    let locale = paper.options.locale;
    paper.heading(3, &doc.name)?;
    if !doc.title.is_empty() {
        paper.paragraph(&doc.title)?;
    }
    let header = match locale {
        Locale::Zh => ["何时", "值", "出处"],
        Locale::En => ["when", "value", "source"],
    };
    let source = |value: &ValueDoc| {
        let assumed = value.assumed.then(|| words::assumed(locale).to_owned());
        let source = Some(value.source.clone()).filter(|source| !source.is_empty());
        source.into_iter().chain(assumed).collect::<Vec<_>>().join(words::comma(locale))
    };
    let rows: Vec<Vec<String>> =
        doc.values.iter().map(|value| vec![phrase::span(locale, value), value.value.clone(), source(value)]).collect();
    if rows.is_empty() {
        return paper
            .paragraph(paper.say("没有值，由地区文件或使用者给出", "no value: a region file or the user gives it"));
    }
    paper.table(&header, &[1], &rows)
}

fn spelt(locale: Locale, expression: &Expression) -> &str {
    locale.pick(&expression.zh, &expression.en)
}

/// An expression, set as code.
fn code(text: &str) -> String {
    format!("`{}`", phrase::one_line(text).replace('`', "'"))
}
