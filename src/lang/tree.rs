//! The syntax tree. One tree for all passes: `Expr<()>` as parsed, `Expr<Typed>` as checked.

use crate::diagnostic::Span;
use crate::value::{Date, Decimal, Quotient, Truth};
use std::cmp::Ordering;

/// An expression, with what a pass knows of it.
#[derive(Clone, Debug)]
pub struct Expr<T = ()> {
    /// What it is.
    pub kind: Kind<T>,
    /// Where it stands.
    pub span: Span,
    /// What the pass knows.
    pub data: T,
}

/// A name as written, composed (NFC), without its quotes `「…」`.
#[derive(Clone, Debug)]
pub struct Ident {
    /// The name.
    pub name: String,
    /// Where it stands.
    pub span: Span,
}

/// The kinds of expressions.
#[derive(Clone, Debug)]
pub enum Kind<T> {
    /// `4000`, `0.3 万元`: the number as written and the unit behind it.
    Number {
        /// As written, before its unit is applied.
        value: Decimal,
        /// The unit, where one is written.
        unit: Option<Ident>,
    },
    /// `"已脱贫"`: a text, or a word of a code list where it meets one.
    Text(String),
    /// `2020-12-31`.
    Date(Date),
    /// `是`, `否`.
    Bool(bool),
    /// A field, a definition, or a parameter (read as of the audit date).
    Name(Ident),
    /// `户.村.总户数`: `tail` read in the row that the to-one links lead to.
    Path {
        /// The links, in order; at least one.
        links: Vec<Ident>,
        /// A name, read there.
        tail: Box<Expr<T>>,
    },
    /// `脱贫线@脱贫年度`: a parameter as of a date or a year.
    At {
        /// The parameter.
        parameter: Ident,
        /// As of when.
        when: Box<Expr<T>>,
    },
    /// `非 x`.
    Not(Box<Expr<T>>),
    /// `-x`.
    Negate(Box<Expr<T>>),
    /// `a 且 b 且 c`; at least two.
    And(Vec<Expr<T>>),
    /// `a 或 b 或 c`; at least two.
    Or(Vec<Expr<T>>),
    /// `a < b`.
    Compare {
        /// The comparison.
        op: Comparison,
        /// The left side.
        left: Box<Expr<T>>,
        /// The right side.
        right: Box<Expr<T>>,
    },
    /// `a + b`.
    Arithmetic {
        /// The operation.
        op: Operation,
        /// The left side.
        left: Box<Expr<T>>,
        /// The right side.
        right: Box<Expr<T>>,
    },
    /// `x 属于 [a, b]`.
    In {
        /// The value.
        value: Box<Expr<T>>,
        /// What it may equal; at least one.
        options: Vec<Expr<T>>,
    },
    /// `x 属于 a..b`, both ends included.
    Within {
        /// The value.
        value: Box<Expr<T>>,
        /// The least.
        low: Box<Expr<T>>,
        /// The greatest.
        high: Box<Expr<T>>,
    },
    /// `x 缺失`: true where the value is unknown, never unknown itself.
    Missing(Box<Expr<T>>),
    /// `户 缺失`: true where to-one links lead to no row, never unknown itself. The parser reads it as
    /// [`Kind::Missing`] of a name; the checker makes it this where the name is a link's.
    NoRow {
        /// The links, in order; at least one.
        path: Vec<Ident>,
    },
    /// `若 c 则 a 否则 b`.
    If {
        /// The condition.
        condition: Box<Expr<T>>,
        /// The value where it holds.
        then: Box<Expr<T>>,
        /// The value where it does not.
        otherwise: Box<Expr<T>>,
    },
    /// `任一(成员, …)`: `body` and `filter` are read in the rows that the path leads to.
    Aggregate {
        /// The aggregate.
        function: Aggregate,
        /// To-one links, then one to-many link.
        path: Vec<Ident>,
        /// The condition (any, all) or the number or date (sum, min, max); for `计数` none.
        body: Option<Box<Expr<T>>>,
        /// For `计数` the condition, for sum, min and max an optional one; for any and all none.
        filter: Option<Box<Expr<T>>>,
    },
    /// `周岁(出生日期, 审计日)`.
    Call {
        /// The function.
        function: Function,
        /// Its arguments.
        arguments: Vec<Expr<T>>,
    },
}

/// Comparisons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// `=`
    Equal,
    /// `<>`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

