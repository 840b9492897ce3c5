//! Connectors set up in YAML: from the text, to what is written there, to what is meant.

mod connectors;
mod in_memory;
mod node;
mod options;
mod page;
mod parse;
mod registry;

pub use connectors::Connectors;
pub use options::Options;
pub use registry::Registry;
