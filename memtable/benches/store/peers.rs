//! The stores that are measured, behind one trait.

use std::collections::hash_map::Entry;
use std::hint::black_box;

use foldhash::fast::RandomState;
use memtable::Table;

use crate::orders::{Status, indexed, keyed};

type Map<K, V> = std::collections::HashMap<K, V, RandomState>;

/// What is done to each store.
pub trait Store: Sized {
    type Row: Clone;
    fn order(number: u64, version: i64, n_rows: u64) -> Self::Row;
    fn empty() -> Self;
    fn len(&self) -> usize;
    fn append(&mut self, rows: Vec<Self::Row>);
    fn push(&mut self, row: Self::Row);
    fn merge(&mut self, rows: Vec<Self::Row>);
    fn cents_of(&self, id: u64) -> Option<i64>;
    /// The sum of the cents of the rows that pass two filters.
    fn scan(&self) -> i64;
    /// Writes to one row while a snapshot is held.
    fn snapshot_then_write(&mut self, id: u64);
    /// Adds a row while a snapshot is held.
    fn snapshot_then_push(&mut self, row: Self::Row);
}

/// A store with an index on the customer.
pub trait Indexed: Store {
    fn cents_of_customer(&self, customer: u32) -> i64;
}

/// A `Vec` of rows with a hash map from key to position, and one from customer to positions: what a person writes by hand.
pub struct Hand<R> {
    rows: Vec<R>,
    by_id: Map<u64, u32>,
    by_customer: Map<u32, Vec<u32>>,
}

impl<R: Clone> Clone for Hand<R> {
    fn clone(&self) -> Self {
        Hand {
            rows: self.rows.clone(),
            by_id: self.by_id.clone(),
            by_customer: self.by_customer.clone(),
        }
    }
}

