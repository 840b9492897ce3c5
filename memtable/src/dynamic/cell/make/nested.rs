//! Lists and structs.

use std::borrow::Cow;
use std::sync::Arc;

use arrow_array::{Array, ArrayRef, ListArray, StructArray};
use arrow_buffer::{NullBuffer, OffsetBuffer};

use crate::dynamic::arrow_type;
use crate::dynamic::cell::make::{Values, make, within_offsets};
use crate::dynamic::cell::{NotHeld, check};
use crate::schema::{Column, DataType, Value};

pub(super) fn lists(
    cells: &Values<'_>,
    (element, nullable): (&DataType, bool),
) -> Result<ArrayRef, NotHeld> {
    let lists = cells.map(|value| match value {
        Value::List(elements) => Some(elements.as_slice()),
        _ => None,
    })?;
    let lengths = || lists.iter().map(|list| list.map_or(0, <[Value]>::len));
    within_offsets(lengths())?;
    let offsets = OffsetBuffer::<i32>::from_lengths(lengths());
    let elements: Vec<&Value> = lists.iter().flatten().copied().flatten().collect();
    let in_list = |fault: NotHeld| {
        let place = fault.row;
        check::in_list(fault, &offsets, place)
    };
    if !nullable && let Some(place) = elements.iter().position(|value| value.is_null()) {
        let problem = "is an element of a list that has no nulls";
        return Err(in_list(NotHeld::new(place, "null", problem)));
    }
    let elements = make(element, &elements).map_err(in_list)?;
    let column = Column {
        nullable,
        ..Column::new("item", element.clone())
    };
    let item = Arc::new(arrow_type::field_as(&column, elements.data_type().clone()));
    let nulls = nulls(lists.iter().map(Option::is_some));
    let made = ListArray::try_new(item, offsets.clone(), elements, nulls);
    made.map(|lists| Arc::new(lists) as ArrayRef)
        .map_err(|error| cells.fault(0, error.to_string()))
}

type Parts = [(Cow<'static, str>, Value)];

pub(super) fn structs(cells: &Values<'_>, columns: &[Column]) -> Result<ArrayRef, NotHeld> {
    let structs = cells.try_map(|row, value| match value {
        Value::Struct(parts) => match parts.iter().find(|(name, _)| !has(columns, name)) {
            None => Ok(parts.as_slice()),
            Some((name, value)) => {
                let fault = NotHeld::new(row, value.quoted(), "is in no column of the struct");
                Err(fault.of_inner_column(name))
            }
        },
        _ => Err(cells.misfit(row)),
    })?;
    let (mut fields, mut parts) = (Vec::new(), Vec::new());
    for column in columns {
        let part = part(column, &structs).map_err(|fault| fault.of_inner_column(&column.name))?;
        fields.push(arrow_type::field_as(column, part.data_type().clone()));
        parts.push(part);
    }
    let (nulls, n_rows) = (nulls(structs.iter().map(Option::is_some)), structs.len());
    let made = StructArray::try_new_with_length(fields.into(), parts, nulls, n_rows);
    made.map(|structs| Arc::new(structs) as ArrayRef)
        .map_err(|error| cells.fault(0, error.to_string()))
}

fn has(columns: &[Column], name: &str) -> bool {
    columns.iter().any(|column| column.name == name)
}

/// The values of one column of the structs.
fn part(column: &Column, structs: &[Option<&Parts>]) -> Result<ArrayRef, NotHeld> {
    let mut values = Vec::with_capacity(structs.len());
    for (row, parts) in structs.iter().enumerate() {
        let mut found = None;
        if let Some(parts) = parts {
            found = parts
                .iter()
                .find(|(name, _)| *name == column.name)
                .map(|(_, value)| value);
            if !column.nullable && found.is_none_or(Value::is_null) {
                return Err(NotHeld::new(
                    row,
                    "null",
                    "is in a column that has no nulls",
                ));
            }
        }
        values.push(found.unwrap_or(&Value::Null));
    }
    make(&column.data_type, &values)
}

fn nulls(is_valid: impl Iterator<Item = bool>) -> Option<NullBuffer> {
    let nulls: NullBuffer = is_valid.collect();
    (nulls.null_count() > 0).then_some(nulls)
}
