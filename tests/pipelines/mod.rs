//! Files as connectors, and pipelines: rows move by their schemas, whole or not at all, and reports tell what became of them.

mod contract;
mod dynamic;
mod files;
mod languages;
mod steps;

use std::fs;
use std::path::PathBuf;

use expect_test::Expect;
use memtable::connect::{Connectors, Pipelines};
use memtable::{Error, MemTable};

#[derive(MemTable, Clone, Debug, PartialEq)]
#[memtable(name = "users")]
struct User {
    #[memtable(primary_key)]
    id: u64,
    #[memtable(non_blank)]
    name: String,
    #[memtable(range(..=150))]
    age: Option<u8>,
    #[memtable(default = "active")]
    status: String,
}

#[derive(MemTable, Clone, Debug, PartialEq)]
#[memtable(name = "people")]
struct Person {
    #[memtable(primary_key)]
    id: i64,
    name: String,
    age: Option<i32>,
}

fn user(id: u64, age: u8) -> User {
    User {
        id,
        name: format!("user {id}"),
        age: Some(age),
        status: String::from("active"),
    }
}

/// A folder of its own, which goes with it.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let dir = std::env::temp_dir().join(format!("memtable-{name}-{}", std::process::id()));
        fs::create_dir_all(&dir).unwrap();
        Folder(dir)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.0.join(name), text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.join(name)).unwrap()
    }

    fn files(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<_> = names.collect();
        names.sort();
        names
    }

    /// The text of an error, with the folder's own name out of it.
    fn shown(&self, error: &Error) -> String {
        error
            .to_string()
            .replace(&format!("{}/", self.0.display()), "")
    }

    #[track_caller]
    fn check<T>(&self, answer: Result<T, Error>, expected: &Expect) {
        expected.assert_eq(&self.shown(&answer.err().unwrap()));
    }

    fn pipelines(&self, yaml: &str) -> Result<Pipelines, Error> {
        self.connectors("pipelines.yaml", yaml).map(Pipelines::from)
    }

    /// The connectors of a file of this name.
    fn connectors(&self, name: &str, text: &str) -> Result<Connectors, Error> {
        self.write(name, text);
        Connectors::from_path(self.0.join(name))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

const FILES: &str = "
sources:
  users:
    connector: csv
    path: users.csv
    delimiter: ;
    header: true
    null_values: [n/a]
    rename: { Number: id }
    unknown_columns: ignore
    columns: [id, name, age]
    filters: { age: { gte: 18 } }
    limit: 3
    batch_size: 2
  again: { connector: json, path: users.json, unknown_columns: ignore }
destinations:
  lines: { connector: json, path: users.jsonl }
  array: { connector: json, path: users.json, mode: replace, layout: array }
  table: { connector: csv, path: out.csv, mode: append, delimiter: tab }
";

const LOAD: &str = "
sources:
  file: { connector: csv, path: users.csv }
destinations:
  users: { connector: in_memory, table_name: users, mode: merge }
  export: { connector: json, path: out.jsonl, mode: replace }
pipelines:
  load: { from: file, to: users }
";
