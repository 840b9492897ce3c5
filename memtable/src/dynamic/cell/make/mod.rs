//! Arrays of values.

mod decimals;
mod nested;
mod times;

use std::sync::Arc;

use arrow_array::types::{
    Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type,
    UInt32Type, UInt64Type,
};
use arrow_array::{
    ArrayRef, ArrowPrimitiveType, BinaryArray, BooleanArray, FixedSizeBinaryArray, NullArray,
    PrimitiveArray, StringArray,
};

use crate::dynamic::cell::NotHeld;
use crate::schema::{Column, DataType, Value};

/// The values of a column as an array, whose Arrow type is the narrowest of those that the page of
/// [`arrow_type`](crate::dynamic::arrow_type) lists. Nothing is rounded.
///
/// A null is taken in any column: whether it may be there is the schema's to say.
///
/// # Errors
/// [`NotHeld`] for the first value that the column's type does not [hold](DataType::holds), or that no Arrow type holds without
/// loss: a leap second, nanoseconds in the year 10000, more than 76 digits, 2 GiB of text in one array.
///
/// ```
/// use memtable::Value;
/// use memtable::dynamic::cell;
/// use memtable::schema::{Column, DataType};
///
/// let age = Column::new("age", DataType::UInt8).nullable();
/// let ages = cell::array(&age, &[Value::from(34), Value::Null])?;
/// assert_eq!(cell::value(&ages, &age, 1)?, Value::Null);
///
/// let error = cell::array(&age, &[Value::from(34), Value::from(300)]).unwrap_err();
/// assert_eq!(error.to_string(), "row 1: age 300: is no uint8");
/// # Ok::<(), cell::NotHeld>(())
/// ```
///
/// See also: [`Cells`](crate::dynamic::cell::Cells), the way back.
pub fn array<'v>(
    column: &Column,
    values: impl IntoIterator<Item = &'v Value>,
) -> Result<ArrayRef, NotHeld> {
    let values: Vec<&Value> = values.into_iter().collect();
    make(&column.data_type, &values).map_err(|fault| fault.of_column(&column.name))
}

fn make(data_type: &DataType, values: &[&Value]) -> Result<ArrayRef, NotHeld> {
    let cells = Values { data_type, values };
    match data_type {
        DataType::Null => cells.nulls(),
        DataType::Bool => cells.bools(),
        DataType::Int8 => cells.ints::<Int8Type>(),
        DataType::Int16 => cells.ints::<Int16Type>(),
        DataType::Int32 => cells.ints::<Int32Type>(),
        DataType::Int64 => cells.ints::<Int64Type>(),
        DataType::UInt8 => cells.ints::<UInt8Type>(),
        DataType::UInt16 => cells.ints::<UInt16Type>(),
        DataType::UInt32 => cells.ints::<UInt32Type>(),
        DataType::UInt64 => cells.ints::<UInt64Type>(),
        DataType::Int128 | DataType::UInt128 => decimals::ints(&cells),
        DataType::Float32 => cells.primitives::<Float32Type>(|value| match value {
            Value::Float32(float) => Some(*float),
            _ => None,
        }),
        DataType::Float64 => cells.primitives::<Float64Type>(|value| match value {
            Value::Float64(float) => Some(*float),
            _ => None,
        }),
        DataType::Decimal => decimals::decimals(&cells),
        DataType::Char | DataType::Text | DataType::Enum(_) | DataType::Json => cells.texts(),
        DataType::Bytes => cells.bytes(),
        DataType::Date => times::dates(&cells),
        DataType::Time => times::times(&cells),
        DataType::DateTime => times::datetimes(&cells),
        DataType::Timestamp { with_offset: false } => times::timestamps(&cells),
        DataType::Timestamp { with_offset: true } => times::with_offsets(&cells),
        DataType::Duration => times::durations(&cells),
        DataType::Uuid => cells.uuids(),
        DataType::List { element, nullable } => nested::lists(&cells, (element, *nullable)),
        DataType::Struct(columns) => nested::structs(&cells, columns),
    }
}

/// The values of one array to be made.
struct Values<'a> {
    data_type: &'a DataType,
    values: &'a [&'a Value],
}

