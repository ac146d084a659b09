//! Where the units of a draw come from: the rows of a table that is read by the dictionary, or a plain list.

use super::console::Console;
use super::desk::{self, Desk};
use super::exit::Problems;
use hucha::dataset::Dataset;
use hucha::diagnostic::catalogue::{CliMessage as M, DictionaryMessage, SharedMessage, SurveyMessage};
use hucha::diagnostic::{Diagnostic, Locale, Source, Span, cannot_read, nearest};
use hucha::dictionary::{Cardinality, Demand, Dictionary, EntityId, FieldId, FieldRef, LinkId};
use hucha::engine::{Collect, Condition, Plan};
use hucha::finding::View;
use hucha::finding::record::Pair;
use hucha::lang;
use hucha::lang::tree::Expr;
use hucha::lang::types::{Type, Typed};
use hucha::rulebook::{Rulebook, Uses};
use hucha::survey::frame::{Columns, Listed};
use hucha::survey::protocol::About;
use hucha::table::{Encoding, Ingest, Plain, plain};
use hucha::value::Date;
use hucha::value::hexadecimal;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The units that can be drawn, and what is known of them.
pub struct Framed<'a> {
    /// The units.
    pub units: Vec<Listed>,
    /// The names of the columns that make strata and clusters.
    pub columns: Columns,
    /// What the record of the draw says of them.
    pub about: About,
    origin: Origin<'a>,
}

enum Origin<'a> {
    /// A plain list, with the columns that only say what a unit is called.
    List(Plain, Vec<usize>),
    /// Rows of a table; by unit its row.
    Rows { desk: &'a Desk, dataset: &'a Dataset<'a>, entity: EntityId, rows: Vec<usize> },
}

/// The entity called `name`, or that of the first gate, or the first.
///
/// # Errors
/// There is none of that name.
pub fn entity(desk: &Desk, name: Option<&str>) -> Result<EntityId, Problems> {
    match name {
        Some(name) => desk::entity(&desk.rulebook.dictionary, name),
        None => Ok(desk.rulebook.gates.first().map_or(EntityId::new(0), |gate| gate.entity)),
    }
}

/// A plain list as a frame.
///
/// # Errors
/// A file that cannot be read; columns that it does not have.
pub fn of_list(
    path: &Path,
    encoding: Option<Encoding>,
    key: Option<&str>,
    strata: &[String],
    clusters: &[String],
) -> Result<Framed<'static>, Problems> {
    let asked: Vec<&str> = key.into_iter().chain(strata.iter().chain(clusters).map(String::as_str)).collect();
    let list = plain(path, encoding)?.under(&asked.iter().map(std::slice::from_ref).collect::<Vec<_>>());
    let column = |name: &str| {
        list.column(name).ok_or_else(|| {
            let near = nearest(name, list.headers.iter().map(String::as_str));
            let near = near.map(|near| SharedMessage::DidYouMean { name: near.to_owned() });
            let error = M::NoColumn { path: list.file.clone(), name: name.to_owned() };
            let known = SharedMessage::KnownAre { names: list.headers.join("、") };
            Problems::from(Diagnostic::error(error).help_maybe(near).help(known))
        })
    };
    let key = key.map_or(Ok(0), column)?;
    let strata_at = strata.iter().map(|name| column(name)).collect::<Result<Vec<_>, _>>()?;
    let clusters_at = clusters.iter().map(|name| column(name)).collect::<Result<Vec<_>, _>>()?;
    let cells = |row: &hucha::table::PlainRow, columns: &[usize]| -> Vec<String> {
        columns.iter().map(|&column| row.cell(column).to_owned()).collect()
    };
    let units = list.rows.iter().map(|row| Listed {
        key: row.cell(key).to_owned(),
        stratum: cells(row, &strata_at),
        cluster: cells(row, &clusters_at),
        place: format!("{}:{}", list.file, row.number),
    });
    let units = units.collect();
    let bytes = fs::read(path).map_err(|error| cannot_read(&list.file, &error))?;
    let about = About {
        entity: list.headers.get(key).cloned().unwrap_or_default(),
        files: vec![(list.file.clone(), hexadecimal(&Sha256::digest(&bytes)))],
        ..About::default()
    };
    let columns = Columns { stratum: strata.to_vec(), cluster: clusters.to_vec() };
    let named = [&strata_at[..], &clusters_at[..], &[key]].concat();
    let others = (0..list.headers.len()).filter(|column| !named.contains(column)).collect();
    Ok(Framed { units, columns, about, origin: Origin::List(list, others) })
}

