//! `WorkTable` in its fastest form for one thread: rows in a `Vec`, keys in hash maps. A status is its number there, a time its
//! seconds.

use super::Store;
use crate::orders::{Order, Status};

macro_rules! store {
    ($module:ident, $store:ident, {$($indexes:tt)*}, |$table:ident, $customer:ident| $cents_of_customer:expr) => {
        #[allow(unsafe_code, missing_docs, dead_code, clippy::pedantic, clippy::all, reason = "what `worktable!` generates")]
        mod $module {
            use worktable::worktable;

            worktable!(
                name: Order,
                vec: true,
                columns: {
                    id: u64 primary_key using fxhash,
                    customer: u32,
                    email: String,
                    sku: String,
                    note: String,
                    quantity: u16,
                    cents: i64,
                    status: u8,
                    gift: bool,
                    placed: i64,
                },
                $($indexes)*
            );
        }

        pub struct $store($module::OrderWorkTable);

        impl $store {
            /// It has no clone of itself: its rows are copied, and their keys indexed again.
            fn copy(&self) -> Self {
                let mut copy = Self::empty();
                copy.append(self.0.select_all().cloned().collect());
                copy
            }
        }

        impl Store for $store {
            type Row = $module::OrderRow;
    type Snapshot = Self;

            fn row(number: u64, version: i64, n_rows: u64) -> Self::Row {
                let order = crate::orders::keyed::Order::numbered(number, version, n_rows);
                $module::OrderRow {
                    id: order.id,
                    customer: order.customer,
                    email: order.email,
                    sku: order.sku,
                    note: order.note,
                    quantity: order.quantity,
                    cents: order.cents,
                    status: order.status as u8,
                    gift: order.gift,
                    placed: order.placed.and_utc().timestamp(),
                }
            }

            fn empty() -> Self {
                $store($module::OrderWorkTable::new())
            }

            fn append(&mut self, rows: Vec<Self::Row>) {
                self.0 = $module::OrderWorkTable::with_capacity(rows.len());
                for row in rows {
                    self.push(row);
                }
            }

            fn push(&mut self, row: Self::Row) {
                assert!(self.0.insert(row).is_ok(), "a new key");
            }

            fn merge(&mut self, rows: Vec<Self::Row>) {
                for row in rows {
                    assert!(self.0.upsert(row).is_ok(), "a valid row");
                }
            }

            #[inline]
            fn cents_of(&self, id: u64) -> Option<i64> {
                self.0.select(&id).map(|order| order.cents)
            }

            fn cents_of_customer(&self, $customer: u32) -> i64 {
                let $table = &self.0;
                $cents_of_customer
            }

            fn scan(&self, quantity: u16, status: Status) -> i64 {
                let status = status as u8;
                let rows = self.0.select_all();
                let found = rows.filter(|row| row.quantity >= quantity && row.status == status);
                found.map(|row| row.cents).sum()
            }

            fn snapshot_then_update(&mut self, id: u64) -> Self {
                let before = self.copy();
                let mut row = self.0.select(&id).expect("a stored key").clone();
                row.cents += 1;
                self.merge(vec![row]);
                before
            }

    fn snapshot_then_insert(&mut self, row: Self::Row) -> Self::Snapshot {
        let before = self.copy();
        self.push(row);
        before
    }
        }
    };
}

store!(keyed, KeyedWorktable, {}, |table, customer| {
    // never measured: without an index, this is the scan again
    let rows = table.select_all().filter(|row| row.customer == customer);
    rows.map(|row| row.cents).sum()
});
store!(
    indexed,
    IndexedWorktable,
    { indexes: { customer_idx: customer using fxhash, }, },
    |table, customer| {
        let rows = table.select_by_customer(&customer).into_iter();
        rows.map(|row| row.cents).sum()
    }
);
