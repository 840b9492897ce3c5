//! A file that the compiler checks, apart from its struct: the struct in a library, the file and the macro in its `tests/`. And
//! a file that changes is read again.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const LIBRARY: &str = r#"
#[derive(memtable::MemTable, Clone, Debug)]
pub struct User {
    #[memtable(primary_key)]
    pub id: u64,
    #[memtable(range(0..=150))]
    pub age: Option<u8>,
}
"#;

const TESTS: &str = r#"
pub fn users() -> Vec<rows::User> {
    memtable::fixture_file!(rows::User, "tests/users.csv").unwrap()
}
"#;

/// A package of its own, as a user has it; what it depends on is built once.
struct Package(PathBuf);

impl Package {
    fn write() -> Self {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let package = Package(Path::new(env!("CARGO_TARGET_TMPDIR")).join("rows"));
        let memtable = here.join("../memtable");
        let memtable = memtable.to_string_lossy();
        let manifest = format!(
            "[package]\nname = \"rows\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies.memtable]\npath = {memtable:?}\n\
             default-features = false\nfeatures = [\"derive\", \"fixtures\"]\n"
        );
        package.put("Cargo.toml", &manifest);
        // the versions that are there already
        let versions = fs::read_to_string(here.join("../Cargo.lock")).unwrap();
        package.put("Cargo.lock", &versions);
        package.put("src/lib.rs", LIBRARY);
        package.put("tests/rows.rs", TESTS);
        package
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// What the compiler says of it.
    fn check(&self) -> String {
        let output = Command::new(env!("CARGO"))
            .args(["check", "--test", "rows", "--offline", "--quiet"])
            .env("CARGO_TARGET_DIR", self.0.join("target"))
            .env("RUSTFLAGS", "--cap-lints=allow")
            .current_dir(&self.0)
            .output()
            .unwrap();
        String::from_utf8(output.stderr).unwrap()
    }
}

#[test]
fn a_file_beside_the_tests_of_a_library_is_checked_and_read_again_when_it_changes() {
    let package = Package::write();
    package.put("tests/users.csv", "id,age\n1,34\n2,\n");
    assert_eq!(package.check(), "");

    package.put("tests/users.csv", "id,age\n1,34\n2,212\n");
    let said = package.check();
    let fault = "tests/users.csv:3: column `age`: 212 is outside 0..=150 [MT0101]";
    assert!(said.contains(fault), "{said}");

    package.put("tests/users.csv", "id,age\n1,34\n2,112\n");
    assert_eq!(package.check(), "");
}
