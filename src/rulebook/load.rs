//! Loading: every file is read, then the sections are checked in the order in which they build on each other.
//! All that is wrong is found in one go, as far as later sections do not hang on what failed.

use super::declared::{CheckLine, Untranslatable};
use super::figures::Figure;
use super::indicators::Indicator;
use super::model::{Class, Clause, Definition, Document, Gate, Pack, Parameter, Rule, Unnoticed};
use super::raw;
use super::read::RuleFiles;
use super::scenarios::{Follow, Scenario};
use super::suppose::Supposition;
use crate::diagnostic::catalogue::{RulebookMessage as M, SharedMessage};
use crate::diagnostic::yaml::Spanned;
use crate::diagnostic::{Diagnostic, Level, Source, Span, nearest};
use crate::dictionary::{Bilingual, Dictionary, EntityId, FieldRef, Name, Sections};
use crate::lang;
use crate::lang::tree::Expr;
use crate::lang::types::{DefinitionId, DefinitionSignature, ParameterSignature, Scope, Type, Typed};
use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is chosen when a rulebook is loaded.
#[derive(Clone, Debug, Default)]
pub struct LoadOptions {
    /// The region whose overlay is laid over the rulebook.
    pub region: Option<String>,
    /// Parameters set for all dates: name and text of the value.
    pub overrides: Vec<(String, String)>,
}

/// A region that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegionName {
    /// What `--region` uses.
    pub name: String,
    /// What it is called.
    pub title: Bilingual,
    /// Where its name stands.
    pub span: Span,
}

/// A checked rulebook.
#[derive(Clone, Debug, Default)]
pub struct Rulebook {
    /// The dictionary.
    pub dictionary: Dictionary,
    /// The parameters; a `ParameterId` is a position here.
    pub parameters: Vec<Parameter>,
    /// The definitions, each behind those it names; a `DefinitionId` is a position here.
    pub definitions: Vec<Definition>,
    /// The classes of rules.
    pub classes: Vec<Class>,
    /// The documents that are cited.
    pub documents: Vec<Document>,
    /// The packs.
    pub packs: Vec<Pack>,
    /// The rules, in order of file and place.
    pub rules: Vec<Rule>,
    /// Old codes and what they are called now.
    pub redirects: Vec<(String, String)>,
    /// The gates.
    pub gates: Vec<Gate>,
    /// The indicators, in order of file and place.
    pub indicators: Vec<Indicator>,
    /// The what-ifs, in order of file and place.
    pub scenarios: Vec<Scenario>,
    /// Fields that follow when those they are made of are supposed to be other than they are, each behind those.
    pub follows: Vec<Follow>,
    /// The figures that documents print, in order of file and place.
    pub figures: Vec<Figure>,
    /// The fields that are supposed to be other than they are, with the definitions that stand for them.
    pub supposed: Vec<(FieldRef, DefinitionId)>,
    /// Those among them that only follow others.
    pub(super) following: Vec<FieldRef>,
    /// What finds what the checks of other tools find, in order of file and place.
    pub checks: Vec<CheckLine>,
    /// The clauses that no data can decide.
    pub untranslatable: Vec<Untranslatable>,
    /// Changes of rules that no example notices, with the reason.
    pub unnoticed: Vec<Unnoticed>,
    /// The region in use.
    pub region: Option<RegionName>,
    /// The regions that can be chosen.
    pub regions: Vec<RegionName>,
    /// Parameters set by the caller: name and text of the value.
    pub overrides: Vec<(String, String)>,
    /// The SHA-256 over names and texts of all files in use.
    pub sha256: String,
    /// What is odd but not wrong: warnings and notes of loading.
    pub warnings: Vec<Diagnostic>,
    pub(super) signatures: Signatures,
}

/// Names as the checker of expressions sees them.
#[derive(Clone, Debug, Default)]
pub(super) struct Signatures {
    pub(super) definitions: Vec<DefinitionSignature>,
    pub(super) parameters: Vec<ParameterSignature>,
}

impl Scope for Rulebook {
    fn dictionary(&self) -> &Dictionary {
        &self.dictionary
    }

    fn definitions(&self) -> &[DefinitionSignature] {
        &self.signatures.definitions
    }

