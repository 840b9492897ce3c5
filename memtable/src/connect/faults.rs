use std::cell::Cell;

use crate::connect::{Batches, Destination, ReadRequest, Source};
use crate::error::Error;
use crate::schema::Schema;
use crate::write::{WriteRequest, Written};

/// A source that fails after some rows: for tests of what a pipeline does then.
#[derive(Clone, Debug)]
pub struct FailingSource<S> {
    source: S,
    n_rows: usize,
}

impl<S: Source> FailingSource<S> {
    /// Gives so many rows of the source, then an error.
    pub const fn after_rows(source: S, n_rows: usize) -> Self {
        FailingSource { source, n_rows }
    }
}

impl<S: Source> Source for FailingSource<S> {
    type Row = S::Row;

    fn name(&self) -> String {
        format!("failing {}", self.source.name())
    }

    fn check(&self) -> Result<(), Error> {
        self.source.check()
    }

    fn schema(&self) -> Result<Schema, Error> {
        self.source.schema()
    }

    fn request(&self) -> ReadRequest {
        self.source.request()
    }

    fn read(&self, request: &ReadRequest) -> Result<Batches<'_, S::Row>, Error> {
        let batches = self.source.read(request)?;
        let left = Cell::new(Some(self.n_rows));
        let failing = batches.map_while(move |batch| {
            let n_left = left.take()?;
            match batch {
                Ok(batch) if batch.len() <= n_left => {
                    left.set(Some(n_left - batch.len()));
                    Some(Ok(batch))
                }
                Ok(_) => Some(Err(failure(
                    self.name(),
                    &format!("after {} rows", self.n_rows),
                ))),
                Err(error) => Some(Err(error)),
            }
        });
        Ok(Box::new(failing))
    }
}

/// A destination that fails: for tests of what a pipeline does then. Nothing is written.
#[derive(Clone, Debug)]
pub struct FailingDestination<D> {
    destination: D,
    n_batches: usize,
}

impl<D: Destination> FailingDestination<D> {
    /// Takes so many batches, then fails; writes that have no more succeed.
    pub const fn after_batches(destination: D, n_batches: usize) -> Self {
        FailingDestination {
            destination,
            n_batches,
        }
    }
}

impl<D: Destination> Destination for FailingDestination<D> {
    type Row = D::Row;

    fn name(&self) -> String {
        format!("failing {}", self.destination.name())
    }

    fn check(&self) -> Result<(), Error> {
        self.destination.check()
    }

    fn schema(&self) -> Result<Schema, Error> {
        self.destination.schema()
    }

    fn request(&self) -> WriteRequest {
        self.destination.request()
    }

    fn write(
        &self,
        batches: Batches<'_, D::Row>,
        request: &WriteRequest,
    ) -> Result<Written, Error> {
        let failing = batches.enumerate().map(|(nth, batch)| {
            if nth < self.n_batches {
                return batch;
            }
            Err(failure(
                self.name(),
                &format!("after {} batches", self.n_batches),
            ))
        });
        self.destination.write(Box::new(failing), request)
    }
}

fn failure(connector: String, when: &str) -> Error {
    Error::connector(connector, format!("fails {when}, as it was told to"))
}
