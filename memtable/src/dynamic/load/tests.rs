//! What the tests of all formats ask of a loaded table; and what holds of it whatever was read.

use std::collections::BTreeSet;

use proptest::prelude::*;

use crate::dynamic::cell::Cells;
use crate::dynamic::load::{Csv, Inferred, Input, Json, LoadError};
use crate::schema::Value;

/// `id: int64, name: text?`
pub(crate) fn types(loaded: &Inferred) -> String {
    let columns = loaded.schema.columns.iter().map(ToString::to_string);
    columns.collect::<Vec<_>>().join(", ")
}

/// The values, row by row.
pub(crate) fn values(loaded: &Inferred) -> Vec<Vec<Value>> {
    let mut rows = Vec::new();
    for batch in &loaded.batches {
        let columns = loaded.schema.columns.iter().zip(batch.columns());
        let columns: Vec<Cells> = columns
            .map(|(column, array)| Cells::new(array, column).unwrap())
            .collect();
        for row in 0..batch.num_rows() {
            rows.push(columns.iter().map(|cells| cells.get(row)).collect());
        }
    }
    rows
}

/// The rows, cells with spaces between them.
pub(crate) fn rows(loaded: &Inferred) -> Vec<String> {
    let row = |row: Vec<Value>| {
        let cells: Vec<String> = row.iter().map(Value::to_string).collect();
        cells.join(" ")
    };
    values(loaded).into_iter().map(row).collect()
}

#[track_caller]
pub(crate) fn error(result: Result<Inferred, LoadError>) -> String {
    result.err().unwrap().to_string()
}

fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => Just(String::new()),
        3 => any::<i16>().prop_map(|int| int.to_string()),
        1 => any::<i64>().prop_map(|int| int.to_string()),
        1 => any::<u64>().prop_map(|int| int.to_string()),
        1 => any::<i128>().prop_map(|int| int.to_string()),
        2 => (-1e4..1e4).prop_map(|float| format!("{float:.2}")),
        1 => any::<f64>().prop_map(|float| format!("{float:?}")),
        1 => "(19|20)[0-9]{2}-0[1-9]-[0-3][0-9]",
        1 => Just("2024-01-01T00:00:00".to_owned()),
        1 => Just("2024-01-01T00:00:00.000000001+02:00".to_owned()),
        1 => Just("12:30:15".to_owned()),
        1 => Just("true".to_owned()),
        1 => "0[0-9]{1,3}",
        1 => "[a-z\",\né]{1,4}",
    ]
}

/// Columns of mostly one kind, so that they are not all of text.
fn column(n_rows: usize) -> impl Strategy<Value = Vec<String>> {
    (cell(), cell()).prop_flat_map(move |(usual, rare)| {
        let rare = prop_oneof![6 => Just(usual), 1 => Just(rare)];
        proptest::collection::vec(prop_oneof![9 => rare, 1 => cell()], n_rows)
    })
}

fn table() -> impl Strategy<Value = Vec<Vec<String>>> {
    (1_usize..12).prop_flat_map(|n_rows| {
        proptest::collection::vec(column(n_rows), 2).prop_map(move |columns| {
            let row = |row: usize| columns.iter().map(|column| column[row].clone()).collect();
            (0..n_rows).map(row).collect()
        })
    })
}

fn as_csv(rows: &[Vec<String>]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["a", "b"]).unwrap();
    for row in rows {
        writer.write_record(row).unwrap();
    }
    writer.into_inner().unwrap()
}

fn load_csv(rows: &[Vec<String>]) -> Inferred {
    Csv::new().read(Input::from(as_csv(rows))).unwrap()
}

/// Whether the cell is what was written: the same text, or the same value.
fn is_as_written(value: &Value, written: &str) -> bool {
    let text = value.to_string();
    let as_text = |value: &Value| value.is_null() && written.is_empty() || text == written;
    match value {
        Value::Float64(float) => {
            let wanted: f64 = written.parse().unwrap();
            float.to_bits() == wanted.to_bits() || float.is_nan() && wanted.is_nan()
        }
        Value::Decimal(decimal) => {
            let mantissa: Vec<&str> = written.split(['e', 'E']).collect();
            mantissa.len() > 1 || written.parse::<crate::schema::Decimal>().unwrap() == *decimal
        }
        value => as_text(value),
    }
}

