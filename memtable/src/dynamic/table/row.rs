use std::fmt;
use std::iter::FusedIterator;

use arrow_array::ArrayRef;

use crate::dynamic::cell;
use crate::dynamic::table::rows::RowPlaces;
use crate::dynamic::table::{DynSnapshot, Piece};
use crate::schema::{Schema, Value};

/// A row of a dynamic table.
///
/// A value costs a look at its column's type: for many rows, [batches](DynSnapshot::batches) are the faster way.
#[derive(Clone, Copy)]
pub struct DynRow<'a> {
    schema: &'a Schema,
    piece: &'a Piece,
    place: usize,
}

/// The rows of a dynamic table, in the order they were inserted. Made by [`DynSnapshot::iter`].
#[derive(Clone)]
pub struct DynRows<'a> {
    schema: &'a Schema,
    places: RowPlaces<'a>,
}

impl<'a> DynRow<'a> {
    pub(in crate::dynamic) const fn new(
        schema: &'a Schema,
        piece: &'a Piece,
        place: usize,
    ) -> Self {
        DynRow {
            schema,
            piece,
            place,
        }
    }

    /// The value in the column of this name; none where there is no such column.
    ///
    /// ```
    /// use memtable::Value;
    /// use memtable::dynamic::DynTable;
    ///
    /// let cities = DynTable::from_csv(b"name\nBern\nBasel\n")?;
    /// let names: Vec<_> = cities.iter().filter_map(|city| city.get("name")).collect();
    /// assert_eq!(names, [Value::from("Bern"), Value::from("Basel")]);
    /// # Ok::<(), memtable::dynamic::load::LoadError>(())
    /// ```
    pub fn get(&self, column: &str) -> Option<Value> {
        self.schema
            .column_idx(column)
            .map(|column| self.value_at(column))
    }

    /// The values of all columns, in the order of the schema.
    pub fn values(&self) -> Vec<Value> {
        (0..self.schema.columns.len())
            .map(|column| self.value_at(column))
            .collect()
    }

    /// The value of the column at this position of the schema; a null past the last.
    pub(in crate::dynamic) fn value_at(&self, column: usize) -> Value {
        let (array, column): (Option<&ArrayRef>, _) = (
            self.piece.columns.get(column),
            self.schema.columns.get(column),
        );
        // What was adopted once is adopted again.
        let value = array
            .zip(column)
            .and_then(|(array, column)| cell::value(array, column, self.place).ok());
        value.unwrap_or(Value::Null)
    }
}

impl<'a> DynRows<'a> {
    pub(super) fn new(snapshot: &'a DynSnapshot) -> Self {
        DynRows {
            schema: &snapshot.schema,
            places: snapshot.rows.places(),
        }
    }
}

impl<'a> Iterator for DynRows<'a> {
    type Item = DynRow<'a>;

    fn next(&mut self) -> Option<DynRow<'a>> {
        let (piece, place) = self.places.next()?;
        Some(DynRow::new(self.schema, piece, place))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.places.size_hint()
    }
}

impl ExactSizeIterator for DynRows<'_> {}

impl FusedIterator for DynRows<'_> {}

impl PartialEq for DynRow<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.values() == other.values()
    }
}

/// The columns with their values: `{id: 7, name: "Ann"}`.
impl fmt::Debug for DynRow<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let columns = self.schema.columns.iter().enumerate();
        let cells = columns
            .map(|(idx, column)| format!("{}: {}", column.name, self.value_at(idx).quoted()));
        write!(f, "{{{}}}", cells.collect::<Vec<_>>().join(", "))
    }
}

impl fmt::Debug for DynRows<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DynRows({})", self.len())
    }
}
