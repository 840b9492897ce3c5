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

const LIMITS: [u8; 2] = [1, 150];

#[derive(MemTable, Clone, Debug, PartialEq)]
struct Written {
    #[memtable(default = { let one = 1; one + 1 })]
    block: u64,
    #[memtable(default = [1, 2].to_vec())]
    array: Vec<u8>,
    #[memtable(default(if cfg!(test) { 'y' } else { 'n' }))]
    choice: char,
    #[memtable(range(LIMITS[0]..=LIMITS[1]))]
    indexed: u8,
    #[memtable(range({ 1 + 1 }..), default = u8::from(true) + 1)]
    open: u8,
    #[memtable(one_of("a", { "b" }))]
    chosen: String,
}

#[test]
fn a_value_is_any_expression() -> Result<(), std::num::ParseIntError> {
    let (list, is_first) = ([5, 6], std::hint::black_box(false));
    let table = table![Written;
        { indexed: "7".parse::<u8>()?, chosen: "a" },
        {
            block: match list { [first, ..] => first },
            array: [[0_u8; 2].as_slice(), &[1]].concat(),
            choice: Some(('c', 'd')).map_or('e', |(first, _)| first),
            indexed: [5, 6_u8].iter().map(|n| n - 1).max().unwrap_or_default(),
            open: number::<u8, 9>(),
            chosen: if is_first { "a" } else { "b" }.to_owned(),
        },
        { indexed: (1, LIMITS).1[0], chosen: String::from_iter(['b']), open: { Limit { max: 4, ..Limit::default() } }.max },
    ]
    .unwrap();
    let first = Written {
        block: 2,
        array: vec![1, 2],
        choice: 'y',
        indexed: 7,
        open: 2,
        chosen: "a".into(),
    };
    let second = Written {
        block: 5,
        array: vec![0, 0, 1],
        choice: 'c',
        indexed: 5,
        open: 9,
        chosen: "b".into(),
    };
    let third = Written {
        indexed: 1,
        open: 4,
        chosen: "b".into(),
        ..first.clone()
    };
    assert!(table.iter().eq(&[first.clone(), second, third]));

    let mut waiting = std::pin::pin!(async {
        table![Written; { indexed: std::future::ready(3).await, chosen: "a" }]
    });
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let std::task::Poll::Ready(Ok(table)) = waiting.as_mut().poll(&mut context) else {
        panic!("nothing waits");
    };
    let fourth = Written {
        indexed: 3,
        ..first
    };
    assert!(table.iter().eq([&fourth]));
    Ok(())
}

fn number<T: From<u8>, const N: u8>() -> T {
    N.into()
}

#[derive(Default)]
struct Limit {
    max: u8,
    #[expect(dead_code, reason = "the other field, which the base gives")]
    min: u8,
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
