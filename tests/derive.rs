//! What the derive makes of a struct.

use memtable::{Keyed, MemTable, MemValue, Value};

#[derive(MemValue, Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[memtable(rename_all = "lowercase")]
enum Plan {
    Free,
    Pro,
}

#[derive(MemValue, Clone, Debug, PartialEq, Eq, Hash)]
struct Email(String);

/// A team of users.
#[derive(MemTable, Clone, Debug, PartialEq)]
#[memtable(name = "teams")]
struct Team {
    #[memtable(primary_key)]
    id: u32,
}

/// Who signs in.
#[derive(MemTable, Clone, Debug, PartialEq)]
#[memtable(name = "users", check(joined <= last_seen && !(age < 18 || vip), "joined must not be after last_seen"))]
struct User {
    /// The number.
    #[memtable(primary_key)]
    id: u64,
    #[memtable(unique, email, length(..=254))]
    email: Email,
    #[memtable(length(1..=64), pattern = r"^\p{L}")]
    name: String,
    #[memtable(range(0..=150))]
    age: Option<u8>,
    #[memtable(index)]
    plan: Plan,
    #[memtable(references = Team::ID, on_delete = set_null)]
    team_id: Option<u32>,
    joined: i32,
    last_seen: i32,
    #[memtable(default = true)]
    vip: bool,
    team: Team,
    #[memtable(skip)]
    cache: Vec<u8>,
}

#[test]
fn a_struct_is_a_schema() {
    println!("{:#?}", User::SCHEMA);
    assert_eq!(User::NAME.name(), "name");
    let _ = (User::keys(), User::accessors(), <User as MemTable>::NAME);
    assert_eq!(Plan::Free.to_value(), Value::Text("free".into()));
}
