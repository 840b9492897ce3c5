use super::IndexedRows;
use super::blocks::{BLOCK, Blocks};
use super::groups::{FEW, Groups, RowSet};
use super::index::{Index, KeyView};
use super::page::Page;
use super::pages::Pages;
use super::row_id::{PAGE, RowId};
use super::shards::{Part, Shards, part_of};
use super::unique::Unique;

impl<R> IndexedRows<R> {
    /// Checks that rows and indexes agree, entry by entry.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub(crate) fn verify(&self) -> Result<(), String> {
        self.pages.verify()?;
        for (key, index) in self.indexes.iter().enumerate() {
            let view = self.view(key);
            let checked = match index {
                Index::Unique(unique) => view.verify_unique(unique),
                Index::Groups(groups) => view.verify_groups(groups),
                Index::Ordered(groups, blocks) => {
                    (view.verify_groups(groups)).and_then(|()| view.verify_order(blocks))
                }
            };
            checked.map_err(|wrong| format!("key {key}: {wrong}"))?;
        }
        Ok(())
    }
}

#[expect(clippy::fn_params_excessive_bools, reason = "what is ensured")]
fn ensure(holds: bool, wrong: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(wrong()) }
}

impl<R> Pages<R> {
    fn verify(&self) -> Result<(), String> {
        for (number, page) in self.list.iter().enumerate() {
            let checked = self.verify_page(number, page);
            checked.map_err(|wrong| format!("page {number}: {wrong}"))?;
        }
        let n_live: usize = self.list.iter().map(|page| page.live.count()).sum();
        ensure(n_live == self.n_live, || {
            format!("{n_live} live rows, not {}", self.n_live)
        })?;
        let n_own: usize = self.list.iter().map(Page::n_slots).sum();
        ensure(n_own + self.loaded.len() == self.n_slots, || {
            format!("{n_own} slots besides the loaded, of {}", self.n_slots)
        })?;
        let n_loaded = self.list.iter().filter(|page| page.is_loaded()).count();
        ensure(n_loaded == self.n_loaded, || {
            format!("{n_loaded} pages of loaded rows, not {}", self.n_loaded)
        })?;
        ensure((n_loaded == 0) == self.loaded.is_empty(), || {
            "loaded rows are lost, or kept".into()
        })?;
        let has_straight = self.straight().len() == self.straight_end.n_before();
        ensure(has_straight, || "straight rows are missing".into())?;
        let n_straight = self.straight_end.page();
        let mut straight = self.list.iter().take(n_straight);
        let is_there = |page: &Page<R>| page.is_loaded() && page.patched().is_empty();
        ensure(
            straight.all(|page| page.live.is_empty() || is_there(page)),
            || "straight rows are elsewhere".into(),
        )?;
        let mut whole = self.list.iter().take(self.n_whole);
        let is_whole = whole.all(Page::is_whole) && self.n_whole <= n_straight;
        ensure(is_whole, || "a whole page has a hole".into())
    }

    fn verify_page(&self, number: usize, page: &Page<R>) -> Result<(), String> {
        let n_slots = page.next_slot();
        ensure(n_slots <= PAGE && page.live.span() <= n_slots, || {
            "rows too far".into()
        })?;
        ensure(!page.live.is_empty() || n_slots == 0, || {
            "nothing but dead rows".into()
        })?;
        let n_below = page.rows(number, &self.loaded).len();
        let mut ids = (0..n_slots).map(|slot| RowId::new(number, slot));
        ensure(ids.all(|id| page.row(id, &self.loaded).is_some()), || {
            "a slot without a row".into()
        })?;
        let n_patches = page.patched().count();
        let n_own = if page.is_loaded() { 0 } else { n_below };
        ensure(page.n_slots() == n_own + n_patches, || {
            format!("{n_patches} patches are told")
        })?;
        ensure(page.has_room_at_end(0), || "too many patches".into())
    }
}

