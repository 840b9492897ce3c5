//! Any bytes are loaded as JSON, or refused: `cargo +nightly fuzz run json`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use memtable::dynamic::load::{Json, OnMixed};

fuzz_target!(|bytes: &[u8]| {
    let _ = Json::new().load(bytes);
    let _ = Json::new().on_mixed(OnMixed::Text).refuse_after_sample(1).load(bytes);
    let _ = Json::new().on_mixed(OnMixed::Refuse).rows_at("/a").load(bytes);
});
