//! Typed tables as dynamic ones, and back.

use std::sync::Arc;

use arrow_array::{Array, RecordBatch};

use crate::dynamic::rule::{Functions, Rules};
use crate::dynamic::table::{Piece, Rows, arrow_schema, of_rows};
use crate::dynamic::typed::{Mismatch, NotTyped};
use crate::dynamic::{DynSnapshot, DynTable};
use crate::error::Error;
use crate::record::MemTable;
use crate::schema::Schema;
use crate::table::{Snapshot, Table};
use crate::validate::Report;

/// The rows that are made into one batch: those of a chunk of a dynamic table.
const ROWS: usize = 2048;

impl<R: MemTable> Snapshot<R> {
    /// The rows as a dynamic table, with the whole schema: rules, keys, references, docs.
    ///
    /// What the struct has as code, custom rules and checks of the table, has a name in the schema alone: before such a table
    /// is written to, it is [given](DynTable::set_functions) the functions. Costs all cells.
    ///
    /// # Errors
    /// [`Error::Arrow`] for a value that no Arrow type of the column holds without loss.
    ///
    /// ```
    /// use memtable::{MemTable, Table};
    ///
    /// #[derive(MemTable, Clone, Debug, PartialEq)]
    /// #[memtable(name = "users")]
    /// struct User {
    ///     #[memtable(primary_key)]
    ///     id: u32,
    ///     #[memtable(range(..=150))]
    ///     age: Option<u8>,
    /// }
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let users = Table::from_rows([User { id: 7, age: Some(34) }, User { id: 8, age: None }])?;
    /// let mut table = users.to_dyn()?;
    /// assert!(table.append_rows([serde_json::json!({"id": 7, "age": 200})]).is_err());
    /// let written = table.update_where("id == 8").set("age", 28).run()?;
    /// assert_eq!(written.updated, 1);
    ///
    /// let users: Table<User> = table.typed()?;
    /// assert_eq!(users.get(&8), Some(&User { id: 8, age: Some(28) }));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// See also: [`DynSnapshot::typed`], the way back.
    pub fn to_dyn(&self) -> Result<DynTable, Error> {
        let failed = |cause| Error::Arrow {
            table: R::NAME.to_owned(),
            cause,
        };
        let schema: Arc<Schema> = Arc::new(R::SCHEMA.clone());
        let batches = self
            .to_batches(ROWS)
            .map_err(|cause| failed(cause.into()))?;
        let columns = batches.iter().take(1).flat_map(RecordBatch::columns);
        let arrow = arrow_schema(&schema, columns.map(|array| array.data_type().clone()));
        let mut rows = Rows::default();
        for batch in batches {
            rows.append(&Piece {
                n_rows: batch.num_rows(),
                columns: batch.columns().to_vec(),
            });
        }
        let rules = Rules::of_table(Arc::clone(&schema), Functions::new());
        of_rows((schema, arrow), rows, Arc::new(rules))
    }
}

impl DynTable {
    /// The rows of a typed table: as [`to_dyn`](Snapshot::to_dyn).
    ///
    /// # Errors
    /// As [`to_dyn`](Snapshot::to_dyn).
    pub fn from_table<R: MemTable>(table: &Snapshot<R>) -> Result<Self, Error> {
        table.to_dyn()
    }
}

impl DynSnapshot {
    /// The rows as those of a struct: its columns are found by name, and values are converted without loss alone. See
    /// [`Table::from_batches`]. Costs all cells.
    ///
    /// # Errors
    /// [`NotTyped`], with every column and every value that does not fit, and every rule of the struct that a row breaks, by the
    /// row's position here.
    ///
    /// ```
    /// use memtable::dynamic::DynTable;
    /// use memtable::MemTable;
    ///
    /// #[derive(MemTable, Clone, Debug, PartialEq)]
    /// struct Town {
    ///     name: String,
    ///     #[memtable(range(1..))]
    ///     people: u32,
    /// }
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let towns = DynTable::from_csv(b"name,people\nBern,134000\nZug,31000\n")?.typed::<Town>()?;
    /// assert_eq!(towns.iter().map(|town| town.people).sum::<u32>(), 165_000);
    ///
    /// let odd = DynTable::from_csv(b"name,people\nBern,0\nZug,-1\n")?.typed::<Town>().unwrap_err();
    /// assert_eq!(odd.report.rows(), [0, 1]);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// See also: [`Snapshot::to_dyn`], the way back.
    pub fn typed<R: MemTable>(&self) -> Result<Table<R>, NotTyped> {
        match self.batches() {
            Ok(batches) => Table::from_batches(&batches),
            Err(error) => Err(NotTyped {
                columns: vec![Mismatch::Unreadable {
                    problem: error.to_string(),
                }],
                report: Report {
                    table: R::SCHEMA.name.clone(),
                    n_rows: self.len(),
                    violations: Vec::new(),
                },
            }),
        }
    }
}
