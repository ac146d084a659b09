//! Names and types: the tree as parsed becomes the same tree with a type in every node.
//!
//! A bare literal takes the type of what it meets, so the side that is no literal is read first.

use super::resolve::{Found, Names};
use super::tree::{Aggregate, Comparison, Expr, Function, Ident, Kind, Operation};
use super::types::{Scope, Target, Type, Typed};
use super::words::{Word, spelling};
use crate::diagnostic::catalogue::{LangMessage as M, SharedMessage};
use crate::diagnostic::{Diagnostic, Locale, Span, nearest};
use crate::dictionary::{Bilingual, EntityId, dimension};
use crate::value::{Decimal, fold_name};

/// Resolves and types an expression that is read in the rows of `entity`. With `expected`, its type must be that.
///
/// # Errors
/// Every name that nothing defines, and every place where types do not fit, as far as they do not follow from
/// one another.
pub fn check(
    expr: &Expr,
    entity: EntityId,
    scope: &dyn Scope,
    expected: Option<Type>,
) -> Result<Expr<Typed>, Vec<Diagnostic>> {
    let mut checker = Checker { names: Names { scope }, errors: Vec::new() };
    let checked = checker.infer(expr, entity, expected);
    let checked = checked.filter(|checked| expected.is_none_or(|wanted| checker.is(checked, wanted)));
    match checked {
        Some(checked) if checker.errors.is_empty() => Ok(checked),
        _ => Err(checker.errors),
    }
}

struct Checker<'a> {
    names: Names<'a>,
    errors: Vec<Diagnostic>,
}

/// Whether the type of an expression is that of whatever it meets.
fn is_literal(expr: &Expr) -> bool {
    match &expr.kind {
        Kind::Number { unit, .. } => unit.is_none(),
        Kind::Text(_) => true,
        Kind::Negate(inner) => is_literal(inner),
        Kind::Arithmetic { op: Operation::Add | Operation::Subtract, left, right } => {
            is_literal(left) && is_literal(right)
        }
        _ => false,
    }
}

