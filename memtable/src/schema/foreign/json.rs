use crate::schema::Value;

/// The document as its text, keys in order.
impl From<serde_json::Value> for Value {
    fn from(json: serde_json::Value) -> Self {
        Value::Json(json.to_string().into())
    }
}
