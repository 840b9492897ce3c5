use super::{Cell, Kind};
use crate::schema::{Column, DataType, Value};

/// The cell as a value of this column, where the running program reads it; `None` where it is absent.
///
/// What is none of the column's type stays text, which the type then refuses.
pub(crate) fn decode(cell: Cell<'_>, column: &Column) -> Option<Value> {
    let data_type = &column.data_type;
    let text = || Value::from(cell.text.to_owned());
    let is_text = !column.nullable && *data_type == DataType::Text;
    Some(match cell.kind {
        Kind::Absent | Kind::Expr => return None,
        Kind::Empty if is_text => text(),
        Kind::Null | Kind::Empty => Value::Null,
        Kind::Text => text().fitted(data_type),
        Kind::Bool => Value::Bool(cell.text == "true"),
        Kind::Open | Kind::OpenFloat | Kind::Int | Kind::Float => {
            Value::of_text(cell.text, data_type).unwrap_or_else(text)
        }
        Kind::List | Kind::Object => text(),
    })
}
