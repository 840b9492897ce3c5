//! A real stream: the S&P 500 list as it stood on five dates, merged one after the other.

use std::error::Error;

use chrono::NaiveDate;
use memtable::{MemTable, Table};
use serde::Deserialize;

/// A company of the S&P 500.
#[derive(MemTable, Deserialize, Clone, Debug, PartialEq)]
#[memtable(name = "sp500", rename_all = "snake_case")]
#[serde(rename_all = "PascalCase")]
struct Company {
    /// The symbol that it trades under.
    #[memtable(primary_key, pattern = r"^[A-Z]+(\.[A-Z])?$")]
    symbol: String,
    #[memtable(non_blank)]
    security: String,
    #[memtable(index)]
    #[serde(rename = "GICS Sector")]
    sector: String,
    #[memtable(non_blank)]
    #[serde(rename = "Headquarters Location")]
    headquarters: String,
    /// When it came into the index.
    #[memtable(index(ordered))]
    #[serde(rename = "Date added")]
    added: NaiveDate,
    /// The year, or several: `2013 (1888)`.
    #[memtable(pattern = r"^\d{4}")]
    founded: String,
}

const LISTS: [(&str, &str); 5] = [
    (
        "2024-01-01",
        include_str!("data/sp500/constituents-2024-01-01.csv"),
    ),
    (
        "2024-04-02",
        include_str!("data/sp500/constituents-2024-04-02.csv"),
    ),
    (
        "2024-07-05",
        include_str!("data/sp500/constituents-2024-07-05.csv"),
    ),
    (
        "2024-10-01",
        include_str!("data/sp500/constituents-2024-10-01.csv"),
    ),
    (
        "2025-04-01",
        include_str!("data/sp500/constituents-2025-04-01.csv"),
    ),
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("{}\n", Company::SCHEMA);

    let mut companies = Table::<Company>::new();
    for (date, list) in LISTS {
        let before = companies.snapshot();
        let current = Table::from_rows(read(list)?)?;

        // Companies that come are inserted, those that changed are updated in place; what is on the list no more, goes.
        // All of it happens, or nothing.
        let (merged, gone) = companies.transaction(|companies| {
            let merged = companies.merge(current.iter().cloned())?;
            let gone = companies.retain(|company| current.contains_key(&*company.symbol))?;
            Ok::<_, Box<dyn Error>>((merged, gone))
        })?;
        println!("{date}  {merged}; {} gone", gone.deleted);
        if !before.is_empty() {
            println!("{:.2}\n", companies.changes_since(&before));
        }
    }

    let (_, last) = LISTS[LISTS.len() - 1];
    let replaced = companies.clone().replace(read(last)?)?;
    println!("the last list once more, in the place of all: {replaced}\n");

    let energy = companies.find_by(Company::SECTOR, "Energy").count();
    let new_year = NaiveDate::from_ymd_opt(2025, 1, 1).ok_or("no such day")?;
    let young = companies.range_by(Company::ADDED, new_year..);
    println!(
        "{} companies, {energy} of them in energy; added in 2025:",
        companies.len()
    );
    println!("{}", memtable::table::listing(young));
    Ok(())
}

fn read(list: &str) -> Result<Vec<Company>, csv::Error> {
    csv::Reader::from_reader(list.as_bytes())
        .deserialize()
        .collect()
}
