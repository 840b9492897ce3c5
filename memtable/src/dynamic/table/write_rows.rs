use serde::Serialize;

use crate::dynamic::table::DynTable;
use crate::dynamic::write::{DynOutcome, DynWrite, Incoming, cells_of_rows};
use crate::error::Error;
use crate::store::NotWritten;
use crate::validate::Cells;

/// The writes of rows that are made in code: structs and maps that serde can serialize, `serde_json::json!` and maps of
/// [`Value`](crate::Value) among them.
///
/// Each is the verb of its name, with its contract, its report and its counts. A value becomes one of its column's type where
/// nothing is lost by it, text that is written as a date or a number among them; a column that the table has not is what
/// [`from_rows`](DynTable::from_rows) would make of it. A column that some of the rows have not is in these its default or a
/// null, but in a merge what is stored. Costs the values of all rows in memory beside the table.
impl DynTable {
    /// Adds rows after those that are there: [`append`](Self::append).
    ///
    /// ```
    /// use memtable::dynamic::DynTable;
    /// use memtable::schema::{Column, DataType, Rule, Schema};
    /// use serde_json::json;
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let schema = Schema::new("users")
    ///     .with_column(Column::new("id", DataType::UInt32))
    ///     .with_column(Column::new("joined", DataType::Date))
    ///     .with_column(Column::new("age", DataType::UInt8).nullable().with_rule(Rule::range(..=150)))
    ///     .with_primary_key(["id"]);
    /// let mut users = DynTable::new(schema)?;
    /// let outcome = users.append_rows([
    ///     json!({"id": 7, "joined": "2024-02-29", "age": 34}),
    ///     json!({"id": 8, "joined": "2024-03-01"}),
    /// ])?;
    /// assert_eq!(outcome.written.inserted, 2);
    ///
    /// let refused = users.append_rows([json!({"id": 9, "joined": "soon", "age": 212})]).unwrap_err();
    /// let report = refused.report().map(|report| report.to_string()).unwrap_or_default();
    /// assert!(report.contains("row 0 (id 9)  age     212     must be at most 150"), "{report}");
    /// assert!(report.contains("row 0 (id 9)  joined  \"soon\"  must be date, is text"), "{report}");
    /// assert_eq!(refused.rows.len(), 1);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`NotWritten`], with the rows as they came, as [`append`](Self::append); also where something is no row, but a list, a number
    /// or what serde cannot serialize.
    pub fn append_rows<R: Serialize>(
        &mut self,
        rows: impl IntoIterator<Item = R>,
    ) -> Result<DynOutcome, NotWritten<R>> {
        self.write_rows(rows, DynWrite::append())
    }

    /// Puts rows in the place of those that are there: [`replace`](Self::replace).
    ///
    /// # Errors
    /// As [`append_rows`](Self::append_rows).
    pub fn replace_rows<R: Serialize>(
        &mut self,
        rows: impl IntoIterator<Item = R>,
    ) -> Result<DynOutcome, NotWritten<R>> {
        self.write_rows(rows, DynWrite::replace())
    }

    /// Updates the rows whose primary key is there, and inserts the others: [`merge`](Self::merge). A column that a row has not
    /// is kept as it is stored; a null overwrites.
    ///
    /// ```
    /// use memtable::dynamic::DynTable;
    /// use serde_json::json;
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let mut towns = DynTable::from_rows([json!({"id": 1, "name": "Bern", "people": 134}), json!({"id": 2, "name": "Zug", "people": 31})])?;
    /// let written = towns.merge_rows_on(["id"], [json!({"id": 1, "people": 135}), json!({"id": 2, "name": "Zoug"})])?.written;
    /// assert_eq!(written.updated, 2);
    /// assert_eq!(towns.row(0).map(|town| town.values()), Some(vec![1.into(), "Bern".into(), 135.into()]));
    /// assert_eq!(towns.row(1).map(|town| town.values()), Some(vec![2.into(), "Zoug".into(), 31.into()]));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`append_rows`](Self::append_rows) and [`merge`](Self::merge).
    pub fn merge_rows<R: Serialize>(
        &mut self,
        rows: impl IntoIterator<Item = R>,
    ) -> Result<DynOutcome, NotWritten<R>> {
        self.write_rows(rows, DynWrite::merge())
    }

    /// As [`merge_rows`](Self::merge_rows), with rows matched by these columns: see [`DynWrite::on`].
    ///
    /// # Errors
    /// As [`append_rows`](Self::append_rows) and [`merge_on`](Self::merge_on).
    pub fn merge_rows_on<C: Into<String>, R: Serialize>(
        &mut self,
        columns: impl IntoIterator<Item = C>,
        rows: impl IntoIterator<Item = R>,
    ) -> Result<DynOutcome, NotWritten<R>> {
        self.write_rows(rows, DynWrite::merge().on(columns))
    }

    /// Any write, with its options: see [`DynWrite`]. Quarantined rows come back with the types that their values say, which
    /// is `json` where they are mixed.
    ///
    /// # Errors
    /// As the verb of its mode.
    pub fn write_rows<R: Serialize>(
        &mut self,
        rows: impl IntoIterator<Item = R>,
        request: impl Into<DynWrite>,
    ) -> Result<DynOutcome, NotWritten<R>> {
        let rows: Vec<R> = rows.into_iter().collect();
        match self.write_serialized(&rows, &request.into()) {
            Ok(outcome) => Ok(outcome),
            Err(error) => Err(NotWritten { rows, error }),
        }
    }

    pub(in crate::dynamic) fn write_serialized<R: Serialize>(
        &mut self,
        rows: &[R],
        request: &DynWrite,
    ) -> Result<DynOutcome, Error> {
        let cells = cells_of_rows(&self.schema, rows)?;
        self.write_cells(&cells, request)
    }

    /// Writes rows of values by name, none of which has a name twice.
    pub(in crate::dynamic) fn write_cells(
        &mut self,
        rows: &[Cells],
        request: &DynWrite,
    ) -> Result<DynOutcome, Error> {
        self.attempt(Incoming::Rows(rows), request)
    }
}
