use std::borrow::Cow;
use std::fmt;

use chrono::SecondsFormat;

use crate::schema::Value;
use crate::schema::value::duration;

/// How many bytes are shown of a long value.
const SHOWN_BYTES: usize = 16;

impl Value {
    /// The value with text in quotes, as it is read within a sentence.
    ///
    /// ```
    /// use memtable::Value;
    ///
    /// assert_eq!(Value::from("7").quoted().to_string(), "\"7\"");
    /// assert_eq!(Value::from(7).quoted().to_string(), "7");
    /// ```
    pub fn quoted(&self) -> Quoted<'_> {
        Quoted(self)
    }
}

/// Displays a value with text in quotes: see [`Value::quoted`].
#[derive(Clone, Copy, Debug)]
pub struct Quoted<'a>(&'a Value);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Value::Text(text) => write!(f, "{text:?}"),
            value => value.fmt(f),
        }
    }
}

/// Lists read `[1, 2]`, structs `{city: "Bern", zip: 3000}`; dates and times are ISO 8601; bytes are hex, cut after 16.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Null => f.write_str("null"),
            Value::Bool(value) => value.fmt(f),
            Value::Int(int) => int.fmt(f),
            Value::UInt(uint) => uint.fmt(f),
            Value::Decimal(decimal) => decimal.fmt(f),
            // Debug keeps the point of `1.0` and writes great numbers with an exponent.
            Value::Float32(float) => write!(f, "{float:?}"),
            Value::Float64(float) => write!(f, "{float:?}"),
            Value::Text(text) | Value::Json(text) => f.write_str(text),
            Value::Bytes(bytes) => write_bytes(f, bytes),
            Value::Date(date) => write!(f, "{date:?}"),
            Value::Time(time) => write!(f, "{time:?}"),
            Value::DateTime(datetime) => write!(f, "{datetime:?}"),
            Value::Timestamp(timestamp) => {
                f.write_str(&timestamp.to_rfc3339_opts(SecondsFormat::AutoSi, true))
            }
            Value::Duration(duration) => duration::write(f, *duration),
            Value::Uuid(uuid) => write_uuid(f, *uuid),
            Value::List(values) => write_list(f, values),
            Value::Struct(columns) => write_struct(f, columns),
        }
    }
}

fn write_bytes(f: &mut fmt::Formatter<'_>, bytes: &[u8]) -> fmt::Result {
    f.write_str("0x")?;
    for byte in bytes.iter().take(SHOWN_BYTES) {
        write!(f, "{byte:02x}")?;
    }
    if bytes.len() > SHOWN_BYTES {
        write!(f, "… ({} bytes)", bytes.len())?;
    }
    Ok(())
}

fn write_uuid(f: &mut fmt::Formatter<'_>, uuid: u128) -> fmt::Result {
    let hex = format!("{uuid:032x}");
    let (first, rest) = hex.split_at(8);
    let (second, rest) = rest.split_at(4);
    let (third, rest) = rest.split_at(4);
    let (fourth, fifth) = rest.split_at(4);
    write!(f, "{first}-{second}-{third}-{fourth}-{fifth}")
}

fn write_list(f: &mut fmt::Formatter<'_>, values: &[Value]) -> fmt::Result {
    f.write_str("[")?;
    for (idx, value) in values.iter().enumerate() {
        let comma = if idx == 0 { "" } else { ", " };
        write!(f, "{comma}{}", value.quoted())?;
    }
    f.write_str("]")
}

fn write_struct(f: &mut fmt::Formatter<'_>, columns: &[(Cow<'static, str>, Value)]) -> fmt::Result {
    f.write_str("{")?;
    for (idx, (name, value)) in columns.iter().enumerate() {
        let comma = if idx == 0 { "" } else { ", " };
        write!(f, "{comma}{name}: {}", value.quoted())?;
    }
    f.write_str("}")
}
