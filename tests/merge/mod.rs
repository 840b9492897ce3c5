//! Rows meet those that are there by a key: what becomes of the matched ones and of the others.

mod columns;
mod deletes;
mod duplicates;
mod keys;
mod strategies;
