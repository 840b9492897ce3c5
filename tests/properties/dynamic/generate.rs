//! Random schemas, and random writes to their tables: small domains, so that keys meet and rules are broken often.

use std::ops::Range;

use arrow_array::RecordBatch;
use arrow_schema::{Field, Schema as ArrowSchema};
use memtable::Value;
use memtable::dynamic::{NullKeys, arrow_type, cell};
use memtable::schema::{Column, DataType, Rule, Schema};
use memtable::write::{Keep, OnViolation, Strategy as MergeStrategy};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

/// A table's columns, with its keys.
#[derive(Clone, Debug)]
pub(super) struct Shape {
    pub(super) columns: Vec<ShapeColumn>,
    pub(super) primary_key: Vec<usize>,
    pub(super) unique: Vec<usize>,
}

#[derive(Clone, Debug)]
pub(super) struct ShapeColumn {
    pub(super) kind: Kind,
    pub(super) nullable: bool,
    /// Values from 4 on break a rule.
    pub(super) limited: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind {
    Int,
    Small,
    Text,
    Float,
    Bool,
    Date,
    Ints,
}

#[derive(Clone, Debug)]
pub(super) enum Operation {
    Write(Writing),
    /// Where the condition is true, the column gets the value.
    Update(String, usize, Value),
    Delete(String),
    Clear,
    Snapshot,
    FailedTransaction(Vec<Writing>),
}

#[derive(Clone, Debug)]
pub(super) struct Writing {
    pub(super) mode: Mode,
    /// The columns that come, in order.
    pub(super) present: Vec<usize>,
    /// A value for each of them.
    pub(super) rows: Vec<Vec<Value>>,
    pub(super) n_batches: usize,
    pub(super) on_violation: OnViolation,
}

#[derive(Clone, Debug)]
pub(super) enum Mode {
    Append,
    Replace,
    Merge(Merge),
}

#[derive(Clone, Debug)]
pub(super) struct Merge {
    pub(super) on: Vec<usize>,
    pub(super) strategy: MergeStrategy,
    pub(super) keep: KeepKind,
    pub(super) nulls: NullKeys,
    pub(super) mark: Option<usize>,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum KeepKind {
    Refuse,
    First,
    Last,
    MaxBy(usize),
    MinBy(usize),
}

/// The name of a column.
pub(super) fn column_name(column: usize) -> String {
    format!("c{column}")
}

impl Shape {
    pub(super) fn column(&self, idx: usize) -> Column {
        let ShapeColumn {
            kind,
            nullable,
            limited,
        } = self.columns[idx];
        let column = Column::new(column_name(idx), kind.data_type());
        let column = if limited {
            column.with_rule(Rule::range(..4))
        } else {
            column
        };
        if nullable { column.nullable() } else { column }
    }

    pub(super) fn schema(&self) -> Schema {
        let columns = (0..self.columns.len()).map(|idx| self.column(idx));
        let mut schema = columns.fold(Schema::new("things"), Schema::with_column);
        if !self.primary_key.is_empty() {
            schema = schema.with_primary_key(self.primary_key.iter().map(|idx| column_name(*idx)));
        }
        if !self.unique.is_empty() {
            schema = schema.with_unique(self.unique.iter().map(|idx| column_name(*idx)));
        }
        schema
    }
}

impl ShapeColumn {
    fn value(&self) -> BoxedStrategy<Value> {
        let value = self.kind.value();
        // A null where there may be none is a violation; it comes now and then.
        let n_nulls = if self.nullable { 2 } else { 1 };
        let n_values = if self.nullable { 6 } else { 40 };
        prop_oneof![n_nulls => Just(Value::Null), n_values => value].boxed()
    }
}

impl Kind {
    fn data_type(self) -> DataType {
        match self {
            Kind::Int => DataType::Int64,
            Kind::Small => DataType::UInt8,
            Kind::Text => DataType::Text,
            Kind::Float => DataType::Float64,
            Kind::Bool => DataType::Bool,
            Kind::Date => DataType::Date,
            Kind::Ints => DataType::List {
                element: DataType::Int32.into(),
                nullable: false,
            },
        }
    }

