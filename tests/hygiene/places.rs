//! Another path to the library; tables side by side; tables of private types.

use memtable::MemTable;

mod renamed {
    pub(super) mod deep {
        pub(in crate::hygiene) use memtable as db;
    }
}

#[derive(renamed::deep::db::MemTable, Clone)]
#[memtable(crate = renamed::deep::db)]
struct Renamed {
    #[memtable(primary_key, range(0..=9))]
    id: u8,
    plan: Plan,
}

#[derive(renamed::deep::db::MemValue, Clone)]
#[memtable(crate = renamed::deep::db)]
enum Plan {
    Free,
}

/// Two tables of one module, with a column of one name, that reference each other.
#[derive(MemTable, Clone)]
struct Team {
    #[memtable(primary_key)]
    id: u8,
    #[memtable(references = User::ID)]
    head: Option<u8>,
}

#[derive(MemTable, Clone)]
struct User {
    #[memtable(primary_key)]
    id: u8,
    #[memtable(references = Team::ID)]
    team: u8,
    #[memtable(references = User::ID)]
    boss: Option<u8>,
}

/// What another table calls its keys.
trait Numbered {
    type Id;
}

impl Numbered for Node {
    type Id = u16;
}

/// A table whose columns are said by `Self`.
#[derive(MemTable, Clone)]
struct Node {
    #[memtable(primary_key, range(1..))]
    id: <Self as Numbered>::Id,
    parents: Vec<<Self as Numbered>::Id>,
    #[memtable(skip)]
    next: Option<Box<Self>>,
}

#[test]
fn self_in_the_type_of_a_field_is_the_struct() {
    let node = Node {
        id: 0,
        parents: vec![],
        next: None,
    };
    assert!(node.validate().is_err());
    assert!(node.next.is_none() && node.parents.is_empty());
}

#[test]
fn the_library_is_where_the_struct_says() {
    let row = Renamed {
        id: 10,
        plan: Plan::Free,
    };
    assert!(row.validate().is_err());
    assert_eq!((Renamed::ID.name(), Renamed::PLAN.name()), ("id", "plan"));
}

#[test]
fn tables_reference_each_other_and_themselves() {
    let table =
        |schema: &memtable::Schema, reference: usize| schema.references[reference].table.clone();
    assert_eq!(table(Team::SCHEMA, 0), "user");
    assert_eq!(table(User::SCHEMA, 0), "team");
    assert_eq!(table(User::SCHEMA, 1), "user");
    let _ = (
        Team { id: 1, head: None },
        User {
            id: 1,
            team: 1,
            boss: None,
        },
    );
}
