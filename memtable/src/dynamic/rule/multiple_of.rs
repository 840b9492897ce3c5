use arrow_array::types::Int64Type;
use arrow_array::{ArrowPrimitiveType, PrimitiveArray};

use crate::dynamic::cell::{Cells, Kind};
use crate::dynamic::rule::rows;
use crate::schema::{Rule, Value};
use crate::validate::rules::{Multiple, multiple_of};

/// The rows whose number is no multiple.
pub(super) fn broken(cells: &Cells, rule: &Rule, of: &Value) -> Vec<usize> {
    match (&cells.kind, of) {
        (Kind::Int8(array), Value::Int(of)) => ints(array, *of),
        (Kind::Int16(array), Value::Int(of)) => ints(array, *of),
        (Kind::Int32(array), Value::Int(of)) => ints(array, *of),
        (Kind::Int64(array), Value::Int(of)) => ints::<Int64Type>(array, *of),
        (Kind::UInt8(array), Value::Int(of)) => ints(array, *of),
        (Kind::UInt16(array), Value::Int(of)) => ints(array, *of),
        (Kind::UInt32(array), Value::Int(of)) => ints(array, *of),
        (Kind::UInt64(array), Value::Int(of)) => ints(array, *of),
        (Kind::Float32(array), Value::Float32(of)) => {
            rows::of_primitives(array, |float| multiple_of(float, *of))
        }
        (Kind::Float64(array), Value::Float64(of)) => {
            rows::of_primitives(array, |float| multiple_of(float, *of))
        }
        _ => rows::by_value(cells, rule),
    }
}

fn ints<T>(array: &PrimitiveArray<T>, of: i128) -> Vec<usize>
where
    T: ArrowPrimitiveType<Native: TryFrom<i128> + Multiple<Limit = T::Native>>,
{
    match T::Native::try_from(of) {
        Ok(of) => rows::of_primitives(array, |int| multiple_of(int, of)),
        // Of a number past the type zero alone is a multiple.
        Err(_) => rows::of_primitives(array, |int| int == T::default_value()),
    }
}
