#![expect(
    clippy::needless_pass_by_value,
    clippy::too_many_lines,
    clippy::fn_params_excessive_bools,
    reason = "cases are made where they are told, and a match over all types is long"
)]

use std::sync::Arc;

use arrow_array::builder::{ListBuilder, StringBuilder, StringDictionaryBuilder};
use arrow_array::types::{Int8Type, Int32Type};
use arrow_array::{
    Array, ArrayRef, Date32Array, Date64Array, Decimal128Array, Decimal256Array,
    FixedSizeListArray, Int32Array, LargeStringArray, RunArray, StringArray, StringViewArray,
    Time32SecondArray, TimestampMicrosecondArray, TimestampMillisecondArray, TimestampSecondArray,
};
use arrow_buffer::i256;
use arrow_schema::DataType as ArrowType;
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, TimeDelta};
use expect_test::{Expect, expect};
use proptest::prelude::*;
use proptest::strategy::ValueTree;

use crate::dynamic::arrow_type::{self, common, fits, meaning};
use crate::dynamic::cell::{Cells, adopt, array, value, widen};
use crate::schema::{Column, DataType, Decimal, Shared, Value};

fn leaf_type() -> impl Strategy<Value = DataType> {
    prop::sample::select(vec![
        DataType::Null,
        DataType::Bool,
        DataType::Int8,
        DataType::Int16,
        DataType::Int32,
        DataType::Int64,
        DataType::Int128,
        DataType::UInt8,
        DataType::UInt16,
        DataType::UInt32,
        DataType::UInt64,
        DataType::UInt128,
        DataType::Float32,
        DataType::Float64,
        DataType::Decimal,
        DataType::Char,
        DataType::Text,
        DataType::Bytes,
        DataType::Date,
        DataType::Time,
        DataType::DateTime,
        DataType::Timestamp { with_offset: false },
        DataType::Timestamp { with_offset: true },
        DataType::Duration,
        DataType::Uuid,
        DataType::Json,
        DataType::Enum(vec!["free".into(), "pro".into()].into()),
    ])
}

fn any_type() -> impl Strategy<Value = DataType> {
    leaf_type().prop_recursive(3, 8, 3, |inner| {
        let list = (inner.clone(), any::<bool>()).prop_map(|(element, nullable)| {
            let nullable = nullable || element == DataType::Null;
            DataType::List {
                element: Shared::from(element),
                nullable,
            }
        });
        let parts = prop::collection::vec((inner, any::<bool>()), 0..3);
        let structs = parts.prop_map(|parts| {
            let columns = parts
                .into_iter()
                .enumerate()
                .map(|(place, (part, nullable))| {
                    let nullable = nullable || part == DataType::Null;
                    Column {
                        nullable,
                        ..Column::new(format!("c{place}"), part)
                    }
                });
            DataType::Struct(columns.collect())
        });
        prop_oneof![list, structs]
    })
}

