//! Whether each value of an array is one that a [`Value`](crate::schema::Value) stands for.

use std::ops::RangeInclusive;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Decimal256Type, DurationMicrosecondType, DurationMillisecondType,
    DurationNanosecondType, DurationSecondType, Int16Type, Int64Type, Time64NanosecondType,
    TimestampMicrosecondType, TimestampNanosecondType,
};
use arrow_array::{Array, ArrayRef, ArrowPrimitiveType, ListArray, PrimitiveArray, StructArray};
use arrow_buffer::i256;
use arrow_schema::{DataType as ArrowType, TimeUnit};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::dynamic::cell::adopt::shown;
use crate::dynamic::cell::{NotHeld, unit};
use crate::schema::{Column, DataType, Decimal};

const NO_DATE: &str = "is no date between the years -262143 and 262142";
const NO_MOMENT: &str = "is no moment between the years -262143 and 262142";
const NO_TIME: &str = "is no time of a day";
const NO_SPAN: &str = "is no span of time of at most 292 million years";
const NO_OFFSET: &str = "is no offset from UTC of less than a day";
const TOO_MANY_DIGITS: &str = "has more digits than 128 bits hold: cast the column to text before";

/// Checks the values of an array of an [own](crate::dynamic::arrow_type) type.
pub(super) fn check(array: &ArrayRef, data_type: &DataType) -> Result<(), NotHeld> {
    match (array.data_type(), data_type) {
        (ArrowType::Date32, _) => {
            let (least, greatest) = (
                NaiveDate::MIN.to_epoch_days(),
                NaiveDate::MAX.to_epoch_days(),
            );
            within(
                array.as_primitive::<Date32Type>(),
                least..=greatest,
                NO_DATE,
            )
        }
        (ArrowType::Time64(_), _) => {
            let day = 0..=86_399_999_999_999;
            within(array.as_primitive::<Time64NanosecondType>(), day, NO_TIME)
        }
        (ArrowType::Timestamp(unit, _), _) => moments(array, *unit),
        (ArrowType::Duration(unit), _) => spans(array, *unit),
        (ArrowType::Decimal256(..), data_type) => digits(array, data_type),
        (ArrowType::Struct(_), DataType::Timestamp { .. }) => offsets(array.as_struct()),
        (ArrowType::List(_), DataType::List { element, .. }) => elements(array.as_list(), element),
        (ArrowType::Struct(_), DataType::Struct(columns)) => parts(array.as_struct(), columns),
        _ => Ok(()),
    }
}

/// Checks all values at once, and one by one only to name the one that is out of the limits.
fn within<T: ArrowPrimitiveType<Native: Ord>>(
    array: &PrimitiveArray<T>,
    limits: RangeInclusive<T::Native>,
    problem: &'static str,
) -> Result<(), NotHeld> {
    let is_within = |value: &T::Native| (limits.start() <= value) & (value <= limits.end());
    if array
        .values()
        .iter()
        .fold(true, |all, value| all & is_within(value))
    {
        return Ok(());
    }
    let outside = array.iter().enumerate().find_map(|(row, value)| {
        let value = value.filter(|value| !is_within(value))?;
        Some(NotHeld::new(row, format!("{value:?}"), problem))
    });
    outside.map_or(Ok(()), Err)
}

fn moments(array: &ArrayRef, unit: TimeUnit) -> Result<(), NotHeld> {
    let nanos = |moment: DateTime<Utc>| unit::of_datetime(moment.naive_utc()).unwrap_or(0);
    let (least, greatest) = (
        nanos(DateTime::<Utc>::MIN_UTC),
        nanos(DateTime::<Utc>::MAX_UTC),
    );
    let (least, greatest) = unit::limits(least, greatest, unit);
    within(&counts(array), least..=greatest, NO_MOMENT)
}