/// Rows of a table as a frame, given to `then`. `needed` is what will be asked of the rows besides.
///
/// # Errors
/// Columns and conditions that make no sense; data that cannot be read or lack a column; what `then` says.
pub fn of_data<'d, R>(
    desk: &'d Desk,
    console: &Console,
    entity: EntityId,
    among: Option<&str>,
    (strata, clusters): (&[String], &[String]),
    needed: impl Iterator<Item = &'d Expr<Typed>>,
    then: impl FnOnce(&Framed<'_>) -> anyhow::Result<R>,
) -> anyhow::Result<R> {
    let dictionary = &desk.rulebook.dictionary;
    let fields = |names: &[String]| -> Result<Vec<FieldId>, Problems> {
        names.iter().map(|name| field(desk, entity, name)).collect()
    };
    let (strata_by, clusters_by) = (fields(strata)?, fields(clusters)?);
    let among = among.map(|text| condition(desk, entity, text)).transpose()?;
    let parted = strata_by.iter().chain(&clusters_by).map(|&field| FieldRef { entity, field });
    let uses = [used(&desk.rulebook, needed), used(&desk.rulebook, &among)];
    let dataset = desk.read(&demand(dictionary, entity, uses, parted, [entity]), true, console)?;
    console.note(&desk.clock.iter().filter(|_| among.is_some()).chain(&dataset.notes).cloned().collect::<Vec<_>>());
    let view = desk.run(&dataset, Vec::new()).view();
    let open = View { mask: false, ..view };
    for &field in strata_by.iter().chain(&clusters_by) {
        let at = FieldRef { entity, field };
        if !view.has_place(at) {
            let (entity, name) = (dictionary.entity(entity).name.zh.clone(), dictionary.field(at).name.zh.clone());
            return Err(Problems::from(Diagnostic::error(SurveyMessage::NoSuchColumn { entity, name })).into());
        }
    }
    let mut notes: Vec<String> = Vec::new();
    let (chosen, undecided) = match &among {
        Some(expr) => fulfilling(&view, entity, expr, desk.as_of)?,
        None => ((0..dataset.rows(entity).count).collect(), 0),
    };
    let text = |fields: &[FieldId], row: usize| -> Vec<String> {
        fields.iter().map(|&field| open.placed(FieldRef { entity, field }, row).unwrap_or_default()).collect()
    };
    let place = |row: usize| {
        let location = view.location(entity, row, None);
        location.map_or_else(|| format!("#{}", row + 1), |place| format!("{}:{}", place.file, place.row))
    };
    let units = chosen.iter().map(|&row| Listed {
        key: dataset.key(entity, row),
        stratum: text(&strata_by, row),
        cluster: text(&clusters_by, row),
        place: place(row),
    });
    let units = units.collect();
    let aside: u64 = dataset.files.iter().filter(|file| file.entity == entity).map(|file| file.set_aside).sum();
    if aside > 0 {
        notes.push(SurveyMessage::RowsAside { count: aside }.text(console.locale));
    }
    if undecided > 0 {
        notes.push(SurveyMessage::UndecidedIn { count: undecided }.text(console.locale));
    }
    let about = About {
        entity: view.entity(entity),
        among: among.as_ref().map(|expr| lang::print(expr, &desk.rulebook, console.locale)).unwrap_or_default(),
        undecided,
        files: files(&dataset, entity),
        notes,
    };
    let columns = Columns { stratum: strata.to_vec(), cluster: clusters.to_vec() };
    let origin = Origin::Rows { desk, dataset: &dataset, entity, rows: chosen };
    then(&Framed { units, columns, about, origin })
}

/// What is needed of the data: what expressions use, `fields` of the units or of what they belong to, and the way from
/// the rows of `entities` to the units.
pub fn demand(
    dictionary: &Dictionary,
    home: EntityId,
    uses: impl IntoIterator<Item = (BTreeSet<FieldRef>, BTreeSet<LinkId>)>,
    fields: impl IntoIterator<Item = FieldRef>,
    entities: impl IntoIterator<Item = EntityId>,
) -> Demand {
    let (mut columns, mut links) = (BTreeSet::new(), BTreeSet::new());
    for (fields, followed) in uses {
        columns.extend(fields);
        links.extend(followed);
    }
    let to_one = |from| dictionary.links_from(from).filter(|&id| dictionary.link(id).cardinality == Cardinality::One);
    for at in fields {
        columns.insert(at);
        for id in to_one(at.entity) {
            let there = dictionary.link(id).to;
            if let Some(field) = dictionary.find_field(there, &dictionary.field(at).name.zh) {
                columns.insert(FieldRef { entity: there, field });
                links.insert(id);
            }
        }
    }
    let asked = columns.iter().map(|at| at.entity).collect::<BTreeSet<_>>();
    let entities: BTreeSet<EntityId> = entities.into_iter().chain(asked).chain([home]).collect();
    links.extend(entities.iter().flat_map(|&entity| to_one(entity).filter(|&id| dictionary.link(id).to == home)));
    Demand::new(dictionary, entities, columns, links, true)
}

