use std::fmt;
use std::marker::PhantomData;
use std::rc::Rc;

use crate::connect::batches::Places;
use crate::connect::{Batches, Destination, ReadRequest, Source};
use crate::error::Error;
use crate::record::{Fits, MemTable, rows_as};
use crate::schema::Schema;
use crate::write::{WriteRequest, Written};

/// A source with each row made into another: made by [`Source::map`]. Requests are about the rows before.
#[derive(Clone)]
pub struct Mapped<S, F> {
    source: S,
    map: F,
}

/// A source with some of its rows: made by [`Source::filter`]. Requests are about the rows before, limits too.
#[derive(Clone)]
pub struct Filtered<S, F> {
    source: S,
    keep: F,
}

/// A source with its rows as rows of another table: made by [`Source::rows_as`]. Requests are about the rows before.
pub struct RowsAs<S, T> {
    source: S,
    rows: PhantomData<fn() -> T>,
}

impl<S: Source<Row: MemTable>, T: MemTable> RowsAs<S, T> {
    pub(super) fn new(source: S) -> Self {
        const { Fits::<S::Row, T>::HOLDS };
        RowsAs {
            source,
            rows: PhantomData,
        }
    }
}

impl<S: Source<Row: MemTable>, T: MemTable> Source for RowsAs<S, T> {
    type Row = T;

    fn name(&self) -> String {
        self.source.name()
    }

    fn check(&self) -> Result<(), Error> {
        self.source.check()
    }

    fn schema(&self) -> Result<Schema, Error> {
        Ok(T::SCHEMA.clone())
    }

    fn request(&self) -> ReadRequest {
        self.source.request()
    }

    fn read(&self, request: &ReadRequest) -> Result<Batches<'_, T>, Error> {
        let batches = self.source.read(request)?;
        let places = batches.places();
        let rows =
            batches.map(|batch| rows_as(&batch?).map_err(|report| Error::Rejected(vec![report])));
        Ok(at_places(Batches::new(rows), places))
    }
}

impl<S, F> Mapped<S, F> {
    pub(super) fn new(source: S, map: F) -> Self {
        Mapped { source, map }
    }
}

impl<S, F> Filtered<S, F> {
    pub(super) fn new(source: S, keep: F) -> Self {
        Filtered { source, keep }
    }
}

impl<S: Source, T: MemTable, F: Fn(S::Row) -> T> Source for Mapped<S, F> {
    type Row = T;

    fn name(&self) -> String {
        self.source.name()
    }

    fn check(&self) -> Result<(), Error> {
        self.source.check()
    }

    fn schema(&self) -> Result<Schema, Error> {
        Ok(T::SCHEMA.clone())
    }

    fn request(&self) -> ReadRequest {
        self.source.request()
    }

    fn read(&self, request: &ReadRequest) -> Result<Batches<'_, T>, Error> {
        let batches = self.source.read(request)?;
        let mapped = |batch: Vec<S::Row>| batch.into_iter().map(&self.map).collect();
        let places = batches.places();
        let rows = batches.map(move |batch| batch.map(mapped));
        Ok(at_places(Batches::new(rows), places))
    }
}

impl<S: Source, F: Fn(&S::Row) -> bool> Source for Filtered<S, F> {
    type Row = S::Row;

    fn name(&self) -> String {
        self.source.name()
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
        let kept = |mut batch: Vec<S::Row>| {
            batch.retain(&self.keep);
            batch
        };
        Ok(Batches::new(batches.map(move |batch| batch.map(kept))))
    }
}

/// The batches, a row for each of the places.
fn at_places<R>(batches: Batches<'_, R>, places: Option<Rc<dyn Places>>) -> Batches<'_, R> {
    match places {
        Some(places) => batches.of_places(places),
        None => batches,
    }
}

macro_rules! is_behind {
    ($($pointer:ty),+) => {$(
        impl<T: Source + ?Sized> Source for $pointer {
            type Row = T::Row;

            fn name(&self) -> String {
                (**self).name()
            }

            fn check(&self) -> Result<(), Error> {
                (**self).check()
            }

            fn schema(&self) -> Result<Schema, Error> {
                (**self).schema()
            }

            fn request(&self) -> ReadRequest {
                (**self).request()
            }

            fn read(&self, request: &ReadRequest) -> Result<Batches<'_, T::Row>, Error> {
                (**self).read(request)
            }
        }

        impl<T: Destination + ?Sized> Destination for $pointer {
            type Row = T::Row;

            fn name(&self) -> String {
                (**self).name()
            }

            fn check(&self) -> Result<(), Error> {
                (**self).check()
            }

            fn schema(&self) -> Result<Schema, Error> {
                (**self).schema()
            }

            fn request(&self) -> WriteRequest {
                (**self).request()
            }

            fn write(&self, batches: Batches<'_, T::Row>, request: &WriteRequest) -> Result<Written, Error> {
                (**self).write(batches, request)
            }
        }
    )+};
}

is_behind!(&T, Box<T>);

impl<S: Source, F> fmt::Debug for Mapped<S, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Mapped").field(&self.source.name()).finish()
    }
}

impl<S: Source, T> fmt::Debug for RowsAs<S, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RowsAs").field(&self.source.name()).finish()
    }
}

impl<S: Source, F> fmt::Debug for Filtered<S, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Filtered")
            .field(&self.source.name())
            .finish()
    }
}
