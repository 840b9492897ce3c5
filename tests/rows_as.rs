//! Rows of one struct read as rows of another.

use std::num::NonZero;

use expect_test::{Expect, expect};
use memtable::record::{Fits, rows_as};
use memtable::{MemTable, MemValue, Table};
use rust_decimal::Decimal;

#[derive(MemValue, Clone, Debug, PartialEq)]
enum Paid {
    Pro,
}

#[derive(MemValue, Clone, Debug, PartialEq)]
enum Plan {
    Free,
    Pro,
}

#[derive(MemTable, Clone, Debug, PartialEq)]
struct RawAddress {
    zip: u16,
}

#[derive(MemTable, Clone, Debug, PartialEq)]
struct Address {
    zip: u32,
    #[memtable(default = "CH")]
    country: String,
}

#[derive(MemTable, Clone)]
struct RawUser {
    source: String,
    id: u32,
    plan: Paid,
    homes: Vec<RawAddress>,
    score: i64,
}

#[derive(MemTable, Clone, Debug, PartialEq)]
struct User {
    #[memtable(primary_key)]
    id: u64,
    plan: Plan,
    homes: Option<Vec<Address>>,
    score: Decimal,
    age: Option<u8>,
    #[memtable(default = 7)]
    level: u8,
}

fn raw() -> RawUser {
    RawUser {
        source: "a.csv".into(),
        id: 1,
        plan: Paid::Pro,
        homes: vec![RawAddress { zip: 3000 }],
        score: -5,
    }
}

#[test]
fn columns_are_found_by_name_and_converted_without_loss() {
    let users: Vec<User> = Table::from_rows([raw()]).unwrap().rows_as().unwrap();
    let home = Address {
        zip: 3000,
        country: "CH".into(),
    };
    let user = User {
        id: 1,
        plan: Plan::Pro,
        homes: Some(vec![home]),
        score: Decimal::new(-5, 0),
        age: None,
        level: 7,
    };
    assert_eq!(users, [user]);
    assert_eq!(raw().source, "a.csv");
}

#[derive(MemTable, Clone)]
struct Counted {
    #[memtable(primary_key)]
    id: u32,
    n: NonZero<u8>,
}

#[derive(MemTable, Clone)]
struct RawCounted {
    #[memtable(primary_key)]
    id: u32,
    n: u8,
}

#[test]
fn what_a_type_alone_refuses_is_told_row_by_row() {
    let rows = [0, 3, 0].map(|n| RawCounted { id: 1, n });
    let report = rows_as::<_, Counted>(&rows).map(|_| ()).unwrap_err();
    expect![[r#"
        counted: 2 of 3 rows break a rule (2 violations; the first row is row 0)

          row 0 (id 1)  n  0  must be uint8, is integer  MT0122 type
          row 2 (id 1)  n  0  must be uint8, is integer  MT0122 type"#]]
    .assert_eq(&report.to_string());
    let counted = rows_as::<_, Counted>(&rows[1..2]).unwrap();
    assert_eq!((counted[0].id, counted[0].n.get()), (1, 3));
}

#[track_caller]
fn check_misfits<From: MemTable, To: MemTable>(said: &Expect) {
    said.assert_eq(Fits::<From, To>::MISFITS.as_str());
}

#[test]
fn what_does_not_fit_is_said_with_both_tables_and_types() {
    check_misfits::<RawUser, User>(&expect![""]);
    check_misfits::<User, RawUser>(&expect![[r#"
        rows of table `user` cannot be read as rows of `raw_user` [MT0231]
          column `source`: `user` has none, and `raw_user` needs text; rename a column, make this one an `Option` or give it a `default`
          column `id`: `user` holds uint64, `raw_user` uint32: some values would be lost
          column `plan`: `user` holds enum(Free, Pro), `raw_user` enum(Pro): some values would be lost
          column `homes`: `user` holds list<struct>?, `raw_user` list<struct>: some values would be lost
          column `score`: `user` holds decimal, `raw_user` int64: some values would be lost"#]]);
    check_misfits::<RawCounted, Address>(&expect![[r#"
        rows of table `raw_counted` cannot be read as rows of `address` [MT0231]
          column `zip`: `raw_counted` has none, and `address` needs uint32; rename a column, make this one an `Option` or give it a `default`"#]]);
}
