use serde_json::{Map, Number, Value as Json};

use crate::schema::Value;

/// The value as it stands in a row of JSON; `None` where JSON has no such value, or no such exact number.
pub(super) fn json(value: &Value) -> Option<Json> {
    Some(match value {
        Value::Null => Json::Null,
        Value::Bool(value) => Json::Bool(*value),
        Value::Int(int) => Json::Number(Number::from_i128(*int)?),
        Value::UInt(_) => return None,
        Value::Float32(float) => number(&float.to_string())?,
        Value::Float64(float) => number(&float.to_string())?,
        Value::Bytes(bytes) => bytes.iter().copied().map(Json::from).collect(),
        Value::Json(text) => serde_json::from_str(text).ok()?,
        Value::List(values) => Json::Array(values.iter().map(json).collect::<Option<_>>()?),
        Value::Struct(columns) => {
            let columns = columns.iter();
            let columns = columns.map(|(name, value)| Some((name.to_string(), json(value)?)));
            Json::Object(columns.collect::<Option<Map<_, _>>>()?)
        }
        Value::Decimal(_)
        | Value::Text(_)
        | Value::Date(_)
        | Value::Time(_)
        | Value::DateTime(_)
        | Value::Timestamp(_)
        | Value::Duration(_)
        | Value::Uuid(_) => Json::String(value.to_string()),
    })
}

/// A limit of a number. JSON has the `f32` 0.1 as 0.1 or as 0.10000000149011612, by who wrote it: `pick` chooses the one that is
/// right for both.
pub(super) fn limit(value: &Value, pick: fn(f64, f64) -> f64) -> Option<Json> {
    match value {
        Value::Int(_) | Value::Float64(_) => json(value),
        Value::Float32(float) => {
            let written = float.to_string().parse().ok()?;
            Number::from_f64(pick(written, f64::from(*float))).map(Json::Number)
        }
        _ => None,
    }
}

/// The float of these digits: 0.1 for the `f32` 0.1, and not what is nearest to it.
fn number(digits: &str) -> Option<Json> {
    Number::from_f64(digits.parse().ok()?).map(Json::Number)
}
