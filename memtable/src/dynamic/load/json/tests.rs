#![allow(
    clippy::too_many_lines,
    reason = "cases in a row are a table, not a program"
)]

use std::fmt::Write as _;

use crate::dynamic::load::tests::{error, rows, types};
use crate::dynamic::load::{Inferred, Input, Json, OnMixed};
use crate::schema::DataType;

fn loaded(json: &Json, text: &str) -> Inferred {
    json.read(Input::from(text.as_bytes())).unwrap()
}

#[track_caller]
fn check(text: &str, expected_types: &str, expected_rows: &[&str]) {
    let loaded = loaded(&Json::new(), text);
    assert_eq!(types(&loaded), expected_types, "{text:?}");
    assert_eq!(rows(&loaded), expected_rows, "{text:?}");
}

#[track_caller]
fn refused(json: &Json, text: &str, expected: &str) {
    assert_eq!(error(json.read(Input::from(text.as_bytes()))), expected);
}

#[test]
fn an_array_lines_and_one_object_are_rows() {
    let types = "a: int64, b: text";
    check(
        r#"[{"a": 1, "b": "x"}, {"b": "y", "a": 2}]"#,
        types,
        &["1 x", "2 y"],
    );
    check(
        "{\"a\": 1, \"b\": \"x\"}\n{\"a\": 2, \"b\": \"y\"}\n",
        types,
        &["1 x", "2 y"],
    );
    check(
        "{\"a\": 1, \"b\": \"x\"}\r\n\r\n{\"a\": 2,\n\"b\": \"y\"}",
        types,
        &["1 x", "2 y"],
    );
    check(
        "\u{feff}{\"a\": 1, \"b\": \"\\u0041\\n\"}",
        types,
        &["1 A\n"],
    );
    check("", "", &[]);
    check(" \n ", "", &[]);
    check("[]", "", &[]);
    check("[{}, {}]", "", &["", ""]);
}

#[test]
fn values_are_read_as_what_their_column_is() {
    check(
        r#"[{"i": 1, "f": 1, "u": 18446744073709551615, "d": 36893488147419103232, "t": "2024-02-29T12:00:00Z"},
            {"i": -2, "f": 2.5, "u": 1, "d": -1, "t": "2024-02-29T12:00:00.5Z"}]"#,
        "i: int64, f: float64, u: uint64, d: decimal, t: timestamp",
        &[
            "1 1.0 18446744073709551615 36893488147419103232 2024-02-29T12:00:00Z",
            "-2 2.5 1 -1 2024-02-29T12:00:00.500Z",
        ],
    );
    check(
        r#"[{"a": "7"}, {"a": "2024-01-01"}]"#,
        "a: text",
        &["7", "2024-01-01"],
    );
    check(
        r#"[{"a": null}, {"b": true}]"#,
        "a: null?, b: bool?",
        &["null null", "null true"],
    );
}

#[test]
fn lists_and_structs_are_joined_part_by_part() {
    check(
        r#"[{"a": [1, 2]}, {"a": []}, {"a": [null, 0.5]}, {"a": null}]"#,
        "a: list<float64?>?",
        &["[1.0, 2.0]", "[]", "[null, 0.5]", "null"],
    );
    check(
        r#"[{"a": {"x": 1}}, {"a": {"y": "z", "x": 2}}, {"a": null}]"#,
        "a: struct{y: text?, x: int64}?",
        &["{y: null, x: 1}", "{y: \"z\", x: 2}", "null"],
    );
    check(
        r#"[{"a": [{"x": [1]}]}, {"a": [{"x": null}, {"x": ["b"]}]}]"#,
        "a: list<struct{x: list<json>?}>",
        &["[{x: [1]}]", "[{x: null}, {x: [\"b\"]}]"],
    );
}

#[test]
fn mixed_values_are_kept_as_json_or_as_text_or_are_refused() {
    let text =
        "{\"a\": 1, \"b\": [1]}\n{\"a\": \"x\\ty\", \"b\": {}}\n{\"a\": true, \"b\": null}\n";
    check(
        text,
        "a: json, b: json?",
        &["1 [1]", "\"x\\ty\" {}", "true null"],
    );
    let as_text = loaded(&Json::new().on_mixed(OnMixed::Text), text);
    assert_eq!(types(&as_text), "a: text, b: text?");
    assert_eq!(rows(&as_text), ["1 [1]", "x\ty {}", "true null"]);
    refused(
        &Json::new().on_mixed(OnMixed::Refuse),
        text,
        "line 2, column 7: row 1 has `\"x\\ty\"` in `a`, which had values of another kind before; `OnMixed::Json` keeps all of them",
    );
    check("{\"a\": 1e400}", "a: json", &["1e400"]);
}

