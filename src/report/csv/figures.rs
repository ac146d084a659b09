//! Figures that documents print beside the computed ones, a number a row.

use super::{Sheet, pick};
use crate::report::Options;
use crate::report::figures::{take, verdict};
use crate::survey::FigureRecord;
use std::io;

/// Writes figures; one that is not computed has one row.
///
/// # Errors
/// Those of the writer.
pub fn figures(out: &mut dyn io::Write, figures: &[FigureRecord], options: &Options) -> io::Result<()> {
    let locale = options.locale;
    let mut sheet = Sheet::new(out)?;
    let zh = ["数字", "内容", "文件", "位置", "规则或指标", "取", "公布", "复算", "算式", "比对", "原因", "命令"];
    let en = [
        "figure",
        "statement",
        "document",
        "locus",
        "code",
        "take",
        "printed",
        "computed",
        "sums",
        "verdict",
        "reason",
        "command",
    ];
    sheet.row(pick(locale, &zh, &en).to_vec())?;
    for figure in figures {
        let head = [&figure.id, &figure.title, &figure.document, &figure.locus].map(Clone::clone);
        let said = [verdict(locale, figure.verdict).to_owned(), figure.reason.clone()];
        let none = ["", "", "", "", ""].map(str::to_owned);
        if figure.shows.is_empty() {
            sheet.row(head.iter().chain(&none).chain(&said).chain([&String::new()]))?;
        }
        for show in &figure.shows {
            let numbers = [
                show.code.clone(),
                take(locale, show.take).to_owned(),
                show.printed.clone(),
                show.computed.clone(),
                show.sums.clone(),
            ];
            sheet.row(head.iter().chain(&numbers).chain(&said).chain([&show.command]))?;
        }
    }
    sheet.finish()
}
