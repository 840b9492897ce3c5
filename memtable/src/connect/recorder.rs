use std::fmt;
use std::sync::{Mutex, PoisonError};

use crate::connect::{Batches, Destination};
use crate::error::Error;
use crate::record::MemTable;
use crate::schema::Schema;
use crate::write::{WriteRequest, Written};

/// A destination that keeps every write, with its request: for tests of what a pipeline writes.
pub struct Recorder<R> {
    request: WriteRequest,
    writes: Mutex<Vec<RecordedWrite<R>>>,
}

/// A write that a [`Recorder`] kept.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordedWrite<R> {
    /// What was asked for.
    pub request: WriteRequest,
    /// The rows, by the batches that they came in.
    pub batches: Vec<Vec<R>>,
}

impl<R: MemTable> Recorder<R> {
    /// A recorder that is appended to.
    pub fn new() -> Self {
        Recorder::writing(WriteRequest::default())
    }

    /// A recorder that is written to in this way.
    pub fn writing(request: WriteRequest) -> Self {
        Recorder {
            request,
            writes: Mutex::new(Vec::new()),
        }
    }

    /// The writes until now.
    pub fn writes(&self) -> Vec<RecordedWrite<R>> {
        let writes = self.writes.lock().unwrap_or_else(PoisonError::into_inner);
        let copies = writes.iter().map(|write| RecordedWrite {
            request: write.request.clone(),
            batches: write.batches.clone(),
        });
        copies.collect()
    }
}

impl<R: MemTable> Destination for Recorder<R> {
    type Row = R;

    fn name(&self) -> String {
        String::from("recorder")
    }

    fn check(&self) -> Result<(), Error> {
        Ok(())
    }

    fn schema(&self) -> Result<Schema, Error> {
        Ok(R::SCHEMA.clone())
    }

    fn request(&self) -> WriteRequest {
        self.request.clone()
    }

    fn write(&self, batches: Batches<'_, R>, request: &WriteRequest) -> Result<Written, Error> {
        let batches: Vec<Vec<R>> = batches.collect::<Result<_, _>>()?;
        let rows_in = batches.iter().map(Vec::len).sum();
        let write = RecordedWrite {
            request: request.clone(),
            batches,
        };
        self.writes
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(write);
        Ok(Written {
            rows_in,
            inserted: rows_in,
            ..Written::default()
        })
    }
}

impl<R: MemTable> Default for Recorder<R> {
    fn default() -> Self {
        Recorder::new()
    }
}

impl<R> fmt::Debug for Recorder<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorder").finish_non_exhaustive()
    }
}
