use std::collections::HashSet;

use arrow_array::{ArrowPrimitiveType, PrimitiveArray};

use crate::dynamic::cell::{Cells, Kind};
use crate::dynamic::rule::rows;
use crate::schema::{Rule, Value};

/// So many texts are compared one by one before a hash pays.
const FEW: usize = 8;

/// The rows whose value is none of those allowed.
pub(super) fn broken(cells: &Cells, rule: &Rule, allowed: &[Value]) -> Vec<usize> {
    match &cells.kind {
        Kind::Text(array) => {
            let texts: Vec<&str> = allowed.iter().filter_map(text).collect();
            if texts.len() <= FEW {
                return rows::of_texts(array, |text| texts.contains(&text));
            }
            let texts: HashSet<&str> = texts.into_iter().collect();
            rows::of_texts(array, |text| texts.contains(text))
        }
        Kind::Int8(array) => ints(array, allowed),
        Kind::Int16(array) => ints(array, allowed),
        Kind::Int32(array) => ints(array, allowed),
        Kind::Int64(array) => ints(array, allowed),
        Kind::UInt8(array) => ints(array, allowed),
        Kind::UInt16(array) => ints(array, allowed),
        Kind::UInt32(array) => ints(array, allowed),
        Kind::UInt64(array) => ints(array, allowed),
        _ => rows::by_value(cells, rule),
    }
}

fn text(value: &Value) -> Option<&str> {
    match value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

fn ints<T>(array: &PrimitiveArray<T>, allowed: &[Value]) -> Vec<usize>
where
    T: ArrowPrimitiveType<Native: TryFrom<i128> + PartialEq>,
{
    let int = |value: &Value| match value {
        Value::Int(int) => T::Native::try_from(*int).ok(),
        _ => None,
    };
    let allowed: Vec<T::Native> = allowed.iter().filter_map(int).collect();
    rows::of_primitives(array, |int| allowed.contains(&int))
}
