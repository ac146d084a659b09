//! What a file was taken for, as a record in the reader's language.

use super::data::problem_title;
use super::mask::mask;
use super::record::{ColumnRecord, InspectRecord, Location, ProblemExample, ProblemRecord};
use super::view::column_letters;
use crate::diagnostic::Locale;
use crate::dictionary::{Dictionary, FieldRef, FieldType, Sensitivity};
use crate::table::{Encoding, InspectedColumn, Inspection, Meaning, Problem, ProblemGroup, Told};

/// The record of an inspection. `hide` masks what names a person.
#[must_use]
pub fn inspection(seen: &Inspection, dictionary: &Dictionary, locale: Locale, hide: bool) -> InspectRecord {
    let teller = Teller { dictionary, locale, hide };
    let file = seen.path.display().to_string();
    let rows = seen.rows;
    let count = |of: fn(crate::table::RowCounts) -> u64| rows.map_or(0, of);
    let entity = seen.entity.map(|id| dictionary.entity(id).name.pick(locale).to_owned());
    let missing = seen.entity.map(|entity| {
        seen.missing_key.iter().map(|&field| teller.field(FieldRef { entity, field })).collect::<Vec<_>>()
    });
    InspectRecord {
        bytes: seen.size,
        encoding: match seen.encoding {
            Encoding::Utf8 => "UTF-8".to_owned(),
            Encoding::Gb18030 => "GB18030".to_owned(),
        },
        encoding_reason: teller.encoding_reason(seen.told),
        delimiter: teller.delimiter(seen.delimiter),
        title_rows: seen.titles.iter().map(|row| joined(row)).collect(),
        header_row: seen.entity.is_some().then_some(seen.header_row),
        entity: entity.unwrap_or_default(),
        entity_reason: teller.entity_reason(seen),
        columns: seen.columns.iter().enumerate().map(|(at, column)| teller.column(at, column)).collect(),
        missing_key: missing.unwrap_or_default(),
        read: count(|rows| rows.read),
        kept: count(|rows| rows.kept),
        set_aside: count(|rows| rows.set_aside),
        no_data: count(|rows| rows.no_data),
        problems: seen.problems.iter().filter_map(|group| teller.problem(&file, group)).collect(),
        notes: Vec::new(),
        file,
    }
}

/// The cells of a row that have any text.
fn joined(row: &[String]) -> String {
    row.iter().filter(|cell| !cell.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" ")
}

/// Tells what things are called.
#[derive(Clone, Copy)]
struct Teller<'a> {
    dictionary: &'a Dictionary,
    locale: Locale,
    hide: bool,
}

