//! The cells of a column as they are read, in Arrow's builders.

use arrow_array::builder::{
    BooleanBuilder, Date32Builder, Decimal128Builder, Float64Builder, Int16Builder, Int64Builder,
    NullBufferBuilder, StringBuilder, Time64NanosecondBuilder, TimestampMicrosecondBuilder,
    TimestampNanosecondBuilder, UInt64Builder,
};

use crate::dynamic::infer::{Target, Unit};
use crate::dynamic::load::column::Column;
use crate::schema::{DataType, Value};

/// The cells of a column since its last batch.
#[derive(Debug)]
pub(crate) enum Cells {
    /// So many nulls, and nothing else.
    Null(usize),
    Bool(BooleanBuilder),
    Int64(Int64Builder),
    UInt64(UInt64Builder),
    Float64(Float64Builder),
    Decimal(Decimal128Builder),
    Date(Date32Builder),
    Time(Time64NanosecondBuilder),
    Micros(TimestampMicrosecondBuilder),
    Nanos(TimestampNanosecondBuilder),
    /// Instants with the minutes of their offsets.
    MicrosAt(TimestampMicrosecondBuilder, Offsets),
    NanosAt(TimestampNanosecondBuilder, Offsets),
    Text(StringBuilder),
    /// Of a type that only a caller gives.
    Given(Vec<Value>),
    List(ListCells),
    Struct(StructCells),
    /// None are kept: the column changed its type, and this batch is read again.
    Stale,
}

#[derive(Debug)]
pub(crate) struct Offsets {
    pub(crate) minutes: Int16Builder,
    pub(crate) nulls: NullBufferBuilder,
}

#[derive(Debug)]
pub(crate) struct ListCells {
    pub(crate) ends: Vec<i32>,
    pub(crate) nulls: NullBufferBuilder,
    pub(crate) element: Box<Column>,
}

#[derive(Debug)]
pub(crate) struct StructCells {
    pub(crate) len: usize,
    pub(crate) nulls: NullBufferBuilder,
    pub(crate) columns: super::Columns,
}

/// The nulls of so many rows are expected at first.
const CAPACITY: usize = 1024;

impl Cells {
    /// No cells, to be read as this; nothing is known of what is in lists and structs.
    pub(crate) fn new(target: &Target) -> Self {
        match target {
            Target::Null => Cells::Null(0),
            Target::Bool => Cells::Bool(BooleanBuilder::new()),
            Target::Int64 => Cells::Int64(Int64Builder::new()),
            Target::UInt64 => Cells::UInt64(UInt64Builder::new()),
            Target::Float64 => Cells::Float64(Float64Builder::new()),
            Target::Decimal { .. } => Cells::Decimal(Decimal128Builder::new()),
            Target::Date(_) => Cells::Date(Date32Builder::new()),
            Target::Time(_) => Cells::Time(Time64NanosecondBuilder::new()),
            Target::DateTime { unit, .. }
            | Target::Timestamp {
                unit,
                with_offset: false,
                ..
            } => match unit {
                Unit::Micros => Cells::Micros(TimestampMicrosecondBuilder::new()),
                Unit::Nanos => Cells::Nanos(TimestampNanosecondBuilder::new()),
            },
            Target::Timestamp {
                unit,
                with_offset: true,
                ..
            } => match unit {
                Unit::Micros => Cells::MicrosAt(TimestampMicrosecondBuilder::new(), Offsets::new()),
                Unit::Nanos => Cells::NanosAt(TimestampNanosecondBuilder::new(), Offsets::new()),
            },
            Target::Text | Target::Json => Cells::Text(StringBuilder::new()),
            Target::Given(_) => Cells::Given(Vec::new()),
            Target::List(_) => Cells::List(ListCells {
                ends: vec![0],
                nulls: NullBufferBuilder::new(CAPACITY),
                element: Box::new(Column::new(String::new())),
            }),
            Target::Struct(_) => Cells::Struct(StructCells {
                len: 0,
                nulls: NullBufferBuilder::new(CAPACITY),
                columns: super::Columns::default(),
            }),
            Target::Mixed => Cells::Stale,
        }
    }

    /// So many nulls more.
    pub(crate) fn push_nulls(&mut self, n: usize) {
        match self {
            Cells::Null(len) => *len += n,
            Cells::Bool(cells) => cells.append_nulls(n),
            Cells::Int64(cells) => cells.append_nulls(n),
            Cells::UInt64(cells) => cells.append_nulls(n),
            Cells::Float64(cells) => cells.append_nulls(n),
            Cells::Decimal(cells) => cells.append_nulls(n),
            Cells::Date(cells) => cells.append_nulls(n),
            Cells::Time(cells) => cells.append_nulls(n),
            Cells::Micros(cells) => cells.append_nulls(n),
            Cells::Nanos(cells) => cells.append_nulls(n),
            Cells::MicrosAt(cells, offsets) => {
                cells.append_value_n(0, n);
                offsets.push_nulls(n);
            }
            Cells::NanosAt(cells, offsets) => {
                cells.append_value_n(0, n);
                offsets.push_nulls(n);
            }
            Cells::Text(cells) => (0..n).for_each(|_| cells.append_null()),
            Cells::Given(values) => values.extend(std::iter::repeat_n(Value::Null, n)),
            Cells::List(cells) => cells.push_nulls(n),
            Cells::Struct(cells) => cells.push_nulls(n),
            Cells::Stale => {}
        }
    }

    /// The cells as those of another target, where they are as good without being read again.
    pub(crate) fn retarget(self, target: &Target) -> Self {
        match (self, target) {
            (Cells::Null(n), target) => {
                let mut cells = Cells::new(target);
                cells.push_nulls(n);
                cells
            }
            (Cells::Int64(cells), Target::Float64) => Cells::Float64(as_floats(cells)),
            _ => Cells::Stale,
        }
    }
}

/// Integers that are floats exactly, as which they were known when they were read.
fn as_floats(mut ints: Int64Builder) -> Float64Builder {
    let mut floats = Float64Builder::with_capacity(ints.values_slice().len());
    let array = ints.finish();
    #[expect(
        clippy::cast_precision_loss,
        reason = "beside longer integers no float is made"
    )]
    for int in &array {
        floats.append_option(int.map(|int| int as f64));
    }
    floats
}

impl Offsets {
    fn new() -> Self {
        Offsets {
            minutes: Int16Builder::new(),
            nulls: NullBufferBuilder::new(CAPACITY),
        }
    }

    pub(crate) fn push(&mut self, minutes: i16) {
        self.minutes.append_value(minutes);
        self.nulls.append_non_null();
    }

    fn push_nulls(&mut self, n: usize) {
        self.minutes.append_value_n(0, n);
        self.nulls.append_n_nulls(n);
    }
}

impl ListCells {
    fn push_nulls(&mut self, n: usize) {
        let end = self.ends.last().copied().unwrap_or(0);
        self.ends.extend(std::iter::repeat_n(end, n));
        self.nulls.append_n_nulls(n);
    }
}

impl StructCells {
    fn push_nulls(&mut self, n: usize) {
        self.len += n;
        self.nulls.append_n_nulls(n);
        // Below a row that is null itself, a null is no value that is missing.
        self.columns.pad_hidden(n);
    }
}

/// The type of values that a caller gave and inference knows not.
pub(crate) fn given(target: &Target) -> Option<&DataType> {
    match target {
        Target::Given(data_type) => Some(data_type),
        _ => None,
    }
}
