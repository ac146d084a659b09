//! A plan: the distinct expressions of the rules, and in which order those that others read across a link are computed.

use crate::dictionary::{EntityId, FieldId, LinkId};
use crate::lang::tree::{Aggregate, Comparison, Function, Operation};
use crate::lang::types::ParameterId;

/// A node of a plan, by position; it comes behind the nodes it reads.
pub(super) type NodeId = usize;

/// An expression over the rows of one entity.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Node {
    pub(super) entity: EntityId,
    pub(super) op: Op,
}

/// A value that is the same in every row.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Constant {
    Bool(bool),
    /// [`crate::value::Decimal::raw`].
    Number(i64),
    /// [`crate::value::Date::packed`].
    Date(i32),
    /// The position in its list plus one, as columns hold it.
    Code(u16),
    Text(String),
}

/// What a node computes. Nodes it reads are of the same entity, except where a link lies between.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Op {
    Constant(Constant),
    Column(FieldId),
    Not(NodeId),
    And(Vec<NodeId>),
    Or(Vec<NodeId>),
    Missing(NodeId),
    Compare {
        op: Comparison,
        left: NodeId,
        right: NodeId,
        /// Whether texts are identity numbers, which agree by their join key.
        ids: bool,
    },
    Negate(NodeId),
    Arithmetic {
        op: Operation,
        left: NodeId,
        right: NodeId,
    },
    If {
        condition: NodeId,
        then: NodeId,
        otherwise: NodeId,
    },
    Coalesce(Vec<NodeId>),
    /// A parameter as of a date or year that differs from row to row.
    Dated {
        parameter: ParameterId,
        when: NodeId,
    },
    Call {
        function: Function,
        arguments: Vec<NodeId>,
    },
    /// Whether to-one links lead to no row.
    NoRow(Vec<LinkId>),
    /// `tail`, a node of the entity that the links lead to.
    Gather {
        links: Vec<LinkId>,
        tail: NodeId,
    },
    /// `body` and `filter` are nodes of the entity that the to-many link leads to.
    Aggregate {
        function: Aggregate,
        link: LinkId,
        body: Option<NodeId>,
        filter: Option<NodeId>,
    },
    /// How many rows a to-many link leads to from the row that to-one links before it lead to. It is read off the index.
    Size {
        before: Vec<LinkId>,
        link: LinkId,
    },
}

impl Op {
    /// The nodes it reads in its own rows.
    pub(super) fn here(&self) -> Vec<NodeId> {
        match self {
            Self::Constant(_)
            | Self::Column(_)
            | Self::NoRow(_)
            | Self::Gather { .. }
            | Self::Aggregate { .. }
            | Self::Size { .. } => Vec::new(),
            Self::Not(x) | Self::Missing(x) | Self::Negate(x) | Self::Dated { when: x, .. } => vec![*x],
            Self::And(xs) | Self::Or(xs) | Self::Coalesce(xs) | Self::Call { arguments: xs, .. } => xs.clone(),
            Self::Compare { left, right, .. } | Self::Arithmetic { left, right, .. } => vec![*left, *right],
            Self::If { condition, then, otherwise } => vec![*condition, *then, *otherwise],
        }
    }

    /// The nodes it reads in rows of another entity, which must be complete before it runs.
    pub(super) fn across(&self) -> Vec<NodeId> {
        match self {
            Self::Gather { tail, .. } => vec![*tail],
            Self::Aggregate { body, filter, .. } => body.iter().chain(filter).copied().collect(),
            _ => Vec::new(),
        }
    }
}

/// What is asked of a rule's rows: two conditions over the rows of one entity.
#[derive(Clone, Debug)]
pub(super) struct Question {
    pub(super) entity: EntityId,
    pub(super) given: Option<NodeId>,
    pub(super) require: NodeId,
}

/// Nodes of one entity that are complete once the stages before are.
#[derive(Clone, Debug)]
pub(super) struct Stage {
    pub(super) entity: EntityId,
    pub(super) nodes: Vec<NodeId>,
}

/// The nodes that others read across a link, in stages: what a stage reads across links, stages before it have made.
pub(super) fn stages(nodes: &[Node]) -> Vec<Stage> {
    // How many links lie, one behind the other, between a node and the columns it is made of.
    let mut depth = vec![0_usize; nodes.len()];
    for (id, node) in nodes.iter().enumerate() {
        let here = node.op.here().into_iter().map(|n| depth[n]);
        let across = node.op.across().into_iter().map(|n| depth[n] + 1);
        depth[id] = here.chain(across).max().unwrap_or(0);
    }
    let mut read: Vec<NodeId> = nodes.iter().flat_map(|n| n.op.across()).collect();
    read.sort_by_key(|&id| (depth[id], nodes[id].entity, id));
    read.dedup();
    let mut stages: Vec<(usize, Stage)> = Vec::new();
    for id in read {
        let entity = nodes[id].entity;
        match stages.last_mut() {
            Some((d, stage)) if *d == depth[id] && stage.entity == entity => stage.nodes.push(id),
            _ => stages.push((depth[id], Stage { entity, nodes: vec![id] })),
        }
    }
    stages.into_iter().map(|(_, stage)| stage).collect()
}
