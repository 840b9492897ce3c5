//! What the machine allows when nothing is left open: no key to judge, no growth, customers that are numbers of places, and only
//! the columns that are asked for.

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
    /// Adopts the rows, whose keys are known to differ, with room for as many more.
    pub fn new(rows: Vec<R>, n_more: usize) -> Self {
        let mut limit = Limit::with_room_for(rows.len() + n_more);
        for (row, position) in rows.iter().zip(0_u32..) {
            let hash = limit.hasher.hash_one(row.id());
            limit.by_id.insert_unique(hash, position, |_| hash);
        }
        limit.rows = rows;
        limit.rows.reserve(n_more);
        limit
    }

    pub fn with_room_for(n_rows: usize) -> Self {
        Limit {
            rows: Vec::with_capacity(n_rows),
            by_id: HashTable::with_capacity(n_rows),
            hasher: RandomState::default(),
        }
    }

    /// A row that is known to be new.
    #[inline]
    pub fn push(&mut self, row: R) {
        let hash = self.hasher.hash_one(row.id());
        let position = self.rows.len() as u32;
        self.by_id.insert_unique(hash, position, |_| hash);
        self.rows.push(row);
    }

    /// Rows that take the places of those that have their keys, or come after the last.
    pub fn merge(&mut self, rows: Vec<R>) {
        for row in rows {
            match self.position(row.id()) {
                Some(position) => self.rows[position] = row,
                None => self.push(row),
            }
        }
    }

    #[inline]
    fn position(&self, id: u64) -> Option<usize> {
        let is_it = |position: &u32| self.rows[*position as usize].id() == id;
        let position = self.by_id.find(self.hasher.hash_one(id), is_it)?;
        Some(*position as usize)
    }

    #[inline]
    pub fn cents_of(&self, id: u64) -> Option<i64> {
        Some(self.rows[self.position(id)?].cents())
    }
}

/// The rows of each customer: positions in one array, sorted by customer, whose numbers are places in another.
pub struct ByCustomer {
    starts: Vec<u32>,
    positions: Vec<u32>,
}

impl ByCustomer {
    /// The customers are numbered from 0.
    pub fn new<R: Order>(rows: &[R], n_customers: usize) -> Self {
        let mut starts = vec![0; n_customers + 1];
        for row in rows {
            starts[row.customer() as usize + 1] += 1;
        }
        for customer in 0..n_customers {
            starts[customer + 1] += starts[customer];
        }
        let (mut next, mut positions) = (starts.clone(), vec![0; rows.len()]);
        for (row, position) in rows.iter().zip(0_u32..) {
            let place = &mut next[row.customer() as usize];
            positions[*place as usize] = position;
            *place += 1;
        }
        ByCustomer { starts, positions }
    }

    pub fn cents_of<R: Order>(&self, rows: &[R], customer: u32) -> i64 {
        let customer = customer as usize;
        let range = self.starts[customer] as usize..self.starts[customer + 1] as usize;
        let positions = self.positions[range].iter();
        positions
            .map(|position| rows[*position as usize].cents())
            .sum()
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
