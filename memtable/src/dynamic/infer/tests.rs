#![allow(
    clippy::too_many_lines,
    reason = "cases in a row are a table, not a program"
)]

use proptest::prelude::*;

use crate::dynamic::infer::{
    ColumnInference, Element, Facts, Formats, Inference, OnMixed, Part, Policy, Seen, Syntax,
    Target,
};
use crate::schema::DataType;

fn policy() -> Policy {
    Policy {
        syntax: Syntax::Cells,
        formats: Formats::default(),
        widen_dates: false,
        naive_is_utc: false,
    }
}

fn infer(cells: &[impl AsRef<str>], policy: &Policy) -> ColumnInference {
    let mut seen = Seen::default();
    for (row, cell) in (0..).zip(cells) {
        match cell.as_ref() {
            "" => seen.note_null(row),
            text => {
                seen.note(Facts::of_cell(text, &policy.formats), (row, text));
            }
        }
    }
    let target = policy.decide(&seen.facts);
    ColumnInference::new("c".into(), (&seen, &target), policy)
}

fn type_of(cells: &[impl AsRef<str>], policy: &Policy) -> String {
    infer(cells, policy).data_type.to_string()
}

#[test]
fn values_make_the_types_of_the_table_of_the_design() {
    let huge = "9".repeat(38);
    let vast = "9".repeat(39);
    let cases: &[(&[&str], &str)] = &[
        (&[], "null"),
        (&["", ""], "null"),
        (&["5", "-3", "0"], "int64"),
        (&["9223372036854775807", "-9223372036854775808"], "int64"),
        (&["9223372036854775808"], "uint64"),
        (&["5", "18446744073709551615"], "uint64"),
        (&["-5", "18446744073709551615"], "decimal"),
        (&["18446744073709551616"], "decimal"),
        (&[&huge], "decimal"),
        (&[&vast], "text"),
        (&["5", "3.5"], "float64"),
        (&["9007199254740992", "0.5"], "float64"),
        (&["9007199254740993", "0.5"], "decimal"),
        (&["9007199254740993", "NaN"], "text"),
        (&["9007199254740993", "1e30"], "decimal"),
        (&["9007199254740993", "1e-30"], "text"),
        (&["true", "False"], "bool"),
        (&["true", "1"], "text"),
        (&["007"], "text"),
        (&["00501"], "text"),
        (&["+5"], "text"),
        (&["1,234"], "text"),
        (&["00.5"], "text"),
        (&[" 5"], "text"),
        (&["5 "], "text"),
        (&["-"], "text"),
        (&["."], "text"),
        (&["1e"], "text"),
        (&["0x10"], "text"),
        (&["-0"], "float64"),
        (&["1e5"], "float64"),
        (&[".5", "-.5", "5."], "float64"),
        (&["NaN", "inf", "-inf"], "float64"),
        (&["1e400"], "text"),
        (&["-1e400"], "text"),
        (&["1e-400"], "text"),
        (&["0e-400"], "float64"),
        (&["2024-02-29"], "date"),
        (&["2024-02-30"], "text"),
        (&["2024-02-29", "5"], "text"),
        (&["12:30", "23:59:59.123456789"], "time"),
        (&["24:00"], "text"),
        (&["23:59:60"], "text"),
        (&["2024-02-29T12:30", "2024-02-29 12:30:05.25"], "datetime"),
        (&["2024-02-29T12:30:05Z"], "timestamp"),
        (
            &["2024-02-29T12:30:05+02:00", "2024-02-29T12:30:05Z"],
            "timestamp_with_offset",
        ),
        (&["2024-02-29", "2024-02-29T12:30"], "text"),
        (&["2024-02-29T12:30", "2024-02-29T12:30Z"], "text"),
        (&["0001-01-01T00:00"], "datetime"),
        (&["0001-01-01T00:00", "2024-01-01T00:00:00.0000001"], "text"),
        (&["abc"], "text"),
    ];
    for (cells, expected) in cases {
        assert_eq!(type_of(cells, &policy()), *expected, "{cells:?}");
    }
}

#[test]
fn dates_and_naive_times_widen_on_request() {
    let widen = Policy {
        widen_dates: true,
        naive_is_utc: true,
        ..policy()
    };
    let (date, naive, zoned) = ("2024-02-29", "2024-02-29T12:30", "2024-02-29T12:30Z");
    assert_eq!(type_of(&[date, naive], &widen), "datetime");
    assert_eq!(type_of(&[naive, zoned], &widen), "timestamp");
    assert_eq!(type_of(&[date, zoned], &widen), "timestamp");
    assert_eq!(type_of(&[date], &widen), "date");
    assert_eq!(type_of(&[naive], &widen), "datetime");
    assert_eq!(type_of(&[date, "12:30"], &widen), "text");
    for (widen_dates, naive_is_utc) in [(true, false), (false, true)] {
        let half = Policy {
            widen_dates,
            naive_is_utc,
            ..policy()
        };
        assert_eq!(type_of(&[date, zoned], &half), "text");
        let naives = if widen_dates { "datetime" } else { "text" };
        assert_eq!(type_of(&[date, naive], &half), naives);
    }
}

