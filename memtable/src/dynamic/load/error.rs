use std::error::Error as StdError;
use std::fmt;

use crate::dynamic::infer::BadFormat;
use crate::schema::{BadSchema, DataType};

/// Why data cannot be loaded. Nothing was loaded then.
///
/// Lines and columns are counted from 1, columns in characters; rows are counted from 0, without the header.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// The input cannot be read.
    #[error("{input} cannot be read: {cause}{}", hint(.input))]
    Read {
        /// What was to be read.
        input: String,
        /// Why not.
        #[source]
        cause: Box<dyn StdError + Send + Sync>,
    },
    /// The input is no UTF-8.
    #[error("{at}: the bytes {bytes} are no UTF-8{}", .encoding.map(|encoding| format!("; the input looks like {encoding}: convert it before")).unwrap_or_default())]
    Encoding {
        /// The first such byte.
        at: Place,
        /// It and those after it, in hex.
        bytes: String,
        /// The encoding that its first bytes are the mark of.
        encoding: Option<&'static str>,
    },
    /// There is no header, for there is nothing.
    #[error(
        "the input is empty: a header was expected; `Csv::new().without_header()` needs none, but rows"
    )]
    Empty,
    /// A row has more or fewer cells than the header.
    #[error("{at}: row {row} has {found} cells, and the header has {expected}{}", ragged(*.found, *.expected))]
    Ragged {
        /// The start of the row.
        at: Place,
        /// The row.
        row: u64,
        /// Its cells.
        found: usize,
        /// The cells of the header.
        expected: usize,
    },
    /// A quoted cell is not closed, or goes on after its closing quote.
    #[error(
        "{at}: the cell that is quoted here {problem}; a quote within a quoted cell is written twice, and `quoting(None)` reads quotes as any character"
    )]
    Quote {
        /// The opening quote.
        at: Place,
        /// What is wrong.
        problem: &'static str,
    },
    /// Columns have the same name, or none.
    #[error("the header {}; `numbered_headers()` gives such columns names of their own", headers(.repeated, .unnamed))]
    Headers {
        /// The names that more than one column has.
        repeated: Vec<String>,
        /// The columns that have no name, counted from 1.
        unnamed: Vec<usize>,
    },
    /// The input is no JSON.
    #[error("{at}: {problem}")]
    Json {
        /// Where.
        at: Place,
        /// What is wrong.
        problem: String,
    },
    /// A row of JSON is no object.
    #[error("{at}: row {row} is {found}, and a row is an object such as {{\"id\": 7}}")]
    NoObject {
        /// The start of the value.
        at: Place,
        /// The row.
        row: u64,
        /// What there is instead.
        found: &'static str,
    },
    /// An object has a key twice, or a key without a name.
    #[error("{at}: {}", bad_key(.key))]
    Key {
        /// Behind the key.
        at: Place,
        /// The key.
        key: String,
    },
    /// Values of different kinds are in a column, and `OnMixed::Refuse` was asked for.
    #[error(
        "{at}: row {row} has `{value}` in `{column}`, which had values of another kind before; `OnMixed::Json` keeps all of them"
    )]
    Mixed {
        /// The value.
        at: Place,
        /// The row.
        row: u64,
        /// The column.
        column: String,
        /// The value as it is written.
        value: String,
    },
    /// A value does not fit the type that its column was given, or had when the sample ended.
    #[error("{at}: row {row} has `{value}` in `{column}`, which is {data_type}{}", .since.says())]
    Misfit {
        /// The start of the row.
        at: Place,
        /// The row.
        row: u64,
        /// The column.
        column: String,
        /// The value as it is written.
        value: String,
        /// The type of the column.
        data_type: DataType,
        /// Why it has this type.
        since: Since,
    },
    /// A column is given a type, and is not there.
    #[error("there is no column `{column}` to give a type{}", crate::error::one_of(column, .columns, "there are"))]
    NoColumn {
        /// The name.
        column: String,
        /// The columns that there are.
        columns: Vec<String>,
    },
    /// A row is longer than memory is addressed here.
    #[error("{at}: the row is longer than 768 MiB")]
    TooLong {
        /// The start of the row, or of one shortly before it.
        at: Place,
    },
    /// A row cannot be turned into values.
    #[error("row {row} cannot be loaded: {problem}")]
    Row {
        /// The row.
        row: u64,
        /// Why not.
        problem: String,
    },
    /// Batches have different columns.
    #[error("batch {batch} has other columns than the first one: {difference}")]
    Batches {
        /// The batch, counted from 0.
        batch: usize,
        /// The first difference.
        difference: String,
    },
    /// An option makes no sense.
    #[error("{0}")]
    BadOption(String),
    /// A format of dates makes no sense.
    #[error(transparent)]
    Format(#[from] BadFormat),
    /// The columns make no schema.
    #[error(transparent)]
    Schema(#[from] BadSchema),
    /// Rows break the rules that the data brings.
    #[error("{0}")]
    NotWritten(#[source] Box<dyn StdError + Send + Sync>),
    /// Arrow or Parquet refuse the data.
    #[error("{0}")]
    Arrow(#[source] Box<dyn StdError + Send + Sync>),
}

/// A place in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The line, counted from 1.
    pub line: u64,
    /// The character of the line, counted from 1.
    pub column: u64,
}

/// Why a column has its type before its values are seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Since {
    /// The caller gave it.
    Given,
    /// The sample said so.
    Sample,
}

impl Since {
    const fn says(self) -> &'static str {
        match self {
            Since::Given => ", as it was given",
            Since::Sample => {
                " by the sample; leave `refuse_after_sample` out and the column is widened"
            }
        }
    }
}

impl Place {
    /// The place of a byte of an input.
    pub(crate) fn of(input: &[u8], position: usize) -> Self {
        let before = input.get(..position).unwrap_or(input);
        let line = memchr::memchr_iter(b'\n', before).count();
        let start = memchr::memrchr(b'\n', before).map_or(0, |newline| newline + 1);
        let column = String::from_utf8_lossy(&before[start..]).chars().count();
        Place {
            line: line as u64 + 1,
            column: column as u64 + 1,
        }
    }
}

/// `line 3, column 7`.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

/// A text that is taken for a path may be the data itself.
fn hint(input: &str) -> &'static str {
    if input.contains(['\n', '{', ',']) {
        "; to load the text itself, pass `.as_bytes()`"
    } else {
        ""
    }
}

fn ragged(found: usize, expected: usize) -> &'static str {
    if found < expected {
        "; `padded()` takes the cells that are missing at the end of a row as nulls"
    } else {
        "; is it another delimiter, or a cell with a delimiter that wants quotes?"
    }
}

fn headers(repeated: &[String], unnamed: &[usize]) -> String {
    let mut problems: Vec<String> = Vec::new();
    if !repeated.is_empty() {
        problems.push(format!("has `{}` more than once", repeated.join("`, `")));
    }
    if !unnamed.is_empty() {
        let columns: Vec<String> = unnamed.iter().map(usize::to_string).collect();
        problems.push(format!("has no name for column {}", columns.join(", ")));
    }
    problems.join(" and ")
}

fn bad_key(key: &str) -> String {
    if key.is_empty() {
        "a key has no name, and a column needs one".to_owned()
    } else {
        format!("the object has the key `{key}` twice")
    }
}
