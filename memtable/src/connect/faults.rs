use std::cell::Cell;
use std::thread;
use std::time::Duration;

use crate::connect::{Batches, Destination, ReadRequest, Source};
use crate::error::Error;
use crate::schema::Schema;
use crate::write::{WriteRequest, Written};

/// A source that fails after some rows or batches, or is slow: for tests of what a pipeline does then.
#[derive(Clone, Debug)]
pub struct FailingSource<S> {
    source: S,
    after: After,
    pause: Option<Duration>,
}

/// When it fails.
#[derive(Clone, Copy, Debug)]
enum After {
    Rows(usize),
    Batches(usize),
    /// Not at all.
    Never,
}

impl<S: Source> FailingSource<S> {
    /// Gives the batches of the source that have no more than so many rows together, then an error.
    pub const fn after_rows(source: S, n_rows: usize) -> Self {
        FailingSource::of(source, After::Rows(n_rows))
    }

    /// Gives so many batches of the source, then an error.
    pub const fn after_batches(source: S, n_batches: usize) -> Self {
        FailingSource::of(source, After::Batches(n_batches))
    }

    /// Gives all rows of the source, and takes its time: so long before each batch.
    pub const fn slow(source: S, pause: Duration) -> Self {
        FailingSource::of(source, After::Never).slowly(pause)
    }

    /// Takes so long before each batch, and before it fails.
    #[must_use]
    pub const fn slowly(mut self, pause: Duration) -> Self {
        self.pause = Some(pause);
        self
    }

    const fn of(source: S, after: After) -> Self {
        FailingSource {
            source,
            after,
            pause: None,
        }
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
        let (is_over, n_given) = (Cell::new(false), Cell::new((0, 0)));
        let failing = batches.map_while(move |batch| {
            if is_over.get() {
                return None;
            }
            self.pause.into_iter().for_each(thread::sleep);
            let (n_rows, n_batches) = n_given.get();
            let now = (n_rows + batch.as_ref().map_or(0, Vec::len), n_batches + 1);
            n_given.set(now);
            let failed = self.after.is_past(now);
            is_over.set(failed.is_some());
            match failed {
                Some(when) => Some(Err(failure(self.name(), &when))),
                None => Some(batch),
            }
        });
        Ok(Box::new(failing))
    }
}

impl After {
    /// When it failed, where so many rows and batches are too many.
    fn is_past(self, (n_rows, n_batches): (usize, usize)) -> Option<String> {
        match self {
            After::Rows(most) => (n_rows > most).then(|| format!("after {most} rows")),
            After::Batches(most) => (n_batches > most).then(|| format!("after {most} batches")),
            After::Never => None,
        }
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
