//! What people read of a row that breaks its rules.

use expect_test::expect;
use memtable::MemTable;

#[derive(MemTable, Clone, Debug)]
#[memtable(name = "addresses")]
struct Address {
    #[memtable(length(5..=5))]
    zip: String,
}

#[derive(MemTable, Clone, Debug)]
#[memtable(name = "users", primary_key(team, no), check(joined <= last_seen, "joined must not be after last_seen"))]
struct User {
    team: String,
    no: u32,
    #[memtable(range(0..=150))]
    age: Option<u8>,
    #[memtable(email)]
    email: String,
    #[memtable(length(1..=64))]
    name: String,
    #[memtable(inner(one_of("red", "blue")))]
    colours: Vec<String>,
    addresses: Vec<Address>,
    #[memtable(custom = in_this_century)]
    joined: u16,
    last_seen: u16,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "a custom rule takes a reference"
)]
fn in_this_century(year: &u16) -> Result<(), String> {
    if *year >= 2000 {
        Ok(())
    } else {
        Err(format!("{year} was in the last century"))
    }
}

fn user() -> User {
    User {
        team: "red".into(),
        no: 7,
        age: Some(30),
        email: "ann@example.org".into(),
        name: "Ann".into(),
        colours: vec!["red".into()],
        addresses: vec![Address {
            zip: "12345".into(),
        }],
        joined: 2020,
        last_seen: 2024,
    }
}

#[test]
fn a_valid_row_has_no_report() {
    assert_eq!(user().validate(), Ok(()));
}

#[test]
fn a_report_is_a_page_in_the_order_of_the_columns() {
    let user = User {
        age: Some(212),
        email: "ann@@example".into(),
        name: String::new(),
        colours: vec!["red".into(), "green".into()],
        addresses: vec![Address { zip: "1234".into() }],
        joined: 1999,
        last_seen: 1998,
        ..user()
    };
    let report = user.validate().unwrap_err();
    expect![[r#"
        users: the row breaks a rule (7 violations)

          row 0 (team "red", no 7)  age                212             must lie in 0..=150                  MT0101 range
          row 0 (team "red", no 7)  email              "ann@@example"  must be an e-mail address            MT0105 email
          row 0 (team "red", no 7)  name               ""              must have 1 to 64 characters, has 0  MT0102 length
          row 0 (team "red", no 7)  colours[1]         "green"         must be one of "red", "blue"         MT0104 one_of
          row 0 (team "red", no 7)  addresses[0].zip   "1234"          must have 5 characters, has 4        MT0102 length
          row 0 (team "red", no 7)  joined             1999            1999 was in the last century         MT0111 custom
          row 0 (team "red", no 7)  joined, last_seen  1999, 1998      joined must not be after last_seen   MT0141 check"#]].assert_eq(&report.to_string());
}

#[test]
fn a_report_is_an_error_and_data() {
    let user = User {
        age: Some(212),
        ..user()
    };
    let report = user.validate().unwrap_err();
    let json = serde_json::to_value(&report).unwrap();
    assert_eq!(json["violations"][0]["code"], "MT0101");
    assert_eq!(json["violations"][0]["key"]["no"], 7);
    let error: Box<dyn std::error::Error + Send + Sync> = Box::new(report);
    assert!(
        error
            .to_string()
            .starts_with("users: the row breaks a rule")
    );
}
