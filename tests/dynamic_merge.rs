//! Merges into tables whose schema is known at run time only.

use arrow_array::RecordBatch;
use arrow_schema::{Field, Schema as ArrowSchema};
use expect_test::expect;
use memtable::Value;
use memtable::dynamic::{Contract, DynTable, DynWrite, NullKeys, OnChange, arrow_type, cell};
use memtable::schema::{Column, DataType, Rule, Schema};
use memtable::write::{Keep, OnViolation, Strategy};

fn stock() -> DynTable {
    let schema = Schema::new("stock")
        .with_column(Column::new("sku", DataType::Text))
        .with_column(Column::new("shop", DataType::Text).nullable())
        .with_column(Column::new("pieces", DataType::Int64).nullable())
        .with_primary_key(["sku"]);
    let mut stock = DynTable::new(schema).unwrap();
    let _ = stock
        .append(rows(&[
            ("a", "bern", 1),
            ("b", "bern", 2),
            ("c", "basel", 3),
        ]))
        .unwrap();
    stock
}

fn rows(rows: &[(&'static str, &'static str, i64)]) -> RecordBatch {
    batch(&[
        (
            "sku",
            DataType::Text,
            rows.iter().map(|row| row.0.into()).collect(),
        ),
        (
            "shop",
            DataType::Text,
            rows.iter().map(|row| row.1.into()).collect(),
        ),
        (
            "pieces",
            DataType::Int64,
            rows.iter().map(|row| row.2.into()).collect(),
        ),
    ])
}

fn batch(columns: &[(&str, DataType, Vec<Value>)]) -> RecordBatch {
    let columns = columns.iter().map(|(name, data_type, values)| {
        let column = Column::new((*name).to_owned(), data_type.clone()).nullable();
        let array = cell::array(&column, values).unwrap();
        let field: Field = arrow_type::field_as(&column, array.data_type().clone());
        (field, array)
    });
    let (fields, arrays): (Vec<_>, Vec<_>) = columns.unzip();
    RecordBatch::try_new(ArrowSchema::new(fields).into(), arrays).unwrap()
}

#[track_caller]
fn check(table: &DynTable, expected: &[&str]) {
    table.verify().unwrap();
    let cells = |row: memtable::dynamic::DynRow<'_>| {
        let cells: Vec<String> = row.values().iter().map(ToString::to_string).collect();
        cells.join(" ")
    };
    let found: Vec<String> = table.iter().map(cells).collect();
    assert_eq!(found, expected);
}

#[test]
fn merge_updates_matched_rows_in_place_and_inserts_the_rest() {
    let mut table = stock();
    let outcome = table
        .merge(rows(&[
            ("d", "bern", 4),
            ("b", "bern", 5),
            ("a", "bern", 1),
        ]))
        .unwrap();
    assert_eq!(
        outcome.written.to_string(),
        "3 rows in: 1 inserted, 1 updated, 1 unchanged"
    );
    check(&table, &["a bern 1", "b bern 5", "c basel 3", "d bern 4"]);
}

#[test]
fn an_absent_column_is_kept_and_a_null_overwrites() {
    let mut table = stock();
    let absent = batch(&[
        ("sku", DataType::Text, vec!["a".into(), "d".into()]),
        ("pieces", DataType::Int64, vec![Value::Null, 4.into()]),
    ]);
    let outcome = table.merge(absent).unwrap();
    assert_eq!((outcome.written.updated, outcome.written.inserted), (1, 1));
    check(
        &table,
        &["a bern null", "b bern 2", "c basel 3", "d null 4"],
    );
}

