use std::collections::BTreeMap;

use serde::Serialize;

use crate::dynamic::infer::{Formats, OnMixed, Policy, Syntax};
use crate::dynamic::load::options::Common;
use crate::dynamic::load::rows::load;
use crate::dynamic::load::tests::{error, rows, types};
use crate::dynamic::load::{Inferred, LoadError};

fn loaded<R: Serialize>(items: impl IntoIterator<Item = R>) -> Result<Inferred, LoadError> {
    let policy = Policy {
        syntax: Syntax::Json(OnMixed::Json),
        formats: Formats::none(),
        widen_dates: false,
        naive_is_utc: false,
    };
    load(items, (&Common::default(), &policy))
}

#[derive(Serialize)]
struct Order {
    id: u64,
    price: f64,
    size: Size,
    at: chrono::NaiveDate,
    tags: Vec<&'static str>,
    total: i128,
    note: Option<String>,
}

#[derive(Serialize)]
enum Size {
    Small,
    #[serde(rename = "great")]
    Great,
}

fn order(id: u64, size: Size, price: f64) -> Order {
    Order {
        id,
        price,
        size,
        at: chrono::NaiveDate::from_ymd_opt(2024, 2, 29).unwrap(),
        tags: vec!["a"],
        total: i128::from(u64::MAX) + i128::from(id),
        note: (id > 1).then(|| "late".to_owned()),
    }
}

#[test]
fn structs_are_rows_with_their_columns_in_order() {
    let loaded = loaded([order(1, Size::Small, 0.5), order(2, Size::Great, f64::NAN)]).unwrap();
    assert_eq!(
        types(&loaded),
        "id: int64, price: float64, size: text, at: date, tags: list<text>, total: decimal, note: text?"
    );
    assert_eq!(
        rows(&loaded),
        [
            "1 0.5 Small 2024-02-29 [\"a\"] 18446744073709551616 null",
            "2 NaN great 2024-02-29 [\"a\"] 18446744073709551617 late",
        ]
    );
}

#[test]
fn maps_are_rows_and_what_is_widened_late_is_as_it_was() {
    let row = |n: u64| {
        let cell = if n == 20_000 {
            serde_json::json!({"x": [1.5]})
        } else {
            serde_json::json!({"x": [n]})
        };
        BTreeMap::from([("a", cell)])
    };
    let loaded = loaded((0..=20_000).map(row)).unwrap();
    assert_eq!(types(&loaded), "a: struct{x: list<float64>}");
    assert_eq!(rows(&loaded)[7], "{x: [7.0]}");
    assert_eq!(rows(&loaded)[20_000], "{x: [1.5]}");
}

#[test]
fn what_is_no_row_is_answered_with_its_number() {
    assert_eq!(
        error(loaded([1, 2])),
        "row 0 cannot be loaded: it is integer, and a row is a struct or a map"
    );
    let maps = [BTreeMap::from([((1, 2), 3)])];
    assert_eq!(
        error(loaded(maps)),
        "row 0 cannot be loaded: a key of a map is no text"
    );
    assert_eq!(loaded(Vec::<Order>::new()).unwrap().schema.columns.len(), 0);
}