    fn parameters(&self) -> &[ParameterSignature] {
        &self.signatures.parameters
    }

    fn supposed(&self, at: FieldRef) -> Option<DefinitionId> {
        self.supposed_field(at)
    }
}

impl Rulebook {
    /// Loads a rulebook from rule files.
    ///
    /// # Errors
    /// Everything that is wrong with the files, in order of file and place. Warnings do not fail the load; they are in
    /// [`Rulebook::warnings`].
    pub fn load(files: &[Arc<Source>], options: &LoadOptions) -> Result<Self, Vec<Diagnostic>> {
        Self::of(RuleFiles::read(files), options)
    }

    /// [`Rulebook::load`] of the files that are part of the program, without examples: what a run needs.
    ///
    /// # Errors
    /// A region or a parameter of the options that does not exist.
    pub fn load_built_in(options: &LoadOptions) -> Result<Self, Vec<Diagnostic>> {
        Self::of(RuleFiles::built_in(), options)
    }

    /// [`Rulebook::load`] of files that are read.
    pub(super) fn of(files: RuleFiles, options: &LoadOptions) -> Result<Self, Vec<Diagnostic>> {
        Self::under(files, options, None)
    }

    /// The same under a supposition, of files that are well without it: what is wrong with rules then is of the
    /// supposition's making, and such rules are left out.
    pub(super) fn under(
        files: RuleFiles,
        options: &LoadOptions,
        supposition: Option<&Supposition>,
    ) -> Result<Self, Vec<Diagnostic>> {
        let RuleFiles { mut documents, errors, sha256 } = files;
        let broken = !errors.is_empty();
        let mut loader = Loader {
            book: Self { sha256, ..Self::default() },
            problems: errors,
            options,
            failed: Vec::new(),
            codes: Vec::new(),
        };
        let chain = loader.regions(&documents);
        let mut dictionary = Vec::new();
        for (source, document) in &mut documents {
            dictionary.push((Arc::clone(source), sections(document)));
        }
        match Dictionary::build(&dictionary) {
            Ok(dictionary) => loader.book.dictionary = dictionary,
            Err(errors) => {
                loader.problems.extend(errors);
                return Err(sorted(loader.problems));
            }
        }
        // A file that cannot be read takes its names along: what hangs on them would only repeat the news.
        if broken {
            return Err(sorted(loader.problems));
        }
        loader.codes = codes(&documents);
        let (base, overlays) = split(documents, &chain);
        loader.plain_sections(&base);
        loader.parameters(&base, &overlays);
        loader.scenarios(&base);
        if let Some(supposition) = supposition {
            loader.put_in_force(supposition)?;
        }
        loader.definitions(&base);
        loader.rules(&base);
        for overlay in &overlays {
            loader.rules(std::slice::from_ref(overlay));
            loader.switch_off(&overlay.0, &overlay.1.off);
        }
        loader.redirects(&base);
        loader.gates(&base);
        for files in [&base, &overlays] {
            loader.indicators(files);
        }
        loader.figures(&base);
        for files in [&base, &overlays] {
            loader.checklists(files);
            loader.untranslatable(files);
        }
        loader.unnoticed(&base);
        loader.forget_consequences();
        if supposition.is_some() {
            loader.problems.retain(|d| d.level != Level::Error);
        }
        let failed = loader.problems.iter().any(|d| d.level == Level::Error);
        let problems = sorted(loader.problems);
        if failed {
            return Err(problems);
        }
        loader.book.warnings = problems;
        Ok(loader.book)
    }

    /// The rule of a code, the code of a renamed rule included.
    #[must_use]
    pub fn rule(&self, code: &str) -> Option<&Rule> {
        let code = self.redirects.iter().find(|(from, _)| from == code).map_or(code, |(_, to)| to);
        self.rules.iter().find(|r| r.code == code)
    }

    /// The indicator of a code, or of a short name.
    #[must_use]
    pub fn indicator(&self, code: &str) -> Option<&Indicator> {
        self.indicators.iter().find(|i| i.code == code || i.slug == code)
    }

