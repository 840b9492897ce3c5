use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;

use crate::dynamic::filter::{checked, truth};
use crate::dynamic::merge::known_column;
use crate::dynamic::table::read::of_rows;
use crate::dynamic::table::{DynSnapshot, DynTable, Piece, arrow_schema};
use crate::error::Error;
use crate::schema::{Expr, Schema};

/// What a connector asks of a table.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Asked<'a> {
    /// These columns alone; all, where it is absent.
    pub(crate) columns: Option<&'a [String]>,
    /// The rows alone for which it is true.
    pub(crate) filter: Option<&'a Expr>,
    /// So many rows at most.
    pub(crate) limit: Option<usize>,
}

impl DynSnapshot {
    /// The rows that are asked for, and their schema. No keys are made of what is found, other than by
    /// [`filter`](Self::filter) and [`select`](Self::select).
    pub(crate) fn asked(&self, asked: Asked<'_>) -> Result<(Schema, Vec<RecordBatch>), Error> {
        let condition = asked.filter.map(|filter| checked(&self.schema, filter));
        let condition = condition.transpose()?;
        let columns = self.asked_columns(asked.columns)?;
        let schema = self.schema.narrowed(&columns);
        let types = columns
            .iter()
            .map(|idx| self.arrow.field(*idx).data_type().clone());
        let arrow = arrow_schema(&schema, types);
        let (mut batches, mut left) = (Vec::new(), asked.limit.unwrap_or(usize::MAX));
        for piece in self.rows.pieces() {
            let piece = piece.map_err(|cause| self.failed(cause))?;
            let piece = match &condition {
                Some(condition) => self.held(condition, &piece)?,
                None => piece,
            };
            let n_taken = piece.n_rows.min(left);
            if n_taken > 0 {
                left -= n_taken;
                batches.push(self.narrow(&piece.slice(0, n_taken), &columns, &arrow)?);
            }
        }
        Ok((schema, batches))
    }

    fn asked_columns(&self, names: Option<&[String]>) -> Result<Vec<usize>, Error> {
        match names {
            Some(names) => {
                let columns = names.iter().map(|name| known_column(&self.schema, name));
                columns.collect()
            }
            None => Ok((0..self.schema.columns.len()).collect()),
        }
    }

    /// The rows of the piece for which the condition is true.
    fn held(&self, condition: &Expr, piece: &Piece) -> Result<Piece, Error> {
        let truth = truth(&self.schema, condition, piece).map_err(|cause| self.failed(cause))?;
        let places: Vec<u32> = truth.holds.set_indices_u32().collect();
        piece.take(&places).map_err(|cause| self.failed(cause))
    }

    fn narrow(
        &self,
        piece: &Piece,
        columns: &[usize],
        arrow: &SchemaRef,
    ) -> Result<RecordBatch, Error> {
        let narrow = Piece {
            columns: columns
                .iter()
                .map(|idx| Arc::clone(&piece.columns[*idx]))
                .collect(),
            n_rows: piece.n_rows,
        };
        narrow.batch(arrow).map_err(|cause| self.failed(cause))
    }
}

impl DynTable {
    /// The table, with its columns as in this schema, which has as many and of the same types.
    #[cfg_attr(
        not(feature = "yaml"),
        expect(dead_code, reason = "pipelines alone name columns anew")
    )]
    pub(crate) fn with_columns_of(&self, schema: Schema) -> Result<DynTable, Error> {
        schema.verify()?;
        let types = self
            .arrow
            .fields()
            .iter()
            .map(|field| field.data_type().clone());
        let arrow = arrow_schema(&schema, types);
        let schema = Arc::new(schema);
        let rules = Arc::new(self.rules.of_schema(Arc::clone(&schema)));
        of_rows((schema, arrow), self.rows.clone(), rules)
    }
}