impl Checker<'_> {
    fn fail<T>(&mut self, error: Diagnostic) -> Option<T> {
        self.errors.push(error);
        None
    }

    fn infer(&mut self, expr: &Expr, entity: EntityId, hint: Option<Type>) -> Option<Expr<Typed>> {
        let (kind, ty, target) = self.node(expr, entity, hint)?;
        Some(Expr { kind, span: expr.span.clone(), data: Typed { ty, entity, target } })
    }

    /// [`Self::infer`], with the type wanted for sure.
    fn expect(&mut self, expr: &Expr, entity: EntityId, wanted: Type) -> Option<Expr<Typed>> {
        let checked = self.infer(expr, entity, Some(wanted))?;
        self.is(&checked, wanted).then_some(checked)
    }

    fn boxed(&mut self, expr: &Expr, entity: EntityId, wanted: Type) -> Option<Box<Expr<Typed>>> {
        self.expect(expr, entity, wanted).map(Box::new)
    }

    fn is(&mut self, checked: &Expr<Typed>, wanted: Type) -> bool {
        let fits = checked.data.ty == wanted;
        if !fits {
            self.wrong_type(&checked.span, self.title(wanted), checked.data.ty);
        }
        fits
    }

    fn wrong_type(&mut self, span: &Span, wanted: Bilingual, found: Type) {
        let found = self.title(found);
        let message =
            M::WrongType { wanted_zh: wanted.zh, wanted_en: wanted.en, found_zh: found.zh, found_en: found.en };
        self.errors.push(Diagnostic::error(message).at(span));
    }

    fn cannot_meet(&mut self, span: &Span, left: Type, right: Type) {
        let year = matches!((left, right), (Type::Date, Type::Number(_)) | (Type::Number(_), Type::Date));
        let (left, right) = (self.title(left), self.title(right));
        let message = M::CannotMeet { left_zh: left.zh, left_en: left.en, right_zh: right.zh, right_en: right.en };
        let error = Diagnostic::error(message).at(span);
        self.errors.push(error.help_maybe(year.then_some(M::UseYear {})));
    }

    /// What messages call a type.
    fn title(&self, ty: Type) -> Bilingual {
        let of = |zh: &str, en: &str| Bilingual { zh: zh.to_owned(), en: en.to_owned() };
        let dictionary = self.names.scope.dictionary();
        match ty {
            Type::Bool => of("条件", "a condition"),
            Type::Number(None) => of("数字", "a plain number"),
            Type::Number(Some(id)) => {
                let dimension = dictionary.dimension(id);
                let base = dimension.base();
                of(&format!("{}（{base}）", dimension.title.zh), &format!("{} ({base})", dimension.title.en))
            }
            Type::Quotient(None) => of("商", "a quotient"),
            Type::Quotient(Some(id)) => {
                let dimension = dictionary.dimension(id);
                of(&format!("{}的商", dimension.title.zh), &format!("a quotient of {}", dimension.title.en))
            }
            Type::Date => of("日期", "a date"),
            Type::Code(list) => {
                let list = dictionary.code_list(list);
                of(&format!("代码“{}”", list.name), &format!("a code of `{}`", list.name))
            }
            Type::Text => of("文字", "a text"),
            Type::Id => of("证件号码", "an identity number"),
        }
    }

    fn node(&mut self, expr: &Expr, entity: EntityId, hint: Option<Type>) -> Option<(Kind<Typed>, Type, Target)> {
        let plain = |kind, ty| Some((kind, ty, Target::None));
        match &expr.kind {
            Kind::Number { value, unit } => self.number(expr, *value, unit.as_ref(), hint),
            Kind::Text(text) => self.text(expr, text, hint),
            Kind::Date(date) => plain(Kind::Date(*date), Type::Date),
            Kind::Bool(value) => plain(Kind::Bool(*value), Type::Bool),
            Kind::Name(ident) => {
                let found = self.names.name(ident, entity);
                let (ty, target) = self.value_of(ident, found)?;
                Some((Kind::Name(ident.clone()), ty, target))
            }
            Kind::Path { links, tail } => {
                let (ids, end) = self.follow(links, entity)?;
                let tail = self.infer(tail, end, hint)?;
                if let (Target::Parameter(_), Kind::Name(ident)) = (&tail.data.target, &tail.kind) {
                    let message = M::ParameterUnderDot { name: ident.name.clone() };
                    return self.fail(Diagnostic::error(message).at(&ident.span));
                }
                let ty = tail.data.ty;
                Some((Kind::Path { links: links.clone(), tail: Box::new(tail) }, ty, Target::Links(ids)))
            }
            Kind::At { parameter, when } => self.at(parameter, when, entity),
            Kind::Not(inner) => plain(Kind::Not(self.boxed(inner, entity, Type::Bool)?), Type::Bool),
            Kind::Negate(inner) => {
                let inner = self.infer(inner, entity, hint)?;
                let ty = self.a_number(&inner)?;
                plain(Kind::Negate(Box::new(inner)), ty)
            }
            Kind::And(parts) => plain(Kind::And(self.conditions(parts, entity)?), Type::Bool),
            Kind::Or(parts) => plain(Kind::Or(self.conditions(parts, entity)?), Type::Bool),
            Kind::Compare { op, left, right } => self.compare(*op, left, right, entity),
            Kind::Arithmetic { op, left, right } => self.arithmetic(expr, *op, left, right, entity, hint),
            Kind::In { value, options } => self.one_of(value, options, entity),
            Kind::Within { value, low, high } => self.within(value, low, high, entity),
            Kind::Missing(inner) => {
                if let Some((path, links)) = self.names.leading(inner, entity) {
                    return Some((Kind::NoRow { path }, Type::Bool, Target::Links(links)));
                }
                plain(Kind::Missing(Box::new(self.infer(inner, entity, None)?)), Type::Bool)
            }
            // Only the checker makes these.
            Kind::NoRow { path } => {
                let (links, _) = self.follow(path, entity)?;
                Some((Kind::NoRow { path: path.clone() }, Type::Bool, Target::Links(links)))
            }
            Kind::If { condition, then, otherwise } => {
                let condition = self.boxed(condition, entity, Type::Bool);
                let (then, otherwise) = self.pair(then, otherwise, entity, hint)?;
                let ty = self.same(&then, &otherwise)?;
                let kind = Kind::If { condition: condition?, then: Box::new(then), otherwise: Box::new(otherwise) };
                plain(kind, ty)
            }
            Kind::Aggregate { function, path, body, filter } => {
                self.aggregate(*function, path, body.as_deref(), filter.as_deref(), entity)
            }
            Kind::Call { function, arguments } => self.call(expr, *function, arguments, entity, hint),
        }
    }

    fn number(
        &mut self,
        expr: &Expr,
        value: Decimal,
        unit: Option<&Ident>,
        hint: Option<Type>,
    ) -> Option<(Kind<Typed>, Type, Target)> {
        let kind = Kind::Number { value, unit: unit.cloned() };
        let (factor, ty) = match unit {
            None => {
                let dimension = match hint {
                    Some(Type::Number(dimension) | Type::Quotient(dimension)) => dimension,
                    _ => None,
                };
                (Decimal::ONE, Type::Number(dimension))
            }
            Some(unit) if unit.name == "%" => (Decimal::from_raw(Decimal::SCALE / 100), Type::Number(None)),
            Some(unit) => {
                let dictionary = self.names.scope.dictionary();
                let Some((dimension, known)) = dictionary.find_unit(&unit.name) else {
                    let units: Vec<&str> =
                        dictionary.dimensions.iter().flat_map(|d| &d.units).map(|u| u.name.as_str()).collect();
                    let near = nearest(&unit.name, units.iter().copied())
                        .map(|n| SharedMessage::DidYouMean { name: n.to_owned() });
                    let error = Diagnostic::error(M::UnknownUnit { name: unit.name.clone() }).at(&unit.span);
                    let known = SharedMessage::KnownAre { names: units.join("、") };
                    return self.fail(error.help_maybe(near).help(known));
                };
                (known.factor, Type::Number(Some(dimension)))
            }
        };
        match value.checked_mul(factor) {
            Some(base) => Some((kind, ty, Target::Number(base))),
            None => {
                let message = M::BadNumber { text: expr.span.text().to_owned() };
                self.fail(Diagnostic::error(message).at(&expr.span))
            }
        }
    }

    fn text(&mut self, expr: &Expr, text: &str, hint: Option<Type>) -> Option<(Kind<Typed>, Type, Target)> {
        if text.is_empty() {
            let error = Diagnostic::error(M::EmptyText {}).at(&expr.span);
            return self.fail(error.help(M::UseMissing {}));
        }
        let kind = Kind::Text(text.to_owned());
        match hint {
            Some(Type::Code(id)) => {
                let list = self.names.scope.dictionary().code_list(id);
                if let Some(code) = list.find(text) {
                    return Some((kind, Type::Code(id), Target::Code(code)));
                }
                let names: Vec<&str> = list.codes.iter().map(|c| c.zh.as_str()).collect();
                let near = nearest(text, names.iter().copied())
                    .or_else(|| nearest(&fold_name(text), list.codes.iter().map(|c| c.en.as_str())));
                let error = Diagnostic::error(M::NotACode { list: list.name.clone(), word: text.to_owned() })
                    .at(&expr.span)
                    .help_maybe(near.map(|n| SharedMessage::DidYouMean { name: n.to_owned() }))
                    .help(SharedMessage::KnownAre { names: names.join("、") });
                self.fail(error)
            }
            Some(Type::Id) => Some((kind, Type::Id, Target::None)),
            _ => Some((kind, Type::Text, Target::None)),
        }
    }

    fn value_of(&mut self, ident: &Ident, found: Result<Found, Diagnostic>) -> Option<(Type, Target)> {
        match found {
            Ok(Found::Field(at)) => Some((self.names.scope.dictionary().field(at).ty.into(), Target::Field(at))),
            Ok(Found::Definition(id, ty)) => Some((ty, Target::Definition(id))),
            Ok(Found::Parameter(id, ty)) => Some((ty, Target::Parameter(id))),
            Ok(Found::Link(id)) => {
                let dictionary = self.names.scope.dictionary();
                let name = ident.name.clone();
                let help = match dictionary.link(id).cardinality {
                    crate::dictionary::Cardinality::One => M::UseDot { name: name.clone() },
                    crate::dictionary::Cardinality::Many => M::UseAggregate { name: name.clone() },
                };
                self.fail(Diagnostic::error(M::LinkAsValue { name }).at(&ident.span).help(help))
            }
            Err(error) => self.fail(error),
        }
    }

    fn follow(&mut self, links: &[Ident], entity: EntityId) -> Option<(Vec<crate::dictionary::LinkId>, EntityId)> {
        match self.names.to_one(links, entity) {
            Ok(found) => Some(found),
            Err(error) => self.fail(error),
        }
    }

    fn at(&mut self, parameter: &Ident, when: &Expr, entity: EntityId) -> Option<(Kind<Typed>, Type, Target)> {
        let year = Type::Number(Some(dimension::id(dimension::YEAR)));
        let found = self.names.parameter(parameter);
        let when = self.infer(when, entity, Some(year))?;
        if when.data.ty != year && when.data.ty != Type::Date {
            let wanted = Bilingual { zh: "日期或年份".to_owned(), en: "a date or a year".to_owned() };
            self.wrong_type(&when.span, wanted, when.data.ty);
            return None;
        }
        match found {
            Ok((id, ty)) => {
                let kind = Kind::At { parameter: parameter.clone(), when: Box::new(when) };
                Some((kind, ty, Target::Parameter(id)))
            }
            Err(error) => self.fail(error),
        }
    }

    /// Expressions with the type that each must have. All are checked, so that every error is found.
    fn arguments<'e>(
        &mut self,
        wanted: impl IntoIterator<Item = (&'e Expr, Type)>,
        entity: EntityId,
    ) -> Option<Vec<Expr<Typed>>> {
        let checked: Vec<Option<Expr<Typed>>> =
            wanted.into_iter().map(|(part, ty)| self.expect(part, entity, ty)).collect();
        checked.into_iter().collect()
    }

    fn conditions(&mut self, parts: &[Expr], entity: EntityId) -> Option<Vec<Expr<Typed>>> {
        self.arguments(parts.iter().map(|part| (part, Type::Bool)), entity)
    }

    /// Two expressions that meet: the one that is no literal is read first and gives its type to the other.
    fn pair(
        &mut self,
        left: &Expr,
        right: &Expr,
        entity: EntityId,
        hint: Option<Type>,
    ) -> Option<(Expr<Typed>, Expr<Typed>)> {
        let ty = |checked: &Option<Expr<Typed>>| checked.as_ref().map(|c| c.data.ty);
        let (left, right) = if is_literal(left) && !is_literal(right) {
            let right = self.infer(right, entity, hint);
            (self.infer(left, entity, ty(&right).or(hint)), right)
        } else {
            let left = self.infer(left, entity, hint);
            let hint = ty(&left).or(hint);
            (left, self.infer(right, entity, hint))
        };
        Some((left?, right?))
    }

    /// The one type of two expressions.
    fn same(&mut self, left: &Expr<Typed>, right: &Expr<Typed>) -> Option<Type> {
        if left.data.ty == right.data.ty {
            return Some(left.data.ty);
        }
        self.cannot_meet(&left.span.to(&right.span), left.data.ty, right.data.ty);
        None
    }

    /// Whether two values can be compared: quotients also with numbers of their dimension.
    fn comparable(&mut self, left: &Expr<Typed>, right: &Expr<Typed>) -> Option<()> {
        match (left.data.ty, right.data.ty) {
            (Type::Number(a) | Type::Quotient(a), Type::Number(b) | Type::Quotient(b)) if a == b => Some(()),
            _ => self.same(left, right).map(|_| ()),
        }
    }

    fn ordered(&mut self, value: &Expr<Typed>) -> Option<()> {
        match value.data.ty {
            Type::Number(_) | Type::Quotient(_) | Type::Date => Some(()),
            ty => {
                let found = self.title(ty);
                let message = M::OnlyEquality { found_zh: found.zh, found_en: found.en };
                self.fail(Diagnostic::error(message).at(&value.span))
            }
        }
    }

    fn compare(
        &mut self,
        op: Comparison,
        left: &Expr,
        right: &Expr,
        entity: EntityId,
    ) -> Option<(Kind<Typed>, Type, Target)> {
        let (left, right) = self.pair(left, right, entity, None)?;
        self.comparable(&left, &right)?;
        if !matches!(op, Comparison::Equal | Comparison::NotEqual) {
            self.ordered(&left)?;
        }
        Some((Kind::Compare { op, left: Box::new(left), right: Box::new(right) }, Type::Bool, Target::None))
    }

    fn one_of(&mut self, value: &Expr, options: &[Expr], entity: EntityId) -> Option<(Kind<Typed>, Type, Target)> {
        let value = self.infer(value, entity, None)?;
        let mut checked = Vec::new();
        for option in options {
            let option = self.infer(option, entity, Some(value.data.ty));
            checked.push(option.filter(|option| self.comparable(&value, option).is_some()));
        }
        let options = checked.into_iter().collect::<Option<Vec<_>>>()?;
        Some((Kind::In { value: Box::new(value), options }, Type::Bool, Target::None))
    }

    fn within(
        &mut self,
        value: &Expr,
        low: &Expr,
        high: &Expr,
        entity: EntityId,
    ) -> Option<(Kind<Typed>, Type, Target)> {
        let value = self.infer(value, entity, None)?;
        let low = self.infer(low, entity, Some(value.data.ty));
        let high = self.infer(high, entity, Some(value.data.ty));
        let (low, high) = (low?, high?);
        self.ordered(&value)?;
        self.comparable(&value, &low)?;
        self.comparable(&value, &high)?;
        let kind = Kind::Within { value: Box::new(value), low: Box::new(low), high: Box::new(high) };
        Some((kind, Type::Bool, Target::None))
    }

    /// The type of a number that may be computed with.
    fn a_number(&mut self, value: &Expr<Typed>) -> Option<Type> {
        match value.data.ty {
            ty @ Type::Number(_) => Some(ty),
            Type::Quotient(_) => {
                let error = Diagnostic::error(M::QuotientComputed {}).at(&value.span);
                self.fail(error.help(M::CompareProducts {}))
            }
            ty => {
                self.wrong_type(&value.span, self.title(Type::Number(None)), ty);
                None
            }
        }
    }

    fn arithmetic(
        &mut self,
        expr: &Expr,
        op: Operation,
        left: &Expr,
        right: &Expr,
        entity: EntityId,
        hint: Option<Type>,
    ) -> Option<(Kind<Typed>, Type, Target)> {
        let adds = matches!(op, Operation::Add | Operation::Subtract);
        let (left, right) = if adds {
            self.pair(left, right, entity, hint)?
        } else {
            // A bare factor is a plain number, whatever it meets.
            let (left, right) = (self.infer(left, entity, None), self.infer(right, entity, None));
            (left?, right?)
        };
        let (a, b) = (self.a_number(&left), self.a_number(&right));
        let (Type::Number(a), Type::Number(b)) = (a?, b?) else { return None };
        let ty = match (op, a, b) {
            (Operation::Add | Operation::Subtract, a, b) if a == b => Type::Number(a),
            (Operation::Multiply, a, None) => Type::Number(a),
            (Operation::Multiply, None, b) => Type::Number(b),
            (Operation::Divide, a, None) => Type::Quotient(a),
            (Operation::Divide, Some(a), Some(b)) if a == b => Type::Quotient(None),
            _ => {
                self.cannot_meet(&expr.span, left.data.ty, right.data.ty);
                return None;
            }
        };
        Some((Kind::Arithmetic { op, left: Box::new(left), right: Box::new(right) }, ty, Target::None))
    }

    fn aggregate(
        &mut self,
        function: Aggregate,
        path: &[Ident],
        body: Option<&Expr>,
        filter: Option<&Expr>,
        entity: EntityId,
    ) -> Option<(Kind<Typed>, Type, Target)> {
        let (links, member) = match self.names.to_many(path, entity) {
            Ok(found) => found,
            Err(error) => return self.fail(error),
        };
        let filter = filter.map(|f| self.boxed(f, member, Type::Bool));
        let body = match (function, body) {
            (Aggregate::Any | Aggregate::All, Some(body)) => Some(self.boxed(body, member, Type::Bool)),
            (_, Some(body)) => Some(self.infer(body, member, None).map(Box::new)),
            (_, None) => None,
        };
        let (filter, body) = (transposed(filter)?, transposed(body)?);
        let ty = match (function, &body) {
            (Aggregate::Any | Aggregate::All, _) => Type::Bool,
            (Aggregate::Count, _) | (_, None) => Type::Number(None),
            (Aggregate::Min | Aggregate::Max, Some(body)) if body.data.ty == Type::Date => Type::Date,
            (Aggregate::Sum | Aggregate::Min | Aggregate::Max, Some(body)) => self.a_number(body)?,
        };
        Some((Kind::Aggregate { function, path: path.to_vec(), body, filter }, ty, Target::Links(links)))
    }

    fn call(
        &mut self,
        expr: &Expr,
        function: Function,
        arguments: &[Expr],
        entity: EntityId,
        hint: Option<Type>,
    ) -> Option<(Kind<Typed>, Type, Target)> {
        let number = |at: usize| Type::Number(Some(dimension::id(at)));
        let (wanted, ty): (&[Type], Type) = match function {
            Function::AsOf => (&[], Type::Date),
            Function::Age => (&[Type::Date, Type::Date], number(dimension::AGE)),
            Function::Months => (&[Type::Date, Type::Date], number(dimension::MONTHS)),
            Function::Days => (&[Type::Date, Type::Date], number(dimension::DAYS)),
            Function::Year => (&[Type::Date], number(dimension::YEAR)),
            Function::Length => (&[Type::Text], Type::Number(None)),
            Function::Contains | Function::StartsWith => (&[Type::Text, Type::Text], Type::Bool),
            Function::IsDigits => (&[Type::Text], Type::Bool),
            Function::IdBirthDate => (&[Type::Id], Type::Date),
            Function::IdIsMale | Function::IdCheckHolds => (&[Type::Id], Type::Bool),
            Function::IdLength | Function::IdDisabilityClass | Function::IdDisabilityGrade => {
                (&[Type::Id], Type::Number(None))
            }
            Function::Coalesce | Function::IfAbsent => {
                return self.choice_of(expr, function, arguments, entity, hint);
            }
            Function::AllGiven => return self.all_given(expr, arguments, entity),
        };
        if arguments.len() != wanted.len() {
            return self.argument_count(expr, function, wanted.len().to_string(), arguments.len());
        }
        let arguments = self.arguments(arguments.iter().zip(wanted.iter().copied()), entity)?;
        Some((Kind::Call { function, arguments }, ty, Target::None))
    }

    fn argument_count<T>(&mut self, expr: &Expr, function: Function, wanted: String, found: usize) -> Option<T> {
        let name = spelling(Word::Function(function), Locale::Zh).to_owned();
        self.fail(Diagnostic::error(M::ArgumentCount { name, wanted, found }).at(&expr.span))
    }

    fn all_given(&mut self, expr: &Expr, arguments: &[Expr], entity: EntityId) -> Option<(Kind<Typed>, Type, Target)> {
        if arguments.is_empty() {
            return self.argument_count(expr, Function::AllGiven, "1+".to_owned(), 0);
        }
        let checked: Vec<_> = arguments.iter().map(|argument| self.infer(argument, entity, None)).collect();
        let arguments = checked.into_iter().collect::<Option<Vec<_>>>()?;
        Some((Kind::Call { function: Function::AllGiven, arguments }, Type::Bool, Target::None))
    }

    fn choice_of(
        &mut self,
        expr: &Expr,
        function: Function,
        arguments: &[Expr],
        entity: EntityId,
        hint: Option<Type>,
    ) -> Option<(Kind<Typed>, Type, Target)> {
        let (fits, wanted) = match function {
            Function::IfAbsent => (arguments.len() == 2, "2"),
            _ => (arguments.len() >= 2, "2+"),
        };
        if !fits {
            return self.argument_count(expr, function, wanted.to_owned(), arguments.len());
        }
        let leader = arguments.iter().find(|a| !is_literal(a)).or(arguments.first())?;
        let ty = self.infer(leader, entity, hint)?.data.ty;
        let arguments = self.arguments(arguments.iter().map(|argument| (argument, ty)), entity)?;
        Some((Kind::Call { function, arguments }, ty, Target::None))
    }
}

/// `None` where there is something that failed.
fn transposed<T>(part: Option<Option<T>>) -> Option<Option<T>> {
    match part {
        Some(None) => None,
        Some(part) => Some(part),
        None => Some(None),
    }
}
