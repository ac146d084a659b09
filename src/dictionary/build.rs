//! From the YAML sections to a checked dictionary. All errors of all sections are found in one pass.

use super::codes::CodeList;
use super::entity::{Entity, Field, FieldType, Sensitivity};
use super::ids::{CodeId, CodeListId, DimensionId, EntityId, FieldId, LinkId};
use super::link::{Cardinality, Link};
use super::names::Name;
use super::units::{Dimension, Unit, builtin};
use super::{Dictionary, raw};
use crate::diagnostic::catalogue::{DictionaryMessage as M, SharedMessage};
use crate::diagnostic::yaml::Spanned;
use crate::diagnostic::{Diagnostic, Source, Span, nearest};
use crate::value::{Decimal, compose, fold, fold_name};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The dictionary sections of one YAML file.
#[derive(Debug, Default)]
pub struct Sections {
    /// `units`.
    pub units: Vec<raw::Dimension>,
    /// `codes`.
    pub codes: Vec<raw::CodeList>,
    /// `entities`.
    pub entities: Vec<raw::Entity>,
    /// `links`.
    pub links: Vec<raw::Link>,
    /// `blanks`.
    pub blanks: Vec<String>,
    /// `yes`.
    pub yes: Vec<String>,
    /// `no`.
    pub no: Vec<String>,
    /// `totals`.
    pub totals: Vec<String>,
    /// `remarks`.
    pub remarks: Vec<String>,
}

/// The most entries that an id can count, with room to spare.
const MOST: usize = 65_000;

impl Dictionary {
    /// Builds a dictionary from the sections of all files, each with the file it stands in.
    ///
    /// # Errors
    /// Every name that is defined twice or not at all, every type, unit or link that does not fit, at its place.
    pub fn build(files: &[(Arc<Source>, Sections)]) -> Result<Self, Vec<Diagnostic>> {
        let mut builder = Builder { errors: Vec::new(), made: Self { dimensions: builtin(), ..Self::default() } };
        for (source, sections) in files {
            for dimension in &sections.units {
                builder.dimension(source, dimension);
            }
            for list in &sections.codes {
                builder.code_list(source, list);
            }
            builder.made.blanks.extend(sections.blanks.iter().map(|t| fold(t).into_owned()));
            builder.made.yes.extend(sections.yes.iter().map(|t| fold(t).into_owned()));
            builder.made.no.extend(sections.no.iter().map(|t| fold(t).into_owned()));
            builder.made.totals.extend(sections.totals.iter().map(|t| fold(t).into_owned()));
            builder.made.remarks.extend(sections.remarks.iter().map(|t| fold(t).into_owned()));
        }
        for (source, sections) in files {
            for entity in &sections.entities {
                builder.entity(source, entity);
            }
        }
        for (source, sections) in files {
            for link in &sections.links {
                builder.link(source, link);
            }
        }
        for (source, sections) in files {
            for entity in &sections.entities {
                builder.supplied_by(source, entity);
            }
        }
        builder.limits();
        if builder.errors.is_empty() { Ok(builder.made) } else { Err(builder.errors) }
    }
}

struct Builder {
    errors: Vec<Diagnostic>,
    made: Dictionary,
}

impl Builder {
    fn error(&mut self, span: &Span, message: M) {
        self.errors.push(Diagnostic::error(message).at(span));
    }

    fn name(&mut self, source: &Arc<Source>, zh: &Spanned<String>, en: &Spanned<String>) -> Name {
        let ascii = en.value();
        let good = ascii.starts_with(|c: char| c.is_ascii_lowercase())
            && ascii.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        if !good {
            self.error(&en.span(source), M::AsciiName { name: ascii.clone() });
        }
        Name { zh: compose(zh.value()), en: ascii.clone() }
    }

    fn dimension(&mut self, source: &Arc<Source>, raw: &raw::Dimension) {
        let mut units = Vec::new();
        for unit in &raw.units {
            let name = unit.name.value().clone();
            let taken = self.made.find_unit(&name).is_some() || units.iter().any(|u: &Unit| u.name == name);
            if taken {
                self.error(&unit.name.span(source), M::Twice { name: name.clone() });
            }
            let factor = match &unit.factor {
                None => Decimal::ONE,
                Some(text) => match Decimal::parse(text.value()) {
                    Ok(parsed) if parsed.value > Decimal::ZERO && !parsed.rounded => parsed.value,
                    _ => {
                        self.error(&text.span(source), M::BadFactor { text: text.value().clone() });
                        Decimal::ONE
                    }
                },
            };
            if units.is_empty() && factor != Decimal::ONE {
                self.error(&unit.name.span(source), M::FirstUnit { name: name.clone() });
            }
            units.push(Unit { name, factor });
        }
        self.made.dimensions.push(Dimension { title: raw.title.clone(), units });
    }

