//! Nothing of the prelude is in scope.
#![no_implicit_prelude]

const LEAST: u8 = 1;

#[derive(
    ::memtable::MemValue,
    ::std::clone::Clone,
    ::std::cmp::PartialEq,
    ::std::cmp::Eq,
    ::std::cmp::PartialOrd,
    ::std::cmp::Ord,
    ::std::hash::Hash,
)]
enum Plan {
    Free,
    Pro,
}

#[derive(::memtable::MemValue, ::std::clone::Clone)]
struct Score(f32);

fn short(name: &str) -> ::std::result::Result<(), &'static str> {
    if name.len() < 9 {
        ::std::result::Result::Ok(())
    } else {
        ::std::result::Result::Err("too long")
    }
}

fn few(rows: &[&Row]) -> bool {
    rows.len() < 9
}

#[derive(::memtable::MemTable, ::std::clone::Clone)]
#[memtable(unique(age, plan), index(ordered(age, id)), table_check = few)]
#[memtable(check(age < id && !(plan == "Free" || vip) && team.is_some(), "no"))]
struct Row {
    #[memtable(primary_key, range(1..))]
    id: u8,
    #[memtable(range(min = LEAST, below = 9), one_of(LEAST, 4), multiple_of = 1, default = 4)]
    age: u8,
    #[memtable(default = Plan::Pro)]
    plan: Plan,
    #[memtable(range(0.5..=1.5), finite)]
    score: Score,
    #[memtable(length(1..=3), email, url, ip, non_blank, pattern = "a", custom = short, default = "x")]
    name: ::std::string::String,
    #[memtable(inner(length(..=3), custom = short), length(..3))]
    tags: ::std::vec::Vec<::std::string::String>,
    #[memtable(default)]
    vip: bool,
    #[memtable(references = Row::ID, on_delete = cascade)]
    team: ::std::option::Option<u8>,
    #[memtable(skip)]
    _cache: ::std::vec::Vec<u8>,
}

#[derive(::memtable::MemTable, ::std::clone::Clone)]
struct Number {
    id: u8,
}

#[test]
fn a_table_in_code_and_a_file_need_no_prelude() {
    let numbers = ::memtable::table![Number; { id: 1 }];
    ::std::assert!(numbers.is_ok());
    let numbers = ::memtable::fixture_file!(Number, "fixtures/ids.csv");
    ::std::assert!(numbers.is_ok_and(|numbers| numbers[1].id == 2));
}

#[test]
fn a_struct_without_a_prelude_has_a_schema() {
    let columns = &<Row as ::memtable::MemTable>::SCHEMA.columns;
    ::std::assert_eq!(columns.len(), 8);
}
