use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef};

use crate::dynamic::arrow_type::fits;
use crate::dynamic::cell;
use crate::dynamic::contract::columns::{Part, failed};
use crate::dynamic::contract::convert::Convert;
use crate::error::Error;
use crate::schema::{Column, DataType, Schema, Value};

/// An array of a column's type, and the values that it has no place for: nulls stand for them.
pub(super) struct Fitted {
    pub(super) array: ArrayRef,
    /// The places and values of what does not fit.
    pub(super) misfits: Vec<(usize, Value)>,
}

/// The part as an array of the column.
///
/// Costs what checking the array costs where it is of the column's type already, else a value for each row.
pub(super) fn fit(
    part: &Part,
    column: &Column,
    (table, convert): (&Schema, Convert),
) -> Result<Fitted, Error> {
    let Part::Array(array, found) = part else {
        return by_value(part, column, (table, convert));
    };
    let is_direct = found.data_type == column.data_type
        || !is_nested(&column.data_type)
            && column.data_type != DataType::Json
            && fits(array.data_type(), &column.data_type);
    if is_direct {
        let array = cell::adopt(array, column).map_err(|cause| failed(table, cause))?;
        if keeps_limits(&array, column) {
            return Ok(Fitted {
                array,
                misfits: Vec::new(),
            });
        }
    }
    by_value(part, column, (table, convert))
}

fn by_value(
    part: &Part,
    column: &Column,
    (table, convert): (&Schema, Convert),
) -> Result<Fitted, Error> {
    let mut misfits = Vec::new();
    let made: Vec<Value> = part
        .values(table)?
        .into_iter()
        .enumerate()
        .map(|(row, value)| {
            convert(&value, &column.data_type).unwrap_or_else(|| {
                misfits.push((row, value));
                Value::Null
            })
        })
        .collect();
    let array = cell::array(column, &made).map_err(|cause| failed(table, cause))?;
    Ok(Fitted { array, misfits })
}

const fn is_nested(data_type: &DataType) -> bool {
    matches!(data_type, DataType::List { .. } | DataType::Struct(_))
}

/// Whether each value is one of the type where its Arrow type holds others too: one character, a name of an enum, no
/// negative number.
fn keeps_limits(array: &ArrayRef, column: &Column) -> bool {
    let data_type = &column.data_type;
    match data_type {
        DataType::Char => texts(array).all(|text| text.chars().count() == 1),
        DataType::Enum(names) => texts(array).all(|text| names.iter().any(|name| name == text)),
        DataType::Int128 | DataType::UInt128 | DataType::List { .. } | DataType::Struct(_) => {
            let cells = cell::Cells::new(array, column);
            cells.is_ok_and(|cells| cells.iter().all(|value| data_type.holds(&value)))
        }
        _ => true,
    }
}

fn texts(array: &ArrayRef) -> impl Iterator<Item = &str> {
    array.as_string_opt::<i32>().into_iter().flatten().flatten()
}
