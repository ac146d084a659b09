//! Figures that documents print, computed again from synthetic samples through the real rules.

use super::indicators::Choice;
use super::needs::Needs;
use super::outcome::{Outcomes, outcomes, scale};
use super::total::Total;
use super::whatif::WhatIf;
use crate::dataset::Dataset;
use crate::diagnostic::catalogue::FindingMessage as M;
use crate::diagnostic::{Diagnostic, Locale};
use crate::dictionary::{Bilingual, FieldRef};
use crate::engine::{Collect, Condition, Plan};
use crate::finding::{Run, View};
use crate::rulebook::{Figure, Indicator, Measure, Of, Rulebook, Show, Take, Told};
use crate::table::{self, Request};
use crate::value::{Date, Decimal, Fraction};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A figure and what it comes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FigureRecord {
    /// Its id.
    pub id: String,
    /// What it says.
    pub title: String,
    /// The document.
    pub document: String,
    /// Where it stands there.
    pub locus: String,
    /// The numbers; none where it cannot be computed.
    pub shows: Vec<ShowRecord>,
    /// Whether printed and computed numbers agree, or are known not to.
    pub verdict: FigureVerdict,
    /// Why the numbers differ, or why it cannot be computed; may be empty.
    pub reason: String,
}

/// How the printed numbers of a figure stand to the computed ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FigureVerdict {
    /// All agree to the last printed digit.
    Agrees,
    /// Some differ, for the reason that is given.
    Differs,
    /// They are not what is expected of them: some differ without a reason, or none differs although one is given.
    Unexpected,
    /// It is not computed.
    NotComputed,
}

/// A printed number and the computed one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ShowRecord {
    /// The rule or indicator.
    pub code: String,
    /// What of the indicator it is; `None` for a rule, whose cases are counted.
    pub take: Option<Take>,
    /// The number as printed.
    pub printed: String,
    /// The number as computed, to as many digits; empty where it cannot be told.
    pub computed: String,
    /// The sums behind it, such as `25/947`; may be empty.
    pub sums: String,
    /// Whether both agree.
    pub agrees: bool,
    /// The command that shows it.
    pub command: String,
}

/// A computed number before it is rounded.
#[derive(Default)]
struct Computed {
    value: Option<Fraction>,
    sums: String,
}

/// Computes figures anew.
#[derive(Clone, Copy)]
pub struct Figures<'a> {
    /// The rulebook.
    pub rulebook: &'a Rulebook,
    /// Rulebooks under what-ifs, by name.
    pub suppose: &'a dyn Fn(&str) -> Result<Rulebook, Vec<Diagnostic>>,
    /// The folder that holds the samples.
    pub folder: &'a Path,
    /// The language.
    pub locale: Locale,
}

impl<'a> Figures<'a> {
    /// Computes figures, on the threads of the current rayon pool. Each sample is read once.
    ///
    /// # Errors
    /// Samples that cannot be read; what-ifs that cannot be supposed.
    pub fn compute(&self, figures: &[&'a Figure]) -> Result<Vec<FigureRecord>, Vec<Diagnostic>> {
        let mut worlds: BTreeMap<&str, Rulebook> = BTreeMap::new();
        for show in figures.iter().flat_map(|figure| figure.shows()) {
            if let Of::Indicator { scenario: Some(name), .. } = &show.of
                && !worlds.contains_key(name.as_str())
            {
                worlds.insert(name, (self.suppose)(name)?);
            }
        }
        let mut samples: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, figure) in figures.iter().enumerate() {
            if let Told::From { data, .. } = &figure.told {
                samples.entry(data).or_default().push(at);
            }
        }
        let mut shown: Vec<Vec<ShowRecord>> = vec![Vec::new(); figures.len()];
        for (data, members) in samples {
            let path = self.folder.join(data);
            let of: Vec<&'a Figure> = members.iter().filter_map(|&at| figures.get(at).copied()).collect();
            if let Some(first) = of.first().filter(|_| !path.is_dir()) {
                let message = M::NoSample { path: path.display().to_string() };
                return Err(vec![Diagnostic::error(message).at(&first.span)]);
            }
            let made = self.sample(&path, &of, &worlds)?;
            for (at, shows) in members.into_iter().zip(made) {
                if let Some(place) = shown.get_mut(at) {
                    *place = shows;
                }
            }
        }
        Ok(figures.iter().zip(shown).map(|(figure, shows)| self.record(figure, shows)).collect())
    }

