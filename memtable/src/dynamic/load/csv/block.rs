//! The cells of some rows, as places in the text.

use crate::dynamic::load::column::TextCells;

/// A cell: where it is, and whether it is quoted. Of a cell that is quoted, the place is that between the quotes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    start: u32,
    length: u32,
}

impl Place {
    /// A cell without text.
    const EMPTY: Place = Place {
        start: 0,
        length: 0,
    };
}

/// Set where a cell is quoted.
const QUOTED: u32 = 1 << 31;
/// Set where a cell has quotes within: its text without the second ones is in the block.
const UNESCAPED: u32 = 1 << 30;

/// A row: where it begins, and where its cells end.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    start: u32,
    cells_end: u32,
}

/// The cells of some rows, row by row.
#[derive(Debug, Default)]
pub(crate) struct Block {
    /// Where in the text it begins; places count from here.
    pub(crate) base: usize,
    pub(crate) cells: Vec<Place>,
    pub(crate) rows: Vec<Row>,
    /// The texts of cells with quotes within.
    unescaped: String,
}

impl Block {
    /// A block has fewer bytes: places in it have 30 bits.
    pub(crate) const LENGTH: usize = UNESCAPED as usize;

    pub(crate) fn clear(&mut self, base: usize) {
        self.base = base;
        self.cells.clear();
        self.rows.clear();
        self.unescaped.clear();
    }

    /// A cell without quotes; positions are those of the whole text, of which a block is less than 2^30 bytes.
    #[inline]
    pub(crate) fn push_plain(&mut self, start: usize, end: usize) {
        self.cells.push(Place {
            start: to_u32(start - self.base),
            length: to_u32(end - start),
        });
    }

    /// A cell with quotes around it, and so many characters between.
    pub(crate) fn push_quoted(&mut self, start: usize, end: usize) {
        self.cells.push(Place {
            start: to_u32(start - self.base),
            length: to_u32(end - start) | QUOTED,
        });
    }

    /// A cell with quotes around and within it, by its text.
    pub(crate) fn push_unescaped(&mut self, text: &str) {
        self.cells.push(Place {
            start: to_u32(self.unescaped.len()),
            length: to_u32(text.len()) | QUOTED | UNESCAPED,
        });
        self.unescaped.push_str(text);
    }

    pub(crate) fn push_row(&mut self, start: usize) {
        self.rows.push(Row {
            start: to_u32(start - self.base),
            cells_end: to_u32(self.cells.len()),
        });
    }

    /// Where in the text a row begins.
    pub(crate) fn start_of(&self, row: usize) -> usize {
        self.base + self.rows.get(row).map_or(0, |row| row.start as usize)
    }

    /// Whether every row has so many cells.
    pub(crate) fn is_even(&self, n_columns: usize) -> bool {
        let mut ends = (1..).map(|row: usize| row * n_columns);
        self.rows
            .iter()
            .all(|row| ends.next() == Some(row.cells_end as usize))
    }

    /// The cells of each row.
    fn n_cells(&self) -> impl Iterator<Item = usize> {
        let starts = std::iter::once(0).chain(self.rows.iter().map(|row| row.cells_end as usize));
        let ends = self.rows.iter().map(|row| row.cells_end as usize);
        starts.zip(ends).map(|(start, end)| end - start)
    }

    #[cfg(test)]
    pub(crate) fn n_cells_of(&self, row: usize) -> usize {
        self.n_cells().nth(row).unwrap_or(0)
    }

    /// The first row that has another number of cells, where fewer may be allowed, and its cells.
    pub(crate) fn first_ragged(&self, n_columns: usize, fewest: usize) -> Option<(usize, usize)> {
        let mut rows = self.n_cells().enumerate();
        rows.find(|(_, n_cells)| !(fewest..=n_columns).contains(n_cells))
    }

    /// Adds empty cells to rows with fewer of them.
    pub(crate) fn pad(&mut self, n_columns: usize) {
        let n_cells: Vec<usize> = self.n_cells().collect();
        let mut cells = std::mem::take(&mut self.cells).into_iter();
        for (row, n_cells) in n_cells.into_iter().enumerate() {
            self.cells.extend(cells.by_ref().take(n_cells));
            self.cells.resize((row + 1) * n_columns, Place::EMPTY);
            self.rows[row].cells_end = to_u32(self.cells.len());
        }
    }

    /// The text of a cell, and whether it is quoted.
    #[inline]
    pub(crate) fn cell<'t>(&'t self, text: &'t str, idx: usize) -> (&'t str, bool) {
        let Place { start, length } = self.cells[idx];
        let is_quoted = length & QUOTED != 0;
        let text = if length & UNESCAPED == 0 {
            let start = self.base + start as usize;
            &text[start..start + (length & !QUOTED) as usize]
        } else {
            let start = start as usize;
            &self.unescaped[start..start + (length & !(QUOTED | UNESCAPED)) as usize]
        };
        (text, is_quoted)
    }
}

/// Of a place in a block, all of which 30 bits have room for.
#[inline]
fn to_u32(place: usize) -> u32 {
    debug_assert!(
        place < UNESCAPED as usize,
        "a block is less than 2^30 bytes"
    );
    u32::try_from(place).unwrap_or(0)
}

/// The cells of one column of a block.
pub(crate) struct ColumnCells<'a> {
    pub(crate) block: &'a Block,
    pub(crate) text: &'a str,
    pub(crate) null_words: &'a [String],
    pub(crate) column: usize,
    pub(crate) n_columns: usize,
}

impl TextCells for ColumnCells<'_> {
    #[inline]
    fn len(&self) -> usize {
        self.block.rows.len()
    }

    #[inline]
    fn get(&self, idx: usize) -> Option<&str> {
        let (text, is_quoted) = self
            .block
            .cell(self.text, idx * self.n_columns + self.column);
        let is_null = !is_quoted
            && (text.is_empty() || (!self.null_words.is_empty() && self.is_null_word(text)));
        (!is_null).then_some(text)
    }
}

impl ColumnCells<'_> {
    fn is_null_word(&self, text: &str) -> bool {
        self.null_words.iter().any(|word| word == text)
    }
}
