//! Data whose shape nobody wrote down: tables on Arrow, whose schema is known at run time only.
//!
//! A [`Schema`](crate::schema::Schema) made at run time says what a derived one says, and means the same. Its values live in
//! Arrow columns; which Arrow type holds which column is the matter of [`arrow_type`], and a single cell of an
//! array is read and made by [`cell`].

pub mod arrow_type;
pub mod cell;
