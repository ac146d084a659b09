//! Figures that documents print beside the computed ones, as Markdown.

use super::paper::Paper;
use crate::diagnostic::Locale;
use crate::report::figures::{agrees, computed, counted, take, verdict};
use crate::report::{Options, phrase};
use crate::survey::FigureRecord;
use std::io;

/// Writes figures: a table of all numbers, then what is said of those that differ or are not computed.
///
/// # Errors
/// Those of the writer.
pub fn figures(out: &mut dyn io::Write, figures: &[FigureRecord], options: &Options) -> io::Result<()> {
    let paper = &mut Paper::new(out, options);
    let locale = options.locale;
    paper.heading(1, paper.say("公布数字的复算", "Printed figures computed again"))?;
    paper.paragraph(&counted(locale, figures))?;
    let header = match locale {
        Locale::Zh => ["数字", "内容", "出处", "规则或指标", "取", "公布", "复算", "比对"],
        Locale::En => ["figure", "statement", "source", "rule or indicator", "take", "printed", "computed", "verdict"],
    };
    let mut rows = Vec::new();
    for figure in figures {
        let source = phrase::citation(locale, &figure.document, &figure.locus);
        for show in &figure.shows {
            rows.push(vec![
                figure.id.clone(),
                figure.title.clone(),
                source.clone(),
                show.code.clone(),
                take(locale, show.take).to_owned(),
                show.printed.clone(),
                computed(locale, show),
                agrees(locale, show.agrees).to_owned(),
            ]);
        }
    }
    paper.table(&header, &[5, 6], &rows)?;
    let said: Vec<String> = figures
        .iter()
        .filter(|figure| !figure.reason.is_empty())
        .map(|f| format!("{} {}{}{}", f.id, verdict(locale, f.verdict), locale.pick("：", ": "), f.reason))
        .collect();
    paper.list(&said)
}
