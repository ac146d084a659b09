//! Compiling conditions and answering them for every row.

use super::bits::{all, ones};
use super::chunk::{Chunk, Inputs};
use super::compile::{Compiler, Lack};
use super::join::concatenate;
use super::plan::{Node, NodeId, Op, Question, Stage, stages};
use super::timing::{Times, Timing, clocked};
use super::truths::Truths;
use super::vector::Vector;
use crate::dataset::Dataset;
use crate::dictionary::{EntityId, FieldRef};
use crate::lang::tree::Expr;
use crate::lang::types::Typed;
use crate::rulebook::{Rule, Rulebook, Verdict};
use crate::value::Date;
use rayon::prelude::*;
use std::borrow::Cow;
use std::ops::Range;
use std::rc::Rc;
use std::sync::OnceLock;

/// Rows in a chunk: enough to make a pass over a column cheap, few enough for its vectors to stay in the cache.
pub const CHUNK_ROWS: usize = 4096;

/// What is asked of every row of an entity: where `given` holds, `require` must hold.
#[derive(Clone, Copy, Debug)]
pub struct Condition<'e> {
    /// The entity.
    pub entity: EntityId,
    /// When the question applies; always, where absent.
    pub given: Option<&'e Expr<Typed>>,
    /// What must hold.
    pub require: &'e Expr<Typed>,
}

impl<'e> From<&'e Rule> for Condition<'e> {
    fn from(rule: &'e Rule) -> Self {
        Self { entity: rule.entity, given: rule.given.as_ref(), require: &rule.require }
    }
}

/// Which rows are listed in answers, beside the counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Collect {
    /// Rows of violations.
    pub violations: bool,
    /// Rows that cannot be decided.
    pub unknowns: bool,
    /// Rows of passes.
    pub passes: bool,
}

/// How many rows got which verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Violations.
    pub violation: u64,
    /// Passes.
    pub pass: u64,
    /// Rows that cannot be decided.
    pub unknown: u64,
    /// Rows to which the condition does not apply.
    pub not_applicable: u64,
}

impl Counts {
    /// The count of one verdict.
    #[must_use]
    pub const fn of(self, verdict: Verdict) -> u64 {
        match verdict {
            Verdict::Violation => self.violation,
            Verdict::Pass => self.pass,
            Verdict::Unknown => self.unknown,
            Verdict::NotApplicable => self.not_applicable,
        }
    }

    /// All rows.
    #[must_use]
    pub const fn total(self) -> u64 {
        self.violation + self.pass + self.unknown + self.not_applicable
    }
}

/// What a condition says of the rows of its entity.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// How many rows got which verdict; together the rows of the entity.
    pub counts: Counts,
    /// The rows of violations, ascending, where they were asked for.
    pub violations: Vec<u32>,
    /// The rows that cannot be decided, ascending, where they were asked for.
    pub unknowns: Vec<u32>,
    /// The rows of passes, ascending, where they were asked for.
    pub passes: Vec<u32>,
}

/// Conditions compiled for a dataset.
pub struct Plan<'a> {
    rulebook: &'a Rulebook,
    dataset: &'a Dataset<'a>,
    nodes: Vec<Node>,
    stages: Vec<Stage>,
    /// For each condition its question, or what it lacks.
    questions: Vec<Result<Question, Vec<Lack>>>,
    timing: Option<Timing>,
}

