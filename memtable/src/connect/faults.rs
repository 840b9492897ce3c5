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
    fault: Fault,
}

/// A destination that fails after some rows or batches, or is slow: for tests of what a pipeline does then. Where it fails,
/// nothing is written.
///
/// ```
/// use memtable::connect::{FailingDestination, Recorder, RowsSource, copy};
/// use memtable::MemTable;
///
/// #[derive(MemTable, Clone)]
/// struct Reading { celsius: f64 }
///
/// # fn main() -> Result<(), memtable::Error> {
/// let failing = FailingDestination::after_rows(Recorder::<Reading>::new(), 1);
/// copy(&RowsSource::new([Reading { celsius: 12.0 }]), &failing)?;
/// let two = RowsSource::new([12.0, 13.5].map(|celsius| Reading { celsius }));
/// assert!(copy(&two, &failing).is_err());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct FailingDestination<D> {
    destination: D,
    fault: Fault,
}

/// What goes wrong.
#[derive(Clone, Copy, Debug)]
struct Fault {
    after: After,
    /// How long each batch takes.
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
        self.fault.pause = Some(pause);
        self
    }

    const fn of(source: S, after: After) -> Self {
        let fault = Fault { after, pause: None };
        FailingSource { source, fault }
    }
}

impl<D: Destination> FailingDestination<D> {
    /// Takes the batches that have no more than so many rows together, then fails; writes of no more rows succeed.
    pub const fn after_rows(destination: D, n_rows: usize) -> Self {
        FailingDestination::of(destination, After::Rows(n_rows))
    }

    /// Takes so many batches, then fails; writes that have no more succeed.
    pub const fn after_batches(destination: D, n_batches: usize) -> Self {
        FailingDestination::of(destination, After::Batches(n_batches))
    }

    /// Takes all rows, and its time: so long for each batch.
    pub const fn slow(destination: D, pause: Duration) -> Self {
        FailingDestination::of(destination, After::Never).slowly(pause)
    }

    /// Takes so long for each batch, and before it fails.
    #[must_use]
    pub const fn slowly(mut self, pause: Duration) -> Self {
        self.fault.pause = Some(pause);
        self
    }

    const fn of(destination: D, after: After) -> Self {
        let fault = Fault { after, pause: None };
        FailingDestination { destination, fault }
    }
}

impl Fault {
    /// The batches until it fails, and the error then.
    fn of<'b, R: 'b>(self, batches: Batches<'b, R>, connector: String) -> Batches<'b, R> {
        let (mut n_rows, mut n_batches, mut is_over) = (0, 0, false);
        Batches::new(batches.map_while(move |batch| {
            if is_over {
                return None;
            }
            self.pause.into_iter().for_each(thread::sleep);
            n_rows += batch.as_ref().map_or(0, Vec::len);
            n_batches += 1;
            let failed = self.after.is_past((n_rows, n_batches));
            is_over = failed.is_some();
            Some(match failed {
                Some(when) => Err(failure(connector.clone(), &when)),
                None => batch,
            })
        }))
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

fn failure(connector: String, when: &str) -> Error {
    Error::connector(connector, format!("fails {when}, as it was told to"))
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
        Ok(self.fault.of(self.source.read(request)?, self.name()))
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
        let failing = self.fault.of(batches, self.name());
        self.destination.write(failing, request)
    }
}
