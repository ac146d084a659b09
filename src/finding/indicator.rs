//! Indicators as the manual shows them.

use super::record::{IndicatorDoc, IndicatorKind, IndicatorLine};
use super::view::View;
use crate::dictionary::FieldRef;
use crate::lang::tree::Expr;
use crate::lang::types::{Type, Typed};
use crate::rulebook::{Indicator, Measure, Uses};

impl<'a> View<'a> {
    /// An indicator as a line of a list.
    #[must_use]
    pub fn indicator_line(&self, indicator: &'a Indicator) -> IndicatorLine {
        IndicatorLine {
            code: indicator.code.clone(),
            slug: indicator.slug.clone(),
            title: self.pick(&indicator.title).to_owned(),
            entity: self.entity(indicator.entity),
            kind: IndicatorKind::of(&indicator.measure),
            assumed: indicator.assumed,
        }
    }

    /// What the figure of an indicator is counted in: `%` for a share and for a sum by a sum of the same dimension, the
    /// base unit of a mean or of what is summed above another dimension; nothing for a count and for plain numbers.
    #[must_use]
    pub fn unit(&self, indicator: &Indicator) -> String {
        let base = |expr: &Expr<Typed>| match expr.data.ty {
            Type::Number(Some(id)) | Type::Quotient(Some(id)) => {
                self.context.rulebook.dictionary.dimension(id).base().to_owned()
            }
            _ => String::new(),
        };
        match &indicator.measure {
            measure if measure.is_share() => "%".to_owned(),
            Measure::Mean(expr) | Measure::Ratio { of: expr, .. } => base(expr),
            Measure::Share(_) | Measure::Count => String::new(),
        }
    }

    /// Everything that is known of an indicator.
    #[must_use]
    pub fn indicator_doc(&self, indicator: &'a Indicator) -> IndicatorDoc {
        let rulebook = self.context.rulebook;
        let uses = Uses::of(rulebook, indicator.expressions());
        let definitions = uses.definitions.iter().filter_map(|id| rulebook.definitions.get(id.0 as usize));
        let field = |&field| self.field(FieldRef { entity: indicator.entity, field });
        IndicatorDoc {
            indicator: self.indicator_line(indicator),
            among: indicator.among.as_ref().map(|among| self.expression(among)),
            measures: indicator.measure.expressions().map(|expr| self.expression(expr)).collect(),
            by: indicator.by.iter().map(field).collect(),
            tolerable: indicator.tolerable.map(|share| share.to_string()),
            direction: indicator.direction,
            note: self.pick(&indicator.note).to_owned(),
            basis: self.clauses(&indicator.basis),
            definitions: definitions.map(|definition| self.definition_doc(definition)).collect(),
            parameters: uses.parameters.iter().filter_map(|id| self.parameter_doc(id.0 as usize)).collect(),
        }
    }
}
