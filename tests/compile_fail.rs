//! Every mistake has its message, pinned beside the case.
//!
//! After a change of words, or of the toolchain: `TRYBUILD=overwrite cargo test -p memtable-tests compile_fail`, and read the
//! difference. One case alone: `cargo test -p memtable-tests compile_fail -- trybuild=range_is_empty`.

use std::fs;
use std::path::Path;

#[test]
fn mistakes_are_errors_where_they_are_made() {
    lay_out_fixture_files();
    trybuild::TestCases::new().compile_fail("ui/*/*.rs");
}

/// The cases are a crate of their own, that stands beside the compiled ones: its fixture files go there.
fn lay_out_fixture_files() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/files/fixtures");
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let there = target.join("tests/trybuild/memtable-tests/fixtures");
    fs::create_dir_all(&there).unwrap();
    for file in fs::read_dir(here).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), there.join(file.file_name())).unwrap();
    }
    let numbers: Vec<String> = (0..20_001).map(|number| number.to_string()).collect();
    fs::write(
        there.join("long.csv"),
        format!("id\n{}\n", numbers.join("\n")),
    )
    .unwrap();
}
