//! Every mistake has its message, pinned beside the case.
//!
//! After a change of words, or of the toolchain: `TRYBUILD=overwrite cargo test -p memtable-tests compile_fail`, and read the
//! difference.

#[test]
fn mistakes_are_errors_where_they_are_made() {
    trybuild::TestCases::new().compile_fail("ui/*/*.rs");
}