/// Values of the type that Arrow holds together.
fn value_of(data_type: &DataType) -> BoxedStrategy<Value> {
    let moments = -8_000_000_000_000_000_000_i64..8_000_000_000_000_000_000;
    let moment = moments.prop_map(DateTime::from_timestamp_nanos);
    match data_type {
        DataType::Null => Just(Value::Null).boxed(),
        DataType::Bool => any::<bool>().prop_map(Value::from).boxed(),
        DataType::Int8 => any::<i8>().prop_map(Value::from).boxed(),
        DataType::Int16 => any::<i16>().prop_map(Value::from).boxed(),
        DataType::Int32 => any::<i32>().prop_map(Value::from).boxed(),
        DataType::Int64 => any::<i64>().prop_map(Value::from).boxed(),
        DataType::Int128 => any::<i128>().prop_map(Value::from).boxed(),
        DataType::UInt8 => any::<u8>().prop_map(Value::from).boxed(),
        DataType::UInt16 => any::<u16>().prop_map(Value::from).boxed(),
        DataType::UInt32 => any::<u32>().prop_map(Value::from).boxed(),
        DataType::UInt64 => any::<u64>().prop_map(Value::from).boxed(),
        DataType::UInt128 => any::<u128>().prop_map(Value::from).boxed(),
        DataType::Float32 => any::<f32>().prop_map(Value::from).boxed(),
        DataType::Float64 => any::<f64>().prop_map(Value::from).boxed(),
        DataType::Decimal => (any::<i128>(), 0_u32..30)
            .prop_map(|(digits, scale)| Value::Decimal(Decimal { digits, scale }))
            .boxed(),
        DataType::Char => any::<char>().prop_map(Value::from).boxed(),
        DataType::Text => any::<String>().prop_map(Value::from).boxed(),
        DataType::Bytes => any::<Vec<u8>>().prop_map(Value::from).boxed(),
        DataType::Date => (-90_000_000_i32..90_000_000)
            .prop_map(|days| Value::from(NaiveDate::from_epoch_days(days).unwrap()))
            .boxed(),
        DataType::Time => (0..86_400_u32, 0..1_000_000_000_u32)
            .prop_map(|(seconds, nanos)| {
                Value::from(NaiveTime::from_num_seconds_from_midnight_opt(seconds, nanos).unwrap())
            })
            .boxed(),
        DataType::DateTime => moment
            .prop_map(|moment| Value::from(moment.naive_utc()))
            .boxed(),
        DataType::Timestamp { with_offset: false } => moment.prop_map(Value::from).boxed(),
        DataType::Timestamp { with_offset: true } => (moment, -1439..1440)
            .prop_map(|(moment, minutes)| {
                let offset = FixedOffset::east_opt(minutes * 60).unwrap();
                Value::from(moment.with_timezone(&offset))
            })
            .boxed(),
        DataType::Duration => any::<i64>()
            .prop_map(|nanos| Value::from(TimeDelta::nanoseconds(nanos)))
            .boxed(),
        DataType::Uuid => any::<u128>().prop_map(Value::Uuid).boxed(),
        DataType::Json => any::<i32>()
            .prop_map(|json| Value::Json(json.to_string().into()))
            .boxed(),
        DataType::Enum(names) => prop::sample::select(names.to_vec())
            .prop_map(Value::from)
            .boxed(),
        DataType::List { element, nullable } => {
            let element = nullable_value(element, *nullable);
            prop::collection::vec(element, 0..4)
                .prop_map(Value::List)
                .boxed()
        }
        DataType::Struct(columns) => {
            let names: Vec<_> = columns.iter().map(|column| column.name.clone()).collect();
            let values: Vec<_> = columns
                .iter()
                .map(|column| nullable_value(&column.data_type, column.nullable))
                .collect();
            values
                .prop_map(move |values| Value::Struct(names.iter().cloned().zip(values).collect()))
                .boxed()
        }
    }
}

fn nullable_value(data_type: &DataType, nullable: bool) -> BoxedStrategy<Value> {
    if nullable {
        prop_oneof![1 => Just(Value::Null), 4 => value_of(data_type)].boxed()
    } else {
        value_of(data_type)
    }
}

fn column_and_values() -> impl Strategy<Value = (Column, Vec<Value>)> {
    any_type().prop_flat_map(|data_type| {
        let values = prop::collection::vec(nullable_value(&data_type, true), 0..12);
        values.prop_map(move |values| (Column::new("c", data_type.clone()).nullable(), values))
    })
}

/// Offsets too, which equality passes over.
fn is_same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Timestamp(left), Value::Timestamp(right)) => {
            left == right && left.offset() == right.offset()
        }
        (left, right) => left == right,
    }
}