    fn code_list(&mut self, source: &Arc<Source>, raw: &raw::CodeList) {
        if self.made.code_lists.iter().any(|l| l.name == *raw.name.value()) {
            let name = raw.name.value().clone();
            self.error(&raw.name.span(source), M::Twice { name });
        }
        let mut codes = Vec::new();
        let mut words: BTreeMap<String, CodeId> = BTreeMap::new();
        for (index, code) in raw.codes.iter().enumerate() {
            let id = CodeId::new(index);
            codes.push(self.name(source, &code.name, &code.en));
            for word in [&code.name, &code.en].into_iter().chain(&code.aliases) {
                let before = words.insert(fold_name(word.value()), id);
                if before.is_some_and(|other| other != id) {
                    let name = word.value().clone();
                    self.error(&word.span(source), M::Twice { name });
                }
            }
        }
        let (name, span) = (raw.name.value().clone(), raw.name.span(source));
        self.made.code_lists.push(CodeList { name, title: raw.title.clone(), codes, span, words });
    }

    fn entity(&mut self, source: &Arc<Source>, raw: &raw::Entity) {
        let name = self.name(source, &raw.name, &raw.en);
        if self.made.find_entity(&name.zh).or(self.made.find_entity(&name.en)).is_some() {
            self.error(&raw.name.span(source), M::Twice { name: name.zh.clone() });
        }
        let mut fields: Vec<Field> = Vec::new();
        let mut headers: BTreeMap<String, usize> = BTreeMap::new();
        for (index, field) in raw.fields.iter().enumerate() {
            let made = self.field(source, field);
            for word in [&field.name, &field.en].into_iter().chain(&field.aliases) {
                if headers.insert(fold_name(word.value()), index).is_some_and(|other| other != index) {
                    let name = word.value().clone();
                    self.error(&word.span(source), M::Twice { name });
                }
            }
            fields.push(made);
        }
        let mut entity = Entity {
            name,
            title: raw.title.clone(),
            key: Vec::new(),
            fields,
            label: Vec::new(),
            place: Vec::new(),
            from_keys: Vec::new(),
            span: raw.name.span(source),
        };
        let errors = &mut self.errors;
        entity.key = find_fields(errors, source, &entity, &raw.key);
        entity.label = find_fields(errors, source, &entity, &raw.label);
        entity.place = find_fields(errors, source, &entity, &raw.place);
        self.made.entities.push(entity);
    }

    fn field(&mut self, source: &Arc<Source>, raw: &raw::Field) -> Field {
        let ty = match raw.ty.value().as_str() {
            "bool" => FieldType::Bool,
            "number" => FieldType::Number(None),
            "date" => FieldType::Date,
            "text" => FieldType::Text,
            "id" => FieldType::Id,
            other => match self.made.code_lists.iter().position(|l| l.name == other) {
                Some(list) => FieldType::Code(CodeListId::new(list)),
                None => {
                    let lists: Vec<&str> = self.made.code_lists.iter().map(|l| l.name.as_str()).collect();
                    let near = nearest(other, lists.iter().copied())
                        .map(|name| SharedMessage::DidYouMean { name: name.to_owned() });
                    let known = M::TypesAre { lists: lists.join("、") };
                    self.errors.push(
                        Diagnostic::error(M::UnknownType { name: other.to_owned() })
                            .at(&raw.ty.span(source))
                            .help_maybe(near)
                            .help(known),
                    );
                    FieldType::Text
                }
            },
        };
        let ty = match (&raw.unit, ty) {
            (None, ty) => ty,
            (Some(unit), FieldType::Number(_)) => FieldType::Number(self.unit(source, unit)),
            (Some(unit), _) => {
                self.error(&unit.span(source), M::UnitOfNoNumber { name: raw.name.value().clone() });
                ty
            }
        };
        let sensitivity = match raw.sensitive.as_ref().map(|s| (s, s.value().as_str())) {
            None => Sensitivity::Open,
            Some((_, "name")) => Sensitivity::Name,
            Some((_, "number")) => Sensitivity::Number,
            Some((place, text)) => {
                self.error(&place.span(source), M::BadSensitivity { text: text.to_owned() });
                Sensitivity::Open
            }
        };
        let handed_in = raw.handed_in.as_ref().is_some_and(|h| *h.value());
        if let (Some(word), true, false) = (&raw.handed_in, handed_in, matches!(ty, FieldType::Code(_))) {
            self.error(&word.span(source), M::HandedIn { name: raw.name.value().clone() });
        }
        Field {
            name: self.name(source, &raw.name, &raw.en),
            ty,
            aliases: raw.aliases.iter().map(|a| a.value().clone()).collect(),
            title: raw.title.clone(),
            sample: raw.sample.as_ref().map(|s| s.value().clone()),
            sensitivity,
            handed_in,
        }
    }

