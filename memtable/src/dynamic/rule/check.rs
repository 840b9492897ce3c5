//! Conditions over the columns of a row, in SQL's three-valued logic, for all rows at once.

use std::cmp::Ordering;

use arrow_array::{Array, ArrowPrimitiveType, PrimitiveArray};

use crate::dynamic::cell::{Cells, Kind};
use crate::schema::{self, CompareOp, Expr, Operand, Rule, Schema, Value};
use crate::validate::{Violation, cells_value};

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
    pub(super) fn violations(&self, schema: &Schema, columns: &[Cells]) -> Vec<Violation> {
        let n_rows = columns.first().map_or(0, Cells::len);
        let table = Table {
            schema,
            columns,
            n_rows,
        };
        let truth = table.truth(&self.expr);
        let rows = truth.iter().enumerate();
        let rows = rows.filter(|(_, truth)| **truth == FALSE);
        rows.map(|(row, _)| self.violation(&table, row)).collect()
    }

    /// The columns are in the order of the schema, as those of a struct are.
    fn violation(&self, table: &Table<'_>, row: usize) -> Violation {
        let used = self.expr.columns();
        let columns = table.schema.columns.iter().zip(table.columns);
        let cells: Vec<_> = columns
            .filter(|(column, _)| used.contains(&&*column.name))
            .map(|(column, cells)| (column.name.clone(), cells.get(row)))
            .collect();
        let names = cells.iter().map(|(name, _)| name.clone()).collect();
        Violation::new(row, names, self.rule.clone(), cells_value(cells))
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
    schema: &'a Schema,
    columns: &'a [Cells],
    n_rows: usize,
}

impl Table<'_> {
    fn cells(&self, name: &str) -> Option<&Cells> {
        self.columns.get(self.schema.column_idx(name)?)
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
    let mut found: Vec<Truth> = match op {
        CompareOp::Eq => values
            .map(|(left, right)| truth(Some(left == right)))
            .collect(),
        CompareOp::Ne => values
            .map(|(left, right)| truth(Some(left != right)))
            .collect(),
        CompareOp::Lt => values
            .map(|(left, right)| truth(Some(left < right)))
            .collect(),
        CompareOp::Le => values
            .map(|(left, right)| truth(Some(left <= right)))
            .collect(),
        CompareOp::Gt => values
            .map(|(left, right)| truth(Some(left > right)))
            .collect(),
        CompareOp::Ge => values
            .map(|(left, right)| truth(Some(left >= right)))
            .collect(),
    };
    if left.null_count() + right.null_count() > 0 {
        for (row, truth) in found.iter_mut().enumerate() {
            if left.is_null(row) || right.is_null(row) {
                *truth = UNKNOWN;
            }
        }
    }
    found
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
    let all = std::iter::repeat_n(literal?, array.len());
    Some(pairs(op, array, &PrimitiveArray::from_iter_values(all)))
}
