//! Tables of what was loaded.

use serde::Serialize;

use crate::dynamic::DynTable;
use crate::dynamic::infer::{Formats, Inference, Policy};
use crate::dynamic::load::{Csv, Inferred, Input, Json, LoadError, rows};
use crate::validate::Cells;

/// A table, and why its columns have their types.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Loaded {
    /// The table.
    pub table: DynTable,
    /// Why its columns have their types.
    pub inference: Inference,
}

impl DynTable {
    /// A table of CSV with a header: a file by its path, bytes, or an [`Input::reader`].
    ///
    /// Every row decides on the types of the columns, and nothing is lost: a column whose values are not all numbers, or would lose
    /// a digit as such, is text. Costs one pass over the text, and a second one over the parts before a value that widened its
    /// column; peak memory is the text and the table.
    ///
    /// # Errors
    /// [`LoadError`] with line and column, where the text is no CSV: ragged rows, quotes that are not closed, equal names, bytes that
    /// are no UTF-8.
    ///
    /// ```
    /// use memtable::dynamic::DynTable;
    ///
    /// let towns = DynTable::from_csv(b"zip,name,people\n8001,Zurich,6700\n0501,Holtsville,\n")?;
    /// assert_eq!(towns.len(), 2);
    /// let columns: Vec<String> = towns.schema().columns.iter().map(|column| column.to_string()).collect();
    /// assert_eq!(columns, ["zip: text", "name: text", "people: int64?"]);
    /// # Ok::<(), memtable::dynamic::load::LoadError>(())
    /// ```
    ///
    /// See also: [`Csv`] for delimiters, null words, given types and the reasons for each type.
    pub fn from_csv<'a>(input: impl Into<Input<'a>>) -> Result<Self, LoadError> {
        Csv::new().load(input).map(|loaded| loaded.table)
    }

    /// A table of JSON, an array of objects or lines of them: a file by its path, bytes, or an [`Input::reader`].
    ///
    /// Objects become structs and arrays lists, joined key by key and element by element; strings are dates where all of a column
    /// are. Costs as [`from_csv`](Self::from_csv).
    ///
    /// # Errors
    /// [`LoadError`] with line and column, where the text is no JSON, or a row no object.
    ///
    /// ```
    /// use memtable::dynamic::DynTable;
    ///
    /// let lines = b"{\"id\": 7, \"tags\": [\"new\"]}\n{\"id\": 8, \"tags\": [], \"at\": \"2024-02-29\"}\n";
    /// let table = DynTable::from_json(lines)?;
    /// let columns: Vec<String> = table.schema().columns.iter().map(|column| column.to_string()).collect();
    /// assert_eq!(columns, ["id: int64", "tags: list<text>", "at: date?"]);
    /// # Ok::<(), memtable::dynamic::load::LoadError>(())
    /// ```
    ///
    /// See also: [`Json`] for mixed columns, a path to the rows, given types and the reasons for each type.
    pub fn from_json<'a>(input: impl Into<Input<'a>>) -> Result<Self, LoadError> {
        Json::new().load(input).map(|loaded| loaded.table)
    }

    /// A table of rows that serde can serialize, structs or maps, with types as those of JSON; but `NaN` and integers of 128 bits are
    /// kept. Costs the values of all rows in memory beside the table.
    ///
    /// # Errors
    /// [`LoadError::Row`] where a row is no struct and no map, or cannot be serialized.
    ///
    /// ```
    /// use std::collections::BTreeMap;
    /// use memtable::dynamic::DynTable;
    ///
    /// let table = DynTable::from_rows([BTreeMap::from([("x", 1.0), ("y", f64::NAN)])])?;
    /// assert_eq!(table.schema().columns[1].to_string(), "y: float64");
    /// # Ok::<(), memtable::dynamic::load::LoadError>(())
    /// ```
    ///
    /// See also: [`Json::load_rows`], with options.
    pub fn from_rows<R: Serialize>(rows: impl IntoIterator<Item = R>) -> Result<Self, LoadError> {
        Json::new().load_rows(rows).map(|loaded| loaded.table)
    }
}

impl Csv {
    /// A table of the CSV, and why its columns have their types.
    ///
    /// # Errors
    /// As [`DynTable::from_csv`].
    ///
    /// ```
    /// use memtable::dynamic::load::Csv;
    ///
    /// let loaded = Csv::new().delimiter(b';').load(b"price;note\n7;\n3.5;x\n")?;
    /// assert_eq!(loaded.table.len(), 2);
    /// assert_eq!(
    ///     loaded.inference.explain("price").unwrap().to_string(),
    ///     "float64, since row 1: `3.5`; int64 before"
    /// );
    /// # Ok::<(), memtable::dynamic::load::LoadError>(())
    /// ```
    pub fn load<'a>(&self, input: impl Into<Input<'a>>) -> Result<Loaded, LoadError> {
        self.read(input.into())?.into_table()
    }
}

impl Json {
    /// A table of the JSON, and why its columns have their types.
    ///
    /// # Errors
    /// As [`DynTable::from_json`].
    pub fn load<'a>(&self, input: impl Into<Input<'a>>) -> Result<Loaded, LoadError> {
        self.read(input.into())?.into_table()
    }

    /// A table of rows that serde can serialize, and why its columns have their types.
    ///
    /// # Errors
    /// As [`DynTable::from_rows`].
    ///
    /// ```
    /// use std::collections::BTreeMap;
    /// use memtable::dynamic::load::Json;
    ///
    /// let rows = [BTreeMap::from([("at", "31.12.2024")])];
    /// let loaded = Json::new().date_formats(["%d.%m.%Y"]).load_rows(rows)?;
    /// assert_eq!(loaded.table.schema().columns[0].to_string(), "at: date");
    /// # Ok::<(), memtable::dynamic::load::LoadError>(())
    /// ```
    pub fn load_rows<R: Serialize>(
        &self,
        rows: impl IntoIterator<Item = R>,
    ) -> Result<Loaded, LoadError> {
        let policy = self.policy()?;
        rows::load(rows, (self.common(), &policy))?.into_table()
    }

    /// Rows of values by name, with the types that they say.
    pub(in crate::dynamic) fn infer_cells(&self, rows: &[Cells]) -> Result<Inferred, LoadError> {
        rows::infer(rows, (self.common(), &self.policy()?))
    }

    pub(crate) fn policy(&self) -> Result<Policy, LoadError> {
        Ok(Policy {
            syntax: self.syntax(),
            formats: Formats::new(&self.common().date_formats)?,
            widen_dates: self.common().widen_dates,
            naive_is_utc: self.common().naive_is_utc,
        })
    }
}

impl Inferred {
    fn into_table(self) -> Result<Loaded, LoadError> {
        let table = DynTable::from_batches(self.schema, self.batches);
        Ok(Loaded {
            table: table.map_err(|error| LoadError::NotWritten(Box::new(error)))?,
            inference: self.inference,
        })
    }
}
