//! Conditions on the columns of a dynamic table.

mod column;
mod eval;

pub use column::{ColumnRef, IntoCondition, Order, col};

pub(in crate::dynamic) use column::Direction;
pub(in crate::dynamic) use eval::truth;

use crate::dynamic::merge::known_column;
use crate::error::Error;
use crate::schema::{DataType, Expr, Operand, Schema, Value};

/// The condition with its constants as values of the columns' types, once it is known to make sense: its columns are there, and
/// each is compared with what it can be compared with.
pub(in crate::dynamic) fn checked(
    schema: &Schema,
    condition: impl IntoCondition,
) -> Result<Expr, Error> {
    let expr = schema.fitted(condition.into_condition()?);
    check(schema, &expr)?;
    Ok(expr)
}

fn check(schema: &Schema, expr: &Expr) -> Result<(), Error> {
    match expr {
        Expr::Compare(_, left, right) => check_compared(schema, left, right),
        Expr::Column(name) => {
            let column = &schema.columns[known_column(schema, name)?];
            match column.data_type {
                DataType::Bool => Ok(()),
                _ => Err(no_match(schema, name, "a condition of its own")),
            }
        }
        Expr::IsNull(name) => known_column(schema, name).map(drop),
        Expr::Not(inner) => check(schema, inner),
        Expr::And(parts) | Expr::Or(parts) => parts.iter().try_for_each(|part| check(schema, part)),
    }
}

fn check_compared(schema: &Schema, left: &Operand, right: &Operand) -> Result<(), Error> {
    match (left, right) {
        (Operand::Column(column), Operand::Literal(value))
        | (Operand::Literal(value), Operand::Column(column)) => {
            let data_type = &schema.columns[known_column(schema, column)?].data_type;
            if compares_with_value(data_type, value) {
                return Ok(());
            }
            Err(no_match(schema, column, &value.quoted().to_string()))
        }
        (Operand::Column(column), Operand::Column(other)) => {
            let types = [column, other].map(|name| known_column(schema, name));
            let [left, right] = types;
            let (left, right) = (
                &schema.columns[left?].data_type,
                &schema.columns[right?].data_type,
            );
            let same = left.word() == right.word()
                || left.is_number() && right.is_number()
                || holds_text(left) && holds_text(right);
            if same {
                return Ok(());
            }
            Err(no_match(
                schema,
                column,
                &format!("`{other}`, which is {right}"),
            ))
        }
        (Operand::Literal(_), Operand::Literal(_)) => Ok(()),
    }
}

/// Whether the type's values are texts.
const fn holds_text(data_type: &DataType) -> bool {
    matches!(
        data_type,
        DataType::Text | DataType::Char | DataType::Enum(_)
    )
}

/// Whether values of the type have an order with this one.
fn compares_with_value(data_type: &DataType, value: &Value) -> bool {
    match value {
        Value::Null => false,
        value if value.is_number() => data_type.is_number(),
        Value::Text(_) => holds_text(data_type),
        Value::Timestamp(_) => matches!(data_type, DataType::Timestamp { .. }),
        value => data_type.holds(value),
    }
}

fn no_match(schema: &Schema, column: &str, value: &str) -> Error {
    let data_type = schema
        .column(column)
        .map_or(String::new(), |column| column.data_type.to_string());
    Error::FilterType {
        table: schema.name.to_string(),
        column: column.to_owned(),
        data_type,
        value: value.to_owned(),
    }
}
