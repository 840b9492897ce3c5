//! `multi_index_map`: a map that is generated for a struct, with its indexes.

use super::Store;
use crate::orders::{Order, Status, indexed, keyed};

macro_rules! store {
    ($module:ident, |$map:ident, $customer:ident| $cents_of_customer:expr) => {
        impl Store for $module::Multi {
            type Row = $module::Order;
            type Snapshot = Self;

            fn row(number: u64, version: i64, n_rows: u64) -> Self::Row {
                Order::numbered(number, version, n_rows)
            }

            fn empty() -> Self {
                Self::default()
            }

            fn append(&mut self, rows: Vec<Self::Row>) {
                self.reserve(rows.len());
                for row in rows {
                    self.push(row);
                }
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

            fn cents_of_customer(&self, $customer: u32) -> i64 {
                let $map = self;
                $cents_of_customer
            }

            fn scan(&self, quantity: u16, status: Status) -> i64 {
                let rows = self.iter().map(|(_, row)| row);
                let found = rows.filter(|row| row.quantity >= quantity && row.status == status);
                found.map(|row| row.cents).sum()
            }

            fn snapshot_then_update(&mut self, id: u64) -> Self {
                let before = self.clone();
                self.modify_by_id(&id, |order| order.cents += 1);
                before
            }

            fn snapshot_then_insert(&mut self, row: Self::Row) -> Self::Snapshot {
                let before = self.clone();
                self.push(row);
                before
            }
        }
    };
}

store!(keyed, |map, customer| {
    // never measured: without an index, this is the scan again
    let rows = map.iter().map(|(_, row)| row);
    let found = rows.filter(|row| row.customer == customer);
    found.map(|row| row.cents).sum()
});
store!(indexed, |map, customer| {
    let rows = map.get_by_customer(&customer).into_iter();
    rows.map(|row| row.cents).sum()
});
