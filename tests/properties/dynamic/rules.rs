//! Rules of random schemas, asked of columns: against a line of Rust for each, and against the exported JSON Schema.

use memtable::Value;
use memtable::dynamic::DynTable;
use memtable::dynamic::rule::{Functions, Rules};
use memtable::schema::{Column, DataType, Rule, Schema};
use memtable::validate::Violation;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

/// A rule, and what it means.
type Meaning = (Rule, fn(&Value) -> bool);

fn int(value: &Value) -> i128 {
    match value {
        Value::Int(int) => *int,
        other => panic!("{other:?} is no integer"),
    }
}

fn float(value: &Value) -> f64 {
    match value {
        Value::Float64(float) => *float,
        other => panic!("{other:?} is no float"),
    }
}

fn text(value: &Value) -> &str {
    match value {
        Value::Text(text) => text,
        other => panic!("{other:?} is no text"),
    }
}

fn items(value: &Value) -> &[Value] {
    match value {
        Value::List(items) => items,
        other => panic!("{other:?} is no list"),
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Int,
    Float,
    Text,
    Bool,
    Tags,
    Home,
}

const KINDS: [Kind; 6] = [
    Kind::Int,
    Kind::Float,
    Kind::Text,
    Kind::Bool,
    Kind::Tags,
    Kind::Home,
];

impl Kind {
    fn data_type(self) -> DataType {
        match self {
            Kind::Int => DataType::Int64,
            Kind::Float => DataType::Float64,
            Kind::Text => DataType::Text,
            Kind::Bool => DataType::Bool,
            Kind::Tags => DataType::List {
                element: DataType::Text.into(),
                nullable: false,
            },
            Kind::Home => DataType::Struct(
                vec![
                    Column::new("zip", DataType::Int64).with_rule(Rule::range(1..)),
                    Column::new("city", DataType::Text).nullable(),
                ]
                .into(),
            ),
        }
    }

    fn rules(self) -> Vec<Meaning> {
        let one_of = |values: Vec<Value>| Rule::OneOf(values.into());
        match self {
            Kind::Int => vec![
                (Rule::range(-3..=3), |value| (-3..=3).contains(&int(value))),
                (Rule::range(0..), |value| int(value) >= 0),
                (Rule::MultipleOf(2.into()), |value| int(value) % 2 == 0),
                (one_of(vec![1.into(), 2.into(), 9.into()]), |value| {
                    [1, 2, 9].contains(&int(value))
                }),
            ],
            Kind::Float => vec![
                (Rule::range(0.0..=1.0), |value| {
                    (0.0..=1.0).contains(&float(value))
                }),
                (Rule::Finite, |value| float(value).is_finite()),
                (Rule::MultipleOf(0.5.into()), |value| {
                    float(value).is_finite() && float(value) % 0.5 == 0.0
                }),
            ],
            Kind::Text => vec![
                (Rule::length(2..=3), |value| {
                    (2..=3).contains(&text(value).chars().count())
                }),
                (Rule::Pattern("^[a-c]".into()), |value| {
                    text(value).starts_with(['a', 'b', 'c'])
                }),
                (one_of(vec!["ab".into(), "né".into()]), |value| {
                    ["ab", "né"].contains(&text(value))
                }),
            ],
            Kind::Bool | Kind::Home => Vec::new(),
            Kind::Tags => vec![(Rule::length(1..=2), |value| {
                (1..=2).contains(&items(value).len())
            })],
        }
    }

    fn value(self) -> BoxedStrategy<Value> {
        let word = select(vec!["", "a", "ab", "abc", "né", "dog", "cats"]);
        match self {
            Kind::Int => (-5..10_i64).prop_map(Value::from).boxed(),
            Kind::Float => {
                let floats = [-0.5, 0.0, 0.3, 1.0, 1.5, f64::NAN, f64::INFINITY];
                select(floats.to_vec()).prop_map(Value::from).boxed()
            }
            Kind::Text => word.prop_map(Value::from).boxed(),
            Kind::Bool => any::<bool>().prop_map(Value::from).boxed(),
            Kind::Tags => prop::collection::vec(word.prop_map(Value::from), 0..4)
                .prop_map(Value::List)
                .boxed(),
            Kind::Home => (-1..3_i64, prop::option::of(word))
                .prop_map(|(zip, city)| {
                    let city = city.map_or(Value::Null, Value::from);
                    Value::Struct(vec![("zip".into(), zip.into()), ("city".into(), city)])
                })
                .boxed(),
        }
    }
}

#[derive(Clone, Debug)]
struct Given {
    kind: Kind,
    nullable: bool,
    rules: Vec<Meaning>,
    /// Whether each tag is held to a length of two.
    inner: bool,
}

impl Given {
    fn column(&self, idx: usize) -> Column {
        let mut column = Column::new(format!("c{idx}"), self.kind.data_type());
        for (rule, _) in &self.rules {
            column = column.with_rule(rule.clone());
        }
        if self.inner {
            column = column.with_rule(Rule::inner(vec![Rule::length(..=2)]));
        }
        if self.nullable {
            column.nullable()
        } else {
            column
        }
    }

    /// Whether JSON Schema says all of it: multiples of floats are rounded by every validator in another way, and not exported.
    fn is_said(&self) -> bool {
        let is_unsaid = |(rule, _): &Meaning| matches!(rule, Rule::MultipleOf(Value::Float64(_)));
        !self.rules.iter().any(is_unsaid)
    }

    /// What is wrong with a value: the way down to it, and the rule.
    fn broken(&self, value: &Value) -> Vec<(String, &'static str)> {
        if value.is_null() {
            let missing = (String::new(), "not_null");
            return if self.nullable {
                Vec::new()
            } else {
                vec![missing]
            };
        }
        let rules = self.rules.iter().filter(|(_, keeps)| !keeps(value));
        let mut broken: Vec<_> = rules
            .map(|(rule, _)| (String::new(), rule.name()))
            .collect();
        if self.inner {
            let tags = items(value).iter().enumerate();
            let long = tags.filter(|(_, tag)| text(tag).chars().count() > 2);
            broken.extend(long.map(|(nth, _)| (format!("[{nth}]"), "length")));
        }
        if let Value::Struct(cells) = value
            && int(&cells[0].1) < 1
        {
            broken.push((".zip".to_owned(), "range"));
        }
        broken
    }
}

fn column() -> impl Strategy<Value = Given> {
    let of_kind = |kind: Kind| {
        let rules = kind.rules();
        let n_rules = rules.len();
        let rules = subsequence(rules, 0..=n_rules);
        (rules, any::<bool>(), any::<bool>()).prop_map(move |(rules, nullable, inner)| Given {
            kind,
            nullable,
            rules,
            inner: inner && kind == Kind::Tags,
        })
    };
    select(KINDS.to_vec()).prop_flat_map(of_kind)
}

fn cases() -> impl Strategy<Value = (Vec<Given>, Vec<Vec<Value>>)> {
    prop::collection::vec(column(), 1..5).prop_flat_map(|columns| {
        let row: Vec<_> = columns
            .iter()
            .map(|column| prop_oneof![1 => Just(Value::Null), 6 => column.kind.value()])
            .collect();
        (Just(columns), prop::collection::vec(row, 0..8))
    })
}

type Told = Vec<(usize, String, String, &'static str)>;

fn told(violations: &[Violation]) -> Told {
    let told = violations.iter().map(|violation| {
        let column = violation.columns.join(", ");
        let (path, rule) = (violation.path.clone(), violation.rule.name());
        (violation.row, column, path, rule)
    });
    told.collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn rules_mean_what_a_line_of_rust_says_and_what_json_schema_says((columns, rows) in cases()) {
        let given = columns.iter().enumerate();
        let schema = given.fold(Schema::new("t"), |schema, (idx, column)| schema.with_column(column.column(idx)));
        let mut expected = Told::new();
        for (row, values) in rows.iter().enumerate() {
            for (idx, (column, value)) in columns.iter().zip(values).enumerate() {
                let broken = column.broken(value).into_iter();
                expected.extend(broken.map(|(path, rule)| (row, format!("c{idx}"), path, rule)));
            }
        }

        let named: Vec<std::collections::BTreeMap<String, Value>> = rows
            .iter()
            .map(|row| (0..).zip(row).map(|(idx, value): (usize, _)| (format!("c{idx}"), value.clone())).collect())
            .collect();
        let mut table = DynTable::new(schema.clone()).unwrap();
        match table.append_rows(&named) {
            Ok(outcome) => {
                prop_assert_eq!(outcome.written.inserted, rows.len());
                prop_assert_eq!(&expected, &Told::new());
            }
            Err(refused) => prop_assert_eq!(told(&refused.report().unwrap().violations), expected.clone()),
        }

        // The same of a batch, without a table.
        let mut lenient = schema.clone();
        for column in lenient.columns.to_mut() {
            column.rules = Vec::new().into();
            column.nullable = true;
        }
        if !columns.iter().any(|column| column.kind == Kind::Home) {
            let mut lax = DynTable::new(lenient).unwrap();
            let _ = lax.append_rows(&named).unwrap();
            let rules = Rules::new(&schema, &Functions::new()).unwrap();
            for batch in lax.batches().unwrap() {
                prop_assert_eq!(told(&rules.check(&batch).unwrap().violations), expected.clone());
            }
        }

        let validator = jsonschema::draft202012::new(&schema.to_json_schema()).unwrap();
        for (row, named) in named.iter().enumerate() {
            let is_finite =
                |value: &Value| !matches!(value, Value::Float64(float) if !float.is_finite());
            let is_said = named.values().all(is_finite) && columns.iter().all(Given::is_said);
            if is_said {
                let json = serde_json::to_value(named).unwrap();
                let is_valid = expected.iter().all(|(place, ..)| *place != row);
                prop_assert_eq!(validator.is_valid(&json), is_valid, "{}", json);
            }
        }
    }
}