    /// The scenario of a name, or of a title in either language.
    #[must_use]
    pub fn scenario(&self, name: &str) -> Option<&Scenario> {
        self.scenarios.iter().find(|s| s.name == name || s.title.zh == name || s.title.en == name)
    }

    /// The document of an id.
    #[must_use]
    pub fn document(&self, id: &str) -> Option<&Document> {
        self.documents.iter().find(|d| d.id == id)
    }

    /// The title of a class; its name where it has none.
    #[must_use]
    pub fn class_title(&self, name: &str) -> Bilingual {
        self.classes
            .iter()
            .find(|c| c.name == name)
            .map(|c| c.title.clone())
            .unwrap_or_else(|| Bilingual { zh: name.to_owned(), en: name.to_owned() })
    }
}

/// Where loading stands. What only looks names up in the book does so through [`Borrow`], so that it can be done for
/// many rules side by side over one book.
pub(super) struct Loader<'a, B = Rulebook> {
    pub(super) book: B,
    pub(super) problems: Vec<Diagnostic>,
    pub(super) options: &'a LoadOptions,
    /// Definitions that could not be checked.
    pub(super) failed: Vec<(EntityId, Name)>,
    /// The codes of all rules and indicators, those of every region among them.
    pub(super) codes: Vec<String>,
}

/// A file with its sections.
pub(super) type File = (Arc<Source>, raw::Document);

impl<B: Borrow<Rulebook>> Loader<'_, B> {
    pub(super) fn error(&mut self, span: &Span, message: M) {
        self.problems.push(Diagnostic::error(message).at(span));
    }

    /// An error about a name that does not exist, with the nearest one that does.
    pub(super) fn unknown<'n>(
        &mut self,
        span: &Span,
        message: M,
        name: &str,
        known: impl IntoIterator<Item = &'n str>,
    ) {
        let near = nearest(name, known).map(|n| SharedMessage::DidYouMean { name: n.to_owned() });
        self.problems.push(Diagnostic::error(message).at(span).help_maybe(near));
    }

    pub(super) fn find_entity(&mut self, source: &Arc<Source>, name: &Spanned<String>) -> Option<EntityId> {
        let found = self.book.borrow().dictionary.find_entity(name.value());
        if found.is_none() {
            let names: Vec<String> = self.book.borrow().dictionary.entities.iter().map(|e| e.name.zh.clone()).collect();
            let message = crate::diagnostic::catalogue::DictionaryMessage::UnknownEntity { name: name.value().clone() };
            let near = nearest(name.value(), names.iter().map(String::as_str))
                .map(|n| SharedMessage::DidYouMean { name: n.to_owned() });
            self.problems.push(Diagnostic::error(message).at(&name.span(source)).help_maybe(near));
        }
        found
    }

    /// Parses and checks an expression of a YAML file; what is wrong with it is noted.
    pub(super) fn expression(
        &mut self,
        source: &Arc<Source>,
        text: &Spanned<String>,
        entity: EntityId,
        expected: Option<Type>,
    ) -> Option<Expr<Typed>> {
        let place = text.inner_spans(source);
        let checked =
            lang::parse(text.value(), &place).and_then(|expr| lang::check(&expr, entity, self.book.borrow(), expected));
        checked.map_err(|errors| self.problems.extend(errors)).ok()
    }

    pub(super) fn known_class(&mut self, source: &Arc<Source>, class: &Spanned<String>) {
        if !self.book.borrow().classes.iter().any(|c| c.name == *class.value()) {
            let names: Vec<String> = self.book.borrow().classes.iter().map(|c| c.name.clone()).collect();
            let message = M::UnknownClass { name: class.value().clone() };
            self.unknown(&class.span(source), message, class.value(), names.iter().map(String::as_str));
        }
    }
}