proptest! {
    #[test]
    fn values_come_back_from_an_array_as_they_were((column, values) in column_and_values()) {
        let made = array(&column, &values).unwrap();
        prop_assert_eq!(made.len(), values.len());
        let cells = Cells::new(&made, &column).unwrap();
        for (row, (found, value)) in cells.iter().zip(&values).enumerate() {
            prop_assert!(is_same(&found, value), "row {}: {} for {}", row, found, value);
            prop_assert_eq!(cells.is_null(row), value.is_null());
        }
    }

    #[test]
    fn the_arrow_type_of_an_array_means_the_type_of_its_column((column, values) in column_and_values()) {
        let made = array(&column, &values).unwrap();
        prop_assert!(fits(made.data_type(), &column.data_type));
        let field = arrow_type::field_as(&column, made.data_type().clone());
        prop_assert_eq!(meaning(&field), Ok(column.data_type.clone()));
        let adopted = adopt(&made, &column).unwrap();
        prop_assert_eq!(adopted.data_type(), made.data_type());
    }

    #[test]
    fn a_part_of_an_array_has_the_values_of_that_part(
        (column, values) in column_and_values(),
        start in 0..12_usize,
    ) {
        let start = start.min(values.len());
        let part = array(&column, &values).unwrap().slice(start, values.len() - start);
        let found: Vec<Value> = Cells::new(&part, &column).unwrap().iter().collect();
        prop_assert_eq!(&found, &values[start..]);
    }

    #[test]
    fn batches_of_one_column_have_a_common_type_that_changes_no_value(
        data_type in any_type(),
        seed in any::<prop::sample::Index>(),
    ) {
        let column = Column::new("c", data_type.clone()).nullable();
        let mut runner = proptest::test_runner::TestRunner::deterministic();
        let strategy = prop::collection::vec(nullable_value(&data_type, true), 1..6);
        let batches: Vec<Vec<Value>> = (0..2 + seed.index(3))
            .map(|_| strategy.new_tree(&mut runner).unwrap().current())
            .collect();
        let arrays: Vec<ArrayRef> = batches.iter().map(|values| array(&column, values).unwrap()).collect();
        let of_all = arrays.iter().skip(1).try_fold(arrays[0].data_type().clone(), |all, array| {
            common(&all, array.data_type())
        });
        let Some(of_all) = of_all else {
            prop_assert!(format!("{data_type}").contains("decimal"), "{}", data_type);
            return Ok(());
        };
        for (values, array) in batches.iter().zip(&arrays) {
            match widen(array, &column, &of_all) {
                Ok(widened) => {
                    prop_assert_eq!(widened.data_type(), &of_all);
                    let found: Vec<Value> = Cells::new(&widened, &column).unwrap().iter().collect();
                    prop_assert_eq!(&found, values);
                }
                Err(fault) => prop_assert!(fault.problem.contains("cannot hold it"), "{}", fault),
            }
        }
    }
}

fn values_of(array: ArrayRef, data_type: DataType) -> Vec<String> {
    let column = Column::new("c", data_type).nullable();
    let cells = Cells::new(&array, &column).unwrap();
    cells.iter().map(|value| value.to_string()).collect()
}

#[test]
fn encodings_mean_what_they_encode() {
    let texts = ["a", "b", "a"];
    let mut dictionary = StringDictionaryBuilder::<Int8Type>::new();
    for text in texts {
        dictionary.append_value(text);
    }
    let runs = RunArray::<Int32Type>::try_new(
        &Int32Array::from(vec![1, 2, 3]),
        &StringArray::from(texts.to_vec()),
    );
    let arrays: [ArrayRef; 4] = [
        Arc::new(dictionary.finish()),
        Arc::new(runs.unwrap()),
        Arc::new(LargeStringArray::from(texts.to_vec())),
        Arc::new(StringViewArray::from(texts.to_vec())),
    ];
    for array in arrays {
        assert_eq!(values_of(array, DataType::Text), texts);
    }
}

#[test]
fn a_null_behind_a_dictionary_is_a_null() {
    let keys = arrow_array::Int8Array::from(vec![0, 1]);
    let values = StringArray::from(vec![None, Some("b")]);
    let array = arrow_array::DictionaryArray::new(keys, Arc::new(values));
    assert_eq!(values_of(Arc::new(array), DataType::Text), ["null", "b"]);
}

