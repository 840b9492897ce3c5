use super::IndexedRows;
use super::pages::Reader;
use super::row_id::RowId;
use super::unique::Unique;

/// Looks rows up by one unique key, each faster than [`IndexedRows::get`] does.
pub(crate) struct Finder<'a, R> {
    unique: &'a Unique,
    reader: Reader<'a, R>,
}

impl<R> Clone for Finder<'_, R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R> Copy for Finder<'_, R> {}

impl<R> IndexedRows<R> {
    /// Looks rows up by this key; none where it is not unique.
    pub(crate) fn finder(&self, key: usize) -> Option<Finder<'_, R>> {
        Some(Finder {
            unique: self.indexes.get(key)?.unique()?,
            reader: self.pages.reader(),
        })
    }
}

impl<'a, R> Finder<'a, R> {
    /// The row with this hash that `matches`.
    #[inline]
    pub(crate) fn get(&self, hash: u64, mut matches: impl FnMut(&R) -> bool) -> Option<&'a R> {
        let first = self.unique.first(hash);
        if let Some(id) = first
            && let Some(row) = self.reader.straight_row(id)
            && matches(row)
        {
            return Some(row);
        }
        self.get_among(hash, first, matches)
    }

    /// Only reads, as [`IndexedRows::get_among`] does.
    #[cold]
    #[inline]
    fn get_among(
        &self,
        hash: u64,
        first: Option<RowId>,
        mut matches: impl FnMut(&R) -> bool,
    ) -> Option<&'a R> {
        if let Some(id) = first
            && let Some(row) = self.reader.in_page(id)
            && matches(row)
        {
            return Some(row);
        }
        let row = |id| self.reader.get(id).filter(|row| matches(row));
        self.unique.find_map(hash, row)
    }
}