impl Loader<'_> {
    /// The overlays to lay, the outermost first, from the region that was chosen.
    fn regions(&mut self, documents: &[File]) -> Vec<String> {
        let mut bases: BTreeMap<&str, Option<(&str, Span)>> = BTreeMap::new();
        for (source, document) in documents {
            let Some(region) = &document.region else {
                if let Some(off) = document.off.first() {
                    self.error(&off.rule.span(source), M::RegionOnly { section: "off".to_owned() });
                }
                continue;
            };
            let name = region.name.value();
            let base = region.base.as_ref().map(|base| (base.value().as_str(), base.span(source)));
            if bases.insert(name, base).is_some() {
                self.error(&region.name.span(source), M::Twice { name: name.clone() });
            }
            self.book.regions.push(RegionName {
                name: name.clone(),
                title: region.title.clone(),
                span: region.name.span(source),
            });
        }
        for (name, base) in &bases {
            let Some((base, span)) = base else { continue };
            if !bases.contains_key(base) {
                let others = bases.keys().copied().filter(|other| other != name);
                self.unknown(span, M::UnknownRegion { name: (*base).to_owned() }, base, others);
            }
            let next = |at: &&str| bases.get(at).and_then(|base| base.as_ref()).map(|(base, _)| *base);
            let line = std::iter::successors(Some(*base), next).take(bases.len());
            if line.into_iter().any(|at| at == *name) {
                self.error(span, M::WrongBase { name: (*name).to_owned() });
            }
        }
        // A region may be called by its title too, as reports show it.
        let titled = |wanted: &String| {
            let found = self.book.regions.iter().find(|r| r.title.zh == *wanted || r.title.en == *wanted);
            found.map_or_else(|| wanted.clone(), |region| region.name.clone())
        };
        let chosen = self.options.region.as_ref().map(titled);
        if let Some(name) = chosen.as_ref().filter(|name| !bases.contains_key(name.as_str())) {
            let near = nearest(name, bases.keys().copied()).map(|n| SharedMessage::DidYouMean { name: n.to_owned() });
            let names = bases.keys().copied().collect::<Vec<_>>().join("、");
            let error = Diagnostic::error(M::UnknownRegion { name: name.clone() }).help_maybe(near);
            self.problems.push(error.help(SharedMessage::KnownAre { names }));
        }
        let mut chain: Vec<String> = Vec::new();
        let mut next = chosen.as_deref();
        while let Some((name, base)) = next.and_then(|name| bases.get_key_value(name))
            && !chain.iter().any(|known| known == name)
        {
            chain.push((*name).to_owned());
            next = base.as_ref().map(|(base, _)| *base);
        }
        self.book.region = chain.first().and_then(|name| self.book.regions.iter().find(|r| r.name == *name)).cloned();
        chain.reverse();
        chain
    }

    fn plain_sections(&mut self, base: &[File]) {
        for (source, document) in base {
            for class in &document.classes {
                let name = class.name.value().clone();
                if self.book.classes.iter().any(|c| c.name == name) {
                    self.error(&class.name.span(source), M::Twice { name: name.clone() });
                }
                self.book.classes.push(Class { name, title: class.title.clone(), span: class.name.span(source) });
            }
            for text in &document.sources {
                let id = text.id.value().clone();
                if self.book.document(&id).is_some() {
                    self.error(&text.id.span(source), M::Twice { name: id.clone() });
                }
                let mut clauses: Vec<Clause> = Vec::new();
                for clause in &text.clauses {
                    if clauses.iter().any(|c| c.id == *clause.id.value()) {
                        let name = clause.id.value().clone();
                        self.error(&clause.id.span(source), M::Twice { name });
                    }
                    clauses.push(Clause {
                        id: clause.id.value().clone(),
                        locus: clause.locus.clone(),
                        text: clause.text.clone(),
                    });
                }
                let imprint = [&text.issuer, &text.number, &text.date, &text.region];
                let imprint: Vec<&str> = imprint.into_iter().filter(|t| !t.is_empty()).map(String::as_str).collect();
                let imprint = imprint.join("，");
                self.book.documents.push(Document {
                    id,
                    title: text.title.clone(),
                    imprint,
                    covers: text.covers,
                    clauses,
                });
            }
            if let Some(pack) = &document.pack {
                let name = pack.name.value().clone();
                if !self.book.packs.iter().any(|p| p.name == name) {
                    let (title, about) = (pack.title.clone(), pack.about.clone());
                    self.book.packs.push(Pack { name, title, about, span: pack.name.span(source) });
                }
            }
        }
    }

    fn switch_off(&mut self, source: &Arc<Source>, off: &[raw::Off]) {
        for entry in off {
            let code = entry.rule.value();
            match self.book.rules.iter_mut().find(|r| r.code == *code) {
                Some(rule) => rule.off = Some(entry.reason.clone()),
                None => self.unknown_rule(source, &entry.rule),
            }
        }
    }

    fn unknown_rule(&mut self, source: &Arc<Source>, code: &Spanned<String>) {
        let codes: Vec<String> = self.book.rules.iter().map(|r| r.code.clone()).collect();
        let message = M::UnknownRule { code: code.value().clone() };
        self.unknown(&code.span(source), message, code.value(), codes.iter().map(String::as_str));
    }

    fn redirects(&mut self, base: &[File]) {
        for (source, document) in base {
            for redirect in &document.redirects {
                if !self.book.rules.iter().any(|r| r.code == *redirect.to.value()) {
                    self.unknown_rule(source, &redirect.to);
                }
                if self.book.rules.iter().any(|r| r.code == *redirect.from.value()) {
                    let name = redirect.from.value().clone();
                    self.error(&redirect.from.span(source), M::Twice { name });
                }
                self.book.redirects.push((redirect.from.value().clone(), redirect.to.value().clone()));
            }
        }
    }

    fn gates(&mut self, base: &[File]) {
        for (source, document) in base {
            for gate in &document.gates {
                let Some(entity) = self.find_entity(source, &gate.entity) else { continue };
                let given = self.expression(source, &gate.given, entity, Some(Type::Bool));
                for class in &gate.classes {
                    self.known_class(source, class);
                }
                if let Some(given) = given {
                    self.book.gates.push(Gate {
                        name: gate.name.value().clone(),
                        title: gate.title.clone(),
                        entity,
                        given,
                        classes: gate.classes.iter().map(|c| c.value().clone()).collect(),
                        clear: gate.verdicts.clear.clone(),
                        barred: gate.verdicts.barred.clone(),
                        open: gate.verdicts.open.clone(),
                    });
                }
            }
        }
    }

    fn unnoticed(&mut self, base: &[File]) {
        for (source, document) in base {
            let noted = document.unnoticed.iter().map(|raw| Unnoticed {
                of: raw.of.value().clone(),
                change: raw.change.clone(),
                reason: raw.reason.clone(),
                span: raw.of.span(source),
            });
            self.book.unnoticed.extend(noted);
        }
    }
}

