use super::{Cell, Kind};
use crate::schema::{DataType, Value};

/// The cell as a value of this type, where the running program reads it; `None` where it is absent.
///
/// What is none of the type stays text, which the type then refuses.
pub fn decode(cell: Cell<'_>, data_type: &DataType) -> Option<Value> {
    let text = || Value::from(cell.text.to_owned());
    Some(match cell.kind {
        Kind::Absent | Kind::Expr => return None,
        Kind::Null => Value::Null,
        Kind::Text => text().fitted(data_type),
        Kind::Bool => Value::Bool(cell.text == "true"),
        Kind::Open | Kind::OpenFloat | Kind::Int | Kind::Float => {
            Value::of_text(cell.text, data_type).unwrap_or_else(text)
        }
        Kind::List | Kind::Object => text(),
    })
}
