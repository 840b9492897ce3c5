use super::IndexedRows;
use super::blocks::Edit;
use super::buckets::Entry;
use super::index::{Index, KeyView};
use super::row_id::RowId;
use super::unique::Unique;

/// What many rows at once do to the index of a key.
pub(super) enum Bulk {
    Unique(Unique),
    Groups(Vec<(u64, RowId)>),
    Ordered(Vec<(u64, RowId)>, Vec<Edit>),
}

/// Stored rows, and rows that will be adopted.
struct Joined<'a, R> {
    view: KeyView<'a, R>,
    first: RowId,
    rows: &'a [R],
}

impl<R> Joined<'_, R> {
    fn row(&self, id: RowId) -> &R {
        match id.since(self.first) {
            Some(place) => &self.rows[place],
            None => self.view.pages.row(id),
        }
    }

    /// The rows that will be adopted, with their hashes, where they are not null.
    fn pairs(&self) -> impl Iterator<Item = (u64, RowId)> {
        let ids = std::iter::successors(Some(self.first), |id| Some(id.next()));
        ids.zip(self.rows)
            .filter_map(|(id, row)| Some((self.view.hash(row)?, id)))
    }

    fn unique(&self, stored: &Unique) -> Option<Unique> {
        let mut entries = Vec::with_capacity(stored.shards.len + self.rows.len());
        entries.extend(stored.entries());
        entries.extend(self.pairs().map(|(hash, id)| Entry::new(hash, id)));
        Unique::build(&entries, |left, right| {
            (self.view.spec.same)(self.row(left), self.row(right))
        })
    }
}

impl<R> IndexedRows<R> {
    /// Works out what adopting rows does to the indexes; nothing where some of them clash.
    pub(super) fn plan_bulk(&self, rows: &[R]) -> Option<Vec<Bulk>> {
        let first = self.pages.end();
        let of_key = |key: usize| {
            let joined = Joined {
                view: self.view(key),
                first,
                rows,
            };
            Some(match &self.indexes[key] {
                Index::Unique(unique) => Bulk::Unique(joined.unique(unique)?),
                Index::Groups(_) => Bulk::Groups(joined.pairs().collect()),
                Index::Ordered(_, blocks) => {
                    let ids = (0..).map(|n| first.plus(n));
                    let edits = joined.view.insertions(blocks, ids.zip(rows).collect());
                    Bulk::Ordered(joined.pairs().collect(), edits)
                }
            })
        };
        (0..self.keys.len()).map(of_key).collect()
    }

    pub(super) fn carry_out_bulk(&mut self, bulk: Vec<Bulk>) {
        for (index, bulk) in self.indexes.iter_mut().zip(bulk) {
            match (index, bulk) {
                (Index::Unique(unique), Bulk::Unique(fresh)) => *unique = fresh,
                (Index::Groups(groups), Bulk::Groups(pairs)) => groups.extend(&pairs),
                (Index::Ordered(groups, blocks), Bulk::Ordered(pairs, edits)) => {
                    groups.extend(&pairs);
                    blocks.apply(&edits);
                }
                _ => debug_assert!(false, "each key has its kind of index"),
            }
        }
    }
}
