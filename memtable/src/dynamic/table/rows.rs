//! The rows of a table, in their order.
//!
//! A table is a list of chunks of at most 2048 rows. An update brings its rows as a further source of the chunks that it
//! touches and points their slots there, so that it costs what it brings, whatever the chunk holds; a chunk of many
//! sources is put together again, which is paid for by the writes that made them. Rows keep their slots, so that their
//! order is that of the slots and an index can say where a row is. A chunk is copied on write where a snapshot holds it:
//! pointers, not cells.
//!
//! Against the two simpler designs: rewriting the touched chunk would make 10 updates in 10 chunks cost 20,000 rows; and one
//! list of appended versions for the whole table could not give memory back without a visit of all rows.

use arrow_array::ArrayRef;
use arrow_schema::ArrowError;
use triomphe::Arc;

use crate::dynamic::table::chunk::{CHUNK_ROWS, Chunk};
use crate::dynamic::table::piece::{Piece, gather_column};

/// Where a row is: as long as the row is there, and the table is not compacted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct RowId {
    chunk: u32,
    slot: u32,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Rows {
    chunks: Vec<Arc<Chunk>>,
    n_live: usize,
    n_slots: usize,
}

/// The rows in order, each with the source that its cells are in, and its place there.
#[derive(Clone)]
pub(super) struct RowPlaces<'a> {
    chunks: std::slice::Iter<'a, Arc<Chunk>>,
    chunk: Option<(&'a Chunk, usize)>,
    n_left: usize,
}

/// Some rows: the sources of their chunks, and where among them each row is.
pub(crate) struct Picked<'a> {
    sources: Vec<&'a Piece>,
    at: Vec<(usize, usize)>,
}

impl Picked<'_> {
    /// The cells of a column. There is at least one row.
    pub(crate) fn column(&self, idx: usize) -> Result<ArrayRef, ArrowError> {
        gather_column(&self.sources, idx, &self.at)
    }

    /// Keeps the rows at these places, which ascend.
    pub(crate) fn keep(&mut self, places: &[usize]) {
        self.at = places.iter().map(|place| self.at[*place]).collect();
    }
}

/// Rows for the places of others, cut by chunk: all that can fail of an update is done.
#[derive(Default)]
pub(crate) struct Update {
    by_chunk: Vec<(usize, Vec<usize>, Piece)>,
}

impl RowId {
    fn new(chunk: usize, slot: usize) -> RowId {
        // There is no memory for as many chunks as do not fit.
        let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        RowId {
            chunk: small(chunk),
            slot: small(slot),
        }
    }

    const fn chunk(self) -> usize {
        self.chunk as usize
    }

    const fn slot(self) -> usize {
        self.slot as usize
    }
}

impl Rows {
    pub(crate) const fn len(&self) -> usize {
        self.n_live
    }

    /// The rows in order, a chunk at a time; no chunk is empty.
    pub(crate) fn pieces(&self) -> impl DoubleEndedIterator<Item = Result<Piece, ArrowError>> {
        self.filled().map(|(_, chunk)| chunk.rows())
    }

    /// One column of [`pieces`](Self::pieces).
    pub(crate) fn column(
        &self,
        column: usize,
    ) -> impl Iterator<Item = Result<ArrayRef, ArrowError>> {
        self.filled().map(move |(_, chunk)| chunk.column(column))
    }

    /// The ids of the rows of each of [`pieces`](Self::pieces).
    pub(crate) fn ids_by_piece(&self) -> impl Iterator<Item = Vec<RowId>> {
        self.filled().map(|(nth, chunk)| {
            let live = chunk.live();
            live.map(|slot| RowId::new(nth, slot)).collect()
        })
    }

    /// All rows in order.
    pub(crate) fn ids(&self) -> impl Iterator<Item = RowId> {
        self.ids_by_piece().flatten()
    }

    /// What the rows are kept in, deleted and outdated ones included.
    pub(crate) fn sources(&self) -> impl Iterator<Item = &Piece> {
        self.chunks.iter().flat_map(|chunk| chunk.sources())
    }

