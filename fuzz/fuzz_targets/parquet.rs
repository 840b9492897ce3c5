//! `cargo +nightly fuzz run --features parquet parquet`

#![no_main]

#[path = "../src/parquet.rs"]
mod parquet;

// A panic of the reader is caught and told as an error, and libfuzzer stops at the message of any panic: there is none here.
libfuzzer_sys::fuzz_target!(
    init: std::panic::set_hook(Box::new(|_| {})),
    |bytes: &[u8]| parquet::parquet(bytes)
);