impl Comparison {
    /// Whether the comparison holds of two values of this order.
    #[must_use]
    pub fn holds(self, order: Ordering) -> bool {
        match self {
            Self::Equal => order.is_eq(),
            Self::NotEqual => order.is_ne(),
            Self::Less => order.is_lt(),
            Self::LessOrEqual => order.is_le(),
            Self::Greater => order.is_gt(),
            Self::GreaterOrEqual => order.is_ge(),
        }
    }
}

impl Comparison {
    /// Whether the comparison holds of any two numbers between these bounds, least and greatest; unknown where it
    /// holds of some and not of others.
    #[must_use]
    pub fn between(self, (least, most): (Quotient, Quotient), (low, high): (Quotient, Quotient)) -> Truth {
        let (worst, best) = match self {
            Self::Less | Self::LessOrEqual => (most.compare(low), least.compare(high)),
            Self::Greater | Self::GreaterOrEqual => (least.compare(high), most.compare(low)),
            Self::Equal | Self::NotEqual => {
                let apart = most.compare(low).is_lt() || high.compare(least).is_lt();
                let one = least.compare(high).is_eq() && most.compare(low).is_eq();
                return if apart || one { Truth::from(one == (self == Self::Equal)) } else { Truth::Unknown };
            }
        };
        match (self.holds(worst), self.holds(best)) {
            (true, _) => Truth::True,
            (_, false) => Truth::False,
            _ => Truth::Unknown,
        }
    }
}

impl Comparison {
    /// Whether the comparison holds of two dates; unknown where a missing month or day could turn it.
    #[must_use]
    pub fn dates(self, a: Date, b: Date) -> Truth {
        match self {
            Self::Equal => a.same(b),
            Self::NotEqual => !a.same(b),
            Self::Less => a.before(b),
            Self::LessOrEqual => !b.before(a),
            Self::Greater => b.before(a),
            Self::GreaterOrEqual => !a.before(b),
        }
    }
}

/// Arithmetic operations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operation {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`: gives a quotient, which can be compared and shown, not computed with.
    Divide,
}

/// Aggregates over the rows of a to-many link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Aggregate {
    /// `任一` any: whether the condition holds for a row, after Kleene; false over no rows.
    Any,
    /// `全部` all: whether the condition holds for every row, after Kleene; true over no rows.
    All,
    /// `计数` count: how many rows there are, or how many fulfil the condition; unknown as soon as one is.
    Count,
    /// `求和` sum; unknown as soon as one row's value or condition is; zero over no rows.
    Sum,
    /// `最小` min; unknown as soon as one row's value or condition is, and over no rows.
    Min,
    /// `最大` max; unknown as soon as one row's value or condition is, and over no rows.
    Max,
}

/// Functions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Function {
    /// `审计日` as_of: the audit date. Written without brackets.
    AsOf,
    /// `周岁(出生, 日)` age(birth, at): completed years.
    Age,
    /// `月数(起, 止)` months(from, to): completed months.
    Months,
    /// `天数(起, 止)` days(from, to).
    Days,
    /// `年(日)` year(date): the year of the calendar.
    Year,
    /// `先取(a, b, …)` coalesce: the first argument that is not missing. An argument that reads a column which the data do
    /// not have counts as missing.
    Coalesce,
    /// `缺列取(a, b)` if_absent: `a`, blank or not; `b` only where the data do not have a column that `a` reads.
    IfAbsent,
    /// `齐全(a, b, …)` all_given: whether no argument is missing; never unknown. An argument that reads a column which the
    /// data do not have is left out.
    AllGiven,
    /// `位数(文)` length: how many characters a text has.
    Length,
    /// `包含(文, 词)` contains: whether a text has another within it.
    Contains,
    /// `开头(文, 词)` starts_with: whether a text begins with another.
    StartsWith,
    /// `纯数字(文)` is_digits: whether a text is digits and nothing else.
    IsDigits,
    /// `证件出生日期(号)` id_birth_date.
    IdBirthDate,
    /// `证件为男(号)` id_is_male.
    IdIsMale,
    /// `证件校验正确(号)` id_check_holds: unknown for a number that has no check character.
    IdCheckHolds,
    /// `证件位数(号)` id_length: how many characters the number has.
    IdLength,
    /// `残疾类别(号)` id_disability_class: 1 to 7.
    IdDisabilityClass,
    /// `残疾等级(号)` id_disability_grade: 1 to 4.
    IdDisabilityGrade,
}
