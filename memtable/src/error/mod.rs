//! All that goes wrong beside bad rows of one write.

mod message;
mod nearest;
mod unreadable;

use std::error::Error as StdError;

use crate::schema::{BadSchema, SchemaDiff, SyntaxError};
use crate::validate::Report;

pub(crate) use nearest::{nearest, one_of};
pub use unreadable::{ReadFault, Reason, Unreadable};

/// What a store, a connector or a pipeline can answer instead of what was asked for.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// Rows break rules: a report for each table that would have broken one.
    Rejected(Vec<Report>),

    /// Rows cannot be read from a text: every fault, with its line.
    Unreadable(Box<Unreadable>),

    /// No table has this name.
    NoTable {
        /// The name.
        name: String,
        /// The tables that there are.
        tables: Vec<String>,
    },

    /// A table of this name is there already.
    TableExists {
        /// The name.
        name: String,
    },

    /// The table of this name has rows of another type.
    WrongType {
        /// The table.
        name: String,
        /// The Rust type that was asked for.
        asked_for: &'static str,
        /// From the table's schema to the one that was asked for.
        diff: Box<SchemaDiff>,
    },

    /// Rows of one schema are not all rows of another.
    SchemasDoNotFit {
        /// The name of the rows that come.
        from: String,
        /// The name of the table, or the file, that they go to.
        to: String,
        /// Why, column by column.
        misfits: Vec<String>,
    },

    /// A reference cannot be kept: the other table has not the key that it names.
    BadReference {
        /// The referencing table.
        table: String,
        /// The referenced table and column.
        to: String,
        /// What is wrong.
        problem: &'static str,
    },

    /// The table cannot go: others reference it.
    Referenced {
        /// The table.
        table: String,
        /// Those that reference it.
        by: Vec<String>,
    },

    /// A write would take the store past its memory limit.
    MemoryLimit {
        /// The bytes that the write would add.
        needed: u64,
        /// The bytes in use before it.
        used: u64,
        /// The limit.
        allowed: u64,
    },

    /// A write was asked for inside of another one of the same thread, which would wait for itself.
    WriteInsideWrite,

    /// A table has no column of this name.
    NoColumn {
        /// The table, source or destination.
        table: String,
        /// The name.
        column: String,
        /// The columns that there are.
        columns: Vec<String>,
    },

    /// Rows cannot be matched by these columns.
    NoKey {
        /// The table.
        table: String,
        /// The columns; none for the primary key.
        columns: Vec<String>,
        /// The keys that there are, each with its columns.
        keys: Vec<String>,
    },

    /// A table has no primary key, and a merge names no other.
    NoMergeKeys {
        /// The table.
        table: String,
        /// The unique keys that there are, each with its columns.
        keys: Vec<String>,
    },

    /// Typed rows cannot be read without this column.
    LeftOut {
        /// The table.
        table: String,
        /// The column that is left out.
        column: String,
    },

    /// A filter compares a column with a value of another type.
    FilterType {
        /// The table.
        table: String,
        /// The column.
        column: String,
        /// Its type.
        data_type: String,
        /// The value, as it is written in code.
        value: String,
    },

    /// A schema makes no sense.
    BadSchema(BadSchema),

    /// Rules of a table name functions that nobody gave: every one, with its column.
    NoFunction {
        /// The table.
        table: String,
        /// The column, or the table where a rule is over all of it, and the path of the function.
        missing: Vec<(String, String)>,
        /// The paths that there are.
        given: Vec<String>,
    },

    /// Text is no condition.
    Syntax(SyntaxError),

    /// Rows that came have two columns of one name.
    TwoColumns {
        /// The table.
        table: String,
        /// The name.
        column: String,
    },

    /// Rows cannot be matched by a column of this type.
    KeyType {
        /// The table.
        table: String,
        /// The column.
        column: String,
        /// Its type.
        data_type: String,
    },

    /// A write asks for what does not go together.
    Request(String),

    /// Columns cannot be held, or put together.
    Arrow {
        /// The table.
        table: String,
        /// Why.
        cause: Box<dyn StdError + Send + Sync>,
    },

    /// A connector failed.
    Connector {
        /// Which one, and at what: `csv file people.csv`.
        connector: String,
        /// Why.
        cause: Box<dyn StdError + Send + Sync>,
    },

    /// A file of connectors is not as it must be; the message is a page that shows where.
    Config(String),
}

impl Error {
    /// A failure of a connector, for those who write one.
    pub fn connector(
        connector: impl Into<String>,
        cause: impl Into<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        Error::Connector {
            connector: connector.into(),
            cause: cause.into(),
        }
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Error::Arrow { cause, .. } | Error::Connector { cause, .. } => Some(&**cause),
            _ => None,
        }
    }
}

impl From<BadSchema> for Error {
    fn from(bad: BadSchema) -> Self {
        Error::BadSchema(bad)
    }
}

impl From<SyntaxError> for Error {
    fn from(error: SyntaxError) -> Self {
        Error::Syntax(error)
    }
}