impl<R> KeyView<'_, R> {
    /// The live rows that are not null in this key.
    fn n_keyed(self) -> usize {
        self.pages
            .iter()
            .filter(|(_, row)| self.hash(row).is_some())
            .count()
    }

    fn verify_unique(self, unique: &Unique) -> Result<(), String> {
        verify_shards(&unique.shards, self.n_keyed())?;
        for entry in unique.entries() {
            let id = entry.id;
            ensure(self.pages.is_live(id), || format!("{id:?} is stale"))?;
            let row = self.pages.row(id);
            let hash = self.hash(row).ok_or_else(|| format!("{id:?} is null"))?;
            let found = self.find(unique, hash, row);
            ensure(found == Some(id), || {
                format!("{id:?} is found as {found:?}")
            })?;
        }
        Ok(())
    }

    fn verify_groups(self, groups: &Groups) -> Result<(), String> {
        let n_keyed = self.n_keyed();
        let n_rows: usize = groups.iter().map(|group| group.rows.len()).sum();
        ensure(n_rows == n_keyed, || {
            format!("{n_rows} rows in groups, not {n_keyed}")
        })?;
        verify_shards(&groups.shards, groups.shards.len)?;
        for group in groups.iter() {
            verify_set(&group.rows)?;
            let found = groups.find(group.hash);
            ensure(
                found.is_some_and(|rows| rows.iter().eq(group.rows.iter())),
                || format!("the group of {} is lost", group.hash),
            )?;
            for id in group.rows.iter() {
                ensure(self.pages.is_live(id), || format!("{id:?} is stale"))?;
                let hash = self.hash(self.pages.row(id));
                ensure(hash == Some(group.hash), || {
                    format!("{id:?} is in another group")
                })?;
            }
        }
        Ok(())
    }

    fn verify_order(self, blocks: &Blocks) -> Result<(), String> {
        verify_blocks(blocks)?;
        let n_live = self.pages.n_live;
        ensure(blocks.len == n_live, || {
            format!("{} rows in order, not {n_live}", blocks.len)
        })?;
        let ids: Vec<RowId> = blocks.iter().collect();
        for id in &ids {
            ensure(self.pages.is_live(*id), || {
                format!("{id:?} is stale in the order")
            })?;
        }
        let disorder = ids.array_windows().find(|[one, next]| {
            let order = self.cmp(self.pages.row(*one), self.pages.row(*next));
            order.then(one.cmp(next)).is_ge()
        });
        ensure(disorder.is_none(), || format!("out of order: {disorder:?}"))
    }
}

/// Checks the number of entries, and that each is in the part for it.
fn verify_shards<T: Part>(shards: &Shards<T>, n_wanted: usize) -> Result<(), String> {
    let n_entries: usize = shards.parts().map(T::len).sum();
    ensure(n_entries == shards.len && n_entries == n_wanted, || {
        format!("{n_entries} entries, not {} nor {n_wanted}", shards.len)
    })?;
    let n_parts = shards.parts().len();
    for (part, table) in shards.parts().enumerate() {
        ensure(table.hashes().count() == table.len(), || {
            format!("a wrong count of entries in shard {part}")
        })?;
        let stray = table.hashes().find(|hash| part_of(*hash, n_parts) != part);
        ensure(stray.is_none(), || {
            format!("{stray:?} is lost in shard {part}")
        })?;
    }
    Ok(())
}

fn verify_set(rows: &RowSet) -> Result<(), String> {
    match rows {
        RowSet::One(_) => {}
        RowSet::Few(ids) => {
            ensure((2..=FEW).contains(&ids.len()), || {
                format!("a set of {}", ids.len())
            })?;
        }
        RowSet::Many(blocks) => verify_blocks(blocks)?,
    }
    let ids: Vec<RowId> = rows.iter().collect();
    ensure(ids.is_sorted_by(|one, next| one < next), || {
        "a set out of order".into()
    })
}

fn verify_blocks(blocks: &Blocks) -> Result<(), String> {
    let sizes = blocks.blocks.iter().map(|ids| ids.len());
    let bad = sizes.clone().find(|size| !(1..=BLOCK).contains(size));
    ensure(bad.is_none(), || format!("a block of {bad:?}"))?;
    ensure(sizes.sum::<usize>() == blocks.len, || {
        "a wrong count of rows".into()
    })
}
