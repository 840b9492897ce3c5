//! One file per capability.

mod schema;
