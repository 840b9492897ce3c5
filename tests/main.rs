//! One file per capability.

mod architecture;
mod assertions;
mod compile_fail;
mod derive;
mod examples;
mod fixtures;
mod hygiene;
mod properties;
mod reports;
mod rules;
mod schema;
