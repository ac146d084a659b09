//! `--time`: how long each stage of a run took, and what each rule cost.

use super::console::Console;
use hucha::diagnostic::Locale;
use hucha::engine::Times;
use hucha::rulebook::Rule;
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::time::{Duration, Instant};

/// Takes the time of stages that follow each other.
#[derive(Debug)]
pub struct Stopwatch {
    since: Instant,
    laps: Vec<(&'static str, Duration)>,
}

impl Stopwatch {
    /// A watch that runs from now on.
    pub fn start() -> Self {
        Self { since: Instant::now(), laps: Vec::new() }
    }

    /// Ends a stage, and begins the next.
    pub fn lap(&mut self, stage: &'static str) {
        let now = Instant::now();
        self.laps.push((stage, now - self.since));
        self.since = now;
    }

    /// Says on standard error how long the stages took, and what each of `rules` cost.
    ///
    /// # Errors
    /// Those of standard error.
    pub fn tell(&self, console: &Console, rules: &[&Rule], times: Option<&Times>) -> io::Result<()> {
        let locale = console.locale;
        let mut text = String::new();
        let stages = self.laps.iter().map(|(stage, spent)| (*stage, *spent));
        for (stage, spent) in stages {
            let _never_fails = writeln!(text, "{stage:<8}{:>12}", seconds(locale, spent));
        }
        if let Some(times) = times {
            text.push_str(
                locale.pick("各条规则新增的用时（各线程合计）：\n", "what each rule added (all threads together):\n"),
            );
            let shared = (locale.pick("跨表共用", "across links"), times.shared);
            let mut each: Vec<(&str, Duration)> =
                rules.iter().map(|rule| rule.code.as_str()).zip(times.conditions.iter().copied()).collect();
            each.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
            for (name, spent) in std::iter::once(shared).chain(each) {
                let _never_fails = writeln!(text, "{:>12}  {name}", seconds(locale, spent));
            }
        }
        io::stderr().lock().write_all(text.as_bytes())
    }
}

fn seconds(locale: Locale, time: Duration) -> String {
    format!("{:.4} {}", time.as_secs_f64(), locale.pick("秒", "s"))
}
