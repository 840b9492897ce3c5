use std::rc::Rc;

use crate::connect::batches::Places;
use crate::connect::convert::{Conversion, check_fits};
use crate::connect::{Batches, Destination, Source};
use crate::error::Error;
use crate::record::MemTable;
use crate::store::rows_of;
use crate::write::Written;

/// Copies rows from a source to a destination, as both are set up. That they have rows of one type is checked when it is
/// compiled; [`Source::map`] makes one of another.
///
/// ```
/// # use memtable::connect::{RowsSource, copy};
/// # use memtable::{MemTable, Store};
/// # #[derive(MemTable, Clone)] struct User { #[memtable(primary_key)] id: u64 }
/// # fn main() -> Result<(), memtable::Error> {
/// let store = Store::new();
/// let users = store.create::<User>("users")?;
///
/// let written = copy(&RowsSource::new([User { id: 7 }]), &users)?;
///
/// assert_eq!(written.inserted, 1);
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// What either says; the destination is as it was. Of rows of a text, the broken rules are told by lines:
/// [`Error::Unreadable`].
pub fn copy<S, D>(source: &S, destination: &D) -> Result<Written, Error>
where
    S: Source + ?Sized,
    D: Destination<Row = S::Row> + ?Sized,
{
    source.check()?;
    destination.check()?;
    let batches = source.read(&source.request())?;
    let places = batches.places();
    let written = destination.write(batches, &destination.request());
    written.map_err(|error| told_by_places(error, places))
}

/// Copies rows to a destination whose rows are of another type: columns by name, values without loss.
///
/// Whether the schemas fit is looked at before the first row: every value of a column must be one of the other's, and what
/// has neither a null nor a default must come.
///
/// ```
/// # use memtable::connect::{RowsSource, copy_fitting};
/// # use memtable::{MemTable, Store};
/// #[derive(MemTable, Clone)]
/// #[memtable(name = "sensors")]
/// struct Sensor { id: u32, celsius: f32 }
///
/// #[derive(MemTable, Clone)]
/// #[memtable(name = "readings")]
/// struct Reading { id: u64, celsius: Option<f64>, place: Option<String> }
///
/// # fn main() -> Result<(), memtable::Error> {
/// let store = Store::new();
/// let readings = store.create::<Reading>("readings")?;
/// let sensors = RowsSource::new([Sensor { id: 7, celsius: 21.5 }]);
///
/// assert_eq!(copy_fitting(&sensors, &readings)?.inserted, 1);
///
/// let back = copy_fitting(&readings, &store.create::<Sensor>("sensors")?);
/// assert_eq!(
///     back.err().map(|error| error.to_string()).as_deref(),
///     Some("rows of `readings` do not fit `sensors`:\n  \
///           `id` is uint64, which uint32 does not always hold\n  \
///           `celsius` is float64, which float32 does not always hold\n  \
///           `place` is no column of `sensors`"),
/// );
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// [`Error::SchemasDoNotFit`], with every column that does not; else as [`copy`].
pub fn copy_fitting<S, D>(source: &S, destination: &D) -> Result<Written, Error>
where
    S: Source<Row: MemTable> + ?Sized,
    D: Destination<Row: MemTable> + ?Sized,
{
    let (from, to) = (S::Row::SCHEMA, D::Row::SCHEMA);
    check_fits(from, to)?;
    source.check()?;
    destination.check()?;
    let batches = source.read(&source.request())?;
    let (accessors, title, places) = (S::Row::accessors(), source.name(), batches.places());
    let converted = batches.map(|batch| {
        let mut conversion = Conversion::new(from, to);
        let rows = batch?;
        let values = rows.iter().filter_map(|row| {
            let cells = accessors.iter().map(|accessor| Some((accessor.value)(row)));
            conversion.row(cells)
        });
        let values: Vec<_> = values.collect();
        conversion.check(&title)?;
        rows_of(&title, values)
    });
    let written = destination.write(Batches::new(converted), &destination.request());
    written.map_err(|error| told_by_places(error, places))
}

/// The error with the places of the rows that it is about, where all of them are of a text.
pub(super) fn told_by_places(error: Error, places: Option<Rc<dyn Places>>) -> Error {
    match (places, error) {
        (Some(places), Error::Rejected(reports)) => places.told(reports),
        (_, error) => error,
    }
}
