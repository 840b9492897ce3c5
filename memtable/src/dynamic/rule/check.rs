//! Conditions over the columns of a row, in SQL's three-valued logic, for all rows at once.

use std::cmp::Ordering;

use arrow_array::{Array, ArrowPrimitiveType, PrimitiveArray};
use arrow_buffer::NullBuffer;

use crate::dynamic::cell::{Cells, Kind};
use crate::dynamic::rule::layer::Found;
use crate::schema::{self, Column, CompareOp, Expr, Operand, Rule, Value};
use crate::validate::{self, Violation, cells_value};

#[derive(Debug)]
pub(super) struct Check {
    expr: Expr,
    rule: Rule,
}

impl Check {
    pub(super) fn new(check: &schema::Check) -> Self {
        Check {
            expr: check.expr.clone(),
            rule: Rule::Check {
                expr: check.expr.clone(),
                message: check.message.clone(),
            },
        }
    }

    /// The rows for which the condition is false, with the values of the columns that it names.
    pub(super) fn violations(&self, schema: &[Column], columns: &[Cells]) -> Vec<Violation> {
        let table = Table::new(schema, columns);
        let violation = |row| {
            let cells = self.named(&table, row);
            let names = cells.iter().map(|(name, _)| name.clone()).collect();
            Violation::new(row, names, self.rule.clone(), cells_value(cells))
        };
        self.broken(&table).map(violation).collect()
    }

    /// The same of structs, where `valid` says that there is one: a condition on one column is told of that column.
    pub(super) fn found(
        &self,
        schema: &[Column],
        columns: &[Cells],
        valid: Option<&NullBuffer>,
    ) -> Vec<Found> {
        let table = Table::new(schema, columns);
        let is_there = |row: &usize| valid.is_none_or(|valid| valid.is_valid(*row));
        let found = |row| {
            let cells = self.named(&table, row);
            let step = match cells.as_slice() {
                [(column, _)] => format!(".{column}"),
                _ => String::new(),
            };
            Found::new(row, &self.rule, cells_value(cells)).inside(row, &step)
        };
        self.broken(&table).filter(is_there).map(found).collect()
    }

    fn broken(&self, table: &Table<'_>) -> impl Iterator<Item = usize> + use<> {
        let truth = table.truth(&self.expr).into_iter().enumerate();
        truth
            .filter(|(_, truth)| *truth == FALSE)
            .map(|(row, _)| row)
    }

    /// The cells that the condition names, in the order of the schema, as those of a struct are.
    fn named(&self, table: &Table<'_>, row: usize) -> validate::Cells {
        let used = self.expr.columns();
        let columns = table.schema.iter().zip(table.columns);
        let named = columns.filter(|(column, _)| used.contains(&&*column.name));
        named
            .map(|(column, cells)| (column.name.clone(), cells.get(row)))
            .collect()
    }
}

/// What a condition is for a row: ordered so that `&&` is the least and `||` the greatest of both sides.
type Truth = u8;
const FALSE: Truth = 0;
const UNKNOWN: Truth = 1;
const TRUE: Truth = 2;

fn truth(holds: Option<bool>) -> Truth {
    match holds {
        Some(false) => FALSE,
        None => UNKNOWN,
        Some(true) => TRUE,
    }
}

struct Table<'a> {
    schema: &'a [Column],
    columns: &'a [Cells],
    n_rows: usize,
}

impl<'a> Table<'a> {
    fn new(schema: &'a [Column], columns: &'a [Cells]) -> Self {
        Table {
            schema,
            columns,
            n_rows: columns.first().map_or(0, Cells::len),
        }
    }

    fn cells(&self, name: &str) -> Option<&Cells> {
        let idx = self.schema.iter().position(|column| column.name == name)?;
        self.columns.get(idx)
    }

    fn truth(&self, expr: &Expr) -> Vec<Truth> {
        match expr {
            Expr::Compare(op, left, right) => self.compare(*op, left, right),
            Expr::Column(name) => self.each(name, |cells, row| match cells.get(row) {
                Value::Bool(value) => Some(value),
                _ => None,
            }),
            Expr::IsNull(name) => match self.cells(name) {
                Some(_) => self.each(name, |cells, row| Some(cells.is_null(row))),
                None => vec![TRUE; self.n_rows],
            },
            Expr::Not(inner) => {
                let mut truth = self.truth(inner);
                for truth in &mut truth {
                    *truth = TRUE - *truth;
                }
                truth
            }
            Expr::And(parts) => self.joined(parts, TRUE, Ord::min),
            Expr::Or(parts) => self.joined(parts, FALSE, Ord::max),
        }
    }

