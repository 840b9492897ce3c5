//! `cargo +nightly fuzz run infer`

#![no_main]

#[path = "../src/readers.rs"]
mod readers;

libfuzzer_sys::fuzz_target!(|text: &str| readers::infer(text));
