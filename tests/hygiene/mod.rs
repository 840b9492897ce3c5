//! What is generated meets no name of the user's, and no lint.

mod generics;
mod lints;
mod macros;
mod no_prelude;
mod places;
mod shadowed;
