//! Rows that cannot be read from a text, and the page that says why.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;

use comfy_table::presets::NOTHING;
use comfy_table::{Cell, Column as Width, ColumnConstraint, Row, Table};

use crate::error::{nearest, one_of};
use crate::schema::{DataType, Value};
use crate::validate::Violation;

/// How many faults are shown one by one.
const SHOWN: usize = 20;

/// Where line, column, value and reason are cut, in columns of the terminal.
const WIDTHS: [u16; 4] = [16, 32, 40, 160];

/// A text whose rows cannot be read, or keep not the rules: every fault of it, each with its line, and not just the first.
///
/// `Display` is a page for people.
///
/// ```
/// use memtable::{Error, MemTable, Table};
///
/// #[derive(MemTable, Clone, Debug)]
/// #[memtable(name = "users")]
/// struct User {
///     id: u64,
///     #[memtable(range(..=150))]
///     age: Option<u8>,
/// }
///
/// let Err(Error::Unreadable(unreadable)) = Table::<User>::from_csv("id,age\n7,old\nx,34\n8,151\n".as_bytes()) else {
///     panic!("three cells are wrong");
/// };
/// assert_eq!(unreadable.faults.len(), 3);
/// assert_eq!(
///     unreadable.to_string(),
///     r#"
/// csv: 3 of 3 rows cannot be read (3 faults)
///
///   line 2  age  "old"  must be uint8, a whole number in 0..=255
///   line 3  id   "x"    must be uint64, a whole number in 0..=18446744073709551615
///   line 4  age  151    must be at most 150  (MT0101 range)
/// "#
///     .trim()
/// );
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Unreadable {
    /// What was read: a path, or the word of its format.
    pub input: String,
    /// How many rows were looked at.
    pub n_rows: usize,
    /// What is wrong, line by line, then in the order of the columns.
    pub faults: Vec<ReadFault>,
}

/// What is wrong at one place of a text.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadFault {
    /// The line where the row starts, counted from 1; `None` for rows that come from no text.
    pub line: Option<u64>,
    /// The row, counted from 0; `None` for the header, and for what is no row.
    pub row: Option<usize>,
    /// The column, with the way down to the value; empty where the fault is no cell's.
    pub column: String,
    /// What stands there.
    pub value: Value,
    /// What is wrong with it.
    pub reason: Reason,
}

/// What is wrong at one place of a text.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Reason {
    /// The text is no value of this type.
    Type(DataType),
    /// The column has no nulls, and there is no value.
    NoValue,
    /// The table has no such column.
    UnknownColumn {
        /// Those that it has.
        columns: Vec<String>,
    },
    /// The text has not this column, which has neither nulls nor a default.
    MissingColumn {
        /// The names that the text has.
        found: Vec<String>,
    },
    /// The column is there already.
    ColumnTwice,
    /// The row has another number of cells than the header.
    Ragged {
        /// How many the header has.
        expected: usize,
        /// How many the row has.
        found: usize,
    },
    /// It is no text of this format.
    Syntax(Cow<'static, str>),
    /// The value breaks a rule of the table.
    Rule(Box<Violation>),
    /// Another row of the text has the same key.
    Clash {
        /// The rule, with its key.
        violation: Box<Violation>,
        /// The line of the other row.
        line: u64,
    },
}

impl StdError for Unreadable {}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_headline(f)?;
        let (shown, rest) = self.faults.split_at(self.faults.len().min(SHOWN));
        write!(f, "\n\n{}", Lines(shown))?;
        match rest.len() {
            0 => Ok(()),
            n => write!(f, "\n  … {}", counted(n, "more fault")),
        }
    }
}

impl Unreadable {
    fn write_headline(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rows: Vec<usize> = self.faults.iter().filter_map(|fault| fault.row).collect();
        rows.sort_unstable();
        rows.dedup();
        let (input, n_faults) = (&self.input, counted(self.faults.len(), "fault"));
        match (rows.len(), self.n_rows) {
            (0, _) => write!(f, "{input}: no row can be read ({n_faults})"),
            (n, of) => write!(
                f,
                "{input}: {n} of {} cannot be read ({n_faults})",
                counted(of, "row")
            ),
        }
    }
}

fn counted(n: usize, thing: &str) -> String {
    let plural = if n == 1 { "" } else { "s" };
    format!("{n} {thing}{plural}")
}

/// A line for each fault, its parts below one another.
struct Lines<'a>(&'a [ReadFault]);

