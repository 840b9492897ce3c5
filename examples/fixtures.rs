//! Test data from structs: three related tables made, printed, broken and compared.

use std::error::Error;

use chrono::NaiveDate;
use memtable::fixture::{Fixtures, Share};
use memtable::testing::compare;
use memtable::{MemTable, MemValue};

#[derive(MemValue, Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Plan {
    Free,
    Pro,
}

#[derive(MemTable, Clone, Debug, PartialEq)]
#[memtable(name = "teams")]
struct Team {
    #[memtable(primary_key)]
    id: u32,
    #[memtable(fake = "company")]
    name: String,
    #[memtable(range(1..=500))]
    seats: u16,
}

#[derive(MemTable, Clone, Debug, PartialEq)]
#[memtable(name = "users", check(joined <= last_seen, "joined must not be after last_seen"))]
#[memtable(variant(pro, plan = Plan::Pro))]
struct User {
    #[memtable(primary_key)]
    id: u64,
    #[memtable(references = Team::ID)]
    team_id: u32,
    #[memtable(unique, email, length(..=254))]
    email: String,
    name: String,
    #[memtable(range(18..=99))]
    age: Option<u8>,
    plan: Plan,
    joined: NaiveDate,
    last_seen: NaiveDate,
}

#[derive(MemTable, Clone, Debug, PartialEq)]
#[memtable(name = "orders")]
struct Order {
    #[memtable(primary_key)]
    id: u64,
    #[memtable(references = User::ID)]
    user_id: u64,
    #[memtable(pattern = "^[A-Z]{3}-[0-9]{4}$")]
    sku: String,
    #[memtable(range(0.5..=99.5))]
    price: f64,
}

fn main() -> Result<(), Box<dyn Error>> {
    // Made: each reference names a row that is there, and four teams have three users each.
    let made = Fixtures::new(7)
        .rows::<Order>(30)
        .rows_with::<User>(12, |users| {
            users.pro().share(User::TEAM_ID, Share::Exactly(3))
        })
        .rows::<Team>(4)
        .build()?;
    let (teams, users, orders) = (
        made.table::<Team>(),
        made.table::<User>(),
        made.table::<Order>(),
    );
    println!("{teams}\n\n{users:.5}\n\n{orders:.5}\n");

    // Broken: for each rule, rows that break it and no other.
    for invalid in User::invalid_fixtures() {
        println!("{:.100}", invalid.violation.to_string());
    }

    // Compared: cell by cell, by key.
    let mut later = users.clone();
    later.update(&3, |user| user.plan = Plan::Free)?;
    later.remove(&5)?;
    println!("\n{}", compare(users, &later));
    Ok(())
}
