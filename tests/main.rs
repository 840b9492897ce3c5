//! One file per capability.

mod architecture;
mod compile_fail;
mod derive;
mod examples;
mod fixtures;
mod hygiene;
mod reports;
mod rules;
mod schema;
