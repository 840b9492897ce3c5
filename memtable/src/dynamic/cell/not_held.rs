use std::borrow::Cow;
use std::fmt;

/// A value that an array of a column cannot hold, or that no value of a column stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotHeld {
    /// The row, counted from 0 in the array.
    pub row: usize,
    /// The column, with the way down to the value: `home.tags[2]`.
    pub column: String,
    /// The value, as it is written in code.
    pub value: String,
    /// Why it cannot be held, and what to do.
    pub problem: Cow<'static, str>,
}

impl fmt::Display for NotHeld {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let NotHeld {
            row,
            column,
            value,
            problem,
        } = self;
        write!(f, "row {row}: {column} {value}: {problem}")
    }
}

impl std::error::Error for NotHeld {}

impl NotHeld {
    /// A fault whose column is not known yet.
    pub(super) fn new(
        row: usize,
        value: impl fmt::Display,
        problem: impl Into<Cow<'static, str>>,
    ) -> Self {
        NotHeld {
            row,
            column: String::new(),
            value: value.to_string(),
            problem: problem.into(),
        }
    }

    /// The fault of a column of this name.
    pub(super) fn of_column(mut self, name: &str) -> Self {
        self.column.insert_str(0, name);
        self
    }

    /// The fault of a column inside a struct.
    pub(super) fn of_inner_column(self, name: &str) -> Self {
        self.of_column(&format!(".{name}"))
    }

    /// The fault of an element of the list at this row.
    pub(super) fn of_element(mut self, row: usize, element: usize) -> Self {
        self.row = row;
        self.of_column(&format!("[{element}]"))
    }

    pub(super) fn at_row(self, row: usize) -> Self {
        NotHeld { row, ..self }
    }
}
