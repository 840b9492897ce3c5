//! Schemas printed as Rust, and the Rust at work: what is printed is compiled here, and loads the file that it is of.

use expect_test::{ExpectFile, expect, expect_file};
use memtable::dynamic::load::Json;
use memtable::dynamic::{DynTable, NoStruct};
use memtable::schema::{Column, DataType, Expr, Rule, Schema, Shared, StructType, Value};
use memtable::{MemTable, Table};

#[allow(unreachable_pub, dead_code, clippy::pedantic, reason = "as it is printed")]
#[rustfmt::skip]
mod airport;
#[allow(unreachable_pub, dead_code, clippy::pedantic, reason = "as it is printed")]
#[rustfmt::skip]
mod constituent;
#[allow(unreachable_pub, dead_code, clippy::pedantic, reason = "as it is printed")]
#[rustfmt::skip]
mod earthquake;
#[allow(unreachable_pub, dead_code, clippy::pedantic, reason = "as it is printed")]
#[rustfmt::skip]
mod everything;
#[allow(unreachable_pub, dead_code, clippy::pedantic, reason = "as it is printed")]
#[rustfmt::skip]
mod penguin;
#[allow(unreachable_pub, dead_code, clippy::pedantic, reason = "as it is printed")]
#[rustfmt::skip]
mod strike;
#[allow(unreachable_pub, dead_code, clippy::pedantic, reason = "as it is printed")]
#[rustfmt::skip]
mod weather;

#[track_caller]
fn prints(schema: &Schema, name: &str, file: &ExpectFile) {
    file.assert_eq(&schema.to_rust(name).unwrap());
}

/// The compiled struct says what its schema said.
#[track_caller]
fn is_as_said<R: MemTable>(schema: &Schema) {
    assert_eq!(R::SCHEMA.name, schema.name);
    assert_eq!(R::SCHEMA.columns, schema.columns);
    assert_eq!(R::SCHEMA.primary_key, schema.primary_key);
    assert_eq!(R::SCHEMA.unique, schema.unique);
    assert_eq!(R::SCHEMA.indexes, schema.indexes);
    assert_eq!(R::SCHEMA.checks, schema.checks);
}

fn penguins() -> Schema {
    let species = ["Adelie", "Chinstrap", "Gentoo"].map(Value::from).to_vec();
    let measured = |name: &'static str| Column::new(name, DataType::Float64).nullable();
    Schema::new("penguins")
        .with_doc("Penguins measured at Palmer Station.")
        .with_column(Column::new("Species", DataType::Text).with_rule(Rule::OneOf(species.into())))
        .with_column(Column::new("Island", DataType::Text))
        .with_column(measured("Beak Length (mm)").with_rule(Rule::range(0.0..100.0)))
        .with_column(measured("Beak Depth (mm)"))
        .with_column(Column::new("Flipper Length (mm)", DataType::Int64).nullable())
        .with_column(
            Column::new("Body Mass (g)", DataType::Int64)
                .nullable()
                .with_rule(Rule::range(1000..=9000)),
        )
        .with_column(
            Column::new(
                "Sex",
                DataType::Enum(vec!["MALE".into(), "FEMALE".into(), ".".into()].into()),
            )
            .nullable(),
        )
}

fn weather() -> Schema {
    let kinds = ["drizzle", "fog", "rain", "snow", "sun"]
        .map(Into::into)
        .to_vec();
    let date = |text: &str| Value::Date(text.parse().unwrap());
    let measured = |name: &'static str| Column::new(name, DataType::Float64);
    Schema::new("seattle-weather")
        .with_column(Column::new("date", DataType::Date).with_rule(Rule::Range {
            min: std::ops::Bound::Included(date("2012-01-01")),
            max: std::ops::Bound::Included(date("2015-12-31")),
        }))
        .with_column(measured("precipitation").with_rule(Rule::range(0.0..)))
        .with_column(measured("temp_max"))
        .with_column(measured("temp_min"))
        .with_column(measured("wind"))
        .with_column(Column::new("weather", DataType::Enum(kinds.into())))
        .with_primary_key(["date"])
        .with_check(
            "temp_min <= temp_max".parse().unwrap(),
            "the least is above the greatest",
        )
}