#[test]
fn what_is_widened_late_comes_back_as_it_was_written() {
    let mut text = String::new();
    for row in 0..40_000 {
        let _ = writeln!(
            text,
            "{{\"a\": {row}, \"b\": [{row}], \"c\": {row}.50, \"d\": {{\"x\": 1}}}}"
        );
    }
    text.push_str("{\"a\": 0.5, \"b\": [0.5, null], \"c\": \"n/a\", \"d\": {\"x\": 9007199254740993, \"y\": 0.5}, \"e\": 1}\n");
    let loaded = loaded(&Json::new(), &text);
    assert_eq!(
        types(&loaded),
        "a: float64, b: list<float64?>, c: json, d: struct{x: int64, y: float64?}, e: int64?"
    );
    let rows = rows(&loaded);
    assert_eq!(
        rows[39_999],
        "39999.0 [39999.0] 39999.50 {x: 1, y: null} null"
    );
    assert_eq!(
        rows[40_000],
        "0.5 [0.5, null] \"n/a\" {x: 9007199254740993, y: 0.5} 1"
    );
}

#[test]
fn a_path_leads_to_the_rows_of_a_document() {
    let text = r#"{"type": "all", "data": {"rows": [{"a": 1}, {"a": 2}]}, "n": 2}"#;
    assert_eq!(
        rows(&loaded(&Json::new().rows_at("/data/rows"), text)),
        ["1", "2"]
    );
    refused(
        &Json::new().rows_at("/data/row"),
        text,
        "line 1, column 24: the object has no key `row`, which `rows_at` names",
    );
}

#[test]
fn given_types_are_kept() {
    let json = Json::new()
        .column("a", DataType::Text)
        .column("b", DataType::Int32);
    let given = loaded(&json, r#"[{"a": 7, "b": "8"}, {"a": "x", "b": 9}]"#);
    assert_eq!(types(&given), "a: text, b: int32");
    assert_eq!(rows(&given), ["7 8", "x 9"]);
    refused(
        &json,
        "{\"a\": 7,\n \"b\": 8.5}",
        "line 2, column 7: row 0 has `8.5` in `b`, which is int32, as it was given",
    );
}

#[test]
fn bad_input_is_answered_with_its_place() {
    let json = Json::new();
    refused(
        &json,
        "{\"a\": 1}\n{\"a\": 01}\n",
        "line 2, column 8: the input is no JSON: invalid number",
    );
    refused(
        &json,
        "[{\"a\": 1}",
        "line 1, column 10: the input is no JSON: EOF while parsing a list",
    );
    refused(
        &json,
        "[{\"a\": 1}] x",
        "line 1, column 12: the input is no JSON: trailing characters",
    );
    refused(
        &json,
        "{\"a\": 1}\n7\n",
        "line 2, column 1: row 1 is a number, and a row is an object such as {\"id\": 7}",
    );
    refused(
        &json,
        "{\"a\": 1, \"a\": 2}",
        "line 1, column 14: the object has the key `a` twice",
    );
    refused(
        &json,
        "{\"\": 1}",
        "line 1, column 5: a key has no name, and a column needs one",
    );
    refused(
        &json,
        "{\"a\": NaN}",
        "line 1, column 7: the input is no JSON: expected value",
    );
    let deep = format!("{{\"a\": {}{}}}", "[".repeat(100), "]".repeat(100));
    refused(
        &json,
        &deep,
        "line 1, column 71: values are nested more than 64 deep",
    );
    let deep = format!("{{\"a\": {}", "[".repeat(100_000));
    refused(
        &json,
        &deep,
        "line 1, column 71: values are nested more than 64 deep",
    );
    let mixed = format!("{{\"a\": 1}} {{\"a\": {}", "[".repeat(100_000));
    assert!(error(json.read(Input::from(mixed.as_bytes()))).starts_with("line 1, column "));
    refused(
        &json.clone().refuse_after_sample(1),
        "{\"a\": 1}\n{\"a\": 2, \"b\": 3}",
        "line 2, column 14: row 1 has ` 3` in `b`, which is null by the sample; leave `refuse_after_sample` out and the column is widened",
    );
}

#[test]
fn great_values_and_many_keys_are_read() {
    let great = "x".repeat(3 << 20);
    let rows = rows(&loaded(&Json::new(), &format!("{{\"a\": \"{great}\"}}")));
    assert_eq!(rows[0].len(), great.len());
    let keys: Vec<String> = (0..3_000).map(|idx| format!("\"k{idx}\": {idx}")).collect();
    let object = format!("{{{}}}", keys.join(", "));
    let wide = loaded(&Json::new(), &format!("{object}\n{object}"));
    assert_eq!(wide.schema.columns.len(), 3_000);
    assert_eq!(wide.schema.columns[2_999].name, "k2999");
}

proptest::proptest! {
    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..64)) {
        let _ = Json::new().read(Input::from(&bytes));
    }

    #[test]
    fn no_text_of_the_signs_of_json_panics(text in "[{}\\[\\]\",:0-9a-c.e+\\\\ \n-]{0,40}") {
        let _ = Json::new().on_mixed(OnMixed::Text).read(Input::from(text.as_bytes()));
        let _ = Json::new().refuse_after_sample(1).read(Input::from(text.as_bytes()));
    }
}