impl<'a> Plan<'a> {
    /// Compiles `conditions`. One that lacks something is left out; [`Plan::lacks`] says what.
    #[must_use]
    pub fn compile<'e>(
        rulebook: &'a Rulebook,
        dataset: &'a Dataset<'a>,
        as_of: Date,
        conditions: impl IntoIterator<Item = Condition<'e>>,
    ) -> Self {
        let mut compiler = Compiler::new(rulebook, dataset, as_of);
        let mut questions = Vec::new();
        for condition in conditions {
            let given = condition.given.map(|given| compiler.expr(given)).transpose();
            let require = compiler.expr(condition.require);
            let table = (!dataset.rows(condition.entity).given).then_some(Lack::Table(condition.entity));
            let question = match (table, given, require) {
                (None, Ok(given), Ok(require)) => Ok(Question { entity: condition.entity, given, require }),
                (table, given, require) => {
                    let mut lacks: Vec<Lack> = Vec::new();
                    let parts = given.err().into_iter().chain(require.err()).flatten();
                    for lack in table.into_iter().chain(parts) {
                        if !lacks.contains(&lack) {
                            lacks.push(lack);
                        }
                    }
                    Err(lacks)
                }
            };
            questions.push(question);
        }
        let nodes = compiler.nodes;
        let stages = stages(&nodes);
        Self { rulebook, dataset, nodes, stages, questions, timing: None }
    }

    /// The same, which takes the time of what it does.
    #[must_use]
    pub fn timed(self) -> Self {
        Self { timing: Some(Timing::new(self.questions.len())), ..self }
    }

    /// What the runs of a timed plan cost so far.
    #[must_use]
    pub fn times(&self) -> Option<Times> {
        self.timing.as_ref().map(Timing::times)
    }

    /// What condition `at` needs and the data do not have; `None` where it can run.
    #[must_use]
    pub fn lacks(&self, at: usize) -> Option<&[Lack]> {
        self.questions.get(at).and_then(|q| q.as_ref().err()).map(Vec::as_slice)
    }

    /// Answers every condition that can run, on the threads of the current rayon pool.
    #[must_use]
    pub fn run(&self, collect: Collect) -> Vec<Option<Answer>> {
        self.run_in_chunks(collect, CHUNK_ROWS)
    }

    /// [`Plan::run`] with chunks of about so many rows (a multiple of 64 is used).
    #[must_use]
    pub fn run_in_chunks(&self, collect: Collect, chunk_rows: usize) -> Vec<Option<Answer>> {
        let size = chunk_rows.next_multiple_of(64).max(64);
        let complete = self.new_columns();
        self.complete(&complete, size);
        let mut answers: Vec<Option<Answer>> = self.questions.iter().map(|q| q.is_ok().then(Answer::default)).collect();
        for entity in self.dataset.given_entities() {
            let asked: Vec<(usize, &Question)> = self
                .questions
                .iter()
                .enumerate()
                .filter_map(|(at, q)| q.as_ref().ok().map(|q| (at, q)))
                .filter(|(_, q)| q.entity == entity)
                .collect();
            if asked.is_empty() {
                continue;
            }
            let inputs = self.inputs(&complete);
            let parts: Vec<Vec<Answer>> = self
                .chunks(entity, size)
                .into_par_iter()
                .map(|range| {
                    let start = range.start;
                    let mut chunk = Chunk::new(inputs, range.clone());
                    let timing = self.timing.as_ref();
                    let mut ask = |&(at, question): &(usize, &Question)| {
                        clocked(timing, Some(at), || answer(&mut chunk, question, start, range.len(), collect))
                    };
                    asked.iter().map(&mut ask).collect()
                })
                .collect();
            for part in parts {
                for ((at, _), part) in asked.iter().zip(part) {
                    if let Some(Some(answer)) = answers.get_mut(*at) {
                        answer.add(part);
                    }
                }
            }
        }
        answers
    }

    /// A place for every node, for those that are read across a link.
    pub(super) fn new_columns<'p>(&self) -> Vec<OnceLock<Vector<'p>>> {
        self.nodes.iter().map(|_| OnceLock::new()).collect()
    }

    /// Completes what is read across links, stage by stage.
    pub(super) fn complete<'p>(&'p self, complete: &'p [OnceLock<Vector<'p>>], size: usize) {
        for stage in &self.stages {
            // What is there already is taken as it is; the rest is made.
            let mut made = Vec::new();
            for &node in &stage.nodes {
                match self.at_hand(node) {
                    Some(vector) => {
                        let _first = complete[node].set(vector);
                    }
                    None => made.push(node),
                }
            }
            for (&node, vector) in made.iter().zip(self.make(stage.entity, &made, complete, size)) {
                let _first = vector.map(|vector| complete[node].set(vector));
            }
        }
    }

    /// The values of a node in all rows of its entity, where they need not be computed.
    fn at_hand(&self, node: NodeId) -> Option<Vector<'_>> {
        let Node { entity, op } = &self.nodes[node];
        let rows = self.dataset.rows(*entity).count;
        match op {
            Op::Constant(constant) => Some(Vector::constant(constant, rows)),
            Op::Column(field) => {
                let column = self.dataset.column(FieldRef { entity: *entity, field: *field })?;
                Some(Vector::of_column(column, 0..rows))
            }
            _ => None,
        }
    }

    /// The question of condition `at`, where it can run.
    pub(super) fn question(&self, at: usize) -> Option<&Question> {
        self.questions.get(at)?.as_ref().ok()
    }

    pub(super) fn inputs<'p>(&'p self, complete: &'p [OnceLock<Vector<'p>>]) -> Inputs<'p> {
        Inputs { rulebook: self.rulebook, dataset: self.dataset, nodes: &self.nodes, complete }
    }

    pub(super) fn chunks(&self, entity: EntityId, size: usize) -> Vec<Range<usize>> {
        let rows = self.dataset.rows(entity).count;
        (0..rows).step_by(size).map(|start| start..rows.min(start + size)).collect()
    }

    /// The values of nodes in all rows of their entity.
    fn make<'p>(
        &'p self,
        entity: EntityId,
        nodes: &[NodeId],
        complete: &'p [OnceLock<Vector<'p>>],
        size: usize,
    ) -> Vec<Option<Vector<'p>>> {
        let mut chunks = self.chunks(entity, size);
        if chunks.is_empty() {
            // Without rows there are no vectors to join, but types must still be known to whoever reads them.
            chunks.push(0..0);
        }
        let parts: Vec<Vec<Vector<'p>>> = chunks
            .into_par_iter()
            .map(|range| {
                clocked(self.timing.as_ref(), None, || {
                    let mut chunk = Chunk::new(self.inputs(complete), range);
                    let made: Vec<Rc<Vector<'p>>> = nodes.iter().map(|&node| chunk.get(node)).collect();
                    drop(chunk);
                    made.into_iter().map(Rc::unwrap_or_clone).collect()
                })
            })
            .collect();
        let mut columns: Vec<Vec<Vector<'p>>> = nodes.iter().map(|_| Vec::new()).collect();
        for part in parts {
            for (column, vector) in columns.iter_mut().zip(part) {
                column.push(vector);
            }
        }
        columns.into_iter().map(concatenate).collect()
    }
}