fn constituents() -> Schema {
    let text = |name: &'static str| Column::new(name, DataType::Text);
    Schema::new("constituents")
        .with_column(text("Symbol").with_rule(Rule::Pattern(r"^[A-Z]+(\.[A-Z])?$".into())))
        .with_column(text("Security").with_rule(Rule::NonBlank))
        .with_column(text("GICS Sector"))
        .with_column(text("GICS Sub-Industry"))
        .with_column(text("Headquarters Location"))
        .with_column(Column::new("Date added", DataType::Date))
        .with_column(Column::new("CIK", DataType::Int64))
        .with_column(text("Founded"))
        .with_primary_key(["Symbol"])
        .with_index(["GICS Sector"])
}

/// All that a schema can say, under names that Rust has not.
fn everything() -> Schema {
    let list = |element, nullable| DataType::List {
        element: Shared::from(element),
        nullable,
    };
    let home = StructType::from(vec![
        Column::new("ZIP code", DataType::UInt32).with_rule(Rule::range(1000..=9999)),
        Column::new("self", DataType::Text).nullable(),
    ])
    .with_check(
        "`ZIP code` > 1000 || self.is_some()".parse().unwrap(),
        "which home?",
    );
    let plans = DataType::Enum(vec!["free of charge".into(), "PRO".into(), "1+1".into()].into());
    Schema::new("every thing")
        .with_doc("One line.\n\nAnother \"line\".")
        .with_column(Column::new("type", DataType::UInt64).with_doc("A keyword."))
        .with_column(Column::new("type_", DataType::Int128))
        .with_column(Column::new("Type", DataType::UInt128))
        .with_column(Column::new("1st", DataType::Bool).with_default(true))
        .with_column(
            Column::new("größe", DataType::Float32)
                .with_rule(Rule::Finite)
                .with_rule(Rule::range(0.1_f32..=0.5)),
        )
        .with_column(Column::new("$ %", DataType::Char).with_rule(Rule::range::<char>('a'..='z')))
        .with_column(
            Column::new("price", DataType::Decimal).with_rule(Rule::MultipleOf("0.05".into())),
        )
        .with_column(Column::new("at", DataType::Time).nullable())
        .with_column(Column::new("moment", DataType::DateTime))
        .with_column(
            Column::new("seen", DataType::Timestamp { with_offset: false }).with_rule(
                Rule::Range {
                    min: std::ops::Bound::Excluded(Value::from("2026-01-31T00:00:00Z")),
                    max: std::ops::Bound::Unbounded,
                },
            ),
        )
        .with_column(Column::new(
            "offset",
            DataType::Timestamp { with_offset: true },
        ))
        .with_column(
            Column::new("pause", DataType::Duration).with_rule(Rule::Range {
                min: std::ops::Bound::Unbounded,
                max: std::ops::Bound::Excluded(Value::from("PT1.5S")),
            }),
        )
        .with_column(Column::new("uuid", DataType::Uuid))
        .with_column(Column::new("notes", DataType::Json).nullable())
        .with_column(Column::new("plan", plans))
        .with_column(
            Column::new("tags", list(DataType::Text, false))
                .with_rule(Rule::length(..=3))
                .with_rule(Rule::inner(vec![
                    Rule::NonBlank,
                    Rule::Pattern("\"\\d".into()),
                ])),
        )
        .with_column(Column::new("photo", DataType::Bytes).with_rule(Rule::length(1..)))
        .with_column(Column::new("home", DataType::Struct(home.clone())).nullable())
        .with_column(Column::new("homes", list(DataType::Struct(home), true)))
        .with_column(
            Column::new("email", DataType::Text)
                .with_rule(Rule::Email)
                .with_default("a@b.org"),
        )
        .with_primary_key(["type", "type_"])
        .with_unique(["uuid"])
        .with_unique(["plan", "Type"])
        .with_ordered_index(["moment"])
        .with_check(
            r#"type >= 1 && !(`1st` || plan == "PRO")"#.parse::<Expr>().unwrap(),
            "odd",
        )
}

#[test]
fn penguins_are_printed_compiled_and_loaded() {
    prints(&penguins(), "Penguin", &expect_file!["to_rust/penguin.rs"]);
    is_as_said::<penguin::Penguin>(&penguins());
    let data = include_bytes!("../examples/data/penguins.json");
    let table = Table::<penguin::Penguin>::from_json(&data[..]).unwrap();
    assert_eq!(table.len(), 344);
    assert_eq!(
        table.iter().filter(|penguin| penguin.sex.is_none()).count(),
        10
    );
}

