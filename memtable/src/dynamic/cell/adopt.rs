//! Arrays of foreign Arrow types as arrays of the types that this library keeps.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::Date64Type;
use arrow_array::{Array, ArrayRef, Int16Array, ListArray, StructArray};
use arrow_cast::display::{ArrayFormatter, FormatOptions};
use arrow_cast::{CastOptions, cast_with_options};
use arrow_schema::{ArrowError, DataType as ArrowType, FieldRef, Fields};

use crate::dynamic::arrow_type::{fixed_offset, own};
use crate::dynamic::cell::{NotHeld, check};
use crate::schema::{Column, DataType};

const MILLIS_PER_DAY: i64 = 86_400_000;

/// The array as one of the Arrow types that the page of [`arrow_type`](crate::dynamic::arrow_type) lists for the column:
/// encodings are decoded, coarser units become finer ones, nothing is rounded.
///
/// An array of such a type is checked, which costs a pass over dates and times, and is not copied.
/// Whether the values keep the limits of the column's type (one character, a variant of the enum) is not asked here.
///
/// # Errors
/// [`NotHeld`] for an array of a type that does not [fit](crate::dynamic::arrow_type::fits) the column, and for a value that no
/// [`Value`](crate::Value) stands for: a date past the year 262142, a number of more than 38 digits.
///
/// ```
/// use std::sync::Arc;
/// use arrow_array::{ArrayRef, TimestampSecondArray, types::TimestampMicrosecondType, cast::AsArray};
/// use memtable::dynamic::cell;
/// use memtable::schema::{Column, DataType};
///
/// let seen: ArrayRef = Arc::new(TimestampSecondArray::from(vec![Some(1), None]));
/// let seen = cell::adopt(&seen, &Column::new("seen", DataType::DateTime).nullable())?;
/// assert_eq!(seen.as_primitive::<TimestampMicrosecondType>().value(0), 1_000_000);
/// # Ok::<(), cell::NotHeld>(())
/// ```
pub fn adopt(array: &ArrayRef, column: &Column) -> Result<ArrayRef, NotHeld> {
    let adopted = adopt_as(array, &column.data_type);
    adopted.map_err(|fault| fault.of_column(&column.name))
}

fn adopt_as(array: &ArrayRef, data_type: &DataType) -> Result<ArrayRef, NotHeld> {
    let Some(target) = own(array.data_type(), data_type) else {
        let problem = format!(
            "the array is {}, which holds no {data_type}",
            array.data_type()
        );
        return Err(NotHeld::new(0, shown(array, 0), problem));
    };
    let adopted = recast(array, &target)?;
    check::check(&adopted, data_type)?;
    Ok(adopted)
}

/// The array with its values in another Arrow type of the same kind: see [`common`](crate::dynamic::arrow_type::common).
///
/// # Errors
/// [`NotHeld`], with the first value that the type cannot hold.
///
/// ```
/// use std::sync::Arc;
/// use arrow_array::{Array, ArrayRef, Decimal128Array};
/// use arrow_schema::DataType as ArrowType;
/// use memtable::dynamic::cell;
/// use memtable::schema::{Column, DataType};
///
/// let whole: ArrayRef = Arc::new(Decimal128Array::from(vec![5]).with_precision_and_scale(18, 0)?);
/// let price = Column::new("price", DataType::Decimal);
/// let cents = cell::widen(&whole, &price, &ArrowType::Decimal128(20, 2))?;
/// assert_eq!(cell::value(&cents, &price, 0)?.to_string(), "5.00");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn widen(array: &ArrayRef, column: &Column, to: &ArrowType) -> Result<ArrayRef, NotHeld> {
    recast(array, to).map_err(|fault| fault.of_column(&column.name))
}

fn recast(array: &ArrayRef, target: &ArrowType) -> Result<ArrayRef, NotHeld> {
    match (array.data_type(), target) {
        (from, target) if from == target => Ok(Arc::clone(array)),
        (ArrowType::Dictionary(_, values), _) => recast(&cast(array, values)?, target),
        (ArrowType::RunEndEncoded(_, values), _) => {
            recast(&cast(array, values.data_type())?, target)
        }
        (ArrowType::List(_), ArrowType::List(item)) => lists(array.as_list(), item),
        (ArrowType::Map(..), ArrowType::List(item)) => {
            lists(&ListArray::from(array.as_map().clone()), item)
        }
        (
            ArrowType::ListView(item)
            | ArrowType::FixedSizeList(item, _)
            | ArrowType::LargeList(item)
            | ArrowType::LargeListView(item),
            ArrowType::List(_),
        ) => recast(&cast(array, &ArrowType::List(Arc::clone(item)))?, target),
        (ArrowType::Struct(_), ArrowType::Struct(fields)) => structs(array.as_struct(), fields),
        (ArrowType::Timestamp(_, Some(zone)), ArrowType::Struct(fields)) => {
            offsets(array, fixed_offset(zone).unwrap_or(0), fields)
        }
        (ArrowType::Date64, ArrowType::Date32) => {
            whole_days(array)?;
            cast(array, target)
        }
        _ => cast(array, target),
    }
}

