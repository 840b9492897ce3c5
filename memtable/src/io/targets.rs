//! Where the columns of a text go.

use crate::error::{ReadFault, Reason};
use crate::io::{Make, RowBuilder, Unknown};
use crate::schema::Value;

/// Where a cell goes.
#[derive(Debug, PartialEq)]
pub(crate) enum Target {
    Column(usize),
    /// Nowhere.
    Ignored,
    /// The table has no column of this name.
    Unknown(String),
}

/// What a text calls a column, and the name of the column that is meant.
pub(crate) struct Named<'a> {
    pub(crate) name: &'a str,
    pub(crate) column: &'a str,
}

/// Where the columns of these names go. What is wrong with them are faults of no row, at this line.
pub(crate) fn targets<M: Make>(
    rows: &mut RowBuilder<M>,
    names: &[Named<'_>],
    (line, unknown): (Option<u64>, Unknown),
) -> Vec<Target> {
    let of_header = |column: &str, reason| ReadFault {
        line,
        row: None,
        column: column.to_owned(),
        value: Value::Null,
        reason,
    };
    let mut targets: Vec<Target> = Vec::with_capacity(names.len());
    for Named { name, column } in names {
        let found = rows
            .columns()
            .iter()
            .position(|known| known.name == **column);
        let found = found.map(Target::Column);
        if found.is_some() && targets.iter().any(|target| Some(target) == found.as_ref()) {
            rows.fault(of_header(name, Reason::ColumnTwice));
        }
        let is_refused = unknown == Unknown::Refuse && !rows.judges_unknown();
        if found.is_none() && is_refused {
            let columns = rows.names();
            rows.fault(of_header(name, Reason::UnknownColumn { columns }));
        }
        targets.push(match (found, unknown) {
            (Some(column), _) => column,
            (None, Unknown::Ignore) => Target::Ignored,
            (None, Unknown::Refuse) => Target::Unknown((*name).to_owned()),
        });
    }
    for column in missing(rows, &targets) {
        let found = names.iter().map(|named| named.name.to_owned());
        let reason = Reason::MissingColumn {
            found: found.collect(),
        };
        rows.fault(of_header(&column, reason));
    }
    targets
}

/// The columns that every row must have, and nothing goes to.
fn missing<M: Make>(rows: &RowBuilder<M>, targets: &[Target]) -> Vec<String> {
    let columns = rows.columns().iter().enumerate();
    let missing = columns.filter(|(idx, column)| {
        let is_optional = column.nullable || column.default.is_some();
        !is_optional && !targets.contains(&Target::Column(*idx))
    });
    missing.map(|(_, column)| column.name.to_string()).collect()
}
