//! Arrays of earlier batches as what the column is in the end.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int64Type};
use arrow_array::{Array, ArrayRef, ListArray, StructArray, new_null_array};
use arrow_schema::DataType as ArrowType;

use crate::dynamic::infer::{Element, Part, Target};
use crate::dynamic::load::LoadError;
use crate::dynamic::load::column::finish::{arrow, arrow_of};

/// An array, and what its values were read as.
#[derive(Clone, Debug)]
pub(crate) struct Built {
    pub(crate) array: ArrayRef,
    pub(crate) target: Target,
}

impl Built {
    /// The array as one of the target; nothing where its cells are to be read again.
    pub(crate) fn as_target(&self, target: &Target) -> Result<Option<ArrayRef>, LoadError> {
        conform(&self.array, &self.target, target)
    }
}

fn conform(array: &ArrayRef, is: &Target, wanted: &Target) -> Result<Option<ArrayRef>, LoadError> {
    match (is, wanted) {
        (Target::Null, wanted) => Ok(Some(new_null_array(&arrow_of(wanted), array.len()))),
        (Target::Int64, Target::Float64) => {
            #[expect(
                clippy::cast_precision_loss,
                reason = "beside longer integers no float is made"
            )]
            let floats = array
                .as_primitive::<Int64Type>()
                .unary::<_, Float64Type>(|int| int as f64);
            Ok(Some(Arc::new(floats)))
        }
        (Target::List(is), Target::List(wanted)) => list(array.as_list(), is, wanted),
        (Target::Struct(is), Target::Struct(wanted)) => structs(
            array.as_struct(),
            is,
            (wanted, &arrow_of(&Target::Struct(wanted.clone()))),
        ),
        (is, wanted) => Ok((is == wanted).then(|| Arc::clone(array))),
    }
}

fn list(array: &ListArray, is: &Element, wanted: &Element) -> Result<Option<ArrayRef>, LoadError> {
    let Some(values) = conform(array.values(), &is.target, &wanted.target)? else {
        return Ok(None);
    };
    let ArrowType::List(field) = arrow_of(&Target::List(Box::new(wanted.clone()))) else {
        return Ok(None);
    };
    let (ends, nulls) = (array.offsets().clone(), array.nulls().cloned());
    let array = ListArray::try_new(field, ends, values, nulls).map_err(arrow)?;
    Ok(Some(Arc::new(array)))
}

fn structs(
    array: &StructArray,
    is: &[Part],
    (wanted, arrow_type): (&[Part], &ArrowType),
) -> Result<Option<ArrayRef>, LoadError> {
    let ArrowType::Struct(fields) = arrow_type else {
        return Ok(None);
    };
    let mut columns: Vec<ArrayRef> = Vec::with_capacity(wanted.len());
    for part in wanted {
        let found = is.iter().position(|known| known.name == part.name);
        let column = match found {
            Some(idx) => conform(array.column(idx), &is[idx].target, &part.target)?,
            None => Some(new_null_array(&arrow_of(&part.target), array.len())),
        };
        match column {
            Some(column) => columns.push(column),
            None => return Ok(None),
        }
    }
    let nulls = array.nulls().cloned();
    let array = StructArray::try_new_with_length(fields.clone(), columns, nulls, array.len());
    Ok(Some(Arc::new(array.map_err(arrow)?)))
}
