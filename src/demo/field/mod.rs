//! What the demo knows of the field: who lives in a village, and what the export says of them. The rest of the room,
//! like the rest of the program, knows tables and rules alone.

mod columns;
mod family;
mod household;
mod income;
mod names;
mod numbers;
mod person;
mod post;
mod repair;
mod sheets;
mod village;

pub(super) use columns::{Columns, Missing};
pub(super) use names::{full_name, surname};
pub(super) use village::Village;

use super::draw::Draw;
use super::ledger::Ledgers;
use super::rows::Row;
use crate::dictionary::{Dictionary, EntityId};
use crate::rulebook::{ParameterValue, Rulebook};
use crate::value::{Date, Decimal};

/// Where a household stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// Declared out of poverty.
    Exited,
    /// Proposed for exit in the year of the audit.
    Proposed,
    /// Registered and not exited.
    Poor,
    /// Never registered.
    Ordinary,
}

impl Standing {
    /// All, the most usual first.
    pub(super) const ALL: [Self; 4] = [Self::Exited, Self::Proposed, Self::Poor, Self::Ordinary];

    /// One of them, as often as they are met.
    pub(super) fn any(draw: &mut Draw) -> Self {
        Self::ALL[draw.weighted(&[60, 8, 12, 20])]
    }
}

/// What the demo knows of the field, for one rulebook and audit date.
pub(super) struct Field<'r> {
    pub(super) dictionary: &'r Dictionary,
    pub(super) columns: Columns,
    pub(super) ledgers: Ledgers,
    as_of: Date,
    /// The last day of August before the school year.
    cutoff: Date,
    /// The exit line of the audit's year, in yuan.
    line: i64,
    /// The income a head that no household falls below once it has left the register, in yuan.
    floor: i64,
    /// The income a head below which a household that has left the register is watched, in yuan.
    watched_below: i64,
}

impl<'r> Field<'r> {
    /// Knows the columns of the rulebook's dictionary.
    ///
    /// # Errors
    /// A column that the dictionary does not have.
    pub(super) fn new(rulebook: &'r Rulebook, as_of: Date) -> Result<Self, Missing> {
        let day = as_of.latest().parts();
        let autumn = day.month.is_some_and(|month| month >= 9);
        let cutoff = Date::day(if autumn { day.year } else { day.year - 1 }, 8, 31).unwrap_or(as_of);
        let amount = |name| {
            let parameter = rulebook.parameters.iter().find(|parameter| parameter.name.is(name));
            match parameter.and_then(|parameter| parameter.at(as_of)).map(|value| value.value) {
                Some(ParameterValue::Number(amount)) => Some(amount.raw() / Decimal::SCALE),
                _ => None,
            }
        };
        let line = amount("exit_line").unwrap_or(4000);
        let floor = amount("alarm_line").map_or(line, |alarm| alarm.max(line));
        let watched_below = amount("monitoring_line").unwrap_or(0);
        let columns = Columns::find(&rulebook.dictionary)?;
        Ok(Self {
            dictionary: &rulebook.dictionary,
            ledgers: Ledgers::new(&rulebook.dictionary, &columns, as_of),
            columns,
            as_of,
            cutoff,
            line,
            floor,
            watched_below,
        })
    }

    /// A row of usual values.
    pub(super) fn usual(&self, entity: EntityId) -> Row {
        self.ledgers.usual(entity)
    }

    /// Entities that many households share: a fault in a row of these needs a village of its own.
    pub(super) fn is_shared(&self, entity: EntityId) -> bool {
        entity == self.columns.village.entity
            || entity == self.columns.helper.entity
            || self.ledgers.is_of_village(entity)
    }
}