impl Answer {
    fn add(&mut self, part: Self) {
        self.counts.violation += part.counts.violation;
        self.counts.pass += part.counts.pass;
        self.counts.unknown += part.counts.unknown;
        self.counts.not_applicable += part.counts.not_applicable;
        self.violations.extend(part.violations);
        self.unknowns.extend(part.unknowns);
        self.passes.extend(part.passes);
    }
}

/// The verdicts of one question in a chunk, after [`Verdict::of`].
fn answer(chunk: &mut Chunk<'_>, question: &Question, start: usize, rows: usize, collect: Collect) -> Answer {
    let every = all(rows);
    let given = question.given.map(|given| chunk.get(given));
    let given = given.as_ref().map_or_else(|| Cow::Owned(Truths::constant(true, rows)), |given| given.truths(rows));
    let mut made = Answer::default();
    // Where the question applies to no row, nobody asks what it requires.
    if given.no() == every {
        made.counts.not_applicable = rows as u64;
        return made;
    }
    let require = chunk.get(question.require);
    let require = require.truths(rows);
    let word = |bits: &[u64], at: usize| bits.get(at).copied().unwrap_or(0);
    for (at, &every) in every.iter().enumerate() {
        let applies = word(&given.yes, at);
        let not_applicable = word(&given.known, at) & !applies;
        let kept = word(&require.yes, at);
        let broken = word(&require.known, at) & !kept;
        let violation = applies & broken;
        let pass = kept & !not_applicable;
        let unknown = every & !(not_applicable | violation | pass);
        made.counts.violation += u64::from(violation.count_ones());
        made.counts.pass += u64::from(pass.count_ones());
        made.counts.unknown += u64::from(unknown.count_ones());
        made.counts.not_applicable += u64::from(not_applicable.count_ones());
        let listed = |word: u64| ones(word).filter_map(move |row| u32::try_from(start + at * 64 + row).ok());
        if collect.violations {
            made.violations.extend(listed(violation));
        }
        if collect.unknowns {
            made.unknowns.extend(listed(unknown));
        }
        if collect.passes {
            made.passes.extend(listed(pass));
        }
    }
    made
}
