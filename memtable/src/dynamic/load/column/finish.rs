//! The cells of a column as an array.

use std::sync::Arc;

use arrow_array::{Array, ArrayRef, Int16Array, ListArray, NullArray, StructArray};
use arrow_buffer::{NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow_schema::{ArrowError, Field, Fields};

use crate::dynamic::arrow_type;
use crate::dynamic::cell;
use crate::dynamic::infer::{Part, Target, Unit};
use crate::dynamic::load::LoadError;
use crate::dynamic::load::column::cells::{Offsets, StructCells};
use crate::dynamic::load::column::{Built, Cells, Column};
use crate::schema;

/// The zone of instants.
const UTC: &str = "UTC";

impl Column {
    /// The cells since the last batch, and none are left; nothing where they are to be read again.
    pub(crate) fn finish(&mut self) -> Result<Option<Built>, LoadError> {
        let target = self.whole_target();
        self.len = 0;
        let array = self.take()?;
        Ok(array.map(|array| Built { array, target }))
    }

    fn take(&mut self) -> Result<Option<ArrayRef>, LoadError> {
        let array: ArrayRef = match &mut self.cells {
            Cells::Stale => {
                self.cells = Cells::new(&self.target);
                return Ok(None);
            }
            Cells::Null(n) => Arc::new(NullArray::new(std::mem::take(n))),
            Cells::Bool(cells) => Arc::new(cells.finish()),
            Cells::Int64(cells) => Arc::new(cells.finish()),
            Cells::UInt64(cells) => Arc::new(cells.finish()),
            Cells::Float64(cells) => Arc::new(cells.finish()),
            Cells::Decimal(cells) => decimals(cells.finish(), &self.target)?,
            Cells::Date(cells) => Arc::new(cells.finish()),
            Cells::Time(cells) => Arc::new(cells.finish()),
            Cells::Micros(cells) => Arc::new(cells.finish().with_timezone_opt(zone(&self.target))),
            Cells::Nanos(cells) => Arc::new(cells.finish().with_timezone_opt(zone(&self.target))),
            Cells::MicrosAt(cells, offsets) => {
                with_offsets(Arc::new(cells.finish().with_timezone(UTC)), offsets)?
            }
            Cells::NanosAt(cells, offsets) => {
                with_offsets(Arc::new(cells.finish().with_timezone(UTC)), offsets)?
            }
            Cells::Text(cells) => Arc::new(cells.finish()),
            Cells::Given(values) => {
                let column = schema::Column::new(self.name.clone(), self.target.data_type());
                let values = std::mem::take(values);
                cell::array(&column, &values).map_err(|error| LoadError::Arrow(Box::new(error)))?
            }
            Cells::List(cells) => {
                let ends = std::mem::replace(&mut cells.ends, vec![0]);
                let nulls = cells.nulls.finish();
                cells.element.len = 0;
                let Some(values) = cells.element.take()? else {
                    return Ok(None);
                };
                list(ends, nulls, values)?
            }
            Cells::Struct(cells) => return structs(cells),
        };
        Ok(Some(array))
    }
}

fn zone(target: &Target) -> Option<Arc<str>> {
    match target {
        Target::Timestamp { .. } => Some(UTC.into()),
        _ => None,
    }
}

fn decimals(array: arrow_array::Decimal128Array, target: &Target) -> Result<ArrayRef, LoadError> {
    let scale = match target {
        Target::Decimal { scale } => i8::try_from(*scale).unwrap_or(38),
        _ => 0,
    };
    Ok(Arc::new(
        array.with_precision_and_scale(38, scale).map_err(arrow)?,
    ))
}

fn with_offsets(instants: ArrayRef, offsets: &mut Offsets) -> Result<ArrayRef, LoadError> {
    let minutes: Int16Array = offsets.minutes.finish();
    let fields = Fields::from(vec![
        Field::new("timestamp", instants.data_type().clone(), false),
        Field::new("offset_minutes", minutes.data_type().clone(), false),
    ]);
    let nulls = offsets.nulls.finish();
    let array = StructArray::try_new(fields, vec![instants, Arc::new(minutes)], nulls);
    Ok(Arc::new(array.map_err(arrow)?))
}

/// With elements that may be null: whether they are is known in the end.
fn list(
    ends: Vec<i32>,
    nulls: Option<NullBuffer>,
    values: ArrayRef,
) -> Result<ArrayRef, LoadError> {
    let field = Field::new("item", values.data_type().clone(), true);
    let ends = OffsetBuffer::new(ScalarBuffer::from(ends));
    let array = ListArray::try_new(Arc::new(field), ends, values, nulls);
    Ok(Arc::new(array.map_err(arrow)?))
}

/// In the order in which the columns were found.
fn structs(cells: &mut StructCells) -> Result<Option<ArrayRef>, LoadError> {
    let len = std::mem::take(&mut cells.len);
    let nulls = cells.nulls.finish();
    let mut columns = Vec::new();
    for idx in cells.columns.order() {
        let column = &mut cells.columns.list[idx];
        column.len = 0;
        // All are taken, so that all begin anew.
        columns.push((column.name.clone(), column.take()?));
    }
    let mut fields: Vec<Field> = Vec::new();
    let mut arrays: Vec<ArrayRef> = Vec::new();
    for (name, array) in columns {
        let Some(array) = array else {
            return Ok(None);
        };
        fields.push(Field::new(name, array.data_type().clone(), true));
        arrays.push(array);
    }
    let array = StructArray::try_new_with_length(fields.into(), arrays, nulls, len);
    Ok(Some(Arc::new(array.map_err(arrow)?)))
}

pub(crate) fn arrow(error: ArrowError) -> LoadError {
    LoadError::Arrow(Box::new(error))
}

/// The Arrow type of what is read as this.
pub(crate) fn arrow_of(target: &Target) -> arrow_schema::DataType {
    use arrow_schema::{DataType as ArrowType, TimeUnit};
    let in_arrow = |unit: &Unit| match unit {
        Unit::Micros => TimeUnit::Microsecond,
        Unit::Nanos => TimeUnit::Nanosecond,
    };
    match target {
        Target::Decimal { scale } => ArrowType::Decimal128(38, i8::try_from(*scale).unwrap_or(38)),
        Target::DateTime { unit, .. } => ArrowType::Timestamp(in_arrow(unit), None),
        Target::Timestamp {
            unit, with_offset, ..
        } => {
            let instants = ArrowType::Timestamp(in_arrow(unit), Some(UTC.into()));
            if *with_offset {
                ArrowType::Struct(Fields::from(vec![
                    Field::new("timestamp", instants, false),
                    Field::new("offset_minutes", ArrowType::Int16, false),
                ]))
            } else {
                instants
            }
        }
        Target::List(element) => {
            let item = Part {
                name: "item".to_owned(),
                target: element.target.clone(),
                nullable: element.nullable,
            };
            ArrowType::List(Arc::new(field(&item.column(), &item.target)))
        }
        Target::Struct(parts) => ArrowType::Struct(
            parts
                .iter()
                .map(|part| field(&part.column(), &part.target))
                .collect(),
        ),
        Target::Null
        | Target::Bool
        | Target::Int64
        | Target::UInt64
        | Target::Float64
        | Target::Date(_)
        | Target::Time(_)
        | Target::Text
        | Target::Json
        | Target::Mixed
        | Target::Given(_) => arrow_type::of(&target.data_type()),
    }
}

fn field(column: &schema::Column, target: &Target) -> Field {
    arrow_type::field_as(column, arrow_of(target))
}