    fn each(&self, name: &str, holds: impl Fn(&Cells, usize) -> Option<bool>) -> Vec<Truth> {
        let cells = self.cells(name);
        let of_row = |row| truth(cells.and_then(|cells| holds(cells, row)));
        (0..self.n_rows).map(of_row).collect()
    }

    fn joined(&self, parts: &[Expr], start: Truth, join: fn(Truth, Truth) -> Truth) -> Vec<Truth> {
        let mut joined = vec![start; self.n_rows];
        for part in parts {
            for (truth, other) in joined.iter_mut().zip(self.truth(part)) {
                *truth = join(*truth, other);
            }
        }
        joined
    }

    fn compare(&self, op: CompareOp, left: &Operand, right: &Operand) -> Vec<Truth> {
        match (left, right) {
            (Operand::Column(left), Operand::Column(right)) => {
                match (self.cells(left), self.cells(right)) {
                    (Some(left), Some(right)) => two_columns(op, left, right),
                    _ => vec![UNKNOWN; self.n_rows],
                }
            }
            (Operand::Column(name), Operand::Literal(value)) => match self.cells(name) {
                Some(cells) => with_literal(op, cells, value),
                None => vec![UNKNOWN; self.n_rows],
            },
            (Operand::Literal(value), Operand::Column(name)) => match self.cells(name) {
                Some(cells) => with_literal(turned(op), cells, value),
                None => vec![UNKNOWN; self.n_rows],
            },
            (Operand::Literal(left), Operand::Literal(right)) => {
                vec![truth(op.holds(left, right)); self.n_rows]
            }
        }
    }
}

fn turned(op: CompareOp) -> CompareOp {
    match op {
        CompareOp::Eq => CompareOp::Eq,
        CompareOp::Ne => CompareOp::Ne,
        CompareOp::Lt => CompareOp::Gt,
        CompareOp::Le => CompareOp::Ge,
        CompareOp::Gt => CompareOp::Lt,
        CompareOp::Ge => CompareOp::Le,
    }
}

fn two_columns(op: CompareOp, left: &Cells, right: &Cells) -> Vec<Truth> {
    match (&left.kind, &right.kind) {
        (Kind::Int8(left), Kind::Int8(right)) => pairs(op, left, right),
        (Kind::Int16(left), Kind::Int16(right)) => pairs(op, left, right),
        (Kind::Int32(left), Kind::Int32(right)) => pairs(op, left, right),
        (Kind::Int64(left), Kind::Int64(right)) => pairs(op, left, right),
        (Kind::UInt8(left), Kind::UInt8(right)) => pairs(op, left, right),
        (Kind::UInt16(left), Kind::UInt16(right)) => pairs(op, left, right),
        (Kind::UInt32(left), Kind::UInt32(right)) => pairs(op, left, right),
        (Kind::UInt64(left), Kind::UInt64(right)) => pairs(op, left, right),
        (Kind::Float32(left), Kind::Float32(right)) => pairs(op, left, right),
        (Kind::Float64(left), Kind::Float64(right)) => pairs(op, left, right),
        (Kind::Date(left), Kind::Date(right)) => pairs(op, left, right),
        (Kind::Time(left), Kind::Time(right)) => pairs(op, left, right),
        (Kind::DateTime(left, unit), Kind::DateTime(right, other))
        | (Kind::Timestamp(left, unit), Kind::Timestamp(right, other))
        | (Kind::Duration(left, unit), Kind::Duration(right, other))
            if unit == other =>
        {
            pairs(op, left, right)
        }
        (Kind::Text(left), Kind::Text(right)) => {
            let pairs = left.iter().zip(right);
            pairs
                .map(|(left, right)| ordered(op, left, right))
                .collect()
        }
        _ => {
            let rows = 0..left.len();
            rows.map(|row| truth(op.holds(&left.get(row), &right.get(row))))
                .collect()
        }
    }
}

