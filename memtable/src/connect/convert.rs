//! Rows of one schema become rows of another: columns by name, values without loss.

use std::borrow::Cow;

use crate::error::Error;
use crate::io::{RowBuilder, Untyped};
use crate::record::ValueRow;
use crate::schema::{DataType, Schema, Value};

/// Makes rows of one schema rows of another.
pub(super) struct Conversion {
    /// The name of each column of the rows that come, and the position that it goes to.
    columns: Vec<(String, Option<usize>)>,
    /// What makes the rows, under a contract where there is one.
    pub(super) rows: RowBuilder<Untyped>,
}

impl Conversion {
    pub(super) fn new(from: &Schema, to: &Schema) -> Self {
        let columns = from.columns.iter();
        let columns = columns.map(|column| (column.name.to_string(), to.column_idx(&column.name)));
        Conversion {
            columns: columns.collect(),
            rows: RowBuilder::new(Cow::Owned(to.clone()), Untyped),
        }
    }

    /// The row of these cells, where it fits; `None` is an absent one.
    pub(super) fn row(&mut self, cells: impl Iterator<Item = Option<Value>>) -> Option<ValueRow> {
        for ((name, target), cell) in self.columns.iter().zip(cells) {
            match (target, cell) {
                (_, None) => {}
                (Some(column), Some(value)) => self.rows.convert(*column, value),
                (None, Some(value)) => self.rows.refuse_name(name.clone(), value),
            }
        }
        self.rows.finish(0)
    }

    /// The error that tells every row that did not fit.
    pub(super) fn check(&mut self, title: &str) -> Result<(), Error> {
        self.rows.check(title)
    }
}

/// All rows, made rows of another schema; an error that tells every one that does not fit.
pub(super) fn converted<C: Iterator<Item = Value>>(
    title: &str,
    from: &Schema,
    to: &Schema,
    rows: impl Iterator<Item = C>,
) -> Result<Vec<ValueRow>, Error> {
    let mut conversion = Conversion::new(from, to);
    let rows = rows.filter_map(|cells| conversion.row(cells.map(Some)));
    let rows = rows.collect();
    conversion.check(title)?;
    Ok(rows)
}

/// Whether every row of one schema is a row of the other, whatever its values.
pub(super) fn check_fits(from: &Schema, to: &Schema) -> Result<(), Error> {
    let of_source = from.columns.iter().filter_map(|column| {
        let name = &column.name;
        let Some(target) = to.column(name) else {
            return Some(format!("`{name}` is no column of `{}`", to.name));
        };
        if !always_held(&column.data_type, &target.data_type) {
            let (is, must) = (&column.data_type, &target.data_type);
            return Some(format!(
                "`{name}` is {is}, which {must} does not always hold"
            ));
        }
        let is_null = column.nullable && !target.nullable;
        is_null.then(|| format!("`{name}` may be null, and `{}` has none there", to.name))
    });
    let absent = to.columns.iter().filter(|column| {
        let is_optional = column.nullable || column.default.is_some();
        !is_optional && from.column(&column.name).is_none()
    });
    let absent = absent.map(|column| {
        format!(
            "`{}` is missing, and has neither a null nor a default",
            column.name
        )
    });
    let misfits: Vec<String> = of_source.chain(absent).collect();
    if misfits.is_empty() {
        return Ok(());
    }
    Err(Error::SchemasDoNotFit {
        from: from.name.to_string(),
        to: to.name.to_string(),
        misfits,
    })
}

/// Whether every value of one type is a value of the other.
fn always_held(from: &DataType, to: &DataType) -> bool {
    if from == to {
        return true;
    }
    match (from.int_range(), to.int_range()) {
        (Some((least, greatest)), Some((to_least, to_greatest))) => {
            return least >= to_least && greatest <= to_greatest;
        }
        (Some((least, greatest)), None) => {
            let exact = match to {
                DataType::Float32 => 1_u128 << 24,
                DataType::Float64 => 1 << 53,
                DataType::Decimal => 10_u128.pow(38),
                _ => return false,
            };
            return least.unsigned_abs() <= exact && greatest <= exact;
        }
        _ => {}
    }
    match (from, to) {
        (DataType::Null, _)
        | (DataType::Float32, DataType::Float64)
        | (DataType::Enum(_) | DataType::Char, DataType::Text)
        | (DataType::Timestamp { .. }, DataType::Timestamp { .. }) => true,
        (DataType::Enum(names), DataType::Enum(others)) => {
            names.iter().all(|name| others.contains(name))
        }
        (
            DataType::List { element, nullable },
            DataType::List {
                element: other,
                nullable: has_null,
            },
        ) => always_held(element, other) && (*has_null || !nullable),
        _ => false,
    }
}
