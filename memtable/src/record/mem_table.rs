use std::borrow::Cow;

use crate::record::{Accessor, ColSet, KeySpec, RowValues, nested};
use crate::schema::Schema;
use crate::validate::{Cells, Report, RowCheck, Violation};

/// A struct that is a row of a table: implemented by `#[derive(MemTable)]`.
///
/// The hidden items are what the derive fills in; they are data and glue, and the library is written against them.
pub trait MemTable: Clone {
    /// The table's name.
    const NAME: &'static str;

    /// The table's schema.
    const SCHEMA: &'static Schema;

    /// Whether the derive found nothing wrong with the struct; else the schema has what is sound of it.
    #[doc(hidden)]
    const IS_SOUND: bool = true;

    /// How to reach each column, in the order of the schema.
    #[doc(hidden)]
    fn accessors() -> Vec<Accessor<Self>>;

    /// The keys, in this order: the primary key where there is one, the unique groups, the indexes that allow duplicates,
    /// each in the order of the schema.
    #[doc(hidden)]
    fn keys() -> Vec<KeySpec<Self>>;

    /// The functions over the whole table.
    #[doc(hidden)]
    fn table_checks() -> Vec<TableCheck<Self>> {
        Vec::new()
    }

    /// What the texts of columns mean to people, by the position of the column: the words of `fake = ".."`.
    #[doc(hidden)]
    fn fakes() -> &'static [(usize, &'static str)] {
        &[]
    }

    /// The names of the fields that are not those of their columns, by the position of the column.
    #[doc(hidden)]
    const RENAMED: &'static [(usize, &'static str)] = &[];

    /// The fields that are no columns, each with what stands in it, as it is written in Rust.
    #[doc(hidden)]
    fn skipped() -> &'static [(&'static str, &'static str)] {
        &[]
    }

    /// Whether this row alone keeps its rules: all but keys, references and rules over the whole table.
    ///
    /// # Errors
    /// A [`Report`] with every violation, the row being row 0.
    ///
    /// ```
    /// use memtable::MemTable;
    ///
    /// #[derive(MemTable, Clone)]
    /// #[memtable(name = "users")]
    /// struct User {
    ///     #[memtable(primary_key)]
    ///     id: u64,
    ///     #[memtable(range(0..=150))]
    ///     age: Option<u8>,
    /// }
    ///
    /// assert!(User { id: 7, age: None }.validate().is_ok());
    ///
    /// let report = User { id: 7, age: Some(200) }.validate().unwrap_err();
    /// assert_eq!(
    ///     report.violations()[0].to_string(),
    ///     "row 0 (id 7): age 200: must lie in 0..=150 (MT0101 range)",
    /// );
    /// ```
    ///
    /// See also: a write to a [`Table`](crate::Table) validates its rows, with keys and references.
    fn validate(&self) -> Result<(), Report> {
        let mut violations = Vec::new();
        check_row(self, 0, &mut violations);
        if violations.is_empty() {
            return Ok(());
        }
        let table = Self::SCHEMA.name.clone();
        Err(Report {
            table,
            n_rows: 1,
            violations,
        })
    }

    /// Tells `check` of every rule that the row breaks; those of keys, of references and of the structs inside it apart.
    #[doc(hidden)]
    fn check(&self, check: &mut RowCheck<'_>);

    /// Whether every column has the same value in both rows (`NaN` is the same as `NaN`).
    #[doc(hidden)]
    fn same(&self, other: &Self) -> bool;

    /// Makes a row of cells; `None` where a cell is absent without default or does not fit, which `values` remembers.
    #[doc(hidden)]
    fn from_values(values: &mut RowValues) -> Option<Self>;
}

/// Adds the rules that one row breaks; `place` is what the violations call the row.
#[inline]
pub(crate) fn check_row<R: MemTable>(row: &R, place: usize, violations: &mut Vec<Violation>) {
    let n_before = violations.len();
    nested::check(row, &mut RowCheck::new(R::SCHEMA, place, violations));
    if violations.len() > n_before {
        let key = primary_key_cells(row);
        for violation in &mut violations[n_before..] {
            violation.key.clone_from(&key);
        }
    }
}

/// The values of the row's primary key, by column; none where the table has no primary key.
pub(crate) fn primary_key_cells<R: MemTable>(row: &R) -> Cells {
    let (schema, accessors) = (R::SCHEMA, R::accessors());
    let cell = |name: &Cow<'static, str>| {
        let column = schema.columns.iter().position(|c| c.name == *name)?;
        Some((name.clone(), (accessors.get(column)?.value)(row)))
    };
    schema.primary_key.iter().filter_map(cell).collect()
}

/// A row with a primary key.
#[diagnostic::on_unimplemented(
    message = "table `{Self}` has no primary key [MT0328]",
    label = "needs a primary key",
    note = "put `#[memtable(primary_key)]` on a field of `{Self}`, or `#[memtable(primary_key(a, b))]` on the struct"
)]
pub trait Keyed: MemTable {
    /// The primary key: the column's type, or a tuple of the columns' types.
    type Key: Clone;

    /// The columns of the primary key.
    #[doc(hidden)]
    type KeyCols: ColSet<Self>;

    /// The primary key of this row, cloned out of it.
    fn key(&self) -> Self::Key;
}

/// What the derive implements for [`Keyed`]. It asks for no [`MemTable`], so that what is wrong with that is said once.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "table `{Self}` has no primary key [MT0328]",
    label = "needs a primary key",
    note = "put `#[memtable(primary_key)]` on a field of `{Self}`, or `#[memtable(primary_key(a, b))]` on the struct"
)]
pub trait PrimaryKeyed: Sized {
    type Key: Clone;
    type KeyCols: ColSet<Self>;
    fn primary_key(&self) -> Self::Key;
}

#[diagnostic::do_not_recommend]
impl<R: MemTable + PrimaryKeyed> Keyed for R {
    type Key = <R as PrimaryKeyed>::Key;
    type KeyCols = <R as PrimaryKeyed>::KeyCols;

    #[inline]
    fn key(&self) -> Self::Key {
        self.primary_key()
    }
}

/// A rule over the whole table: its path as written, and what it complains of.
#[derive(Debug)]
pub struct TableCheck<R> {
    /// The path of the user's function, as written.
    pub path: &'static str,
    /// Calls it: no message means that the table is accepted.
    pub run: fn(&[&R]) -> Vec<String>,
}
