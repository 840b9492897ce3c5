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

/// Functions that are called as the variables of generated code.
#[derive(MemTable, std::clone::Clone)]
#[memtable(table_check = rows)]
struct Called {
    #[memtable(custom = check)]
    checked: u32,
    #[memtable(default = values())]
    made: u32,
    #[memtable(inner(custom = element))]
    elements: std::vec::Vec<u32>,
}

fn check(value: &u32) -> bool {
    *value < 9
}

fn element(value: &u32) -> bool {
    *value < 9
}

fn values() -> u32 {
    7
}

fn rows(rows: &[&Called]) -> bool {
    rows.len() < 2
}

#[test]
fn functions_are_called_as_the_variables_of_generated_code() {
    let row = |checked, element| Called {
        checked,
        made: values(),
        elements: std::vec![element],
    };
    assert!(row(1, 1).validate().is_ok());
    assert_eq!(row(9, 9).validate().unwrap_err().violations().len(), 2);
}
