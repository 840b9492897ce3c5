//! Tables from files, bytes, readers, rows and batches, with their types inferred.

use std::fs::File;
use std::path::PathBuf;

use expect_test::{Expect, expect};
use memtable::Value;
use memtable::dynamic::DynTable;
use memtable::dynamic::load::{Csv, Input, Json, LoadError, OnMixed};
use memtable::schema::DataType;

fn data(name: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "../examples/data", name]
        .iter()
        .collect()
}

#[track_caller]
fn check(table: &DynTable, n_rows: usize, expected: &Expect) {
    assert_eq!(table.len(), n_rows);
    let columns = table.schema().columns.iter();
    let columns: Vec<String> = columns.map(ToString::to_string).collect();
    expected.assert_eq(&columns.join("\n"));
}

#[test]
fn real_csv_is_loaded_with_its_types() {
    let airports = DynTable::from_csv(data("airports.csv")).unwrap();
    check(
        &airports,
        3376,
        &expect![[r#"
        iata: text
        name: text
        city: text
        state: text
        country: text
        latitude: float64
        longitude: float64"#]],
    );
    let weather = DynTable::from_csv(data("seattle-weather.csv")).unwrap();
    check(
        &weather,
        1461,
        &expect![[r#"
        date: date
        precipitation: float64
        temp_max: float64
        temp_min: float64
        wind: float64
        weather: text"#]],
    );
    let strikes = DynTable::from_csv(data("birdstrikes.csv")).unwrap();
    let types = strikes.schema().columns.iter();
    let types: Vec<String> = types.map(ToString::to_string).collect();
    assert_eq!(types[2], "Effect Amount of damage: text");
    assert_eq!(types[3], "Flight Date: date");
    assert_eq!(types[12], "Cost Total $: int64");
    assert_eq!(types[13], "Speed IAS in knots: int64?");
    assert_eq!(strikes.len(), 10_000);
}

#[test]
fn real_json_is_loaded_with_its_types() {
    let penguins = DynTable::from_json(data("penguins.json")).unwrap();
    check(
        &penguins,
        344,
        &expect![[r#"
        Species: text
        Island: text
        Beak Length (mm): float64?
        Beak Depth (mm): float64?
        Flipper Length (mm): int64?
        Body Mass (g): int64?
        Sex: text?"#]],
    );
    let quakes = Json::new()
        .rows_at("/features")
        .load(data("earthquakes.json"));
    let quakes = quakes.unwrap().table;
    let types = quakes.schema().columns.iter();
    let types: Vec<String> = types.map(ToString::to_string).collect();
    assert_eq!(quakes.len(), 1707);
    assert_eq!((&*types[0], &*types[3]), ("type: text", "id: text"));
    assert!(types[1].starts_with("properties: struct{mag: "));
    assert_eq!(
        types[2],
        "geometry: struct{type: text, coordinates: list<float64>}"
    );
}

#[test]
fn a_path_a_reader_and_bytes_give_the_same_table() {
    let path = data("airports.csv");
    let bytes = std::fs::read(&path).unwrap();
    let from_path = DynTable::from_csv(&path).unwrap();
    assert_eq!(from_path.schema().name, "airports");
    assert!(from_path == DynTable::from_csv(&bytes).unwrap());
    assert!(from_path == DynTable::from_csv(File::open(&path).unwrap()).unwrap());
    assert!(from_path == DynTable::from_csv(Input::reader(&bytes[..])).unwrap());
}

#[test]
fn each_column_says_which_row_forced_its_type() {
    let csv = b"id,price\n1,7\n2,8\n3,3.5\n";
    let inference = Csv::new().load(csv).unwrap().inference;
    assert_eq!(
        inference.explain("price").unwrap().to_string(),
        "float64, since row 2: `3.5`; int64 before"
    );
    let error = inference.explain("prise").unwrap_err();
    assert_eq!(
        error.to_string(),
        "the inference has no column `prise`; did you mean `price`? (it has `id`, `price`)"
    );
}

#[test]
fn a_loaded_table_is_written_to_like_any_other() {
    let mut table = DynTable::from_csv(b"id,name\n7,ann\n").unwrap();
    let more = DynTable::from_csv(b"id,name\n8,bob\n").unwrap();
    let _ = table.append(&more).unwrap();
    assert_eq!(table.len(), 2);
}

#[test]
fn batches_come_back_as_they_are() {
    let table = DynTable::from_csv(data("seattle-weather.csv")).unwrap();
    let again = DynTable::from_arrow("again", table.batches().unwrap()).unwrap();
    assert!(table == again);
    let nothing = DynTable::from_arrow("nothing", []).err().unwrap();
    assert!(nothing.to_string().starts_with("there is no batch"));
}

#[test]
fn rows_of_serde_are_loaded() {
    #[derive(serde::Serialize)]
    struct Order {
        id: u64,
        note: Option<&'static str>,
    }
    let order = |id, note| Order { id, note };
    let table = DynTable::from_rows([order(7, None), order(8, Some("late"))]).unwrap();
    check(
        &table,
        2,
        &expect![[r#"
        id: int64
        note: text?"#]],
    );
}

#[test]
fn nothing_is_lost_where_kinds_are_mixed() {
    let lines = b"{\"size\": 40}\n{\"size\": \"L\"}\n";
    let table = DynTable::from_json(lines).unwrap();
    assert_eq!(table.schema().columns[0].data_type, DataType::Json);
    let refused = Json::new().on_mixed(OnMixed::Refuse).load(lines);
    assert!(matches!(refused, Err(LoadError::Mixed { row: 1, .. })));
}

#[test]
fn a_description_and_rules_are_made_of_real_data() {
    let weather = DynTable::from_csv(data("seattle-weather.csv")).unwrap();
    let description = weather.describe().unwrap();
    assert!(
        description
            .to_string()
            .contains("rain (641), sun (640), fog (101)")
    );
    assert_eq!(
        description.columns[5].most_frequent[0],
        (Value::from("rain"), 641)
    );
    let suggestions = weather.suggest_rules().unwrap();
    let lines = suggestions.to_string();
    assert!(
        lines.starts_with("date: not_null, unique, range(2012-01-01..=2015-12-31) (1461 rows)")
    );
    let schema = suggestions.apply(weather.schema().clone());
    schema.verify().unwrap();
    // What the rows say holds for the rows.
    DynTable::from_batches(schema, &weather).unwrap();
}
