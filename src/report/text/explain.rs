//! A rule as a page to read: whom it binds, what it asks, what follows, where it is written.

use super::case;
use crate::diagnostic::Locale;
use crate::finding::record::{
    ClauseDoc, DefinitionDoc, ExampleDoc, ExampleRowDoc, Expression, Pair, ParameterDoc, RuleDoc, Severity,
};
use crate::report::layout::{DOUBTFUL, PLAIN, Page, STRONG, Table};
use crate::report::{Length, Options, phrase, words};
use std::io;

/// Writes the page of a rule. The short text leaves out the examples and the other set of keywords.
///
/// # Errors
/// Those of the writer.
pub fn explain(out: &mut dyn io::Write, doc: &RuleDoc, options: &Options) -> io::Result<()> {
    let page = &mut Page::new(out, options);
    head(page, doc)?;
    body(page, doc)?;
    basis(page, &doc.basis)?;
    definitions(page, &doc.definitions)?;
    parameters(page, &doc.parameters)?;
    if options.length == Length::Full {
        examples(page, &doc.examples)?;
        other_spelling(page, doc)?;
    }
    Ok(())
}

fn head(page: &mut Page<'_>, doc: &RuleDoc) -> io::Result<()> {
    let locale = page.options.locale;
    let rule = &doc.rule;
    let slug = words::bracketed(locale, &rule.slug);
    page.mixed(0, &[(STRONG, &format!("{} {}", rule.code, rule.title)), (PLAIN, &slug)])?;
    let pack = if rule.pack.is_empty() {
        String::new()
    } else {
        format!("{}{} {}", words::comma(locale), page.say("规则包", "pack"), rule.pack)
    };
    let class = format!("{}{}", rule.class_title, words::comma(locale));
    let severity = (case::style(rule.severity), words::severity(locale, rule.severity));
    page.mixed(0, &[(PLAIN, &class), severity, (PLAIN, &pack)])?;
    if !doc.redirects.is_empty() {
        let codes = doc.redirects.join(page.say("、", ", "));
        page.line(0, &format!("{} {codes}", page.say("旧编号", "formerly")))?;
    }
    let mut warnings = Vec::new();
    if let Some(reason) = &rule.off {
        warnings.push(format!("{}{reason}", page.say("本地区关闭：", "switched off by the region: ")));
    }
    if rule.assumed {
        let text = page
            .say("本条是假定，文件中没有出处，请先确认", "this rule is assumed, no document says so; confirm it first");
        warnings.push(text.to_owned());
    }
    for warning in warnings {
        page.styled(0, DOUBTFUL, &warning)?;
    }
    Ok(())
}

fn body(page: &mut Page<'_>, doc: &RuleDoc) -> io::Result<()> {
    let locale = page.options.locale;
    page.blank()?;
    let entity = &doc.rule.entity;
    match &doc.given {
        Some(given) => {
            page.line(
                0,
                &match locale {
                    Locale::Zh => format!("{entity}有下列情形的："),
                    Locale::En => format!("where a {entity} has"),
                },
            )?;
            page.paragraph(4, spelling(locale, given))?;
            page.line(0, page.say("必须符合：", "it must have"))?;
        }
        None => page.line(
            0,
            &match locale {
                Locale::Zh => format!("每个{entity}必须符合："),
                Locale::En => format!("every {entity} must have"),
            },
        )?,
    }
    page.paragraph(4, spelling(locale, &doc.require))?;
    page.blank()?;
    page.field(0, page.say("报告", "reported"), &doc.message)?;
    case::remedy(page, 0, &doc.remedy)?;
    if !doc.note.is_empty() {
        page.field(0, page.say("说明", "note"), &doc.note)?;
    }
    let consequence = match doc.rule.severity {
        Severity::Error => page.say("强制：查实即须纠正", "error: once verified, it has to be corrected"),
        Severity::Warning => {
            page.say("核实：逐一核实后再定", "warning: to be verified one by one before anything is decided")
        }
        Severity::Note => page.say("提示：供参考，不要求处理", "note: for information; nothing has to be done"),
    };
    page.field(0, page.say("效力", "force"), consequence)
}

