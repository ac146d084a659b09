//! YAML with places: the one module that knows which YAML library is used.
//!
//! Budgets bound what a hostile or broken file can cost: depth, number of nodes and aliases.

use super::catalogue::SharedMessage;
use super::{Diagnostic, Source, Span, nearest};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

/// A value with the bytes of the file it was read from. Inside rule files only; [`Located`] is the form with its source.
#[derive(Clone, Debug, Deserialize)]
#[serde(transparent)]
pub struct Spanned<T>(serde_yaml::Spanned<T>);

/// A value with its place.
#[derive(Clone, Debug)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

/// The schema of the value. A text may be written without quotes, as YAML's own number, yes or no.
impl<T: JsonSchema> JsonSchema for Spanned<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        if T::schema_name() == String::schema_name() {
            return json_schema!({"type": ["string", "number", "boolean"]});
        }
        T::json_schema(generator)
    }
}

impl<T> Spanned<T> {
    /// The value.
    pub fn value(&self) -> &T {
        &self.0.value
    }

    /// The value, without its place.
    pub fn into_value(self) -> T {
        self.0.value
    }

    /// The place of the value in `source`, the text it was read from.
    pub fn span(&self, source: &Arc<Source>) -> Span {
        Span::new(source, self.range(source))
    }

    /// The value with its place in `source`.
    pub fn locate(self, source: &Arc<Source>) -> Located<T> {
        let span = self.span(source);
        Located { value: self.0.value, span }
    }

    fn range(&self, source: &Source) -> Range<usize> {
        let span = self.0.referenced.span();
        match (span.byte_offset(), span.byte_len()) {
            (Some(start), Some(length)) => {
                let start = usize::try_from(start).unwrap_or(usize::MAX);
                start..start.saturating_add(usize::try_from(length).unwrap_or(0))
            }
            _ => {
                let line = usize::try_from(self.0.referenced.line()).unwrap_or(1);
                let column = usize::try_from(self.0.referenced.column()).unwrap_or(1);
                let start = offset(&source.text, line, column);
                start..start.saturating_add(1)
            }
        }
    }
}

/// The byte offset of a line and column, both counted from one, the column in characters.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = text.get(start..).unwrap_or_default();
    start + rest.chars().take(column.saturating_sub(1)).map(char::len_utf8).sum::<usize>()
}

impl Spanned<String> {
    /// The place of the bytes `inner` of the value in `source`.
    ///
    /// Exact for plain and quoted one-line scalars and for `|` blocks; in scalars that YAML rewrites (escapes, folding)
    /// the whole scalar is the place.
    pub fn inner_span(&self, source: &Arc<Source>, inner: Range<usize>) -> Span {
        let outer = self.range(source);
        let raw = source.text.get(outer.clone()).unwrap_or_default();
        match (offset_in_raw(raw, self.value(), inner.start), offset_in_raw(raw, self.value(), inner.end)) {
            (Some(start), Some(end)) => Span::new(source, outer.start + start..outer.start + end.max(start)),
            _ => Span::new(source, outer),
        }
    }
}

/// Where byte `at` of a scalar's value stands in its raw text: both are walked in step, and the indentation that YAML
/// takes off a block is skipped. `None` where the two differ in any other way.
fn offset_in_raw(raw: &str, value: &str, at: usize) -> Option<usize> {
    let spaces = |text: &str| text.len() - text.trim_start_matches(' ').len();
    let mut from = usize::from(raw.starts_with(['\'', '"']));
    let mut line_start = false;
    for (position, wanted) in value.char_indices() {
        if line_start {
            from += spaces(raw.get(from..)?).checked_sub(spaces(value.get(position..)?))?;
        }
        if position >= at {
            return Some(from);
        }
        if raw.get(from..)?.chars().next()? != wanted {
            return None;
        }
        from += wanted.len_utf8();
        line_start = wanted == '\n';
    }
    Some(from)
}

