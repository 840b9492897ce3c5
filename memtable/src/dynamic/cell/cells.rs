use std::borrow::Cow;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Decimal128Type, Decimal256Type, Float32Type, Float64Type, Int8Type, Int16Type,
    Int32Type, Int64Type, Time64NanosecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{
    Array, ArrayRef, BinaryArray, BooleanArray, FixedSizeBinaryArray, Int64Array, PrimitiveArray,
    StringArray,
};
use arrow_buffer::{NullBuffer, OffsetBuffer, i256};
use arrow_schema::{DataType as ArrowType, TimeUnit};
use chrono::{DateTime, FixedOffset, NaiveDate, Utc};

use crate::dynamic::cell::{NotHeld, adopt, check, unit};
use crate::schema::{Column, DataType, Decimal, Value};

/// The cells of an array, as values of a column.
///
/// ```
/// use std::sync::Arc;
/// use arrow_array::{ArrayRef, UInt8Array};
/// use memtable::Value;
/// use memtable::dynamic::cell::Cells;
/// use memtable::schema::{Column, DataType};
///
/// let ages: ArrayRef = Arc::new(UInt8Array::from(vec![Some(34), None]));
/// let cells = Cells::new(&ages, &Column::new("age", DataType::UInt8).nullable())?;
/// assert_eq!(cells.iter().collect::<Vec<_>>(), [Value::from(34), Value::Null]);
/// # Ok::<(), memtable::dynamic::cell::NotHeld>(())
/// ```
///
/// See also: [`array`](crate::dynamic::cell::array), the way back.
#[derive(Clone, Debug)]
pub struct Cells {
    nulls: Option<NullBuffer>,
    n_rows: usize,
    kind: Kind,
}