    /// The dimension of a unit. A column holds the base unit, so only a base unit may be a column's own.
    fn unit(&mut self, source: &Arc<Source>, unit: &Spanned<String>) -> Option<DimensionId> {
        match self.made.find_unit(unit.value()) {
            Some((dimension, found)) if found.factor == Decimal::ONE => Some(dimension),
            found => {
                let base: Vec<&str> = self.made.dimensions.iter().map(Dimension::base).collect();
                let help = match found {
                    Some((dimension, _)) => self.made.dimension(dimension).base().to_owned(),
                    None => base.join("、"),
                };
                self.errors.push(
                    Diagnostic::error(M::UnknownUnit { name: unit.value().clone() })
                        .at(&unit.span(source))
                        .help(SharedMessage::KnownAre { names: help }),
                );
                None
            }
        }
    }

    fn find_entity(&mut self, source: &Arc<Source>, name: &Spanned<String>) -> Option<EntityId> {
        let found = self.made.find_entity(name.value());
        if found.is_none() {
            let near = nearest(name.value(), self.made.entities.iter().map(|e| e.name.zh.as_str()))
                .map(|name| SharedMessage::DidYouMean { name: name.to_owned() });
            let message = M::UnknownEntity { name: name.value().clone() };
            self.errors.push(Diagnostic::error(message).at(&name.span(source)).help_maybe(near));
        }
        found
    }

    fn link(&mut self, source: &Arc<Source>, raw: &raw::Link) {
        let (Some(from), Some(to)) = (self.find_entity(source, &raw.from), self.find_entity(source, &raw.to)) else {
            return;
        };
        let left = find_fields(&mut self.errors, source, self.made.entity(from), &raw.by);
        let own_key = left.clone();
        let to_entity = self.made.entity(to);
        let right = match raw.to_by.as_slice() {
            [] => to_entity.key.clone(),
            names => find_fields(&mut self.errors, source, to_entity, names),
        };
        let name = self.name(source, &raw.name, &raw.en);
        let inverse = self.name(source, &raw.inverse, &raw.inverse_en);
        if left.len() != right.len() {
            let message = M::LinkKeys { link: name.zh.clone(), from: left.len(), to: right.len() };
            self.error(&raw.name.span(source), message);
            return;
        }
        for (&l, &r) in left.iter().zip(&right) {
            let (l, r) = (self.made.entity(from).field(l), self.made.entity(to).field(r));
            if l.ty != r.ty {
                let message = M::LinkKeyTypes { left: l.name.zh.clone(), right: r.name.zh.clone() };
                self.error(&raw.name.span(source), message);
            }
        }
        for (entity, name, span) in [(from, &name, &raw.name), (to, &inverse, &raw.inverse)] {
            let taken = [&name.zh, &name.en]
                .into_iter()
                .any(|n| self.made.find_link(entity, n).is_some() || self.made.find_field(entity, n).is_some());
            if taken {
                self.error(&span.span(source), M::Twice { name: name.zh.clone() });
            }
        }
        let at = self.made.links.len();
        let pairs: Vec<(FieldId, FieldId)> = left.into_iter().zip(right).collect();
        let back = pairs.iter().map(|&(l, r)| (r, l)).collect();
        self.made.links.push(Link {
            name,
            from,
            to,
            cardinality: Cardinality::One,
            by: pairs,
            required: false,
            inverse: LinkId::new(at + 1),
            order: Vec::new(),
        });
        self.made.links.push(Link {
            name: inverse,
            from: to,
            to: from,
            cardinality: Cardinality::Many,
            by: back,
            required: raw.required,
            inverse: LinkId::new(at),
            order: Vec::new(),
        });
        self.sequence(source, raw, from, &own_key);
    }

