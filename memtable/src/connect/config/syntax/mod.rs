//! The languages that a file of connectors may be written in: from the text to a tree with places.

#[cfg(feature = "json")]
pub(super) mod json;
#[cfg(feature = "toml")]
pub(super) mod toml;
pub(super) mod yaml;

use crate::connect::config::node::Placed;
use crate::connect::config::page::Page;
use crate::error::Error;

/// The most bytes that a file may have.
pub(super) const MOST_BYTES: usize = 1 << 20;

/// The most values and keys that a file may have, those that aliases repeat included.
pub(super) const MOST_NODES: usize = 20_000;

/// How deep lists and maps may lie in each other.
pub(super) const MOST_DEPTH: usize = 32;

/// A language that a file may be written in.
pub(super) struct Syntax {
    /// What messages call a text that is in no file.
    pub(super) name: &'static str,
    /// What the names of its files end in.
    pub(super) extensions: &'static [&'static str],
    pub(super) read: fn(&Page) -> Result<Placed, Error>,
}
