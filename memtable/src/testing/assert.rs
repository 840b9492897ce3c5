//! The macros: they panic with what was decided elsewhere.

use std::fmt;

use anstream::{AutoStream, ColorChoice};

/// Fails a test with the text, in colours where the terminal has them.
///
/// # Panics
/// Always.
#[track_caller]
pub fn fail(text: &dyn fmt::Display) -> ! {
    match AutoStream::choice(&std::io::stderr()) {
        ColorChoice::Never => panic!("{text}"),
        ColorChoice::Auto | ColorChoice::AlwaysAnsi | ColorChoice::Always => panic!("{text:#}"),
    }
}

/// Asserts that two tables have the same rows: by their primary key where there is one, else in no order.
///
/// Tables and snapshots, typed and dynamic, slices, arrays and vectors of rows can stand on either side. Options follow, as many
/// as are needed: they are the methods of [`Comparison`](crate::testing::Comparison).
///
/// # Panics
/// At the caller's line, with the rows that are on one side alone and the cells that differ.
///
/// ```
/// # use memtable::{MemTable, Table, assert_table_eq};
/// # #[derive(MemTable, Clone)]
/// # struct User { #[memtable(primary_key)] id: u64, score: f64, seen: u32 }
/// # fn main() -> Result<(), memtable::Rejected<User>> {
/// let left = Table::from_rows([User { id: 1, score: 0.5, seen: 3 }])?;
/// let right = [User { id: 1, score: 0.500_001, seen: 4 }];
///
/// assert_table_eq!(left, left);
/// assert_table_eq!(left, right, ignoring(User::SEEN), tolerance(User::SCORE, 1e-3), in_order());
/// # Ok(())
/// # }
/// ```
#[macro_export]
macro_rules! assert_table_eq {
    ($left:expr, $right:expr $(, $option:ident($($arg:expr),*))* $(,)?) => {{
        let comparison = $crate::testing::compare(&$left, &$right)$(.$option($($arg),*))*;
        if !comparison.is_equal() {
            $crate::testing::fail(&comparison);
        }
    }};
}

/// Asserts that a table has these rows and no others: [`assert_table_eq!`](crate::assert_table_eq) with a list.
///
/// A row of a dynamic table is said as a tuple of its values, in the order of its columns; see [`Said`](crate::testing::Said).
///
/// # Panics
/// At the caller's line, with the rows that are on one side alone and the cells that differ.
///
/// ```
/// # use memtable::{MemTable, Table, assert_rows};
/// # #[derive(MemTable, Clone)]
/// # struct User { #[memtable(primary_key)] id: u64 }
/// # fn main() -> Result<(), memtable::Rejected<User>> {
/// let users = Table::from_rows([User { id: 1 }, User { id: 2 }])?;
/// assert_rows!(users, [User { id: 2 }, User { id: 1 }]);
/// # Ok(())
/// # }
/// ```
#[macro_export]
macro_rules! assert_rows {
    ($table:expr, [$($row:expr),* $(,)?] $(, $option:ident($($arg:expr),*))* $(,)?) => {{
        let table = &$table;
        let rows = ::std::vec![$($crate::testing::RowsLike::cells(table, $row)),*];
        let rows = $crate::testing::Sheet::like(table, rows);
        let comparison = $crate::testing::compare(table, &rows)$(.$option($($arg),*))*;
        if !comparison.is_equal() {
            $crate::testing::fail(&comparison);
        }
    }};
}

/// Asserts what changed from one version of a table to another: the keys of the rows that are new and that are gone, and each
/// cell that has another value. Rows are followed by their primary key; what is left out of the list has to be empty.
///
/// A key of several columns is a tuple. A row of a table without primary key is named by all its values: it is inserted or
/// deleted. Columns of a dynamic table are texts: `updated: [(1, "age", 30 => 31)]`.
///
/// # Panics
/// At the caller's line, with the changes that were expected and not found, those found and not expected, and all of them.
///
/// ```
/// # use memtable::{MemTable, Table, assert_changes};
/// # #[derive(MemTable, Clone)]
/// # struct User { #[memtable(primary_key)] id: u64, age: u8 }
/// # fn main() -> Result<(), memtable::Rejected<User>> {
/// let mut users = Table::from_rows([User { id: 1, age: 30 }, User { id: 2, age: 40 }])?;
/// let before = users.snapshot();
/// users.merge([User { id: 1, age: 31 }])?;
/// users.remove(&2)?;
///
/// assert_changes!(before, users, updated: [(1, User::AGE, 30 => 31)], deleted: [2]);
/// # Ok(())
/// # }
/// ```
#[macro_export]
macro_rules! assert_changes {
    (
        $before:expr, $after:expr
        $(, inserted: [$($inserted:expr),* $(,)?])?
        $(, updated: [$(($key:expr, $column:expr, $old:expr => $new:expr)),* $(,)?])?
        $(, deleted: [$($deleted:expr),* $(,)?])?
        $(,)?
    ) => {{
        let changes = $crate::testing::ChangesFound::new(
            (&$before, &$after),
            &[$($($crate::testing::Said::values(&$inserted)),*)?],
            &[$($($crate::testing::Changed::new($key, $column, $old, $new)),*)?],
            &[$($($crate::testing::Said::values(&$deleted)),*)?],
        );
        if !changes.are_as_expected() {
            $crate::testing::fail(&changes);
        }
    }};
}

/// Asserts that no rule is broken: by a row, by rows, by a table, or by what was written.
///
/// # Panics
/// At the caller's line, with the report.
///
/// ```
/// # use memtable::{MemTable, Table, assert_valid};
/// # #[derive(MemTable, Clone)]
/// # struct User { #[memtable(range(0..=150))] age: u8 }
/// assert_valid!(User { age: 30 });
/// assert_valid!(Table::from_rows([User { age: 30 }]));
/// ```
#[macro_export]
macro_rules! assert_valid {
    ($judged:expr $(,)?) => {{
        let judgement = $crate::testing::Judgement::valid(&$judged);
        if !judgement.is_as_expected() {
            $crate::testing::fail(&judgement);
        }
    }};
}

/// Asserts that a column breaks a rule, named by its word; others may be broken too.
///
/// # Panics
/// At the caller's line, with the rules that are broken.
///
/// ```
/// # use memtable::{MemTable, Table, assert_violates};
/// # #[derive(MemTable, Clone)]
/// # struct User { #[memtable(range(0..=150))] age: u8 }
/// assert_violates!(User { age: 151 }, User::AGE, range);
/// assert_violates!(Table::from_rows([User { age: 151 }]), User::AGE, range);
/// ```
#[macro_export]
macro_rules! assert_violates {
    // A keyword is no name of a constant.
    ($judged:expr, $column:expr, type $(,)?) => {
        $crate::assert_violates!($judged, $column, data_type)
    };
    ($judged:expr, $column:expr, $rule:ident $(,)?) => {{
        let judgement =
            $crate::testing::Judgement::violates(&$judged, $column, $crate::testing::words::$rule);
        if !judgement.is_as_expected() {
            $crate::testing::fail(&judgement);
        }
    }};
}
