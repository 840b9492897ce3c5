//! Whether a condition can be asked of the rows of a table.

use crate::schema::verify::Problems;
use crate::schema::{DataType, Expr, Operand, Schema};

pub(super) fn verify(schema: &Schema, expr: &Expr, problems: &mut Problems) {
    let place = format!("check({expr})");
    for name in expr.columns() {
        if schema.column(name).is_none() {
            problems.add(&place, schema.no_column(name));
        }
    }
    verify_part(schema, expr, &mut |message| problems.add(&place, message));
}

fn verify_part(schema: &Schema, expr: &Expr, add: &mut dyn FnMut(String)) {
    match expr {
        Expr::Compare(_, left, right) => {
            if !is_comparable(schema, left, right) {
                add(format!("{left} and {right} cannot be compared"));
            }
        }
        Expr::Column(name) => {
            if let Some(column) = schema.column(name)
                && !matches!(column.data_type, DataType::Bool)
            {
                add(format!(
                    "`{name}` is {}, and a condition is bool",
                    column.data_type
                ));
            }
        }
        Expr::IsNull(_) => {}
        Expr::Not(inner) => verify_part(schema, inner, add),
        Expr::And(parts) | Expr::Or(parts) => {
            for part in parts.iter() {
                verify_part(schema, part, add);
            }
        }
    }
}

/// Whether a comparison can be anything but unknown. Columns that are not there have been complained of already.
fn is_comparable(schema: &Schema, left: &Operand, right: &Operand) -> bool {
    match (family(schema, left), family(schema, right)) {
        (Some(left), Some(right)) => left == right,
        _ => true,
    }
}

/// What an operand can be compared with: numbers with numbers, everything else with its kind.
fn family(schema: &Schema, operand: &Operand) -> Option<&'static str> {
    match operand {
        Operand::Literal(value) if value.is_number() => Some("number"),
        Operand::Literal(value) => Some(value.kind()),
        Operand::Column(name) => schema.column(name).map(|column| match &column.data_type {
            data_type if data_type.is_number() => "number",
            DataType::Char | DataType::Enum(_) => "text",
            DataType::Timestamp { .. } => "timestamp",
            data_type => data_type.word(),
        }),
    }
}