#[test]
fn coarse_units_become_finer_ones() {
    let time: ArrayRef = Arc::new(Time32SecondArray::from(vec![3661]));
    assert_eq!(values_of(time, DataType::Time), ["01:01:01"]);
    let moment: ArrayRef = Arc::new(TimestampMillisecondArray::from(vec![-1]));
    assert_eq!(
        values_of(moment, DataType::DateTime),
        ["1969-12-31T23:59:59.999"]
    );
    let day: ArrayRef = Arc::new(Date64Array::from(vec![86_400_000]));
    assert_eq!(values_of(day, DataType::Date), ["1970-01-02"]);
}

#[test]
fn a_zone_of_one_offset_gives_it_to_each_instant() {
    let moments = TimestampSecondArray::from(vec![Some(0), None]).with_timezone("+02:00");
    let field = arrow_schema::Field::new("c", moments.data_type().clone(), true);
    let with_offset = DataType::Timestamp { with_offset: true };
    assert_eq!(meaning(&field), Ok(with_offset.clone()));
    let values = values_of(Arc::new(moments), with_offset);
    assert_eq!(values, ["1970-01-01T02:00:00+02:00", "null"]);
}

#[test]
fn decimals_with_zeros_before_the_point_have_them() {
    let thousands = Decimal128Array::from(vec![12]).with_precision_and_scale(5, -3);
    let array: ArrayRef = Arc::new(thousands.unwrap());
    assert_eq!(values_of(array, DataType::Decimal), ["12000"]);
}

#[test]
fn lists_of_one_length_are_lists() {
    let lists = FixedSizeListArray::from_iter_primitive::<Int32Type, _, _>(
        vec![Some(vec![Some(1), None]), None],
        2,
    );
    let list = DataType::List {
        element: Shared::from(DataType::Int32),
        nullable: true,
    };
    assert_eq!(values_of(Arc::new(lists), list), ["[1, null]", "null"]);
}

#[track_caller]
fn refused(array: ArrayRef, data_type: DataType, message: Expect) {
    let column = Column::new("c", data_type).nullable();
    let fault = adopt(&array, &column).unwrap_err();
    message.assert_eq(&fault.to_string());
    let alone = value(&array, &column, fault.row).unwrap_err();
    assert_eq!(alone.row, fault.row);
}

