//! Rules as a list.

use crate::finding::record::RuleLine;
use crate::report::layout::{Page, Table};
use crate::report::{Length, Options, words};
use std::io;

/// Writes one line a rule. The full text adds the short names and, where rules are switched off, the reasons.
///
/// # Errors
/// Those of the writer.
pub fn rules(out: &mut dyn io::Write, rules: &[RuleLine], options: &Options) -> io::Result<()> {
    let page = &mut Page::new(out, options);
    let locale = options.locale;
    let full = options.length == Length::Full;
    let mut table = Table::default();
    let mut header = vec![
        page.say("编号", "code"),
        page.say("程度", "severity"),
        page.say("对象", "for"),
        page.say("类别", "class"),
        page.say("名称", "title"),
    ];
    if full {
        header.extend([page.say("短名", "slug"), page.say("规则包", "pack")]);
    }
    header.push(page.say("备注", "remarks"));
    table.row(header);
    for rule in rules {
        let mut cells = vec![
            rule.code.clone(),
            words::severity(locale, rule.severity).to_owned(),
            rule.entity.clone(),
            rule.class_title.clone(),
            rule.title.clone(),
        ];
        if full {
            cells.extend([rule.slug.clone(), rule.pack.clone()]);
        }
        cells.push(remarks(page, rule, full));
        table.row(cells);
    }
    page.table_with_header(0, &table)?;
    page.blank()?;
    let count = u64::try_from(rules.len()).unwrap_or(u64::MAX);
    page.line(0, &words::rules(locale, count))
}

fn remarks(page: &Page<'_>, rule: &RuleLine, full: bool) -> String {
    let locale = page.options.locale;
    let mut remarks = Vec::new();
    if rule.assumed {
        remarks.push(words::assumed(locale).to_owned());
    }
    if let Some(reason) = &rule.off {
        let off = page.say("本地区关闭", "switched off");
        remarks.push(if full { format!("{off}{}{reason}", words::colon(locale)) } else { off.to_owned() });
    }
    remarks.join(words::semicolon(locale))
}
