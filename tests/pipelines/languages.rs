//! The languages that a file of connectors is written in.

use chrono::NaiveDate;
use expect_test::{expect, expect_file};
use memtable::connect::{Connectors, Pipelines};
use memtable::{Error, MemTable, Store};

use crate::pipelines::{FILES, Folder, LOAD, User};

#[test]
fn json_is_read_as_yaml_is() -> Result<(), Error> {
    let folder = Folder::new("json");
    folder.write("users.csv", "name,id\nann,7\n");
    folder.write(
        "p.json",
        r#"{
  "sources": {"file": {"connector": "csv", "path": "users.csv"}},
  "destinations": {"users": {"connector": "in_memory", "table_name": "users"}},
  "pipelines": {"load": {"from": "file", "to": "users"}}
}"#,
    );
    let store = Store::new();
    store.create::<User>("users")?;
    let reports = Pipelines::from_path(folder.0.join("p.json"))?.run(&store)?;
    let text = reports[0].to_string();
    assert!(
        text.starts_with("load: 1 read in ") && text.ends_with("s; 1 row in: 1 inserted"),
        "{text}"
    );
    Ok(())
}

#[test]
fn the_json_schema_that_ships_is_the_one_of_the_parser() {
    let schema = Connectors::json_schema();
    let text = serde_json::to_string_pretty(&schema).unwrap() + "\n";
    expect_file!["../../docs/connectors.schema.json"].assert_eq(&text);
    for (yaml, is_valid) in [
        (FILES, true),
        (LOAD, true),
        ("{ sources: { a: { connector: postgres, url: x } } }", true),
        (
            "{ sources: { a: { connector: in_memory, table_name: x, batch_size: '${N}' } } }",
            true,
        ),
        ("{ sources: { a: { connector: in_memory } } }", false),
        (
            "{ sources: { a: { connector: csv, path: x, colums: [id] } } }",
            false,
        ),
        (
            "{ sources: { a: { connector: csv, path: x, limit: many } } }",
            false,
        ),
        (
            "{ destinations: { a: { connector: csv, path: x, mode: merge } } }",
            false,
        ),
        ("{ pipelines: { a: { from: x } } }", false),
        ("{ source: {} }", false),
    ] {
        let file: serde_json::Value = serde_saphyr::from_str(yaml).unwrap();
        assert_eq!(jsonschema::is_valid(&schema, &file), is_valid, "{yaml}");
    }
}

const TOML: &str = r#"
[sources.file]
connector = "csv"
path = "users.csv"
filters = { age = { gte = 18 }, joined = 2026-01-31 }

[destinations.users]
connector = "in_memory"
table_name = "${TABLE:-users}"
batch_size = 1_000

# the order of the file is that of the steps, and not that of their names
[pipelines.second]
from = "file"
to = "users"

[pipelines.first]
from = "file"
to = "users"
columns = ["id", "joined"]
"#;

#[derive(MemTable, Clone, Debug, PartialEq)]
#[memtable(name = "guests")]
struct Guest {
    id: u64,
    age: Option<u8>,
    joined: NaiveDate,
}

#[test]
fn toml_is_read_as_yaml_is() -> Result<(), Error> {
    let folder = Folder::new("toml");
    folder.write(
        "users.csv",
        "id,age,joined\n7,34,2026-01-31\n8,4,2026-01-31\n9,34,2026-02-01\n",
    );
    let store = Store::new();
    let guests = store.create::<Guest>("users")?;
    let pipelines = Pipelines::from(folder.connectors("p.toml", TOML)?);
    let reports = pipelines.run(&store)?;
    let told: Vec<_> = reports
        .iter()
        .map(|report| (&*report.name, report.written.inserted))
        .collect();
    assert_eq!(told, [("second", 1), ("first", 1)]);
    assert_eq!(
        guests
            .snapshot()?
            .iter()
            .map(|guest| guest.id)
            .collect::<Vec<_>>(),
        [7, 7]
    );
    assert_eq!(
        Pipelines::from_toml(TOML)?
            .connectors()
            .source::<Guest>("file", &store)?
            .name(),
        "csv file users.csv"
    );
    Ok(())
}

