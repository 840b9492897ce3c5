use std::error::Error;
use std::fmt;

use crate::query::Condition;

/// Why a question has no answer. All else that could be wrong with one does not compile.
#[derive(Debug)]
#[non_exhaustive]
pub enum QueryError {
    /// What a text was to match is no regular expression.
    BadPattern {
        /// The column's name.
        column: &'static str,
        /// The pattern, as it came.
        pattern: String,
        /// What is wrong with it.
        cause: Box<dyn Error + Send + Sync>,
    },
    /// Exactly one row was asked for.
    NotOne {
        /// The table's name.
        table: &'static str,
        /// What was asked.
        condition: Box<Condition>,
        /// How many rows there are.
        n_found: usize,
    },
    /// No index answers the condition, and scans are refused.
    ScanRefused {
        /// The table's name.
        table: &'static str,
        /// What was asked.
        condition: Box<Condition>,
        /// The columns of each index.
        indexes: Vec<Vec<&'static str>>,
    },
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            QueryError::BadPattern {
                column,
                pattern,
                cause,
            } => write!(f, "`{column}.matches({pattern:?})`: {cause}"),
            QueryError::NotOne {
                table,
                condition,
                n_found,
            } => {
                let found = found(*n_found);
                write!(
                    f,
                    "`{table}`: exactly one row was asked for where {condition}, and {found} found"
                )
            }
            QueryError::ScanRefused {
                table,
                condition,
                indexes,
            } => {
                let listed = listed(indexes);
                write!(
                    f,
                    "`{table}`: no index answers {condition}, and scans are refused; {listed}"
                )
            }
        }
    }
}

impl Error for QueryError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            QueryError::BadPattern { cause, .. } => Some(&**cause),
            _ => None,
        }
    }
}

fn found(n: usize) -> String {
    match n {
        0 => "none was".to_owned(),
        n => format!("{n} were"),
    }
}

fn listed(indexes: &[Vec<&'static str>]) -> String {
    let indexes: Vec<_> = indexes
        .iter()
        .map(|columns| format!("({})", columns.join(", ")))
        .collect();
    match indexes.as_slice() {
        [] => "the table has no index: put `#[memtable(index)]` on a field".to_owned(),
        indexes => format!("there are indexes on {}", indexes.join(", ")),
    }
}
