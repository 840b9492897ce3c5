//! Rows from CSV.

mod block;
mod header;
mod read;
mod split;

#[cfg(test)]
mod tests;

use crate::dynamic::infer::{Formats, Policy, Syntax};
use crate::dynamic::load::options::Common;
use crate::dynamic::load::{Inferred, Input, LoadError, input};

/// How CSV is loaded: the options of [`DynTable::from_csv`](crate::dynamic::DynTable).
///
/// A null is an empty cell without quotes. Lines end with `\n`, `\r\n` or `\r`; empty lines are no rows. Text is UTF-8, with or
/// without its mark.
///
/// ```
/// use memtable::dynamic::load::Csv;
/// use memtable::schema::DataType;
///
/// let csv = Csv::new().delimiter(b';').null_words(["NA"]).column("zip", DataType::Text);
/// let (schema, inference) = csv.infer(b"id;zip;price\n7;3000;NA\n8;3001;2.5\n")?;
/// assert_eq!(schema.columns[1].data_type, DataType::Text);
/// assert_eq!(inference.explain("price").unwrap().to_string(), "float64, since row 1: `2.5`; null since row 0");
/// # Ok::<(), memtable::dynamic::load::LoadError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Csv {
    common: Common,
    dialect: Dialect,
    null_words: Vec<String>,
    header: Header,
    ragged: Ragged,
}

/// The bytes that make cells.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dialect {
    pub(crate) delimiter: u8,
    pub(crate) quote: Option<u8>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Header {
    /// The first row has the names.
    Names,
    /// The same, and columns without a name of their own get one.
    Numbered,
    /// There is none.
    None,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ragged {
    Refused,
    /// Cells that are missing at the end of a row are nulls.
    Padded,
}

impl Default for Csv {
    fn default() -> Self {
        Csv {
            common: Common::default(),
            dialect: Dialect {
                delimiter: b',',
                quote: Some(b'"'),
            },
            null_words: Vec::new(),
            header: Header::Names,
            ragged: Ragged::Refused,
        }
    }
}

impl Csv {
    /// As [`DynTable::from_csv`](crate::dynamic::DynTable) loads it: commas, double quotes, a header.
    pub fn new() -> Self {
        Csv::default()
    }

    /// What stands between cells: `b';'`, `b'\t'`. Any ASCII character but a line break.
    #[must_use]
    pub fn delimiter(mut self, delimiter: u8) -> Self {
        self.dialect.delimiter = delimiter;
        self
    }

    /// What stands around cells with a delimiter, a quote or a line break in them, and twice for a quote within; `None` where a
    /// quote is a character like any other.
    #[must_use]
    pub fn quoting(mut self, quote: Option<u8>) -> Self {
        self.dialect.quote = quote;
        self
    }

    /// Words that are nulls where they are a whole cell without quotes, beside the empty cell.
    #[must_use]
    pub fn null_words<T: Into<String>>(mut self, words: impl IntoIterator<Item = T>) -> Self {
        self.null_words = words.into_iter().map(Into::into).collect();
        self
    }

    /// The first line is a row already; the columns are `column_1`, `column_2`, ..
    #[must_use]
    pub fn without_header(mut self) -> Self {
        self.header = Header::None;
        self
    }

    /// Gives columns whose name is taken or missing one of their own: `name_2`, `column_3`. Without it they are an error.
    #[must_use]
    pub fn numbered_headers(mut self) -> Self {
        self.header = Header::Numbered;
        self
    }

    /// Takes cells that are missing at the end of a row as nulls. Without it such a row is an error; a row with too many cells always
    /// is one.
    #[must_use]
    pub fn padded(mut self) -> Self {
        self.ragged = Ragged::Padded;
        self
    }

    pub(crate) fn read(&self, input: Input<'_>) -> Result<Inferred, LoadError> {
        self.dialect.check()?;
        let name = self.common.table_name(&input);
        let bytes = input.read()?;
        let text = input::text(&bytes)?;
        let policy = Policy {
            syntax: Syntax::Cells,
            formats: Formats::new(&self.common.date_formats)?,
            widen_dates: self.common.widen_dates,
            naive_is_utc: self.common.naive_is_utc,
        };
        let mut read = read::Read::new(text, self, &policy)?;
        read.all()?;
        read.loaded(name)
    }

    pub(crate) fn common_mut(&mut self) -> &mut Common {
        &mut self.common
    }
}

impl Dialect {
    fn check(self) -> Result<(), LoadError> {
        let is_sign = |byte: u8| byte.is_ascii() && !matches!(byte, b'\n' | b'\r' | 0);
        let signs = [Some(self.delimiter), self.quote];
        if !signs.into_iter().flatten().all(is_sign) || self.quote == Some(self.delimiter) {
            return Err(LoadError::BadOption(format!(
                "delimiter {:?} and quote {:?} must be two ASCII characters, and no line breaks",
                char::from(self.delimiter),
                self.quote.map(char::from)
            )));
        }
        Ok(())
    }
}
