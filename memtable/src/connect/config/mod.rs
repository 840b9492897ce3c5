//! Connectors set up in YAML, JSON or TOML: from the text, to what is written there, to what is meant.

#[cfg(feature = "dynamic")]
mod as_batches;
#[cfg(feature = "dynamic")]
mod batch_flow;
mod built_in;
mod connectors;
mod contract;
#[cfg(feature = "csv")]
mod csv;
mod ends;
#[cfg(feature = "json")]
mod files;
mod flow;
mod in_memory;
#[cfg(feature = "json")]
mod json;
#[cfg(feature = "json")]
mod json_schema;
#[cfg(feature = "json")]
mod judged;
mod keys;
#[cfg(feature = "dynamic")]
mod loaded;
mod node;
#[cfg(feature = "dynamic")]
mod of_batches;
mod options;
mod page;
#[cfg(feature = "parquet")]
mod parquet;
mod parse;
mod pipelines;
mod read_request;
mod registry;
mod step;
mod syntax;
mod value_flow;

pub use connectors::Connectors;
pub use options::Options;
pub use pipelines::{Pipelines, Progress, StepReport};
pub use registry::Registry;
