use arrow_array::{Array, ArrayRef, StructArray};
use arrow_buffer::NullBuffer;
use arrow_row::{RowConverter, Rows, SortField};
use arrow_schema::ArrowError;
use foldhash::fast::RandomState;
use std::hash::BuildHasher;
use std::sync::Arc;

use crate::dynamic::table::Piece;
use crate::schema::DataType;

/// The keys of some rows, as bytes that are equal where every column is, and hashed.
///
/// The bytes are those of `arrow-row`: each column ends where it ends, so that `("a", "bc")` is never `("ab", "c")`.
pub(crate) struct Encoded {
    bytes: Rows,
    hashes: Vec<u64>,
    /// Which rows have a null in one of the columns; empty where none has.
    has_null: Vec<bool>,
}

impl Encoded {
    /// The keys of all rows of some pieces, one piece after the other.
    pub(crate) fn of_pieces(
        pieces: &[&Piece],
        columns: &[KeyColumn],
        state: &RandomState,
    ) -> Result<Encoded, ArrowError> {
        let arrays = pieces.iter().map(|piece| {
            let columns = columns.iter();
            columns
                .map(|column| piece.columns[column.idx].clone())
                .collect()
        });
        Encoded::of(&arrays.collect::<Vec<_>>(), columns, state)
    }

    /// The keys in these columns of several batches, one after the other.
    pub(crate) fn of(
        batches: &[Vec<ArrayRef>],
        columns: &[KeyColumn],
        state: &RandomState,
    ) -> Result<Encoded, ArrowError> {
        let batches: Vec<Vec<ArrayRef>> = batches
            .iter()
            .map(|arrays| arrays.iter().zip(columns).map(comparable).collect())
            .collect();
        let sort_field = |array: &ArrayRef| SortField::new(array.data_type().clone());
        let fields = batches.first().map_or(&[][..], Vec::as_slice).iter();
        let converter = RowConverter::new(fields.map(sort_field).collect())?;
        let n_rows = batches.iter().map(|arrays| n_rows(arrays)).sum();
        let mut bytes = converter.empty_rows(n_rows, 0);
        for arrays in batches.iter().filter(|arrays| n_rows_any(arrays)) {
            converter.append(&mut bytes, arrays)?;
        }
        Ok(Encoded {
            hashes: bytes.iter().map(|row| state.hash_one(row.data())).collect(),
            has_null: nulls_of(&batches, n_rows),
            bytes,
        })
    }

    pub(crate) fn n_rows(&self) -> usize {
        self.hashes.len()
    }

    pub(crate) fn hash(&self, row: usize) -> u64 {
        self.hashes[row]
    }

    pub(crate) fn has_null(&self, row: usize) -> bool {
        self.has_null.get(row) == Some(&true)
    }

    /// Whether two keys are equal, a null being equal to a null.
    pub(crate) fn same(&self, row: usize, other: &Encoded, other_row: usize) -> bool {
        self.hashes[row] == other.hashes[other_row]
            && self.bytes.row(row) == other.bytes.row(other_row)
    }
}

/// A column of a key.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct KeyColumn {
    pub(crate) idx: usize,
    /// Instants with an offset are equal where the instants are.
    is_with_offset: bool,
}

impl KeyColumn {
    pub(crate) fn new(idx: usize, data_type: &DataType) -> KeyColumn {
        KeyColumn {
            idx,
            is_with_offset: matches!(data_type, DataType::Timestamp { with_offset: true }),
        }
    }
}

/// What of the column is compared.
fn comparable((array, column): (&ArrayRef, &KeyColumn)) -> ArrayRef {
    let instants = array.as_any().downcast_ref::<StructArray>();
    match instants.filter(|_| column.is_with_offset) {
        Some(instants) if instants.null_count() > 0 => {
            let merged = arrow_select::nullif::nullif(instants.column(0), &absent(instants));
            merged.unwrap_or_else(|_| Arc::clone(array))
        }
        Some(instants) => Arc::clone(instants.column(0)),
        None => Arc::clone(array),
    }
}

fn absent(array: &StructArray) -> arrow_array::BooleanArray {
    (0..array.len())
        .map(|row| Some(array.is_null(row)))
        .collect()
}

fn n_rows(arrays: &[ArrayRef]) -> usize {
    arrays.first().map_or(0, Array::len)
}

fn n_rows_any(arrays: &[ArrayRef]) -> bool {
    n_rows(arrays) > 0
}

fn nulls_of(batches: &[Vec<ArrayRef>], n_rows: usize) -> Vec<bool> {
    let mut arrays = batches.iter().flatten();
    if !arrays.any(|array| array.logical_null_count() > 0) {
        return Vec::new();
    }
    let mut has_null = Vec::with_capacity(n_rows);
    for arrays in batches {
        let nulls = arrays.iter().map(Array::logical_nulls);
        let nulls = nulls.fold(None, |all, nulls| {
            NullBuffer::union(all.as_ref(), nulls.as_ref())
        });
        let of_batch = self::n_rows(arrays);
        has_null.extend(
            (0..of_batch).map(|row| nulls.as_ref().is_some_and(|nulls| nulls.is_null(row))),
        );
    }
    has_null
}