#[derive(Clone, Debug)]
enum Kind {
    Null,
    Bool(BooleanArray),
    Int8(PrimitiveArray<Int8Type>),
    Int16(PrimitiveArray<Int16Type>),
    Int32(PrimitiveArray<Int32Type>),
    Int64(PrimitiveArray<Int64Type>),
    UInt8(PrimitiveArray<UInt8Type>),
    UInt16(PrimitiveArray<UInt16Type>),
    UInt32(PrimitiveArray<UInt32Type>),
    UInt64(PrimitiveArray<UInt64Type>),
    Int128(PrimitiveArray<Decimal128Type>),
    Int256(PrimitiveArray<Decimal256Type>),
    Float32(PrimitiveArray<Float32Type>),
    Float64(PrimitiveArray<Float64Type>),
    Decimal(PrimitiveArray<Decimal128Type>, u32),
    WideDecimal(PrimitiveArray<Decimal256Type>, u32),
    Text(StringArray),
    Json(StringArray),
    Bytes(BinaryArray),
    Date(PrimitiveArray<Date32Type>),
    Time(PrimitiveArray<Time64NanosecondType>),
    DateTime(Int64Array, TimeUnit),
    Timestamp(Int64Array, TimeUnit),
    WithOffset {
        instants: Int64Array,
        unit: TimeUnit,
        minutes: PrimitiveArray<Int16Type>,
    },
    Duration(Int64Array, TimeUnit),
    Uuid(FixedSizeBinaryArray),
    List {
        offsets: OffsetBuffer<i32>,
        elements: Box<Cells>,
    },
    Struct(Vec<(Cow<'static, str>, Cells)>),
}

impl Cells {
    /// The cells of an array that holds the values of `column`, in any Arrow type that
    /// [fits](crate::dynamic::arrow_type::fits) it. Costs what [`adopt`] costs.
    ///
    /// # Errors
    /// Those of [`adopt`].
    pub fn new(array: &ArrayRef, column: &Column) -> Result<Self, NotHeld> {
        let adopted = adopt(array, column)?;
        Ok(Cells::of(&adopted, &column.data_type))
    }

    /// The cells of an array that was adopted.
    fn of(array: &ArrayRef, data_type: &DataType) -> Self {
        Cells {
            nulls: array.logical_nulls(),
            n_rows: array.len(),
            kind: Kind::of(array, data_type).unwrap_or(Kind::Null),
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.n_rows
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.n_rows == 0
    }

    /// Whether the cell at this position has no value.
    pub fn is_null(&self, row: usize) -> bool {
        self.nulls.as_ref().is_some_and(|nulls| nulls.is_null(row))
            || matches!(self.kind, Kind::Null)
    }

    /// The value at this position.
    ///
    /// # Panics
    /// Past the end.
    pub fn get(&self, row: usize) -> Value {
        assert!(row < self.n_rows, "row {row} of {}", self.n_rows);
        if self.is_null(row) {
            return Value::Null;
        }
        self.kind.get(row).unwrap_or(Value::Null)
    }

    /// The values in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Value> + '_ {
        (0..self.n_rows).map(|row| self.get(row))
    }
}

impl Kind {
    /// `None` where the array is not of the type's own, which an adopted one is.
    fn of(array: &ArrayRef, data_type: &DataType) -> Option<Self> {
        let any = array.as_ref();
        Some(match data_type {
            DataType::Null => Kind::Null,
            DataType::Bool => Kind::Bool(any.as_boolean_opt()?.clone()),
            DataType::Int8 => Kind::Int8(any.as_primitive_opt()?.clone()),
            DataType::Int16 => Kind::Int16(any.as_primitive_opt()?.clone()),
            DataType::Int32 => Kind::Int32(any.as_primitive_opt()?.clone()),
            DataType::Int64 => Kind::Int64(any.as_primitive_opt()?.clone()),
            DataType::UInt8 => Kind::UInt8(any.as_primitive_opt()?.clone()),
            DataType::UInt16 => Kind::UInt16(any.as_primitive_opt()?.clone()),
            DataType::UInt32 => Kind::UInt32(any.as_primitive_opt()?.clone()),
            DataType::UInt64 => Kind::UInt64(any.as_primitive_opt()?.clone()),
            DataType::Float32 => Kind::Float32(any.as_primitive_opt()?.clone()),
            DataType::Float64 => Kind::Float64(any.as_primitive_opt()?.clone()),
            DataType::Int128 | DataType::UInt128 => match any.as_primitive_opt() {
                Some(narrow) => Kind::Int128(narrow.clone()),
                None => Kind::Int256(any.as_primitive_opt()?.clone()),
            },
            DataType::Decimal => Kind::decimal(array)?,
            DataType::Text | DataType::Char | DataType::Enum(_) => {
                Kind::Text(any.as_string_opt()?.clone())
            }
            DataType::Json => Kind::Json(any.as_string_opt()?.clone()),
            DataType::Bytes => Kind::Bytes(any.as_binary_opt()?.clone()),
            DataType::Date => Kind::Date(any.as_primitive_opt()?.clone()),
            DataType::Time => Kind::Time(any.as_primitive_opt()?.clone()),
            DataType::DateTime => Kind::DateTime(check::counts(array), unit_of(array)?),
            DataType::Timestamp { with_offset: false } => {
                Kind::Timestamp(check::counts(array), unit_of(array)?)
            }
            DataType::Timestamp { with_offset: true } => Kind::with_offset(array)?,
            DataType::Duration => Kind::Duration(check::counts(array), unit_of(array)?),
            DataType::Uuid => Kind::Uuid(any.as_fixed_size_binary_opt()?.clone()),
            DataType::List { element, .. } => {
                let lists = any.as_list_opt()?;
                Kind::List {
                    offsets: lists.offsets().clone(),
                    elements: Box::new(Cells::of(lists.values(), element)),
                }
            }
            DataType::Struct(columns) => {
                let parts = columns.iter().zip(any.as_struct_opt()?.columns());
                let cells = |column: &Column, part| Cells::of(part, &column.data_type);
                let parts = parts.map(|(column, part)| (column.name.clone(), cells(column, part)));
                Kind::Struct(parts.collect())
            }
        })
    }

    fn decimal(array: &ArrayRef) -> Option<Self> {
        match array.data_type() {
            ArrowType::Decimal128(_, scale) => Some(Kind::Decimal(
                array.as_primitive_opt()?.clone(),
                u32::try_from(*scale).ok()?,
            )),
            ArrowType::Decimal256(_, scale) => Some(Kind::WideDecimal(
                array.as_primitive_opt()?.clone(),
                u32::try_from(*scale).ok()?,
            )),
            _ => None,
        }
    }

    fn with_offset(array: &ArrayRef) -> Option<Self> {
        let [instants, minutes] = array.as_struct_opt()?.columns() else {
            return None;
        };
        Some(Kind::WithOffset {
            instants: check::counts(instants),
            unit: unit_of(instants)?,
            minutes: minutes.as_primitive_opt()?.clone(),
        })
    }

    /// The value at this position, which is not null; `None` where nothing stands for it, which adopting refuses.
    fn get(&self, row: usize) -> Option<Value> {
        Some(match self {
            Kind::Null => Value::Null,
            Kind::Bool(array) => Value::Bool(array.value(row)),
            Kind::Int8(array) => array.value(row).into(),
            Kind::Int16(array) => array.value(row).into(),
            Kind::Int32(array) => array.value(row).into(),
            Kind::Int64(array) => array.value(row).into(),
            Kind::UInt8(array) => array.value(row).into(),
            Kind::UInt16(array) => array.value(row).into(),
            Kind::UInt32(array) => array.value(row).into(),
            Kind::UInt64(array) => array.value(row).into(),
            Kind::Int128(array) => array.value(row).into(),
            Kind::Int256(array) => wide_int(array.value(row))?,
            Kind::Float32(array) => array.value(row).into(),
            Kind::Float64(array) => array.value(row).into(),
            Kind::Decimal(array, scale) => Value::Decimal(Decimal {
                digits: array.value(row),
                scale: *scale,
            }),
            Kind::WideDecimal(array, scale) => {
                Value::Decimal(check::narrow(array.value(row), *scale)?)
            }
            Kind::Text(array) => Value::from(array.value(row).to_owned()),
            Kind::Json(array) => Value::Json(array.value(row).to_owned().into()),
            Kind::Bytes(array) => Value::from(array.value(row).to_vec()),
            Kind::Date(array) => Value::Date(NaiveDate::from_epoch_days(array.value(row))?),
            Kind::Time(array) => Value::Time(unit::to_time(array.value(row))?),
            Kind::DateTime(array, unit) => {
                Value::DateTime(moment(array.value(row), *unit)?.naive_utc())
            }
            Kind::Timestamp(array, unit) => Value::from(moment(array.value(row), *unit)?),
            Kind::WithOffset {
                instants,
                unit,
                minutes,
            } => {
                let offset = FixedOffset::east_opt(i32::from(minutes.value(row)) * 60)?;
                Value::Timestamp(moment(instants.value(row), *unit)?.with_timezone(&offset))
            }
            Kind::Duration(array, unit) => {
                Value::Duration(unit::to_duration(unit::nanos(array.value(row), *unit))?)
            }
            Kind::Uuid(array) => {
                Value::Uuid(u128::from_be_bytes(array.value(row).try_into().ok()?))
            }
            Kind::List { offsets, elements } => list(offsets, elements, row)?,
            Kind::Struct(parts) => Value::Struct(
                parts
                    .iter()
                    .map(|(name, cells)| (name.clone(), cells.get(row)))
                    .collect(),
            ),
        })
    }
}

fn list(offsets: &OffsetBuffer<i32>, elements: &Cells, row: usize) -> Option<Value> {
    let start = usize::try_from(*offsets.get(row)?).ok()?;
    let end = usize::try_from(*offsets.get(row + 1)?).ok()?;
    Some(Value::List(
        (start..end).map(|place| elements.get(place)).collect(),
    ))
}

fn wide_int(int: i256) -> Option<Value> {
    let (low, high) = int.to_parts();
    let unsigned = || (high == 0).then_some(Value::UInt(low));
    int.to_i128().map(Value::Int).or_else(unsigned)
}

fn moment(count: i64, unit: TimeUnit) -> Option<DateTime<Utc>> {
    unit::to_datetime(unit::nanos(count, unit))
}

fn unit_of(array: &ArrayRef) -> Option<TimeUnit> {
    match array.data_type() {
        ArrowType::Timestamp(unit, _) | ArrowType::Duration(unit) => Some(*unit),
        _ => None,
    }
}
