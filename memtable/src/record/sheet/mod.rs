//! Cells that stand in a file or in code, read while compiling: the macros lex, and the code here judges by the schema, which
//! only the compiler knows.
//!
//! All but [`decode`] is evaluated by the compiler, which has neither traits nor allocation: hence the loops by hand.

mod decode;
mod facts;
mod judge;
mod keys;
mod limits;
mod made;
mod near;
mod seen;
mod time;
mod words;

pub(crate) use decode::decode;
pub use facts::{Facts, doubtful};
pub use judge::{
    misfit_choice, misfit_default, misfit_element_limit, misfit_limit, misread_columns,
    misread_literal, misread_rows, missing_columns, unknown_column,
};
pub use keys::repeated_keys;
pub(crate) use made::Placed;
pub use made::{Given, NoColumn, literal, place};

/// Rows as the macros lexed them: what a cell is, as far as its syntax tells, and its text.
#[derive(Debug)]
pub struct Sheet {
    /// What messages call it: the path of the file.
    pub source: &'static str,
    /// The names of the columns.
    pub columns: &'static [&'static str],
    /// The texts of the cells, row by row, one after the other.
    pub text: &'static str,
    /// The letter of each cell's kind.
    pub kinds: &'static [u8],
    /// Where the text of each cell ends, in four bytes, the least first.
    pub ends: &'static [u8],
    /// The line of each row, in four bytes, the least first.
    pub lines: &'static [u8],
    /// What is known of each column of a file; nothing of rows in code.
    pub facts: &'static [Facts],
}

/// One cell.
#[derive(Clone, Copy, Debug)]
pub struct Cell<'a> {
    /// What its syntax tells.
    pub kind: Kind,
    /// What is written.
    pub text: &'a str,
    /// Of a number with a fraction or an exponent, the nearest floats; else 0.
    pub(super) floats: (u32, u64),
}

/// What the syntax of a cell tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Nothing stands there: it is null.
    Null,
    /// An empty cell of CSV without quotes: null, or the empty text in a column of text that has no nulls.
    Empty,
    /// The row has no such cell.
    Absent,
    /// Text, that can be of any type: a cell of CSV.
    Open,
    /// The same, and it reads as a float.
    OpenFloat,
    /// Text in quotes.
    Text,
    /// A whole number.
    Int,
    /// A number with a fraction or an exponent.
    Float,
    /// `true` or `false`.
    Bool,
    /// A list, as JSON.
    List,
    /// An object, as JSON.
    Object,
    /// An expression, which only the running program knows.
    Expr,
}

impl Kind {
    const fn of(letter: u8) -> Self {
        match letter {
            b'n' => Kind::Null,
            b'e' => Kind::Empty,
            b'a' => Kind::Absent,
            b'o' => Kind::Open,
            b'O' => Kind::OpenFloat,
            b't' => Kind::Text,
            b'i' => Kind::Int,
            b'f' => Kind::Float,
            b'b' => Kind::Bool,
            b'[' => Kind::List,
            b'{' => Kind::Object,
            _ => Kind::Expr,
        }
    }
}

/// The hex digits of a `f64` and of a `f32` stand before the text of a float.
const FLOAT_DIGITS: usize = 24;

impl Sheet {
    /// No rows: what stands beside errors of the macro.
    pub const EMPTY: Self = Sheet {
        source: "",
        columns: &[],
        text: "",
        kinds: &[],
        ends: &[],
        lines: &[],
        facts: &[],
    };

    /// How many rows there are.
    pub const fn n_rows(&self) -> usize {
        self.lines.len() / 4
    }

    /// The line of a row.
    pub const fn line(&self, row: usize) -> u32 {
        number(self.lines, row)
    }

    /// The cell at this place.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "eight hex digits are 32 bits"
    )]
    pub const fn cell(&self, row: usize, column: usize) -> Cell<'static> {
        let at = row * self.columns.len() + column;
        let start = if at == 0 {
            0
        } else {
            number(self.ends, at - 1) as usize
        };
        let (before, _) = self.text.split_at(number(self.ends, at) as usize);
        let (_, text) = before.split_at(start);
        let kind = Kind::of(self.kinds[at]);
        match kind {
            Kind::Float | Kind::OpenFloat => {
                let (digits, text) = text.split_at(FLOAT_DIGITS);
                let (wide, narrow) = digits.as_bytes().split_at(16);
                Cell {
                    kind,
                    text,
                    floats: (hex(narrow) as u32, hex(wide)),
                }
            }
            kind => Cell {
                kind,
                text,
                floats: (0, 0),
            },
        }
    }
}

const fn number(bytes: &[u8], at: usize) -> u32 {
    let at = at * 4;
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

const fn hex(digits: &[u8]) -> u64 {
    let (mut number, mut at) = (0, 0);
    while at < digits.len() {
        let digit = match digits[at] {
            digit @ b'0'..=b'9' => digit - b'0',
            letter => letter - b'a' + 10,
        };
        number = number << 4 | digit as u64;
        at += 1;
    }
    number
}
