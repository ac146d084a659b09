//! What else a report names, as pages to read: terms, parameters, checks of the data, what-ifs, messages.

use super::case;
use super::explain::{basis, definitions, parameters, spelling};
use crate::finding::record::{DataCheckDoc, MessageDoc, ParameterPage, RuleTitle, ScenarioDoc, Severity, TermDoc};
use crate::report::layout::{DOUBTFUL, PLAIN, Page, STRONG};
use crate::report::{Options, phrase, words};
use std::io;

/// Writes the page of a definition.
///
/// # Errors
/// Those of the writer.
pub fn term(out: &mut dyn io::Write, doc: &TermDoc, options: &Options) -> io::Result<()> {
    let page = &mut Page::new(out, options);
    let locale = options.locale;
    title(page, &doc.term.name, page.say("用语", "term"))?;
    if doc.term.assumed {
        let text = page.say("这样理解是假定，文件中没有出处", "that it means this is assumed; no document says so");
        page.styled(0, DOUBTFUL, text)?;
    }
    page.blank()?;
    page.field(0, page.say("含义", "meaning"), &doc.term.title)?;
    page.field(0, page.say("对象", "of"), &doc.entity)?;
    page.field(0, page.say("写法", "is"), spelling(locale, &doc.term.expression))?;
    definitions(page, &doc.definitions)?;
    parameters(page, &doc.parameters)?;
    users(page, &doc.used_by)
}

/// Writes the page of a parameter.
///
/// # Errors
/// Those of the writer.
pub fn parameter(out: &mut dyn io::Write, doc: &ParameterPage, options: &Options) -> io::Result<()> {
    let page = &mut Page::new(out, options);
    title(page, &doc.parameter.name, page.say("参数", "parameter"))?;
    parameters(page, std::slice::from_ref(&doc.parameter))?;
    users(page, &doc.used_by)
}

/// Writes the page of a check of the data.
///
/// # Errors
/// Those of the writer.
pub fn data_check(out: &mut dyn io::Write, doc: &DataCheckDoc, options: &Options) -> io::Result<()> {
    let page = &mut Page::new(out, options);
    title(page, &format!("{} {}", doc.code, doc.title), page.say("数据检查", "check of the data"))?;
    let severity = (case::style(doc.severity), words::severity(options.locale, doc.severity));
    page.mixed(0, &[severity])?;
    page.blank()?;
    case::remedy(page, 0, &doc.remedy)?;
    let force = match doc.severity {
        Severity::Note => page.say("只是提示，不影响核对", "for information; the check is not affected"),
        _ => page.say(
            "不是疑点，先改数据再核对；不属于规则，不能用 --select 选",
            "no suspect: correct the data first; it is no rule and cannot be selected",
        ),
    };
    page.field(0, page.say("效力", "force"), force)
}

/// Writes the page of a scenario.
///
/// # Errors
/// Those of the writer.
pub fn scenario(out: &mut dyn io::Write, doc: &ScenarioDoc, options: &Options) -> io::Result<()> {
    let page = &mut Page::new(out, options);
    let locale = options.locale;
    title(page, &format!("{} {}", doc.name, doc.title), page.say("情景", "scenario"))?;
    if doc.assumed {
        page.styled(0, DOUBTFUL, page.say("没有文件这样问", "no document asks this"))?;
    }
    page.blank()?;
    for pair in doc.sets.iter().chain(&doc.parameters) {
        page.field(0, page.say("假设", "suppose"), &phrase::pair(pair))?;
    }
    if !doc.note.is_empty() {
        page.field(0, page.say("说明", "note"), &doc.note)?;
    }
    let call = format!("hucha whatif {} --scenario {}", locale.pick("数据", "DATA"), doc.name);
    page.field(0, page.say("用法", "usage"), &call)?;
    if doc.basis.is_empty() { Ok(()) } else { basis(page, &doc.basis) }
}

/// Writes what a message of the program says.
///
/// # Errors
/// Those of the writer.
pub fn message(out: &mut dyn io::Write, doc: &MessageDoc, options: &Options) -> io::Result<()> {
    let page = &mut Page::new(out, options);
    title(page, &doc.code, page.say("程序的提示，不是规则", "a message of the program, not a rule"))?;
    page.blank()?;
    page.paragraph(0, spelling(options.locale, &doc.text))
}

fn title(page: &mut Page<'_>, name: &str, kind: &str) -> io::Result<()> {
    let kind = words::bracketed(page.options.locale, kind);
    page.mixed(0, &[(STRONG, name), (PLAIN, &kind)])
}

/// The rules and indicators that use it.
fn users(page: &mut Page<'_>, users: &[RuleTitle]) -> io::Result<()> {
    if users.is_empty() {
        return Ok(());
    }
    page.heading(page.say("用到它的规则和指标", "rules and indicators that use it"))?;
    users.iter().try_for_each(|user| page.line(2, &format!("{} {}", user.code, user.title)))
}
