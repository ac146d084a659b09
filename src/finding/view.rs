//! Rows, cells and values as a reader sees them: in the reader's language, masked, with their places.

use super::mask::mask;
use super::record::{CellRecord, Location, Pair, ParameterRecord};
use crate::dataset::{LinkIndex, Target, joined_key};
use crate::diagnostic::Locale;
use crate::diagnostic::catalogue::FindingMessage as M;
use crate::dictionary::{Bilingual, Cardinality, CodeId, EntityId, FieldId, FieldRef, FieldType, LinkId, Sensitivity};
use crate::lang;
use crate::lang::tree::Expr;
use crate::lang::types::{self, Type, Typed};
use crate::rulebook::{Citation, DatedValue, Parameter, ParameterValue, Piece, Template};
use crate::table::{Cell, Origin};
use crate::trace::{CellRef, Context, ParameterUse, Reason, Step, Value, evaluate};

/// How rows are shown.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// The rulebook, the rows and the audit date.
    pub context: Context<'a>,
    /// The language.
    pub locale: Locale,
    /// Whether names and numbers of persons are hidden.
    pub mask: bool,
}

/// The letters that a spreadsheet gives to a column, counted from zero.
#[must_use]
pub fn column_letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        let digit = (rest - 1) % 26;
        letters.push(char::from(b'A' + u8::try_from(digit).unwrap_or(0)));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

impl<'a> View<'a> {
    /// A text in the reader's language.
    #[must_use]
    pub fn pick(&self, text: &'a Bilingual) -> &'a str {
        text.pick(self.locale)
    }

    /// What an entity is called.
    #[must_use]
    pub fn entity(&self, entity: EntityId) -> String {
        self.context.rulebook.dictionary.entity(entity).name.pick(self.locale).to_owned()
    }

    /// What a field is called.
    #[must_use]
    pub fn field(&self, at: FieldRef) -> String {
        self.context.rulebook.dictionary.field(at).name.pick(self.locale).to_owned()
    }

    fn hide(&self, text: String, sensitivity: Sensitivity) -> String {
        if self.mask && sensitivity != Sensitivity::Open { mask(&text, sensitivity) } else { text }
    }

    /// A cell as shown; empty for a blank.
    #[must_use]
    pub fn cell_text(&self, at: FieldRef, row: usize) -> String {
        let field = self.context.rulebook.dictionary.field(at);
        let text = match self.context.dataset.cell(at, row) {
            Cell::Bool(value) => self.yes_no(value).to_owned(),
            Cell::Code(code) => self.code(at, code),
            cell => self.context.dataset.show(at, cell),
        };
        self.hide(text, field.sensitivity)
    }

    /// What stands in a cell that counts as blank because it could not be read, as far as it may be shown.
    fn unread(&self, at: FieldRef, row: usize) -> Option<String> {
        self.context.dataset.unread(at, row).map(|problem| self.problem_text(problem))
    }

    /// What a code of a field is called.
    #[must_use]
    pub fn code(&self, at: FieldRef, code: CodeId) -> String {
        let dictionary = &self.context.rulebook.dictionary;
        match dictionary.field(at).ty {
            FieldType::Code(list) => dictionary.code_list(list).code(code).pick(self.locale).to_owned(),
            _ => String::new(),
        }
    }

    fn yes_no(&self, value: bool) -> &'static str {
        match value {
            true => self.locale.pick("是", "yes"),
            false => self.locale.pick("否", "no"),
        }
    }

    /// A number with the unit of its type.
    fn with_unit(&self, number: String, ty: Type) -> String {
        match ty {
            Type::Number(Some(id)) | Type::Quotient(Some(id)) => {
                format!("{number} {}", self.context.rulebook.dictionary.dimension(id).base())
            }
            _ => number,
        }
    }

    /// A value of an expression as shown.
    #[must_use]
    pub fn value(&self, expr: &Expr<Typed>, value: &Value) -> String {
        match value {
            Value::Unknown => self.locale.pick("空白", "blank").to_owned(),
            Value::Bool(value) => self.yes_no(*value).to_owned(),
            Value::Number(n) => self.with_unit(n.to_string(), expr.data.ty),
            Value::Between(low, high) => self.with_unit(format!("{low}–{high}"), expr.data.ty),
            Value::Quotient(q) => self.with_unit(q.shown().to_string(), expr.data.ty),
            Value::Date(d) => d.to_string(),
            Value::Code(code) => match expr.data.ty {
                Type::Code(list) => {
                    self.context.rulebook.dictionary.code_list(list).code(*code).pick(self.locale).to_owned()
                }
                _ => String::new(),
            },
            Value::Text(text) => self.hide(text.clone(), self.sensitivity(expr)),
        }
    }

    /// What of an expression's value may not be shown: what of the field it is read from may not.
    fn sensitivity(&self, expr: &Expr<Typed>) -> Sensitivity {
        let mut found = if expr.data.ty == Type::Id { Sensitivity::Number } else { Sensitivity::Open };
        expr.walk(&mut |node| {
            if let types::Target::Field(at) = &node.data.target
                && self.context.rulebook.dictionary.field(*at).sensitivity != Sensitivity::Open
            {
                found = self.context.rulebook.dictionary.field(*at).sensitivity;
            }
        });
        found
    }

