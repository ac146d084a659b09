//! A tree as text, in one canonical form: the keywords of one language, one space around operators, no more brackets
//! than reading it back needs.

use super::token::is_bare;
use super::tree::{Comparison, Expr, Function, Ident, Kind, Operation};
use super::types::{Scope, Target, Type, Typed};
use super::words::{Word, spelling};
use crate::diagnostic::Locale;
use crate::dictionary::Name;

/// A checked expression as text. Names and codes are those of the language too.
#[must_use]
pub fn print(expr: &Expr<Typed>, scope: &dyn Scope, locale: Locale) -> String {
    Printer { locale, spell: &Checked { scope, locale } }.print(expr, Level::Logic)
}

/// An expression as parsed as text: the keywords of one language, names and texts as they were written.
#[must_use]
pub fn print_untyped(expr: &Expr, locale: Locale) -> String {
    Printer { locale, spell: &AsWritten }.print(expr, Level::Logic)
}

/// How tightly an expression holds together.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Logic,
    Negation,
    Condition,
    Sum,
    Product,
    Sign,
    Value,
}

/// How names and texts are spelt.
trait Spell<T> {
    fn name(&self, node: &Expr<T>, written: &Ident) -> String;
    fn links(&self, node: &Expr<T>, written: &[Ident]) -> Vec<String>;
    fn text(&self, node: &Expr<T>, written: &str) -> String;
}

struct AsWritten;

impl Spell<()> for AsWritten {
    fn name(&self, _: &Expr, written: &Ident) -> String {
        written.name.clone()
    }

    fn links(&self, _: &Expr, written: &[Ident]) -> Vec<String> {
        written.iter().map(|ident| ident.name.clone()).collect()
    }

    fn text(&self, _: &Expr, written: &str) -> String {
        written.to_owned()
    }
}

struct Checked<'a> {
    scope: &'a dyn Scope,
    locale: Locale,
}

impl Spell<Typed> for Checked<'_> {
    fn name(&self, node: &Expr<Typed>, written: &Ident) -> String {
        let name: Option<&Name> = match &node.data.target {
            Target::Field(at) => Some(&self.scope.dictionary().field(*at).name),
            Target::Definition(id) => self.scope.definitions().get(id.0 as usize).map(|d| &d.name),
            Target::Parameter(id) => self.scope.parameters().get(id.0 as usize).map(|p| &p.name),
            _ => None,
        };
        name.map_or(&*written.name, |name| name.pick(self.locale)).to_owned()
    }

    fn links(&self, node: &Expr<Typed>, _: &[Ident]) -> Vec<String> {
        let Target::Links(links) = &node.data.target else { return Vec::new() };
        links.iter().map(|&id| self.scope.dictionary().link(id).name.pick(self.locale).to_owned()).collect()
    }

    fn text(&self, node: &Expr<Typed>, written: &str) -> String {
        match (&node.data.target, node.data.ty) {
            (Target::Code(code), Type::Code(list)) => {
                self.scope.dictionary().code_list(list).code(*code).pick(self.locale).to_owned()
            }
            _ => written.to_owned(),
        }
    }
}

struct Printer<'a, T> {
    locale: Locale,
    spell: &'a dyn Spell<T>,
}

fn level<T>(kind: &Kind<T>) -> Level {
    match kind {
        Kind::And(_) | Kind::Or(_) | Kind::If { .. } => Level::Logic,
        Kind::Not(_) => Level::Negation,
        Kind::Compare { .. } | Kind::In { .. } | Kind::Within { .. } | Kind::Missing(_) | Kind::NoRow { .. } => {
            Level::Condition
        }
        Kind::Arithmetic { op: Operation::Add | Operation::Subtract, .. } => Level::Sum,
        Kind::Arithmetic { .. } => Level::Product,
        Kind::Negate(_) => Level::Sign,
        _ => Level::Value,
    }
}

/// A name, quoted where it could not be read bare.
fn quoted(name: &str) -> String {
    if is_bare(name) { name.to_owned() } else { format!("「{name}」") }
}

