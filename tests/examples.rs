//! Each program of `examples/` runs, and prints what `README.md` says it prints.

use std::path::Path;
use std::process::Command;

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