#[test]
fn rows_are_matched_by_any_columns_column_by_column() {
    let mut table = stock();
    let outcome = table
        .write(
            rows(&[("c", "basel", 9)]),
            DynWrite::merge().on(["shop", "sku"]),
        )
        .unwrap();
    assert_eq!(outcome.written.updated, 1);
    let rows = rows(&[("ab", "c", 1), ("a", "bc", 2)]);
    let outcome = table.write(
        rows,
        DynWrite::merge()
            .on(["sku", "shop"])
            .on_duplicate(Keep::First),
    );
    let refused = outcome.unwrap_err();
    expect![[r#"
        stock: 1 of 2 rows breaks a rule (1 violation; the first row is row 0)

          row 1 (sku "a")  sku  "a"  is taken by row 0 of the table  MT0131 primary_key

        help: `merge` updates the rows that are already in the table"#]]
    .assert_eq(&refused.to_string());
    check(&table, &["a bern 1", "b bern 2", "c basel 9"]);
}

#[test]
fn a_key_of_several_stored_rows_is_refused_and_deleted_as_one() {
    let mut table = stock();
    let request = DynWrite::merge().on(["shop"]);
    let refused = table
        .write(rows(&[("x", "bern", 0)]), request.clone())
        .unwrap_err();
    expect![[r#"
        stock: the row breaks a rule (1 violation)

          row 0 (sku "x")  shop  "bern"  is in 2 rows of the table (row 0, row 1): a merge updates one row by a key  MT0133 merge_key

        help: `on_duplicate` says which of two rows of one key a merge keeps"#]].assert_eq(&refused.to_string());
    let outcome = table
        .write(
            rows(&[("x", "bern", 0)]),
            request.strategy(Strategy::DeleteInsert),
        )
        .unwrap();
    assert_eq!((outcome.written.deleted, outcome.written.inserted), (2, 1));
    check(&table, &["c basel 3", "x bern 0"]);
}

#[test]
fn a_null_in_a_key_is_a_violation_unless_it_is_said_what_it_is() {
    let shops = |pieces: i64| {
        batch(&[
            ("sku", DataType::Text, vec!["n".into()]),
            ("shop", DataType::Text, vec![Value::Null]),
            ("pieces", DataType::Int64, vec![pieces.into()]),
        ])
    };
    let by_shop = || DynWrite::merge().on(["shop"]);
    let mut table = stock();
    let refused = table.write(shops(1), by_shop()).unwrap_err();
    expect![[r#"
        stock: the row breaks a rule (1 violation)

          row 0 (sku "n")  shop  null  must have a value: rows are merged by it  MT0133 merge_key"#]].assert_eq(&refused.to_string());

    let outcome = table
        .write(shops(1), by_shop().null_keys(NullKeys::Distinct))
        .unwrap();
    assert_eq!(outcome.written.inserted, 1);
    let outcome = table
        .write(shops(2), by_shop().null_keys(NullKeys::Equal))
        .unwrap();
    assert_eq!(outcome.written.updated, 1);
    check(&table, &["a bern 1", "b bern 2", "c basel 3", "n null 2"]);
}

#[test]
fn duplicates_are_refused_or_one_stands_for_all() {
    let twice = || rows(&[("a", "bern", 7), ("a", "bern", 9), ("a", "bern", 8)]);
    let mut table = stock();
    let refused = table.merge(twice()).unwrap_err();
    expect![[r#"
        stock: 3 of 3 rows break a rule (3 violations; the first row is row 0)

          row 0 (sku "a")  sku  "a"  row 1 has it too  MT0133 merge_key
          row 1 (sku "a")  sku  "a"  row 0 has it too  MT0133 merge_key
          row 2 (sku "a")  sku  "a"  row 0 has it too  MT0133 merge_key

        help: `on_duplicate` says which of two rows of one key a merge keeps"#]]
    .assert_eq(&refused.to_string());
    for (keep, pieces) in [
        (Keep::First, 7),
        (Keep::Last, 8),
        (Keep::MaxBy("pieces".into()), 9),
        (Keep::MinBy("pieces".into()), 7),
    ] {
        let outcome = table
            .write(twice(), DynWrite::merge().on_duplicate(keep))
            .unwrap();
        assert_eq!(outcome.written.deduplicated, 2);
        assert_eq!(table.get(["a"]).unwrap().get("pieces"), Some(pieces.into()));
    }
}

#[test]
fn marked_rows_delete_their_match_and_are_held_to_no_rule() {
    let mut table = stock();
    let marked = batch(&[
        (
            "sku",
            DataType::Text,
            vec!["a".into(), "z".into(), "b".into()],
        ),
        (
            "gone",
            DataType::Bool,
            vec![true.into(), true.into(), false.into()],
        ),
    ]);
    let outcome = table
        .write(marked, DynWrite::merge().hard_delete("gone"))
        .unwrap();
    assert_eq!(
        outcome.written.to_string(),
        "3 rows in: 1 unchanged, 1 deleted, 2 delete markers"
    );
    check(&table, &["b bern 2", "c basel 3"]);
}

#[test]
fn rows_that_cannot_be_merged_are_put_aside_on_request() {
    let mut table = stock();
    let request = DynWrite::merge().on_violation(OnViolation::Quarantine);
    let outcome = table
        .write(
            rows(&[("a", "bern", 7), ("d", "bern", 1), ("a", "bern", 8)]),
            request,
        )
        .unwrap();
    assert_eq!(
        (outcome.written.inserted, outcome.written.quarantined),
        (1, 2)
    );
    assert_eq!(outcome.quarantine.positions, [0, 2]);
    check(&table, &["a bern 1", "b bern 2", "c basel 3", "d bern 1"]);
}

#[test]
fn a_clash_that_is_known_only_once_a_later_row_is_refused_is_told_too() {
    let columns = ["sku", "shop", "pieces"].map(|name| match name {
        "pieces" => Column::new(name, DataType::Int64),
        _ => Column::new(name, DataType::Text),
    });
    let schema = columns
        .into_iter()
        .fold(Schema::new("stock"), |schema, column| {
            schema.with_column(column)
        });
    let schema = schema.with_primary_key(["sku"]);
    let schema = schema.with_unique(["shop"]).with_unique(["pieces"]);
    let mut table = DynTable::new(schema).unwrap();
    let three = rows(&[("a", "bern", 1), ("b", "basel", 2), ("c", "biel", 3)]);
    let _ = table.append(three).unwrap();
    // The first takes a shop that the second gives up, and pieces that nobody does; the second may not give it up.
    let taking = rows(&[("a", "basel", 3), ("b", "biel", 2)]);
    let request = DynWrite::merge().on_violation(OnViolation::Quarantine);
    let outcome = table.write(taking, request).unwrap();
    expect![[r#"
        stock: 2 of 2 rows break a rule (3 violations; the first row is row 0)

          row 0 (sku "a")  shop    "basel"  is taken by row 1 of the table (sku "b")  MT0132 unique
          row 0 (sku "a")  pieces  3        is taken by row 2 of the table (sku "c")  MT0132 unique
          row 1 (sku "b")  shop    "biel"   is taken by row 2 of the table (sku "c")  MT0132 unique"#]].assert_eq(&outcome.quarantine.report.to_string());
    check(&table, &["a bern 1", "b basel 2", "c biel 3"]);
}

#[test]
fn columns_that_are_not_there_are_told_with_the_nearest_name() {
    let mut table = stock();
    let errors = [
        table
            .merge_on(["skv"], rows(&[("a", "bern", 1)]))
            .unwrap_err()
            .to_string(),
        table
            .write(
                rows(&[("a", "bern", 1)]),
                DynWrite::merge().on_duplicate(Keep::MaxBy("piece".into())),
            )
            .unwrap_err()
            .to_string(),
        table.filter("pices > 1").unwrap_err().to_string(),
        table.filter("pieces > \"1\"").unwrap_err().to_string(),
        table.filter("pieces >").unwrap_err().to_string(),
        table.select(["shp"]).unwrap_err().to_string(),
    ];
    expect![[r#"
        stock has no column `skv`; did you mean `sku`? (it has `sku`, `shop`, `pieces`)
        the batch for `stock` has no column `piece`; did you mean `pieces`? (it has `sku`, `shop`, `pieces`)
        stock has no column `pices`; did you mean `pieces`? (it has `sku`, `shop`, `pieces`)
        stock cannot be filtered by "1": `pieces` holds int64
        expected a column or a value at the end of `pieces >`
        stock has no column `shp`; did you mean `shop`? (it has `sku`, `shop`, `pieces`)"#]].assert_eq(&errors.join("\n"));
}

#[test]
fn cells_are_kept_where_their_own_row_has_none_whatever_goes_aside_before_it() {
    let shops = rows(&[("x", "bern", 8), ("x", "biel", 9)]);
    let pieces = batch(&[
        ("sku", DataType::Text, vec!["a".into(), "b".into()]),
        ("pieces", DataType::Int64, vec![5.into(), 6.into()]),
    ]);
    let mut table = stock();
    let request = DynWrite::merge().on_duplicate(Keep::Last);
    let outcome = table.write(vec![shops, pieces], request).unwrap();
    assert_eq!(outcome.written.deduplicated, 1);
    check(&table, &["a bern 5", "b bern 6", "c basel 3", "x biel 9"]);
}

#[test]
fn which_of_two_rows_stands_does_not_depend_on_rows_that_went_aside_before() {
    let pieces = ["none", "5", "1", "7"].map(Value::from).to_vec();
    let rows = batch(&[
        ("sku", DataType::Text, vec!["a".into(); 4]),
        ("pieces", DataType::Text, pieces),
    ]);
    for (keep, expected) in [
        (Keep::First, 5),
        (Keep::Last, 7),
        (Keep::MaxBy("pieces".into()), 7),
        (Keep::MinBy("pieces".into()), 1),
    ] {
        let mut table = stock();
        let request = DynWrite::merge()
            .on_duplicate(keep)
            .contract(Contract::new().types(OnChange::DiscardRow));
        let outcome = table.write(rows.clone(), request).unwrap();
        assert_eq!(outcome.quarantine.positions, [0]);
        assert_eq!(outcome.written.deduplicated, 2);
        let stored = table.get(["a"]).unwrap();
        assert_eq!(stored.get("pieces"), Some(expected.into()));
    }
}

#[test]
fn a_null_in_a_unique_column_meets_the_stored_null_where_nulls_are_equal() {
    let schema = Schema::new("shops")
        .with_column(Column::new("code", DataType::Text).nullable())
        .with_column(Column::new("pieces", DataType::Int64))
        .with_unique(["code"]);
    let row = |pieces: i64| {
        batch(&[
            ("code", DataType::Text, vec![Value::Null]),
            ("pieces", DataType::Int64, vec![pieces.into()]),
        ])
    };
    let mut table = DynTable::new(schema).unwrap();
    let _ = table.append(row(1)).unwrap();
    let request = DynWrite::merge().on(["code"]);
    let outcome = table
        .write(row(2), request.clone().null_keys(NullKeys::Equal))
        .unwrap();
    assert_eq!(outcome.written.updated, 1);
    let outcome = table
        .write(row(3), request.null_keys(NullKeys::Distinct))
        .unwrap();
    assert_eq!(outcome.written.inserted, 1);
    check(&table, &["null 2", "null 3"]);
}

#[test]
fn rows_are_not_matched_by_floats_and_what_only_inserts_deletes_nothing() {
    let schema = Schema::new("points")
        .with_column(Column::new("id", DataType::Int64))
        .with_column(Column::new("x", DataType::Float64))
        .with_primary_key(["id"]);
    let row = || {
        batch(&[
            ("id", DataType::Int64, vec![1.into()]),
            ("x", DataType::Float64, vec![0.5.into()]),
        ])
    };
    let mut table = DynTable::new(schema).unwrap();
    let by_float = table.merge_on(["x"], row()).unwrap_err();
    let deleting = DynWrite::merge()
        .strategy(Strategy::InsertOnly)
        .hard_delete("x");
    let deleting = table.write(row(), deleting).unwrap_err();
    expect![[r#"
        points cannot be merged by `x`: it is float64, and a key has no floats
        a merge that only inserts leaves matched rows alone, so it deletes none: leave `hard_delete` out, or take another strategy"#]].assert_eq(&format!("{by_float}\n{deleting}"));
    assert!(table.is_empty());
}

#[test]
fn one_report_tells_of_rows_that_share_a_key_and_of_others_that_clash() {
    let schema = Schema::new("stock")
        .with_column(Column::new("sku", DataType::Text))
        .with_column(Column::new("shop", DataType::Text))
        .with_primary_key(["sku"])
        .with_unique(["shop"]);
    let row = |rows: &[(&'static str, &'static str)]| {
        let (skus, shops) = rows
            .iter()
            .map(|(sku, shop)| (Value::from(*sku), Value::from(*shop)))
            .unzip();
        batch(&[
            ("sku", DataType::Text, skus),
            ("shop", DataType::Text, shops),
        ])
    };
    let mut table = DynTable::new(schema).unwrap();
    let _ = table.append(row(&[("a", "bern")])).unwrap();
    let refused = table
        .merge(row(&[("b", "biel"), ("c", "bern"), ("b", "chur")]))
        .unwrap_err();
    expect![[r#"
        stock: 3 of 3 rows break a rule (3 violations; the first row is row 0)

          row 0 (sku "b")  sku   "b"     row 2 has it too                          MT0133 merge_key
          row 1 (sku "c")  shop  "bern"  is taken by row 0 of the table (sku "a")  MT0132 unique
          row 2 (sku "b")  sku   "b"     row 0 has it too                          MT0133 merge_key

        help: `on_duplicate` says which of two rows of one key a merge keeps"#]]
    .assert_eq(&refused.to_string());
}

#[test]
fn a_row_with_nan_where_nan_is_stored_is_unchanged() {
    let schema = Schema::new("points")
        .with_column(Column::new("id", DataType::Int64))
        .with_column(Column::new("x", DataType::Float64).nullable())
        .with_column(Column::new("y", DataType::Float32).nullable())
        .with_primary_key(["id"]);
    let row = |x: f64, y: f32| {
        batch(&[
            ("id", DataType::Int64, vec![1.into()]),
            ("x", DataType::Float64, vec![x.into()]),
            ("y", DataType::Float32, vec![y.into()]),
        ])
    };
    let mut table = DynTable::new(schema).unwrap();
    let _ = table.append(row(f64::NAN, f32::NAN)).unwrap();
    let outcome = table.merge(row(f64::NAN, f32::NAN)).unwrap();
    assert_eq!(outcome.written.unchanged, 1);
    let outcome = table.merge(row(f64::NAN, 1.0)).unwrap();
    assert_eq!(outcome.written.updated, 1);
}

#[test]
fn a_rule_is_told_of_the_row_that_breaks_it_wherever_updates_and_inserts_stand() {
    let schema = Schema::new("stock")
        .with_column(Column::new("sku", DataType::Text))
        .with_column(Column::new("shop", DataType::Text).with_rule(Rule::NonBlank))
        .with_column(Column::new("pieces", DataType::Int64))
        .with_primary_key(["sku"]);
    let mut table = DynTable::new(schema).unwrap();
    let _ = table.append(rows(&[("a", "bern", 1)])).unwrap();
    let refused = table
        .merge(rows(&[
            ("b", "bern", 1),
            ("c", " ", 1),
            ("a", "biel", 1),
            ("d", " ", 1),
        ]))
        .unwrap_err();
    expect![[r#"
        stock: 2 of 4 rows break a rule (2 violations; the first row is row 0)

          row 1 (sku "c")  shop  " "  must not be blank  MT0110 non_blank
          row 3 (sku "d")  shop  " "  must not be blank  MT0110 non_blank"#]]
    .assert_eq(&refused.to_string());
}

#[test]
fn rows_of_a_batch_without_the_marker_are_not_marked() {
    let marked = batch(&[
        ("sku", DataType::Text, vec!["c".into()]),
        ("gone", DataType::Bool, vec![true.into()]),
    ]);
    let mut table = stock();
    let outcome = table
        .write(
            vec![rows(&[("a", "bern", 7), ("b", "bern", 8)]), marked],
            DynWrite::merge().hard_delete("gone"),
        )
        .unwrap();
    assert_eq!((outcome.written.updated, outcome.written.deleted), (2, 1));
    check(&table, &["a bern 7", "b bern 8"]);
}

#[test]
fn a_batch_with_two_columns_of_one_name_is_refused() {
    let twice = batch(&[
        ("sku", DataType::Text, vec!["a".into()]),
        ("shop", DataType::Text, vec!["bern".into()]),
        ("shop", DataType::Text, vec!["biel".into()]),
    ]);
    let mut table = stock();
    let refused = table.merge(twice).unwrap_err();
    expect!["the rows for stock have two columns `shop`: rename one"]
        .assert_eq(&refused.to_string());
    check(&table, &["a bern 1", "b bern 2", "c basel 3"]);
}

#[test]
fn rows_with_a_null_are_no_duplicates_where_nulls_are_distinct() {
    let rows = || {
        batch(&[
            ("sku", DataType::Text, vec!["x".into(), "y".into()]),
            ("shop", DataType::Text, vec![Value::Null, Value::Null]),
            ("pieces", DataType::Int64, vec![1.into(), 2.into()]),
        ])
    };
    let by_shop = |nulls| DynWrite::merge().on(["shop"]).null_keys(nulls);
    let mut table = stock();
    assert!(table.write(rows(), by_shop(NullKeys::Equal)).is_err());
    let outcome = table.write(rows(), by_shop(NullKeys::Distinct)).unwrap();
    assert_eq!(outcome.written.inserted, 2);
}

#[test]
fn a_key_column_that_is_named_twice_is_told_once() {
    let twice = || rows(&[("x", "bern", 7), ("y", "bern", 8)]);
    let refused = |columns: &[&str]| {
        let columns = columns.iter().copied();
        stock().merge_on(columns, twice()).unwrap_err().to_string()
    };
    assert_eq!(refused(&["shop", "shop"]), refused(&["shop"]));
}