#[test]
fn one_format_reads_all_dates_of_a_column_or_they_are_text() {
    let formats = ["%d/%m/%Y", "%m/%d/%Y"].map(str::to_owned);
    let policy = Policy {
        formats: Formats::new(&formats).unwrap(),
        ..policy()
    };
    assert_eq!(type_of(&["01/02/2024", "13/02/2024"], &policy), "date");
    assert_eq!(type_of(&["01/02/2024", "02/13/2024"], &policy), "date");
    assert_eq!(type_of(&["13/02/2024", "02/13/2024"], &policy), "text");
    assert_eq!(type_of(&["13/02/2024", "2024-02-13"], &policy), "text");
    assert_eq!(type_of(&["2024-02-13"], &policy), "date");
}

#[test]
fn a_format_comes_before_what_else_a_cell_could_be() {
    let with_format = |format: &str| Policy {
        formats: Formats::new(&[format.to_owned()]).unwrap(),
        ..policy()
    };
    assert_eq!(type_of(&["20240229"], &policy()), "int64");
    assert_eq!(type_of(&["20240229"], &with_format("%Y%m%d")), "date");
    assert_eq!(type_of(&["23.59.59"], &with_format("%H.%M.%S")), "time");
    assert_eq!(type_of(&["23.59.60"], &with_format("%H.%M.%S")), "text");
}

#[test]
fn a_format_that_reads_an_offset_keeps_it() {
    for zone in ["%z", "%:z", "%::z", "%:::z", "%#z"] {
        let formats = [format!("%d.%m.%Y %H:%M {zone}")];
        let policy = Policy {
            formats: Formats::new(&formats).unwrap(),
            ..policy()
        };
        let cells = ["29.02.2024 12:30 +02:00"];
        assert_eq!(type_of(&cells, &policy), "timestamp_with_offset", "{zone}");
    }
}

#[test]
fn what_two_formats_read_as_different_kinds_is_read_by_the_first() {
    let formats = ["%Y-%m-%dT%H:%M+02:00".to_owned()];
    let policy = Policy {
        formats: Formats::new(&formats).unwrap(),
        ..policy()
    };
    let (fixed, naive) = ("2024-02-29T12:30+02:00", "2024-02-29T12:30");
    assert_eq!(type_of(&[fixed], &policy), "datetime");
    assert_eq!(type_of(&[fixed, naive], &policy), "text");
}

#[test]
fn as_many_formats_are_tried_as_there_are_bits_for() {
    let formats = |n| vec!["%d.%m.%Y".to_owned(); n];
    assert!(Formats::new(&formats(31)).is_ok());
    assert!(Formats::new(&formats(32)).is_err());
}

#[test]
fn nulls_are_told_by_the_first_row_in_any_order() {
    let mut seen = Seen::default();
    for row in [5, 3, 8] {
        seen.note_null(row);
    }
    assert_eq!(seen.first_null, Some(3));
}

#[test]
fn what_has_no_value_yet_may_be_null() {
    let element = Element {
        target: Target::Null,
        nullable: false,
    };
    let part = Part {
        name: "part".into(),
        target: Target::Null,
        nullable: false,
    };
    let list = Target::List(Box::new(element)).data_type();
    assert_eq!(list.to_string(), "list<null?>");
    let parts = Target::Struct(vec![part]).data_type();
    assert_eq!(parts.to_string(), "struct{part: null?}");
}

#[test]
fn a_decimal_that_is_asked_for_has_no_more_places_than_its_type() {
    let facts = Facts::of_cell(&format!("0.{}1", "0".repeat(50)), &Formats::default());
    assert_eq!(
        Policy::given(&DataType::Decimal, &facts),
        Target::Decimal { scale: 38 }
    );
}

