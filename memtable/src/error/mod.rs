//! All that goes wrong beside bad rows of one write.

mod nearest;
mod unreadable;

use std::error::Error as StdError;
use std::fmt;

use crate::schema::{BadSchema, SchemaDiff, SyntaxError};
use crate::validate::Report;

pub(crate) use nearest::{nearest, one_of};
pub use unreadable::{ReadFault, Reason, Unreadable};

/// What a store, a connector or a pipeline can answer instead of what was asked for.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Rows break rules: a report for each table that would have broken one.
    #[error("{}", Pages(.0))]
    Rejected(Vec<Report>),

    /// Rows cannot be read from a text: every fault, with its line.
    #[error("{0}")]
    Unreadable(Box<Unreadable>),

    /// No table has this name.
    #[error("there is no table `{name}`{}", one_of(name, .tables, "the store has"))]
    NoTable {
        /// The name.
        name: String,
        /// The tables that there are.
        tables: Vec<String>,
    },

    /// A table of this name is there already.
    #[error("there is a table `{name}` already: `store.table` finds it, `drop_table` makes room")]
    TableExists {
        /// The name.
        name: String,
    },

    /// The table of this name has rows of another type.
    #[error("table `{name}` has rows of another type than `{asked_for}`{}", Differences(.diff))]
    WrongType {
        /// The table.
        name: String,
        /// The Rust type that was asked for.
        asked_for: &'static str,
        /// From the table's schema to the one that was asked for.
        diff: Box<SchemaDiff>,
    },

    /// Rows of one schema are not all rows of another.
    #[error("rows of `{from}` do not fit `{to}`:{}", Misfits(.misfits))]
    SchemasDoNotFit {
        /// The name of the rows that come.
        from: String,
        /// The name of the table, or the file, that they go to.
        to: String,
        /// Why, column by column.
        misfits: Vec<String>,
    },

    /// A reference cannot be kept: the other table has not the key that it names.
    #[error("table `{table}` references `{to}`, which {problem}")]
    BadReference {
        /// The referencing table.
        table: String,
        /// The referenced table and column.
        to: String,
        /// What is wrong.
        problem: &'static str,
    },

    /// The table cannot go: others reference it.
    #[error("table `{table}` cannot be dropped: it is referenced by `{}`; drop these first", .by.join("`, `"))]
    Referenced {
        /// The table.
        table: String,
        /// Those that reference it.
        by: Vec<String>,
    },

    /// A write would take the store past its memory limit.
    #[error(
        "the write needs {needed} bytes, {used} of {allowed} are in use: \
         raise `memory_limit`, or `clear` or `drop_table` what is not needed"
    )]
    MemoryLimit {
        /// The bytes that the write would add.
        needed: u64,
        /// The bytes in use before it.
        used: u64,
        /// The limit.
        allowed: u64,
    },

    /// A write was asked for inside of another one of the same thread, which would wait for itself.
    #[error(
        "a write to the store inside of another write: inside `transaction` use what it gives, \
         and keep other closures to their row"
    )]
    WriteInsideWrite,

    /// A table has no column of this name.
    #[error("{table} has no column `{column}`{}", one_of(column, .columns, "it has"))]
    NoColumn {
        /// The table, source or destination.
        table: String,
        /// The name.
        column: String,
        /// The columns that there are.
        columns: Vec<String>,
    },

    /// Rows cannot be matched by these columns.
    #[error(
        "{table} cannot be merged by `{}`, which is no key of it{}", .columns.join(", "), Keys(.keys)
    )]
    NoKey {
        /// The table.
        table: String,
        /// The columns; none for the primary key.
        columns: Vec<String>,
        /// The keys that there are, each with its columns.
        keys: Vec<String>,
    },

    /// A table has no primary key, and a merge names no other.
    #[error("{table} has no primary key to merge by: name the columns in `merge_keys`{}", Keys(.keys))]
    NoMergeKeys {
        /// The table.
        table: String,
        /// The unique keys that there are, each with its columns.
        keys: Vec<String>,
    },

    /// Typed rows cannot be read without this column.
    #[error(
        "{table} cannot be read without `{column}`: it has neither a null nor a default; add it to `columns`"
    )]
    LeftOut {
        /// The table.
        table: String,
        /// The column that is left out.
        column: String,
    },

    /// A filter compares a column with a value of another type.
    #[error("{table} cannot be filtered by {value}: `{column}` holds {data_type}")]
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
    #[error(transparent)]
    BadSchema(#[from] BadSchema),

    /// Rules of a table name functions that nobody gave: every one, with its column.
    #[error("{}", Unasked(.table, .missing, .given))]
    NoFunction {
        /// The table.
        table: String,
        /// The column, or the table where a rule is over all of it, and the path of the function.
        missing: Vec<(String, String)>,
        /// The paths that there are.
        given: Vec<String>,
    },

    /// Text is no condition.
    #[error(transparent)]
    Syntax(#[from] SyntaxError),

    /// Rows that came have two columns of one name.
    #[error("the rows for {table} have two columns `{column}`: rename one")]
    TwoColumns {
        /// The table.
        table: String,
        /// The name.
        column: String,
    },

    /// Rows cannot be matched by a column of this type.
    #[error("{table} cannot be merged by `{column}`: it is {data_type}, and a key has no floats")]
    KeyType {
        /// The table.
        table: String,
        /// The column.
        column: String,
        /// Its type.
        data_type: String,
    },

    /// A write asks for what does not go together.
    #[error("{0}")]
    Request(String),

    /// Columns cannot be held, or put together.
    #[error("{table}: {cause}")]
    Arrow {
        /// The table.
        table: String,
        /// Why.
        #[source]
        cause: Box<dyn StdError + Send + Sync>,
    },

    /// A connector failed.
    #[error("{connector}: {cause}")]
    Connector {
        /// Which one, and at what: `csv file people.csv`.
        connector: String,
        /// Why.
        #[source]
        cause: Box<dyn StdError + Send + Sync>,
    },

    /// A file of connectors is not as it must be; the message is a page that shows where.
    #[error("{0}")]
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

struct Keys<'a>(&'a [String]);

impl fmt::Display for Keys<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            [] => f.write_str("; it has no key"),
            keys => write!(f, "; its keys are `{}`", keys.join("`, `")),
        }
    }
}

struct Misfits<'a>(&'a [String]);

impl fmt::Display for Misfits<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .iter()
            .try_for_each(|misfit| write!(f, "\n  {misfit}"))
    }
}

struct Unasked<'a>(&'a str, &'a [(String, String)], &'a [String]);

impl fmt::Display for Unasked<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Unasked(table, missing, given) = self;
        write!(
            f,
            "{table} cannot be written: its rules name functions that it has not"
        )?;
        for (column, path) in *missing {
            let near = one_of(path, given, "it has");
            write!(f, "\n  {column}: `{path}`{near}")?;
        }
        f.write_str(
            "\ngive each by `Functions::with` or `Functions::with_table_check`, or say by `Functions::unasked` that it is not asked",
        )
    }
}

struct Pages<'a>(&'a [Report]);

impl fmt::Display for Pages<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (nth, report) in self.0.iter().enumerate() {
            write!(f, "{}{report}", if nth == 0 { "" } else { "\n\n" })?;
        }
        Ok(())
    }
}

struct Differences<'a>(&'a SchemaDiff);

impl fmt::Display for Differences<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str(", though their schemas are equal");
        }
        write!(f, "; from what it has to what was asked for:\n{}", self.0)
    }
}
