//! Rules on columns: one file per rule, named as in [`validate::rules`](crate::validate::rules), and meaning the same.
//!
//! Each rule first asks all values of a column at once; the rows that break it are looked for only where there are some.

mod check;
mod custom;
mod data_type;
mod decimal;
mod email;
mod finite;
mod functions;
mod inner;
mod ip;
mod layer;
mod length;
mod multiple_of;
mod non_blank;
mod not_null;
mod one_of;
mod pattern;
mod range;
mod rows;
mod step;
mod url;

pub use functions::Functions;

use std::borrow::Cow;
use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, new_null_array};

use crate::dynamic::DynSnapshot;
use crate::dynamic::arrow_type;
use crate::dynamic::cell::{Cells, NotHeld, adopt};
use crate::dynamic::rule::check::Check;
use crate::dynamic::rule::layer::Layer;
use crate::error::Error;
use crate::schema::{BadSchema, Column, Schema};
use crate::validate::{Report, Violation};

/// The rules of a schema, ready to be asked of record batches: what of each row alone must hold, keys and references apart.
///
/// ```
/// use std::sync::Arc;
/// use arrow_array::{ArrayRef, RecordBatch, UInt8Array};
/// use memtable::dynamic::rule::{Functions, Rules};
/// use memtable::schema::Schema;
///
/// let users: Schema = serde_json::from_str(r#"{
///     "name": "users",
///     "columns": [{"name": "age", "type": "uint8", "rules": [{"range": {"max": 150}}]}]
/// }"#)?;
/// let rules = Rules::new(&users, &Functions::new())?;
///
/// let ages: ArrayRef = Arc::new(UInt8Array::from(vec![Some(34), Some(212), None]));
/// let report = rules.check(&RecordBatch::try_from_iter_with_nullable([("age", ages, true)])?)?;
/// assert_eq!(report.violations()[0].to_string(), "row 1: age 212: must be at most 150 (MT0101 range)");
/// assert_eq!(report.violations()[1].to_string(), "row 2: age null: must have a value (MT0121 not_null)");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// See also: [`MemTable::validate`](crate::MemTable::validate), the same rules of a row of a struct.
#[derive(Debug)]
pub struct Rules {
    schema: Arc<Schema>,
    layers: Vec<Layer>,
    checks: Vec<Check>,
    functions: Functions,
    /// The functions of rules on columns that are not there, each with its column.
    missing: Vec<(String, String)>,
}

/// Rules that cannot be asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadRules {
    /// The schema makes no sense.
    #[error("{0}")]
    Schema(#[from] BadSchema),
    /// Custom rules name functions that nobody gave: every one, with its column, and the names that were given.
    #[error("{}", no_function(.missing, .given))]
    NoFunction {
        /// The column and the path of the function.
        missing: Vec<(String, String)>,
        /// The names that there are.
        given: Vec<String>,
    },
}

fn no_function(missing: &[(String, String)], given: &[String]) -> String {
    let lines = missing.iter().map(|(column, path)| {
        let near = crate::error::one_of(path, given, "there are");
        format!("column `{column}`: there is no function `{path}` for `custom`{near}: give it by `Functions::with`")
    });
    lines.collect::<Vec<_>>().join("\n")
}

impl Rules {
    /// The rules of the schema, whose custom ones are found among the functions by the paths that it names.
    ///
    /// Cost: each pattern is compiled once.
    ///
    /// # Errors
    /// [`BadRules`] where the schema does not [verify](Schema::verify), and for custom rules without function: all of them.
    pub fn new(schema: &Schema, functions: &Functions) -> Result<Self, BadRules> {
        schema.verify()?;
        let rules = Rules::of_table(Arc::new(schema.clone()), functions.clone());
        if rules.missing.is_empty() {
            return Ok(rules);
        }
        Err(BadRules::NoFunction {
            missing: rules.missing,
            given: functions.names(),
        })
    }

