//! Tables, listings and changes as they are printed.

use std::fmt::Display;

use expect_test::{Expect, expect};
use memtable::table::listing;
use memtable::{MemTable, MemValue, Table};

#[derive(MemValue, Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Sky {
    Clear,
    Overcast,
}

#[derive(MemTable, Clone, Debug, PartialEq)]
#[memtable(name = "weather")]
struct Weather {
    #[memtable(primary_key)]
    day: u32,
    place: String,
    celsius: Option<f64>,
    sky: Sky,
    tags: Vec<String>,
}

fn weather(day: u32, place: &str, celsius: Option<f64>) -> Weather {
    Weather {
        day,
        place: place.to_owned(),
        celsius,
        sky: if day.is_multiple_of(2) {
            Sky::Clear
        } else {
            Sky::Overcast
        },
        tags: vec!["a".to_owned(); day as usize % 3],
    }
}

#[track_caller]
fn check(printed: impl Display, expected: &Expect) {
    expected.assert_eq(&printed.to_string());
}

fn days(n: u32) -> Table<Weather> {
    Table::from_rows((1..=n).map(|day| weather(day, "Zürich", Some(f64::from(day) / 2.0)))).unwrap()
}

#[test]
fn a_table_prints_its_rows() {
    let rows = [
        weather(1, "Zürich", Some(-1.5)),
        weather(2, "東京", None),
        weather(3, "two\nlines", Some(f64::NAN)),
    ];
    check(
        Table::from_rows(rows).unwrap(),
        &expect![[r#"
        weather: 3 rows
        ╭─────┬────────────┬─────────┬──────────┬────────────╮
        │ day │ place      │ celsius │ sky      │ tags       │
        ├─────┼────────────┼─────────┼──────────┼────────────┤
        │   1 │ Zürich     │    -1.5 │ Overcast │ ["a"]      │
        │   2 │ 東京       │         │ Clear    │ ["a", "a"] │
        │   3 │ two\nlines │     NaN │ Overcast │ []         │
        ╰─────┴────────────┴─────────┴──────────┴────────────╯"#]],
    );
}

#[test]
fn an_empty_table_prints_its_columns() {
    check(
        Table::<Weather>::new(),
        &expect![[r#"
        weather: 0 rows
        ╭─────┬───────┬─────────┬─────┬──────╮
        │ day │ place │ celsius │ sky │ tags │
        ├─────┼───────┼─────────┼─────┼──────┤
        ╰─────┴───────┴─────────┴─────┴──────╯"#]],
    );
}

#[test]
fn a_long_table_prints_its_first_rows_and_the_count_of_the_others() {
    let printed = days(25).to_string();
    assert_eq!(printed.lines().count(), 1 + 3 + 20 + 1 + 1);
    assert!(printed.ends_with("… 5 more rows"), "{printed}");
}

#[test]
fn the_precision_says_how_many_rows_are_printed() {
    let table = days(3);
    check(
        format!("{table:.1}"),
        &expect![[r#"
        weather: 3 rows
        ╭─────┬────────┬─────────┬──────────┬───────╮
        │ day │ place  │ celsius │ sky      │ tags  │
        ├─────┼────────┼─────────┼──────────┼───────┤
        │   1 │ Zürich │     0.5 │ Overcast │ ["a"] │
        ╰─────┴────────┴─────────┴──────────┴───────╯
        … 2 more rows"#]],
    );
    assert!(!format!("{table:.3}").contains("more"));
}

#[test]
fn a_snapshot_prints_as_its_table_does() {
    let table = days(3);
    assert_eq!(table.snapshot().to_string(), table.to_string());
}

#[test]
fn a_listing_prints_all_rows_that_it_is_given() {
    let table = days(30);
    check(
        listing(table.iter().filter(|weather| weather.day > 28)),
        &expect![[r#"
            weather: 2 rows
            ╭─────┬────────┬─────────┬──────────┬────────────╮
            │ day │ place  │ celsius │ sky      │ tags       │
            ├─────┼────────┼─────────┼──────────┼────────────┤
            │  29 │ Zürich │    14.5 │ Overcast │ ["a", "a"] │
            │  30 │ Zürich │    15.0 │ Clear    │ []         │
            ╰─────┴────────┴─────────┴──────────┴────────────╯"#]],
    );
    assert!(!listing(&table).to_string().contains("more"));
}

#[test]
fn changes_print_a_sign_the_key_and_what_is_new() {
    let mut table = days(3);
    let before = table.snapshot();
    let warmer = Weather {
        celsius: None,
        sky: Sky::Overcast,
        ..weather(2, "Zürich", None)
    };
    table.merge([warmer, weather(4, "Bern", None)]).unwrap();
    table.remove(&1).unwrap();
    check(
        table.changes_since(&before),
        &expect![[r#"
        weather: 1 inserted, 1 updated, 1 deleted
        ╭───┬─────┬─────────────────────────────────────────────────────────────╮
        │   │ day │ what                                                        │
        ├───┼─────┼─────────────────────────────────────────────────────────────┤
        │ + │ 4   │ place: "Bern", sky: "Clear", tags: ["a"]                    │
        │ ~ │ 2   │ celsius: 1.0 → null, sky: "Clear" → "Overcast"              │
        │ - │ 1   │ place: "Zürich", celsius: 0.5, sky: "Overcast", tags: ["a"] │
        ╰───┴─────┴─────────────────────────────────────────────────────────────╯"#]],
    );
}

#[test]
fn no_changes_print_as_none() {
    let table = days(1);
    check(
        table.changes_since(&table.snapshot()),
        &expect!["weather: nothing changed"],
    );
}

#[test]
fn many_changes_print_their_first_and_their_count() {
    let mut table = days(30);
    let before = table.snapshot();
    table.clear();
    let changes = table.changes_since(&before);
    assert!(
        changes.to_string().ends_with("… 10 more changes"),
        "{changes}"
    );
    assert!(
        format!("{changes:.1}").ends_with("… 29 more changes"),
        "{changes:.1}"
    );
}

#[test]
fn changes_of_a_table_without_key_print_whole_rows() {
    #[derive(MemTable, Clone)]
    #[memtable(name = "readings")]
    struct Reading {
        place: String,
        celsius: f64,
    }

    let reading = |place: &str, celsius| Reading {
        place: place.to_owned(),
        celsius,
    };
    let mut table = Table::from_rows([reading("a", 1.5), reading("b", 2.0)]).unwrap();
    let before = table.snapshot();
    table.retain(|reading| reading.place != "a").unwrap();
    table.append([reading("c", f64::INFINITY)]).unwrap();
    check(
        table.changes_since(&before),
        &expect![[r#"
        readings: 1 inserted, 0 updated, 1 deleted
        ╭───┬──────────────────────────╮
        │   │ what                     │
        ├───┼──────────────────────────┤
        │ + │ place: "c", celsius: inf │
        │ - │ place: "a", celsius: 1.5 │
        ╰───┴──────────────────────────╯"#]],
    );
}

#[test]
fn debug_is_one_line() {
    let table = days(2);
    assert_eq!(format!("{table:?}"), "Table(weather, 2 rows)");
    assert_eq!(
        format!("{:?}", table.snapshot()),
        "Snapshot(weather, 2 rows)"
    );
    assert_eq!(format!("{:?}", listing(&table)), "Listing(weather: 2 rows)");
}

#[test]
fn a_rejected_write_prints_its_report_by_display_and_by_debug() {
    let mut table = days(2);
    let rejected = table
        .append([weather(2, "Bern", None), weather(3, "Bern", None)])
        .unwrap_err();
    assert_eq!(format!("{rejected:?}"), rejected.to_string());
    check(
        rejected,
        &expect![[r#"
        weather: 1 of 2 rows breaks a rule (1 violation; the first row is row 0)

          row 0 (day 2)  day  2  is taken by row 1 of the table  MT0131 primary_key

        help: `merge` updates the rows that are already in the table"#]],
    );
}