    /// A message with its values in one row.
    #[must_use]
    pub fn message(&self, template: &'a Template, row: usize) -> String {
        let piece = |piece: &'a Piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Value(expr) => {
                let step = evaluate(self.context, expr, row);
                // What counts as blank because nobody can read it is said as it stands.
                let unread = match &step.reason {
                    Some(Reason::Blank(at, row)) => self.unread(*at, *row),
                    _ => None,
                };
                unread.unwrap_or_else(|| self.value(expr, &step.value))
            }
        };
        template.0.iter().map(piece).collect()
    }

    /// Where a row stands, and its cell of `field` where one is named and has a column.
    #[must_use]
    pub fn location(&self, entity: EntityId, row: usize, field: Option<FieldId>) -> Option<Location> {
        let (origin, column) = self.stand(entity, row, field)?;
        let file = self.context.dataset.files.get(origin.file as usize)?;
        Some(Location { file: file.shown(), row: origin.row, column: column.map(column_letters) })
    }

    /// Where a row comes from, and the position of its column of `field`, likewise.
    pub(super) fn stand(
        &self,
        entity: EntityId,
        row: usize,
        field: Option<FieldId>,
    ) -> Option<(Origin, Option<usize>)> {
        let origin = self.context.dataset.origin(entity, row)?;
        let columns = &self.context.dataset.files.get(origin.file as usize)?.columns;
        Some((origin, field.and_then(|field| columns.iter().position(|c| *c == Some(field)))))
    }

    /// The key of a row, its parts joined with `/`; hidden where a part is.
    #[must_use]
    pub fn key(&self, entity: EntityId, row: usize) -> String {
        let key = &self.context.rulebook.dictionary.entity(entity).key;
        joined_key(key.iter().map(|&field| self.cell_text(FieldRef { entity, field }, row)))
    }

    fn pairs(&self, entity: EntityId, row: usize, fields: &[FieldId]) -> Vec<Pair> {
        let pair = |&field: &FieldId| {
            let at = FieldRef { entity, field };
            Pair { name: self.field(at), value: self.cell_text(at, row) }
        };
        fields.iter().map(pair).filter(|pair| !pair.value.is_empty()).collect()
    }

    /// The fields that tell a reader which row is meant.
    #[must_use]
    pub fn label(&self, entity: EntityId, row: usize) -> Vec<Pair> {
        self.pairs(entity, row, &self.context.rulebook.dictionary.entity(entity).label)
    }

    /// Where a row belongs: its own place columns, and for those it lacks the columns of the same name in the rows
    /// that its to-one links lead to.
    #[must_use]
    pub fn place(&self, entity: EntityId, row: usize) -> Vec<Pair> {
        let (entity, row) = self.home(entity, row);
        let fields = &self.context.rulebook.dictionary.entity(entity).place;
        let pair = |&field: &FieldId| {
            let at = FieldRef { entity, field };
            self.placed(at, row).map(|value| Pair { name: self.field(at), value })
        };
        fields.iter().filter_map(pair).collect()
    }

    /// The row that tells where a row belongs: itself, or, where such rows have no places, the first that a to-one link leads
    /// to and that has.
    #[must_use]
    pub fn home(&self, entity: EntityId, row: usize) -> (EntityId, usize) {
        let dictionary = &self.context.rulebook.dictionary;
        let lead = |id: LinkId| match self.context.dataset.link(id)?.one(row) {
            Target::Row(target) => Some((dictionary.link(id).to, target)),
            _ => None,
        };
        dictionary.links_home(entity).find_map(lead).unwrap_or((entity, row))
    }

    /// A cell of a row, or, where that is blank or has no column, the first cell of the same name in the rows that its
    /// to-one links lead to; `None` where there is none.
    #[must_use]
    pub fn placed(&self, at: FieldRef, row: usize) -> Option<String> {
        let own = Some(self.cell_text(at, row)).filter(|text| !text.is_empty());
        own.or_else(|| {
            self.namesakes(at).find_map(|(index, other)| {
                let Target::Row(target) = index.one(row) else { return None };
                Some(self.cell_text(other, target)).filter(|text| !text.is_empty())
            })
        })
    }

    /// Whether the data have a column from which [`View::placed`] can take a cell.
    #[must_use]
    pub fn has_place(&self, at: FieldRef) -> bool {
        let dataset = self.context.dataset;
        dataset.has_column(at) || self.namesakes(at).any(|(_, other)| dataset.has_column(other))
    }

    /// The fields of the same name across to-one links.
    fn namesakes(&self, at: FieldRef) -> impl Iterator<Item = (&'a LinkIndex, FieldRef)> + '_ {
        let dictionary = &self.context.rulebook.dictionary;
        dictionary.links_from(at.entity).filter_map(move |id| {
            let link = dictionary.link(id);
            let index = self.context.dataset.link(id).filter(|_| link.cardinality == Cardinality::One)?;
            let field = dictionary.find_field(link.to, &dictionary.field(at).name.zh)?;
            Some((index, FieldRef { entity: link.to, field }))
        })
    }

    /// Which row is meant, in a word or two.
    #[must_use]
    pub fn of(&self, entity: EntityId, row: usize) -> String {
        self.label(entity, row).into_iter().next().map_or_else(|| self.key(entity, row), |pair| pair.value)
    }

    /// A cell that was read; `home` is the row of the case itself.
    #[must_use]
    pub fn cell(&self, cell: CellRef, home: (EntityId, usize)) -> CellRecord {
        let entity = cell.at.entity;
        let of = if (entity, cell.row) == home { String::new() } else { self.of(entity, cell.row) };
        let value = self.cell_text(cell.at, cell.row);
        let unread = if value.is_empty() { self.unread(cell.at, cell.row) } else { None };
        CellRecord {
            entity: self.entity(entity),
            of,
            field: self.field(cell.at),
            value,
            unread: unread.unwrap_or_default(),
            location: self.location(entity, cell.row, Some(cell.at.field)),
        }
    }

    /// A value computed on the way. A definition is named by its name, anything else by how it is written.
    #[must_use]
    pub fn computed(&self, step: &Step<'_>) -> Pair {
        Pair {
            name: lang::print(step.expr, self.context.rulebook, self.locale),
            value: self.value(step.expr, &step.value),
        }
    }

    /// A parameter that was read.
    #[must_use]
    pub fn parameter(&self, (id, when): ParameterUse) -> Option<ParameterRecord> {
        let parameter = self.context.rulebook.parameters.get(id.0 as usize)?;
        let dated = parameter.at(when)?;
        Some(ParameterRecord {
            name: parameter.name.pick(self.locale).to_owned(),
            as_of: when.to_string(),
            value: self.parameter_value(parameter, dated),
            source: dated.citation.as_ref().map(|c| self.citation(c)).unwrap_or_default(),
            assumed: dated.assumed,
        })
    }

    /// A value of a parameter with its unit.
    #[must_use]
    pub fn parameter_value(&self, parameter: &Parameter, dated: &DatedValue) -> String {
        match dated.value {
            ParameterValue::Number(n) if parameter.unit.is_empty() => n.to_string(),
            ParameterValue::Number(n) => format!("{n} {}", parameter.unit),
            ParameterValue::Date(d) => d.to_string(),
        }
    }

    /// A document and a clause of it, in one line.
    #[must_use]
    pub fn citation(&self, citation: &Citation) -> String {
        let document = self.context.rulebook.document(&citation.source);
        let title = document.map_or(citation.source.as_str(), |d| d.title.pick(self.locale));
        let clause = citation.clause.as_deref().unwrap_or_default();
        match self.locale {
            Locale::Zh => format!("《{title}》{clause}"),
            Locale::En if clause.is_empty() => format!("`{title}`"),
            Locale::En => format!("`{title}` {clause}"),
        }
    }

    /// Why a value is unknown; `home` is the row of the case itself.
    #[must_use]
    pub fn reason(&self, reason: &Reason, expr: Option<&Expr<Typed>>, home: (EntityId, usize)) -> String {
        let dictionary = &self.context.rulebook.dictionary;
        let link = |id: &LinkId| dictionary.link(*id).name.pick(self.locale).to_owned();
        let parameter = |id: &types::ParameterId| {
            let parameter = self.context.rulebook.parameters.get(id.0 as usize);
            parameter.map(|p| p.name.pick(self.locale).to_owned()).unwrap_or_default()
        };
        let message = match reason {
            Reason::Blank(at, row) => {
                let of = if (at.entity, *row) == home { self.entity(at.entity) } else { self.of(at.entity, *row) };
                let field = self.field(*at);
                match self.unread(*at, *row) {
                    Some(text) => M::UnreadCell { field, of, text },
                    None => M::BlankCell { field, of },
                }
            }
            Reason::NoRow(id) => M::NoRow { link: link(id) },
            Reason::SeveralRows(id) => M::SeveralRows { link: link(id) },
            Reason::NoMembers(id) => M::NoMembers { link: link(id) },
            Reason::NoParameter(id, Some(when)) => M::NoParameterThen { name: parameter(id), when: when.to_string() },
            Reason::NoParameter(id, None) => M::NoParameter { name: parameter(id) },
            Reason::NoList(at, code) => M::LacksList { field: self.field(*at), code: self.code(*at, *code) },
            Reason::Inexact => {
                let text = expr.map(|e| lang::print(e, self.context.rulebook, self.locale)).unwrap_or_default();
                M::Inexact { text }
            }
        };
        message.text(self.locale)
    }
}

#[cfg(test)]
mod tests {
    use super::column_letters;

    #[test]
    fn columns_are_lettered_as_in_a_spreadsheet() {
        let expected = [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")];
        for (column, letters) in expected {
            assert_eq!(column_letters(column), letters);
        }
    }
}
