use arrow_array::cast::AsArray;
use arrow_array::types::Float64Type;
use arrow_array::{Array, ArrayRef, BooleanArray, Datum, Float64Array, Scalar};
use arrow_buffer::BooleanBuffer;
use arrow_ord::cmp;
use arrow_schema::ArrowError;

use crate::dynamic::cell::{self, Cells};
use crate::dynamic::contract::converted;
use crate::dynamic::table::Piece;
use crate::schema::{Column, CompareOp, DataType, Expr, Operand, Schema, Value};

/// For which rows a condition is true, and for which it is false; for those that are in neither it is unknown.
#[derive(Clone, Debug)]
pub(in crate::dynamic) struct Truth {
    pub(in crate::dynamic) holds: BooleanBuffer,
    fails: BooleanBuffer,
}

/// What a checked condition is for each row of a piece.
pub(in crate::dynamic) fn truth(
    schema: &Schema,
    expr: &Expr,
    piece: &Piece,
) -> Result<Truth, ArrowError> {
    Ok(match expr {
        Expr::Compare(op, left, right) => compared(schema, piece, *op, (left, right))?,
        Expr::Column(name) => match column_of(schema, piece, name) {
            Some((_, array)) => Truth::of(array.as_boolean()),
            None => Truth::unknown(piece.n_rows),
        },
        Expr::IsNull(name) => match column_of(schema, piece, name) {
            Some((_, array)) => Truth::is_null(array),
            None => Truth::unknown(piece.n_rows).not_known(),
        },
        Expr::Not(inner) => truth(schema, inner, piece)?.not(),
        Expr::And(parts) => {
            let mut all = Truth::always(piece.n_rows);
            for part in parts.iter() {
                all = all.and(&truth(schema, part, piece)?);
            }
            all
        }
        Expr::Or(parts) => {
            let mut none = Truth::always(piece.n_rows);
            for part in parts.iter() {
                none = none.and(&truth(schema, part, piece)?.not());
            }
            none.not()
        }
    })
}

impl Truth {
    fn of(array: &BooleanArray) -> Truth {
        let (holds, fails) = match array.nulls() {
            None => (array.values().clone(), !array.values()),
            Some(nulls) => {
                let known = nulls.inner();
                (array.values() & known, &!array.values() & known)
            }
        };
        Truth { holds, fails }
    }

    fn always(n_rows: usize) -> Truth {
        Truth {
            holds: BooleanBuffer::new_set(n_rows),
            fails: BooleanBuffer::new_unset(n_rows),
        }
    }

    fn unknown(n_rows: usize) -> Truth {
        Truth {
            holds: BooleanBuffer::new_unset(n_rows),
            fails: BooleanBuffer::new_unset(n_rows),
        }
    }

    /// True, where nothing was known.
    fn not_known(self) -> Truth {
        Truth::always(self.holds.len())
    }

    fn is_null(array: &ArrayRef) -> Truth {
        match array.logical_nulls() {
            None => Truth::always(array.len()).not(),
            Some(nulls) => Truth {
                holds: !nulls.inner(),
                fails: nulls.into_inner(),
            },
        }
    }

    fn not(self) -> Truth {
        Truth {
            holds: self.fails,
            fails: self.holds,
        }
    }

    fn and(&self, other: &Truth) -> Truth {
        Truth {
            holds: &self.holds & &other.holds,
            fails: &self.fails | &other.fails,
        }
    }
}

fn column_of<'a>(
    schema: &'a Schema,
    piece: &'a Piece,
    name: &str,
) -> Option<(&'a Column, &'a ArrayRef)> {
    let idx = schema.column_idx(name)?;
    Some((&schema.columns[idx], piece.columns.get(idx)?))
}

