//! One file per capability.

mod architecture;
mod compile_fail;
mod connect;
mod connect_yaml;
mod derive;
mod examples;
mod hygiene;
mod properties;
mod reports;
mod rules;
mod schema;
mod store;
mod store_locks;
mod store_threads;