#[test]
fn what_no_value_stands_for_is_refused() {
    refused(
        Arc::new(Date32Array::from(vec![0, i32::MAX])),
        DataType::Date,
        expect![[r#"row 1: c 2147483647: is no date between the years -262143 and 262142"#]],
    );
    refused(
        Arc::new(TimestampMicrosecondArray::from(vec![0, i64::MIN])),
        DataType::DateTime,
        expect![[
            r#"row 1: c -9223372036854775808: is no moment between the years -262143 and 262142"#
        ]],
    );
    refused(
        Arc::new(TimestampSecondArray::from(vec![0, i64::MAX])),
        DataType::DateTime,
        expect![
            "row 1: c ERROR: Cast error: Failed to convert 9223372036854775807 to datetime for Timestamp(s): Timestamp(µs) cannot hold it"
        ],
    );
    refused(
        Arc::new(Date64Array::from(vec![0, 1])),
        DataType::Date,
        expect![
            "row 1: c 1970-01-01T00:00:00.001: is no whole day: cast the column to a timestamp before"
        ],
    );
    refused(
        Arc::new(Decimal256Array::from(vec![i256::ONE, i256::MAX])),
        DataType::Decimal,
        expect![
            "row 1: c 578960446186580977117854925043439539266349923328202820197287920039.5656481996: has more digits than 128 bits hold: cast the column to text before"
        ],
    );
    refused(
        Arc::new(Int32Array::from(vec![1])),
        DataType::Int64,
        expect!["row 0: c 1: the array is Int32, which holds no int64"],
    );
}

#[test]
fn a_fault_names_the_way_down_to_the_value() {
    let mut lists = ListBuilder::new(arrow_array::builder::Date32Builder::new());
    lists.append_value([Some(1), Some(2)]);
    lists.append_value([Some(3), Some(i32::MAX)]);
    let list = DataType::List {
        element: Shared::from(DataType::Date),
        nullable: true,
    };
    refused(
        Arc::new(lists.finish()),
        list,
        expect!["row 1: c[1] 2147483647: is no date between the years -262143 and 262142"],
    );
}

#[track_caller]
fn unmade(data_type: DataType, values: &[Value], message: Expect) {
    let fault = array(&Column::new("c", data_type), values).unwrap_err();
    message.assert_eq(&fault.to_string());
}

#[test]
fn what_no_array_holds_is_refused() {
    let time = |hour, minute, second, milli| {
        NaiveTime::from_hms_milli_opt(hour, minute, second, milli).unwrap()
    };
    unmade(
        DataType::Time,
        &[time(1, 2, 3, 4).into(), time(23, 59, 59, 1500).into()],
        expect!["row 1: c 23:59:60.500: is a leap second, which no count of time holds"],
    );
    let far = NaiveDate::MAX.and_time(NaiveTime::MIN);
    let fine = NaiveDate::from_ymd_opt(2026, 1, 31)
        .unwrap()
        .and_time(NaiveTime::MIN);
    unmade(
        DataType::DateTime,
        &[far.into(), (fine + TimeDelta::nanoseconds(1)).into()],
        expect![
            "row 1: c 2026-01-31T00:00:00.000000001: needs another unit of time than the rest of the column: nanoseconds reach 292 years from 1970 alone"
        ],
    );
    let decimal = |digits, scale| Value::Decimal(Decimal { digits, scale });
    unmade(
        DataType::Decimal,
        &[decimal(i128::MAX, 0), decimal(1, 38)],
        expect![
            "row 1: c 0.00000000000000000000000000000000000001: has 38 places, beside 39 digits before the point in the column: a column of decimals has room for 76 in all"
        ],
    );
    unmade(
        DataType::Struct(vec![Column::new("city", DataType::Text)].into()),
        &[Value::Struct(vec![("city".into(), Value::from(7))])],
        expect!["row 0: c.city 7: is no text"],
    );
    let odd = FixedOffset::east_opt(3601).unwrap();
    unmade(
        DataType::Timestamp { with_offset: true },
        &[DateTime::UNIX_EPOCH.with_timezone(&odd).into()],
        expect![
            "row 0: c 1970-01-01T01:00:01+01:00: has seconds in its offset, and minutes are held alone"
        ],
    );
}

#[test]
fn zeros_at_the_end_of_a_decimal_are_given_up_before_a_number_is() {
    let padded = Value::Decimal(Decimal {
        digits: 10_i128.pow(38),
        scale: 38,
    });
    let great = Value::Decimal(Decimal {
        digits: i128::MAX,
        scale: 0,
    });
    let column = Column::new("c", DataType::Decimal);
    let made = array(&column, &[padded.clone(), great.clone()]).unwrap();
    assert_eq!(*made.data_type(), ArrowType::Decimal256(39, 0));
    let found: Vec<Value> = Cells::new(&made, &column).unwrap().iter().collect();
    assert_eq!(found, [padded, great]);
}

#[test]
fn maps_are_lists_of_structs() {
    let mut map = arrow_array::builder::MapBuilder::new(
        None,
        StringBuilder::new(),
        arrow_array::builder::Int32Builder::new(),
    );
    map.keys().append_value("a");
    map.values().append_value(1);
    map.append(true).unwrap();
    let map = map.finish();
    let field = arrow_schema::Field::new("c", map.data_type().clone(), false);
    let data_type = meaning(&field).unwrap();
    let values = values_of(Arc::new(map), data_type);
    assert_eq!(values, [r#"[{keys: "a", values: 1}]"#]);
}
