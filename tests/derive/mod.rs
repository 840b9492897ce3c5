//! What the derive makes of a struct: schema, keys, checks, and rows out of cells.

mod limits;

use std::borrow::Cow;
use std::ops::Bound;

use expect_test::expect;
use memtable::record::{KeyKind, RowValues};
use memtable::schema::{
    Check, CompareOp, Default, Expr, Index, LengthUnit, OnDelete, Operand, Rule,
};
use memtable::{Keyed, MemTable, MemValue, Schema, Value};

const LEAST: i16 = -5;
const LONGEST: usize = 4;

#[derive(MemValue, serde::Serialize, Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[memtable(rename_all = "kebab-case")]
enum Plan {
    FreeOfCharge,
    #[memtable(rename = "PRO")]
    Pro,
    #[serde(rename = "serde-says")]
    Other,
}

#[derive(MemValue, Clone, Debug, PartialEq, Eq, Hash)]
struct Email(String);

/// Where a user lives.
#[derive(MemTable, Clone, Debug, PartialEq)]
struct Address {
    #[memtable(length(5))]
    zip: String,
}

#[derive(MemTable, Clone, Debug, PartialEq)]
#[memtable(name = "teams")]
struct Team {
    #[memtable(primary_key)]
    id: u32,
}

/// Who signs in.
///
/// And out.
#[derive(MemTable, Clone, Debug, PartialEq)]
#[memtable(
    rename_all = "camelCase",
    primary_key(id, plan),
    unique(email, plan),
    index(plan, team)
)]
#[memtable(index(ordered(id, plan_level)), table_check = few)]
#[memtable(check(joined_on <= last_seen, "joined too late"))]
#[memtable(check(18 <= age || !vip && (nick == "x" || nick.is_none()) || ratio > -0.5, "too young"))]
struct User {
    /// The number.
    id: u64,
    #[memtable(unique, email, length(..=254))]
    email: Email,
    #[memtable(length(1..5), pattern = r"^\p{L}", pattern = "b$", custom = no_x, non_blank)]
    nick: Option<String>,
    #[memtable(min = LEAST, max = 150, one_of(LEAST, 17, 18), multiple_of = 1)]
    age: i16,
    plan: Plan,
    #[memtable(range(above = 0.1, below = 1.5), finite)]
    ratio: f32,
    #[memtable(range(..=340_282_366_920_938_463_463_374_607_431_768_211_455), index(ordered))]
    plan_level: u128,
    #[memtable(references = Team::ID, on_delete = set_null, index)]
    team: Option<u32>,
    #[memtable(rename = "JOINED")]
    joined_on: i32,
    last_seen: i32,
    #[memtable(default = true)]
    vip: bool,
    #[memtable(length(max = LONGEST), inner(length(..=3, bytes), custom = no_x))]
    tags: Vec<String>,
    address: Option<Address>,
    #[memtable(default)]
    note: String,
    #[memtable(default = "n/a")]
    text: String,
    #[memtable(default = Plan::Pro)]
    other: Plan,
    #[memtable(skip, default = vec![1])]
    cache: Vec<u8>,
    #[memtable(skip)]
    scratch: u8,
}

fn no_x(text: &str) -> Result<(), String> {
    if text.contains('x') {
        Err(format!("{text} has an x"))
    } else {
        Ok(())
    }
}

fn few(rows: &[&User]) -> Result<(), &'static str> {
    if rows.len() < 3 {
        Ok(())
    } else {
        Err("too many")
    }
}

fn user() -> User {
    User {
        id: 1,
        email: Email("a@b.org".into()),
        nick: Some("ab".into()),
        age: 18,
        plan: Plan::Pro,
        ratio: 0.5,
        plan_level: 3,
        team: None,
        joined_on: 1,
        last_seen: 2,
        vip: false,
        tags: vec!["a".into()],
        address: None,
        note: String::new(),
        text: String::new(),
        other: Plan::Other,
        cache: Vec::new(),
        scratch: 0,
    }
}

fn rules(column: &str) -> &'static [Rule] {
    let mut columns = User::SCHEMA.columns.iter();
    columns
        .find(|found| found.name == column)
        .map_or(&[], |found| &found.rules)
}

/// serde's words name columns where memtable's are absent, and nothing else of serde's matters.
#[derive(MemTable, serde::Serialize, serde::Deserialize, Clone)]
#[serde(rename_all = "UPPERCASE", deny_unknown_fields, bound = "")]
struct Served {
    #[serde(default, skip_serializing_if = "Option::is_none", rename = "The Id")]
    id: Option<u8>,
    #[serde(rename(serialize = "both", deserialize = "both"))]
    #[memtable(unique)]
    one: u8,
    #[serde(rename = "theirs")]
    #[memtable(rename = "ours")]
    two: u8,
    three: u8,
}

