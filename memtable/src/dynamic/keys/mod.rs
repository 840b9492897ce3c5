//! Keys of a dynamic table: primary key, unique groups, and the columns that merges asked for.

mod change;
mod encoded;
mod index;
mod judge;

pub(crate) use change::{Change, KeyClash, Planned, With};
pub(crate) use encoded::{Encoded, KeyColumn};
pub(crate) use index::Index;

use std::sync::Arc;

use arrow_schema::ArrowError;
use foldhash::fast::RandomState;

use crate::dynamic::table::{Piece, RowId, Rows};
use crate::schema::{Names, Schema};

/// What a key is, with the rows by it.
#[derive(Clone, Debug)]
pub(crate) struct Key {
    pub(crate) kind: KeyKind,
    pub(crate) columns: Arc<[KeyColumn]>,
    index: Index,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeyKind {
    Primary,
    /// Rows with a null in it are free, and not in the index.
    Unique,
    /// Any number of rows have it; a null is a value.
    Lookup,
}

/// All keys of a table.
#[derive(Clone, Debug)]
pub(crate) struct Keys {
    keys: Vec<Key>,
    state: RandomState,
}

impl Keys {
    /// The keys of a schema, of no rows yet: the primary key first, then the unique groups.
    pub(crate) fn new(schema: &Schema) -> Keys {
        let primary = Some(&schema.primary_key).filter(|names| !names.is_empty());
        let primary = primary.map(|names| Key::new(KeyKind::Primary, columns_of(schema, names)));
        let unique = schema.unique.iter();
        let unique = unique.map(|names| Key::new(KeyKind::Unique, columns_of(schema, names)));
        Keys {
            keys: primary.into_iter().chain(unique).collect(),
            state: RandomState::default(),
        }
    }

    pub(crate) fn all(&self) -> &[Key] {
        &self.keys
    }

    /// The key over these columns, whatever their order; one that counts a null as a value, if so asked.
    pub(crate) fn find(&self, columns: &[usize], nulls: Nulls) -> Option<usize> {
        self.keys.iter().position(|key| {
            let fits = nulls == Nulls::AreFree || key.kind != KeyKind::Unique;
            let same = |column: &KeyColumn| columns.contains(&column.idx);
            fits && key.columns.len() == columns.len() && key.columns.iter().all(same)
        })
    }

    /// Adds an index over these columns.
    pub(crate) fn add_lookup(
        &mut self,
        rows: &Rows,
        columns: Arc<[KeyColumn]>,
    ) -> Result<usize, ArrowError> {
        let mut key = Key::new(KeyKind::Lookup, columns);
        key.fill(rows, &self.state)?;
        self.keys.push(key);
        Ok(self.keys.len() - 1)
    }

    /// The keys of a table whose rows or whose columns' types are others: each index is made anew.
    pub(crate) fn rebuilt(&self, schema: &Schema, rows: &Rows) -> Result<Keys, ArrowError> {
        let mut keys = Keys {
            keys: Vec::with_capacity(self.keys.len()),
            state: self.state.clone(),
        };
        for key in &self.keys {
            let columns = key.columns.iter();
            let columns = columns
                .map(|column| KeyColumn::new(column.idx, &schema.columns[column.idx].data_type));
            let mut key = Key::new(key.kind, columns.collect());
            key.fill(rows, &keys.state)?;
            keys.keys.push(key);
        }
        Ok(keys)
    }

    /// The same keys without rows.
    pub(crate) fn emptied(&self) -> Keys {
        let keys = self.keys.iter();
        let keys = keys.map(|key| Key::new(key.kind, Arc::clone(&key.columns)));
        Keys {
            keys: keys.collect(),
            state: self.state.clone(),
        }
    }

    pub(crate) fn encoded(&self, pieces: &[&Piece], key: usize) -> Result<Encoded, ArrowError> {
        Encoded::of_pieces(pieces, &self.keys[key].columns, &self.state)
    }

    pub(crate) fn state(&self) -> &RandomState {
        &self.state
    }

    /// The stored rows that have a key of these, as pairs: the key's place, the row; in the order of the keys.
    pub(crate) fn matches(
        &self,
        rows: &Rows,
        key: usize,
        encoded: &Encoded,
    ) -> Result<Vec<(usize, RowId)>, ArrowError> {
        let key = &self.keys[key];
        if key.is_unique() {
            let candidate = |row| Some((row, key.index.candidate(encoded.hash(row))?));
            let candidates = (0..encoded.n_rows()).filter_map(candidate);
            let candidates: Vec<(usize, RowId)> = candidates.collect();
            let n_candidates = candidates.len();
            let found = key.same(rows, encoded, candidates, &self.state)?;
            // Nearly always each is the row with the key, of which there is no other.
            if found.len() == n_candidates {
                return Ok(found);
            }
        }
        let of_row = |row: usize| {
            let candidates = key.index.candidates(encoded.hash(row));
            candidates.map(move |id| (row, id))
        };
        let candidates = (0..encoded.n_rows()).flat_map(of_row).collect();
        key.same(rows, encoded, candidates, &self.state)
    }

