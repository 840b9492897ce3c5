//! Generated code trips no lint.
#![deny(
    warnings,
    missing_docs,
    missing_debug_implementations,
    unreachable_pub,
    unused,
    clippy::pedantic
)]

/// A value.
#[derive(memtable::MemValue, Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Plan {
    /// Pays nothing.
    Free,
}

/// A newtype.
#[derive(memtable::MemValue, Clone, Debug, PartialEq)]
pub struct Email(String);

/// A table.
#[derive(memtable::MemTable, Clone, Debug, PartialEq)]
#[memtable(unique(age, plan), check(age < 3 || plan.is_none(), "no"))]
pub struct User {
    /// The number.
    #[memtable(primary_key)]
    pub id: u64,
    /// The address.
    #[memtable(email, length(1..))]
    pub email: Email,
    /// The age.
    #[memtable(inner(range(1..)))]
    pub ages: Vec<u8>,
    #[memtable(range(0..=150), one_of(3, 6), multiple_of = 3)]
    age: u8,
    /// The plan.
    pub(crate) plan: Option<Plan>,
    #[memtable(inner(length(1..), non_blank))]
    names: Vec<String>,
}

/// A table of its own crate alone.
#[derive(memtable::MemTable, Clone, Debug, PartialEq)]
struct Hidden {
    #[memtable(primary_key)]
    id: u64,
}

#[test]
fn a_table_in_code_and_a_file_trip_no_lint() {
    let hidden = memtable::table![Hidden; { id: 1 }];
    assert!(hidden.is_ok_and(|hidden| hidden.len() == 1));
    let rows = memtable::fixture_file!(Hidden, "fixtures/ids.csv");
    assert!(rows.is_ok_and(|rows| rows.len() == 2));
}

#[test]
fn a_struct_under_all_lints_has_a_schema() {
    let hidden = Hidden { id: 1 };
    assert!(memtable::MemTable::validate(&hidden).is_ok());
    assert_eq!(<User as memtable::MemTable>::SCHEMA.columns.len(), 6);
    assert_eq!(
        memtable::MemValue::to_value(&Plan::Free),
        memtable::Value::Text("Free".into())
    );
}
