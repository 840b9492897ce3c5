use expect_test::expect;

use crate::schema::{CompareOp, Expr, Operand, Shared, Value};

fn expr(text: &str) -> Expr {
    text.parse().unwrap()
}

#[test]
fn a_condition_is_printed_as_it_is_read() {
    for text in [
        "joined <= last_seen && age >= 18",
        "(a == 1 && b != -2) || c < 1.5 || d",
        "!(a > 0.5_f32) && !d && b.is_none() && c.is_some()",
        "name == \"say \\\"no\\\"\\n\" && `first name` >= `a\\`b` && `true`",
        "joined > date(\"2024-02-29\") && price < decimal(\"1.50\")",
        "x == float64(\"NaN\") && y == 1e300 && z == 340282366920938463463374607431768211455",
        "active == true && a == null",
        "!(a || b)",
        "true",
        "false",
    ] {
        assert_eq!(expr(text).to_string(), text);
        let json = serde_json::to_string(&expr(text)).unwrap();
        assert!(json.starts_with('"'), "{json}");
        assert_eq!(serde_json::from_str::<Expr>(&json).unwrap(), expr(text));
    }
}

#[test]
fn what_has_no_text_is_written_as_data() {
    let column = || Operand::Column("tags".into());
    for odd in [
        Expr::And(vec![Expr::Column("a".into())].into()),
        Expr::Compare(
            CompareOp::Eq,
            column(),
            Operand::Literal(Value::List(vec![Value::from(1)])),
        ),
        Expr::Not(Shared::from(Expr::Or(
            vec![Expr::IsNull("a".into())].into(),
        ))),
    ] {
        let json = serde_json::to_string(&odd).unwrap();
        assert!(json.starts_with('{'), "{json}");
        assert_eq!(serde_json::from_str::<Expr>(&json).unwrap(), odd);
    }
}

#[test]
fn a_broken_condition_is_told_where() {
    let deep = "(".repeat(100_000);
    let errors = [
        "age >=",
        "age >= 18 &&",
        "(a",
        "1",
        "a = 1",
        "a.len()",
        "joined > date(\"x\")",
        "name == \"x",
    ]
    .map(|text| text.parse::<Expr>().unwrap_err().to_string());
    expect![[r#"
        expected a column or a value at the end of `age >=`
        expected a column or a value at the end of `age >= 18 &&`
        expected `)` at the end of `(a`
        expected a comparison at the end of `1`
        expected nothing more at `= 1` in `a = 1`
        expected `is_none()` or `is_some()` at `len()` in `a.len()`
        expected the text of a value of the kind `date` at `"x")` in `joined > date("x")`
        expected text that ends with " at `"x` in `name == "x`"#]]
    .assert_eq(&errors.join("\n"));
    assert!(deep.parse::<Expr>().is_err());
}

#[test]
fn unknown_stays_unknown_unless_the_other_side_decides() {
    let values = [
        ("yes", Value::from(true)),
        ("no", Value::from(false)),
        ("null", Value::Null),
        ("one", Value::from(1)),
        ("nan", Value::from(f64::NAN)),
        ("text", Value::from("1")),
    ];
    let get = |name: &str| {
        values
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value)
    };
    for (text, holds) in [
        ("yes && no", Some(false)),
        ("`null` && no", Some(false)),
        ("`null` && yes", None),
        ("`null` || yes", Some(true)),
        ("`null` || no", None),
        ("!`null`", None),
        ("`null`.is_none()", Some(true)),
        ("absent.is_none()", Some(true)),
        ("absent == 1", None),
        ("`null` == null", None),
        ("one == 1.0", Some(true)),
        ("one < 1.5_f32", Some(true)),
        ("nan == nan", Some(false)),
        ("nan <= 1", Some(false)),
        ("nan != nan", Some(true)),
        ("nan != text", None),
        ("nan != `null`", None),
        ("one == text", None),
        ("one", None),
        ("true", Some(true)),
        ("false", Some(false)),
    ] {
        assert_eq!(expr(text).eval(get), holds, "{text}");
    }
}