#[test]
fn a_column_explains_its_type() {
    let explain = |cells: &[&str]| infer(cells, &policy()).to_string();
    let cases: &[(&[&str], &str)] = &[
        (&["", ""], "null: there is no value; null since row 0"),
        (&["7"], "int64, since row 0: `7`"),
        (
            &["7", "", "3.5", "4"],
            "float64, since row 2: `3.5`; int64 before; null since row 1",
        ),
        (
            &["7", "3.5", "n/a"],
            "text, since row 2: `n/a`; before that float64, since row 1: `3.5`; int64 before",
        ),
        (
            &["7", "007"],
            "text, since row 1: `007` (a number would lose its leading zero); int64 before",
        ),
        (
            &["2024-02-29", "2024-02-30"],
            "text, since row 1: `2024-02-30` (no calendar has this date); date before",
        ),
        (
            &["0.1", "0.12345678901234567890123"],
            "float64, since row 0: `0.1`; row 1: `0.12345678901234567890123` has more digits than a float keeps; \
             give the column the type decimal, or text, to keep them",
        ),
        (
            &["0.12345678901234567"],
            "float64, since row 0: `0.12345678901234567`",
        ),
        (
            &["0.123456789012345678"],
            "float64, since row 0: `0.123456789012345678`; row 0: `0.123456789012345678` has more digits than a float \
             keeps; give the column the type decimal, or text, to keep them",
        ),
        (
            &["0.500000000000000000000"],
            "float64, since row 0: `0.500000000000000000000`",
        ),
        (
            &["0.123456789012345678", "9007199254740993"],
            "decimal, since row 1: `9007199254740993`; float64 before",
        ),
        (
            &["a text of forty characters, no more, ok."],
            "text, since row 0: `a text of forty characters, no more, ok.`",
        ),
        (
            &["a text of forty characters, and one more."],
            "text, since row 0: `a text of forty characters, and one more…`",
        ),
        (
            &["2024-02-29", "2024-02-29T12:30"],
            "text, since row 1: `2024-02-29T12:30` (dates and dates with times; `widen_dates` reads the dates as their \
             midnight); date before",
        ),
    ];
    for (cells, expected) in cases {
        assert_eq!(explain(cells), *expected);
    }
}

#[test]
fn an_unknown_column_is_answered_with_the_nearest_one() {
    let inference = Inference {
        n_rows: 1,
        columns: vec![infer(&["7"], &policy())],
    };
    let error = inference.explain("cc").unwrap_err();
    assert_eq!(
        error.to_string(),
        "the inference has no column `cc`; did you mean `c`? (it has `c`)"
    );
}

fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        any::<i8>().prop_map(|int| int.to_string()),
        any::<i64>().prop_map(|int| int.to_string()),
        any::<u64>().prop_map(|int| int.to_string()),
        any::<i128>().prop_map(|int| int.to_string()),
        any::<f32>().prop_map(|float| float.to_string()),
        (-1e6..1e6).prop_map(|float| format!("{float:.2}")),
        "[0-9]{1,4}-[0-9]{2}-[0-9]{2}",
        Just("2024-01-01".to_owned()),
        Just("2024-01-01T00:00".to_owned()),
        Just("2024-01-01T00:00Z".to_owned()),
        Just("true".to_owned()),
        "[-+.,0-9eE]{1,6}",
        "[a-z]{1,3}",
    ]
}

fn cells_and_permuted() -> impl Strategy<Value = (Vec<String>, Vec<String>)> {
    proptest::collection::vec(cell(), 0..12)
        .prop_flat_map(|cells| (Just(cells.clone()), Just(cells).prop_shuffle()))
}

fn policies() -> impl Strategy<Value = Policy> {
    (any::<bool>(), any::<bool>()).prop_map(|(widen_dates, naive_is_utc)| Policy {
        widen_dates,
        naive_is_utc,
        ..policy()
    })
}

proptest! {
    #[test]
    fn the_order_of_rows_does_not_matter((cells, permuted) in cells_and_permuted(), policy in policies()) {
        let (left, right) = (infer(&cells, &policy), infer(&permuted, &policy));
        prop_assert_eq!(left.data_type, right.data_type);
        prop_assert_eq!(left.first_null.is_some(), right.first_null.is_some());
    }

    /// Each step is where inference over the rows up to it comes to another type than over those before.
    #[test]
    fn the_steps_are_where_the_type_changes(cells in proptest::collection::vec(cell(), 0..12), policy in policies()) {
        let mut expected = Vec::new();
        let mut before = "null".to_owned();
        for row in 0..cells.len() {
            let after = type_of(&cells[..=row], &policy);
            if after != before {
                expected.push((row as u64, after.clone()));
            }
            before = after;
        }
        let steps = infer(&cells, &policy).steps;
        let steps: Vec<_> = steps.iter().map(|step| (step.row, step.data_type.to_string())).collect();
        prop_assert_eq!(steps, expected);
    }

    #[test]
    fn json_strings_are_never_numbers(text in cell()) {
        let policy = Policy { syntax: Syntax::Json(OnMixed::Json), ..policy() };
        let target = policy.decide(&Facts::of_string(&text, &policy.formats));
        prop_assert!(!target.data_type().is_number());
    }
}
