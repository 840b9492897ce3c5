//! A file whose shape nobody wrote down: loaded, explained, described, held to rules, printed as a struct, and typed.

use std::error::Error;

use memtable::dynamic::load::Csv;
use memtable::dynamic::{Contract, DynTable, DynWrite, OnChange};
use memtable::schema::Rule;
use memtable::write::OnViolation;
use memtable::{MemTable, Table};
use serde_json::json;

const WEATHER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/seattle-weather.csv");

/// A day in Seattle, as `to_rust` printed it.
#[derive(MemTable, Clone, Debug, PartialEq)]
#[memtable(name = "seattle-weather")]
struct Day {
    #[memtable(primary_key)]
    pub date: chrono::NaiveDate,
    #[memtable(range(0.0..=55.9))]
    pub precipitation: f64,
    #[memtable(range(-1.6..=35.6))]
    pub temp_max: f64,
    #[memtable(range(-7.1..=18.3))]
    pub temp_min: f64,
    #[memtable(range(0.4..=9.5))]
    pub wind: f64,
    #[memtable(one_of("drizzle", "fog", "rain", "snow", "sun"))]
    pub weather: String,
    pub humidity: Option<i64>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let loaded = Csv::new().load(WEATHER)?;
    println!("{:.3}\n", loaded.table);
    println!("{}\n", loaded.inference);
    println!("{}\n", loaded.table.describe()?);

    let mut suggestions = loaded.table.suggest_rules()?;
    println!("{suggestions}\n");
    // They are guesses: more days will come.
    let is_meant =
        |rule: &Rule, column: &str| column != "date" || !matches!(rule, Rule::Range { .. });
    suggestions
        .0
        .retain(|guess| is_meant(&guess.rule, &guess.column));
    let mut schema = suggestions.apply(loaded.table.schema().clone());
    schema.primary_key = vec!["date".into()].into();
    schema.unique = Vec::new().into();
    let mut days = DynTable::from_batches(schema, &loaded.table)?;

    // A new column is let in; a value that does not fit is put aside with its row, and so is a row that breaks a rule.
    let contract = Contract::new()
        .columns(OnChange::Evolve)
        .types(OnChange::DiscardRow);
    let later = [
        json!({"date": "2016-01-01", "precipitation": 0, "temp_max": 4.4, "temp_min": "-2.1", "wind": 2.2, "weather": "fog", "humidity": 81}),
        json!({"date": "2016-01-02", "precipitation": "some", "temp_max": 5.0, "temp_min": -1.0, "wind": 1.2, "weather": "rain"}),
        json!({"date": "2015-12-31", "precipitation": 0.0, "temp_max": 5.6, "temp_min": -2.1, "wind": 3.5, "weather": "hail"}),
    ];
    let request = DynWrite::merge()
        .contract(contract)
        .on_violation(OnViolation::Quarantine);
    let outcome = days.write_rows(later, request)?;
    println!("{}", outcome.written);
    println!("{}", outcome.schema_changes);
    println!("{}\n", outcome.quarantine.report);

    println!("{}", days.schema().to_rust("Day")?);
    let days: Table<Day> = days.typed()?;
    let wet = days.iter().filter(|day| day.precipitation > 40.0);
    println!(
        "{} days, {} of them with more than 40 mm",
        days.len(),
        wet.count()
    );
    Ok(())
}
