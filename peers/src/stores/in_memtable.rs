//! The library itself.

use memtable::{Snapshot, Table};

use super::Store;
use crate::orders::{Order, Status, indexed, keyed};

macro_rules! store {
    ($module:ident, |$table:ident, $customer:ident| $cents_of_customer:expr) => {
        impl Store for Table<$module::Order> {
            type Row = $module::Order;
            type Snapshot = Snapshot<$module::Order>;

            fn row(number: u64, version: i64, n_rows: u64) -> Self::Row {
                Order::numbered(number, version, n_rows)
            }

            fn empty() -> Self {
                Table::new()
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

            fn cents_of_customer(&self, $customer: u32) -> i64 {
                let $table = self;
                $cents_of_customer
            }

            fn scan(&self, quantity: u16, status: Status) -> i64 {
                let many = $module::Order::QUANTITY.ge(quantity);
                let rows = self.filter(many.and($module::Order::STATUS.eq(status)));
                rows.into_iter().map(|row| row.cents).sum()
            }

            fn snapshot_then_update(&mut self, id: u64) -> Self::Snapshot {
                let before = self.snapshot();
                self.update(&id, |order| order.cents += 1)
                    .expect("a valid row");
                before
            }

            fn snapshot_then_insert(&mut self, row: Self::Row) -> Self::Snapshot {
                let before = self.snapshot();
                self.push(row);
                before
            }
        }
    };
}

store!(keyed, |table, customer| {
    // never measured: without an index, this is the scan again
    let rows = table.filter(keyed::Order::CUSTOMER.eq(customer));
    rows.into_iter().map(|row| row.cents).sum()
});
store!(indexed, |table, customer| {
    let rows = table.find_by(indexed::Order::CUSTOMER, &customer);
    rows.map(|row| row.cents).sum()
});
