use std::fmt;

use crate::schema::diff::{Change, ColumnChange, ColumnDiff, ListDiff, SchemaDiff};
use crate::schema::display::target;
use crate::schema::{Index, Names, Reference};

/// A line for each part that was added (`+`), removed (`-`) or changed (`~`), in the order of the schema.
impl fmt::Display for SchemaDiff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "table {}", self.table)?;
        if self.is_empty() {
            return f.write_str(": no difference");
        }
        if let Some(Change { from, to }) = &self.name {
            write!(f, "\n  ~ name: {from} → {to}")?;
        }
        if let Some(Change { from, to }) = &self.doc {
            write!(f, "\n  ~ doc: {from:?} → {to:?}")?;
        }
        for column in &self.columns {
            write!(f, "\n  {column}")?;
        }
        if let Some(Change { from, to }) = &self.order {
            write!(f, "\n  ~ order: {} → {}", from.join(", "), to.join(", "))?;
        }
        if let Some(Change { from, to }) = &self.primary_key {
            write!(f, "\n  ~ primary key: {} → {}", group(from), group(to))?;
        }
        write_list(f, "unique", &self.unique, group)?;
        write_list(f, "index", &self.indexes, index)?;
        write_list(f, "reference", &self.references, reference)?;
        write_list(f, "check", &self.checks, ToString::to_string)?;
        write_list(f, "table check", &self.table_checks, ToString::to_string)
    }
}

fn write_list<T>(
    f: &mut fmt::Formatter<'_>,
    what: &str,
    list: &ListDiff<T>,
    part: impl Fn(&T) -> String,
) -> fmt::Result {
    for removed in &list.removed {
        write!(f, "\n  - {what} {}", part(removed))?;
    }
    for added in &list.added {
        write!(f, "\n  + {what} {}", part(added))?;
    }
    if list.reordered {
        write!(f, "\n  ~ {what}: another order")?;
    }
    Ok(())
}

fn group(names: &Names) -> String {
    match &**names {
        [] => "none".to_owned(),
        names => format!("({})", names.join(", ")),
    }
}

fn index(index: &Index) -> String {
    let ordered = if index.ordered { " ordered" } else { "" };
    format!("{}{ordered}", group(&index.columns))
}

fn reference(reference: &Reference) -> String {
    format!("{} {}", group(&reference.columns), target(reference))
}

impl fmt::Display for ColumnDiff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ColumnDiff::Added(column) => write!(f, "+ column {column}"),
            ColumnDiff::Removed(column) => write!(f, "- column {column}"),
            ColumnDiff::Changed { name, changes } => {
                write!(f, "~ column {name}")?;
                changes
                    .iter()
                    .try_for_each(|change| write!(f, "\n      {change}"))
            }
        }
    }
}

impl fmt::Display for ColumnChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let yes = |is_so: bool| if is_so { "yes" } else { "no" };
        match self {
            ColumnChange::Type(Change { from, to }) => write!(f, "type: {from} → {to}"),
            ColumnChange::Nullable(Change { from, to }) => {
                write!(f, "null: {} → {}", yes(*from), yes(*to))
            }
            ColumnChange::Rules(rules) => {
                let removed = rules.removed.iter().map(|rule| format!("- {rule}"));
                let added = rules.added.iter().map(|rule| format!("+ {rule}"));
                let order = rules.reordered.then(|| "another order".to_owned());
                let parts: Vec<String> = removed.chain(added).chain(order).collect();
                write!(f, "rules: {}", parts.join(", "))
            }
            ColumnChange::Default(Change { from, to }) => {
                let shown = |default: &Option<_>| match default {
                    Some(default) => format!("{default}"),
                    None => "none".to_owned(),
                };
                let shown: (String, String) = (shown(from), shown(to));
                write!(f, "default: {} → {}", shown.0, shown.1)
            }
            ColumnChange::Doc(Change { from, to }) => write!(f, "doc: {from:?} → {to:?}"),
        }
    }
}
