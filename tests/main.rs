//! One file per capability.

mod architecture;
mod compile_fail;
mod derive;
mod examples;
mod hygiene;
mod query;
#[path = "properties/query.rs"]
mod query_properties;
mod reports;
mod rules;
mod schema;
