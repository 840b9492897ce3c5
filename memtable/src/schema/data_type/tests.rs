use expect_test::expect;

use crate::schema::{Column, DataType, StructType};

#[test]
fn a_word_is_read_back_as_its_type() {
    for word in [
        "null",
        "bool",
        "int8",
        "uint128",
        "float32",
        "decimal",
        "char",
        "text",
        "datetime",
        "timestamp",
        "timestamp_with_offset",
        "duration",
        "list<text?>",
        "list<list<int8>?>",
        "enum(free, pro)",
        r#"enum("a b", "", "say \"no\"")"#,
        "enum()",
    ] {
        let data_type: DataType = word.parse().unwrap();
        assert_eq!(data_type.to_string(), word);
        let json = serde_json::to_string(&data_type).unwrap();
        assert_eq!(
            serde_json::from_str::<DataType>(&json).unwrap(),
            data_type,
            "{json}"
        );
    }
}

#[test]
fn a_struct_is_read_back_with_all_of_its_columns() {
    let place = DataType::Struct(vec![Column::new("zip", DataType::UInt32).nullable()].into());
    assert_eq!(place.to_string(), "struct{zip: uint32?}");
    let places = DataType::List {
        element: place.into(),
        nullable: true,
    };
    let json = serde_json::to_string(&places).unwrap();
    assert_eq!(
        serde_json::from_str::<DataType>(&json).unwrap(),
        places,
        "{json}"
    );
}

#[test]
fn a_struct_is_read_back_with_its_conditions() {
    let span = StructType::from(vec![
        Column::new("first", DataType::Int64),
        Column::new("last", DataType::Int64).nullable(),
    ])
    .with_check("first <= last".parse().unwrap(), "it ends before it begins");
    let span = DataType::Struct(span);
    let json = serde_json::to_string(&span).unwrap();
    expect![[r#"{"struct":{"columns":[{"name":"first","type":"int64"},{"name":"last","type":"int64","nullable":true}],"checks":[{"expr":"first <= last","message":"it ends before it begins"}]}}"#]].assert_eq(&json);
    assert_eq!(serde_json::from_str::<DataType>(&json).unwrap(), span);

    let bare = r#"{"struct": {"columns": [{"name": "first", "type": "int64"}]}}"#;
    let bare: DataType = serde_json::from_str(bare).unwrap();
    assert_eq!(bare.to_string(), "struct{first: int64}");
    let errors = [
        r#"{"struct": 1}"#,
        r#"{"struct": {"columns": [], "check": []}}"#,
        r#"{"struct": [{"name": "first", "typ": "int64"}]}"#,
    ]
    .map(|json| {
        serde_json::from_str::<DataType>(json)
            .unwrap_err()
            .to_string()
    });
    expect![[r#"
        invalid type: integer `1`, expected a list of columns, or a map of `columns` and `checks` at line 1 column 12
        unknown field `check`, expected `columns` or `checks` at line 1 column 34
        unknown field `typ`, expected one of `name`, `type`, `nullable`, `rules`, `default`, `doc` at line 1 column 35"#]].assert_eq(&errors.join("\n"));
}

#[test]
fn an_unknown_type_is_told_what_there_is() {
    assert!("list<".repeat(100_000).parse::<DataType>().is_err());
    let errors = ["strng", "list<text", "list", "enum(a b)", "text, text", ""]
        .map(|word| word.parse::<DataType>().unwrap_err().to_string());
    expect![[r#"
        expected a type (null, bool, int8, int16, int32, int64, int128, uint8, uint16, uint32, uint64, uint128, float32, float64, decimal, char, text, bytes, date, time, datetime, timestamp, timestamp_with_offset, duration, uuid, json, list<..>, enum(..)) at `strng` in `strng`
        expected `>` at the end of `list<text`
        expected `<` at the end of `list`
        expected `,` at `b)` in `enum(a b)`
        expected nothing more at `, text` in `text, text`
        expected a type (null, bool, int8, int16, int32, int64, int128, uint8, uint16, uint32, uint64, uint128, float32, float64, decimal, char, text, bytes, date, time, datetime, timestamp, timestamp_with_offset, duration, uuid, json, list<..>, enum(..)) at the end of ``"#]].assert_eq(&errors.join("\n"));
}
