//! One file per capability.

mod derive;
