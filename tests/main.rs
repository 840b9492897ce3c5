//! One file per capability.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on says so by a panic"
)]

mod members;

mod append;
mod changes;
mod insert;
mod memory;
mod merge;
mod print;
mod quarantine;
mod read;
mod remove;
mod replace;
mod snapshot;
mod table_check;
mod threads;
mod transaction;
mod update;

mod architecture;
mod assertions;
mod assertions_dynamic;
mod compile_fail;
mod connect;
mod connect_dynamic;
mod connect_yaml;
mod derive;
mod dynamic_bad_input;
mod dynamic_contract;
mod dynamic_load;
mod dynamic_merge;
mod dynamic_rows;
mod dynamic_rules;
mod dynamic_table;
mod dynamic_typed;
mod examples;
mod files;
mod fixture_file;
mod fixture_file_apart;
mod fixtures;
mod fuzzed;
mod guide;
mod hygiene;
mod in_code;
mod messages;
mod pipelines;
mod properties;
mod query;
mod reports;
mod rows_as;
mod rules;
mod rust_literal;
mod schema;
mod store;
mod store_locks;
mod store_threads;
mod to_rust;
