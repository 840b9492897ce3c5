//! One file per capability.

mod architecture;
mod examples;