impl<T> Printer<'_, T> {
    fn word(&self, word: Word) -> &'static str {
        spelling(word, self.locale)
    }

    /// The expression, in brackets where it holds together less tightly than `least`.
    fn print(&self, expr: &Expr<T>, least: Level) -> String {
        let text = self.bare(expr);
        if level(&expr.kind) < least { format!("({text})") } else { text }
    }

    fn joined(&self, parts: &[Expr<T>], word: Word) -> String {
        let between = format!(" {} ", self.word(word));
        parts.iter().map(|part| self.print(part, Level::Negation)).collect::<Vec<_>>().join(&between)
    }

    fn list(&self, parts: &[Expr<T>], least: Level) -> String {
        parts.iter().map(|part| self.print(part, least)).collect::<Vec<_>>().join(", ")
    }

    fn path(&self, node: &Expr<T>, links: &[Ident]) -> String {
        self.spell.links(node, links).iter().map(|name| quoted(name)).collect::<Vec<_>>().join(".")
    }

    fn bare(&self, expr: &Expr<T>) -> String {
        match &expr.kind {
            Kind::Number { value, unit: None } => value.to_string(),
            Kind::Number { value, unit: Some(unit) } if unit.name == "%" => format!("{value}%"),
            Kind::Number { value, unit: Some(unit) } => format!("{value} {}", quoted(&unit.name)),
            Kind::Text(text) => {
                let text = self.spell.text(expr, text).replace('\\', "\\\\").replace('"', "\\\"");
                format!("\"{text}\"")
            }
            Kind::Date(date) => date.to_string(),
            Kind::Bool(value) => self.word(if *value { Word::True } else { Word::False }).to_owned(),
            Kind::Name(ident) => quoted(&self.spell.name(expr, ident)),
            Kind::Path { links, tail } => format!("{}.{}", self.path(expr, links), self.bare(tail)),
            Kind::At { parameter, when } => {
                format!("{}@{}", quoted(&self.spell.name(expr, parameter)), self.print(when, Level::Value))
            }
            Kind::Not(inner) => format!("{} {}", self.word(Word::Not), self.print(inner, Level::Negation)),
            Kind::Negate(inner) => format!("-{}", self.print(inner, Level::Sign)),
            Kind::And(parts) => self.joined(parts, Word::And),
            Kind::Or(parts) => self.joined(parts, Word::Or),
            Kind::Compare { op, left, right } => {
                format!("{} {} {}", self.print(left, Level::Sum), comparison(*op), self.print(right, Level::Sum))
            }
            Kind::Arithmetic { op, left, right } => {
                let (sign, l, r) = match op {
                    Operation::Add => ("+", Level::Sum, Level::Product),
                    Operation::Subtract => ("-", Level::Sum, Level::Product),
                    Operation::Multiply => ("*", Level::Product, Level::Sign),
                    Operation::Divide => ("/", Level::Product, Level::Sign),
                };
                format!("{} {sign} {}", self.print(left, l), self.print(right, r))
            }
            Kind::In { value, options } => {
                let options = self.list(options, Level::Sum);
                format!("{} {} [{options}]", self.print(value, Level::Sum), self.word(Word::In))
            }
            Kind::Within { value, low, high } => {
                let (value, low, high) =
                    (self.print(value, Level::Sum), self.print(low, Level::Sum), self.print(high, Level::Sum));
                format!("{value} {} {low}..{high}", self.word(Word::In))
            }
            Kind::Missing(inner) => format!("{} {}", self.print(inner, Level::Sum), self.word(Word::Missing)),
            Kind::NoRow { path } => format!("{} {}", self.path(expr, path), self.word(Word::Missing)),
            Kind::If { condition, then, otherwise } => {
                let [condition, then, otherwise] =
                    [condition, then, otherwise].map(|part| self.print(part, Level::Logic));
                let (a, b, c) = (self.word(Word::If), self.word(Word::Then), self.word(Word::Else));
                format!("{a} {condition} {b} {then} {c} {otherwise}")
            }
            Kind::Aggregate { function, path, body, filter } => {
                let mut text = format!("{}({}", self.word(Word::Aggregate(*function)), self.path(expr, path));
                for part in body.iter().chain(filter) {
                    text.push_str(", ");
                    text.push_str(&self.print(part, Level::Logic));
                }
                text.push(')');
                text
            }
            Kind::Call { function: Function::AsOf, .. } => self.word(Word::Function(Function::AsOf)).to_owned(),
            Kind::Call { function, arguments } => {
                format!("{}({})", self.word(Word::Function(*function)), self.list(arguments, Level::Logic))
            }
        }
    }
}

fn comparison(op: Comparison) -> &'static str {
    match op {
        Comparison::Equal => "=",
        Comparison::NotEqual => "<>",
        Comparison::Less => "<",
        Comparison::LessOrEqual => "<=",
        Comparison::Greater => ">",
        Comparison::GreaterOrEqual => ">=",
    }
}
