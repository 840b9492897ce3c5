//! What the machine allows when nothing is left open: no key to judge, no growth, and only the columns that are asked for.

use std::hash::BuildHasher;

use foldhash::fast::RandomState;
use hashbrown::HashTable;

use crate::orders::{Order, Status};

/// The caller's `Vec` itself, with a hash table of row numbers that has its full size from the start.
pub struct Limit<R> {
    rows: Vec<R>,
    by_id: HashTable<u32>,
    hasher: RandomState,
}

impl<R: Order> Limit<R> {
    /// Adopts the rows, whose keys are known to differ.
    pub fn new(rows: Vec<R>) -> Self {
        let hasher = RandomState::default();
        let mut by_id = HashTable::with_capacity(rows.len());
        for (row, position) in rows.iter().zip(0_u32..) {
            let hash = hasher.hash_one(row.id());
            by_id.insert_unique(hash, position, |_| hash);
        }
        Limit {
            rows,
            by_id,
            hasher,
        }
    }

    #[inline]
    pub fn cents_of(&self, id: u64) -> Option<i64> {
        let is_it = |position: &u32| self.rows[*position as usize].id() == id;
        let position = self.by_id.find(self.hasher.hash_one(id), is_it)?;
        Some(self.rows[*position as usize].cents())
    }
}

/// The columns of the scan, each in an array of its own.
pub struct Columns {
    quantities: Vec<u16>,
    statuses: Vec<Status>,
    cents: Vec<i64>,
}

impl Columns {
    pub fn new<R: Order>(rows: &[R]) -> Self {
        Columns {
            quantities: rows.iter().map(Order::quantity).collect(),
            statuses: rows.iter().map(Order::status).collect(),
            cents: rows.iter().map(Order::cents).collect(),
        }
    }

    /// As [`Store::scan`](super::Store::scan), without a branch.
    #[expect(clippy::needless_bitwise_bool, reason = "`&&` is a branch")]
    pub fn scan(&self, quantity: u16, status: Status) -> i64 {
        let rows = self.quantities.iter().zip(&self.statuses).zip(&self.cents);
        let cents = rows.map(|((its_quantity, its_status), cents)| {
            cents * i64::from((*its_quantity >= quantity) & (*its_status == status))
        });
        cents.sum()
    }
}
