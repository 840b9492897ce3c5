use std::collections::BTreeMap;
use std::sync::Arc;

use crate::error::Error;
use crate::schema::{Reference, Schema};
use crate::store::any_table::AnyTable;
use crate::store::locks::Turn;
use crate::store::watch::Watchers;

/// The tables of a store at one moment, by name.
#[derive(Clone, Default)]
pub(super) struct Catalog {
    pub(super) slots: BTreeMap<Arc<str>, Slot>,
}

/// A table of a store at one moment.
#[derive(Clone)]
pub(super) struct Slot {
    pub(super) table: Arc<dyn AnyTable>,
    /// How many commits changed it.
    pub(super) version: u64,
    /// Its bytes, as the memory limit counts them.
    pub(super) weight: i128,
    /// Shared by the tables that references connect.
    pub(super) turn: Arc<Turn>,
    pub(super) watchers: Arc<Watchers>,
}

impl Slot {
    pub(super) fn new(table: Arc<dyn AnyTable>) -> Self {
        let weight = table.growth_since(&*table.emptied());
        Slot {
            table,
            version: 0,
            weight,
            turn: Arc::default(),
            watchers: Arc::new(Watchers::new()),
        }
    }
}

impl Catalog {
    pub(super) fn slot(&self, name: &str) -> Result<&Slot, Error> {
        self.slots.get(name).ok_or_else(|| Error::NoTable {
            name: name.to_owned(),
            tables: self.names(),
        })
    }

    pub(super) fn names(&self) -> Vec<String> {
        self.slots
            .keys()
            .map(std::string::ToString::to_string)
            .collect()
    }

    /// The bytes of all tables, as the memory limit counts them.
    pub(super) fn weight(&self) -> i128 {
        self.slots.values().map(|slot| slot.weight).sum()
    }

    /// Every reference of a table to one of the store.
    pub(super) fn links(&self) -> impl Iterator<Item = Link<'_>> {
        self.slots.iter().flat_map(move |(child, slot)| {
            let references = slot.table.schema().references.iter();
            references.filter_map(move |reference| self.link(child, slot, reference))
        })
    }

    fn link<'a>(
        &'a self,
        child: &'a Arc<str>,
        slot: &'a Slot,
        reference: &'a Reference,
    ) -> Option<Link<'a>> {
        let (parent, parent_slot) = self.slots.get_key_value(&*reference.table)?;
        Some(Link {
            child,
            parent,
            reference,
            from: positions(slot.table.schema(), &reference.columns)?,
            to: positions(parent_slot.table.schema(), &reference.to)?,
        })
    }

    /// Whether tables of the store reference this one.
    pub(super) fn is_referenced(&self, name: &str) -> bool {
        self.links().any(|link| &**link.parent == name)
    }

    /// Gives all tables that references connect one turn: the turns of the others stay.
    pub(super) fn share_turns(&mut self) {
        let links = self.links();
        let pairs: Vec<_> = links
            .map(|link| (Arc::clone(link.child), Arc::clone(link.parent)))
            .collect();
        for (child, parent) in pairs {
            let turns = [&child, &parent].map(|name| Arc::clone(&self.slots[name].turn));
            let joined = self.slots.values_mut();
            for slot in joined.filter(|slot| Arc::ptr_eq(&slot.turn, &turns[0])) {
                slot.turn = Arc::clone(&turns[1]);
            }
        }
    }

    /// Whether every reference between tables of the store names a key of the other.
    pub(super) fn check_references(&self) -> Result<(), Error> {
        for (name, slot) in &self.slots {
            for reference in slot.table.schema().references.iter() {
                if let Some(parent) = self.slots.get(&*reference.table) {
                    check_reference(name, slot.table.schema(), reference, parent.table.schema())?;
                }
            }
        }
        Ok(())
    }
}

/// A reference between two tables of one store.
pub(super) struct Link<'a> {
    pub(super) child: &'a Arc<str>,
    pub(super) parent: &'a Arc<str>,
    pub(super) reference: &'a Reference,
    /// The columns of the child.
    pub(super) from: Vec<usize>,
    /// The columns of the parent.
    pub(super) to: Vec<usize>,
}

fn positions(schema: &Schema, names: &[std::borrow::Cow<'static, str>]) -> Option<Vec<usize>> {
    names.iter().map(|name| schema.column_idx(name)).collect()
}

fn check_reference(
    table: &str,
    child: &Schema,
    reference: &Reference,
    parent: &Schema,
) -> Result<(), Error> {
    let bad = |problem| {
        let to = format!("{}.{}", reference.table, reference.to.join(", "));
        Err(Error::BadReference {
            table: table.to_owned(),
            to,
            problem,
        })
    };
    let types = |schema: &Schema, names: &[_]| {
        let columns = positions(schema, names)?.into_iter();
        let types = columns.map(|column| schema.columns[column].data_type.clone());
        Some(types.collect::<Vec<_>>())
    };
    let Some(to) = types(parent, &reference.to) else {
        return bad("is no column of it: is this the table that was meant?");
    };
    if types(child, &reference.columns).is_none_or(|from| from != to) {
        return bad("holds values of another type");
    }
    let is_key = parent.primary_key == reference.to || parent.unique.contains(&reference.to);
    if !is_key {
        return bad("is no key of it: make it `primary_key` or `unique`");
    }
    Ok(())
}
