//! Who lives together.

use super::super::draw::Draw;

/// Someone in a family.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kin {
    /// What he or she is to the head.
    pub(super) relation: &'static str,
    pub(super) is_male: bool,
    /// In completed years.
    pub(super) age: i64,
    /// Whether he or she has the surname of the family.
    pub(super) has_surname: bool,
}

/// A family in which someone may hold a public-welfare post: a couple in its fifties with a grown child.
pub(super) fn of_post_holder(draw: &mut Draw) -> Vec<Kin> {
    let mut family = couple(draw.within(52, 57), draw);
    children(&mut family, 1, 24, draw);
    family
}

/// A family of one old person.
pub(super) fn of_one(draw: &mut Draw) -> Vec<Kin> {
    vec![Kin { relation: "户主", is_male: draw.percent(70), age: draw.within(62, 78), has_surname: true }]
}

/// Any family.
pub(super) fn of_any(draw: &mut Draw) -> Vec<Kin> {
    match draw.weighted(&[40, 25, 12, 10, 8, 5]) {
        0 => {
            let mut family = couple(draw.within(28, 50), draw);
            let count = draw.weighted(&[1, 4, 5, 2]);
            children(&mut family, count, 23, draw);
            family
        }
        1 => {
            let mut family = couple(draw.within(30, 50), draw);
            let count = draw.weighted(&[0, 4, 3]);
            children(&mut family, count, 23, draw);
            parents(&mut family, draw);
            family
        }
        2 => couple(draw.within(61, 78), draw),
        3 => {
            let mut family = couple(draw.within(58, 70), draw);
            children(&mut family, 1, 26, draw);
            family
        }
        4 => {
            let mut family = couple(draw.within(56, 68), draw);
            let is_male = draw.percent(52);
            let relation = if is_male { "之孙子" } else { "之孙女" };
            family.push(Kin { relation, is_male, age: draw.within(4, 15), has_surname: true });
            family
        }
        _ => {
            let head =
                Kin { relation: "户主", is_male: draw.percent(60), age: draw.within(40, 56), has_surname: true };
            let mut family = vec![head];
            children(&mut family, 1, 24, draw);
            family
        }
    }
}

fn couple(age: i64, draw: &mut Draw) -> Vec<Kin> {
    let is_male = draw.percent(85);
    vec![
        Kin { relation: "户主", is_male, age, has_surname: is_male },
        Kin { relation: "配偶", is_male: !is_male, age: age + draw.within(-2, 2), has_surname: !is_male },
    ]
}

/// Children, the oldest born when the head was about `first`.
fn children(family: &mut Vec<Kin>, count: usize, first: i64, draw: &mut Draw) {
    let Some(head) = family.first().map(|head| head.age) else { return };
    let mut age = head - first - draw.within(0, 4);
    for _ in 0..count {
        if age < 0 {
            return;
        }
        let is_male = draw.percent(52);
        let relation = if is_male { "之子" } else { "之女" };
        family.push(Kin { relation, is_male, age, has_surname: true });
        age -= draw.within(2, 5);
    }
}

fn parents(family: &mut Vec<Kin>, draw: &mut Draw) {
    let Some(head) = family.first().copied() else { return };
    let age = (head.age + draw.within(22, 28)).min(86);
    let which = draw.below(3);
    if which != 0 {
        family.push(Kin { relation: "之父", is_male: true, age, has_surname: head.has_surname });
    }
    if which != 1 {
        family.push(Kin { relation: "之母", is_male: false, age, has_surname: false });
    }
}
