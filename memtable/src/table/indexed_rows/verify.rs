use super::IndexedRows;
use super::blocks::{BLOCK, Blocks};
use super::groups::{FEW, Groups, RowSet};
use super::index::{Index, KeyView};
use super::live::Live;
use super::row_id::{RowId, WINDOW};
use super::segments::LOADED;
use super::shards::{Part, Shards, part_of};
use super::unique::Unique;
use super::windows::{Window, Windows};

impl<R> IndexedRows<R> {
    /// Checks that rows and indexes agree, entry by entry.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub(crate) fn verify(&self) -> Result<(), String> {
        self.windows.verify()?;
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

impl<R> Windows<R> {
    fn verify(&self) -> Result<(), String> {
        let mut looks: Vec<(u32, usize, usize)> = Vec::new();
        for (place, window) in self.list.iter().enumerate() {
            let is_last = place + 1 == self.list.len();
            self.verify_window(window, is_last)
                .map_err(|wrong| format!("window {place}: {wrong}"))?;
            looks.push((window.segment, window.offset as usize, window.live.span()));
        }
        let n_live: usize = self.list.iter().map(|window| window.live.count()).sum();
        ensure(n_live == self.n_live, || {
            format!("{n_live} live rows, not {}", self.n_live)
        })?;
        let n_slots: usize = self.segments.iter().map(|segment| segment.rows.len()).sum();
        ensure(n_slots == self.segments.n_slots, || {
            format!("{n_slots} slots, not {}", self.segments.n_slots)
        })?;
        looks.sort_unstable();
        let overlap = looks
            .array_windows()
            .find(|[one, next]| one.0 == next.0 && one.1 + one.2 > next.1);
        ensure(overlap.is_none(), || {
            format!("windows overlap: {overlap:?}")
        })?;
        let has_straight = self.straight().len() == self.straight_end.n_before();
        ensure(has_straight, || "straight rows are missing".into())?;
        let n_straight = self.straight_end.n_before().div_ceil(WINDOW);
        let mut strays =
            (self.list.iter().take(n_straight).enumerate()).filter(|(place, window)| {
                let is_there = window.segment == LOADED && window.offset as usize == place * WINDOW;
                window.live.count() > 0 && !is_there
            });
        ensure(strays.next().is_none(), || {
            "straight rows are elsewhere".into()
        })?;
        let mut whole = self.list.iter().take(self.n_whole);
        let is_whole = whole.all(|window| window.live == Live::ALL) && self.n_whole <= n_straight;
        ensure(is_whole, || "a whole window has a hole".into())?;
        self.verify_segments()
    }

    #[expect(clippy::fn_params_excessive_bools, reason = "what is known of it")]
    fn verify_window(&self, window: Window, is_last: bool) -> Result<(), String> {
        let n_rows = self.segments[window.segment].rows.len();
        let end = window.offset as usize + window.live.span();
        ensure(end <= n_rows && window.live.span() <= WINDOW, || {
            "a window too far".into()
        })?;
        let is_opened = is_last && window.segment != LOADED;
        ensure(
            window.live.count() > 0 || window.is_vacant() || is_opened,
            || "a window on dead rows".into(),
        )
    }

    fn verify_segments(&self) -> Result<(), String> {
        for (number, segment) in (0..).zip(self.segments.iter()) {
            let looks = |window: &Window| window.segment == number && !window.is_vacant();
            let n_windows = self.list.iter().filter(looks).count();
            ensure(n_windows == segment.n_windows as usize, || {
                format!(
                    "segment {number} has {n_windows} windows, not {}",
                    segment.n_windows
                )
            })?;
            let is_vacant = self.segments.is_vacant(number);
            ensure(number == LOADED || is_vacant == (n_windows == 0), || {
                format!("segment {number} is lost")
            })?;
        }
        Ok(())
    }
}

impl<R> KeyView<'_, R> {
    /// The live rows that are not null in this key.
    fn n_keyed(self) -> usize {
        self.windows
            .iter()
            .filter(|(_, row)| self.hash(row).is_some())
            .count()
    }

    fn verify_unique(self, unique: &Unique) -> Result<(), String> {
        verify_shards(&unique.shards, self.n_keyed())?;
        for entry in unique.entries() {
            let id = entry.id;
            ensure(self.windows.is_live(id), || format!("{id:?} is stale"))?;
            let row = self.windows.row(id);
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
                ensure(self.windows.is_live(id), || format!("{id:?} is stale"))?;
                let hash = self.hash(self.windows.row(id));
                ensure(hash == Some(group.hash), || {
                    format!("{id:?} is in another group")
                })?;
            }
        }
        Ok(())
    }

    fn verify_order(self, blocks: &Blocks) -> Result<(), String> {
        verify_blocks(blocks)?;
        let n_live = self.windows.n_live;
        ensure(blocks.len == n_live, || {
            format!("{} rows in order, not {n_live}", blocks.len)
        })?;
        let ids: Vec<RowId> = blocks.iter().collect();
        for id in &ids {
            ensure(self.windows.is_live(*id), || {
                format!("{id:?} is stale in the order")
            })?;
        }
        let disorder = ids.array_windows().find(|[one, next]| {
            let order = self.cmp(self.windows.row(*one), self.windows.row(*next));
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
