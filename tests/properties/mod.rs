//! What holds of everything of a kind; random sequences of everything that a table can do, against the simplest program that
//! does the same.

mod dynamic;
mod fixture_types;
mod fixtures;
mod fuse;
mod model;
mod operation;
mod piece;
mod query;
mod seen;
mod store;
mod table;
