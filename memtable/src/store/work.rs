use std::any::{Any, type_name};
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::error::Error;
use crate::record::MemTable;
use crate::store::any_table::AnyTable;
use crate::store::catalog::Catalog;
use crate::store::locks::{Shelf, Versions};
use crate::store::references;
use crate::store::watch::{Version, downcast};
use crate::table::Table;

/// A commit on its way: the tables as they were, and as they are to be.
pub(super) struct Work {
    pub(super) base: Arc<Catalog>,
    drafts: BTreeMap<Arc<str>, Box<dyn AnyTable>>,
}

impl Work {
    pub(super) fn new(base: Arc<Catalog>) -> Self {
        Work {
            base,
            drafts: BTreeMap::new(),
        }
    }

    /// The table to write to.
    pub(super) fn draft(&mut self, name: &str) -> Result<&mut dyn AnyTable, Error> {
        let table = &self.base.slot(name)?.table;
        let draft = self.drafts.entry(name.into());
        Ok(&mut **draft.or_insert_with(|| table.draft()))
    }

    /// The table to write to, whose rows are of type `R`.
    pub(super) fn typed_draft<R>(&mut self, name: &str) -> Result<&mut Table<R>, Error>
    where
        R: MemTable + Send + Sync + 'static,
    {
        let base = Arc::clone(&self.base);
        let draft: &mut dyn Any = self.draft(name)?;
        let draft = draft.downcast_mut();
        draft.ok_or_else(|| wrong_type::<R>(name, &*base.slots[name].table))
    }

    /// Empties the table.
    pub(super) fn clear(&mut self, name: &str) -> Result<(), Error> {
        let emptied = self.base.slot(name)?.table.emptied();
        self.drafts.insert(name.into(), emptied);
        Ok(())
    }

    /// The table as it is to be.
    pub(super) fn after(&self, name: &str) -> Option<&dyn AnyTable> {
        match self.drafts.get(name) {
            Some(draft) => Some(&**draft),
            None => self.before(name),
        }
    }

    /// The table as it was.
    pub(super) fn before(&self, name: &str) -> Option<&dyn AnyTable> {
        Some(&*self.base.slots.get(name)?.table)
    }

    pub(super) fn drafted(&self) -> impl Iterator<Item = &Arc<str>> {
        self.drafts.keys()
    }

    /// Keeps the references, by changing what follows from them, and the memory limit.
    pub(super) fn settle(&mut self, limit: Option<u64>) -> Result<(), Error> {
        let base = Arc::clone(&self.base);
        self.drafts
            .retain(|name, draft| draft.differs_from(&*base.slots[name].table));
        references::settle(self)?;
        match limit {
            Some(limit) => self.check_memory(limit),
            None => Ok(()),
        }
    }

    fn check_memory(&self, limit: u64) -> Result<(), Error> {
        let drafts = self.drafts.iter();
        let growths = drafts.map(|(name, draft)| draft.growth_since(&*self.base.slots[name].table));
        let needed: i128 = growths.sum();
        check_limit(needed, self.base.weight(), limit)
    }

    /// Makes the drafts what readers see, all at once. The other tables may have moved on meanwhile.
    ///
    /// The tables that they replace go to those that are `retired`; of these, what nobody reads any more is freed here, so that a
    /// reader never has to.
    pub(super) fn publish(
        self,
        versions: &Versions<Catalog>,
        limit: Option<u64>,
        retired: &Retired,
    ) {
        if self.drafts.is_empty() {
            return;
        }
        let names: Vec<_> = self.drafts.keys().cloned().collect();
        let (base, mut replaced) = (self.base, Vec::new());
        versions.commit(
            |latest| {
                let mut next = latest.clone();
                for (name, draft) in self.drafts {
                    if let Some(slot) = next.slots.get_mut(&name) {
                        if limit.is_some() {
                            slot.weight += draft.growth_since(&*slot.table);
                        }
                        replaced.push(std::mem::replace(&mut slot.table, Arc::from(draft)));
                        slot.version += 1;
                    }
                }
                next
            },
            |next| {
                for name in names {
                    if let (Some(before), Some(after)) =
                        (base.slots.get(&name), next.slots.get(&name))
                    {
                        after.watchers.tell(|| Version::of(before, after));
                    }
                }
            },
        );
        drop(base);
        for table in replaced {
            retired.add(table);
        }
        drop(retired.take(|table| Arc::strong_count(table) == 1));
    }
}

/// Tables of earlier versions that somebody read when they were replaced.
pub(super) type Retired = Shelf<Arc<dyn AnyTable>>;

/// Whether so many bytes more are allowed.
pub(super) fn check_limit(needed: i128, used: i128, limit: u64) -> Result<(), Error> {
    if needed <= 0 || used + needed <= i128::from(limit) {
        return Ok(());
    }
    let bytes = |n: i128| u64::try_from(n).unwrap_or(u64::MAX);
    Err(Error::MemoryLimit {
        needed: bytes(needed),
        used: bytes(used),
        allowed: limit,
    })
}

/// Whether the table has rows of type `R`.
pub(super) fn check_type<R>(name: &str, table: &dyn AnyTable) -> Result<(), Error>
where
    R: MemTable + Send + Sync + 'static,
{
    if (table as &dyn Any).is::<Table<R>>() {
        Ok(())
    } else {
        Err(wrong_type::<R>(name, table))
    }
}

/// The table, where its rows are of type `R`.
pub(super) fn typed_table<R>(name: &str, table: &Arc<dyn AnyTable>) -> Result<Arc<Table<R>>, Error>
where
    R: MemTable + Send + Sync + 'static,
{
    let typed = downcast(Arc::clone(table));
    typed.ok_or_else(|| wrong_type::<R>(name, &**table))
}

pub(super) fn wrong_type<R: MemTable>(name: &str, table: &dyn AnyTable) -> Error {
    Error::WrongType {
        name: name.to_owned(),
        asked_for: type_name::<R>(),
        diff: Box::new(table.schema().diff(R::SCHEMA)),
    }
}
