//! Whether a schema that was made at run time makes sense: a wrong one is refused with all of its problems, and never
//! panics later.

use std::collections::BTreeSet;
use std::fmt;

use crate::schema::{Column, DataType, Default, Names, OnDelete, Reference, Schema};

mod check;
mod rule;

#[cfg(test)]
mod tests;

/// A schema that makes no sense: every reason, in the order of the schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadSchema {
    /// The table's name.
    pub table: String,
    /// What is wrong; there is at least one.
    pub problems: Vec<Problem>,
}

/// One thing that is wrong in a schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where: ``column `age` ``, `primary key`.
    pub place: String,
    /// What.
    pub message: String,
}

impl fmt::Display for BadSchema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the schema of `{}` makes no sense:", self.table)?;
        for Problem { place, message } in &self.problems {
            write!(f, "\n  {place}: {message}")?;
        }
        Ok(())
    }
}

impl std::error::Error for BadSchema {}

impl Schema {
    /// Checks that the schema makes sense: names are there and no two columns share one, rules fit the types of their
    /// columns and can be kept, keys, references and checks are of columns that exist. What the derive made does.
    ///
    /// # Errors
    /// [`BadSchema`], with everything that is wrong.
    ///
    /// ```
    /// use memtable::schema::{Column, DataType, Schema};
    ///
    /// let users = Schema::new("users")
    ///     .with_column(Column::new("id", DataType::UInt64))
    ///     .with_primary_key(["idd"]);
    /// assert_eq!(
    ///     users.verify().unwrap_err().to_string(),
    ///     "the schema of `users` makes no sense:\n  primary key: there is no column `idd`, but `id`"
    /// );
    /// ```
    pub fn verify(&self) -> Result<(), BadSchema> {
        let mut problems = Problems(Vec::new());
        if self.name.is_empty() {
            problems.add("table", "it has no name");
        }
        problems.of_columns("", &self.columns);
        self.verify_keys(&mut problems);
        for reference in self.references.iter() {
            self.verify_reference(&mut problems, reference);
        }
        for check in self.checks.iter() {
            check::verify(&self.columns, ("", &check.expr), &mut problems);
        }
        problems.into_result(&self.name)
    }

    fn verify_keys(&self, problems: &mut Problems) {
        if !self.primary_key.is_empty() {
            self.verify_key(problems, "primary key", &self.primary_key);
        }
        for name in self.primary_key.iter() {
            if self.column(name).is_some_and(|column| column.nullable) {
                let message = format!("`{name}` is nullable, and a primary key is never null");
                problems.add("primary key", message);
            }
        }
        for group in self.unique.iter() {
            self.verify_key(problems, &format!("unique({})", group.join(", ")), group);
        }
        for index in self.indexes.iter() {
            let place = format!("index({})", index.columns.join(", "));
            self.verify_key(problems, &place, &index.columns);
        }
    }

    fn verify_key(&self, problems: &mut Problems, place: &str, names: &Names) {
        self.verify_names(problems, place, names);
        for column in names.iter().filter_map(|name| self.column(name)) {
            if !column.data_type.is_key() {
                let message = format!(
                    "`{}` is {}, and a key has no floats",
                    column.name, column.data_type
                );
                problems.add(place, message);
            }
        }
    }

    fn verify_names(&self, problems: &mut Problems, place: &str, names: &Names) {
        if names.is_empty() {
            problems.add(place, "it names no column");
        }
        for name in names.iter() {
            if self.column(name).is_none() {
                problems.add(place, no_column(&self.columns, name));
            }
        }
        for name in repeated(names.iter()) {
            problems.add(place, format!("`{name}` is named twice"));
        }
    }

    fn verify_reference(&self, problems: &mut Problems, reference: &Reference) {
        let Reference {
            columns,
            table,
            to,
            on_delete,
        } = reference;
        let place = format!("reference to `{table}`");
        self.verify_names(problems, &place, columns);
        if columns.len() != to.len() {
            let message = format!("{} columns here, {} columns there", columns.len(), to.len());
            problems.add(&place, message);
        }
        if *table == self.name {
            self.verify_names(problems, &place, to);
        }
        let set_null = *on_delete == OnDelete::SetNull;
        for column in columns.iter().filter_map(|name| self.column(name)) {
            if set_null && !column.nullable {
                let message = format!(
                    "`{}` cannot be set to null: it is not nullable",
                    column.name
                );
                problems.add(&place, message);
            }
        }
    }
}

fn no_column(columns: &[Column], name: &str) -> String {
    let known = columns.iter().map(|column| format!("`{}`", column.name));
    let known: Vec<String> = known.collect();
    format!("there is no column `{name}`, but {}", known.join(", "))
}

/// The problems found so far.
struct Problems(Vec<Problem>);

impl Problems {
    fn add(&mut self, place: &str, message: impl Into<String>) {
        self.0.push(Problem {
            place: place.to_owned(),
            message: message.into(),
        });
    }

    fn into_result(self, table: &str) -> Result<(), BadSchema> {
        if self.0.is_empty() {
            return Ok(());
        }
        Err(BadSchema {
            table: table.to_owned(),
            problems: self.0,
        })
    }

    /// `path` is where the columns are: empty, or `home.` for those of a struct in `home`.
    fn of_columns(&mut self, path: &str, columns: &[Column]) {
        for name in repeated(columns.iter().map(|column| &column.name)) {
            self.add(
                &format!("column `{path}{name}`"),
                "there are two of this name",
            );
        }
        for column in columns {
            self.of_column(path, column);
        }
    }

    fn of_column(&mut self, path: &str, column: &Column) {
        let path = format!("{path}{}", column.name);
        let place = format!("column `{path}`");
        if column.name.is_empty() {
            self.add(&place, "it has no name");
        }
        self.of_type(&place, &path, &column.data_type);
        for rule in column.rules.iter() {
            rule::verify(rule, &column.data_type, &mut |message| {
                self.add(&place, message);
            });
        }
        if let Some(Default::Value(value)) = &column.default {
            let is_missing = value.is_null() && !column.nullable;
            if is_missing || !column.data_type.holds(value) {
                let message = format!("the default {} is no {}", value.quoted(), column.data_type);
                self.add(&place, message);
            }
        }
    }

    fn of_type(&mut self, place: &str, path: &str, data_type: &DataType) {
        match data_type {
            DataType::Struct(parts) => {
                self.of_columns(&format!("{path}."), parts);
                for check in parts.checks.iter() {
                    check::verify(parts, (&format!("{place}: "), &check.expr), self);
                }
            }
            DataType::List { element, .. } => self.of_type(place, path, element),
            DataType::Enum(names) => {
                if names.is_empty() {
                    self.add(place, "an enum without names has no values");
                }
                for name in repeated(names.iter()) {
                    self.add(place, format!("the name {name:?} is there twice"));
                }
            }
            _ => {}
        }
    }
}

/// Those that come again, each once.
fn repeated<T: Ord + Copy>(items: impl Iterator<Item = T>) -> BTreeSet<T> {
    let mut seen = BTreeSet::new();
    items.filter(|item| !seen.insert(*item)).collect()
}