#[test]
fn weather_is_printed_compiled_and_loaded() {
    prints(&weather(), "Weather", &expect_file!["to_rust/weather.rs"]);
    is_as_said::<weather::Weather>(&weather());
    let data = include_bytes!("../examples/data/seattle-weather.csv");
    let table = Table::<weather::Weather>::from_csv(&data[..]).unwrap();
    assert_eq!(table.len(), 1461);
    let snow = table
        .iter()
        .filter(|day| day.weather == weather::WeatherWeather::Snow);
    assert_eq!(snow.count(), 26);
}

#[test]
fn constituents_are_printed_compiled_and_loaded() {
    prints(
        &constituents(),
        "Constituent",
        &expect_file!["to_rust/constituent.rs"],
    );
    is_as_said::<constituent::Constituent>(&constituents());
    let data = include_bytes!("../examples/data/sp500/constituents-2024-01-01.csv");
    let table = Table::<constituent::Constituent>::from_csv(&data[..]).unwrap();
    assert_eq!(table.len(), 503);
}

fn data(name: &str) -> std::path::PathBuf {
    let examples = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/data");
    examples.join(name)
}

/// The schema with the rules that the rows keep.
fn suggested(loaded: &DynTable) -> Schema {
    let suggested = loaded.suggest_rules().unwrap();
    suggested.apply(loaded.schema().clone())
}

/// The struct that was printed and compiled is that of the schema, and has the rows of the file.
#[track_caller]
fn is_typed<R: MemTable>(loaded: &DynTable) {
    is_as_said::<R>(&suggested(loaded));
    let typed: Table<R> = loaded.typed().unwrap();
    assert_eq!(typed.len(), loaded.len());
    assert!(typed.to_dyn().unwrap().iter().eq(loaded.iter()));
}

#[test]
fn files_of_unknown_shape_are_loaded_printed_compiled_and_typed() {
    let airports = DynTable::from_csv(data("airports.csv")).unwrap();
    let strikes = DynTable::from_csv(data("birdstrikes.csv")).unwrap();
    let earthquakes = Json::new().rows_at("/features");
    let earthquakes = earthquakes.load(data("earthquakes.json")).unwrap().table;
    for (loaded, name, file) in [
        (&airports, "Airport", expect_file!["to_rust/airport.rs"]),
        (&strikes, "Strike", expect_file!["to_rust/strike.rs"]),
        (
            &earthquakes,
            "Earthquake",
            expect_file!["to_rust/earthquake.rs"],
        ),
    ] {
        prints(&suggested(loaded), name, &file);
    }
    is_typed::<airport::Airport>(&airports);
    is_typed::<strike::Strike>(&strikes);
    is_typed::<earthquake::Earthquake>(&earthquakes);
}

#[test]
fn all_that_a_schema_can_say_is_printed_and_compiled() {
    prints(
        &everything(),
        "Everything",
        &expect_file!["to_rust/everything.rs"],
    );
    is_as_said::<everything::Everything>(&everything());
}

#[test]
fn what_a_derive_cannot_say_stands_in_the_docs() {
    let schema = Schema::new("visits")
        .with_column(Column::new("user", DataType::UInt64))
        .with_column(Column::new("day", DataType::Date))
        .with_reference(["user"], "users", ["id"])
        .with_check(r#"day > "2026-01-31""#.parse().unwrap(), "too old");
    expect![[r#"
        use memtable::MemTable;

        /// Not in the derive: `check(day > date("2026-01-31"), "too old")`.
        /// Not in the derive: references `users.id`.
        #[derive(MemTable, Clone, Debug, PartialEq)]
        #[memtable(name = "visits")]
        pub struct Visit {
            pub user: u64,
            pub day: chrono::NaiveDate,
        }
    "#]]
    .assert_eq(&schema.to_rust("Visit").unwrap());
}

#[test]
fn a_name_that_is_none_is_refused() {
    let schema = Schema::new("t").with_column(Column::new("a", DataType::Bool));
    assert_eq!(
        schema.to_rust("my type"),
        Err(NoStruct::Name("my type".into()))
    );
    assert_eq!(
        Schema::new("t").to_rust("T"),
        Err(NoStruct::NoColumns("t".into()))
    );
}
