//! What each question costs.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// The time that all threads together spent, by question. What several questions read is counted for the first of them:
/// a question costs what it adds.
#[derive(Debug, Default)]
pub(super) struct Timing {
    questions: Vec<AtomicU64>,
    /// What is read across links, which is made before any question is asked.
    shared: AtomicU64,
}

/// What a run cost, over all threads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Times {
    /// What each condition added, in their order.
    pub conditions: Vec<Duration>,
    /// What was made for several of them before, to be read across links.
    pub shared: Duration,
}

impl Timing {
    pub(super) fn new(questions: usize) -> Self {
        Self { questions: (0..questions).map(|_| AtomicU64::new(0)).collect(), shared: AtomicU64::new(0) }
    }

    pub(super) fn times(&self) -> Times {
        let read = |nanoseconds: &AtomicU64| Duration::from_nanos(nanoseconds.load(Ordering::Relaxed));
        Times { conditions: self.questions.iter().map(read).collect(), shared: read(&self.shared) }
    }
}

/// Does a piece of work, and counts its time where that is wanted: for a question, or for what is shared.
pub(super) fn clocked<T>(timing: Option<&Timing>, question: Option<usize>, work: impl FnOnce() -> T) -> T {
    let Some(timing) = timing else { return work() };
    let begun = Instant::now();
    let made = work();
    let spent = u64::try_from(begun.elapsed().as_nanos()).unwrap_or(u64::MAX);
    let counter = question.map_or(Some(&timing.shared), |at| timing.questions.get(at));
    counter.into_iter().for_each(|counter| {
        counter.fetch_add(spent, Ordering::Relaxed);
    });
    made
}