    /// The link to the row before, among rows of `entity` that agree in `key`.
    fn sequence(&mut self, source: &Arc<Source>, raw: &raw::Link, entity: EntityId, key: &[FieldId]) {
        let (name, en) = match (&raw.previous, &raw.previous_en) {
            (None, None) if raw.order.is_empty() => return,
            (Some(name), Some(en)) if !raw.order.is_empty() => (name, en),
            _ => {
                self.error(&raw.name.span(source), M::SequenceInPart { link: raw.name.value().clone() });
                return;
            }
        };
        let order = find_fields(&mut self.errors, source, self.made.entity(entity), &raw.order);
        for (&field, word) in order.iter().zip(&raw.order) {
            if !matches!(self.made.entity(entity).field(field).ty, FieldType::Date | FieldType::Number(_)) {
                self.error(&word.span(source), M::NoOrder { name: word.value().clone() });
            }
        }
        let made = self.name(source, name, en);
        let taken = [&made.zh, &made.en]
            .into_iter()
            .any(|n| self.made.find_link(entity, n).is_some() || self.made.find_field(entity, n).is_some());
        if taken {
            self.error(&name.span(source), M::Twice { name: made.zh.clone() });
        }
        self.made.links.push(Link {
            name: made,
            from: entity,
            to: entity,
            cardinality: Cardinality::One,
            by: key.iter().map(|&field| (field, field)).collect(),
            required: false,
            inverse: LinkId::new(self.made.links.len()),
            order,
        });
    }

    fn supplied_by(&mut self, source: &Arc<Source>, raw: &raw::Entity) {
        let Some(entity) = self.made.find_entity(raw.name.value()) else { return };
        let mut suppliers = Vec::new();
        for name in &raw.from_keys {
            let Some(from) = self.find_entity(source, name) else { continue };
            let key = &self.made.entity(entity).key;
            let supplies = self.made.links.iter().any(|l| {
                l.from == from
                    && l.to == entity
                    && l.cardinality == Cardinality::One
                    && l.by.iter().map(|(_, to)| *to).eq(key.iter().copied())
            });
            if supplies {
                suppliers.push(from);
            } else {
                let message = M::NoLinkSuppliesKeys { entity: raw.name.value().clone(), from: name.value().clone() };
                self.error(&name.span(source), message);
            }
        }
        self.made.entities[entity.index()].from_keys = suppliers;
    }

    fn limits(&mut self) {
        let made = &self.made;
        let most_codes = made.code_lists.iter().map(|l| l.codes.len()).max().unwrap_or(0);
        let most_fields = made.entities.iter().map(|e| e.fields.len()).max().unwrap_or(0);
        for (what, count) in [
            ("entities", made.entities.len()),
            ("links", made.links.len()),
            ("code lists", made.code_lists.len()),
            ("codes", most_codes),
            ("fields", most_fields),
            ("dimensions", made.dimensions.len()),
        ] {
            if count > MOST {
                self.errors.push(Diagnostic::error(M::TooMany { what: what.to_owned() }));
            }
        }
    }
}

/// The fields of an entity that are called `names`; one that does not exist is an error.
fn find_fields(
    errors: &mut Vec<Diagnostic>,
    source: &Arc<Source>,
    entity: &Entity,
    names: &[Spanned<String>],
) -> Vec<FieldId> {
    let mut found = Vec::new();
    for name in names {
        match entity.fields.iter().position(|f| f.name.is(name.value())) {
            Some(field) => found.push(FieldId::new(field)),
            None => {
                let near = nearest(name.value(), entity.fields.iter().map(|f| f.name.zh.as_str()))
                    .map(|name| SharedMessage::DidYouMean { name: name.to_owned() });
                let message = M::UnknownField { entity: entity.name.zh.clone(), name: name.value().clone() };
                errors.push(Diagnostic::error(message).at(&name.span(source)).help_maybe(near));
            }
        }
    }
    found
}
