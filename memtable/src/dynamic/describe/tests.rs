use expect_test::expect;

use crate::dynamic::DynTable;
use crate::schema::Value;

#[test]
fn a_description_says_what_is_in_each_column() {
    let csv = b"id,town,height,founded,open\n\
        1,Bern,542.0,1191-01-01,true\n\
        2,Zug,425.5,1242-01-01,true\n\
        3,Chur,593.0,,false\n\
        4,Bern,NaN,1191-01-01,true\n";
    let table = DynTable::from_csv(csv).unwrap();
    let description = table.describe().unwrap();
    expect![[r#"
        data: 4 rows
        ╭─────────┬─────────┬───────┬──────────┬────────────┬──────────────────────────────────┬────────────┬───────┬────────────┬────────────────╮
        │ column  │ type    │ nulls │ distinct │        min │                        quartiles │        max │  mean │ spread     │ most frequent  │
        ├─────────┼─────────┼───────┼──────────┼────────────┼──────────────────────────────────┼────────────┼───────┼────────────┼────────────────┤
        │ id      │ int64   │     0 │        4 │          1 │                            1 2 3 │          4 │ 2.500 │ █  █  █  █ │                │
        │ town    │ text    │     0 │        3 │       Bern │                                  │        Zug │       │            │ Bern (2)       │
        │ height  │ float64 │     0 │        4 │      425.5 │                425.5 542.0 593.0 │        NaN │   NaN │ █     █  █ │                │
        │ founded │ date    │     1 │        2 │ 1191-01-01 │ 1191-01-01 1191-01-01 1242-01-01 │ 1242-01-01 │       │ █        ▄ │ 1191-01-01 (2) │
        │ open    │ bool    │     0 │        2 │      false │                                  │       true │       │            │ true (3)       │
        ╰─────────┴─────────┴───────┴──────────┴────────────┴──────────────────────────────────┴────────────┴───────┴────────────┴────────────────╯"#]].assert_eq(&description.to_string());
    let height = &description.columns[2];
    assert!(height.mean.is_some_and(f64::is_nan));
    assert_eq!(height.max, Value::from(f64::NAN));
    assert_eq!(height.histogram.iter().map(|bin| bin.n).sum::<u64>(), 3);
}

#[test]
fn an_empty_table_and_a_column_of_nulls_are_described() {
    let table = DynTable::from_csv(b"a,b\n").unwrap();
    assert_eq!(table.describe().unwrap().columns[0].min, Value::Null);
    let table = DynTable::from_csv(b"a,b\n,1\n").unwrap();
    let description = table.describe().unwrap();
    assert_eq!(
        (
            description.columns[0].n_nulls,
            description.columns[0].n_distinct
        ),
        (1, 0)
    );
    assert_eq!(
        description.columns[1].quartiles,
        Some([1, 1, 1].map(Value::from))
    );
}

#[test]
fn quartiles_are_values_of_nearest_rank_and_bins_have_every_value() {
    let csv: Vec<String> = (1..=100).map(|n| format!("{n}\n")).collect();
    let table = DynTable::from_csv(format!("n\n{}", csv.concat()).as_bytes()).unwrap();
    let column = table.describe().unwrap().columns.remove(0);
    assert_eq!(column.quartiles, Some([25, 50, 75].map(Value::from)));
    assert_eq!(column.mean, Some(50.5));
    assert!(column.histogram.iter().all(|bin| bin.n == 10));
    assert!(column.most_frequent.is_empty());
}