    fn record(&self, figure: &Figure, shows: Vec<ShowRecord>) -> FigureRecord {
        let pick = |text: &Bilingual| text.pick(self.locale).to_owned();
        let cannot = if let Told::Cannot(reason) = &figure.told { Some(reason) } else { None };
        let verdict = match (cannot, shows.iter().all(|show| show.agrees), figure.differs.is_some()) {
            (Some(_), ..) => FigureVerdict::NotComputed,
            (_, true, false) => FigureVerdict::Agrees,
            (_, false, true) => FigureVerdict::Differs,
            _ => FigureVerdict::Unexpected,
        };
        let document = self.rulebook.document(&figure.source);
        FigureRecord {
            id: figure.id.clone(),
            title: pick(&figure.title),
            document: document.map(|d| pick(&d.title)).unwrap_or_default(),
            locus: figure.locus.clone(),
            shows,
            verdict,
            reason: cannot.or(figure.differs.as_ref()).map(pick).unwrap_or_default(),
        }
    }

    /// The numbers of figures of one sample.
    fn sample(
        &self,
        path: &Path,
        figures: &[&Figure],
        worlds: &BTreeMap<&str, Rulebook>,
    ) -> Result<Vec<Vec<ShowRecord>>, Vec<Diagnostic>> {
        let mut needs = Needs::default();
        for show in figures.iter().flat_map(|figure| figure.shows()) {
            self.need(&mut needs, show, worlds);
        }
        let dictionary = &self.rulebook.dictionary;
        let paths = [PathBuf::from(path)];
        let demand = needs.demand(dictionary);
        let request = Request { demand: &demand, hash: false, ..Request::new(dictionary, &paths) };
        let dataset = Dataset::join_needed(dictionary, table::read(&request)?, &demand);
        let figure = |figure: &&Figure| {
            let Told::From { as_of, shows, .. } = &figure.told else { return Ok(Vec::new()) };
            shows.iter().map(|show| self.show(path, &dataset, *as_of, show, worlds)).collect()
        };
        figures.iter().map(figure).collect::<Result<_, Diagnostic>>().map_err(|error| vec![error])
    }

    /// Adds what a number is computed from.
    fn need(&self, needs: &mut Needs, show: &Show, worlds: &BTreeMap<&str, Rulebook>) {
        match &show.of {
            Of::Rule(code) => needs.rules(self.rulebook, self.rulebook.rule(code)),
            Of::Indicator { code, scenario, .. } => {
                let then = scenario.as_deref().and_then(|name| worlds.get(name));
                for book in std::iter::once(self.rulebook).chain(then) {
                    needs.indicators(book, book.indicator(code));
                }
            }
        }
    }

    fn show(
        &self,
        path: &Path,
        dataset: &Dataset<'_>,
        as_of: Date,
        show: &Show,
        worlds: &BTreeMap<&str, Rulebook>,
    ) -> Result<ShowRecord, Diagnostic> {
        let data = path.display();
        let (code, taken, computed, asked) = match &show.of {
            Of::Rule(code) => (code, None, self.rule(dataset, as_of, code), format!("check {data} --select {code}")),
            Of::Indicator { code, take, group, scenario: None } => {
                let computed = self.indicator(dataset, as_of, code, *take, group.as_deref());
                (code, Some(*take), computed, format!("check {data} --indicators --select {code}"))
            }
            Of::Indicator { code, take, scenario: Some(name), .. } => {
                let computed = match worlds.get(name.as_str()) {
                    Some(then) => self.gained(dataset, as_of, code, *take, then)?,
                    None => Computed::default(),
                };
                (code, Some(*take), computed, format!("whatif {data} --scenario {name} --select {code}"))
            }
        };
        let percent = if show.per_cent { "%" } else { "" };
        let rounded = |value: Fraction, decimals| match show.per_cent {
            true => value.per_cent(decimals),
            false => value.rounded(decimals),
        };
        let agrees = computed.value.is_some_and(|value| rounded(value, show.decimals) == show.printed);
        // Where it does not agree a digit more may show why.
        let decimals = if agrees || !show.per_cent { show.decimals } else { show.decimals.max(2) };
        let shown = computed.value.map(|value| format!("{}{percent}", rounded(value, decimals)));
        Ok(ShowRecord {
            code: code.clone(),
            take: taken,
            printed: format!("{}{percent}", show.printed),
            agrees,
            computed: shown.unwrap_or_default(),
            sums: computed.sums,
            command: format!("hucha {asked} --as-of {as_of}"),
        })
    }