#[test]
fn columns_are_the_fields_that_are_not_skipped() {
    let names: Vec<_> = User::SCHEMA
        .columns
        .iter()
        .map(|column| &*column.name)
        .collect();
    let expected = [
        "id",
        "email",
        "nick",
        "age",
        "plan",
        "ratio",
        "planLevel",
        "team",
        "JOINED",
        "lastSeen",
        "vip",
        "tags",
        "address",
        "note",
        "text",
        "other",
    ];
    assert_eq!(names, expected);
    assert_eq!(User::PLAN_LEVEL.name(), "planLevel");
}

#[test]
fn comments_are_docs() {
    assert_eq!(User::SCHEMA.doc, "Who signs in.\n\nAnd out.");
    assert_eq!(User::SCHEMA.columns[0].doc, "The number.");
    assert_eq!(User::SCHEMA.columns[1].doc, "");
}

#[test]
fn a_table_is_called_as_its_struct_unless_it_says_so() {
    assert_eq!(<User as MemTable>::NAME, "user");
    assert_eq!(<Team as MemTable>::NAME, "teams");
    assert_eq!(Team::SCHEMA.name, "teams");
}

#[test]
fn serde_names_columns_where_memtable_does_not() {
    let names: Vec<_> = Served::SCHEMA
        .columns
        .iter()
        .map(|column| &*column.name)
        .collect();
    assert_eq!(names, ["The Id", "both", "ours", "THREE"]);
}

#[test]
fn enums_are_stored_by_name() {
    let names = [Plan::FreeOfCharge, Plan::Pro, Plan::Other].map(|plan| plan.to_value());
    assert_eq!(
        names,
        ["free-of-charge", "PRO", "serde-says"].map(|name| Value::Text(name.into()))
    );
    for (plan, name) in [Plan::FreeOfCharge, Plan::Pro, Plan::Other]
        .into_iter()
        .zip(names)
    {
        assert_eq!(Plan::from_value(name), Ok(plan));
    }
    assert_eq!(
        Plan::from_value(Value::Text("Pro".into()))
            .unwrap_err()
            .value,
        Value::Text("Pro".into())
    );
}

#[test]
fn newtypes_are_what_they_are_around() {
    assert_eq!(Email::DATA_TYPE, String::DATA_TYPE);
    assert_eq!(Email("a".into()).to_value(), Value::Text("a".into()));
    assert_eq!(
        Email::from_value(Value::Text("a".into())),
        Ok(Email("a".into()))
    );
    assert_eq!(Email("a".into()).plain(), Some("a"));
}

#[test]
fn limits_are_data_in_the_type_of_the_column() {
    let range = |min, max| Rule::Range { min, max };
    assert_eq!(
        rules("age")[0],
        range(
            Bound::Included(Value::Int(-5)),
            Bound::Included(Value::Int(150))
        )
    );
    let ratio = range(
        Bound::Excluded(Value::Float32(0.1)),
        Bound::Excluded(Value::Float32(1.5)),
    );
    assert_eq!(rules("ratio"), [ratio, Rule::Finite]);
    assert_eq!(
        rules("planLevel"),
        [range(
            Bound::Unbounded,
            Bound::Included(Value::UInt(u128::MAX))
        )]
    );
    let one_of = [-5, 17, 18].map(Value::Int).to_vec();
    assert_eq!(
        rules("age")[1..],
        [Rule::OneOf(one_of.into()), Rule::MultipleOf(Value::Int(1))]
    );
}

#[test]
fn lengths_count_what_the_column_holds() {
    let length = |min, max, unit| Rule::Length { min, max, unit };
    let expected = [
        length(1, Some(4), LengthUnit::Chars),
        Rule::Pattern(r"^\p{L}".into()),
        Rule::Pattern("b$".into()),
        Rule::Custom("no_x".into()),
        Rule::NonBlank,
    ];
    assert_eq!(rules("nick"), expected);
    let inner = vec![
        length(0, Some(3), LengthUnit::Bytes),
        Rule::Custom("no_x".into()),
    ];
    assert_eq!(
        rules("tags"),
        [
            length(0, Some(4), LengthUnit::Items),
            Rule::Inner(inner.into())
        ]
    );
}

