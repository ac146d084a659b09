//! Indicators: figures over all rows of an entity, such as a share or a mean, that documents speak of beside single
//! cases. Here they are checked; they are reckoned over rows elsewhere.

use super::load::{File, Loader, Rulebook};
use super::model::Citation;
use super::raw::{self, Direction};
use crate::diagnostic::catalogue::{DictionaryMessage, RulebookMessage as M, SharedMessage};
use crate::diagnostic::yaml::Spanned;
use crate::diagnostic::{Diagnostic, Source, Span, nearest};
use crate::dictionary::{Bilingual, Cardinality, EntityId, FieldId, FieldRef, LinkId};
use crate::lang::tree::Expr;
use crate::lang::types::{Type, Typed};
use crate::value::Decimal;
use std::sync::Arc;

/// A figure over all rows of an entity.
#[derive(Clone, Debug)]
pub struct Indicator {
    /// The stable code; no rule has it.
    pub code: String,
    /// A short ASCII name.
    pub slug: String,
    /// The title.
    pub title: Bilingual,
    /// The entity whose rows are measured.
    pub entity: EntityId,
    /// Which rows are measured; all, where absent.
    pub among: Option<Expr<Typed>>,
    /// What is measured.
    pub measure: Measure,
    /// The fields by whose values the rows are parted.
    pub by: Vec<FieldId>,
    /// The share, from 0 to 1, that the documents let pass.
    pub tolerable: Option<Decimal>,
    /// Which way is better.
    pub direction: Option<Direction>,
    /// The clauses.
    pub basis: Vec<Citation>,
    /// Whether it is only believed to follow from the policy.
    pub assumed: bool,
    /// Why it is as it is.
    pub note: Bilingual,
    /// Where its code stands.
    pub span: Span,
}

/// What an indicator measures in its rows.
#[derive(Clone, Debug)]
pub enum Measure {
    /// The share of the rows that fulfil a condition.
    Share(Expr<Typed>),
    /// The mean of a number or quotient.
    Mean(Expr<Typed>),
    /// The sum of one number by the sum of another.
    Ratio {
        /// What is summed above.
        of: Expr<Typed>,
        /// What is summed below.
        to: Expr<Typed>,
    },
    /// How many rows there are.
    Count,
}

impl Measure {
    /// Whether the figure is shown in per cent: a share, or a sum by a sum of the same dimension.
    #[must_use]
    pub fn is_share(&self) -> bool {
        match self {
            Self::Share(_) => true,
            Self::Ratio { of, to } => of.data.ty == to.data.ty,
            Self::Mean(_) | Self::Count => false,
        }
    }

    /// Its expressions, in order.
    pub fn expressions(&self) -> impl Iterator<Item = &Expr<Typed>> {
        let (first, second) = match self {
            Self::Share(expr) | Self::Mean(expr) => (Some(expr), None),
            Self::Ratio { of, to } => (Some(of), Some(to)),
            Self::Count => (None, None),
        };
        first.into_iter().chain(second)
    }
}

impl Indicator {
    /// Its condition and what it measures.
    pub fn expressions(&self) -> impl Iterator<Item = &Expr<Typed>> {
        self.among.iter().chain(self.measure.expressions())
    }

    /// The columns from which the groups of its rows are told, its own and those of the same name across to-one links,
    /// and these links.
    #[must_use]
    pub fn groups(&self, rulebook: &Rulebook) -> (Vec<FieldRef>, Vec<LinkId>) {
        let dictionary = &rulebook.dictionary;
        let (mut columns, mut links) = (Vec::new(), Vec::new());
        for &field in &self.by {
            let at = FieldRef { entity: self.entity, field };
            columns.push(at);
            for id in dictionary.links_from(self.entity) {
                let link = dictionary.link(id);
                let same = dictionary.find_field(link.to, &dictionary.field(at).name.zh);
                if let Some(field) = same.filter(|_| link.cardinality == Cardinality::One) {
                    columns.push(FieldRef { entity: link.to, field });
                    columns.extend(link.by.iter().map(|&(from, _)| FieldRef { entity: link.from, field: from }));
                    columns.extend(link.by.iter().map(|&(_, to)| FieldRef { entity: link.to, field: to }));
                    links.push(id);
                }
            }
        }
        (columns, links)
    }
}