/// What expressions use, as [`demand`] takes it.
pub fn used<'r>(
    rulebook: &'r Rulebook,
    exprs: impl IntoIterator<Item = &'r Expr<Typed>>,
) -> (BTreeSet<FieldRef>, BTreeSet<LinkId>) {
    let uses = Uses::of(rulebook, exprs);
    (uses.columns(rulebook), uses.links)
}

/// The files that the units were read from; where no file is theirs, all that were read.
fn files(dataset: &Dataset<'_>, entity: EntityId) -> Vec<(String, String)> {
    let own = dataset.files.iter().any(|file| file.entity == entity);
    let files = dataset.files.iter().filter(|file| !own || file.entity == entity);
    files.map(|file| (file.path.display().to_string(), file.sha256.clone().unwrap_or_default())).collect()
}

/// The field of an entity called `name`.
fn field(desk: &Desk, entity: EntityId, name: &str) -> Result<FieldId, Problems> {
    let dictionary = &desk.rulebook.dictionary;
    dictionary.find_field(entity, name).ok_or_else(|| {
        let of = dictionary.entity(entity);
        let near = nearest(name, of.fields.iter().map(|field| field.name.zh.as_str()));
        let near = near.map(|near| SharedMessage::DidYouMean { name: near.to_owned() });
        let error = DictionaryMessage::UnknownField { entity: of.name.zh.clone(), name: name.to_owned() };
        Diagnostic::error(error).help_maybe(near).into()
    })
}

/// A condition from the command line, which its errors point into.
fn condition(desk: &Desk, entity: EntityId, text: &str) -> Result<Expr<Typed>, Problems> {
    let source = Source::new("--among", text);
    let place = |range| Span::new(&source, range);
    let checked =
        lang::parse(text, &place).and_then(|expr| lang::check(&expr, entity, &desk.rulebook, Some(Type::Bool)));
    Ok(checked?)
}

/// The rows that fulfil a condition or may do so, and how many may.
fn fulfilling(
    view: &View<'_>,
    entity: EntityId,
    expr: &Expr<Typed>,
    as_of: Date,
) -> Result<(Vec<usize>, u64), Problems> {
    let condition = Condition { entity, given: None, require: expr };
    let plan = Plan::compile(view.context.rulebook, view.context.dataset, as_of, [condition]);
    if let Some(lacks) = plan.lacks(0) {
        let error = |lacking: hucha::finding::record::Lacking| {
            Diagnostic::error(SurveyMessage::AmongLacks { what: lacking.what, way_out: lacking.way_out })
        };
        return Err(Problems(view.lacking(lacks).into_iter().map(error).collect()));
    }
    let answers = plan.run(Collect { passes: true, unknowns: true, violations: false });
    let answer = answers.into_iter().next().flatten().unwrap_or_default();
    let mut rows: Vec<usize> = answer.passes.iter().chain(&answer.unknowns).map(|&row| row as usize).collect();
    rows.sort_unstable();
    Ok((rows, answer.counts.unknown))
}

impl Framed<'_> {
    /// Where a unit is and what it is called. `unit` is its position.
    pub fn labels(&self, unit: usize, mask: bool, locale: Locale) -> Vec<Pair> {
        match &self.origin {
            Origin::List(list, others) => {
                let cell = |&column: &usize| {
                    Some(Pair {
                        name: list.headers.get(column)?.clone(),
                        value: list.rows.get(unit)?.cell(column).to_owned(),
                    })
                };
                others.iter().filter_map(cell).collect()
            }
            Origin::Rows { desk, dataset, entity, rows } => {
                let view = View { mask, locale, ..desk.run(dataset, Vec::new()).view() };
                let Some(&row) = rows.get(unit) else { return Vec::new() };
                let mut pairs = view.place(*entity, row);
                for pair in view.label(*entity, row) {
                    if !pairs.contains(&pair) {
                        pairs.push(pair);
                    }
                }
                pairs
            }
        }
    }

    /// Gives `then` a view of the rows, the entity of the units, and the row of each key; of a plain list there are none.
    pub fn with_view<R>(
        &self,
        desk: &Desk,
        locale: Locale,
        then: impl FnOnce(&View<'_>, EntityId, Option<&BTreeMap<String, usize>>) -> R,
    ) -> R {
        match &self.origin {
            Origin::List(..) => {
                let dataset = Dataset::join(&desk.rulebook.dictionary, Ingest::default());
                let view = View { locale, ..desk.run(&dataset, Vec::new()).view() };
                let entity = desk.rulebook.gates.first().map_or(EntityId::new(0), |gate| gate.entity);
                then(&view, entity, None)
            }
            Origin::Rows { desk, dataset, entity, rows } => {
                let view = View { locale, ..desk.run(dataset, Vec::new()).view() };
                let keys = self.units.iter().zip(rows).map(|(unit, &row)| (unit.key.clone(), row)).collect();
                then(&view, *entity, Some(&keys))
            }
        }
    }
}