/// What Arrow casts, unless a value is lost.
fn cast(array: &ArrayRef, target: &ArrowType) -> Result<ArrayRef, NotHeld> {
    let made = cast_all(array.as_ref(), target);
    let keeps_all = |made: &ArrayRef| made.logical_null_count() == array.logical_null_count();
    match made {
        Ok(made) if keeps_all(&made) => Ok(made),
        made => Err(lost(array, target, made.err())),
    }
}

fn cast_all(array: &dyn Array, target: &ArrowType) -> Result<ArrayRef, ArrowError> {
    let options = CastOptions {
        safe: true,
        format_options: FormatOptions::default(),
    };
    cast_with_options(array, target, &options)
}

/// The first value that is lost, found row by row.
fn lost(array: &ArrayRef, target: &ArrowType, error: Option<ArrowError>) -> NotHeld {
    let is_lost = |row: &usize| {
        let cell = array.slice(*row, 1);
        let nulls = cell.logical_null_count();
        !cast_all(&cell, target).is_ok_and(|made| made.logical_null_count() == nulls)
    };
    let row = (0..array.len()).find(is_lost).unwrap_or(0);
    let why = error.map_or(String::new(), |error| format!(": {error}"));
    NotHeld::new(
        row,
        shown(array, row),
        format!("{target} cannot hold it{why}"),
    )
}

pub(super) fn shown(array: &dyn Array, row: usize) -> String {
    let formatter = ArrayFormatter::try_new(array, &FormatOptions::default());
    match formatter {
        Ok(formatter) if row < array.len() => formatter.value(row).to_string(),
        _ => String::new(),
    }
}

fn whole_days(array: &ArrayRef) -> Result<(), NotHeld> {
    let millis = array.as_primitive::<Date64Type>();
    let mut parts = millis.iter().enumerate();
    let part = parts.find(|(_, millis)| millis.is_some_and(|millis| millis % MILLIS_PER_DAY != 0));
    match part {
        None => Ok(()),
        Some((row, _)) => {
            let problem = "is no whole day: cast the column to a timestamp before";
            Err(NotHeld::new(row, shown(array, row), problem))
        }
    }
}

fn lists(array: &ListArray, item: &FieldRef) -> Result<ArrayRef, NotHeld> {
    let elements = recast(array.values(), item.data_type()).map_err(|fault| {
        let place = fault.row;
        check::in_list(fault, array.value_offsets(), place)
    })?;
    let (offsets, nulls) = (array.offsets().clone(), array.nulls().cloned());
    let made = ListArray::try_new(Arc::clone(item), offsets, elements, nulls);
    made.map(|lists| Arc::new(lists) as ArrayRef)
        .map_err(|_| null_within(array, array.values().as_ref()))
}

fn structs(array: &StructArray, fields: &Fields) -> Result<ArrayRef, NotHeld> {
    let part = |field: &FieldRef| {
        let Some(part) = array.column_by_name(field.name()) else {
            return Err(NotHeld::new(0, shown(array, 0), "is absent").of_inner_column(field.name()));
        };
        recast(part, field.data_type()).map_err(|fault| fault.of_inner_column(field.name()))
    };
    let parts: Vec<ArrayRef> = fields.iter().map(part).collect::<Result<_, _>>()?;
    let made = StructArray::try_new_with_length(
        fields.clone(),
        parts,
        array.nulls().cloned(),
        array.len(),
    );
    made.map(|structs| Arc::new(structs) as ArrayRef)
        .map_err(|error| NotHeld::new(0, shown(array, 0), error.to_string()))
}

fn null_within(lists: &dyn Array, elements: &dyn Array) -> NotHeld {
    let place = (0..elements.len()).find(|place| elements.is_null(*place));
    let place = place.unwrap_or(0);
    let fault = NotHeld::new(place, "null", "is an element of a list that has no nulls");
    match lists.as_list_opt::<i32>() {
        Some(lists) => check::in_list(fault, lists.value_offsets(), place),
        None => fault,
    }
}

/// Instants of a zone of one offset, each with it.
fn offsets(array: &ArrayRef, seconds: i32, fields: &Fields) -> Result<ArrayRef, NotHeld> {
    let [instants, _] = &**fields else {
        return Err(NotHeld::new(0, shown(array, 0), "has no offset"));
    };
    let minutes = i16::try_from(seconds / 60).unwrap_or(0);
    let instants = recast(array, instants.data_type())?;
    let parts: Vec<ArrayRef> = vec![
        instants,
        Arc::new(Int16Array::from(vec![minutes; array.len()])),
    ];
    let made = StructArray::try_new(fields.clone(), parts, array.logical_nulls());
    made.map(|structs| Arc::new(structs) as ArrayRef)
        .map_err(|error| NotHeld::new(0, shown(array, 0), error.to_string()))
}
