//! What the values of a column are read as.

use crate::dynamic::infer::Facts;
use crate::schema::{Column, DataType, Shared};

/// What the values of a column are read as: its type, and what of the way to read it the type does not say.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Target {
    Null,
    Bool,
    Int64,
    UInt64,
    Float64,
    Decimal {
        scale: u8,
    },
    Date(Ways),
    Time(Ways),
    DateTime {
        ways: Ways,
        unit: Unit,
    },
    Timestamp {
        ways: Ways,
        unit: Unit,
        with_offset: bool,
    },
    Text,
    Json,
    /// A type that the caller gave and that inference knows not.
    Given(DataType),
    List(Box<Element>),
    Struct(Vec<Part>),
    /// Values of different kinds, where the caller wants none.
    Mixed,
}

/// The elements of a list.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Element {
    pub(crate) target: Target,
    pub(crate) nullable: bool,
}

/// A column of a struct.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Part {
    pub(crate) name: String,
    pub(crate) target: Target,
    pub(crate) nullable: bool,
}

/// The formats of the moments of a column: of dates, of times, of both, and of both in a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ways {
    pub(crate) date: usize,
    pub(crate) time: usize,
    pub(crate) naive: usize,
    pub(crate) zoned: usize,
}

impl Ways {
    /// The first format of each kind that reads all values seen.
    pub(crate) fn of(facts: &Facts) -> Self {
        let first = |mask: u32| mask.trailing_zeros() as usize;
        let [date, time, naive, zoned] = facts.masks;
        Ways {
            date: first(date),
            time: first(time),
            naive: first(naive),
            zoned: first(zoned),
        }
    }
}

/// What a column of dates and times counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    Micros,
    Nanos,
}

impl Target {
    /// The type of the column.
    pub(crate) fn data_type(&self) -> DataType {
        match self {
            Target::Null => DataType::Null,
            Target::Bool => DataType::Bool,
            Target::Int64 => DataType::Int64,
            Target::UInt64 => DataType::UInt64,
            Target::Float64 => DataType::Float64,
            Target::Decimal { .. } => DataType::Decimal,
            Target::Date(_) => DataType::Date,
            Target::Time(_) => DataType::Time,
            Target::DateTime { .. } => DataType::DateTime,
            Target::Timestamp { with_offset, .. } => DataType::Timestamp {
                with_offset: *with_offset,
            },
            Target::Text => DataType::Text,
            Target::Json | Target::Mixed => DataType::Json,
            Target::Given(data_type) => data_type.clone(),
            Target::List(element) => DataType::List {
                element: Shared::from(element.target.data_type()),
                nullable: element.nullable || element.target == Target::Null,
            },
            Target::Struct(parts) => DataType::Struct(parts.iter().map(Part::column).collect()),
        }
    }
}

impl Part {
    /// The column: of one without a value, nulls are all there is.
    pub(crate) fn column(&self) -> Column {
        let column = Column::new(self.name.clone(), self.target.data_type());
        if self.nullable || self.target == Target::Null {
            column.nullable()
        } else {
            column
        }
    }
}