macro_rules! stores {
    ($module:ident, $is_indexed:expr) => {
        impl Store for Table<$module::Order> {
            type Row = $module::Order;

            fn order(number: u64, version: i64, n_rows: u64) -> Self::Row {
                $module::order(number, version, n_rows)
            }

            fn empty() -> Self {
                Table::new()
            }

            fn len(&self) -> usize {
                self.iter().len()
            }

            fn append(&mut self, rows: Vec<Self::Row>) {
                Table::append(self, rows).expect("valid rows");
            }

            fn push(&mut self, row: Self::Row) {
                self.insert(row).expect("a valid row");
            }

            fn merge(&mut self, rows: Vec<Self::Row>) {
                Table::merge(self, rows).expect("valid rows");
            }

            #[inline]
            fn cents_of(&self, id: u64) -> Option<i64> {
                self.get(&id).map(|order| order.cents)
            }

            fn scan(&self) -> i64 {
                let found = self
                    .iter()
                    .filter(|row| row.quantity >= 50 && row.status == Status::Paid);
                found.map(|row| row.cents).sum()
            }

            fn snapshot_then_write(&mut self, id: u64) {
                let before = self.snapshot();
                self.update(&id, |order| order.cents += 1)
                    .expect("a valid row");
                black_box(before);
            }

            fn snapshot_then_push(&mut self, row: Self::Row) {
                let before = self.snapshot();
                self.push(row);
                black_box(before);
            }
        }

        impl Store for Hand<$module::Order> {
            type Row = $module::Order;

            fn order(number: u64, version: i64, n_rows: u64) -> Self::Row {
                $module::order(number, version, n_rows)
            }

            fn empty() -> Self {
                Hand {
                    rows: Vec::new(),
                    by_id: Map::default(),
                    by_customer: Map::default(),
                }
            }

            fn len(&self) -> usize {
                self.rows.len()
            }

            fn append(&mut self, rows: Vec<Self::Row>) {
                self.rows.reserve(rows.len());
                self.by_id.reserve(rows.len());
                rows.into_iter().for_each(|row| self.push(row));
            }

            fn push(&mut self, row: Self::Row) {
                let position = self.rows.len() as u32;
                let Entry::Vacant(vacant) = self.by_id.entry(row.id) else {
                    panic!("a new key")
                };
                vacant.insert(position);
                if $is_indexed {
                    self.by_customer
                        .entry(row.customer)
                        .or_default()
                        .push(position);
                }
                self.rows.push(row);
            }

            fn merge(&mut self, rows: Vec<Self::Row>) {
                for row in rows {
                    match self.by_id.get(&row.id) {
                        Some(&position) => {
                            let stored = &mut self.rows[position as usize];
                            if $is_indexed && stored.customer != row.customer {
                                let others = self.by_customer.entry(stored.customer).or_default();
                                others.retain(|other| *other != position);
                                self.by_customer
                                    .entry(row.customer)
                                    .or_default()
                                    .push(position);
                            }
                            *stored = row;
                        }
                        None => self.push(row),
                    }
                }
            }

            #[inline]
            fn cents_of(&self, id: u64) -> Option<i64> {
                self.by_id
                    .get(&id)
                    .map(|position| self.rows[*position as usize].cents)
            }

            fn scan(&self) -> i64 {
                let rows = self.rows.iter();
                let found = rows.filter(|row| row.quantity >= 50 && row.status == Status::Paid);
                found.map(|row| row.cents).sum()
            }

            fn snapshot_then_write(&mut self, id: u64) {
                let before = self.clone();
                if let Some(position) = self.by_id.get(&id) {
                    self.rows[*position as usize].cents += 1;
                }
                black_box(before);
            }

            fn snapshot_then_push(&mut self, row: Self::Row) {
                let before = self.clone();
                self.push(row);
                black_box(before);
            }
        }

        impl Store for $module::Multi {
            type Row = $module::Order;

            fn order(number: u64, version: i64, n_rows: u64) -> Self::Row {
                $module::order(number, version, n_rows)
            }

            fn empty() -> Self {
                $module::Multi::default()
            }

            fn len(&self) -> usize {
                $module::Multi::len(self)
            }

            fn append(&mut self, rows: Vec<Self::Row>) {
                self.reserve(rows.len());
                rows.into_iter().for_each(|row| self.push(row));
            }

            fn push(&mut self, row: Self::Row) {
                self.try_insert(row).expect("a new key");
            }

            fn merge(&mut self, rows: Vec<Self::Row>) {
                for row in rows {
                    let id = row.id;
                    if self.get_by_id(&id).is_some() {
                        self.modify_by_id(&id, |stored| *stored = row);
                    } else {
                        self.push(row);
                    }
                }
            }

            #[inline]
            fn cents_of(&self, id: u64) -> Option<i64> {
                self.get_by_id(&id).map(|order| order.cents)
            }

            fn scan(&self) -> i64 {
                let rows = self.iter().map(|(_, row)| row);
                let found = rows.filter(|row| row.quantity >= 50 && row.status == Status::Paid);
                found.map(|row| row.cents).sum()
            }

            fn snapshot_then_write(&mut self, id: u64) {
                let before = self.clone();
                self.modify_by_id(&id, |order| order.cents += 1);
                black_box(before);
            }

            fn snapshot_then_push(&mut self, row: Self::Row) {
                let before = self.clone();
                self.push(row);
                black_box(before);
            }
        }
    };
}

stores!(keyed, false);
stores!(indexed, true);

impl Indexed for Table<indexed::Order> {
    fn cents_of_customer(&self, customer: u32) -> i64 {
        self.find_by(indexed::Order::CUSTOMER, &customer)
            .map(|order| order.cents)
            .sum()
    }
}

impl Indexed for Hand<indexed::Order> {
    fn cents_of_customer(&self, customer: u32) -> i64 {
        let positions = self.by_customer.get(&customer).into_iter().flatten();
        positions
            .map(|position| self.rows[*position as usize].cents)
            .sum()
    }
}

impl Indexed for indexed::Multi {
    fn cents_of_customer(&self, customer: u32) -> i64 {
        self.get_by_customer(&customer)
            .into_iter()
            .map(|order| order.cents)
            .sum()
    }
}