fn spans(array: &ArrayRef, unit: TimeUnit) -> Result<(), NotHeld> {
    let nanos = unit::of_duration;
    let (least, greatest) = unit::limits(nanos(TimeDelta::MIN), nanos(TimeDelta::MAX), unit);
    within(&counts(array), least..=greatest, NO_SPAN)
}

/// The counts of an array of moments or spans, whatever its unit.
pub(super) fn counts(array: &ArrayRef) -> PrimitiveArray<Int64Type> {
    let array = array.as_ref();
    if let Some(array) = array.as_primitive_opt::<TimestampMicrosecondType>() {
        array.reinterpret_cast()
    } else if let Some(array) = array.as_primitive_opt::<TimestampNanosecondType>() {
        array.reinterpret_cast()
    } else if let Some(array) = array.as_primitive_opt::<DurationSecondType>() {
        array.reinterpret_cast()
    } else if let Some(array) = array.as_primitive_opt::<DurationMillisecondType>() {
        array.reinterpret_cast()
    } else if let Some(array) = array.as_primitive_opt::<DurationMicrosecondType>() {
        array.reinterpret_cast()
    } else if let Some(array) = array.as_primitive_opt::<DurationNanosecondType>() {
        array.reinterpret_cast()
    } else {
        PrimitiveArray::new_null(array.len())
    }
}

fn digits(array: &ArrayRef, data_type: &DataType) -> Result<(), NotHeld> {
    let scale = match array.data_type() {
        ArrowType::Decimal256(_, scale) => u32::try_from(*scale).unwrap_or(0),
        _ => 0,
    };
    let is_held = |digits: i256| match data_type {
        DataType::UInt128 => digits.to_i128().is_some() || digits.to_parts().1 == 0,
        _ => narrow(digits, scale).is_some(),
    };
    let array = array.as_primitive::<Decimal256Type>();
    let outside = array.iter().enumerate().find_map(|(row, digits)| {
        digits.filter(|digits| !is_held(*digits))?;
        Some(NotHeld::new(row, shown(array, row), TOO_MANY_DIGITS))
    });
    outside.map_or(Ok(()), Err)
}

/// The decimal in 128 bits, with fewer zeros at its end where that makes it fit.
pub(super) fn narrow(mut digits: i256, mut scale: u32) -> Option<Decimal> {
    let ten = i256::from_i128(10);
    loop {
        if let Some(digits) = digits.to_i128() {
            return Some(Decimal { digits, scale });
        }
        if digits % ten != i256::ZERO {
            return None;
        }
        digits /= ten;
        scale = scale.checked_sub(1)?;
    }
}

fn offsets(array: &StructArray) -> Result<(), NotHeld> {
    check(array.column(0), &DataType::Timestamp { with_offset: false })?;
    let minutes = array.column(1).as_primitive::<Int16Type>();
    within(minutes, -1439..=1439, NO_OFFSET)
}

fn elements(lists: &ListArray, element: &DataType) -> Result<(), NotHeld> {
    let offsets = lists.value_offsets();
    let (first, last) = (offset(offsets.first()), offset(offsets.last()));
    let elements = lists.values().slice(first, last - first);
    check(&elements, element).map_err(|fault| {
        let place = first + fault.row;
        in_list(fault, offsets, place)
    })
}

/// The fault of the element at this place among those of all lists, told of its list.
pub(super) fn in_list(fault: NotHeld, offsets: &[i32], place: usize) -> NotHeld {
    let row = offsets.partition_point(|start| offset(Some(start)) <= place);
    let row = row.saturating_sub(1);
    let start = offset(offsets.get(row));
    fault.of_element(row, place - start)
}

fn offset(offset: Option<&i32>) -> usize {
    offset
        .and_then(|offset| usize::try_from(*offset).ok())
        .unwrap_or(0)
}

fn parts(structs: &StructArray, columns: &[Column]) -> Result<(), NotHeld> {
    for (column, part) in columns.iter().zip(structs.columns()) {
        check(part, &column.data_type).map_err(|fault| fault.of_inner_column(&column.name))?;
    }
    Ok(())
}
