//! Units and their dimensions.

use super::names::Bilingual;
use crate::value::Decimal;

/// The dimensions that the rule language's own functions return, at the head of every dictionary.
pub mod dimension {
    use super::super::ids::DimensionId;

    /// Completed years of age, `岁`.
    pub const AGE: usize = 0;
    /// Months, `月`.
    pub const MONTHS: usize = 1;
    /// Days, `天`.
    pub const DAYS: usize = 2;
    /// A year of the calendar, `年`.
    pub const YEAR: usize = 3;

    /// The id of a built-in dimension.
    #[must_use]
    pub fn id(index: usize) -> DimensionId {
        DimensionId::new(index)
    }
}

/// What quantities of one kind are measured in. Quantities of different dimensions are never compared or added.
#[derive(Clone, Debug)]
pub struct Dimension {
    /// What messages call it.
    pub title: Bilingual,
    /// The units; the first has factor one and is the one that columns hold and that a bare number means.
    pub units: Vec<Unit>,
}

/// A unit of a dimension.
#[derive(Clone, Debug)]
pub struct Unit {
    /// How it is written, in cells and in rules.
    pub name: String,
    /// How many of the first unit it makes.
    pub factor: Decimal,
}

impl Dimension {
    /// The unit that columns hold.
    #[must_use]
    pub fn base(&self) -> &str {
        self.units.first().map_or("", |u| &u.name)
    }
}

/// The built-in dimensions, in the order of [`dimension`].
pub(super) fn builtin() -> Vec<Dimension> {
    let of = |zh: &str, en: &str, units: &[&str]| Dimension {
        title: Bilingual { zh: zh.to_owned(), en: en.to_owned() },
        units: units.iter().map(|u| Unit { name: (*u).to_owned(), factor: Decimal::ONE }).collect(),
    };
    vec![
        of("年龄", "age", &["岁", "周岁"]),
        of("月数", "months", &["月", "个月"]),
        of("天数", "days", &["天", "日"]),
        of("年份", "calendar year", &["年", "年度"]),
    ]
}
