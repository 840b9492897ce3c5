//! The typed store.

mod indexed_rows;

use std::marker::PhantomData;

/// A table of rows.
#[derive(Debug)]
pub struct Table<R>(PhantomData<R>);

/// A table as it was.
#[derive(Debug)]
pub struct Snapshot<R>(PhantomData<R>);
