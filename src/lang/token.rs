//! Text into tokens. Full-width punctuation and digits read as their half-width twins.

use super::words::{Word, is_keyword, word};
use crate::diagnostic::catalogue::LangMessage as M;
use crate::diagnostic::{Diagnostic, Span};
use crate::value::{Date, Decimal, compose};
use std::iter::Peekable;
use std::ops::Range;
use std::str::CharIndices;

/// A token with its bytes in the text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) range: Range<usize>,
    /// The word of the language that a bare name is, where it is one. The parser asks for it again and again.
    pub(super) word: Option<Word>,
}

/// The kinds of tokens.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum TokenKind {
    Number(Decimal),
    Date(Date),
    Text(String),
    /// A bare name or a word of the language.
    Name(String),
    /// A name in `「…」`, never a word of the language.
    Quoted(String),
    /// Punctuation, in its canonical form.
    Sign(&'static str),
}

/// Where a range of the text stands in its file.
pub(super) type Place<'a> = &'a dyn Fn(Range<usize>) -> Span;

/// The tokens of `text`; what cannot be read is added to `errors` and left out.
pub(super) fn tokens(text: &str, place: Place, errors: &mut Vec<Diagnostic>) -> Vec<Token> {
    let mut lexer = Lexer { text, chars: text.char_indices().peekable(), place, errors };
    let mut tokens = Vec::new();
    while let Some((start, c)) = lexer.chars.next() {
        if c.is_whitespace() || c == '\u{feff}' {
            continue;
        }
        if let Some(kind) = lexer.token(start, c) {
            let word = if let TokenKind::Name(name) = &kind { word(name) } else { None };
            tokens.push(Token { kind, range: start..lexer.position(), word });
        }
    }
    tokens
}

struct Lexer<'a> {
    text: &'a str,
    chars: Peekable<CharIndices<'a>>,
    place: Place<'a>,
    errors: &'a mut Vec<Diagnostic>,
}

/// The half-width form of a full-width character, and of signs that mean the same.
fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '、' => ',',
        '×' => '*',
        '÷' => '/',
        '−' => '-',
        _ => c,
    }
}

/// Whether a bare name can hold `c`.
fn in_name(c: char) -> bool {
    c.is_alphanumeric() && narrow(c) == c || c == '_'
}

/// Whether `name` can be written bare.
pub(super) fn is_bare(name: &str) -> bool {
    name.chars().all(in_name) && name.chars().next().is_some_and(|c| !c.is_ascii_digit()) && !is_keyword(name)
}

