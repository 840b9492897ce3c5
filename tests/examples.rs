//! Each program of `examples/` runs, and prints what `README.md` says it prints.

use std::path::Path;
use std::process::Command;

use expect_test::expect;

fn root() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

#[track_caller]
fn run(example: &str) -> String {
    let output = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--example", example])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn quickstart_prints_what_the_readme_shows() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let printed = run("quickstart");
    assert!(
        readme.contains(printed.trim_end()),
        "README.md does not show:\n{printed}"
    );
}

#[test]
fn the_readme_shows_the_code_of_the_quickstart() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let code = std::fs::read_to_string(root().join("examples/quickstart.rs")).unwrap();
    let (_docs, code) = code.split_once("\n\n").unwrap();
    assert!(
        readme.contains(code.trim_end()),
        "README.md does not show examples/quickstart.rs"
    );
}

#[test]
fn sp500_replays_five_lists() {
    let printed = run("sp500");
    assert!(printed.contains("2025-04-01  503 rows in"), "{printed}");
}

#[test]
fn query_asks_penguins_through_their_columns() {
    let printed = run("query");
    assert!(
        printed.contains("a range of the index on (mass_g)"),
        "{printed}"
    );
}

#[test]
fn fixtures_are_made_broken_and_compared() {
    let printed = run("fixtures");
    for part in [
        "orders: 30 rows",
        "must lie in 18..=99",
        "1 row only on the left",
    ] {
        assert!(printed.contains(part), "{printed}");
    }
}

