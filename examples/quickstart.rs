//! The main job on real data: a struct becomes a table; bad rows are reported, mended, written, merged, read, compared.

use std::error::Error;

use memtable::{MemTable, MemValue, Table, table::listing};
use serde::Deserialize;

#[derive(MemValue, Deserialize, Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Species {
    Adelie,
    Chinstrap,
    Gentoo,
}

/// A penguin measured at Palmer Station, Antarctica.
#[derive(MemTable, Deserialize, Clone, Debug)]
struct Penguin {
    #[memtable(primary_key)]
    #[serde(skip)]
    id: u32,
    #[memtable(index)]
    #[serde(alias = "Species")]
    species: Species,
    #[memtable(one_of("Biscoe", "Dream", "Torgersen"))]
    #[serde(alias = "Island")]
    island: String,
    #[memtable(range(30.0..=60.0))]
    #[serde(alias = "Beak Length (mm)")]
    beak_mm: Option<f64>,
    #[memtable(range(2_500..=6_500), index(ordered))]
    #[serde(alias = "Body Mass (g)")]
    mass_g: Option<u32>,
    #[memtable(one_of("MALE", "FEMALE"))]
    #[serde(alias = "Sex")]
    sex: Option<String>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut rows: Vec<Penguin> = serde_json::from_str(include_str!("data/penguins.json"))?;
    rows.iter_mut()
        .zip(1..)
        .for_each(|(penguin, id)| penguin.id = id);

    // One row breaks a rule: nothing is written, and every row comes back with the report.
    let mut penguins = Table::<Penguin>::new();
    let rejected = penguins.append(rows).expect_err("one sex is a dot");
    println!("{rejected}\n");

    // Mend it, and write again.
    let mut rows = rejected.rows;
    rows[336].sex = None;
    println!("append: {}", penguins.append(rows)?);

    // A second batch: one penguin was weighed at last, and one is new.
    let before = penguins.snapshot();
    let weighed = Penguin {
        mass_g: Some(3_900),
        ..penguins.get(&4).expect("344 rows").clone()
    };
    let new = Penguin {
        id: 345,
        beak_mm: Some(48.2),
        ..weighed.clone()
    };
    println!("merge: {}\n", penguins.merge([weighed, new])?);
    println!("{}\n", penguins.changes_since(&before));

    // Read by key, by index, by range.
    let n_gentoos = penguins.find_by(Penguin::SPECIES, &Species::Gentoo).count();
    println!("{n_gentoos} are gentoos; these weigh 6 kg and more:\n");
    println!("{}", listing(penguins.range_by(Penguin::MASS_G, 6_000..)));
    Ok(())
}
