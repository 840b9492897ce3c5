use std::cmp::Ordering;

use crate::schema::{CompareOp, Expr, Operand, Value};
use crate::validate::Cells;
use crate::validate::rules::check;

/// What an expression comes to in three-valued logic, the inner `None` being the unknown; the outer one where a column is
/// missing, or where two values are compared that no typed column could compare.
pub(super) fn truth(expr: &Expr, cells: &Cells) -> Option<Option<bool>> {
    match expr {
        Expr::Compare(op, left, right) => {
            compare(*op, operand(left, cells)?, operand(right, cells)?)
        }
        Expr::Column(name) => match cell(name, cells)? {
            Value::Bool(bool) => Some(Some(*bool)),
            Value::Null => Some(None),
            _ => None,
        },
        Expr::IsNull(name) => Some(Some(cell(name, cells)?.is_null())),
        Expr::Not(expr) => truth(expr, cells).map(check::not),
        Expr::And(parts) => fold(parts, cells, (true, check::and)),
        Expr::Or(parts) => fold(parts, cells, (false, check::or)),
    }
}

type Join = fn(Option<bool>, Option<bool>) -> Option<bool>;

fn fold(parts: &[Expr], cells: &Cells, (nothing, join): (bool, Join)) -> Option<Option<bool>> {
    parts.iter().try_fold(Some(nothing), |known, part| {
        Some(join(known, truth(part, cells)?))
    })
}

fn compare(op: CompareOp, left: &Value, right: &Value) -> Option<Option<bool>> {
    if left.is_null() || right.is_null() {
        return Some(None);
    }
    let order = super::order(left, right)?;
    Some(Some(match op {
        CompareOp::Eq => order.is_some_and(Ordering::is_eq),
        CompareOp::Ne => order.is_none_or(Ordering::is_ne),
        CompareOp::Lt => order.is_some_and(Ordering::is_lt),
        CompareOp::Le => order.is_some_and(Ordering::is_le),
        CompareOp::Gt => order.is_some_and(Ordering::is_gt),
        CompareOp::Ge => order.is_some_and(Ordering::is_ge),
    }))
}

fn operand<'a>(operand: &'a Operand, cells: &'a Cells) -> Option<&'a Value> {
    match operand {
        Operand::Column(name) => cell(name, cells),
        Operand::Literal(value) => Some(value),
    }
}

fn cell<'a>(name: &str, cells: &'a Cells) -> Option<&'a Value> {
    cells
        .iter()
        .find(|(column, _)| column == name)
        .map(|(_, value)| value)
}
