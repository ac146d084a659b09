//! Tokens into a tree, by recursive descent.
//!
//! From loose to tight: 且/or 或 (never mixed), 非, one comparison, + -, * /, a sign, a value.

use super::token::{Place, Token, TokenKind, tokens};
use super::tree::{Aggregate, Comparison, Expr, Function, Ident, Kind, Operation};
use super::words::Word;
use crate::diagnostic::catalogue::LangMessage as M;
use crate::diagnostic::{Diagnostic, Span};
use std::ops::Range;

/// How deep brackets and operators may nest. What walks a tree may recurse this deep.
pub const MAX_DEPTH: usize = 64;

/// Parses an expression. `place` says where a range of bytes of `text` stands in its file.
///
/// # Errors
/// Every character that cannot be read, and the first place where the text stops making sense.
pub fn parse(text: &str, place: &dyn Fn(Range<usize>) -> Span) -> Result<Expr, Vec<Diagnostic>> {
    let mut errors = Vec::new();
    let tokens = tokens(text, place, &mut errors);
    if !errors.is_empty() {
        return Err(errors);
    }
    let mut parser = Parser { tokens: &tokens, at: 0, end: text.len(), place, depth: 0 };
    parser.whole().map_err(|error| vec![*error])
}

struct Parser<'a> {
    tokens: &'a [Token],
    at: usize,
    end: usize,
    place: Place<'a>,
    depth: usize,
}

/// Errors are rare and large: the box keeps results small.
type Parsed<T> = Result<T, Box<Diagnostic>>;

