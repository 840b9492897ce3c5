//! Structs that macros write, with types from here and from there.

use memtable::MemTable;

macro_rules! table {
    ($name:ident, $ty:ty, $column:ident, $max:expr) => {
        #[derive(MemTable, Clone)]
        #[memtable(check($column <= 9 && other.is_some(), "no"))]
        struct $name {
            #[memtable(primary_key, range(0..=$max))]
            $column: $ty,
            #[memtable(inner(range(0..=$max)), custom = fine)]
            others: Vec<$ty>,
            #[memtable(range(..=7))]
            other: Option<u32>,
        }
    };
}

fn fine(_: &Vec<u32>) -> bool {
    true
}

table!(Numbers, u32, number, 5 + 4);

#[test]
fn a_struct_of_a_macro_is_a_table() {
    let row = Numbers {
        number: 10,
        others: vec![1, 11],
        other: Some(8),
    };
    let report = row.validate().unwrap_err();
    assert_eq!(report.violations.len(), 4, "{report}");
}