    fn rule(&self, dataset: &Dataset<'_>, as_of: Date, code: &str) -> Computed {
        let Some(rule) = self.rulebook.rule(code) else { return Computed::default() };
        let plan = Plan::compile(self.rulebook, dataset, as_of, [Condition::from(rule)]);
        let counts = plan.run(Collect::default()).into_iter().next().flatten().map(|answer| answer.counts);
        let value = counts.filter(|c| c.unknown == 0).and_then(|c| Fraction::new(i128::from(c.violation), 1));
        Computed { value, sums: String::new() }
    }

    fn indicator(&self, dataset: &Dataset<'_>, as_of: Date, code: &str, take: Take, group: Option<&str>) -> Computed {
        let Some(indicator) = self.rulebook.indicator(code) else { return Computed::default() };
        let run = self.run(self.rulebook, dataset, as_of);
        let view = run.view();
        let mut total = Total::default();
        outcomes(run.context(), &[indicator], |_, made| {
            for (row, outcome) in made.iter().flat_map(Outcomes::iter).enumerate() {
                if group.is_none_or(|group| is_in(&view, indicator, row, group)) {
                    total.add(outcome);
                }
            }
        });
        taken(indicator, &total, take)
    }

    fn gained(
        &self,
        dataset: &Dataset<'_>,
        as_of: Date,
        code: &str,
        take: Take,
        then: &Rulebook,
    ) -> Result<Computed, Diagnostic> {
        let Some(now) = self.rulebook.indicator(code) else { return Ok(Computed::default()) };
        let question = WhatIf {
            now: self.run(self.rulebook, dataset, as_of),
            then: self.run(then, dataset, as_of),
            choice: Choice { indicators: vec![now], named: true },
            scenario: None,
        };
        let Some(shift) = question.ask()?.indicators.into_iter().next() else { return Ok(Computed::default()) };
        let below = if take == Take::GainedShare { i128::from(shift.after.rows) } else { 1 };
        let value = Fraction::new(i128::from(shift.gained), below);
        let exact = shift.before.is_exact() && shift.after.is_exact();
        let sums = format!("{}/{}", shift.gained, shift.after.rows);
        Ok(Computed { value: value.filter(|_| exact), sums })
    }

    fn run<'r>(&self, rulebook: &'r Rulebook, dataset: &'r Dataset<'r>, as_of: Date) -> Run<'r> {
        Run { rulebook, dataset, as_of, rules: Vec::new(), named: true, locale: self.locale, mask: true }
    }
}

/// Whether a row belongs to a group: one of the fields that part the rows has this value.
fn is_in(view: &View<'_>, indicator: &Indicator, row: usize, group: &str) -> bool {
    let mut fields = indicator.by.iter().map(|&field| FieldRef { entity: indicator.entity, field });
    fields.any(|at| view.placed(at, row).is_some_and(|value| value == group))
}

/// What of an indicator is printed; nothing where blanks leave it open.
fn taken(indicator: &Indicator, total: &Total, take: Take) -> Computed {
    let shown = super::indicators::measured(indicator, total);
    let is_count = matches!(indicator.measure, Measure::Count);
    let sums = if is_count { String::new() } else { format!("{}/{}", shown.above, shown.below) };
    if !shown.is_exact() {
        return Computed { value: None, sums };
    }
    let number = i128::from(Decimal::SCALE);
    let (unit_above, unit_below) = match indicator.measure {
        Measure::Share(_) | Measure::Count => (1, 1),
        Measure::Mean(_) => (scale(&indicator.measure), 1),
        Measure::Ratio { .. } => (number, number),
    };
    let value = match (take, is_count) {
        (Take::Figure, false) => total.known(scale(&indicator.measure)),
        (Take::Figure | Take::Above | Take::Below, true) => Fraction::new(i128::from(total.rows), 1),
        (Take::Above, false) => Fraction::new(total.above, unit_above),
        (Take::Below, false) => Fraction::new(total.below, unit_below),
        (Take::Gained | Take::GainedShare, _) => None,
    };
    Computed { value, sums }
}
