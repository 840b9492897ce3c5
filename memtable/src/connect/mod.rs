//! Sources and destinations: pipelines are written against them, whatever is behind.

mod adapters;
mod batches;
mod convert;
mod copy;
mod faults;
mod in_memory;
mod read;
mod recorder;
mod rows;
mod values;

#[cfg(feature = "dynamic")]
mod batch_row;
#[cfg(feature = "dynamic")]
mod dyn_table;
#[cfg(feature = "json")]
mod file;
#[cfg(feature = "json")]
mod files;
#[cfg(feature = "dynamic")]
mod table_of_batches;
#[cfg(feature = "json")]
mod text_batches;
#[cfg(feature = "json")]
mod whole_file;

#[cfg(feature = "yaml")]
mod config;

pub use adapters::{Filtered, Mapped, RowsAs};
pub use batches::Batches;
pub use copy::{copy, copy_fitting};
pub use faults::{FailingDestination, FailingSource};
pub use in_memory::{InMemory, RowsSource};
pub use read::ReadRequest;
pub use recorder::{RecordedWrite, Recorder};
pub use values::TableOfValues;

#[cfg(feature = "dynamic")]
pub use batch_row::BatchRow;
#[cfg(feature = "dynamic")]
pub use table_of_batches::TableOfBatches;

#[cfg(feature = "csv")]
pub use files::CsvFile;
#[cfg(feature = "json")]
pub use files::JsonFile;
#[cfg(feature = "parquet")]
pub use files::ParquetFile;

#[cfg(feature = "yaml")]
pub use config::{Connectors, Options, Pipelines, Progress, Registry, StepReport};

pub use crate::record::ValueRow;

use crate::error::Error;
use crate::record::MemTable;
use crate::schema::Schema;
use crate::write::{WriteRequest, Written};

/// Where rows come from.
///
/// ```
/// use memtable::connect::{RowsSource, Source};
/// use memtable::{Error, MemTable, Store};
///
/// #[derive(MemTable, Clone)]
/// struct Reading {
///     celsius: f64,
/// }
///
/// #[derive(MemTable, Clone)]
/// struct Warm {
///     fahrenheit: f64,
/// }
///
/// # fn main() -> Result<(), Error> {
/// let source = RowsSource::new([12.0, 31.5].map(|celsius| Reading { celsius }));
/// let store = Store::new();
/// let warm = store.create::<Warm>("warm")?;
///
/// let written = source
///     .filter(|reading| reading.celsius > 20.0)
///     .map(|reading| Warm { fahrenheit: reading.celsius * 1.8 + 32.0 })
///     .write_to(&warm)?;
///
/// assert_eq!(written.inserted, 1);
/// # Ok(())
/// # }
/// ```
pub trait Source {
    /// What a row is.
    type Row;

    /// What it is, for messages: `table users`.
    fn name(&self) -> String;

    /// Whether rows can be read: what can be known before the first.
    ///
    /// # Errors
    /// Why they cannot.
    fn check(&self) -> Result<(), Error>;

    /// What the rows look like.
    ///
    /// # Errors
    /// Where that cannot be told.
    fn schema(&self) -> Result<Schema, Error>;

    /// What is read where the caller has no wishes.
    fn request(&self) -> ReadRequest {
        ReadRequest::default()
    }

    /// Reads rows.
    ///
    /// # Errors
    /// Where reading cannot start; later errors come in the place of a batch.
    fn read(&self, request: &ReadRequest) -> Result<Batches<'_, Self::Row>, Error>;

    /// The source with each row made into another.
    fn map<T: MemTable, F: Fn(Self::Row) -> T>(self, map: F) -> Mapped<Self, F>
    where
        Self: Sized,
    {
        Mapped::new(self, map)
    }

    /// The source with its rows as rows of another table: columns by name, values without loss. Whether they fit is decided
    /// while compiling ([`Fits`](crate::record::Fits)).
    ///
    /// ```
    /// # use memtable::connect::{RowsSource, Source};
    /// # use memtable::{MemTable, Store};
    /// #[derive(MemTable, Clone)]
    /// struct Sensor { id: u32, celsius: f32, battery: u8 }
    ///
    /// #[derive(MemTable, Clone)]
    /// struct Reading { id: u64, celsius: Option<f64> }
    ///
    /// # fn main() -> Result<(), memtable::Error> {
    /// let readings = Store::new().create::<Reading>("readings")?;
    /// let sensors = RowsSource::new([Sensor { id: 7, celsius: 21.5, battery: 80 }]);
    /// assert_eq!(sensors.rows_as::<Reading>().write_to(&readings)?.inserted, 1);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// See also: [`copy_fitting`], which decides at run time, and drops no column.
    fn rows_as<T: MemTable>(self) -> RowsAs<Self, T>
    where
        Self: Sized,
        Self::Row: MemTable,
    {
        RowsAs::new(self)
    }

    /// The source with the rows alone that satisfy a condition.
    fn filter<F: Fn(&Self::Row) -> bool>(self, keep: F) -> Filtered<Self, F>
    where
        Self: Sized,
    {
        Filtered::new(self, keep)
    }

    /// Copies all rows: see [`copy`].
    ///
    /// # Errors
    /// As [`copy`].
    fn write_to<D>(&self, destination: &D) -> Result<Written, Error>
    where
        Self: Sized,
        D: Destination<Row = Self::Row> + ?Sized,
    {
        copy(self, destination)
    }
}

/// Where rows go to.
pub trait Destination {
    /// What a row is.
    type Row;

    /// What it is, for messages: `table users`.
    fn name(&self) -> String;

    /// Whether rows can be written: what can be known before the first.
    ///
    /// # Errors
    /// Why they cannot.
    fn check(&self) -> Result<(), Error>;

    /// What the rows look like.
    ///
    /// # Errors
    /// Where that cannot be told.
    fn schema(&self) -> Result<Schema, Error>;

    /// How rows are written where the caller has no wishes.
    fn request(&self) -> WriteRequest {
        WriteRequest::default()
    }

    /// Writes all batches as one: where one of them is an error, or breaks a rule, nothing is written.
    ///
    /// # Errors
    /// The error of the batches, or why they cannot be written.
    fn write(
        &self,
        batches: Batches<'_, Self::Row>,
        request: &WriteRequest,
    ) -> Result<Written, Error>;
}
