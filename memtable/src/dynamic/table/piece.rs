use std::sync::Arc;

use arrow_array::{Array, ArrayRef, RecordBatch, RecordBatchOptions, UInt32Array};
use arrow_schema::{ArrowError, SchemaRef};
use arrow_select::interleave::interleave;
use arrow_select::take::take;

/// Columns of one length: a record batch without its schema, which is the table's.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    pub(crate) columns: Vec<ArrayRef>,
    pub(crate) n_rows: usize,
}

impl Piece {
    /// The bytes that the cells take.
    pub(crate) fn bytes(&self) -> usize {
        let columns = self.columns.iter();
        let bytes =
            columns.map(|column| column.to_data().get_slice_memory_size().unwrap_or_default());
        bytes.sum()
    }

    /// The batch with this schema.
    pub(crate) fn batch(self, arrow: &SchemaRef) -> Result<RecordBatch, ArrowError> {
        let options = RecordBatchOptions::new().with_row_count(Some(self.n_rows));
        RecordBatch::try_new_with_options(Arc::clone(arrow), self.columns, &options)
    }

    /// A window on some rows in a row. Copies none of them.
    pub(crate) fn slice(&self, first: usize, n_rows: usize) -> Piece {
        let columns = self.columns.iter();
        Piece {
            columns: columns.map(|column| column.slice(first, n_rows)).collect(),
            n_rows,
        }
    }

    /// The rows at these places, in this order.
    pub(crate) fn take(&self, places: &[u32]) -> Result<Piece, ArrowError> {
        let n_rows = places.len();
        if is_all(places, self.n_rows) {
            return Ok(self.clone());
        }
        let places = UInt32Array::from(places.to_vec());
        let columns = self.columns.iter();
        Ok(Piece {
            columns: columns
                .map(|column| take(column, &places, None))
                .collect::<Result<_, _>>()?,
            n_rows,
        })
    }

    /// Rows of several pieces, each by the piece and its place there. There is at least one piece.
    pub(crate) fn gather(pieces: &[&Piece], at: &[(usize, usize)]) -> Result<Piece, ArrowError> {
        let n_columns = pieces.first().map_or(0, |piece| piece.columns.len());
        let columns = (0..n_columns).map(|column| gather_column(pieces, column, at));
        Ok(Piece {
            columns: columns.collect::<Result<_, _>>()?,
            n_rows: at.len(),
        })
    }
}

/// One column of [`Piece::gather`].
pub(crate) fn gather_column(
    pieces: &[&Piece],
    column: usize,
    at: &[(usize, usize)],
) -> Result<ArrayRef, ArrowError> {
    let arrays: Vec<_> = pieces.iter().map(|piece| &*piece.columns[column]).collect();
    interleave(&arrays, at)
}

/// Whether the places are those of all rows, in their order.
fn is_all(places: &[u32], n_rows: usize) -> bool {
    places.len() == n_rows
        && places
            .iter()
            .enumerate()
            .all(|(nth, place)| nth == *place as usize)
}