impl fmt::Display for Lines<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = Table::new();
        table.load_style(NOTHING);
        // Cut anywhere, not between words.
        table.set_delimiter('\0');
        for fault in self.0 {
            let mut line = Row::from(parts(fault).map(Cell::new));
            line.max_height(1);
            table.add_row(line);
        }
        table.column_iter_mut().zip(WIDTHS).for_each(set_width);
        let lines: Vec<_> = table.lines().collect();
        let lines: Vec<_> = lines.iter().map(|line| line.trim_end()).collect();
        f.write_str(&lines.join("\n"))
    }
}

fn set_width((column, width): (&mut Width, u16)) {
    column.set_padding((2, 0));
    let width = comfy_table::Width::Fixed(width.saturating_add(2));
    column.set_constraint(ColumnConstraint::UpperBoundary(width));
}

fn parts(fault: &ReadFault) -> [String; 4] {
    let value = match (&fault.reason, &fault.value) {
        (Reason::NoValue, _) | (_, Value::Null) => String::new(),
        (_, value) => value.quoted().to_string(),
    };
    let reason = Sentence {
        name: &fault.column,
        fault,
    };
    [
        match (fault.line, fault.row) {
            (Some(line), _) => format!("line {line}"),
            (None, Some(row)) => format!("row {row}"),
            (None, None) => String::new(),
        },
        fault.column.clone(),
        value,
        reason.to_string(),
    ]
}

/// `line 2: age "old": must be uint8, a whole number in 0..=255`.
impl fmt::Display for ReadFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [line, column, value, reason] = parts(self);
        f.write_str(&line)?;
        if !column.is_empty() {
            write!(f, ": {column}")?;
        }
        if !value.is_empty() {
            write!(f, " {value}")?;
        }
        write!(f, ": {reason}")
    }
}

struct Sentence<'a> {
    name: &'a str,
    fault: &'a ReadFault,
}

impl fmt::Display for Sentence<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.fault.reason {
            Reason::Type(data_type) => write_type(f, data_type, &self.fault.value),
            Reason::NoValue => f.write_str("must have a value"),
            Reason::UnknownColumn { columns } => {
                let known = one_of(self.name, columns, "it has");
                write!(f, "is no column of the table{known}")
            }
            Reason::MissingColumn { found } => {
                let known = one_of(self.name, found, "there are");
                write!(f, "is missing, and has neither a null nor a default{known}")
            }
            Reason::ColumnTwice => f.write_str("is here already"),
            Reason::Ragged { expected, found } => write!(
                f,
                "has {}, and the header has {expected}",
                counted(*found, "cell")
            ),
            Reason::Syntax(message) => f.write_str(message),
            Reason::Rule(violation) => write!(
                f,
                "{}  ({} {})",
                violation.reason(),
                violation.code(),
                violation.rule.name()
            ),
            Reason::Clash { violation, line } => write!(
                f,
                "line {line} has it too  ({} {})",
                violation.code(),
                violation.rule.name()
            ),
        }
    }
}

fn write_type(f: &mut fmt::Formatter<'_>, data_type: &DataType, value: &Value) -> fmt::Result {
    if let Some((least, greatest)) = data_type.int_range() {
        return write!(
            f,
            "must be {data_type}, a whole number in {least}..={greatest}"
        );
    }
    match data_type {
        DataType::Null => f.write_str("must be empty"),
        DataType::Bool => f.write_str("must be `true` or `false`"),
        DataType::Float32 | DataType::Float64 => write!(f, "must be {data_type}, such as 1.5"),
        DataType::Decimal => f.write_str("must be a decimal number of at most 38 digits"),
        DataType::Char => f.write_str("must be one character"),
        DataType::Text => f.write_str("must be text"),
        DataType::Bytes => f.write_str("must be bytes, such as 0x00ff"),
        DataType::Date => f.write_str("must be a date, such as 2026-01-31"),
        DataType::Time => f.write_str("must be a time, such as 12:30:00"),
        DataType::DateTime => {
            f.write_str("must be a date with a time, such as 2026-01-31T12:30:00")
        }
        DataType::Timestamp { .. } => {
            f.write_str("must be a time with an offset, such as 2026-01-31T12:30:00Z")
        }
        DataType::Duration => f.write_str("must be a span of time, such as P1DT2H"),
        DataType::Uuid => f.write_str("must be a UUID"),
        DataType::Json => f.write_str("must be JSON"),
        DataType::Enum(names) => {
            write!(f, "must be one of `{}`", names.join("`, `"))?;
            match value {
                Value::Text(text) => match nearest(text, names) {
                    Some(near) => write!(f, "; did you mean `{near}`?"),
                    None => Ok(()),
                },
                _ => Ok(()),
            }
        }
        other => write!(f, "must be {other}"),
    }
}