/// By Arrow's kernels where both sides have one type that Arrow orders as values are, else value by value.
fn compared(
    schema: &Schema,
    piece: &Piece,
    op: CompareOp,
    (left, right): (&Operand, &Operand),
) -> Result<Truth, ArrowError> {
    match (left, right) {
        (Operand::Column(name), Operand::Literal(value)) => {
            let Some((column, array)) = column_of(schema, piece, name) else {
                return Ok(Truth::unknown(piece.n_rows));
            };
            if let Some(float) = array
                .as_primitive_opt::<Float64Type>()
                .zip(exact_float(value))
            {
                return Ok(Truth::of(&floats(op, float)));
            }
            match scalar(column, array, value) {
                Some(scalar) => Ok(Truth::of(&kernel(op, array, &scalar)?)),
                None => Ok(by_value(
                    piece.n_rows,
                    op,
                    &cells(column, array)?,
                    &Side::Value(value),
                )),
            }
        }
        (Operand::Literal(_), Operand::Column(_)) => {
            compared(schema, piece, turned(op), (right, left))
        }
        (Operand::Column(left), Operand::Column(right)) => {
            let sides = column_of(schema, piece, left).zip(column_of(schema, piece, right));
            let Some(((column, left), (other, right))) = sides else {
                return Ok(Truth::unknown(piece.n_rows));
            };
            if left.data_type() == right.data_type()
                && is_ordered_alike(&column.data_type)
                && is_ordered_alike(&other.data_type)
            {
                return Ok(Truth::of(&kernel(op, left, right)?));
            }
            let right = cells(other, right)?;
            Ok(by_value(
                piece.n_rows,
                op,
                &cells(column, left)?,
                &Side::Cells(&right),
            ))
        }
        (Operand::Literal(left), Operand::Literal(right)) => {
            let holds = op.holds(left, right);
            let truth = Truth::always(piece.n_rows);
            Ok(match holds {
                Some(true) => truth,
                Some(false) => truth.not(),
                None => Truth::unknown(piece.n_rows),
            })
        }
    }
}

/// The number as a 64-bit float, where it is one.
fn exact_float(value: &Value) -> Option<f64> {
    match converted(value, &DataType::Float64)? {
        Value::Float64(float) if value.is_number() => Some(float),
        _ => None,
    }
}

/// As IEEE has it: `NaN` is neither less nor greater nor equal.
fn floats(op: CompareOp, (array, float): (&Float64Array, f64)) -> BooleanArray {
    #[expect(clippy::float_cmp, reason = "equal is what is asked")]
    let compare: fn(f64, f64) -> bool = match op {
        CompareOp::Eq => |left, right| left == right,
        CompareOp::Ne => |left, right| left != right,
        CompareOp::Lt => |left, right| left < right,
        CompareOp::Le => |left, right| left <= right,
        CompareOp::Gt => |left, right| left > right,
        CompareOp::Ge => |left, right| left >= right,
    };
    BooleanArray::from_unary(array, |value| compare(value, float))
}

enum Side<'a> {
    Value(&'a Value),
    Cells(&'a Cells),
}

fn by_value(n_rows: usize, op: CompareOp, cells: &Cells, other: &Side<'_>) -> Truth {
    let holds = (0..n_rows).map(|row| match other {
        Side::Value(value) => op.holds(&cells.get(row), value),
        Side::Cells(other) => op.holds(&cells.get(row), &other.get(row)),
    });
    Truth::of(&holds.collect::<BooleanArray>())
}

fn cells(column: &Column, array: &ArrayRef) -> Result<Cells, ArrowError> {
    Cells::new(array, column).map_err(|cause| ArrowError::ExternalError(Box::new(cause)))
}

/// The value as one of the array's Arrow type, where the column can have it.
fn scalar(column: &Column, array: &ArrayRef, value: &Value) -> Option<Scalar<ArrayRef>> {
    if value.is_null() || !is_ordered_alike(&column.data_type) || !column.data_type.holds(value) {
        return None;
    }
    let made = cell::array(column, [value]).ok()?;
    let widened = cell::widen(&made, column, array.data_type()).ok()?;
    Some(Scalar::new(widened))
}

/// Whether Arrow orders the type's values as the library does: not floats (`NaN`, the two zeros), nor what has parts.
const fn is_ordered_alike(data_type: &DataType) -> bool {
    data_type.is_integer()
        || matches!(
            data_type,
            DataType::Bool
                | DataType::Decimal
                | DataType::Char
                | DataType::Text
                | DataType::Enum(_)
                | DataType::Bytes
                | DataType::Date
                | DataType::Time
                | DataType::DateTime
                | DataType::Timestamp { with_offset: false }
                | DataType::Duration
                | DataType::Uuid
        )
}

fn kernel(op: CompareOp, left: &dyn Datum, right: &dyn Datum) -> Result<BooleanArray, ArrowError> {
    match op {
        CompareOp::Eq => cmp::eq(left, right),
        CompareOp::Ne => cmp::neq(left, right),
        CompareOp::Lt => cmp::lt(left, right),
        CompareOp::Le => cmp::lt_eq(left, right),
        CompareOp::Gt => cmp::gt(left, right),
        CompareOp::Ge => cmp::gt_eq(left, right),
    }
}

/// The operator with its sides exchanged.
const fn turned(op: CompareOp) -> CompareOp {
    match op {
        CompareOp::Eq => CompareOp::Eq,
        CompareOp::Ne => CompareOp::Ne,
        CompareOp::Lt => CompareOp::Gt,
        CompareOp::Le => CompareOp::Ge,
        CompareOp::Gt => CompareOp::Lt,
        CompareOp::Ge => CompareOp::Le,
    }
}
