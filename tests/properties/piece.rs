//! The row: a key of every kind, a rule of every kind, and user code wherever there can be some.

use std::hash::{Hash, Hasher};

use memtable::{MemTable, MemValue};

use super::fuse::burn;

#[derive(MemTable, Debug)]
#[memtable(name = "pieces", unique(shelf, place), check(kind <= 2 || shelf >= 1, "kind 3 is too heavy for shelf 0"))]
pub(crate) struct Piece {
    #[memtable(primary_key)]
    pub(crate) id: String,
    #[memtable(unique)]
    pub(crate) slot: Option<Slot>,
    pub(crate) shelf: u8,
    pub(crate) place: Option<u8>,
    #[memtable(index)]
    pub(crate) kind: u8,
    #[memtable(index(ordered), range(..=5))]
    pub(crate) rank: Option<i32>,
    #[memtable(custom = weighable)]
    pub(crate) weight: f64,
    pub(crate) gone: bool,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "a rule is shown the column's value by reference"
)]
fn weighable(weight: &f64) -> Result<(), &'static str> {
    burn();
    if *weight == f64::INFINITY {
        return Err("no scale is that large");
    }
    Ok(())
}

impl Clone for Piece {
    fn clone(&self) -> Self {
        burn();
        Piece {
            id: self.id.clone(),
            ..*self
        }
    }
}

impl Piece {
    #[expect(clippy::float_cmp, reason = "the same weight is meant")]
    /// The names of the columns that differ, in the order of the schema.
    pub(crate) fn differing(&self, other: &Piece) -> Vec<&'static str> {
        let equal = [
            ("id", self.id == other.id),
            (
                "slot",
                self.slot.map(|slot| slot.0) == other.slot.map(|slot| slot.0),
            ),
            ("shelf", self.shelf == other.shelf),
            ("place", self.place == other.place),
            ("kind", self.kind == other.kind),
            ("rank", self.rank == other.rank),
            (
                "weight",
                self.weight == other.weight || self.weight.is_nan() && other.weight.is_nan(),
            ),
            ("gone", self.gone == other.gone),
        ];
        equal
            .into_iter()
            .filter(|(_, is_equal)| !is_equal)
            .map(|(name, _)| name)
            .collect()
    }

    pub(crate) fn same(&self, other: &Piece) -> bool {
        self.differing(other).is_empty()
    }
}

/// A key type with code of its own.
#[derive(MemValue, Clone, Copy, Debug)]
pub(crate) struct Slot(pub(crate) u8);

impl PartialEq for Slot {
    fn eq(&self, other: &Self) -> bool {
        burn();
        self.0 == other.0
    }
}

impl Eq for Slot {}

impl Hash for Slot {
    fn hash<H: Hasher>(&self, state: &mut H) {
        burn();
        // All slots collide, so that keys are told apart by comparison alone.
        0_u8.hash(state);
    }
}