#[test]
fn what_is_wrong_in_toml_and_json_is_shown_where_it_is() {
    let folder = Folder::new("wrong");
    let shown = |name: &str, text: &str| folder.shown(&folder.connectors(name, text).unwrap_err());
    expect![[r#"
        p.toml:3:13: connector `in_memory` needs a `table_name`
          |
        3 | connector = "in_memory"
          |             ^^^^^^^^^^^
          = add `table_name: ..`

        p.toml:4:1: connector `in_memory` knows no `tabel_name` here
          |
        4 | tabel_name = "é"
          | ^^^^^^^^^^
          = did you mean `table_name`? valid here: `table_name`, `columns`, `filters`, `limit`, `batch_size`

        p.toml:5:9: `limit` counts rows: -1 is none
          |
        5 | limit = -1
          |         ^^

        p.toml:6:21: filters know no `gtr`
          |
        6 | filters = { age = { gtr = 3 } }
          |                     ^^^
          = did you mean `gt`? valid here: `eq`, `ne`, `lt`, `lte`, `gt`, `gte`

        p.toml:8:2: a file of connectors knows no `sinks`
          |
        8 | [sinks]
          |  ^^^^^
          = valid here: `sources`, `destinations`, `pipelines`"#]].assert_eq(&shown(
        "p.toml",
        "# é\n[sources.a]\nconnector = \"in_memory\"\ntabel_name = \"é\"\nlimit = -1\nfilters = { age = { gtr = 3 } }\n\n[sinks]\n",
    ));
    expect![[r#"
        p.toml:2:17: unexpected key or value, expected newline, `#`
          |
        2 | connector = "é" path
          |                 ^"#]]
    .assert_eq(&shown("p.toml", "[sources.a]\nconnector = \"é\" path\n"));
    expect![[r#"
        p.toml:3:1: duplicate key
          |
        3 | path = 2
          | ^^^^"#]]
    .assert_eq(&shown("p.toml", "[sources.a]\npath = 1\npath = 2\n"));
    expect![[r#"
        p.json:2:34: connector `csv` needs a `path`
          |
        2 |   "sources": {"a": {"connector": "csv", "pth": "x", "limit": 1e3}}
          |                                  ^^^^^
          = add `path: ..`

        p.json:2:41: connector `csv` knows no `pth` here
          |
        2 |   "sources": {"a": {"connector": "csv", "pth": "x", "limit": 1e3}}
          |                                         ^^^^^
          = did you mean `path`? valid here: `path`, `delimiter`, `header`, `null_values`, `rename`, `unknown_columns`, `columns`, `filters`, `limit`, `batch_size`

        p.json:2:62: `limit` must be a whole number, and is a number
          |
        2 |   "sources": {"a": {"connector": "csv", "pth": "x", "limit": 1e3}}
          |                                                              ^^^"#]].assert_eq(&shown(
        "p.json",
        "{\n  \"sources\": {\"a\": {\"connector\": \"csv\", \"pth\": \"x\", \"limit\": 1e3}}\n}\n",
    ));
    expect![[r#"
        p.json:2:23: is not JSON: expected value
          |
        2 |   "sources": {"a": [1,]}
          |                       ^"#]]
    .assert_eq(&shown("p.json", "{\n  \"sources\": {\"a\": [1,]}\n}\n"));
    expect![[r#"
        p.json:1:1: is not JSON: expected value
          |
        1 | sources: {}
          | ^"#]]
    .assert_eq(&shown("p.json", "sources: {}\n"));
}

#[test]
fn every_character_of_json_is_read() -> Result<(), Error> {
    let text = r#"{"sources": {"a": {"connector": "in_memory", "table_name": "\ud83d\ude00 \u00e9\/\t\"x"}}}"#;
    let store = Store::new();
    let source = Connectors::from_json(text)?.source::<User>("a", &store)?;
    assert_eq!(source.name(), "table \u{1f600} \u{e9}/\t\"x");
    Ok(())
}

#[test]
fn toml_of_too_many_values_is_refused() {
    let many = format!("x = [{}]", "1,".repeat(30_000));
    assert_eq!(
        Connectors::from_toml(many).unwrap_err().to_string(),
        "toml: a file of connectors has at most 20000 values, and this one has 30002"
    );
    let deep = format!("x = {}1{}", "[".repeat(5_000), "]".repeat(5_000));
    assert!(matches!(Connectors::from_toml(deep), Err(Error::Config(_))));
}
