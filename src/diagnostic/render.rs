//! Diagnostics as text: the message, the line it points at with a caret below, and the helps.
//! Carets align under East Asian text.

use super::{Diagnostic, Level, Locale, Span};
use annotate_snippets::{AnnotationKind, Group, Level as Tone, Renderer, Snippet};
use unicode_width::UnicodeWidthStr;

/// How many terminal columns a text takes; East Asian wide characters take two.
#[must_use]
pub fn width(text: &str) -> usize {
    text.width()
}

/// One diagnostic as text, with a newline at the end. `colour` adds ANSI styles.
#[must_use]
pub fn render(diagnostic: &Diagnostic, locale: Locale, colour: bool) -> String {
    let (tone, name) = match diagnostic.level {
        Level::Error => (Tone::ERROR, locale.pick("错误", "error")),
        Level::Warning => (Tone::WARNING, locale.pick("警告", "warning")),
        Level::Note => (Tone::NOTE, locale.pick("提示", "note")),
    };
    let text = diagnostic.message.text(locale);
    let mut group = Group::with_title(tone.with_name(name).primary_title(&text).id(diagnostic.message.code()));
    let related: Vec<String> = diagnostic.related.iter().map(|(_, message)| message.text(locale)).collect();
    let mut places: Vec<(&Span, AnnotationKind, Option<&str>)> = Vec::new();
    places.extend(diagnostic.span.iter().map(|span| (span, AnnotationKind::Primary, None)));
    places.extend(
        diagnostic
            .related
            .iter()
            .zip(&related)
            .map(|((span, _), label)| (span, AnnotationKind::Context, Some(label.as_str()))),
    );
    let mut done: Vec<&Span> = Vec::new();
    for (span, _, _) in &places {
        if done.iter().any(|d| d.source() == span.source()) {
            continue;
        }
        done.push(span);
        let mut snippet = Snippet::source(&span.source().text).path(&span.source().name).fold(true);
        for (other, kind, label) in places.iter().filter(|(other, _, _)| other.source() == span.source()) {
            let annotation = kind.span(other.range());
            snippet = snippet.annotation(match label {
                Some(label) => annotation.label(*label),
                None => annotation,
            });
        }
        group = group.element(snippet);
    }
    let helps: Vec<String> = diagnostic.helps.iter().map(|help| help.text(locale)).collect();
    for help in &helps {
        group = group.element(Tone::HELP.with_name(locale.pick("建议", "help")).message(help));
    }
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let mut text = renderer.render(&[group]);
    text.push('\n');
    text
}

/// All diagnostics as text, a blank line between two.
#[must_use]
pub fn render_all(diagnostics: &[Diagnostic], locale: Locale, colour: bool) -> String {
    diagnostics.iter().map(|d| render(d, locale, colour)).collect::<Vec<_>>().join("\n")
}