    /// Where the cells of each row are, in order.
    pub(super) fn places(&self) -> RowPlaces<'_> {
        RowPlaces {
            chunks: self.chunks.iter(),
            chunk: None,
            n_left: self.n_live,
        }
    }

    fn filled(&self) -> impl DoubleEndedIterator<Item = (usize, &Chunk)> {
        let chunks = self.chunks.iter().enumerate();
        let chunks = chunks.map(|(nth, chunk)| (nth, &**chunk));
        chunks.filter(|(_, chunk)| chunk.len() > 0)
    }

    /// Where the cells of a row are; none where it is deleted.
    pub(crate) fn place(&self, id: RowId) -> Option<(&Piece, usize)> {
        let chunk = self.chunks.get(id.chunk())?;
        let (source, row) = chunk.at(id.slot())?;
        Some((&chunk.sources()[source], row))
    }

    /// The places of rows in the order of the table, counted from 0. Costs a visit of every chunk, and of the chunks of
    /// the rows.
    pub(crate) fn positions(&self, ids: &[RowId]) -> Vec<usize> {
        let mut before = Vec::with_capacity(self.chunks.len());
        let mut n_rows = 0;
        for chunk in &self.chunks {
            before.push(n_rows);
            n_rows += chunk.len();
        }
        let position = |id: &RowId| {
            let chunk = &self.chunks[id.chunk()];
            before[id.chunk()] + chunk.live().take_while(|slot| *slot < id.slot()).count()
        };
        ids.iter().map(position).collect()
    }

    /// Some columns of some rows. There is at least one row.
    pub(crate) fn gather(
        &self,
        ids: &[RowId],
        columns: &[usize],
    ) -> Result<Vec<ArrayRef>, ArrowError> {
        let picked = self.pick(ids);
        let columns = columns.iter();
        columns.map(|column| picked.column(*column)).collect()
    }

    /// Rows whole. There is at least one.
    pub(crate) fn gather_rows(&self, ids: &[RowId]) -> Result<Piece, ArrowError> {
        let picked = self.pick(ids);
        Piece::gather(&picked.sources, &picked.at)
    }

    /// Some rows, to be gathered column by column.
    pub(crate) fn pick(&self, ids: &[RowId]) -> Picked<'_> {
        let mut pieces: Vec<&Piece> = Vec::new();
        let mut first_source: Vec<Option<usize>> = vec![None; self.chunks.len()];
        let mut at = Vec::with_capacity(ids.len());
        for id in ids {
            let chunk = &self.chunks[id.chunk()];
            let first = *first_source[id.chunk()].get_or_insert_with(|| {
                pieces.extend(chunk.sources());
                pieces.len() - chunk.sources().len()
            });
            if let Some((source, row)) = chunk.at(id.slot()) {
                at.push((first + source, row));
            }
        }
        debug_assert_eq!(at.len(), ids.len(), "an id is of a row that is there");
        Picked {
            sources: pieces,
            at,
        }
    }

    /// Adds rows after the rest, and tells where they are. Copies none of them.
    pub(crate) fn append(&mut self, piece: &Piece) -> Vec<RowId> {
        let mut ids = Vec::with_capacity(piece.n_rows);
        let mut done = 0;
        while done < piece.n_rows {
            if self.chunks.last().is_none_or(|chunk| chunk.room() == 0) {
                self.chunks.push(Arc::default());
            }
            let nth = self.chunks.len() - 1;
            let chunk = Arc::make_mut(&mut self.chunks[nth]);
            let n_rows = chunk.room().min(piece.n_rows - done);
            let first = chunk.append(piece.slice(done, n_rows));
            ids.extend((first..first + n_rows).map(|slot| RowId::new(nth, slot)));
            done += n_rows;
        }
        self.n_live += piece.n_rows;
        self.n_slots += piece.n_rows;
        ids
    }

    /// Cuts rows for the places of others, no two of one place, by chunk.
    pub(crate) fn plan_update(ids: &[RowId], piece: &Piece) -> Result<Update, ArrowError> {
        let mut order: Vec<u32> = (0..).take(ids.len()).collect();
        order.sort_unstable_by_key(|nth| ids[*nth as usize]);
        let same_chunk = |a: &u32, b: &u32| ids[*a as usize].chunk == ids[*b as usize].chunk;
        let by_chunk = order.chunk_by(same_chunk).map(|places| {
            let slots = places.iter().map(|nth| ids[*nth as usize].slot());
            let chunk = ids[places[0] as usize].chunk();
            Ok((chunk, slots.collect(), piece.take(places)?))
        });
        Ok(Update {
            by_chunk: by_chunk.collect::<Result<_, ArrowError>>()?,
        })
    }

    pub(crate) fn update(&mut self, update: Update) {
        for (chunk, slots, piece) in update.by_chunk {
            Arc::make_mut(&mut self.chunks[chunk]).update(&slots, piece);
        }
    }

    /// Takes rows out.
    pub(crate) fn delete(&mut self, ids: &[RowId]) {
        for id in ids {
            let chunk = Arc::make_mut(&mut self.chunks[id.chunk()]);
            let before = chunk.len();
            chunk.delete(id.slot());
            self.n_live -= before - chunk.len();
        }
    }

    /// Whether deleted rows hold more memory than the others.
    pub(crate) const fn is_mostly_deleted(&self) -> bool {
        self.n_slots > CHUNK_ROWS && self.n_slots > 2 * self.n_live
    }

    /// The rows without the slots of deleted ones, with the id that each row had and the one that it has. Costs a copy of
    /// every chunk that lost a row.
    pub(crate) fn compacted(&self) -> Result<(Rows, Vec<(RowId, RowId)>), ArrowError> {
        let mut rows = Rows::default();
        let mut moved = Vec::with_capacity(self.n_live);
        for (old, piece) in self.ids_by_piece().zip(self.pieces()) {
            let new = rows.append(&piece?);
            moved.extend(old.into_iter().zip(new));
        }
        Ok((rows, moved))
    }

    /// The rows with every source passed through `map`, which keeps their number.
    pub(crate) fn mapped<E>(
        &self,
        mut map: impl FnMut(&Piece) -> Result<Piece, E>,
    ) -> Result<Rows, E> {
        let chunks = self.chunks.iter();
        let chunks = chunks.map(|chunk| Ok(Arc::new(chunk.map_sources(&mut map)?)));
        Ok(Rows {
            chunks: chunks.collect::<Result<_, E>>()?,
            ..*self
        })
    }

    /// Checks that counts, slots and sources agree.
    pub(crate) fn verify(&self) -> Result<(), String> {
        for (nth, chunk) in self.chunks.iter().enumerate() {
            chunk
                .verify()
                .map_err(|what| format!("chunk {nth}: {what}"))?;
        }
        let n_live: usize = self.chunks.iter().map(|chunk| chunk.len()).sum();
        let n_slots: usize = self.chunks.iter().map(|chunk| chunk.n_slots()).sum();
        if (n_live, n_slots) != (self.n_live, self.n_slots) {
            return Err(format!(
                "{n_live} rows in {n_slots} slots, counted as {} in {}",
                self.n_live, self.n_slots
            ));
        }
        Ok(())
    }

    /// Whether the rows are those of an older version: chunk by chunk, by pointers alone.
    pub(crate) fn is_same(&self, older: &Rows) -> bool {
        let pairs = self.chunks.iter().zip(&older.chunks);
        self.chunks.len() == older.chunks.len()
            && pairs.into_iter().all(|(new, old)| Arc::ptr_eq(new, old))
    }

    /// The rows of chunks that are others than in an older version, of this one and of that.
    pub(crate) fn places_since<'a>(&'a self, older: &'a Rows) -> (Vec<Place<'a>>, Vec<Place<'a>>) {
        let (new, old) = self.chunks_since(older);
        let places = |chunks: Vec<&'a Arc<Chunk>>| {
            let places = chunks.into_iter().flat_map(|chunk| {
                let at = chunk.live().filter_map(|slot| chunk.at(slot));
                at.map(|(source, row)| (&chunk.sources()[source], row))
            });
            places.collect()
        };
        (places(new), places(old))
    }

    /// The bytes of chunks that are others than in an older version, of this one and of that.
    pub(crate) fn bytes_since(&self, older: &Rows) -> (usize, usize) {
        let (new, old) = self.chunks_since(older);
        let bytes = |chunks: Vec<&Arc<Chunk>>| chunks.into_iter().map(|chunk| chunk.bytes()).sum();
        (bytes(new), bytes(old))
    }

    fn chunks_since<'a>(&'a self, older: &'a Rows) -> (Vec<&'a Arc<Chunk>>, Vec<&'a Arc<Chunk>>) {
        let differs = |nth: usize| {
            let pair = self.chunks.get(nth).zip(older.chunks.get(nth));
            pair.is_none_or(|(new, old)| !Arc::ptr_eq(new, old))
        };
        let of = |rows: &'a Rows| {
            let chunks = rows.chunks.iter().enumerate();
            chunks
                .filter(|(nth, _)| differs(*nth))
                .map(|(_, chunk)| chunk)
                .collect()
        };
        (of(self), of(older))
    }
}

/// A source, and the place of a row there.
type Place<'a> = (&'a Piece, usize);

impl<'a> Iterator for RowPlaces<'a> {
    type Item = (&'a Piece, usize);

    fn next(&mut self) -> Option<(&'a Piece, usize)> {
        loop {
            let (chunk, slot) = match self.chunk {
                Some((chunk, slot)) if slot < chunk.n_slots() => (chunk, slot),
                _ => (&**self.chunks.next()?, 0),
            };
            self.chunk = Some((chunk, slot + 1));
            if let Some((source, row)) = chunk.at(slot) {
                self.n_left -= 1;
                return Some((&chunk.sources()[source], row));
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.n_left, Some(self.n_left))
    }
}
