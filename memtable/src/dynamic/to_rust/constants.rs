//! Limits that are no literals: constants beside the struct.

use std::collections::HashSet;
use std::fmt::Write;

use crate::dynamic::to_rust::names::free;

pub(super) struct Constants {
    prefix: String,
    taken: HashSet<String>,
    items: String,
}

impl Constants {
    /// The constants of a struct of this name.
    pub(super) fn new(of: &str) -> Self {
        Constants {
            prefix: of.to_uppercase(),
            taken: HashSet::new(),
            items: String::new(),
        }
    }

    /// The name of a new constant for a column.
    pub(super) fn add(&mut self, field: &str, (ty, value): (&str, &str)) -> String {
        let name = format!("{}_{}", self.prefix, field.to_uppercase());
        let name = free(&name, &mut self.taken);
        // Writing to a text does not fail.
        let _ = writeln!(self.items, "const {name}: {ty} = {value};");
        name
    }

    pub(super) fn items(&self) -> &str {
        &self.items
    }
}
