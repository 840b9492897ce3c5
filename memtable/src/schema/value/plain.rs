use crate::schema::{DataType, Value};

impl Value {
    /// The value as people would write it for a column of this type: what [`Value::fitted`] turns back into this one,
    /// or the value itself.
    pub(crate) fn plain(&self, data_type: &DataType) -> Value {
        let plain = match self {
            Value::Float32(float) => float.to_string().parse().map(Value::Float64).ok(),
            Value::Decimal(_)
            | Value::Date(_)
            | Value::Time(_)
            | Value::DateTime(_)
            | Value::Timestamp(_)
            | Value::Duration(_)
            | Value::Uuid(_)
            | Value::Json(_) => Some(Value::from(self.to_string())),
            Value::List(values) => match data_type {
                DataType::List { element, .. } => {
                    let plain = values.iter().map(|value| value.plain(element));
                    Some(Value::List(plain.collect()))
                }
                _ => None,
            },
            _ => None,
        };
        plain
            .filter(|plain| plain.clone().fitted(data_type) == *self)
            .unwrap_or_else(|| self.clone())
    }
}