fn pairs<T: ArrowPrimitiveType>(
    op: CompareOp,
    left: &PrimitiveArray<T>,
    right: &PrimitiveArray<T>,
) -> Vec<Truth> {
    let values = left.values().iter().zip(right.values());
    let mut found = compared(op, values.map(|(left, right)| (*left, *right)));
    forget_nulls(&mut found, left.nulls());
    forget_nulls(&mut found, right.nulls());
    found
}

/// A loop for each operator, so that none is chosen within.
fn compared<T: PartialOrd>(op: CompareOp, pairs: impl Iterator<Item = (T, T)>) -> Vec<Truth> {
    let known = |holds| if holds { TRUE } else { FALSE };
    match op {
        CompareOp::Eq => pairs.map(|(left, right)| known(left == right)).collect(),
        CompareOp::Ne => pairs.map(|(left, right)| known(left != right)).collect(),
        CompareOp::Lt => pairs.map(|(left, right)| known(left < right)).collect(),
        CompareOp::Le => pairs.map(|(left, right)| known(left <= right)).collect(),
        CompareOp::Gt => pairs.map(|(left, right)| known(left > right)).collect(),
        CompareOp::Ge => pairs.map(|(left, right)| known(left >= right)).collect(),
    }
}

fn forget_nulls(found: &mut [Truth], nulls: Option<&NullBuffer>) {
    let Some(nulls) = nulls.filter(|nulls| nulls.null_count() > 0) else {
        return;
    };
    for (truth, is_valid) in found.iter_mut().zip(nulls) {
        if !is_valid {
            *truth = UNKNOWN;
        }
    }
}

fn ordered(op: CompareOp, left: Option<&str>, right: Option<&str>) -> Truth {
    let order = left.zip(right).map(|(left, right)| left.cmp(right));
    truth(order.map(|order| match op {
        CompareOp::Eq => order == Ordering::Equal,
        CompareOp::Ne => order != Ordering::Equal,
        CompareOp::Lt => order == Ordering::Less,
        CompareOp::Le => order != Ordering::Greater,
        CompareOp::Gt => order == Ordering::Greater,
        CompareOp::Ge => order != Ordering::Less,
    }))
}

fn with_literal(op: CompareOp, cells: &Cells, literal: &Value) -> Vec<Truth> {
    let found = match (&cells.kind, literal) {
        (Kind::Int8(array), Value::Int(int)) => with(op, array, (*int).try_into().ok()),
        (Kind::Int16(array), Value::Int(int)) => with(op, array, (*int).try_into().ok()),
        (Kind::Int32(array), Value::Int(int)) => with(op, array, (*int).try_into().ok()),
        (Kind::Int64(array), Value::Int(int)) => with(op, array, (*int).try_into().ok()),
        (Kind::UInt8(array), Value::Int(int)) => with(op, array, (*int).try_into().ok()),
        (Kind::UInt16(array), Value::Int(int)) => with(op, array, (*int).try_into().ok()),
        (Kind::UInt32(array), Value::Int(int)) => with(op, array, (*int).try_into().ok()),
        (Kind::UInt64(array), Value::Int(int)) => with(op, array, (*int).try_into().ok()),
        (Kind::Float32(array), Value::Float32(float)) => with(op, array, Some(*float)),
        (Kind::Float64(array), Value::Float64(float)) => with(op, array, Some(*float)),
        (Kind::Date(array), Value::Date(date)) => with(op, array, Some(date.to_epoch_days())),
        (Kind::Text(array), Value::Text(literal)) => {
            let texts = array.iter();
            Some(texts.map(|text| ordered(op, text, Some(literal))).collect())
        }
        _ => None,
    };
    found.unwrap_or_else(|| {
        let rows = 0..cells.len();
        rows.map(|row| truth(op.holds(&cells.get(row), literal)))
            .collect()
    })
}

fn with<T: ArrowPrimitiveType>(
    op: CompareOp,
    array: &PrimitiveArray<T>,
    literal: Option<T::Native>,
) -> Option<Vec<Truth>> {
    let literal = literal?;
    let values = array.values().iter();
    let mut found = compared(op, values.map(|value| (*value, literal)));
    forget_nulls(&mut found, array.nulls());
    Some(found)
}
