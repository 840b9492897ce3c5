//! Decimals and integers past 64 bits.

use std::sync::Arc;

use arrow_array::{ArrayRef, Decimal128Array, Decimal256Array};
use arrow_buffer::i256;
use arrow_schema::{ArrowError, DataType as ArrowType};

use crate::dynamic::arrow_type;
use crate::dynamic::cell::NotHeld;
use crate::dynamic::cell::make::Values;
use crate::schema::{Decimal, Value};

/// 10^38: the least number of 39 digits.
const PAST_38_DIGITS: u128 = 10_u128.pow(38);

/// Precisions that are made, so that batches of like values are of one type.
const PRECISIONS: [i16; 3] = [18, 28, 38];

pub(super) fn ints(cells: &Values<'_>) -> Result<ArrayRef, NotHeld> {
    let ints = cells.map(|value| match value {
        Value::Int(int) if cells.data_type.holds(value) => Some(i256::from_i128(*int)),
        Value::UInt(int) if cells.data_type.holds(value) => Some(i256::from_parts(*int, 0)),
        _ => None,
    })?;
    let is_narrow = |int: &i256| {
        int.to_i128()
            .is_some_and(|int| int.unsigned_abs() < PAST_38_DIGITS)
    };
    let arrow = if ints.iter().flatten().all(is_narrow) {
        ArrowType::Decimal128(38, 0)
    } else {
        ArrowType::Decimal256(39, 0)
    };
    made(cells, ints, &arrow)
}

pub(super) fn decimals(cells: &Values<'_>) -> Result<ArrayRef, NotHeld> {
    let decimals = cells.map(|value| match value {
        Value::Decimal(decimal) => Some(*decimal),
        _ => None,
    })?;
    let Some(arrow) = room_for(decimals.iter().flatten().copied()) else {
        // Zeros at the end say nothing, and are given up before a number is.
        let reduced: Vec<_> = decimals
            .iter()
            .map(|decimal| decimal.map(Decimal::reduced))
            .collect();
        let arrow = room_for(reduced.iter().flatten().copied());
        let arrow = arrow.ok_or_else(|| too_wide(cells, &reduced))?;
        return at_scale(cells, &reduced, &arrow);
    };
    at_scale(cells, &decimals, &arrow)
}

/// The type with room for all of them; `None` past 76 digits.
fn room_for(decimals: impl Iterator<Item = Decimal>) -> Option<ArrowType> {
    let (mut scale, mut whole) = (0, 0);
    for decimal in decimals {
        let places = i8::try_from(decimal.scale).ok()?;
        scale = scale.max(places);
        whole = whole.max(digits(decimal) - i16::from(places));
    }
    let needed = whole.max(0) + i16::from(scale);
    let precision = PRECISIONS
        .into_iter()
        .find(|precision| *precision >= needed);
    arrow_type::decimal(scale, precision.unwrap_or(needed) - i16::from(scale))
}

fn digits(decimal: Decimal) -> i16 {
    let digits = decimal.digits.unsigned_abs().checked_ilog10();
    digits.map_or(0, |log| i16::try_from(log + 1).unwrap_or(i16::MAX))
}

fn at_scale(
    cells: &Values<'_>,
    decimals: &[Option<Decimal>],
    arrow: &ArrowType,
) -> Result<ArrayRef, NotHeld> {
    let scale = match arrow {
        ArrowType::Decimal128(_, scale) | ArrowType::Decimal256(_, scale) => *scale,
        _ => 0,
    };
    let raised = |decimal: Decimal| {
        let places = u32::try_from(scale).ok()?.checked_sub(decimal.scale)?;
        let ten = i256::from_i128(10).checked_pow(places)?;
        i256::from_i128(decimal.digits).checked_mul(ten)
    };
    let raised: Vec<Option<i256>> = decimals
        .iter()
        .map(|decimal| decimal.and_then(raised))
        .collect();
    made(cells, raised, arrow)
}

fn made(
    cells: &Values<'_>,
    digits: Vec<Option<i256>>,
    arrow: &ArrowType,
) -> Result<ArrayRef, NotHeld> {
    let made: Result<ArrayRef, ArrowError> = match arrow {
        ArrowType::Decimal256(precision, scale) => Decimal256Array::from(digits)
            .with_precision_and_scale(*precision, *scale)
            .map(|array| Arc::new(array) as ArrayRef),
        ArrowType::Decimal128(precision, scale) => {
            let narrow = digits.into_iter().map(|digits| digits?.to_i128());
            Decimal128Array::from(narrow.collect::<Vec<_>>())
                .with_precision_and_scale(*precision, *scale)
                .map(|array| Arc::new(array) as ArrayRef)
        }
        other => Err(ArrowError::CastError(other.to_string())),
    };
    made.map_err(|error| cells.fault(0, error.to_string()))
}

/// The fault of the value with the most places: it is the one that leaves no room.
fn too_wide(cells: &Values<'_>, decimals: &[Option<Decimal>]) -> NotHeld {
    let places = |decimal: &Option<Decimal>| decimal.map_or(0, |decimal| decimal.scale);
    let (row, _) = decimals
        .iter()
        .enumerate()
        .max_by_key(|(_, decimal)| places(decimal))
        .unwrap_or((0, &None));
    let whole = |decimal: &Decimal| i64::from(digits(*decimal)) - i64::from(decimal.scale);
    let whole = decimals
        .iter()
        .flatten()
        .map(whole)
        .max()
        .unwrap_or(0)
        .max(0);
    let problem = format!(
        "has {} places, beside {whole} digits before the point in the column: \
         a column of decimals has room for 76 in all",
        places(&decimals[row])
    );
    cells.fault(row, problem)
}