proptest! {
    #[test]
    fn every_cell_comes_back_as_it_was_written(rows in table()) {
        let loaded = load_csv(&rows);
        let values = values(&loaded);
        prop_assert_eq!(values.len(), rows.len());
        for (values, written) in values.iter().zip(&rows) {
            for (value, written) in values.iter().zip(written) {
                prop_assert!(is_as_written(value, written), "{:?} was {:?} in {}", value, written, types(&loaded));
            }
        }
    }

    #[test]
    fn the_order_of_rows_changes_nothing_but_their_order(
        (rows_, permuted) in table().prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle()))
    ) {
        let (left, right) = (load_csv(&rows_), load_csv(&permuted));
        prop_assert_eq!(types(&left), types(&right));
        let (mut left, mut right) = (rows(&left), rows(&right));
        left.sort();
        right.sort();
        prop_assert_eq!(left, right);
    }

    #[test]
    fn every_row_is_valid_under_the_schema(rows in table()) {
        let loaded = load_csv(&rows);
        for values in values(&loaded) {
            for (value, column) in values.iter().zip(loaded.schema.columns.iter()) {
                prop_assert!(column.data_type.holds(value) && (column.nullable || !value.is_null()));
            }
        }
    }

    #[test]
    fn the_order_of_objects_does_not_change_the_schema(
        (objects, permuted) in proptest::collection::vec(object(), 0..8)
            .prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle()))
    ) {
        let load = |rows: &[serde_json::Value]| {
            let lines: Vec<String> = rows.iter().map(ToString::to_string).collect();
            Json::new().read(Input::from(lines.join("\n").into_bytes())).unwrap()
        };
        let (left, right) = (load(&objects), load(&permuted));
        prop_assert_eq!(types(&left), types(&right));
        let sorted = |loaded: &Inferred| rows(loaded).into_iter().collect::<BTreeSet<_>>();
        prop_assert_eq!(sorted(&left), sorted(&right));
    }

    /// Values of JSON come back, but for keys that are absent, which are nulls then.
    #[test]
    fn every_value_of_json_comes_back(objects in proptest::collection::vec(object(), 1..8)) {
        let array = serde_json::Value::from(objects.clone());
        let text = serde_json::to_string_pretty(&array).unwrap();
        let loaded = Json::new().read(Input::from(text.as_bytes())).unwrap();
        for (row, object) in values(&loaded).iter().zip(&objects) {
            for (value, column) in row.iter().zip(loaded.schema.columns.iter()) {
                let written = object.get(&*column.name).unwrap_or(&serde_json::Value::Null);
                prop_assert!(is_as_in_json(value, written), "{:?} was {}", value, written);
            }
        }
    }
}

fn is_as_in_json(value: &Value, written: &serde_json::Value) -> bool {
    use serde_json::Value as Json;
    match (value, written) {
        (Value::Json(text), written) => serde_json::from_str::<Json>(text).unwrap() == *written,
        (Value::Null, written) => written.is_null(),
        (Value::List(values), Json::Array(elements)) => {
            values.len() == elements.len()
                && values
                    .iter()
                    .zip(elements)
                    .all(|(value, element)| is_as_in_json(value, element))
        }
        (Value::Struct(values), Json::Object(object)) => {
            object
                .keys()
                .all(|key| values.iter().any(|(name, _)| name == key))
                && values.iter().all(|(name, value)| {
                    is_as_in_json(value, object.get(&**name).unwrap_or(&Json::Null))
                })
        }
        (Value::Float64(float), Json::Number(number)) => Some(*float) == number.as_f64(),
        (Value::Text(text), Json::String(written)) => text == written,
        (Value::Bool(bool), Json::Bool(written)) => bool == written,
        (Value::Int(_), Json::Number(number)) => value.to_string() == number.to_string(),
        (Value::Date(_), Json::String(written)) => value.to_string() == *written,
        _ => false,
    }
}

fn object() -> impl Strategy<Value = serde_json::Value> {
    use serde_json::{Value as Json, json};
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i8>().prop_map(Json::from),
        any::<f32>().prop_map(Json::from),
        "[a-zé\n\"]{0,3}".prop_map(Json::from),
        Just(json!("2024-01-01")),
    ];
    let value = leaf.clone().prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..3).prop_map(Json::from),
            proptest::collection::btree_map("[xyz]", inner, 0..3)
                .prop_map(|map| Json::from(map.into_iter().collect::<serde_json::Map<_, _>>())),
        ]
    });
    // Columns of mostly one kind.
    (
        proptest::option::of(any::<i8>().prop_map(Json::from)),
        proptest::option::of(value),
        proptest::option::of(leaf),
    )
        .prop_map(|(a, b, c)| {
            let columns = [("a", a), ("b", b), ("c", c)];
            let columns = columns
                .into_iter()
                .filter_map(|(name, value)| Some((name.to_owned(), value?)));
            Json::from(columns.collect::<serde_json::Map<_, _>>())
        })
}
