//! Dynamic tables as sources and destinations of rows of record batches.

use crate::connect::batch_row::{BatchRow, batches_of_rows, rows_of_batches};
use crate::connect::{Batches, Destination, ReadRequest, Source};
use crate::dynamic::{Asked, DynHandle, DynSnapshot, DynWrite};
use crate::error::Error;
use crate::schema::Schema;
use crate::write::{WriteRequest, Written};

pub(super) fn read<'b>(
    table: &DynSnapshot,
    request: &ReadRequest,
) -> Result<Batches<'b, BatchRow>, Error> {
    let (schema, batches) = table.asked(asked(request))?;
    Ok(rows_of_batches(schema, batches, request.batch_size))
}

pub(super) fn asked(request: &ReadRequest) -> Asked<'_> {
    Asked {
        columns: request.columns.as_deref(),
        filter: request.filter.as_ref(),
        limit: request.limit,
    }
}

/// Whether all that is asked for is there.
pub(super) fn check(table: &DynSnapshot, request: &ReadRequest) -> Result<(), Error> {
    let nothing = Asked {
        limit: Some(0),
        ..asked(request)
    };
    table.asked(nothing).map(drop)
}

/// Also of a [`DynTable`](crate::dynamic::DynTable), which is a snapshot to all that reads it.
impl Source for DynSnapshot {
    type Row = BatchRow;

    fn name(&self) -> String {
        format!("table {}", DynSnapshot::schema(self).name)
    }

    fn check(&self) -> Result<(), Error> {
        Ok(())
    }

    fn schema(&self) -> Result<Schema, Error> {
        Ok(DynSnapshot::schema(self).clone())
    }

    fn read(&self, request: &ReadRequest) -> Result<Batches<'_, BatchRow>, Error> {
        read(self, request)
    }
}

impl Source for DynHandle {
    type Row = BatchRow;

    fn name(&self) -> String {
        format!("table {}", DynHandle::name(self))
    }

    fn check(&self) -> Result<(), Error> {
        self.snapshot().map(drop)
    }

    fn schema(&self) -> Result<Schema, Error> {
        Ok(self.snapshot()?.schema().clone())
    }

    fn read(&self, request: &ReadRequest) -> Result<Batches<'_, BatchRow>, Error> {
        read(&self.snapshot()?, request)
    }
}

/// What the table's contract puts aside is counted alone: [`DynHandle::write`] hands it back.
impl Destination for DynHandle {
    type Row = BatchRow;

    fn name(&self) -> String {
        Source::name(self)
    }

    fn check(&self) -> Result<(), Error> {
        self.snapshot().map(drop)
    }

    fn schema(&self) -> Result<Schema, Error> {
        Source::schema(self)
    }

    fn write(
        &self,
        batches: Batches<'_, BatchRow>,
        request: &WriteRequest,
    ) -> Result<Written, Error> {
        let batches = batches_of_rows(batches)?;
        let outcome = DynHandle::write(self, batches, DynWrite::from(request.clone()))?;
        Ok(outcome.written)
    }
}
