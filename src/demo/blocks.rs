//! Which households stand in which village, and which of them get which fault.

use super::draw::Draw;
use super::recipe::Recipe;
use super::roster::Options;

/// Households in a village.
const HOUSEHOLDS_A_VILLAGE: usize = 100;

/// What a village is to hold.
pub(super) struct Block {
    /// The number of the village.
    pub(super) number: usize,
    /// Its households: how the fault is made, or `None` for one without.
    pub(super) slots: Vec<Option<Recipe>>,
}

/// The villages of a roster in order. Every rule gets about as many faults. Four bytes a household are held, so that
/// there may be millions.
pub(super) struct Blocks {
    /// The recipes, one rule after the other.
    recipes: Vec<Recipe>,
    /// By household, the position of its recipe, counted from one; 0 for none.
    wanted: Vec<u32>,
    /// How many households a village has that is not alone for its fault.
    size: usize,
    number: usize,
    /// Up to where households have been given out: those who share a village, and then those who have one alone.
    together: usize,
    alone: usize,
}

impl Blocks {
    /// Draws who gets which fault.
    pub(super) fn new(options: &Options, faulty: usize, recipes: &[Vec<Recipe>]) -> Self {
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let mut draw = Draw::new(options.seed, 0);
        let mut slots: Vec<u32> = (0..number(options.households)).collect();
        draw.shuffle(&mut slots);
        slots.truncate(if recipes.is_empty() { 0 } else { faulty });
        let mut starts: Vec<usize> = Vec::new();
        let mut flat: Vec<Recipe> = Vec::new();
        for of_rule in recipes {
            starts.push(flat.len());
            flat.extend(of_rule);
        }
        let mut wanted = vec![0; options.households];
        for (slot, (of_rule, start)) in slots.into_iter().zip(recipes.iter().zip(starts).cycle()) {
            wanted[slot as usize] = number(start + draw.below(of_rule.len()) + 1);
        }
        let mut made = Self { recipes: flat, wanted, size: 1, number: 0, together: 0, alone: 0 };
        let together = made.wanted.iter().filter(|&&wanted| !made.is_alone(wanted)).count();
        let villages = ((together + HOUSEHOLDS_A_VILLAGE / 2) / HOUSEHOLDS_A_VILLAGE).max(1);
        made.size = together.div_ceil(villages).max(1);
        made
    }

    fn recipe(&self, wanted: u32) -> Option<Recipe> {
        self.recipes.get((wanted as usize).checked_sub(1)?).copied()
    }

    fn is_alone(&self, wanted: u32) -> bool {
        self.recipe(wanted).is_some_and(|recipe| recipe.needs_village)
    }
}

impl Iterator for Blocks {
    type Item = Block;

    fn next(&mut self) -> Option<Block> {
        let mut slots = Vec::new();
        while let Some(&wanted) = self.wanted.get(self.together).filter(|_| slots.len() < self.size) {
            self.together += 1;
            if !self.is_alone(wanted) {
                slots.push(self.recipe(wanted));
            }
        }
        while let Some(&wanted) = self.wanted.get(self.alone).filter(|_| slots.is_empty()) {
            self.alone += 1;
            if self.is_alone(wanted) {
                slots.push(self.recipe(wanted));
            }
        }
        let number = self.number;
        self.number += 1;
        (!slots.is_empty()).then_some(Block { number, slots })
    }
}
