//! Rows that serde can serialize.

mod to_value;

#[cfg(test)]
mod tests;

use serde::Serialize;

use crate::dynamic::infer::{Facts, Kinds, Policy};
use crate::dynamic::load::batch::{Batch, Batches};
use crate::dynamic::load::column::{Column, Columns, Refused};
use crate::dynamic::load::error::{Place, Since};
use crate::dynamic::load::options::Common;
use crate::dynamic::load::{Inferred, LoadError, loaded};
use crate::schema::Value;
use crate::validate::Cells;
use to_value::ToValue;

pub(crate) use to_value::to_json;

/// Rows as a table, with the types that their values say.
pub(crate) fn load<R: Serialize>(
    rows: impl IntoIterator<Item = R>,
    with: (&Common, &Policy),
) -> Result<Inferred, LoadError> {
    let cells = |(row, value): (u64, R)| {
        cells_of(&value).map_err(|NoRow { problem, .. }| LoadError::Row { row, problem })
    };
    let rows: Vec<Cells> = (0..).zip(rows).map(cells).collect::<Result<_, _>>()?;
    infer(&rows, with)
}

/// Rows of values by name as a table.
pub(crate) fn infer(
    rows: &[Cells],
    (common, policy): (&Common, &Policy),
) -> Result<Inferred, LoadError> {
    let mut read = Read {
        rows,
        policy,
        columns: Columns::default(),
    };
    common.check_types()?;
    for (name, data_type) in &common.types {
        if let Ok(idx) = read.columns.add(name, 0) {
            read.columns.list[idx].give(data_type);
        }
    }
    let batches = read.all(common.sample)?;
    let found = read.columns.list.iter().filter(|column| column.is_found());
    let names: Vec<&str> = found.map(|column| &*column.name).collect();
    if !read.rows.is_empty() {
        common.check_columns(&names)?;
    }
    let order = read.columns.order();
    let name = common.name.clone().unwrap_or_else(|| "data".to_owned());
    loaded::assemble((name, policy), order, (batches, &mut read))
}

/// Why something is no row.
pub(crate) struct NoRow {
    /// What it is instead; a null where that cannot be said.
    pub(crate) value: Value,
    pub(crate) problem: String,
}

/// The values of a struct or a map by their names.
pub(crate) fn cells_of<R: Serialize>(row: &R) -> Result<Cells, NoRow> {
    match row.serialize(ToValue) {
        Ok(Value::Struct(cells)) => Ok(cells),
        Ok(value) => Err(NoRow {
            problem: format!("it is {}, and a row is a struct or a map", value.kind()),
            value,
        }),
        Err(error) => Err(NoRow {
            value: Value::Null,
            problem: error.to_string(),
        }),
    }
}

struct Read<'a> {
    rows: &'a [Cells],
    policy: &'a Policy,
    columns: Columns,
}

impl Read<'_> {
    fn all(&mut self, sample: Option<u64>) -> Result<Batches, LoadError> {
        let mut batches = Batches::default();
        for row in 0..self.rows.len() {
            if Some(row as u64) == sample {
                self.columns.freeze();
            }
            if batches.is_full(row) {
                batches.end(row, &mut self.columns.list)?;
            }
            batches.begin(row);
            let rows = self.rows;
            let (cells, len) = (&rows[row], batches.len_of_batch());
            let pushed = push_row(&mut self.columns, (cells, len), (row as u64, self.policy));
            pushed.map_err(|problem| problem.into_error(row as u64))?;
            batches.count_row();
        }
        batches.end(self.rows.len(), &mut self.columns.list)?;
        Ok(batches)
    }
}

impl loaded::Again for Read<'_> {
    fn columns(&mut self) -> &mut Vec<Column> {
        &mut self.columns.list
    }

    fn again(&mut self, batch: &Batch) -> Result<(), LoadError> {
        let all = self.rows;
        let rows = all[batch.bytes.clone()].iter().enumerate();
        for ((len, cells), row) in rows.zip(batch.first_row..) {
            let pushed = push_row(&mut self.columns, (cells, len), (row, self.policy));
            pushed.map_err(|problem| problem.into_error(row))?;
        }
        Ok(())
    }
}

/// What is wrong with a value, by the way down to it.
enum Problem {
    Refused(String, Refused),
    Twice(String),
    NoName,
}

impl Problem {
    fn into_error(self, row: u64) -> LoadError {
        let nowhere = Place { line: 0, column: 0 };
        let problem = match self {
            Problem::NoName => "a column has no name".to_owned(),
            Problem::Twice(name) => format!("it has `{name}` twice"),
            Problem::Refused(name, refused) => {
                let column = Column::new(name);
                let why = match refused {
                    Refused::Misfit(Since::Given) => "the type that it was given",
                    Refused::Misfit(Since::Sample) => "the type that it has by the sample",
                    Refused::Mixed => {
                        return refused.into_error(&column, nowhere, (row, String::new()));
                    }
                };
                format!("the value of `{}` does not fit {why}", column.name)
            }
        };
        LoadError::Row { row, problem }
    }
}

