//! What names mean.

use super::tree::{Expr, Ident, Kind};
use super::types::{DefinitionId, ParameterId, Scope, Type};
use super::words::JOINING;
use crate::diagnostic::catalogue::{LangMessage as M, SharedMessage};
use crate::diagnostic::{Diagnostic, nearest};
use crate::dictionary::{Cardinality, Dictionary, EntityId, FieldRef, LinkId};

/// What a name means.
pub(super) enum Found {
    Field(FieldRef),
    Definition(DefinitionId, Type),
    Parameter(ParameterId, Type),
    Link(LinkId),
}

/// The names that an expression may use.
#[derive(Clone, Copy)]
pub(super) struct Names<'a> {
    pub(super) scope: &'a dyn Scope,
}

impl Names<'_> {
    /// A field or a definition of `entity`.
    pub(super) fn field_or_definition(&self, name: &str, entity: EntityId) -> Option<Found> {
        if let Some(field) = self.scope.dictionary().find_field(entity, name) {
            let at = FieldRef { entity, field };
            return match self.scope.supposed(at) {
                Some(id) => Some(Found::Definition(id, self.scope.definitions().get(id.0 as usize)?.ty)),
                None => Some(Found::Field(at)),
            };
        }
        let at = self.scope.definitions().iter().position(|d| d.entity == entity && d.name.is(name))?;
        let ty = self.scope.definitions().get(at)?.ty;
        Some(Found::Definition(DefinitionId(u32::try_from(at).ok()?), ty))
    }

    fn find_parameter(&self, name: &str) -> Option<(ParameterId, Type)> {
        let at = self.scope.parameters().iter().position(|p| p.name.is(name))?;
        let ty = self.scope.parameters().get(at)?.ty;
        Some((ParameterId(u32::try_from(at).ok()?), ty))
    }

    fn find(&self, name: &str, entity: EntityId) -> Option<Found> {
        self.field_or_definition(name, entity)
            .or_else(|| self.find_parameter(name).map(|(id, ty)| Found::Parameter(id, ty)))
            .or_else(|| self.scope.dictionary().find_link(entity, name).map(Found::Link))
    }

    pub(super) fn name(&self, ident: &Ident, entity: EntityId) -> Result<Found, Diagnostic> {
        self.find(&ident.name, entity).ok_or_else(|| {
            let title = self.scope.dictionary().entity(entity).name.zh.clone();
            let message = M::UnknownName { entity: title, name: ident.name.clone() };
            let error = Diagnostic::error(message).at(&ident.span);
            match self.with_spaces(&ident.name, entity) {
                Some(text) => error.help(M::AddSpaces { text }),
                None if self.is_code(&ident.name) => error.help(M::QuoteIt { name: ident.name.clone() }),
                None => error.help_maybe(self.near(&ident.name, entity)),
            }
        })
    }

    /// Whether a code of any list is called that: one that was written without its quotation marks.
    fn is_code(&self, name: &str) -> bool {
        self.scope.dictionary().code_lists.iter().any(|list| list.find(name).is_some())
    }

    fn near(&self, name: &str, entity: EntityId) -> Option<SharedMessage> {
        let dictionary = self.scope.dictionary();
        let fields = dictionary.entity(entity).fields.iter().map(|f| &f.name);
        let links = dictionary.links_from(entity).map(|id| &dictionary.link(id).name);
        let definitions = self.scope.definitions().iter().filter(|d| d.entity == entity).map(|d| &d.name);
        let parameters = self.scope.parameters().iter().map(|p| &p.name);
        let names = fields.chain(definitions).chain(parameters).chain(links);
        let spelt = names.flat_map(|n| [n.zh.as_str(), n.en.as_str()]);
        nearest(name, spelt).map(|n| SharedMessage::DidYouMean { name: n.to_owned() })
    }

    /// `已退出或拟退出` with its spaces, where every part between keywords is a name.
    fn with_spaces(&self, name: &str, entity: EntityId) -> Option<String> {
        for word in JOINING {
            let Some((before, after)) = name.split_once(word) else { continue };
            let known = |part: &str| part.is_empty() || self.find(part, entity).is_some();
            if !before.is_empty() && known(before) && known(after) {
                return Some(format!("{before} {word} {after}").trim_end().to_owned());
            }
        }
        let after = name.strip_prefix('非')?;
        self.find(after, entity).is_some().then(|| format!("非 {after}"))
    }

    pub(super) fn parameter(&self, ident: &Ident) -> Result<(ParameterId, Type), Diagnostic> {
        self.find_parameter(&ident.name).ok_or_else(|| {
            let names: Vec<&str> =
                self.scope.parameters().iter().flat_map(|p| [p.name.zh.as_str(), p.name.en.as_str()]).collect();
            let near = nearest(&ident.name, names).map(|n| SharedMessage::DidYouMean { name: n.to_owned() });
            Diagnostic::error(M::NotAParameter { name: ident.name.clone() }).at(&ident.span).help_maybe(near)
        })
    }

    fn link(&self, ident: &Ident, entity: EntityId) -> Result<LinkId, Diagnostic> {
        let dictionary = self.scope.dictionary();
        dictionary.find_link(entity, &ident.name).ok_or_else(|| {
            let names = dictionary.links_from(entity).map(|id| &dictionary.link(id).name);
            let spelt: Vec<&str> = names.flat_map(|n| [n.zh.as_str(), n.en.as_str()]).collect();
            let near = nearest(&ident.name, spelt.iter().copied());
            let title = dictionary.entity(entity).name.zh.clone();
            let known: Vec<&str> = spelt.iter().step_by(2).copied().collect();
            let error = Diagnostic::error(M::NotALink { entity: title, name: ident.name.clone() }).at(&ident.span);
            let error = error.help_maybe(near.map(|n| SharedMessage::DidYouMean { name: n.to_owned() }));
            if known.is_empty() { error } else { error.help(SharedMessage::KnownAre { names: known.join("、") }) }
        })
    }

    /// The to-one links that `path` names, and where they lead.
    pub(super) fn to_one(self, path: &[Ident], entity: EntityId) -> Result<(Vec<LinkId>, EntityId), Diagnostic> {
        let mut ids = Vec::new();
        let mut at = entity;
        for ident in path {
            let id = self.link(ident, at)?;
            let link = self.scope.dictionary().link(id);
            if link.cardinality == Cardinality::Many {
                let name = ident.name.clone();
                let error = Diagnostic::error(M::ToManyUnderDot { name: name.clone() }).at(&ident.span);
                return Err(error.help(M::UseAggregate { name }));
            }
            ids.push(id);
            at = link.to;
        }
        Ok((ids, at))
    }

    /// The to-one links that an expression names and nothing more: what `缺失` asks of a link. `None` for any other.
    pub(super) fn leading(self, expr: &Expr, entity: EntityId) -> Option<(Vec<Ident>, Vec<LinkId>)> {
        let (before, last): (&[Ident], &Ident) = match &expr.kind {
            Kind::Name(ident) => (&[], ident),
            Kind::Path { links, tail } => match &tail.kind {
                Kind::Name(ident) => (links, ident),
                _ => return None,
            },
            _ => return None,
        };
        let (_, at) = self.to_one(before, entity).ok()?;
        let Some(Found::Link(_)) = self.find(&last.name, at) else { return None };
        let path: Vec<Ident> = before.iter().chain([last]).cloned().collect();
        let (links, _) = self.to_one(&path, entity).ok()?;
        Some((path, links))
    }

    /// The links that `path` names: to-one links, then one to-many link; and where they lead.
    pub(super) fn to_many(self, path: &[Ident], entity: EntityId) -> Result<(Vec<LinkId>, EntityId), Diagnostic> {
        let (last, before) = match path.split_last() {
            Some((last, before)) => (last, before),
            None => return Ok((Vec::new(), entity)),
        };
        let (mut ids, at) = self.to_one(before, entity)?;
        let id = self.link(last, at)?;
        let link = self.scope.dictionary().link(id);
        if link.cardinality == Cardinality::One {
            let name = last.name.clone();
            let error = Diagnostic::error(M::ToOneInAggregate { name: name.clone() }).at(&last.span);
            return Err(error.help(M::UseDot { name }));
        }
        ids.push(id);
        Ok((ids, link.to))
    }
}

/// The names in `expr` that no field has, each with the entity in whose rows it is read: what may be definitions.
/// Names behind links that do not exist are left out; checking reports those.
#[must_use]
pub fn references(expr: &Expr, entity: EntityId, dictionary: &Dictionary) -> Vec<(EntityId, Ident)> {
    let mut found = Vec::new();
    let mut open = vec![(expr, entity)];
    while let Some((node, entity)) = open.pop() {
        let path: &[Ident] = match &node.kind {
            Kind::Name(ident) => {
                if dictionary.find_field(entity, &ident.name).is_none() {
                    found.push((entity, ident.clone()));
                }
                continue;
            }
            Kind::Path { links, .. } => links,
            Kind::Aggregate { path, .. } => path,
            _ => &[],
        };
        let end = path
            .iter()
            .try_fold(entity, |at, ident| dictionary.find_link(at, &ident.name).map(|id| dictionary.link(id).to));
        if let Some(end) = end {
            open.extend(node.children().into_iter().rev().map(|child| (child, end)));
        }
    }
    found
}
