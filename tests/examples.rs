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
