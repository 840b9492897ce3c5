use arrow_array::ArrayRef;
use arrow_schema::ArrowError;

use crate::dynamic::table::piece::Piece;

/// How many rows a chunk has room for.
pub(super) const CHUNK_ROWS: usize = 2048;

/// How many sources a chunk reads its rows from before they are put together again.
const MAX_SOURCES: usize = 16;

/// Neighbouring rows of a table, with a slot for each: where in which source its cells are.
///
/// A source holds rows of this chunk alone, so that it is given back with the chunk.
#[derive(Clone, Debug, Default)]
pub(super) struct Chunk {
    sources: Vec<Piece>,
    slots: Vec<At>,
    n_live: usize,
}

/// Where the cells of a slot are; a deleted row is nowhere.
#[derive(Clone, Copy, Debug, PartialEq)]
struct At {
    source: u32,
    row: u32,
}

const NOWHERE: At = At {
    source: u32::MAX,
    row: u32::MAX,
};

impl Chunk {
    /// How many rows it has.
    pub(super) const fn len(&self) -> usize {
        self.n_live
    }

    /// How many rows it had, the deleted ones included.
    pub(super) const fn n_slots(&self) -> usize {
        self.slots.len()
    }

    /// How many more rows it takes.
    pub(super) const fn room(&self) -> usize {
        CHUNK_ROWS.saturating_sub(self.slots.len())
    }

    pub(super) fn sources(&self) -> &[Piece] {
        &self.sources
    }

    /// The source of a row, and its place there; none where it is deleted.
    pub(super) fn at(&self, slot: usize) -> Option<(usize, usize)> {
        let at = self.slots.get(slot).filter(|at| **at != NOWHERE)?;
        Some((at.source as usize, at.row as usize))
    }

    /// The slots that have a row, in order.
    pub(super) fn live(&self) -> impl DoubleEndedIterator<Item = usize> {
        let slots = self.slots.iter().enumerate();
        slots
            .filter(|(_, at)| **at != NOWHERE)
            .map(|(slot, _)| slot)
    }

    /// The rows in order. Free as long as they come from one source, else a copy.
    pub(super) fn rows(&self) -> Result<Piece, ArrowError> {
        if let Some(whole) = self.whole() {
            return Ok(whole.clone());
        }
        let sources: Vec<&Piece> = self.sources.iter().collect();
        Piece::gather(&sources, &self.places())
    }

    /// One column of the rows in order.
    pub(super) fn column(&self, column: usize) -> Result<ArrayRef, ArrowError> {
        if let Some(whole) = self.whole() {
            return Ok(whole.columns[column].clone());
        }
        let sources: Vec<&Piece> = self.sources.iter().collect();
        super::piece::gather_column(&sources, column, &self.places())
    }

    /// The one source whose rows are the chunk's, in order.
    ///
    /// A write never changes the order of slots, and an update brings a source of its own.
    fn whole(&self) -> Option<&Piece> {
        match self.sources.as_slice() {
            [source] if source.n_rows == self.n_live && self.n_live == self.slots.len() => {
                Some(source)
            }
            _ => None,
        }
    }

    fn places(&self) -> Vec<(usize, usize)> {
        let live = self.slots.iter().filter(|at| **at != NOWHERE);
        live.map(|at| (at.source as usize, at.row as usize))
            .collect()
    }

    /// Adds rows, of which there is room for all, and tells the first slot.
    pub(super) fn append(&mut self, piece: Piece) -> usize {
        let first = self.slots.len();
        let n_rows = piece.n_rows;
        let source = self.add_source(piece);
        self.slots.extend((0..n_rows).map(|row| at(source, row)));
        self.n_live += n_rows;
        self.settle();
        first
    }

    /// Puts rows in the place of others.
    pub(super) fn update(&mut self, slots: &[usize], piece: Piece) {
        let source = self.add_source(piece);
        for (row, slot) in slots.iter().enumerate() {
            self.slots[*slot] = at(source, row);
        }
        self.settle();
    }

    /// Takes a row out.
    pub(super) fn delete(&mut self, slot: usize) {
        let was = std::mem::replace(&mut self.slots[slot], NOWHERE);
        self.n_live -= usize::from(was != NOWHERE);
    }

    fn add_source(&mut self, piece: Piece) -> usize {
        self.sources.push(piece);
        self.sources.len() - 1
    }

    /// Puts the sources together once there are many. Where Arrow cannot, because a column would have more than 2 GiB,
    /// they stay as they are.
    fn settle(&mut self) {
        if self.sources.len() <= MAX_SOURCES {
            return;
        }
        if let Ok(rows) = self.rows() {
            self.sources = vec![rows];
            let live = self.slots.iter_mut().filter(|at| **at != NOWHERE);
            for (row, slot) in live.enumerate() {
                *slot = at(0, row);
            }
        }
    }

    /// The bytes that the cells take, those of deleted and outdated rows too.
    pub(super) fn bytes(&self) -> usize {
        self.sources.iter().map(Piece::bytes).sum()
    }

    /// Checks that slots and sources agree.
    pub(super) fn verify(&self) -> Result<(), String> {
        let live: Vec<(usize, usize)> = self.places();
        if live.len() != self.n_live || self.slots.len() > CHUNK_ROWS {
            return Err(format!("{} rows, counted as {}", live.len(), self.n_live));
        }
        let is_there = |(source, row): &(usize, usize)| {
            self.sources
                .get(*source)
                .is_some_and(|source| *row < source.n_rows)
        };
        if !live.iter().all(is_there) {
            return Err("a slot without cells".to_owned());
        }
        if !super::verify::all_different(&live) {
            return Err("two slots with the same cells".to_owned());
        }
        Ok(())
    }

    /// The chunk with its sources passed through `map`, which keeps the rows.
    pub(super) fn map_sources<E>(
        &self,
        map: &mut dyn FnMut(&Piece) -> Result<Piece, E>,
    ) -> Result<Chunk, E> {
        let sources = self.sources.iter().map(map);
        Ok(Chunk {
            sources: sources.collect::<Result<_, E>>()?,
            slots: self.slots.clone(),
            n_live: self.n_live,
        })
    }
}

fn at(source: usize, row: usize) -> At {
    At {
        source: small(source),
        row: small(row),
    }
}

/// There is no memory for as many sources or rows as do not fit.
fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
