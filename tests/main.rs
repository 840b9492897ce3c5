//! One file per capability.

mod derive;
mod architecture;
mod examples;
mod reports;
mod rules;