#[test]
fn keys_are_in_the_schema() {
    let Schema {
        primary_key,
        unique,
        indexes,
        references,
        table_checks,
        ..
    } = User::SCHEMA;
    assert_eq!(**primary_key, ["id", "plan"]);
    let unique: Vec<_> = unique.iter().map(|columns| columns.join(",")).collect();
    assert_eq!(unique, ["email", "email,plan"]);
    let index = |Index { columns, ordered }: &Index| (columns.join(","), *ordered);
    let indexes: Vec<_> = indexes.iter().map(index).collect();
    let expected = [
        ("planLevel", true),
        ("team", false),
        ("plan,team", false),
        ("id,planLevel", true),
    ];
    assert_eq!(
        indexes,
        expected.map(|(columns, ordered)| (columns.to_owned(), ordered))
    );
    assert_eq!(
        (&*references[0].table, &*references[0].to[0]),
        ("teams", "id")
    );
    assert_eq!(references[0].on_delete, OnDelete::SetNull);
    assert_eq!(**table_checks, ["few"]);
}

#[test]
fn checks_are_data() {
    let Check { expr, message } = &User::SCHEMA.checks[0];
    let column = |name: &'static str| Operand::Column(name.into());
    assert_eq!(
        *expr,
        Expr::Compare(CompareOp::Le, column("JOINED"), column("lastSeen"))
    );
    assert_eq!(message, "joined too late");
    let Expr::Or(parts) = &User::SCHEMA.checks[1].expr else {
        panic!("no or")
    };
    let age = Expr::Compare(
        CompareOp::Le,
        Operand::Literal(Value::Int(18)),
        column("age"),
    );
    let ratio = Expr::Compare(
        CompareOp::Gt,
        column("ratio"),
        Operand::Literal(Value::Float32(-0.5)),
    );
    assert_eq!((&parts[0], &parts[2]), (&age, &ratio));
}

#[test]
fn defaults_are_values_or_source() {
    let default = |column: &str| {
        let column = User::SCHEMA
            .columns
            .iter()
            .find(|found| found.name == column)
            .unwrap();
        column.default.clone()
    };
    assert_eq!(default("vip"), Some(Default::Value(Value::Bool(true))));
    assert_eq!(
        default("text"),
        Some(Default::Value(Value::Text("n/a".into())))
    );
    assert_eq!(
        default("note"),
        Some(Default::Expr("Default::default()".into()))
    );
    assert_eq!(default("other"), Some(Default::Expr("Plan::Pro".into())));
    assert_eq!(default("id"), None);
}

#[test]
fn keys_hash_and_compare_their_columns() {
    let keys = User::keys();
    let kinds: Vec<_> = keys.iter().map(|key| (key.kind, key.columns)).collect();
    let expected: [(KeyKind, &[usize]); 7] = [
        (KeyKind::Primary, &[0, 4]),
        (KeyKind::Unique, &[1]),
        (KeyKind::Unique, &[1, 4]),
        (KeyKind::OrderedIndex, &[6]),
        (KeyKind::Index, &[7]),
        (KeyKind::Index, &[4, 7]),
        (KeyKind::OrderedIndex, &[0, 6]),
    ];
    assert_eq!(kinds, expected);
    let (left, right) = (
        user(),
        User {
            plan: Plan::Other,
            ..user()
        },
    );
    assert!((keys[0].same)(&left, &left) && !(keys[0].same)(&left, &right));
    assert!((keys[1].same)(&left, &right));
    assert!(
        !(keys[4].same)(&left, &left),
        "nulls are the same as nothing"
    );
    assert_eq!(left.key(), (1, Plan::Pro));
}

#[test]
fn rows_are_the_same_by_their_columns() {
    assert!(user().same_as(&User {
        cache: vec![9],
        scratch: 9,
        ..user()
    }));
    assert!(user_with_ratio(f32::NAN).same_as(&user_with_ratio(f32::NAN)));
    assert!(!user().same_as(&User {
        tags: Vec::new(),
        ..user()
    }));
}

trait SameAs {
    fn same_as(&self, other: &Self) -> bool;
}

impl SameAs for User {
    fn same_as(&self, other: &Self) -> bool {
        MemTable::same(self, other)
    }
}

fn user_with_ratio(ratio: f32) -> User {
    User { ratio, ..user() }
}

fn cells(of: &User) -> Vec<Option<Value>> {
    User::accessors()
        .iter()
        .map(|accessor| Some((accessor.value)(of)))
        .collect()
}

#[test]
fn a_row_comes_back_from_its_cells() {
    let row = User {
        address: Some(Address {
            zip: "12345".into(),
        }),
        cache: vec![1],
        ..user()
    };
    let mut values = RowValues::new(cells(&row));
    assert_eq!(User::from_values(&mut values), Some(row));
}

