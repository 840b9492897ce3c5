//! Questions to real data: the penguins of Palmer Station, and the islands that they live on.

use std::error::Error;

use memtable::query::{avg, count, max};
use memtable::{MemTable, MemValue, Table};
use serde::Deserialize;

#[derive(MemValue, Deserialize, Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Species {
    Adelie,
    Chinstrap,
    Gentoo,
}

/// An island of the Palmer Archipelago.
#[derive(MemTable, Clone, Debug)]
struct Island {
    #[memtable(primary_key)]
    name: String,
    /// Degrees; negative in the south.
    latitude: f64,
}

/// A penguin measured at Palmer Station, Antarctica.
#[derive(MemTable, Deserialize, Clone, Debug)]
#[serde(rename_all = "PascalCase")]
struct Penguin {
    #[memtable(primary_key)]
    #[serde(skip)]
    id: u32,
    #[memtable(index)]
    species: Species,
    #[memtable(references = Island::NAME)]
    island: String,
    #[memtable(rename = "beak_mm")]
    #[serde(rename = "Beak Length (mm)")]
    beak: Option<f64>,
    #[memtable(rename = "mass_g", index(ordered))]
    #[serde(rename = "Body Mass (g)")]
    mass: Option<u32>,
    sex: Option<String>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut rows: Vec<Penguin> = serde_json::from_str(include_str!("data/penguins.json"))?;
    for (id, penguin) in (1..).zip(&mut rows) {
        penguin.id = id;
    }
    let mut penguins = Table::from_rows(rows)?;
    let islands = [("Biscoe", -65.43), ("Dream", -64.73), ("Torgersen", -64.77)];
    let islands = islands.map(|(name, latitude)| Island {
        name: name.into(),
        latitude,
    });
    let islands = Table::from_rows(islands)?;

    ask(&penguins, &islands);
    mend(&mut penguins)
}

/// Reads.
fn ask(penguins: &Table<Penguin>, islands: &Table<Island>) {
    // Which, in which order, how many: checked while compiling.
    let heavy = Penguin::MASS.ge(5_500).and(Penguin::SEX.eq("MALE"));
    let heaviest = penguins
        .filter(heavy)
        .order_by((Penguin::MASS.desc(), Penguin::BEAK.asc()))
        .select((Penguin::ID, Penguin::ISLAND, Penguin::MASS))
        .limit(4);
    for (id, island, mass) in &heaviest {
        println!(
            "penguin {id} of {island} weighs {} g",
            mass.unwrap_or_default()
        );
    }
    println!("\n{heaviest}\n");

    // How it is answered: the ordered index on the mass gives a few rows, and the rest is tested on them.
    println!(
        "{}\n",
        penguins
            .filter(Penguin::MASS.ge(6_000).and(Penguin::SEX.is_some()))
            .explain()
    );

    let by_species = penguins.group_by((Penguin::SPECIES, Penguin::ISLAND));
    let sizes = by_species.aggregate((count(), avg(Penguin::MASS), max(Penguin::BEAK)));
    println!("{sizes}\n");

    // Along the reference of `island`.
    let southern = islands.filter(Island::LATITUDE.lt(-65.0));
    println!(
        "{} penguins live south of 65°",
        penguins.join(southern).count()
    );
}

/// Writes.
fn mend(penguins: &mut Table<Penguin>) -> Result<(), Box<dyn Error>> {
    // The sex of one is `"."`: nobody's. Nothing is written unless every row keeps its rules.
    let strange = Penguin::SEX.is_in(["MALE", "FEMALE"]).not();
    println!(
        "{}",
        penguins
            .update_where(strange)
            .set(Penguin::SEX, None)
            .run()?
    );
    println!(
        "{} are gone",
        penguins.delete_where(Penguin::SEX.is_none())?.deleted
    );
    Ok(())
}