    /// Checks each index entry by entry, and that no two rows share a unique key.
    pub(crate) fn verify(&self, rows: &Rows) -> Result<(), String> {
        for (nth, key) in self.keys.iter().enumerate() {
            key.verify(rows, &self.state)
                .map_err(|what| format!("key {nth}: {what}"))?;
        }
        Ok(())
    }

    /// The bytes that the indexes take.
    pub(crate) fn bytes(&self) -> usize {
        self.keys.iter().map(|key| key.index.bytes()).sum()
    }

    /// The keys after rows moved.
    pub(crate) fn moved(&mut self, moved: &[(RowId, RowId)]) {
        let to = moved.iter().copied().collect();
        for key in &mut self.keys {
            key.index = key.index.moved(&to);
        }
    }
}

/// Whether a null in a key is a value like any other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Nulls {
    /// Rows with one have no key.
    AreFree,
    /// They have the key that it is.
    AreValues,
}

impl Key {
    fn new(kind: KeyKind, columns: Arc<[KeyColumn]>) -> Key {
        Key {
            kind,
            columns,
            index: Index::new(),
        }
    }

    pub(crate) fn column_idxs(&self) -> Vec<usize> {
        self.columns.iter().map(|column| column.idx).collect()
    }

    pub(crate) fn is_unique(&self) -> bool {
        match self.kind {
            KeyKind::Primary | KeyKind::Unique => true,
            KeyKind::Lookup => false,
        }
    }

    /// The hash that the row is found by; none where it is not in the index.
    fn hash_of(&self, encoded: &Encoded, row: usize) -> Option<u64> {
        let is_free = self.is_unique() && encoded.has_null(row);
        (!is_free).then(|| encoded.hash(row))
    }

    fn encoded_rows(
        &self,
        rows: &Rows,
        ids: &[RowId],
        state: &RandomState,
    ) -> Result<Encoded, ArrowError> {
        if ids.is_empty() {
            return Encoded::of(&[], &[], state);
        }
        let arrays = rows.gather(ids, &self.column_idxs())?;
        Encoded::of(&[arrays], &self.columns, state)
    }

    /// Those pairs of a key's place and a stored row in which the row has the key.
    fn same(
        &self,
        rows: &Rows,
        encoded: &Encoded,
        mut pairs: Vec<(usize, RowId)>,
        state: &RandomState,
    ) -> Result<Vec<(usize, RowId)>, ArrowError> {
        let ids: Vec<RowId> = pairs.iter().map(|(_, id)| *id).collect();
        let stored = self.encoded_rows(rows, &ids, state)?;
        let mut nth = 0..;
        pairs.retain(|(row, _)| {
            let nth = nth.next().unwrap_or_default();
            encoded.same(*row, &stored, nth)
        });
        Ok(pairs)
    }

    fn verify(&self, rows: &Rows, state: &RandomState) -> Result<(), String> {
        let failed = |cause: ArrowError| cause.to_string();
        let mut n_keys = 0;
        for (ids, piece) in rows.ids_by_piece().zip(rows.pieces()) {
            let piece = piece.map_err(failed)?;
            let encoded = Encoded::of_pieces(&[&piece], &self.columns, state).map_err(failed)?;
            for (row, id) in ids.into_iter().enumerate() {
                let Some(hash) = self.hash_of(&encoded, row) else {
                    continue;
                };
                n_keys += 1;
                let candidates: Vec<RowId> = self.index.candidates(hash).collect();
                let n_found = candidates.iter().filter(|found| **found == id).count();
                if n_found != 1 {
                    return Err(format!("{id:?} is there {n_found} times"));
                }
                if self.is_unique() {
                    let fault = self.verify_unique(rows, (&encoded, row), &candidates, state);
                    fault.map_err(failed)?.map_or(Ok(()), Err)?;
                }
            }
        }
        if n_keys != self.index.len() {
            return Err(format!("{} entries for {n_keys} rows", self.index.len()));
        }
        Ok(())
    }

    fn verify_unique(
        &self,
        rows: &Rows,
        (encoded, row): (&Encoded, usize),
        candidates: &[RowId],
        state: &RandomState,
    ) -> Result<Option<String>, ArrowError> {
        let stored = self.encoded_rows(rows, candidates, state)?;
        let same = (0..candidates.len())
            .filter(|nth| encoded.same(row, &stored, *nth))
            .count();
        Ok((same != 1).then(|| format!("{same} rows have one key")))
    }

    fn fill(&mut self, rows: &Rows, state: &RandomState) -> Result<(), ArrowError> {
        self.index.reserve(rows.len());
        for (ids, piece) in rows.ids_by_piece().zip(rows.pieces()) {
            let encoded = Encoded::of_pieces(&[&piece?], &self.columns, state)?;
            for (row, id) in ids.into_iter().enumerate() {
                if let Some(hash) = self.hash_of(&encoded, row) {
                    self.index.insert(hash, id);
                }
            }
        }
        Ok(())
    }
}

fn columns_of(schema: &Schema, names: &Names) -> Arc<[KeyColumn]> {
    let columns = names.iter().filter_map(|name| {
        let idx = schema.column_idx(name)?;
        Some(KeyColumn::new(idx, &schema.columns[idx].data_type))
    });
    columns.collect()
}