#[test]
fn absent_cells_are_the_default_or_null() {
    let mut cells = cells(&user());
    for absent in [2, 10, 13, 14, 15] {
        cells[absent] = None;
    }
    let made = User::from_values(&mut RowValues::new(cells)).unwrap();
    let expected = User {
        nick: None,
        vip: true,
        text: "n/a".into(),
        other: Plan::Pro,
        cache: vec![1],
        ..user()
    };
    assert_eq!(made, expected);
}

#[test]
fn every_cell_that_does_not_fit_is_remembered() {
    let mut cells = cells(&user());
    cells[0] = None;
    cells[3] = Some(Value::Int(1 << 20));
    cells[4] = Some(Value::Text("Pro".into()));
    let mut values = RowValues::new(cells);
    assert_eq!(User::from_values(&mut values), None);
    let expected = [
        (0, None),
        (3, Some(Value::Int(1 << 20))),
        (4, Some(Value::Text("Pro".into()))),
    ];
    assert_eq!(values.into_misfits(), expected);
}

#[test]
fn a_struct_is_a_value_of_its_cells() {
    let address = Address { zip: "1".into() };
    let value = Value::Struct(vec![(Cow::Borrowed("zip"), Value::Text("1".into()))]);
    assert_eq!(address.to_value(), value);
    assert_eq!(Address::from_value(value), Ok(address));
    let unknown = Value::Struct(vec![(Cow::Borrowed("zap"), Value::Text("1".into()))]);
    assert_eq!(
        Address::from_value(unknown.clone()).unwrap_err().value,
        unknown
    );
    let beside = Value::Struct(vec![
        (Cow::Borrowed("zip"), Value::Text("1".into())),
        (Cow::Borrowed("zap"), Value::Text("1".into())),
    ]);
    assert_eq!(
        Address::from_value(beside.clone()).unwrap_err().value,
        beside
    );
}

#[test]
fn a_struct_holds_what_its_columns_hold() {
    let zip = String::with_capacity(100);
    let n_bytes = zip.capacity();
    assert_eq!(Address { zip }.heap_bytes(), n_bytes);
}

#[test]
fn a_good_row_keeps_every_rule() {
    assert_eq!(user().validate(), Ok(()));
}

#[test]
fn every_broken_rule_is_told() {
    let row = User {
        email: Email("a".into()),
        nick: Some("1 xxx".into()),
        age: 151,
        ratio: f32::NAN,
        joined_on: 3,
        tags: vec![
            "a".into(),
            "żółw".into(),
            "x".into(),
            String::new(),
            String::new(),
        ],
        address: Some(Address { zip: "1".into() }),
        ..user()
    };
    let report = row.validate().unwrap_err();
    let told: Vec<_> = report
        .violations
        .iter()
        .map(|broken| {
            let message = broken.message.as_deref().unwrap_or_default();
            format!(
                "{}{} {} {message}\n",
                broken.columns.join(","),
                broken.path,
                broken.rule.name()
            )
        })
        .collect();
    expect![[r#"
        email email 
        nick length 
        nick pattern 
        nick pattern 
        nick custom 1 xxx has an x
        age range 
        age one_of 
        ratio range 
        ratio finite 
        tags length 
        tags[1] length 
        tags[2] custom x has an x
        address.zip length 
        JOINED,lastSeen check 
    "#]]
    .assert_eq(&told.concat());
}

#[test]
fn a_check_with_a_missing_value_is_no_violation() {
    let young = User {
        age: 17,
        vip: true,
        ratio: -0.5,
        ..user()
    };
    let checks = |row: &User| {
        row.validate().err().map_or(0, |report| {
            report
                .violations
                .iter()
                .filter(|broken| matches!(broken.rule, Rule::Check { .. }))
                .count()
        })
    };
    assert_eq!(checks(&young), 1);
    assert_eq!(
        checks(&User {
            vip: false,
            nick: None,
            ..young.clone()
        }),
        0
    );
    assert_eq!(
        checks(&User {
            vip: false,
            nick: Some("y".into()),
            ..young
        }),
        1
    );
}

#[test]
fn table_checks_see_the_rows() {
    let (row, checks) = (user(), User::table_checks());
    assert_eq!(checks[0].path, "few");
    assert_eq!((checks[0].run)(&[&row, &row]), [""; 0]);
    assert_eq!((checks[0].run)(&[&row, &row, &row]), ["too many"]);
}
