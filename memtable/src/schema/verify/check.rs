//! Whether a condition can be asked of rows of these columns: those of a table, or those inside one.

use crate::schema::verify::{Problems, no_column};
use crate::schema::{Column, DataType, Expr, Operand};

/// `within` is where the columns are, as problems tell it: nothing for those of the table.
pub(super) fn verify(columns: &[Column], (within, expr): (&str, &Expr), problems: &mut Problems) {
    let place = format!("{within}check({expr})");
    for name in expr.columns() {
        if column(columns, name).is_none() {
            problems.add(&place, no_column(columns, name));
        }
    }
    verify_part(columns, expr, &mut |message| problems.add(&place, message));
}

fn column<'a>(columns: &'a [Column], name: &str) -> Option<&'a Column> {
    columns.iter().find(|column| column.name == name)
}

fn verify_part(columns: &[Column], expr: &Expr, add: &mut dyn FnMut(String)) {
    match expr {
        Expr::Compare(_, left, right) => {
            if !is_comparable(columns, left, right) {
                add(format!("{left} and {right} cannot be compared"));
            }
        }
        Expr::Column(name) => {
            if let Some(column) = column(columns, name)
                && !matches!(column.data_type, DataType::Bool)
            {
                add(format!(
                    "`{name}` is {}, and a condition is bool",
                    column.data_type
                ));
            }
        }
        Expr::IsNull(_) => {}
        Expr::Not(inner) => verify_part(columns, inner, add),
        Expr::And(parts) | Expr::Or(parts) => {
            for part in parts.iter() {
                verify_part(columns, part, add);
            }
        }
    }
}

/// Whether a comparison can be anything but unknown. Columns that are not there have been complained of already.
fn is_comparable(columns: &[Column], left: &Operand, right: &Operand) -> bool {
    match (family(columns, left), family(columns, right)) {
        (Some(left), Some(right)) => left == right,
        _ => true,
    }
}

/// What an operand can be compared with: numbers with numbers, everything else with its kind.
fn family(columns: &[Column], operand: &Operand) -> Option<&'static str> {
    match operand {
        Operand::Literal(value) if value.is_number() => Some("number"),
        Operand::Literal(value) => Some(value.kind()),
        Operand::Column(name) => column(columns, name).map(|column| match &column.data_type {
            data_type if data_type.is_number() => "number",
            DataType::Char | DataType::Enum(_) => "text",
            DataType::Timestamp { .. } => "timestamp",
            data_type => data_type.word(),
        }),
    }
}
