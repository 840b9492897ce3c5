//! `indexmap`: rows by their key, in the order in which they came. It has no second index, so that none is measured.

use foldhash::fast::RandomState;
use indexmap::IndexMap;

use super::Store;
use crate::orders::{Order, Status, keyed};

/// Rows by their id.
#[derive(Clone)]
pub struct Indexmap(IndexMap<u64, keyed::Order, RandomState>);

impl Store for Indexmap {
    type Row = keyed::Order;
    type Snapshot = Self;

    fn row(number: u64, version: i64, n_rows: u64) -> Self::Row {
        Order::numbered(number, version, n_rows)
    }

    fn empty() -> Self {
        Indexmap(IndexMap::default())
    }

    fn append(&mut self, rows: Vec<Self::Row>) {
        self.0.reserve(rows.len());
        for row in rows {
            self.push(row);
        }
    }

    fn push(&mut self, row: Self::Row) {
        let known = self.0.insert(row.id, row);
        assert!(known.is_none(), "a new key");
    }

    fn merge(&mut self, rows: Vec<Self::Row>) {
        for row in rows {
            self.0.insert(row.id, row);
        }
    }

    #[inline]
    fn cents_of(&self, id: u64) -> Option<i64> {
        self.0.get(&id).map(|order| order.cents)
    }

    fn cents_of_customer(&self, customer: u32) -> i64 {
        let found = self.0.values().filter(|row| row.customer == customer);
        found.map(|row| row.cents).sum()
    }

    fn scan(&self, quantity: u16, status: Status) -> i64 {
        let rows = self.0.values();
        let found = rows.filter(|row| row.quantity >= quantity && row.status == status);
        found.map(|row| row.cents).sum()
    }

    fn snapshot_then_update(&mut self, id: u64) -> Self {
        let before = self.clone();
        if let Some(order) = self.0.get_mut(&id) {
            order.cents += 1;
        }
        before
    }

    fn snapshot_then_insert(&mut self, row: Self::Row) -> Self::Snapshot {
        let before = self.clone();
        self.push(row);
        before
    }
}