fn push_row(
    columns: &mut Columns,
    (cells, len): (&Cells, usize),
    (row, policy): (u64, &Policy),
) -> Result<(), Problem> {
    push_object(columns, (cells, len), (row, policy))?;
    let padded = columns.pad(len + 1, row);
    padded.map_err(|(idx, refused)| Problem::Refused(columns.list[idx].name.clone(), refused))?;
    columns.first_row.get_or_insert(row);
    Ok(())
}

fn push_object(
    columns: &mut Columns,
    (cells, len): (&Cells, usize),
    (row, policy): (u64, &Policy),
) -> Result<(), Problem> {
    for (place, (name, value)) in cells.iter().enumerate() {
        let idx = match columns.find(name) {
            Some(idx) => idx,
            None if name.is_empty() => return Err(Problem::NoName),
            None => {
                let refused = Refused::Misfit(Since::Sample);
                let added = columns.add(name, len);
                added.map_err(|_| Problem::Refused(name.clone().into_owned(), refused))?
            }
        };
        let column = &mut columns.list[idx];
        if column.len > len {
            return Err(Problem::Twice(column.name.clone()));
        }
        column.see_at(place);
        push_value(column, value, (row, policy))?;
    }
    Ok(())
}

fn push_value(
    column: &mut Column,
    value: &Value,
    (row, policy): (u64, &Policy),
) -> Result<(), Problem> {
    if !column.is_wanted {
        column.len += 1;
        return Ok(());
    }
    if column.is_raw() && !value.is_null() {
        column.push_raw(&to_json(value).to_string());
        return Ok(());
    }
    let pushed = match value {
        Value::Null => column.push_null(row),
        Value::Bool(value) => column.push_bool((row, *value), policy),
        Value::Float64(float) if !float.is_finite() => {
            let text = if float.is_nan() {
                "NaN".to_owned()
            } else {
                float.to_string()
            };
            column.push_noted(Facts::of(Kinds::NON_FINITE), (row, &text), policy)
        }
        Value::Text(text) => column.push_string((row, text), policy),
        Value::List(values) => return push_list(column, values, (row, policy)),
        Value::Struct(cells) => return push_struct(column, cells, (row, policy)),
        Value::Bytes(_) | Value::Json(_) => {
            return push_value(column, &plain(value), (row, policy));
        }
        Value::Int(_)
        | Value::UInt(_)
        | Value::Decimal(_)
        | Value::Float32(_)
        | Value::Float64(_) => column.push_number((row, &value.to_string()), policy),
        Value::Date(_)
        | Value::Time(_)
        | Value::DateTime(_)
        | Value::Timestamp(_)
        | Value::Duration(_)
        | Value::Uuid(_) => column.push_string((row, &value.to_string()), policy),
    };
    pushed.map_err(|refused| Problem::Refused(column.name.clone(), refused))
}

/// Bytes as the list that serde makes of them, and a document of JSON as what is in it.
fn plain(value: &Value) -> Value {
    match value {
        Value::Bytes(bytes) => Value::List(bytes.iter().map(|byte| Value::from(*byte)).collect()),
        value => {
            let document: Option<serde_json::Value> = serde_json::from_str(&value.to_string()).ok();
            let made = document.and_then(|document| document.serialize(ToValue).ok());
            made.unwrap_or_else(|| Value::from(value.to_string()))
        }
    }
}

fn push_list(
    column: &mut Column,
    values: &[Value],
    (row, policy): (u64, &Policy),
) -> Result<(), Problem> {
    match column.open_list((row, "[..]"), policy) {
        Ok(Some(cells)) => {
            for value in values {
                push_value(&mut cells.element, value, (row, policy))?;
            }
            cells.close();
            column.len += 1;
            Ok(())
        }
        Ok(None) => push_json(column, &Value::List(values.to_vec()), policy),
        Err(refused) => Err(Problem::Refused(column.name.clone(), refused)),
    }
}

fn push_struct(
    column: &mut Column,
    cells: &Cells,
    (row, policy): (u64, &Policy),
) -> Result<(), Problem> {
    match column.open_struct((row, "{..}"), policy) {
        Ok(Some(into)) => {
            let len = into.len;
            push_object(&mut into.columns, (cells, len), (row, policy))?;
            let closed = into.close(row);
            closed.map_err(|(idx, refused)| {
                Problem::Refused(into.columns.list[idx].name.clone(), refused)
            })?;
            column.len += 1;
            Ok(())
        }
        Ok(None) => push_json(column, &Value::Struct(cells.clone()), policy),
        Err(refused) => Err(Problem::Refused(column.name.clone(), refused)),
    }
}

/// A list or a struct in a column that is of neither.
fn push_json(column: &mut Column, value: &Value, policy: &Policy) -> Result<(), Problem> {
    let json = to_json(value).to_string();
    let pushed = column.push_as_is(&json, policy);
    pushed.map_err(|refused| Problem::Refused(column.name.clone(), refused))
}
