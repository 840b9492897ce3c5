use crate::schema::{DataType, Schema, Value};
use crate::testing::paint::counted;
use crate::testing::rows::Tabular;

/// Rows of cells that are said in a test, by the schema of the table that they are compared with.
#[derive(Clone, Debug)]
pub struct Sheet<'a> {
    schema: &'a Schema,
    rows: Vec<Vec<Value>>,
}

impl<'a> Sheet<'a> {
    /// Rows with the columns of a table; values that people say more plainly as the columns hold them.
    pub fn like<T: Tabular + ?Sized>(table: &'a T, rows: Vec<Vec<Value>>) -> Self {
        let schema = table.schema();
        let fitted = |cells: Vec<Value>| {
            let types = schema.columns.iter().map(|column| Some(&column.data_type));
            let types = types.chain(std::iter::repeat(None));
            let cells = cells.into_iter().zip(types);
            cells
                .map(|(cell, data_type)| fitted(cell, data_type))
                .collect()
        };
        Sheet {
            schema,
            rows: rows.into_iter().map(fitted).collect(),
        }
    }
}

impl Tabular for Sheet<'_> {
    fn schema(&self) -> &Schema {
        self.schema
    }

    fn to_values(&self) -> Vec<Vec<Value>> {
        self.rows.clone()
    }
}

/// The value as a column of this type holds it, where it is said more plainly.
pub(super) fn fitted(value: Value, data_type: Option<&DataType>) -> Value {
    match data_type {
        Some(data_type) => value.fitted(data_type),
        None => value,
    }
}

/// The rows of a table with the columns of another schema, in their order.
///
/// # Errors
/// Why there are no such rows.
pub(super) fn arranged<T: Tabular + ?Sized>(
    table: &T,
    schema: &Schema,
) -> Result<Vec<Vec<Value>>, String> {
    let places = places(table.schema(), schema)?;
    let row = |(row, cells): (usize, Vec<Value>)| {
        if cells.len() != places.len() {
            return Err(misfit(row, &cells, schema));
        }
        let cells = places.iter().filter_map(|place| cells.get(*place));
        Ok(cells.cloned().collect())
    };
    table.to_values().into_iter().enumerate().map(row).collect()
}

/// Where the columns of `schema` stand among those of `from`.
fn places(from: &Schema, schema: &Schema) -> Result<Vec<usize>, String> {
    let missing = |of: &Schema, from: &Schema| -> Vec<String> {
        let names = of.columns.iter().map(|column| &column.name);
        let missing = names.filter(|name| from.column_idx(name).is_none());
        missing.map(|name| format!("`{name}`")).collect()
    };
    let (only_left, only_right) = (missing(schema, from), missing(from, schema));
    if only_left.is_empty() && only_right.is_empty() {
        let places = schema.columns.iter();
        return Ok(places
            .filter_map(|column| from.column_idx(&column.name))
            .collect());
    }
    let sides = [(only_left, "left"), (only_right, "right")].into_iter();
    let sides = sides.filter(|(names, _)| !names.is_empty());
    let sides = sides.map(|(names, side)| format!("{} only on the {side}", names.join(", ")));
    Err(format!(
        "the columns differ: {}",
        sides.collect::<Vec<_>>().join(", ")
    ))
}

/// Why a row is none of the schema.
fn misfit(row: usize, cells: &[Value], schema: &Schema) -> String {
    let columns = schema.columns.iter().map(|column| &*column.name);
    let columns = columns.collect::<Vec<_>>().join(", ");
    let has = match cells {
        [Value::Struct(fields)] => {
            let names: Vec<&str> = fields.iter().map(|(name, _)| &**name).collect();
            format!("the columns {}", names.join(", "))
        }
        cells => counted(cells.len(), "value"),
    };
    format!("row {row} on the right has {has}, and the columns are {columns}")
}
