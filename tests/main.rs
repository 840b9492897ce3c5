//! One file per capability.

mod architecture;
mod derive;
mod examples;
mod properties;
