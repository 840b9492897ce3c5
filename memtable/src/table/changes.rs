use std::cmp::Ordering;
use std::collections::HashMap;

use crate::record::{Accessor, KeyKind, MemTable};
use crate::schema::Value;
use crate::table::Snapshot;
use crate::table::indexed_rows::RowId;

/// What changed between two versions of a table. Made by [`Snapshot::changes_since`](crate::Snapshot::changes_since).
#[derive(Debug)]
pub struct Changes<'a, R> {
    /// Rows that are new, in the order of the newer version.
    pub inserted: Vec<&'a R>,
    /// Rows that have the same primary key and other values, in the order of the newer version.
    pub updated: Vec<Updated<'a, R>>,
    /// Rows that are gone, in the order of the older version.
    pub deleted: Vec<&'a R>,
}

/// A row before and after.
#[derive(Debug)]
pub struct Updated<'a, R> {
    /// As it was.
    pub before: &'a R,
    /// As it is.
    pub after: &'a R,
    /// The names of the columns that differ, in the order of the schema.
    pub columns: Vec<&'static str>,
}

impl<R> Changes<'_, R> {
    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many rows are inserted, updated or deleted.
    pub fn len(&self) -> usize {
        self.inserted.len() + self.updated.len() + self.deleted.len()
    }
}

impl<R: MemTable> Snapshot<R> {
    /// What changed since an older snapshot of the same table.
    ///
    /// Rows are followed by their primary key. A table without one knows no updates: a changed row is a deleted one and
    /// an inserted one.
    ///
    /// Costs a comparison of pointers for 65 thousand rows, where some of these were written to since for 2048, and there for 128.
    ///
    /// ```
    /// # use memtable::{MemTable, Table};
    /// # #[derive(MemTable, Clone)]
    /// # struct User { #[memtable(primary_key)] id: u64, age: u8 }
    /// # fn main() -> Result<(), memtable::Rejected<User>> {
    /// let mut users = Table::from_rows([User { id: 1, age: 30 }, User { id: 2, age: 40 }])?;
    /// let before = users.snapshot();
    ///
    /// users.merge([User { id: 3, age: 50 }, User { id: 2, age: 41 }])?;
    /// users.remove(&1)?;
    ///
    /// let changes = users.changes_since(&before);
    /// assert_eq!(changes.inserted[0].id, 3);
    /// assert_eq!(changes.updated[0].columns, ["age"]);
    /// assert_eq!(changes.deleted[0].id, 1);
    /// # Ok(())
    /// # }
    /// ```
    pub fn changes_since<'a>(&'a self, older: &'a Snapshot<R>) -> Changes<'a, R> {
        let differing = self.rows.diff(&older.rows);
        let old: Vec<&R> = differing.old.into_iter().map(row).collect();
        let new: Vec<&R> = differing.new.into_iter().map(row).collect();
        let is_keyed = self
            .rows
            .keys()
            .first()
            .is_some_and(|key| key.kind == KeyKind::Primary);
        if is_keyed {
            self.by_key(old, new)
        } else {
            by_value(old, new)
        }
    }

    fn by_key<'a>(&'a self, old: Vec<&'a R>, new: Vec<&'a R>) -> Changes<'a, R> {
        let spec = &self.rows.keys()[0];
        let hash_of = |row: &R| (spec.hash)(row, self.rows.state()).unwrap_or_default();
        let mut gone: HashMap<u64, Vec<&R>> = HashMap::new();
        for row in &old {
            gone.entry(hash_of(row)).or_default().push(row);
        }
        let mut changes = Changes {
            inserted: Vec::new(),
            updated: Vec::new(),
            deleted: Vec::new(),
        };
        let accessors = R::accessors();
        for after in new {
            let with_hash = gone.get_mut(&hash_of(after));
            let found = with_hash.and_then(|rows| {
                let nth = rows.iter().position(|before| (spec.same)(before, after))?;
                Some(rows.swap_remove(nth))
            });
            match found {
                None => changes.inserted.push(after),
                Some(before) if before.same(after) => {}
                Some(before) => {
                    let columns = differing_columns(&accessors, before, after);
                    changes.updated.push(Updated {
                        before,
                        after,
                        columns,
                    });
                }
            }
        }
        let is_gone = |row: &&R| {
            let with_hash = gone.get(&hash_of(row));
            with_hash.is_some_and(|rows| rows.iter().any(|other| std::ptr::eq(*other, *row)))
        };
        changes.deleted = old.into_iter().filter(is_gone).collect();
        changes
    }
}

fn row<R>((_, row): (RowId, &R)) -> &R {
    row
}

fn differing_columns<R: MemTable>(
    accessors: &[Accessor<R>],
    before: &R,
    after: &R,
) -> Vec<&'static str> {
    let columns = accessors.iter().zip(R::SCHEMA.columns.iter());
    let differing = columns.filter(|(accessor, _)| !(accessor.same)(before, after));
    differing.map(|(_, column)| &*column.name).collect()
}

/// The difference of two multisets of rows: each sorted by its values, then walked together.
fn by_value<'a, R: MemTable>(old: Vec<&'a R>, new: Vec<&'a R>) -> Changes<'a, R> {
    let (mut inserted, mut deleted) = (Vec::new(), Vec::new());
    let (old, new) = (sorted(old), sorted(new));
    let mut old = old.into_iter().peekable();
    let mut new = new.into_iter().peekable();
    loop {
        let order = match (old.peek(), new.peek()) {
            (Some(before), Some(after)) => before.0.cmp(&after.0),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => break,
        };
        if order != Ordering::Greater {
            let before = old.next();
            deleted.extend(before.filter(|_| order == Ordering::Less));
        }
        if order != Ordering::Less {
            let after = new.next();
            inserted.extend(after.filter(|_| order == Ordering::Greater));
        }
    }
    Changes {
        inserted: in_order(inserted),
        updated: Vec::new(),
        deleted: in_order(deleted),
    }
}

/// A row's values, its place among the others, and the row.
type Placed<'a, R> = (Vec<Value>, usize, &'a R);

fn sorted<R: MemTable>(rows: Vec<&R>) -> Vec<Placed<'_, R>> {
    let accessors = R::accessors();
    let values = |row: &R| {
        accessors
            .iter()
            .map(|accessor| (accessor.value)(row))
            .collect()
    };
    let mut placed: Vec<Placed<'_, R>> = rows
        .into_iter()
        .enumerate()
        .map(|(place, row)| (values(row), place, row))
        .collect();
    placed.sort_by(|left, right| left.0.cmp(&right.0));
    placed
}

fn in_order<R>(mut rows: Vec<Placed<'_, R>>) -> Vec<&R> {
    rows.sort_by_key(|(_, place, _)| *place);
    rows.into_iter().map(|(_, _, row)| row).collect()
}