impl Lexer<'_> {
    fn position(&mut self) -> usize {
        self.chars.peek().map_or(self.text.len(), |&(at, _)| at)
    }

    fn peek(&mut self) -> Option<char> {
        self.chars.peek().map(|&(_, c)| narrow(c))
    }

    /// Takes the next character if it is `wanted`.
    fn take(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.chars.next();
        }
        found
    }

    fn take_while(&mut self, keep: impl Fn(char) -> bool) {
        while self.chars.peek().is_some_and(|&(_, c)| keep(c)) {
            self.chars.next();
        }
    }

    fn error(&mut self, range: Range<usize>, message: M) {
        self.errors.push(Diagnostic::error(message).at(&(self.place)(range)));
    }

    fn token(&mut self, start: usize, c: char) -> Option<TokenKind> {
        let sign = |sign| Some(TokenKind::Sign(sign));
        match narrow(c) {
            '0'..='9' => self.number(start),
            '"' => self.text(start),
            '“' | '”' => self.curly_text(start),
            '「' => self.quoted(start),
            '(' => sign("("),
            ')' => sign(")"),
            '[' => sign("["),
            ']' => sign("]"),
            ',' => sign(","),
            '@' => sign("@"),
            '+' => sign("+"),
            '-' => sign("-"),
            '*' => sign("*"),
            '/' => sign("/"),
            '%' => sign("%"),
            '.' if self.take('.') => sign(".."),
            '.' => sign("."),
            '=' => {
                self.take('=');
                sign("=")
            }
            '<' if self.take('=') => sign("<="),
            '<' if self.take('>') => sign("<>"),
            '<' => sign("<"),
            '>' if self.take('=') => sign(">="),
            '>' => sign(">"),
            '!' if self.take('=') => sign("<>"),
            '≤' => sign("<="),
            '≥' => sign(">="),
            '≠' => sign("<>"),
            _ if in_name(c) => {
                self.take_while(in_name);
                let end = self.position();
                Some(TokenKind::Name(compose(self.text.get(start..end).unwrap_or_default())))
            }
            _ => {
                let end = self.position();
                self.error(start..end, M::UnexpectedCharacter { text: c.to_string() });
                None
            }
        }
    }

    /// `12`, `0.3`; or a date, `2020-12-31` or `2020-12`, written without spaces.
    fn number(&mut self, start: usize) -> Option<TokenKind> {
        let digit = |c: char| narrow(c).is_ascii_digit();
        self.take_while(digit);
        if let Some(date) = self.date(start) {
            return Some(TokenKind::Date(date));
        }
        // One dot with a digit behind it; two dots are a range.
        let rest = self.text.get(self.position()..).unwrap_or_default();
        let mut behind = rest.chars().map(narrow);
        if behind.next() == Some('.') && behind.next().is_some_and(|c| c.is_ascii_digit()) {
            self.chars.next();
            self.take_while(digit);
        }
        let end = self.position();
        let text: String = self.text.get(start..end).unwrap_or_default().chars().map(narrow).collect();
        match Decimal::parse(&text) {
            Ok(parsed) if !parsed.rounded => Some(TokenKind::Number(parsed.value)),
            _ => {
                self.error(start..end, M::BadNumber { text });
                None
            }
        }
    }

    /// The rest of a date whose year has been read; nothing is taken where there is none.
    fn date(&mut self, start: usize) -> Option<Date> {
        // Most numbers are none.
        if self.peek() != Some('-') {
            return None;
        }
        let whole: String = self
            .text
            .get(start..)?
            .chars()
            .map_while(|c| {
                let c = narrow(c);
                (c.is_ascii_digit() || c == '-').then_some(c)
            })
            .collect();
        let shape: Vec<usize> = whole.split('-').map(str::len).collect();
        if shape != [4, 2, 2] && shape != [4, 2] {
            return None;
        }
        let date = Date::parse(&whole)?;
        for _ in 4..whole.chars().count() {
            self.chars.next();
        }
        Some(date)
    }

    /// `"…"`, in which `\"` and `\\` stand for themselves.
    fn text(&mut self, start: usize) -> Option<TokenKind> {
        let mut text = String::new();
        while let Some((_, c)) = self.chars.next() {
            match c {
                '"' | '＂' => return Some(TokenKind::Text(text)),
                '\\' => text.push(self.chars.next().map_or('\\', |(_, c)| c)),
                c => text.push(c),
            }
        }
        self.error(start..self.text.len(), M::UnclosedText {});
        None
    }

    /// `“…”`, as Chinese input methods write it.
    fn curly_text(&mut self, start: usize) -> Option<TokenKind> {
        let mut text = String::new();
        for (_, c) in self.chars.by_ref() {
            match c {
                '”' | '“' => return Some(TokenKind::Text(text)),
                c => text.push(c),
            }
        }
        self.error(start..self.text.len(), M::UnclosedText {});
        None
    }

    fn quoted(&mut self, start: usize) -> Option<TokenKind> {
        let mut name = String::new();
        for (_, c) in self.chars.by_ref() {
            match c {
                '」' => return Some(TokenKind::Quoted(compose(&name))),
                c => name.push(c),
            }
        }
        self.error(start..self.text.len(), M::UnclosedName {});
        None
    }
}
