//! Rows of one table as rows of another: whether they fit is decided while compiling, the rows are made at run time.

mod fits;
#[cfg(test)]
mod tests;

use std::marker::PhantomData;

use crate::record::message::Message;
use crate::record::{MemTable, RowValues, primary_key_cells};
use crate::validate::{Report, Violation};

/// That rows of `From` can be read as rows of `To`, decided while compiling.
///
/// They can where each column of `To` is found in `From`, by name, with a type that converts without loss, or else has a
/// default or is optional. [`rows_as`] asks for it, and so can any code over two row types: the constant
/// [`HOLDS`](Fits::HOLDS) has a value, or else stops the compilation with the names of both tables, the column and both types.
///
/// A constant of a generic function is evaluated where the function is built (`cargo build`, `cargo test`), and not by
/// `cargo check`; a constant of its own is evaluated by both:
///
/// ```
/// use memtable::{MemTable, record::Fits};
///
/// #[derive(MemTable, Clone)]
/// struct RawUser { id: u32, name: String }
/// #[derive(MemTable, Clone)]
/// struct User { id: u64, name: String, age: Option<u8> }
///
/// const _: () = Fits::<RawUser, User>::HOLDS;
/// ```
///
/// The other way round it is an error: `id` may not fit into a `u32`.
///
/// ```compile_fail,E0080
/// # use memtable::{MemTable, record::Fits};
/// # #[derive(MemTable, Clone)]
/// # struct RawUser { id: u32, name: String }
/// # #[derive(MemTable, Clone)]
/// # struct User { id: u64, name: String, age: Option<u8> }
/// const _: () = Fits::<User, RawUser>::HOLDS;
/// ```
///
/// See also: [`Schema::diff`](crate::Schema::diff) compares two schemas at run time.
#[derive(Debug)]
pub struct Fits<From, To>(PhantomData<fn(From) -> To>);

impl<From: MemTable, To: MemTable> Fits<From, To> {
    /// Evaluated where rows of `From` fit, and an error of the compiler where they do not.
    pub const HOLDS: () = Self::MISFITS.stop();

    /// What does not fit, in words; nothing where all does.
    pub const MISFITS: &'static Message = &fits::misfits(From::SCHEMA, To::SCHEMA);
}

/// Rows of one table as rows of another, in the same order. Whether the columns fit is decided while compiling ([`Fits`]).
///
/// Rules are not checked: a write to a table of `To` does that. Costs a conversion of each cell.
///
/// ```
/// use memtable::{MemTable, record::rows_as};
///
/// #[derive(MemTable, Clone)]
/// struct RawUser { id: u32, name: String, source: String }
///
/// #[derive(MemTable, Clone, Debug, PartialEq)]
/// struct User {
///     id: u64,
///     name: String,
///     #[memtable(default = 18)]
///     age: u8,
/// }
///
/// let raw = [RawUser { id: 1, name: "Ann".into(), source: "a.csv".into() }];
/// let users: Vec<User> = rows_as(&raw)?;
/// assert_eq!(users, [User { id: 1, name: "Ann".into(), age: 18 }]);
/// # Ok::<(), memtable::Report>(())
/// ```
///
/// # Errors
/// A [`Report`] of every cell that a type refuses though its column type fits: a `0` for a `NonZero<u8>`, or what a
/// [`MemValue`](crate::MemValue) written by hand does not take.
///
/// See also: [`Snapshot::rows_as`](crate::Snapshot::rows_as).
pub fn rows_as<'a, From, To>(rows: impl IntoIterator<Item = &'a From>) -> Result<Vec<To>, Report>
where
    From: MemTable + 'a,
    To: MemTable,
{
    const { Fits::<From, To>::HOLDS };
    let (accessors, sources) = (From::accessors(), sources::<From, To>());
    let (mut made, mut violations, mut n_rows) = (Vec::new(), Vec::new(), 0);
    for (row_idx, row) in rows.into_iter().enumerate() {
        n_rows += 1;
        let cells = sources
            .iter()
            .map(|source| source.map(|idx| (accessors[idx].value)(row)));
        let mut values = RowValues::new(cells.collect());
        if let Some(row) = To::from_values(&mut values) {
            made.push(row);
        } else {
            let key = primary_key_cells(row);
            let refused = values.into_violations(To::SCHEMA, row_idx);
            violations.extend(refused.map(|violation| Violation {
                key: key.clone(),
                ..violation
            }));
        }
    }
    if violations.is_empty() {
        return Ok(made);
    }
    Err(Report {
        table: To::SCHEMA.name.clone(),
        n_rows,
        violations,
    })
}

/// For each column of `To` the position of the column of `From` that it is made of.
fn sources<From: MemTable, To: MemTable>() -> Vec<Option<usize>> {
    let columns = To::SCHEMA.columns.iter();
    columns
        .map(|column| From::SCHEMA.column_idx(&column.name))
        .collect()
}