/// What the library says of the commonest slips, in our own words and with a way out.
fn explained(reason: &str) -> Diagnostic {
    let quoted: Vec<&str> = reason.split('`').skip(1).step_by(2).collect();
    let first = quoted.first().map(|word| (*word).to_owned());
    let listed = reason.split_once("expected one of ").map_or("", |(_, list)| list);
    let known: Vec<&str> =
        listed.split(',').map(|word| word.trim().trim_matches('`')).filter(|w| !w.is_empty()).collect();
    let message = match first {
        Some(key) if reason.starts_with("unknown field") => SharedMessage::UnknownKey { key },
        Some(word) if reason.starts_with("unknown variant") => SharedMessage::UnknownWord { word },
        Some(key) if reason.starts_with("missing field") => SharedMessage::KeyMissing { key },
        _ => match reason.strip_prefix("duplicate mapping key: ") {
            Some(rest) => {
                let key = rest.split(',').next().unwrap_or(rest).to_owned();
                return Diagnostic::error(SharedMessage::KeyTwice { key });
            }
            None => return Diagnostic::error(SharedMessage::Yaml { reason: reason.to_owned() }),
        },
    };
    let near = match &message {
        SharedMessage::UnknownKey { key: word } | SharedMessage::UnknownWord { word } => {
            nearest(word, known.iter().copied())
        }
        _ => None,
    };
    let near = near.map(|name| SharedMessage::DidYouMean { name: name.to_owned() });
    let error = Diagnostic::error(message).help_maybe(near);
    if known.is_empty() { error } else { error.help(SharedMessage::KnownAre { names: known.join("、") }) }
}

/// Reads one YAML document.
///
/// # Errors
/// A diagnostic at the place of the first thing that is no YAML, has an unknown key or the wrong shape, or goes over
/// the budget.
pub fn read<T: DeserializeOwned>(source: &Arc<Source>) -> Result<T, Diagnostic> {
    let options = serde_yaml::options! {
        budget: serde_yaml::budget! {
            max_depth: 32,
            max_nodes: 200_000,
            max_aliases: 100,
            max_anchors: 100,
            max_events: 500_000,
        },
        duplicate_keys: serde_yaml::DuplicateKeyPolicy::Error,
        strict_booleans: true,
    };
    serde_yaml::from_str_with_options(&source.text, options).map_err(|error| {
        let location = error.location();
        let bare = error.without_snippet();
        let reason = bare.to_string();
        let reason = reason.lines().next().unwrap_or_default();
        // The library ends its message with the place, which the caret shows already.
        let reason = reason.split(" at line ").next().unwrap_or(reason).trim_end_matches([',', ' ', ':']).to_owned();
        let diagnostic = explained(&reason);
        match location {
            Some(location) => {
                let line = usize::try_from(location.line()).unwrap_or(1);
                let column = usize::try_from(location.column()).unwrap_or(1);
                let start = offset(&source.text, line, column);
                let word = source.text.get(start..).unwrap_or_default();
                let length = word.find([':', '\n', ',', ']', '}']).unwrap_or(word.len()).max(1);
                diagnostic.at(&Span::new(source, start..start + length))
            }
            None => diagnostic.at(&Span::new(source, 0..0)),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::{Spanned, read};
    use crate::diagnostic::{Locale, Source, render};
    use serde::Deserialize;

    #[derive(Deserialize, Debug)]
    #[serde(deny_unknown_fields)]
    struct Rule {
        require: Spanned<String>,
    }

    fn place(text: &str, word: &str) -> String {
        let source = Source::new("规则.yaml", text);
        let rule: Rule = read(&source).unwrap();
        let at = rule.require.value().find(word).unwrap();
        rule.require.inner_span(&source, at..at + word.len()).text().to_owned()
    }

    #[test]
    fn a_word_inside_an_expression_is_found_in_the_file() {
        for text in [
            "require: 危房级别 属于 [\"A级\"]\n",
            "require: '危房级别 = \"A级\"'\n",
            "require: |\n    年龄 > 3 且\n      危房级别 = \"A级\"\n",
        ] {
            assert_eq!(place(text, "危房级别"), "危房级别", "{text}");
            assert_eq!(place(text, "A级"), "A级", "{text}");
        }
    }

    #[test]
    fn an_unknown_key_is_pointed_at() {
        let source = Source::new("规则.yaml", "require: a\n危害: 3\n");
        let error = read::<Rule>(&source).unwrap_err();
        let text = render(&error, Locale::Zh, false);
        assert_eq!(error.span.unwrap().text(), "危害", "{text}");
        assert!(text.contains("规则.yaml:2:1"), "{text}");
    }

    #[test]
    fn a_bomb_of_aliases_is_refused() {
        let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for level in 1..12 {
            let before = format!("*a{}, ", level - 1).repeat(10);
            text.push_str(&format!("a{level}: &a{level} [{before}]\n"));
        }
        let source = Source::new("bomb.yaml", text);
        assert!(read::<serde_json::Value>(&source).is_err());
    }
}