    pub(super) fn value(self) -> BoxedStrategy<Value> {
        let small: Range<u8> = 0..5;
        match self {
            Kind::Int | Kind::Small => small.prop_map(Value::from).boxed(),
            Kind::Text => select(vec!["", "a", "ab", "b"])
                .prop_map(Value::from)
                .boxed(),
            Kind::Float => select(vec![0.0, -0.0, 1.5, f64::NAN])
                .prop_map(Value::from)
                .boxed(),
            Kind::Bool => any::<bool>().prop_map(Value::from).boxed(),
            Kind::Date => small
                .prop_map(|day| {
                    Value::Date(
                        chrono::NaiveDate::from_ymd_opt(2026, 1, 1 + u32::from(day)).unwrap(),
                    )
                })
                .boxed(),
            Kind::Ints => vec(0..2_i32, 0..3)
                .prop_map(|ints| Value::List(ints.into_iter().map(Value::from).collect()))
                .boxed(),
        }
    }

    fn is_key(self) -> bool {
        self != Kind::Float
    }
}

impl Merge {
    pub(super) fn keep(&self) -> Keep {
        match self.keep {
            KeepKind::Refuse => Keep::Refuse,
            KeepKind::First => Keep::First,
            KeepKind::Last => Keep::Last,
            KeepKind::MaxBy(column) => Keep::MaxBy(column_name(column)),
            KeepKind::MinBy(column) => Keep::MinBy(column_name(column)),
        }
    }
}

/// The rows as they are given to the table.
pub(super) fn batches(shape: &Shape, writing: &Writing) -> Vec<RecordBatch> {
    let n_rows = writing.rows.len().div_ceil(writing.n_batches).max(1);
    let mut chunks: Vec<&[Vec<Value>]> = writing.rows.chunks(n_rows).collect();
    if chunks.is_empty() {
        chunks.push(&[]);
    }
    let batch = |rows: &[Vec<Value>]| {
        let columns = writing.present.iter().enumerate().map(|(place, idx)| {
            let column = shape.column(*idx).nullable();
            let array = cell::array(&column, rows.iter().map(|row| &row[place])).unwrap();
            let field: Field = arrow_type::field_as(&column, array.data_type().clone());
            (field, array)
        });
        let (fields, arrays): (Vec<_>, Vec<_>) = columns.unzip();
        RecordBatch::try_new(ArrowSchema::new(fields).into(), arrays).unwrap()
    };
    chunks.into_iter().map(batch).collect()
}

pub(super) fn cases() -> impl Strategy<Value = (Shape, Vec<Operation>)> {
    shape().prop_flat_map(|shape| {
        let operations = vec(operation(&shape), 1..14);
        (Just(shape), operations)
    })
}

fn shape() -> impl Strategy<Value = Shape> {
    let kinds = vec![
        Kind::Int,
        Kind::Small,
        Kind::Text,
        Kind::Float,
        Kind::Bool,
        Kind::Date,
        Kind::Ints,
    ];
    let column =
        (select(kinds), any::<bool>(), any::<bool>()).prop_map(|(kind, nullable, limited)| {
            let limited = limited && matches!(kind, Kind::Int | Kind::Small);
            ShapeColumn {
                kind,
                nullable,
                limited,
            }
        });
    (vec(column, 2..5), 0..3_usize, 0..3_usize).prop_map(|(mut columns, n_primary, n_unique)| {
        columns[0].kind = Kind::Int;
        let keys = |columns: &[ShapeColumn]| {
            let keys = (0..columns.len()).filter(|idx| columns[*idx].kind.is_key());
            keys.collect::<Vec<_>>()
        };
        let primary_key: Vec<usize> = keys(&columns).into_iter().take(n_primary).collect();
        for idx in &primary_key {
            columns[*idx].nullable = false;
        }
        let unique: Vec<usize> = keys(&columns).into_iter().rev().take(n_unique).collect();
        let unique = if unique == primary_key {
            Vec::new()
        } else {
            unique
        };
        Shape {
            columns,
            primary_key,
            unique,
        }
    })
}

fn operation(shape: &Shape) -> BoxedStrategy<Operation> {
    let columns = 0..shape.columns.len();
    let of_shape = shape.clone();
    let update = (condition(shape), columns).prop_flat_map(move |(condition, column)| {
        let value = of_shape.columns[column].value();
        value.prop_map(move |value| Operation::Update(condition.clone(), column, value))
    });
    prop_oneof![
        10 => writing(shape).prop_map(Operation::Write),
        2 => update,
        2 => condition(shape).prop_map(Operation::Delete),
        1 => Just(Operation::Snapshot),
        1 => vec(writing(shape), 1..3).prop_map(Operation::FailedTransaction),
        1 => prop_oneof![1 => Just(Operation::Clear), 4 => Just(Operation::Snapshot)],
    ]
    .boxed()
}

/// The first column holds integers.
fn condition(shape: &Shape) -> BoxedStrategy<String> {
    let last = shape.columns.len() - 1;
    let compared =
        (select(vec!["==", "!=", "<", ">="]), 0..5).prop_map(|(op, int)| format!("c0 {op} {int}"));
    let null = Just(format!("c{last}.is_none()"));
    let both =
        (0..5).prop_map(move |int| format!("!(c0 > {int}) && (c{last}.is_some() || c0 == 2)"));
    prop_oneof![3 => compared, 1 => null, 1 => both].boxed()
}

fn writing(shape: &Shape) -> BoxedStrategy<Writing> {
    let all: Vec<usize> = (0..shape.columns.len()).collect();
    let whole = (
        prop_oneof![4 => Just(Mode::Append), 1 => Just(Mode::Replace)],
        Just(all.clone()),
    );
    let merge = (
        merge(shape),
        subsequence(all.clone(), 1..=all.len()),
        any::<bool>(),
    );
    let merge = merge.prop_map(move |(merge, mut present, is_whole)| {
        let needed = merge
            .on
            .iter()
            .copied()
            .chain(merge.mark)
            .chain(match merge.keep {
                KeepKind::MaxBy(column) | KeepKind::MinBy(column) => Some(column),
                KeepKind::Refuse | KeepKind::First | KeepKind::Last => None,
            });
        present.extend(needed);
        if is_whole {
            present.clone_from(&all);
        }
        present.sort_unstable();
        present.dedup();
        (Mode::Merge(merge), present)
    });
    let shape = shape.clone();
    let request = prop_oneof![2 => whole, 3 => merge];
    let request = request.prop_flat_map(move |(mode, present)| {
        let row: Vec<_> = present
            .iter()
            .map(|idx| shape.columns[*idx].value())
            .collect();
        let rows = vec(row, 0..9);
        let on_violation = select(vec![OnViolation::Reject, OnViolation::Quarantine]);
        (Just(mode), Just(present), rows, 1..4_usize, on_violation)
    });
    let writing = request.prop_map(|(mode, present, rows, n_batches, on_violation)| Writing {
        mode,
        present,
        rows,
        n_batches,
        on_violation,
    });
    writing.boxed()
}

fn merge(shape: &Shape) -> impl Strategy<Value = Merge> + use<> {
    let n_columns = shape.columns.len();
    let keys: Vec<usize> = (0..n_columns)
        .filter(|idx| shape.columns[*idx].kind.is_key())
        .collect();
    let mut on = vec![Just(vec![0]).boxed()];
    on.push(subsequence(keys.clone(), 1..=keys.len().min(2)).boxed());
    for key in [&shape.primary_key, &shape.unique] {
        if !key.is_empty() {
            on.push(Just(key.clone()).boxed());
        }
    }
    let keep = prop_oneof![
        Just(KeepKind::Refuse),
        Just(KeepKind::First),
        Just(KeepKind::Last),
        (0..n_columns).prop_map(KeepKind::MaxBy),
        (0..n_columns).prop_map(KeepKind::MinBy),
    ];
    let strategies = vec![
        MergeStrategy::Upsert,
        MergeStrategy::Upsert,
        MergeStrategy::InsertOnly,
        MergeStrategy::UpdateOnly,
        MergeStrategy::DeleteInsert,
    ];
    let nulls = select(vec![NullKeys::Refuse, NullKeys::Distinct, NullKeys::Equal]);
    let mark = prop_oneof![3 => Just(None), 1 => (0..n_columns).prop_map(Some)];
    let parts = (
        proptest::strategy::Union::new(on),
        select(strategies),
        keep,
        nulls,
        mark,
    );
    parts.prop_map(|(on, strategy, keep, nulls, mark)| {
        let mark = mark.filter(|mark| strategy != MergeStrategy::InsertOnly && !on.contains(mark));
        Merge {
            on,
            strategy,
            keep,
            nulls,
            mark,
        }
    })
}
