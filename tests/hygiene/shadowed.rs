//! The user's types and columns are called as the library's own.
#![expect(
    dead_code,
    clippy::struct_field_names,
    reason = "the names are there to be in the way"
)]

use memtable::MemTable;

struct Option;
struct Result;
struct Vec;
struct Some;
struct None;
struct Ok;
struct Err;
struct Clone;
struct Default;
struct Cow;
struct Schema;
struct Column;
struct Col;
struct MemValue;
struct Keyed;
struct Rule;
struct Value;
struct RowCheck;
mod memtable_shadow {}

type String = u32;

/// A table whose columns have the names that generated code uses.
#[derive(MemTable, std::clone::Clone)]
#[memtable(check(check <= other, "no"))]
struct Table {
    #[memtable(primary_key, range(0..=9))]
    id: String,
    path: u32,
    r#type: u32,
    self_: u32,
    len: u32,
    table: u32,
    check: u32,
    row: u32,
    other: u32,
    values: u32,
    value: u32,
    name: u32,
    schema: u32,
    #[memtable(inner(range(1..)))]
    #[memtable(length(..9))]
    plain: std::vec::Vec<u32>,
}

#[test]
fn shadowed_types_are_told_by_trait() {
    let column = &<Table as MemTable>::SCHEMA.columns[0];
    assert_eq!(column.data_type, memtable::schema::DataType::UInt32);
    assert_eq!(Table::TYPE.name(), "type");
}