impl Parser<'_> {
    fn whole(&mut self) -> Parsed<Expr> {
        let expr = self.expression()?;
        if self.at < self.tokens.len() {
            if self.comparison().is_some() || self.is_word(Word::In) {
                let error = Diagnostic::error(M::ChainedComparison {}).at(&self.here());
                return Err(Box::new(error.help(M::UseRange {})));
            }
            return Err(Box::new(self.unexpected("运算符或结尾", "an operator or the end")));
        }
        // Chains of `+` and `*` nest to the left without recursion here, so the finished tree is measured.
        let mut open = vec![(&expr, 1)];
        while let Some((node, depth)) = open.pop() {
            if depth > MAX_DEPTH {
                return Err(Box::new(too_deep(&node.span)));
            }
            open.extend(node.children().into_iter().map(|child| (child, depth + 1)));
        }
        Ok(expr)
    }

    fn peek(&self) -> Option<&TokenKind> {
        self.tokens.get(self.at).map(|t| &t.kind)
    }

    /// The place of the next token, or of the end.
    fn here(&self) -> Span {
        (self.place)(self.range())
    }

    fn range(&self) -> Range<usize> {
        self.tokens.get(self.at).map_or(self.end..self.end, |t| t.range.clone())
    }

    /// From the start of token `first` to the end of the last token taken.
    fn span_from(&self, first: usize) -> Span {
        let start = self.tokens.get(first).map_or(self.end, |t| t.range.start);
        let end = self.tokens.get(self.at.saturating_sub(1)).map_or(self.end, |t| t.range.end);
        (self.place)(start..end.max(start))
    }

    fn node(&self, first: usize, kind: Kind<()>) -> Expr {
        Expr { kind, span: self.span_from(first), data: () }
    }

    fn unexpected(&self, zh: &str, en: &str) -> Diagnostic {
        let (wanted_zh, wanted_en) = (zh.to_owned(), en.to_owned());
        match self.tokens.get(self.at) {
            Some(_) => {
                let here = self.here();
                Diagnostic::error(M::Expected { wanted_zh, wanted_en, found: here.text().to_owned() }).at(&here)
            }
            None => {
                let last = self.tokens.last().map_or(self.end..self.end, |t| t.range.clone());
                Diagnostic::error(M::ExpectedAtEnd { wanted_zh, wanted_en }).at(&(self.place)(last))
            }
        }
    }

    fn is_sign(&self, sign: &str) -> bool {
        matches!(self.peek(), Some(TokenKind::Sign(s)) if *s == sign)
    }

    fn take_sign(&mut self, sign: &str) -> bool {
        let found = self.is_sign(sign);
        self.at += usize::from(found);
        found
    }

    fn want_sign(&mut self, sign: &str) -> Parsed<()> {
        if self.take_sign(sign) {
            return Ok(());
        }
        let quoted = format!("`{sign}`");
        Err(Box::new(self.unexpected(&quoted, &quoted)))
    }

    /// The word of the language that comes next. Functions count only before a bracket, except the one without.
    fn next_word(&self) -> Option<Word> {
        let word = self.tokens.get(self.at)?.word?;
        let bracket = matches!(self.tokens.get(self.at + 1).map(|t| &t.kind), Some(TokenKind::Sign("(")));
        match word {
            Word::Function(f) if f != Function::AsOf && !bracket => None,
            word => Some(word),
        }
    }

    fn is_word(&self, wanted: Word) -> bool {
        self.next_word() == Some(wanted)
    }

    fn take_word(&mut self, wanted: Word) -> bool {
        let found = self.is_word(wanted);
        self.at += usize::from(found);
        found
    }

    fn want_word(&mut self, wanted: Word, zh: &str, en: &str) -> Parsed<()> {
        if self.take_word(wanted) { Ok(()) } else { Err(Box::new(self.unexpected(zh, en))) }
    }

    /// Runs `parse` one level deeper.
    fn deeper<T>(&mut self, parse: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        if self.depth >= MAX_DEPTH {
            return Err(Box::new(too_deep(&self.here())));
        }
        self.depth += 1;
        let parsed = parse(self);
        self.depth -= 1;
        parsed
    }

    fn expression(&mut self) -> Parsed<Expr> {
        self.deeper(Self::logical)
    }

    fn logical(&mut self) -> Parsed<Expr> {
        let first = self.at;
        let part = self.negation()?;
        let Some(joint) = self.next_word().filter(|w| matches!(w, Word::And | Word::Or)) else {
            return Ok(part);
        };
        let mut parts = vec![part];
        while self.take_word(joint) {
            parts.push(self.negation()?);
        }
        if matches!(self.next_word(), Some(Word::And | Word::Or)) {
            let (zh, en) = if joint == Word::And {
                ("(a 且 b) 或 c", "a 且 (b 或 c)")
            } else {
                ("(a 或 b) 且 c", "a 或 (b 且 c)")
            };
            let error = Diagnostic::error(M::MixedLogic {}).at(&self.here());
            return Err(Box::new(error.help(M::WriteBrackets { first: zh.to_owned(), second: en.to_owned() })));
        }
        let kind = if joint == Word::And { Kind::And(parts) } else { Kind::Or(parts) };
        Ok(self.node(first, kind))
    }

    fn negation(&mut self) -> Parsed<Expr> {
        let first = self.at;
        if self.take_word(Word::Not) {
            let inner = self.deeper(Self::negation)?;
            return Ok(self.node(first, Kind::Not(Box::new(inner))));
        }
        self.condition()
    }

    /// The comparison that comes next.
    fn comparison(&self) -> Option<Comparison> {
        let Some(TokenKind::Sign(sign)) = self.peek() else { return None };
        Some(match *sign {
            "=" => Comparison::Equal,
            "<>" => Comparison::NotEqual,
            "<" => Comparison::Less,
            "<=" => Comparison::LessOrEqual,
            ">" => Comparison::Greater,
            ">=" => Comparison::GreaterOrEqual,
            _ => return None,
        })
    }

    fn condition(&mut self) -> Parsed<Expr> {
        let first = self.at;
        let left = self.sum()?;
        if let Some(op) = self.comparison() {
            self.at += 1;
            let right = self.sum()?;
            return Ok(self.node(first, Kind::Compare { op, left: Box::new(left), right: Box::new(right) }));
        }
        if self.take_word(Word::Missing) {
            return Ok(self.node(first, Kind::Missing(Box::new(left))));
        }
        if !self.take_word(Word::In) {
            return Ok(left);
        }
        let value = Box::new(left);
        if self.take_sign("[") {
            let mut options = vec![self.sum()?];
            while self.take_sign(",") {
                options.push(self.sum()?);
            }
            self.want_sign("]")?;
            return Ok(self.node(first, Kind::In { value, options }));
        }
        let low = Box::new(self.sum()?);
        self.want_sign("..")?;
        let high = Box::new(self.sum()?);
        Ok(self.node(first, Kind::Within { value, low, high }))
    }

    fn sum(&mut self) -> Parsed<Expr> {
        let first = self.at;
        let mut left = self.product()?;
        loop {
            let op = if self.take_sign("+") {
                Operation::Add
            } else if self.take_sign("-") {
                Operation::Subtract
            } else {
                return Ok(left);
            };
            let right = self.product()?;
            left = self.node(first, Kind::Arithmetic { op, left: Box::new(left), right: Box::new(right) });
        }
    }

    fn product(&mut self) -> Parsed<Expr> {
        let first = self.at;
        let mut left = self.signed()?;
        loop {
            let op = if self.take_sign("*") {
                Operation::Multiply
            } else if self.take_sign("/") {
                Operation::Divide
            } else {
                return Ok(left);
            };
            let right = self.signed()?;
            left = self.node(first, Kind::Arithmetic { op, left: Box::new(left), right: Box::new(right) });
        }
    }

    fn signed(&mut self) -> Parsed<Expr> {
        let first = self.at;
        if self.take_sign("-") {
            let inner = self.deeper(Self::signed)?;
            return Ok(self.node(first, Kind::Negate(Box::new(inner))));
        }
        self.value()
    }

    fn value(&mut self) -> Parsed<Expr> {
        let first = self.at;
        if self.take_sign("(") {
            let inner = self.expression()?;
            self.want_sign(")")?;
            return Ok(Expr { span: self.span_from(first), ..inner });
        }
        match self.next_word() {
            Some(Word::True) => return Ok(self.leaf(Kind::Bool(true))),
            Some(Word::False) => return Ok(self.leaf(Kind::Bool(false))),
            Some(Word::If) => return self.choice(),
            Some(Word::Aggregate(function)) => return self.aggregate(function),
            Some(Word::Function(function)) => return self.call(function),
            Some(_) => return Err(Box::new(self.unexpected("一个值", "a value"))),
            None => {}
        }
        match self.peek() {
            Some(&TokenKind::Number(value)) => {
                self.at += 1;
                let unit = self.unit();
                Ok(self.node(first, Kind::Number { value, unit }))
            }
            Some(&TokenKind::Date(date)) => Ok(self.leaf(Kind::Date(date))),
            Some(TokenKind::Text(text)) => {
                let text = text.clone();
                Ok(self.leaf(Kind::Text(text)))
            }
            Some(TokenKind::Name(_) | TokenKind::Quoted(_)) => self.name(),
            Some(TokenKind::Sign(_)) | None => Err(Box::new(self.unexpected("一个值", "a value"))),
        }
    }

    /// A node of one token.
    fn leaf(&mut self, kind: Kind<()>) -> Expr {
        let first = self.at;
        self.at += 1;
        self.node(first, kind)
    }

    /// A name right behind a number can only be its unit.
    fn unit(&mut self) -> Option<Ident> {
        if self.is_sign("%") {
            let span = self.here();
            self.at += 1;
            return Some(Ident { name: "%".to_owned(), span });
        }
        let is_name = matches!(self.peek(), Some(TokenKind::Name(_) | TokenKind::Quoted(_)));
        if !is_name || self.next_word().is_some() {
            return None;
        }
        self.ident().ok()
    }

    fn ident(&mut self) -> Parsed<Ident> {
        let name = match self.peek() {
            Some(TokenKind::Quoted(name)) => name.clone(),
            Some(TokenKind::Name(name)) if self.next_word().is_none() => name.clone(),
            _ => return Err(Box::new(self.unexpected("一个名称", "a name"))),
        };
        let span = self.here();
        self.at += 1;
        Ok(Ident { name, span })
    }

    /// `名称`, `链接.名称`, `参数@何时`.
    fn name(&mut self) -> Parsed<Expr> {
        let first = self.at;
        let mut links = Vec::new();
        let mut tail = self.ident()?;
        let mut tail_at = first;
        while self.take_sign(".") {
            tail_at = self.at;
            links.push(std::mem::replace(&mut tail, self.ident()?));
        }
        if links.is_empty() && self.take_sign("@") {
            let when = self.deeper(Self::value)?;
            return Ok(self.node(first, Kind::At { parameter: tail, when: Box::new(when) }));
        }
        let tail = self.node(tail_at, Kind::Name(tail));
        if links.is_empty() {
            return Ok(tail);
        }
        Ok(self.node(first, Kind::Path { links, tail: Box::new(tail) }))
    }

    fn choice(&mut self) -> Parsed<Expr> {
        let first = self.at;
        self.at += 1;
        let condition = Box::new(self.expression()?);
        self.want_word(Word::Then, "`则`", "`then`")?;
        let then = Box::new(self.expression()?);
        self.want_word(Word::Else, "`否则`", "`else`")?;
        let otherwise = Box::new(self.expression()?);
        Ok(self.node(first, Kind::If { condition, then, otherwise }))
    }

    fn aggregate(&mut self, function: Aggregate) -> Parsed<Expr> {
        let first = self.at;
        self.at += 1;
        self.want_sign("(")?;
        let mut path = vec![self.ident()?];
        while self.take_sign(".") {
            path.push(self.ident()?);
        }
        let mut parts = Vec::new();
        while parts.len() < 2 && self.take_sign(",") {
            parts.push(Box::new(self.expression()?));
        }
        self.want_sign(")")?;
        let (least, most, wanted) = match function {
            Aggregate::Count => (0, 1, "1-2"),
            Aggregate::Any | Aggregate::All => (1, 1, "2"),
            Aggregate::Sum | Aggregate::Min | Aggregate::Max => (1, 2, "2-3"),
        };
        if !(least..=most).contains(&parts.len()) {
            let name = (self.place)(self.tokens.get(first).map_or(0..0, |t| t.range.clone())).text().to_owned();
            let message = M::ArgumentCount { name, wanted: wanted.to_owned(), found: parts.len() + 1 };
            return Err(Box::new(Diagnostic::error(message).at(&self.span_from(first))));
        }
        let mut parts = parts.into_iter();
        let body = if function == Aggregate::Count { None } else { parts.next() };
        let filter = parts.next();
        Ok(self.node(first, Kind::Aggregate { function, path, body, filter }))
    }

    fn call(&mut self, function: Function) -> Parsed<Expr> {
        let first = self.at;
        self.at += 1;
        let mut arguments = Vec::new();
        if function != Function::AsOf {
            self.want_sign("(")?;
            arguments.push(self.expression()?);
            while self.take_sign(",") {
                arguments.push(self.expression()?);
            }
            self.want_sign(")")?;
        }
        Ok(self.node(first, Kind::Call { function, arguments }))
    }
}

fn too_deep(span: &Span) -> Diagnostic {
    Diagnostic::error(M::TooDeep { limit: MAX_DEPTH }).at(span).help(M::NameAParts {})
}