impl Teller<'_> {
    fn pick(self, zh: &str, en: &str) -> String {
        self.locale.pick(zh, en).to_owned()
    }

    fn field(self, at: FieldRef) -> String {
        self.dictionary.field(at).name.pick(self.locale).to_owned()
    }

    fn encoding_reason(self, told: Told) -> String {
        match (told, self.locale) {
            (Told::Forced, _) => self.pick("命令行指定", "as the command line says"),
            (Told::Mark, _) => self.pick("有字节顺序标记", "it has a byte-order mark"),
            (Told::Valid, _) => self.pick("全文都是有效的 UTF-8", "all of it is valid UTF-8"),
            (Told::Mostly { broken }, Locale::Zh) => format!("大部分是 UTF-8，有 {broken} 处损坏"),
            (Told::Mostly { broken }, Locale::En) => format!("most of it is UTF-8, {broken} places are broken"),
            (Told::NotUtf8, _) => self.pick("不是 UTF-8", "it is not UTF-8"),
        }
    }

    fn delimiter(self, delimiter: u8) -> String {
        match delimiter {
            b',' => self.pick("逗号", "comma"),
            b'\t' => self.pick("制表符", "tab"),
            b';' => self.pick("分号", "semicolon"),
            b'|' => self.pick("竖线", "vertical bar"),
            other => char::from(other).to_string(),
        }
    }

    /// What speaks for the entity; of a file that is no known table, what speaks for the nearest ones.
    fn entity_reason(self, seen: &Inspection) -> String {
        let name = |at: usize| {
            let matched = seen.candidates.get(at)?;
            Some((self.dictionary.entity(matched.entity).name.pick(self.locale), matched.matched))
        };
        match (seen.entity, name(0), self.locale) {
            (None, None, _) => self.pick("没有认得的列", "no column is known"),
            (None, Some((near, columns)), Locale::Zh) => format!("最接近“{near}”，认得 {columns} 列"),
            (None, Some((near, columns)), Locale::En) => format!("nearest is `{near}` with {columns} known columns"),
            (Some(_), ..) => {
                let own = |column: &&InspectedColumn| matches!(column.meaning, Meaning::Own { .. });
                let known = seen.columns.iter().filter(own).count();
                match self.locale {
                    Locale::Zh => format!("认得 {known} 列"),
                    Locale::En => format!("{known} of its columns are known"),
                }
            }
        }
    }

    fn column(self, at: usize, column: &InspectedColumn) -> ColumnRecord {
        let (field, suggestion) = match column.meaning {
            Meaning::Own { field, .. } | Meaning::Linked { field, .. } => (Some(field), None),
            Meaning::Unknown { like } => (None, like),
        };
        let name = match column.meaning {
            Meaning::Linked { field, .. } => {
                format!("{}.{}", self.dictionary.entity(field.entity).name.pick(self.locale), self.field(field))
            }
            _ => field.map(|at| self.field(at)).unwrap_or_default(),
        };
        // A column that nobody knows may hold anything, names and numbers of persons too.
        let samples = match (field, self.hide) {
            (None, true) => Vec::new(),
            (None, false) => column.samples.clone(),
            (Some(at), _) => column.samples.iter().map(|text| self.shown(at, text)).collect(),
        };
        ColumnRecord {
            letter: column_letters(at),
            header: column.header.clone(),
            field: name,
            kind: field.map(|at| self.kind(at)).unwrap_or_default(),
            suggestion: suggestion.map(|at| self.field(at)).unwrap_or_default(),
            samples,
        }
    }

    fn kind(self, at: FieldRef) -> String {
        match self.dictionary.field(at).ty {
            FieldType::Bool => self.pick("是否", "yes or no"),
            FieldType::Number(None) => self.pick("数字", "number"),
            FieldType::Number(Some(id)) => {
                let unit = self.dictionary.dimension(id).base();
                format!("{}{unit}", self.locale.pick("数字，", "number, "))
            }
            FieldType::Date => self.pick("日期", "date"),
            FieldType::Code(_) => self.pick("代码", "code"),
            FieldType::Text => self.pick("文字", "text"),
            FieldType::Id => self.pick("证件号码", "identity number"),
        }
    }

    /// A text of a field as it may be shown.
    fn shown(self, at: FieldRef, text: &str) -> String {
        let field = self.dictionary.field(at);
        let sensitivity = if field.ty == FieldType::Id { Sensitivity::Number } else { field.sensitivity };
        if self.hide { mask(text, sensitivity) } else { text.to_owned() }
    }

    fn problem(self, file: &str, group: &ProblemGroup) -> Option<ProblemRecord> {
        let kind = group.examples.first()?.kind;
        let example = |problem: &Problem| ProblemExample {
            location: Location {
                file: file.to_owned(),
                row: problem.origin.row,
                column: problem.column.map(|(at, _)| column_letters(at as usize)),
            },
            text: match problem.column {
                Some((_, at)) => self.shown(at, &problem.text),
                // A whole row may name anybody.
                None if self.hide => String::new(),
                None => problem.text.clone(),
            },
        };
        Some(ProblemRecord {
            kind: problem_title(kind, self.locale).to_owned(),
            count: group.count,
            row_left_out: kind.leaves_row_out(),
            examples: group.examples.iter().map(example).collect(),
        })
    }
}
