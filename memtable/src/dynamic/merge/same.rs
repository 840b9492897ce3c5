use arrow_array::cast::AsArray;
use arrow_array::types::{Float32Type, Float64Type};
use arrow_array::{Array, ArrayRef, ArrowPrimitiveType, BooleanArray};
use arrow_ord::cmp::not_distinct;

use crate::dynamic::cell::Cells;
use crate::error::Error;
use crate::schema::{Column, DataType, Schema};

/// Which rows are equal in every one of these columns, as the typed store sees it: a null is a null, `NaN` is `NaN`, the two
/// zeros are one, and an instant is the same with any offset.
pub(in crate::dynamic) fn same_rows<'a>(
    schema: &Schema,
    pairs: impl IntoIterator<Item = (&'a Column, &'a ArrayRef, &'a ArrayRef)>,
    n_rows: usize,
) -> Result<Vec<bool>, Error> {
    let mut same = vec![true; n_rows];
    for (column, left, right) in pairs {
        let cells = same_cells(column, left, right).map_err(|cause| Error::Arrow {
            table: schema.name.to_string(),
            cause,
        })?;
        for (row, cell) in same.iter_mut().zip(cells.values().iter()) {
            *row &= cell;
        }
    }
    Ok(same)
}

type Failed = Box<dyn std::error::Error + Send + Sync>;

fn same_cells(column: &Column, left: &ArrayRef, right: &ArrayRef) -> Result<BooleanArray, Failed> {
    match column.data_type {
        DataType::Float32 => Ok(same_floats::<Float32Type>(left, right)),
        DataType::Float64 => Ok(same_floats::<Float64Type>(left, right)),
        DataType::Null => Ok(BooleanArray::from(vec![true; left.len()])),
        DataType::List { .. } | DataType::Struct(_) | DataType::Timestamp { with_offset: true } => {
            let (left, right) = (Cells::new(left, column)?, Cells::new(right, column)?);
            let pairs = left.iter().zip(right.iter());
            Ok(pairs.map(|(left, right)| Some(left == right)).collect())
        }
        _ => Ok(not_distinct(left, right)?),
    }
}

fn same_floats<T>(left: &ArrayRef, right: &ArrayRef) -> BooleanArray
where
    T: ArrowPrimitiveType<Native: PartialEq>,
{
    let (left, right) = (left.as_primitive::<T>(), right.as_primitive::<T>());
    let pairs = left.iter().zip(right.iter());
    #[expect(clippy::eq_op, reason = "`NaN` alone differs from itself")]
    let same = |(left, right)| match (left, right) {
        (Some(left), Some(right)) => left == right || left != left && right != right,
        (left, right) => left.is_none() && right.is_none(),
    };
    pairs.map(|pair| Some(same(pair))).collect()
}