#[test]
fn pipeline_reads_merges_and_exports() {
    expect![[r#"
        first_list   503 rows read; 503 rows in: 503 inserted
        second_list  503 rows read; 503 rows in: 23 inserted, 60 updated, 420 unchanged
        export       10 rows read; 10 rows in: 10 inserted
        526 companies

        {"symbol":"BKR","security":"Baker Hughes","added":"2017-07-07"}
        {"symbol":"FANG","security":"Diamondback Energy","added":"2018-12-03"}
        {"symbol":"EQT","security":"EQT Corporation","added":"2022-10-03"}
        {"symbol":"KMI","security":"Kinder Morgan","added":"2012-05-25"}
        {"symbol":"MPC","security":"Marathon Petroleum","added":"2011-07-01"}
        {"symbol":"OKE","security":"Oneok","added":"2010-03-15"}
        {"symbol":"PSX","security":"Phillips 66","added":"2012-05-01"}
        {"symbol":"TRGP","security":"Targa Resources","added":"2022-10-12"}
        {"symbol":"EXE","security":"Expand Energy","added":"2025-03-24"}
        {"symbol":"TPL","security":"Texas Pacific Land Corporation","added":"2024-11-26"}
    "#]]
    .assert_eq(&run("pipeline"));
}

#[test]
fn dynamic_makes_a_struct_of_a_file() {
    expect![[r#"
        seattle-weather: 1461 rows
        ╭────────────┬───────────────┬──────────┬──────────┬──────┬─────────╮
        │ date       │ precipitation │ temp_max │ temp_min │ wind │ weather │
        ├────────────┼───────────────┼──────────┼──────────┼──────┼─────────┤
        │ 2012-01-01 │           0.0 │     12.8 │      5.0 │  4.7 │ drizzle │
        │ 2012-01-02 │          10.9 │     10.6 │      2.8 │  4.5 │ rain    │
        │ 2012-01-03 │           0.8 │     11.7 │      7.2 │  2.3 │ rain    │
        ╰────────────┴───────────────┴──────────┴──────────┴──────┴─────────╯
        … 1458 more rows

        date: date, since row 0: `2012-01-01`
        precipitation: float64, since row 0: `0.0`
        temp_max: float64, since row 0: `12.8`
        temp_min: float64, since row 0: `5.0`
        wind: float64, since row 0: `4.7`
        weather: text, since row 0: `drizzle`

        seattle-weather: 1461 rows
        ╭───────────────┬─────────┬───────┬──────────┬────────────┬──────────────────────────────────┬────────────┬────────┬────────────┬──────────────────────────────────╮
        │ column        │ type    │ nulls │ distinct │        min │                        quartiles │        max │   mean │ spread     │ most frequent                    │
        ├───────────────┼─────────┼───────┼──────────┼────────────┼──────────────────────────────────┼────────────┼────────┼────────────┼──────────────────────────────────┤
        │ date          │ date    │     0 │     1461 │ 2012-01-01 │ 2012-12-31 2013-12-31 2014-12-31 │ 2015-12-31 │        │ ██████████ │                                  │
        │ precipitation │ float64 │     0 │      111 │        0.0 │                      0.0 0.0 2.8 │       55.9 │  3.029 │ █▁▁▁▁▁▁▁▁▁ │ 0.0 (838), 0.3 (54), 0.5 (40)    │
        │ temp_max      │ float64 │     0 │       67 │       -1.6 │                   10.6 15.6 22.2 │       35.6 │ 16.439 │ ▁▂▇██▇▆▅▃▁ │ 11.1 (58), 14.4 (49), 10.0 (47)  │
        │ temp_min      │ float64 │     0 │       55 │       -7.1 │                     4.4 8.3 12.2 │       18.3 │  8.235 │ ▁▁▂▅█▇█▇█▃ │ 6.1 (66), 10.0 (64), 7.2 (60)    │
        │ wind          │ float64 │     0 │       79 │        0.4 │                      2.2 3.0 4.0 │        9.5 │  3.241 │ ▂▆█▅▄▂▂▁▁▁ │ 2.6 (76), 3.0 (65), 2.2 (55)     │
        │ weather       │ text    │     0 │        5 │    drizzle │                                  │        sun │        │            │ rain (641), sun (640), fog (101) │
        ╰───────────────┴─────────┴───────┴──────────┴────────────┴──────────────────────────────────┴────────────┴────────┴────────────┴──────────────────────────────────╯

        date: not_null, unique, range(2012-01-01..=2015-12-31) (1461 rows)
        precipitation: not_null, range(0.0..=55.9) (1461 rows)
        temp_max: not_null, range(-1.6..=35.6) (1461 rows)
        temp_min: not_null, range(-7.1..=18.3) (1461 rows)
        wind: not_null, range(0.4..=9.5) (1461 rows)
        weather: not_null, one_of("drizzle", "fog", "rain", "snow", "sun") (1461 rows)

        3 rows in: 1 inserted, 2 quarantined
        table seattle-weather
          + column humidity: int64?
        seattle-weather: 2 of 3 rows break a rule (2 violations; the first row is row 0)

          row 1 (date 2016-01-02)  precipitation  "some"  must be float64, is text                                MT0122 type
          row 2 (date 2015-12-31)  weather        "hail"  must be one of "drizzle", "fog", "rain", "snow", "sun"  MT0104 one_of

        use memtable::MemTable;

        #[derive(MemTable, Clone, Debug, PartialEq)]
        #[memtable(name = "seattle-weather")]
        pub struct Day {
            #[memtable(primary_key)]
            pub date: chrono::NaiveDate,
            #[memtable(range(0.0..=55.9))]
            pub precipitation: f64,
            #[memtable(range(-1.6..=35.6))]
            pub temp_max: f64,
            #[memtable(range(-7.1..=18.3))]
            pub temp_min: f64,
            #[memtable(range(0.4..=9.5))]
            pub wind: f64,
            #[memtable(one_of("drizzle", "fog", "rain", "snow", "sun"))]
            pub weather: String,
            pub humidity: Option<i64>,
        }

        1462 days, 6 of them with more than 40 mm
    "#]].assert_eq(&run("dynamic"));
}

#[test]
fn the_struct_of_the_example_is_the_printed_one() {
    let code = std::fs::read_to_string(root().join("examples/dynamic.rs")).unwrap();
    let printed = run("dynamic");
    let (_, of_code) = code.split_once("struct Day {").unwrap();
    let (_, of_print) = printed.split_once("struct Day {").unwrap();
    let columns = |text: &str| text.split_once("\n}").unwrap().0.to_owned();
    assert_eq!(columns(of_code), columns(of_print));
}
