//! The dictionary: what tables there are, what their columns mean, and how rows of one belong to rows of another.
//!
//! Read from the YAML sections in [`raw`] and checked by [`Dictionary::build`]; everything that knows the field is
//! in YAML, nothing here names an entity or a column.

mod build;
mod codes;
mod demand;
mod entity;
mod headers;
mod ids;
mod link;
mod names;
pub mod raw;
mod units;

pub use build::Sections;
pub use codes::CodeList;
pub use demand::Demand;
pub use entity::{Entity, Field, FieldType, Sensitivity};
pub(crate) use headers::name_and_unit;
pub use headers::{HeaderIndex, HeaderMatch, HeaderRow};
pub use ids::{CodeId, CodeListId, DimensionId, EntityId, FieldId, FieldRef, LinkId};
pub use link::{Cardinality, Link};
pub use names::{Bilingual, Name};
pub use units::{Dimension, Unit, dimension};

/// Everything that is known of the tables. A value of this type has been checked: every id in it is valid.
#[derive(Clone, Debug, Default)]
pub struct Dictionary {
    /// The entities, in the order of the YAML.
    pub entities: Vec<Entity>,
    /// The links, each beside its inverse.
    pub links: Vec<Link>,
    /// The code lists.
    pub code_lists: Vec<CodeList>,
    /// The dimensions of units; the first ones are built in (see [`dimension`]).
    pub dimensions: Vec<Dimension>,
    /// Cell texts, folded, that stand for a blank.
    pub blanks: Vec<String>,
    /// Cell texts, folded, that stand for yes.
    pub yes: Vec<String>,
    /// Cell texts, folded, that stand for no.
    pub no: Vec<String>,
    /// Cell texts, folded, that begin a row of totals, which is no data.
    pub totals: Vec<String>,
    /// Cell texts, folded, that begin a remark such as who made the list: the row is no data.
    pub remarks: Vec<String>,
}

impl Dictionary {
    /// The entity of an id.
    #[must_use]
    pub fn entity(&self, id: EntityId) -> &Entity {
        &self.entities[id.index()]
    }

    /// The field of a reference.
    #[must_use]
    pub fn field(&self, at: FieldRef) -> &Field {
        &self.entities[at.entity.index()].fields[at.field.index()]
    }

    /// The link of an id.
    #[must_use]
    pub fn link(&self, id: LinkId) -> &Link {
        &self.links[id.index()]
    }

    /// The code list of an id.
    #[must_use]
    pub fn code_list(&self, id: CodeListId) -> &CodeList {
        &self.code_lists[id.index()]
    }

    /// The dimension of an id.
    #[must_use]
    pub fn dimension(&self, id: DimensionId) -> &Dimension {
        &self.dimensions[id.index()]
    }

    /// The ids of all entities, in order.
    pub fn entity_ids(&self) -> impl Iterator<Item = EntityId> + use<> {
        (0..self.entities.len()).map(EntityId::new)
    }

    /// The entity called `name`, in either language.
    #[must_use]
    pub fn find_entity(&self, name: &str) -> Option<EntityId> {
        self.entity_ids().find(|&id| self.entity(id).name.is(name))
    }

    /// The field of `entity` called `name`, in either language. Header aliases do not count: rules use one name.
    #[must_use]
    pub fn find_field(&self, entity: EntityId, name: &str) -> Option<FieldId> {
        self.entity(entity).fields.iter().position(|f| f.name.is(name)).map(FieldId::new)
    }

    /// The link that starts at `entity` and is called `name`, in either language.
    #[must_use]
    pub fn find_link(&self, entity: EntityId, name: &str) -> Option<LinkId> {
        self.links.iter().position(|l| l.from == entity && l.name.is(name)).map(LinkId::new)
    }

    /// The ids of the links that start at `entity`.
    pub fn links_from(&self, entity: EntityId) -> impl Iterator<Item = LinkId> + '_ {
        self.links.iter().enumerate().filter(move |(_, l)| l.from == entity).map(|(i, _)| LinkId::new(i))
    }

    /// The to-one links along which a row of `entity` is at home, where it has no place of its own: to rows that have one.
    pub fn links_home(&self, entity: EntityId) -> impl Iterator<Item = LinkId> + '_ {
        let is_placed = |entity: EntityId| !self.entity(entity).place.is_empty();
        let links = if is_placed(entity) { None } else { Some(self.links_from(entity)) };
        links.into_iter().flatten().filter(move |&id| {
            let link = self.link(id);
            link.cardinality == Cardinality::One && is_placed(link.to)
        })
    }

    /// The unit called `name` with its dimension.
    #[must_use]
    pub fn find_unit(&self, name: &str) -> Option<(DimensionId, &Unit)> {
        self.dimensions.iter().enumerate().find_map(|(id, dimension)| {
            dimension.units.iter().find(|u| u.name == name).map(|unit| (DimensionId::new(id), unit))
        })
    }
}
