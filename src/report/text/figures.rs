//! Figures that documents print beside the computed ones, as text.

use crate::report::figures::{agrees, counted, number, sums, take, verdict};
use crate::report::layout::{BAD, DOUBTFUL, FAINT, GOOD, Page, STRONG, Table};
use crate::report::{Length, Options, phrase};
use crate::survey::{FigureRecord, FigureVerdict};
use std::io;

/// Writes figures: each with its numbers; in full with the commands that show them.
///
/// # Errors
/// Those of the writer.
pub fn figures(out: &mut dyn io::Write, figures: &[FigureRecord], options: &Options) -> io::Result<()> {
    let page = &mut Page::new(out, options);
    let locale = options.locale;
    page.styled(0, STRONG, page.say("公布数字的复算", "printed figures computed again"))?;
    page.paragraph(0, &counted(locale, figures))?;
    for figure in figures {
        page.blank()?;
        let style = match figure.verdict {
            FigureVerdict::Agrees => GOOD,
            FigureVerdict::Differs => DOUBTFUL,
            FigureVerdict::Unexpected => BAD,
            FigureVerdict::NotComputed => FAINT,
        };
        let title = format!("{} {}", figure.id, figure.title);
        page.mixed(0, &[(STRONG, &title), (FAINT, "  "), (style, verdict(locale, figure.verdict))])?;
        let mut table = Table::new(&[2, 4]);
        for show in &figure.shows {
            table.row([
                show.code.clone(),
                take(locale, show.take).to_owned(),
                show.printed.clone(),
                "→".to_owned(),
                number(locale, show).to_owned(),
                sums(show).to_owned(),
                if show.agrees { String::new() } else { agrees(locale, false).to_owned() },
            ]);
        }
        page.table(2, &table)?;
        if !figure.reason.is_empty() {
            page.paragraph(2, &figure.reason)?;
        }
        if options.length == Length::Full {
            page.field(2, page.say("出处", "source"), &phrase::citation(locale, &figure.document, &figure.locus))?;
            let mut commands: Vec<String> = figure.shows.iter().map(|show| show.command.clone()).collect();
            commands.dedup();
            page.hanging(2, page.say("命令", "command"), &commands)?;
        }
    }
    Ok(())
}
