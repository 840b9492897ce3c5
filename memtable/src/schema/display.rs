//! How a schema is printed.

use std::fmt;

use crate::grid::Grid;
use crate::schema::{Check, Column, OnDelete, Reference, Schema};

/// Long rules are cut there, in columns of the terminal.
const RULES_WIDTH: u16 = 72;

/// A table of the columns, under a line of the table's name and doc; below it, what is about several columns.
impl fmt::Display for Schema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let title = match self.doc.lines().next() {
            Some(doc) if !doc.is_empty() => format!("{}: {doc}", self.name),
            _ => self.name.to_string(),
        };
        let grid = Grid::default()
            .title(title)
            .cell_width(RULES_WIDTH)
            .text("column")
            .text("type")
            .text("null")
            .text("key")
            .text("rules");
        let rows = self.columns.iter().map(|column| self.cells(column));
        let grid = rows.fold(grid, Grid::row);
        grid.footer(self.below().join("\n")).fmt(f)
    }
}

impl Schema {
    fn cells(&self, column: &Column) -> [String; 5] {
        let null = if column.nullable { "yes" } else { "" };
        [
            column.name.to_string(),
            column.data_type.to_string(),
            null.to_owned(),
            self.keys_of(&column.name).join(", "),
            rules_of(column),
        ]
    }

    /// What a column is to keys and references of its own, and that it is in the primary key.
    fn keys_of(&self, name: &str) -> Vec<String> {
        let is_alone = |columns: &[_]| matches!(columns, [only] if only == name);
        let mut keys = Vec::new();
        if self.primary_key.iter().any(|column| column == name) {
            keys.push("primary key".to_owned());
        }
        if self.unique.iter().any(|group| is_alone(group)) {
            keys.push("unique".to_owned());
        }
        for index in self.indexes.iter().filter(|index| is_alone(&index.columns)) {
            keys.push(
                if index.ordered {
                    "ordered index"
                } else {
                    "index"
                }
                .to_owned(),
            );
        }
        for reference in self
            .references
            .iter()
            .filter(|reference| is_alone(&reference.columns))
        {
            keys.push(target(reference));
        }
        keys
    }

    /// The lines about several columns, or about rows.
    fn below(&self) -> Vec<String> {
        let mut lines = Vec::new();
        let is_group = |columns: &[_]| columns.len() > 1;
        if is_group(&self.primary_key) {
            lines.push(format!("primary key ({})", self.primary_key.join(", ")));
        }
        for group in self.unique.iter().filter(|group| is_group(group)) {
            lines.push(format!("unique ({})", group.join(", ")));
        }
        for index in self.indexes.iter().filter(|index| is_group(&index.columns)) {
            let ordered = if index.ordered {
                "ordered index"
            } else {
                "index"
            };
            lines.push(format!("{ordered} ({})", index.columns.join(", ")));
        }
        for reference in self
            .references
            .iter()
            .filter(|reference| is_group(&reference.columns))
        {
            lines.push(format!(
                "({}) {}",
                reference.columns.join(", "),
                target(reference)
            ));
        }
        lines.extend(self.checks.iter().map(|check| format!("check {check}")));
        let table_checks = self.table_checks.iter();
        lines.extend(table_checks.map(|path| format!("table check {path}")));
        lines
    }
}

/// The rules of a column and its default.
fn rules_of(column: &Column) -> String {
    let rules = column.rules.iter().map(ToString::to_string);
    let default = column.default.iter();
    let default = default.map(|default| format!("default = {default}"));
    rules.chain(default).collect::<Vec<_>>().join(", ")
}

/// Where a reference points, and what happens when the row there goes: `→ teams.id (on delete set null)`.
pub(in crate::schema) fn target(reference: &Reference) -> String {
    let on_delete = match reference.on_delete {
        OnDelete::Restrict => "",
        OnDelete::Cascade => " (on delete cascade)",
        OnDelete::SetNull => " (on delete set null)",
    };
    format!("→ {reference}{on_delete}")
}

/// Where it points: `teams.id`, `teams(season, no)`.
impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.to {
            [column] => write!(f, "{}.{column}", self.table),
            columns => write!(f, "{}({})", self.table, columns.join(", ")),
        }
    }
}

/// The condition and its message: `joined <= last_seen: joined must not be after last_seen`.
impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.message {
            "" => write!(f, "{}", self.expr),
            message => write!(f, "{}: {message}", self.expr),
        }
    }
}