impl<'a> Values<'a> {
    /// What `of` makes of each value that is not null.
    ///
    /// # Errors
    /// The first of which it makes nothing: it is of another type.
    fn map<T>(&self, of: impl Fn(&'a Value) -> Option<T>) -> Result<Vec<Option<T>>, NotHeld> {
        self.try_map(|row, value| of(value).ok_or_else(|| self.misfit(row)))
    }

    fn try_map<T>(
        &self,
        of: impl Fn(usize, &'a Value) -> Result<T, NotHeld>,
    ) -> Result<Vec<Option<T>>, NotHeld> {
        let cells = self.values.iter().enumerate();
        let made = cells.map(|(row, value)| match value {
            Value::Null => Ok(None),
            value => of(row, value).map(Some),
        });
        made.collect()
    }

    fn misfit(&self, row: usize) -> NotHeld {
        self.fault(row, format!("is no {}", self.data_type))
    }

    fn fault(&self, row: usize, problem: impl Into<std::borrow::Cow<'static, str>>) -> NotHeld {
        let value = self.values.get(row).copied().unwrap_or(&Value::Null);
        NotHeld::new(row, value.quoted(), problem)
    }

    fn nulls(&self) -> Result<ArrayRef, NotHeld> {
        self.map(|_| None::<()>)?;
        Ok(Arc::new(NullArray::new(self.values.len())))
    }

    fn bools(&self) -> Result<ArrayRef, NotHeld> {
        let bools = self.map(|value| match value {
            Value::Bool(bool) => Some(*bool),
            _ => None,
        })?;
        Ok(Arc::new(BooleanArray::from(bools)))
    }

    fn primitives<T: ArrowPrimitiveType>(
        &self,
        of: impl Fn(&Value) -> Option<T::Native>,
    ) -> Result<ArrayRef, NotHeld> {
        let made: PrimitiveArray<T> = self.map(of)?.into_iter().collect();
        Ok(Arc::new(made))
    }

    fn ints<T: ArrowPrimitiveType<Native: TryFrom<i128>>>(&self) -> Result<ArrayRef, NotHeld> {
        self.primitives::<T>(|value| match value {
            Value::Int(int) => T::Native::try_from(*int).ok(),
            _ => None,
        })
    }

    fn texts(&self) -> Result<ArrayRef, NotHeld> {
        let is_json = *self.data_type == DataType::Json;
        let texts = self.map(|value| match value {
            Value::Json(text) if is_json => Some(&**text),
            Value::Text(text) if !is_json && self.data_type.holds(value) => Some(&**text),
            _ => None,
        })?;
        within_offsets(texts.iter().map(|text| text.map_or(0, str::len)))?;
        Ok(Arc::new(StringArray::from(texts)))
    }

    fn bytes(&self) -> Result<ArrayRef, NotHeld> {
        let bytes = self.map(|value| match value {
            Value::Bytes(bytes) => Some(&**bytes),
            _ => None,
        })?;
        within_offsets(bytes.iter().map(|bytes| bytes.map_or(0, <[u8]>::len)))?;
        Ok(Arc::new(BinaryArray::from(bytes)))
    }

    fn uuids(&self) -> Result<ArrayRef, NotHeld> {
        let uuids = self.map(|value| match value {
            Value::Uuid(uuid) => Some(uuid.to_be_bytes()),
            _ => None,
        })?;
        let made = FixedSizeBinaryArray::try_from_sparse_iter_with_size(uuids.into_iter(), 16);
        made.map(|uuids| Arc::new(uuids) as ArrayRef)
            .map_err(|error| self.fault(0, error.to_string()))
    }
}

/// Arrow counts what one array of text, bytes or lists holds in 31 bits.
fn within_offsets(lengths: impl Iterator<Item = usize>) -> Result<(), NotHeld> {
    let mut sum = 0_usize;
    for (row, length) in lengths.enumerate() {
        sum = sum.saturating_add(length);
        if i32::try_from(sum).is_err() {
            let problem =
                "is past the 2 GiB that one batch holds in a column: write smaller batches";
            return Err(NotHeld::new(row, format!("({length} bytes)"), problem));
        }
    }
    Ok(())
}