impl Loader<'_> {
    pub(super) fn indicators(&mut self, files: &[File]) {
        for (source, document) in files {
            for raw in &document.indicators {
                self.indicator(source, raw);
            }
        }
    }

    fn indicator(&mut self, source: &Arc<Source>, raw: &raw::Indicator) {
        let span = raw.code.span(source);
        self.code(source, &raw.code);
        let basis: Vec<Citation> =
            raw.basis.iter().filter_map(|b| self.citation(source, &b.source, b.clause.as_ref(), &b.text)).collect();
        if raw.basis.is_empty() && !raw.assumed {
            self.error(&span, M::NotCitedIndicator { code: raw.code.value().clone() });
        }
        let tolerable = raw.tolerable.as_ref().and_then(|text| self.tolerable(source, text));
        let Some(entity) = self.find_entity(source, &raw.entity) else { return };
        let by = raw.by.iter().filter_map(|name| self.field(source, name, entity)).collect();
        let among = match &raw.among {
            Some(text) => self.expression(source, text, entity, Some(Type::Bool)).map(Some),
            None => Some(None),
        };
        let measure = self.measure(source, raw, entity);
        let (Some(among), Some(measure)) = (among, measure) else { return };
        for expr in among.iter().chain(measure.expressions()) {
            self.literal_years(expr);
        }
        self.book.indicators.push(Indicator {
            code: raw.code.value().clone(),
            slug: raw.slug.value().clone(),
            title: raw.title.clone(),
            entity,
            among,
            measure,
            by,
            tolerable,
            direction: raw.direction,
            basis,
            assumed: raw.assumed,
            note: raw.note.clone(),
            span,
        });
    }

    fn measure(&mut self, source: &Arc<Source>, raw: &raw::Indicator, entity: EntityId) -> Option<Measure> {
        let count = raw.count.as_ref().is_some_and(|count| *count.value());
        match (&raw.share, &raw.mean, &raw.ratio, count) {
            (Some(text), None, None, false) => {
                self.expression(source, text, entity, Some(Type::Bool)).map(Measure::Share)
            }
            (None, Some(text), None, false) => self.number(source, text, entity, true).map(Measure::Mean),
            (None, None, Some(ratio), false) => {
                let of = self.number(source, &ratio.of, entity, false);
                let to = self.number(source, &ratio.to, entity, false);
                Some(Measure::Ratio { of: of?, to: to? })
            }
            (None, None, None, true) => Some(Measure::Count),
            _ => {
                self.error(&raw.code.span(source), M::OneMeasure { code: raw.code.value().clone() });
                None
            }
        }
    }

    /// A number of any dimension; a quotient too where it may be one.
    fn number(
        &mut self,
        source: &Arc<Source>,
        text: &Spanned<String>,
        entity: EntityId,
        quotient: bool,
    ) -> Option<Expr<Typed>> {
        let expr = self.expression(source, text, entity, None)?;
        match expr.data.ty {
            Type::Number(_) => Some(expr),
            Type::Quotient(_) if quotient => Some(expr),
            Type::Quotient(_) => {
                self.error(&expr.span, M::QuotientSummed {});
                None
            }
            _ => {
                self.error(&expr.span, M::NumberWanted {});
                None
            }
        }
    }

    pub(super) fn field(&mut self, source: &Arc<Source>, name: &Spanned<String>, entity: EntityId) -> Option<FieldId> {
        let found = self.book.dictionary.find_field(entity, name.value());
        if found.is_none() {
            let of = self.book.dictionary.entity(entity);
            let near = nearest(name.value(), of.fields.iter().map(|field| field.name.zh.as_str()))
                .map(|near| SharedMessage::DidYouMean { name: near.to_owned() });
            let message = DictionaryMessage::UnknownField { entity: of.name.zh.clone(), name: name.value().clone() };
            self.problems.push(Diagnostic::error(message).at(&name.span(source)).help_maybe(near));
        }
        found
    }

    /// A share from 0 to 1.
    fn tolerable(&mut self, source: &Arc<Source>, text: &Spanned<String>) -> Option<Decimal> {
        let share = super::parameters::share(text.value());
        if share.is_none() {
            self.error(&text.span(source), M::BadShare { text: text.value().clone() });
        }
        share
    }
}