pub(super) fn basis(page: &mut Page<'_>, basis: &[ClauseDoc]) -> io::Result<()> {
    let locale = page.options.locale;
    page.heading(page.say("依据", "basis"))?;
    if basis.is_empty() {
        page.line(2, page.say("没有引用文件", "no document is cited"))?;
    }
    for clause in basis {
        let locus = if clause.locus.is_empty() { &clause.clause } else { &clause.locus };
        let id: Vec<&str> =
            [clause.source.as_str(), &clause.clause].into_iter().filter(|part| !part.is_empty()).collect();
        let id = words::bracketed(locale, &id.join(" "));
        page.paragraph(2, &format!("{}{id}", phrase::citation(locale, &clause.title, locus)))?;
        if !clause.text.is_empty() {
            page.paragraph(4, &phrase::quoted(locale, &clause.text))?;
        }
    }
    Ok(())
}

pub(super) fn definitions(page: &mut Page<'_>, definitions: &[DefinitionDoc]) -> io::Result<()> {
    if definitions.is_empty() {
        return Ok(());
    }
    let locale = page.options.locale;
    page.heading(page.say("用语", "terms"))?;
    for definition in definitions {
        let mark = if definition.assumed { words::bracketed(locale, words::assumed(locale)) } else { String::new() };
        page.paragraph(2, &format!("{}{}{}{mark}", definition.name, words::colon(locale), definition.title))?;
        page.paragraph(4, spelling(locale, &definition.expression))?;
    }
    Ok(())
}

pub(super) fn parameters(page: &mut Page<'_>, parameters: &[ParameterDoc]) -> io::Result<()> {
    if parameters.is_empty() {
        return Ok(());
    }
    let locale = page.options.locale;
    page.heading(page.say("标准", "parameters"))?;
    for parameter in parameters {
        page.paragraph(2, &format!("{}{}{}", parameter.name, words::colon(locale), parameter.title))?;
        let mut table = Table::new(&[1]);
        for value in &parameter.values {
            let source = if value.assumed {
                words::assumed(locale).to_owned()
            } else if value.source.is_empty() {
                page.say("另行设定", "set for this run").to_owned()
            } else {
                value.source.clone()
            };
            let region = value.region.as_deref().unwrap_or_default();
            table.row([phrase::span(locale, value), value.value.clone(), source, region.to_owned()]);
        }
        page.table(4, &table)?;
    }
    Ok(())
}

fn examples(page: &mut Page<'_>, examples: &[ExampleDoc]) -> io::Result<()> {
    if examples.is_empty() {
        return Ok(());
    }
    page.heading(page.say("例子", "examples"))?;
    for example in examples {
        let locale = page.options.locale;
        let mut terms = vec![format!("{} {}", page.say("审计日", "audit date"), example.as_of)];
        terms.extend(example.region.iter().map(|region| format!("{} {region}", page.say("地区", "region"))));
        if !example.note.is_empty() {
            terms.insert(0, example.note.clone());
        }
        let verdict = format!("{} {}", words::sign(example.verdict), words::verdict(locale, example.verdict));
        let terms = words::bracketed(locale, &terms.join(words::comma(locale)));
        page.mixed(2, &[(case::verdict_style(example.verdict), &verdict), (PLAIN, &terms)])?;
        row(page, 4, &example.row)?;
    }
    Ok(())
}

fn row(page: &mut Page<'_>, indent: usize, row: &ExampleRowDoc) -> io::Result<()> {
    let locale = page.options.locale;
    if row.cells.is_empty() {
        page.line(indent, page.say("全部空白", "all blank"))?;
    } else {
        let cell = |p: &Pair| format!("{} {}", p.name, phrase::shown(locale, &p.value));
        let cells: Vec<String> = row.cells.iter().map(cell).collect();
        page.paragraph(indent, &cells.join(words::comma(locale)))?;
    }
    for linked in &row.linked {
        let count = linked.rows.len().to_string();
        page.line(indent, &format!("{}{}", linked.link, words::bracketed(locale, &count)))?;
        for linked_row in &linked.rows {
            self::row(page, indent + 2, linked_row)?;
        }
    }
    Ok(())
}

fn other_spelling(page: &mut Page<'_>, doc: &RuleDoc) -> io::Result<()> {
    let other = match page.options.locale {
        Locale::Zh => Locale::En,
        Locale::En => Locale::Zh,
    };
    page.heading(page.say("英文写法", "in Chinese keywords"))?;
    if let Some(given) = &doc.given {
        page.field(2, page.say("情形", "given"), spelling(other, given))?;
    }
    page.field(2, page.say("必须", "require"), spelling(other, &doc.require))
}

pub(super) fn spelling(locale: Locale, expression: &Expression) -> &str {
    locale.pick(&expression.zh, &expression.en)
}