fn sections(document: &mut raw::Document) -> Sections {
    Sections {
        units: std::mem::take(&mut document.units),
        codes: std::mem::take(&mut document.codes),
        entities: std::mem::take(&mut document.entities),
        links: std::mem::take(&mut document.links),
        blanks: std::mem::take(&mut document.blanks),
        yes: std::mem::take(&mut document.yes),
        no: std::mem::take(&mut document.no),
        totals: std::mem::take(&mut document.totals),
        remarks: std::mem::take(&mut document.remarks),
    }
}

/// The codes of all rules and indicators, whatever region they are of.
fn codes(documents: &[File]) -> Vec<String> {
    let rules = documents.iter().flat_map(|(_, document)| document.rules.iter().map(|rule| &rule.code));
    let indicators = documents.iter().flat_map(|(_, document)| document.indicators.iter().map(|i| &i.code));
    rules.chain(indicators).map(|code| code.value().clone()).collect()
}

/// The files that hold everywhere, and the overlays of `chain` in its order. Other regions are left out.
fn split(documents: Vec<File>, chain: &[String]) -> (Vec<File>, Vec<File>) {
    let (overlays, base): (Vec<File>, Vec<File>) = documents.into_iter().partition(|(_, d)| d.region.is_some());
    let place = |d: &raw::Document| {
        let name = d.region.as_ref().map(|r| r.name.value().clone()).unwrap_or_default();
        chain.iter().position(|n| *n == name)
    };
    let mut laid: Vec<File> = overlays.into_iter().filter(|(_, d)| place(d).is_some()).collect();
    laid.sort_by_key(|(_, d)| place(d));
    (base, laid)
}

fn sorted(mut problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let key = |d: &Diagnostic| d.span.as_ref().map(|s| (s.source().name.clone(), s.range().start));
    problems.sort_by_key(|d| (d.level, key(d)));
    problems
}
