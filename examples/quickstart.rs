//! The main job on real data: a struct becomes a table; bad rows are reported, mended, written, merged, read, compared.

use std::error::Error;

use memtable::table::listing;
use memtable::{MemTable, MemValue, Table};
use serde::Deserialize;

#[derive(MemValue, Deserialize, Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Species {
    Adelie,
    Chinstrap,
    Gentoo,
}

/// A penguin measured at Palmer Station, Antarctica.
#[derive(MemTable, Deserialize, Clone, Debug, PartialEq)]
#[memtable(rename_all = "snake_case")]
#[serde(rename_all = "PascalCase")]
struct Penguin {
    #[memtable(primary_key)]
    #[serde(skip)]
    id: u32,
    #[memtable(index)]
    species: Species,
    #[memtable(one_of("Biscoe", "Dream", "Torgersen"))]
    island: String,
    #[memtable(rename = "beak_mm", range(30.0..=60.0))]
    #[serde(rename = "Beak Length (mm)")]
    beak: Option<f64>,
    #[memtable(rename = "mass_g", range(2_500..=6_500), index(ordered))]
    #[serde(rename = "Body Mass (g)")]
    mass: Option<u32>,
    #[memtable(one_of("MALE", "FEMALE"))]
    sex: Option<String>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut rows: Vec<Penguin> = serde_json::from_str(include_str!("data/penguins.json"))?;
    for (id, penguin) in (1..).zip(&mut rows) {
        penguin.id = id;
    }

    // One row breaks a rule: nothing is written, and all rows come back with the report.
    let mut penguins = Table::<Penguin>::new();
    let Err(rejected) = penguins.append(rows) else {
        return Err("the data have changed".into());
    };
    println!("{rejected}\n");

    // Mend it, and write again.
    let mut rows = rejected.rows;
    for violation in &rejected.report.violations {
        rows[violation.row].sex = None;
    }
    println!("append  {}", penguins.append(rows)?);

    // A second batch: one penguin was weighed at last, one is new.
    let before = penguins.snapshot();
    let weighed = Penguin {
        mass: Some(3_900),
        ..penguins.get(&4).ok_or("no penguin 4")?.clone()
    };
    let new = Penguin {
        id: 345,
        beak: Some(48.2),
        ..weighed.clone()
    };
    println!("merge   {}\n", penguins.merge([weighed, new])?);
    println!("{}\n", penguins.changes_since(&before));

    // Read by key, by index and by range.
    let chinstraps = penguins
        .find_by(Penguin::SPECIES, &Species::Chinstrap)
        .count();
    println!("{chinstraps} are chinstraps; these weigh 6 kg and more:\n");
    println!("{}", listing(penguins.range_by(Penguin::MASS, 6_000..)));
    Ok(())
}
