//! Which row comes before which, among rows with the same key.

use super::links::{NONE, SEVERAL};
use crate::table::{Cell, Column};
use crate::value::Date;
use std::cmp::Ordering;

/// How two rows stand to each other; unknown where a date known in part could go either way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    Apart,
    Tied,
    Unknown,
}

/// Writes for each of `rows` which of them comes before it into `found`: none for the first; several, so that nobody can
/// tell, where the first field of the order is blank or known too roughly in any of them, and where rows tie.
pub(super) fn before(rows: &[u32], order: &[&Column], found: &mut [u32]) {
    let Some(&first) = order.first() else { return };
    if rows.len() < 2 {
        return;
    }
    let cell = |column: &Column, row: u32| column.get(row as usize);
    let mut sorted: Vec<u32> = rows.to_vec();
    sorted.sort_by(|&a, &b| {
        let by = |column: &&Column| sort_key(&cell(column, a)).cmp(&sort_key(&cell(column, b)));
        order.iter().map(by).find(|o| o.is_ne()).unwrap_or(Ordering::Equal)
    });
    let stands = |a: u32, b: u32| {
        let by = |column: &&Column| apart(&cell(column, a), &cell(column, b));
        order.iter().map(by).find(|&o| o != Order::Tied).unwrap_or(Order::Tied)
    };
    let neighbours: Vec<Order> = sorted.windows(2).map(|pair| stands(pair[0], pair[1])).collect();
    let blank = sorted.iter().any(|&row| cell(first, row) == Cell::Blank);
    if blank || neighbours.contains(&Order::Unknown) {
        for &row in rows {
            put(found, row, SEVERAL);
        }
        return;
    }
    let tied = |at: usize| neighbours.get(at) == Some(&Order::Tied);
    for (at, &row) in sorted.iter().enumerate() {
        let previous = at.checked_sub(1);
        let among = tied(at) || previous.is_some_and(tied);
        let behind = previous.and_then(|p| p.checked_sub(1)).is_some_and(tied);
        let target = match previous.and_then(|p| sorted.get(p)) {
            _ if among || behind => SEVERAL,
            Some(&previous) => previous,
            None => NONE,
        };
        put(found, row, target);
    }
}

fn put(found: &mut [u32], row: u32, target: u32) {
    if let Some(slot) = found.get_mut(row as usize) {
        *slot = target;
    }
}

/// Where a cell stands in a list: dates known in part before those of the same year or month that are known better,
/// blanks behind all.
fn sort_key(cell: &Cell) -> (bool, i64) {
    match cell {
        Cell::Date(date) => (false, i64::from(date.packed())),
        Cell::Number(number) => (false, number.raw()),
        _ => (true, 0),
    }
}

/// Two cells of one field, neighbours in a sorted list.
fn apart(a: &Cell, b: &Cell) -> Order {
    match (a, b) {
        (Cell::Date(a), Cell::Date(b)) if a == b => Order::Tied,
        (Cell::Date(a), Cell::Date(b)) => dates(*a, *b),
        (a, b) if a == b => Order::Tied,
        _ => Order::Apart,
    }
}

fn dates(a: Date, b: Date) -> Order {
    if a.before(b).is_true() || b.before(a).is_true() { Order::Apart } else { Order::Unknown }
}

#[cfg(test)]
mod tests {
    use super::{NONE, SEVERAL, before};
    use crate::dictionary::FieldType;
    use crate::table::{Cell, Column};
    use crate::value::Date;

    fn column(dates: &[&str]) -> Column {
        let mut column = Column::new(FieldType::Date);
        for text in dates {
            column.push(&Date::parse(text).map_or(Cell::Blank, Cell::Date));
        }
        column
    }

    /// What comes before each row of one group, by its dates and, where given, by a second column of dates.
    fn sequence(first: &[&str], second: &[&str]) -> Vec<u32> {
        let columns = [column(first), column(second)];
        let order: Vec<&Column> = columns.iter().take(1 + usize::from(!second.is_empty())).collect();
        let rows: Vec<u32> = (0..u32::try_from(first.len()).unwrap()).collect();
        let mut found = vec![NONE; first.len()];
        before(&rows, &order, &mut found);
        found
    }

    #[test]
    fn each_row_follows_the_one_before_whatever_the_order_of_rows() {
        assert_eq!(sequence(&["2018-03-01", "2017-01-01", "2019-05"], &[]), [1, NONE, 0]);
        assert_eq!(sequence(&["2018"], &[]), [NONE]);
        assert_eq!(sequence(&[], &[]), [0_u32; 0]);
    }

    #[test]
    fn nobody_can_tell_where_a_date_is_blank_or_too_rough() {
        assert_eq!(sequence(&["2018-03-01", "", "2019-05"], &[]), [SEVERAL; 3]);
        assert_eq!(sequence(&["2018-03-01", "2018", "2019-05"], &[]), [SEVERAL; 3]);
        assert_eq!(sequence(&["2018-03-01", "2017", "2019"], &[]), [1, NONE, 0]);
    }

    #[test]
    fn rows_that_tie_have_no_order_among_them_and_give_none_to_the_next() {
        let found = sequence(&["2017", "2018-03-01", "2018-03-01", "2019", "2020"], &[]);
        assert_eq!(found, [NONE, SEVERAL, SEVERAL, SEVERAL, 3]);
        assert_eq!(sequence(&["2018", "2018"], &[]), [SEVERAL; 2]);
    }

    #[test]
    fn a_second_field_parts_rows_that_tie_in_the_first_and_a_blank_in_it_is_the_end() {
        let found = sequence(&["2018-03-01", "2018-03-01", "2018-03-01"], &["2018-09-01", "", "2018-06-01"]);
        assert_eq!(found, [2, 0, NONE]);
    }
}
