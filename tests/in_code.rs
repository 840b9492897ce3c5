//! Tables in code that the compiler checks; what it refuses is pinned in `ui/in_code`.

use expect_test::expect;
use memtable::{MemTable, MemValue, table};

#[derive(MemValue, Clone, Debug, PartialEq)]
enum Plan {
    Free,
    Pro,
}

#[derive(MemTable, Clone, Debug, PartialEq)]
struct User {
    #[memtable(primary_key)]
    id: u64,
    #[memtable(email)]
    email: String,
    #[memtable(range(0..=150))]
    age: Option<u8>,
    #[memtable(default = Plan::Free)]
    plan: Plan,
    score: f32,
    #[memtable(default)]
    r#type: i8,
    tags: Option<Vec<String>>,
}

#[test]
fn literals_become_what_their_columns_hold() {
    let first = 4;
    let users = table![User;
        { id: 1, email: "ann@example.org", age: 34, plan: "Pro", score: 0.1, r#type: -3 },
        { id: first + 1, email: format!("{}@example.org", "bob"), score: 7, tags: Some(vec!["a".into()]), age: None },
    ]
    .unwrap();
    let ann = User {
        id: 1,
        email: "ann@example.org".into(),
        age: Some(34),
        plan: Plan::Pro,
        score: 0.1,
        r#type: -3,
        tags: None,
    };
    let bob = User {
        id: 5,
        email: "bob@example.org".into(),
        age: None,
        plan: Plan::Free,
        score: 7.0,
        r#type: 0,
        tags: Some(vec!["a".into()]),
    };
    assert_eq!(users.iter().cloned().collect::<Vec<_>>(), [ann, bob]);
    assert!(table![User].unwrap().is_empty());
    assert!(table![User;].unwrap().is_empty());
}

#[test]
fn what_only_the_running_program_knows_is_reported() {
    let id = 1;
    let users = table![User;
        { id: 1, email: "ann", score: 0 },
        { id: id, email: "bob@example.org", score: 0 },
    ];
    expect![[r#"
        user: 2 of 2 rows break a rule (2 violations; the first row is row 0)

          row 0 (id 1)  email  "ann"  must be an e-mail address  MT0105 email
          row 1 (id 1)  id     1      row 0 has it too           MT0131 primary_key"#]]
    .assert_eq(&users.map(|users| users.len()).unwrap_err().to_string());
}

mod nested {
    //! The macros find the library and the struct from anywhere.

    use super::User as Renamed;

    #[test]
    fn a_table_is_written_in_another_module_and_by_another_name() {
        assert_eq!(
            memtable::table![Renamed; { id: 1, email: "a@b.ch", score: 1 }]
                .unwrap()
                .len(),
            1
        );
    }
}
