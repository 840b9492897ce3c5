//! What lies between two schemas.

use std::borrow::Cow;

use crate::schema::{Check, Column, DataType, Default, Index, Names, Reference, Rule, Schema};

mod display;

#[cfg(test)]
mod tests;

/// What lies between two schemas, from the first to the second: made by [`Schema::diff`].
///
/// `Display` is a list of lines that start with `+`, `-` and `~`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemaDiff {
    /// The name of the first table.
    pub table: Cow<'static, str>,
    /// The name, where it changed.
    pub name: Option<Change<Cow<'static, str>>>,
    /// The doc, where it changed.
    pub doc: Option<Change<Cow<'static, str>>>,
    /// The columns that differ: those of the first schema in its order, then the added ones.
    pub columns: Vec<ColumnDiff>,
    /// The order of the columns that both have, where it changed.
    pub order: Option<Change<Names>>,
    /// The primary key, where it changed.
    pub primary_key: Option<Change<Names>>,
    /// The unique groups.
    pub unique: ListDiff<Names>,
    /// The indexes that allow duplicates.
    pub indexes: ListDiff<Index>,
    /// The references.
    pub references: ListDiff<Reference>,
    /// The conditions over one row.
    pub checks: ListDiff<Check>,
    /// The functions over the whole table.
    pub table_checks: ListDiff<Cow<'static, str>>,
}

/// What lies between two columns of one name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ColumnDiff {
    /// The second schema alone has it.
    Added(Column),
    /// The first schema alone has it.
    Removed(Column),
    /// Both have it, and it differs.
    Changed {
        /// The name.
        name: Cow<'static, str>,
        /// How; there is at least one way.
        changes: Vec<ColumnChange>,
    },
}

/// One way in which a column changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ColumnChange {
    /// Its type.
    Type(Change<DataType>),
    /// Whether it is nullable.
    Nullable(Change<bool>),
    /// Its rules.
    Rules(ListDiff<Rule>),
    /// Its default.
    Default(Change<Option<Default>>),
    /// Its doc.
    Doc(Change<Cow<'static, str>>),
}

/// What was, and what is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change<T> {
    /// What was.
    pub from: T,
    /// What is.
    pub to: T,
}

/// What lies between two lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListDiff<T> {
    /// What the second list alone has.
    pub added: Vec<T>,
    /// What the first list alone has.
    pub removed: Vec<T>,
    /// Whether the rest has another order.
    pub reordered: bool,
}

impl Schema {
    /// What lies between this schema and a later one. Columns are matched by name.
    ///
    /// ```
    /// use memtable::schema::{Column, DataType, Schema};
    ///
    /// let old = Schema::new("users").with_column(Column::new("age", DataType::UInt8));
    /// let new = Schema::new("users").with_column(Column::new("age", DataType::UInt8).nullable());
    /// assert!(old.diff(&old).is_empty());
    /// assert_eq!(
    ///     old.diff(&new).to_string(),
    ///     "table users\n  ~ column age\n      null: no → yes"
    /// );
    /// ```
    pub fn diff(&self, other: &Schema) -> SchemaDiff {
        SchemaDiff {
            table: self.name.clone(),
            name: change(&self.name, &other.name),
            doc: change(&self.doc, &other.doc),
            columns: columns(self, other),
            order: change(&common(self, other), &common(other, self)),
            primary_key: change(&self.primary_key, &other.primary_key),
            unique: list(&self.unique, &other.unique),
            indexes: list(&self.indexes, &other.indexes),
            references: list(&self.references, &other.references),
            checks: list(&self.checks, &other.checks),
            table_checks: list(&self.table_checks, &other.table_checks),
        }
    }
}

impl SchemaDiff {
    /// Whether the schemas are equal.
    pub fn is_empty(&self) -> bool {
        self.name.is_none()
            && self.doc.is_none()
            && self.columns.is_empty()
            && self.order.is_none()
            && self.primary_key.is_none()
            && self.unique.is_empty()
            && self.indexes.is_empty()
            && self.references.is_empty()
            && self.checks.is_empty()
            && self.table_checks.is_empty()
    }
}

impl<T> ListDiff<T> {
    /// Whether the lists are equal.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && !self.reordered
    }
}

fn change<T: Clone + PartialEq>(from: &T, to: &T) -> Option<Change<T>> {
    (from != to).then(|| Change {
        from: from.clone(),
        to: to.clone(),
    })
}

fn list<T: Clone + PartialEq>(from: &[T], to: &[T]) -> ListDiff<T> {
    let (removed, kept) = split(from, to);
    let (added, kept_after) = split(to, from);
    ListDiff {
        added,
        removed,
        reordered: kept != kept_after,
    }
}

/// What the other list has not, and what it has.
fn split<T: Clone + PartialEq>(parts: &[T], other: &[T]) -> (Vec<T>, Vec<T>) {
    let mut left = other.to_vec();
    parts.iter().cloned().partition(|part| {
        let found = left.iter().position(|other| other == part);
        found.map(|idx| left.remove(idx)).is_none()
    })
}

/// The names of the columns that the other schema has too.
fn common(schema: &Schema, other: &Schema) -> Names {
    let names = schema.columns.iter().map(|column| &column.name);
    names
        .filter(|name| other.column(name).is_some())
        .cloned()
        .collect()
}

fn columns(from: &Schema, to: &Schema) -> Vec<ColumnDiff> {
    let of_old = from
        .columns
        .iter()
        .filter_map(|old| match to.column(&old.name) {
            None => Some(ColumnDiff::Removed(old.clone())),
            Some(new) => changed(old, new),
        });
    let added = to
        .columns
        .iter()
        .filter(|new| from.column(&new.name).is_none());
    of_old
        .chain(added.cloned().map(ColumnDiff::Added))
        .collect()
}

fn changed(old: &Column, new: &Column) -> Option<ColumnDiff> {
    let rules = list(&old.rules, &new.rules);
    let rules = (!rules.is_empty()).then_some(ColumnChange::Rules(rules));
    let changes: Vec<ColumnChange> = [
        change(&old.data_type, &new.data_type).map(ColumnChange::Type),
        change(&old.nullable, &new.nullable).map(ColumnChange::Nullable),
        rules,
        change(&old.default, &new.default).map(ColumnChange::Default),
        change(&old.doc, &new.doc).map(ColumnChange::Doc),
    ]
    .into_iter()
    .flatten()
    .collect();
    (!changes.is_empty()).then(|| ColumnDiff::Changed {
        name: old.name.clone(),
        changes,
    })
}