    /// The rules of a schema that was verified. Those without function are known to be missing: see
    /// [`ready`](Self::ready).
    pub(in crate::dynamic) fn of_table(schema: Arc<Schema>, functions: Functions) -> Self {
        let layer = |column: &Column| Layer::of_column(column, &functions);
        Rules {
            layers: schema.columns.iter().map(layer).collect(),
            checks: schema.checks.iter().map(Check::new).collect(),
            missing: functions.missing(&schema.columns),
            functions,
            schema,
        }
    }

    /// The same rules for another schema of the table.
    pub(in crate::dynamic) fn of_schema(&self, schema: Arc<Schema>) -> Self {
        Rules::of_table(schema, self.functions.clone())
    }

    /// Whether every rule can be asked of rows that come, and of the table that they come to.
    pub(in crate::dynamic) fn ready(&self) -> Result<(), Error> {
        let of_table = self.functions.missing_table_checks(&self.schema);
        let missing = [&*self.missing, &of_table].concat();
        if missing.is_empty() {
            return Ok(());
        }
        Err(Error::NoFunction {
            table: self.schema.name.to_string(),
            missing,
            given: self.functions.names(),
        })
    }

    /// Whether there is a rule over the whole table.
    pub(in crate::dynamic) fn has_table_checks(&self) -> bool {
        !self.schema.table_checks.is_empty()
    }

    /// What the rules over the whole table complain of.
    pub(in crate::dynamic) fn judge(&self, table: &DynSnapshot) -> Vec<Violation> {
        self.functions.judge(table)
    }

    /// Every rule that a row of the batch breaks: by row, then in the order of the schema, the conditions of the row last.
    ///
    /// Columns are found by name, and their Arrow types are any that [fit](arrow_type::fits). A column that the batch does not
    /// have is one of nulls; one that the schema does not have is no matter of its rules.
    ///
    /// Cost: a pass over each column that has rules; rows cost more only where they break one.
    ///
    /// # Errors
    /// [`NotHeld`] where a column is not of its type at all.
    pub fn check(&self, batch: &RecordBatch) -> Result<Report, NotHeld> {
        let columns = self.columns_of(batch)?;
        Ok(Report {
            table: self.schema.name.clone(),
            n_rows: batch.num_rows(),
            violations: self.violations(&columns),
        })
    }

    /// As [`check`](Self::check), of all columns in the order of the schema, each of an Arrow type of its own.
    pub(in crate::dynamic) fn violations(&self, columns: &[ArrayRef]) -> Vec<Violation> {
        let mut violations = Vec::new();
        for ((column, layer), array) in self.schema.columns.iter().zip(&self.layers).zip(columns) {
            let found = layer.check(array, None).into_iter();
            violations.extend(found.map(|found| found.violation(column.name.clone())));
        }
        if self.checks.is_empty() && violations.is_empty() {
            return violations;
        }
        let cells = self.schema.columns.iter().zip(columns);
        let cells: Vec<Cells> = cells
            .map(|(column, array)| Cells::of(array, &column.data_type))
            .collect();
        for check in &self.checks {
            violations.extend(check.violations(&self.schema.columns, &cells));
        }
        violations.sort_by_key(|violation| violation.row);
        self.name_rows(&cells, &mut violations);
        violations
    }

    /// The columns in the order of the schema, each of an Arrow type of its own.
    fn columns_of(&self, batch: &RecordBatch) -> Result<Vec<ArrayRef>, NotHeld> {
        let column = |column: &Column| match batch.column_by_name(&column.name) {
            Some(array) => adopt(array, column),
            None => Ok(new_null_array(
                &arrow_type::of(&column.data_type),
                batch.num_rows(),
            )),
        };
        self.schema.columns.iter().map(column).collect()
    }

    /// Gives each violation the primary key of its row.
    fn name_rows(&self, cells: &[Cells], violations: &mut [Violation]) {
        let columns = self.schema.primary_key.iter();
        let columns: Vec<(&Cow<'static, str>, &Cells)> = columns
            .filter_map(|name| Some((name, cells.get(self.schema.column_idx(name)?)?)))
            .collect();
        for violation in violations {
            let cell = |(name, cells): &(&Cow<'static, str>, &Cells)| {
                (Cow::clone(name), cells.get(violation.row))
            };
            violation.key = columns.iter().map(cell).collect();
        }
    }
}
