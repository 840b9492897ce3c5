//! `SQLite` in memory, through `rusqlite`: statements prepared once, each batch a transaction.

use std::marker::PhantomData;

use rusqlite::backup::Backup;
use rusqlite::{Connection, OptionalExtension, params};

use super::Store;
use crate::orders::{Order, Status};

const CREATE: &str = "create table orders (id integer primary key, customer integer not null, email text not null, \
     sku text not null, note text not null, quantity integer not null, cents integer not null, status integer not null, \
     gift integer not null, placed integer not null)";
const INSERT: &str = "insert into orders values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
const UPSERT: &str = "insert into orders values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (id) do update set \
     customer = excluded.customer, email = excluded.email, sku = excluded.sku, note = excluded.note, \
     quantity = excluded.quantity, cents = excluded.cents, status = excluded.status, gift = excluded.gift, placed = excluded.placed";

/// A database with one table.
pub struct Sqlite<R> {
    connection: Connection,
    rows: PhantomData<R>,
}

impl<R: Order> Sqlite<R> {
    fn write(&mut self, sql: &str, rows: Vec<R>) -> rusqlite::Result<()> {
        let transaction = self.connection.transaction()?;
        {
            let mut statement = transaction.prepare_cached(sql)?;
            for row in rows {
                statement.execute(params![
                    row.id().cast_signed(),
                    row.customer(),
                    row.email(),
                    row.sku(),
                    row.note(),
                    row.quantity(),
                    row.cents(),
                    row.status() as u8,
                    row.gift(),
                    row.placed().and_utc().timestamp(),
                ])?;
            }
        }
        transaction.commit()
    }

    fn copy(&self) -> rusqlite::Result<Connection> {
        let mut copy = Connection::open_in_memory()?;
        let backup = Backup::new(&self.connection, &mut copy)?;
        backup.step(-1)?;
        drop(backup);
        Ok(copy)
    }
}

impl<R: Order> Store for Sqlite<R> {
    type Row = R;
    type Snapshot = Connection;

    fn row(number: u64, version: i64, n_rows: u64) -> R {
        R::numbered(number, version, n_rows)
    }

    fn empty() -> Self {
        let connection = Connection::open_in_memory().expect("memory");
        connection.execute(CREATE, []).expect("a table");
        if R::IS_INDEXED {
            let index = "create index by_customer on orders (customer)";
            connection.execute(index, []).expect("an index");
        }
        Sqlite {
            connection,
            rows: PhantomData,
        }
    }

    fn append(&mut self, rows: Vec<R>) {
        self.write(INSERT, rows).expect("valid rows");
    }

    fn push(&mut self, row: R) {
        self.write(INSERT, vec![row]).expect("a valid row");
    }

    fn merge(&mut self, rows: Vec<R>) {
        self.write(UPSERT, rows).expect("valid rows");
    }

    fn cents_of(&self, id: u64) -> Option<i64> {
        let sql = "select cents from orders where id = ?";
        let mut statement = self.connection.prepare_cached(sql).expect("a statement");
        let cents = statement.query_row([id.cast_signed()], |row| row.get(0));
        cents.optional().expect("a price")
    }

    fn cents_of_customer(&self, customer: u32) -> i64 {
        let sql = "select sum(cents) from orders where customer = ?";
        let mut statement = self.connection.prepare_cached(sql).expect("a statement");
        let cents: Option<i64> = statement
            .query_row([customer], |row| row.get(0))
            .expect("a sum");
        cents.unwrap_or_default()
    }

    fn scan(&self, quantity: u16, status: Status) -> i64 {
        let sql = "select sum(cents) from orders where quantity >= ? and status = ?";
        let mut statement = self.connection.prepare_cached(sql).expect("a statement");
        let cents: Option<i64> = statement
            .query_row(params![quantity, status as u8], |row| row.get(0))
            .expect("a sum");
        cents.unwrap_or_default()
    }

    fn snapshot_then_update(&mut self, id: u64) -> Connection {
        let before = self.copy().expect("a copy");
        let sql = "update orders set cents = cents + 1 where id = ?";
        let mut statement = self.connection.prepare_cached(sql).expect("a statement");
        statement.execute([id.cast_signed()]).expect("a write");
        before
    }

    fn snapshot_then_insert(&mut self, row: R) -> Self::Snapshot {
        let before = self.copy().expect("a copy");
        self.push(row);
        before
    }
}
