use std::fmt;

use crate::error::one_of;
use crate::schema::DataType;
use crate::validate::Report;

/// Why batches are no rows of a struct: everything that does not fit, of columns and of rows.
///
/// `Display` is a page for people.
#[derive(Clone, Debug, PartialEq)]
pub struct NotTyped {
    /// The columns that do not fit as a whole.
    pub columns: Vec<Mismatch>,
    /// The values that do not fit, and the rules that rows break; rows are counted through all batches.
    pub report: Report,
}

/// A column that does not fit a struct as a whole.
#[derive(Clone, Debug, PartialEq)]
pub enum Mismatch {
    /// The batches have a column that the struct has not.
    Unknown {
        /// The column.
        column: String,
        /// The columns of the struct.
        columns: Vec<String>,
    },
    /// The struct has a column, of values that are never absent, that the batches have not.
    Absent {
        /// The column.
        column: String,
        /// Its type.
        data_type: DataType,
    },
    /// The column holds what no value stands for.
    Unreadable {
        /// Why, with the column and the value.
        problem: String,
    },
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Mismatch::Unknown { column, columns } => {
                let near = one_of(column, columns, "it has");
                write!(f, "the struct has no column `{column}`{near}")
            }
            Mismatch::Absent { column, data_type } => write!(
                f,
                "there is no column `{column}`: the struct has it as {data_type}, with neither a null nor a default"
            ),
            Mismatch::Unreadable { problem } => f.write_str(problem),
        }
    }
}

impl fmt::Display for NotTyped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.columns.is_empty() {
            return self.report.fmt(f);
        }
        write!(f, "{}: the columns do not fit", self.report.table)?;
        for mismatch in &self.columns {
            write!(f, "\n  {mismatch}")?;
        }
        if self.report.is_empty() {
            return Ok(());
        }
        write!(f, "\n\n{}", self.report)
    }
}

impl std::error::Error for NotTyped {}
