//! Connectors set up in YAML: from the text, to what is written there, to what is meant.

mod built_in;
mod connectors;
mod contract;
#[cfg(feature = "csv")]
mod csv;
mod files;
mod in_memory;
#[cfg(feature = "json")]
mod json;
#[cfg(feature = "json")]
mod json_schema;
mod keys;
mod node;
mod options;
mod page;
mod parse;
mod pipelines;
mod read_request;
mod registry;
mod step;

pub use connectors::Connectors;
pub use options::Options;
pub use pipelines::{Pipelines, Progress, StepReport};
pub use registry::Registry;
