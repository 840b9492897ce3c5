//! What a person writes by hand: the measure of all others.

use foldhash::fast::RandomState;
use hashbrown::hash_map::{Entry, HashMap};

use super::Store;
use crate::orders::{Order, Status};

type Map<K, V> = HashMap<K, V, RandomState>;

/// A `Vec` of rows with a hash map from key to position, and one from customer to positions.
#[derive(Clone)]
pub struct Hand<R> {
    rows: Vec<R>,
    by_id: Map<u64, u32>,
    by_customer: Map<u32, Vec<u32>>,
}

impl<R: Order> Store for Hand<R> {
    type Row = R;
    type Snapshot = Self;

    fn row(number: u64, version: i64, n_rows: u64) -> R {
        R::numbered(number, version, n_rows)
    }

    fn empty() -> Self {
        Hand {
            rows: Vec::new(),
            by_id: Map::default(),
            by_customer: Map::default(),
        }
    }

    fn append(&mut self, rows: Vec<R>) {
        self.rows.reserve(rows.len());
        self.by_id.reserve(rows.len());
        for row in rows {
            self.push(row);
        }
    }

    fn push(&mut self, row: R) {
        let position = self.rows.len() as u32;
        let Entry::Vacant(vacant) = self.by_id.entry(row.id()) else {
            panic!("a new key")
        };
        vacant.insert(position);
        if R::IS_INDEXED {
            let positions = self.by_customer.entry(row.customer()).or_default();
            positions.push(position);
        }
        self.rows.push(row);
    }

    fn merge(&mut self, rows: Vec<R>) {
        for row in rows {
            match self.by_id.entry(row.id()) {
                Entry::Vacant(vacant) => {
                    let position = self.rows.len() as u32;
                    vacant.insert(position);
                    if R::IS_INDEXED {
                        let positions = self.by_customer.entry(row.customer()).or_default();
                        positions.push(position);
                    }
                    self.rows.push(row);
                }
                Entry::Occupied(occupied) => {
                    let position = *occupied.get();
                    let stored = &mut self.rows[position as usize];
                    if R::IS_INDEXED && stored.customer() != row.customer() {
                        let others = self.by_customer.entry(stored.customer()).or_default();
                        others.retain(|other| *other != position);
                        let positions = self.by_customer.entry(row.customer()).or_default();
                        positions.push(position);
                    }
                    *stored = row;
                }
            }
        }
    }

    #[inline]
    fn cents_of(&self, id: u64) -> Option<i64> {
        let position = self.by_id.get(&id)?;
        Some(self.rows[*position as usize].cents())
    }

    fn cents_of_customer(&self, customer: u32) -> i64 {
        let positions = self.by_customer.get(&customer).into_iter().flatten();
        let cents = positions.map(|position| self.rows[*position as usize].cents());
        cents.sum()
    }

    fn scan(&self, quantity: u16, status: Status) -> i64 {
        let rows = self.rows.iter();
        let found = rows.filter(|row| row.quantity() >= quantity && row.status() == status);
        found.map(Order::cents).sum()
    }

    fn snapshot_then_update(&mut self, id: u64) -> Self {
        let before = self.clone();
        if let Some(position) = self.by_id.get(&id) {
            *self.rows[*position as usize].cents_mut() += 1;
        }
        before
    }

    fn snapshot_then_insert(&mut self, row: R) -> Self::Snapshot {
        let before = self.clone();
        self.push(row);
        before
    }
}
