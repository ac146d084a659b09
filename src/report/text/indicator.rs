//! An indicator as a page to read, and indicators as a list.

use super::explain::{basis, definitions, parameters, spelling};
use crate::diagnostic::Locale;
use crate::finding::record::{IndicatorDoc, IndicatorLine};
use crate::report::layout::{DOUBTFUL, PLAIN, Page, STRONG, Table};
use crate::report::{Length, Options, indicator as said, words};
use std::io;

/// Writes one line an indicator, under a heading of their own. The full text adds the short names.
///
/// # Errors
/// Those of the writer.
pub fn indicators(out: &mut dyn io::Write, indicators: &[IndicatorLine], options: &Options) -> io::Result<()> {
    let page = &mut Page::new(out, options);
    let locale = options.locale;
    let full = options.length == Length::Full;
    page.heading(page.say("指标", "indicators"))?;
    let mut table = Table::default();
    let mut header =
        vec![page.say("编号", "code"), page.say("算法", "kind"), page.say("对象", "for"), page.say("名称", "title")];
    if full {
        header.push(page.say("短名", "slug"));
    }
    header.push(page.say("备注", "remarks"));
    table.row(header);
    for line in indicators {
        let kind = said::kind(locale, line.kind).to_owned();
        let mut cells = vec![line.code.clone(), kind, line.entity.clone(), line.title.clone()];
        if full {
            cells.push(line.slug.clone());
        }
        cells.push(if line.assumed { words::assumed(locale).to_owned() } else { String::new() });
        table.row(cells);
    }
    page.table_with_header(0, &table)?;
    page.blank()?;
    let count = indicators.len();
    page.line(
        0,
        &match locale {
            Locale::Zh => format!("{count} 个"),
            Locale::En => format!("{count} indicators"),
        },
    )
}

/// Writes the page of an indicator. The short text leaves out the other set of keywords.
///
/// # Errors
/// Those of the writer.
pub fn indicator(out: &mut dyn io::Write, doc: &IndicatorDoc, options: &Options) -> io::Result<()> {
    let page = &mut Page::new(out, options);
    let locale = options.locale;
    let line = &doc.indicator;
    let slug = words::bracketed(locale, &line.slug);
    page.mixed(0, &[(STRONG, &format!("{} {}", line.code, line.title)), (PLAIN, &slug)])?;
    if line.assumed {
        let text = page.say(
            "本指标是假定，文件中没有出处，请先确认",
            "this indicator is assumed, no document says so; confirm it first",
        );
        page.styled(0, DOUBTFUL, text)?;
    }
    page.blank()?;
    page.field(0, page.say("算法", "kind"), said::kind(locale, line.kind))?;
    page.field(0, page.say("对象", "for"), &line.entity)?;
    for (name, expression) in said::expressions(locale, doc) {
        page.field(0, name, spelling(locale, expression))?;
    }
    for (name, text) in said::terms(locale, doc) {
        page.field(0, name, &text)?;
    }
    basis(page, &doc.basis)?;
    definitions(page, &doc.definitions)?;
    parameters(page, &doc.parameters)?;
    if options.length == Length::Full && !said::expressions(locale, doc).is_empty() {
        let other = match locale {
            Locale::Zh => Locale::En,
            Locale::En => Locale::Zh,
        };
        page.heading(page.say("英文写法", "in Chinese keywords"))?;
        for (name, expression) in said::expressions(locale, doc) {
            page.field(2, name, spelling(other, expression))?;
        }
    }
    Ok(())
}
