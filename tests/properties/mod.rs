//! What holds of everything of a kind.

mod fixtures;
