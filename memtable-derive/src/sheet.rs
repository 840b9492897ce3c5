//! Cells on their way to the library: what their syntax tells, and their texts, as constants of the generated code.

use proc_macro2::{Literal, Span, TokenStream};
use quote::{quote, quote_spanned};

/// The name by which the expansion of a macro reaches the library, from this place.
pub(crate) fn door(span: Span) -> TokenStream {
    quote_spanned!(span=> __memtable)
}

/// Rows of cells; the library's `Sheet` in the making.
pub(crate) struct Sheet {
    pub(crate) columns: Vec<String>,
    pub(crate) text: String,
    pub(crate) kinds: Vec<u8>,
    pub(crate) ends: Vec<u8>,
    pub(crate) lines: Vec<u8>,
}

/// One cell: the letter of its kind in the library, and its text.
#[derive(Clone)]
pub(crate) struct Cell {
    pub(crate) kind: u8,
    pub(crate) text: String,
}

impl Cell {
    pub(crate) const ABSENT: Self = Cell {
        kind: b'a',
        text: String::new(),
    };
    /// An expression, of which the macro knows nothing.
    pub(crate) const EXPR: Self = Cell {
        kind: b'x',
        text: String::new(),
    };

    /// Text in quotes.
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Cell {
            kind: b't',
            text: text.into(),
        }
    }

    /// What the text means, as far as two texts can mean the same: one number is written in several ways.
    pub(crate) fn reading(&self) -> String {
        let number = self.text.parse::<i128>();
        number.map_or_else(|_| self.text.clone(), |number| number.to_string())
    }

    /// `true` or `false`.
    pub(crate) fn bool(text: impl Into<String>) -> Self {
        Cell {
            kind: b'b',
            text: text.into(),
        }
    }

    /// A number in code or JSON.
    pub(crate) fn number(text: &str) -> Self {
        match float_digits(text) {
            Some(digits) => Cell {
                kind: b'f',
                text: digits + text,
            },
            None => Cell {
                kind: b'i',
                text: text.to_owned(),
            },
        }
    }
}

/// The nearest floats, wide and narrow, as hex digits, of a text that is a number and no integer: a constant cannot parse it.
pub(crate) fn float_digits(text: &str) -> Option<String> {
    if text.parse::<i128>().is_ok() || text.parse::<u128>().is_ok() {
        return None;
    }
    let (wide, narrow) = (text.parse::<f64>().ok()?, text.parse::<f32>().ok()?);
    Some(format!("{:016x}{:08x}", wide.to_bits(), narrow.to_bits()))
}

impl Sheet {
    pub(crate) fn new(columns: Vec<String>) -> Self {
        Sheet {
            columns,
            text: String::new(),
            kinds: Vec::new(),
            ends: Vec::new(),
            lines: Vec::new(),
        }
    }

    /// Adds a row of as many cells as there are columns.
    pub(crate) fn push(&mut self, line: u32, cells: &[Cell]) {
        for cell in cells {
            self.text.push_str(&cell.text);
            self.kinds.push(cell.kind);
            let end = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
            self.ends.extend(end.to_le_bytes());
        }
        self.lines.extend(line.to_le_bytes());
    }

    /// The constant.
    pub(crate) fn tokens(&self, p: &TokenStream, source: &str, facts: &TokenStream) -> TokenStream {
        let Sheet { columns, text, .. } = self;
        let bytes = |bytes: &[u8]| Literal::byte_string(bytes);
        let (kinds, ends, lines) = (bytes(&self.kinds), bytes(&self.ends), bytes(&self.lines));
        quote! {
            &#p::Sheet { source: #source, columns: &[#(#columns),*], text: #text, kinds: #kinds, ends: #ends, lines: #lines, facts: #facts }
        }
    }
}
