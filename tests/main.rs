//! One file per capability.
