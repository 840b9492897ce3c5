//! A cell from JSON, by the type of its column, straight from the text.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::error::Reason;
use crate::schema::{Column, DataType, Value};

/// What is wrong inside of a cell.
#[derive(Debug)]
pub(crate) struct CellFault {
    /// The way from the column to it: `[2].zip`.
    pub(crate) path: String,
    pub(crate) value: Value,
    pub(crate) reason: Reason,
}

impl CellFault {
    fn new(value: Value, reason: Reason) -> Self {
        CellFault {
            path: String::new(),
            value,
            reason,
        }
    }

    fn below(mut self, step: &str) -> Self {
        self.path.insert_str(0, step);
        self
    }
}

/// The value of a column from a JSON text.
#[cfg(feature = "csv")]
pub(crate) fn read_value(text: &str, column: &Column) -> Result<Value, Vec<CellFault>> {
    let mut faults = Vec::new();
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let cell = Cell {
        data_type: &column.data_type,
        nullable: column.nullable,
        faults: &mut faults,
    };
    let read = cell.deserialize(&mut deserializer).and_then(|value| {
        deserializer.end()?;
        Ok(value)
    });
    match read {
        Ok(value) if faults.is_empty() => Ok(value.unwrap_or(Value::Null)),
        Ok(_) => Err(faults),
        Err(error) => {
            let reason = Reason::Syntax(Cow::Owned(format!("is not JSON: {error}")));
            Err(vec![CellFault::new(Value::from(text.to_owned()), reason)])
        }
    }
}

/// Reads one value; `None` where it does not fit, which `faults` tells.
pub(super) struct Cell<'a> {
    pub(super) data_type: &'a DataType,
    pub(super) nullable: bool,
    pub(super) faults: &'a mut Vec<CellFault>,
}

impl Cell<'_> {
    #[cold]
    fn refuse<T>(self, value: Value) -> Option<T> {
        let reason = Reason::Type(self.data_type.clone());
        self.faults.push(CellFault::new(value, reason));
        None
    }

    fn int(self, int: impl Into<i128>) -> Option<Value> {
        let value = Value::Int(int.into());
        match self.data_type {
            data_type if data_type.is_integer() => {
                if data_type.holds(&value) {
                    Some(value)
                } else {
                    self.refuse(value)
                }
            }
            DataType::Float64 => match value.fitted(self.data_type) {
                float @ Value::Float64(_) => Some(float),
                value => self.refuse(value),
            },
            _ => self.refuse(value),
        }
    }

    fn text(self, text: &str) -> Option<Value> {
        let is_text_in_json = match self.data_type {
            DataType::Bool | DataType::Null => false,
            data_type if data_type.is_integer() => false,
            DataType::Float32 | DataType::Float64 => matches!(text, "NaN" | "inf" | "-inf"),
            _ => true,
        };
        let read = is_text_in_json.then(|| self.data_type.read(text)).flatten();
        read.or_else(|| self.refuse(Value::from(text.to_owned())))
    }

    /// A number or a text by its own digits, for types that are wider than what JSON is read into.
    fn raw(self, raw: &str) -> Option<Value> {
        let is_wide_integer = matches!(self.data_type, DataType::Int128 | DataType::UInt128);
        match serde_json::from_str::<Plain<'_>>(raw) {
            _ if self.data_type == &DataType::Json => Some(Value::Json(raw.to_owned().into())),
            Ok(Plain::Null) => self.null(),
            Ok(Plain::Text(text)) if is_wide_integer => self.refuse(text.into_owned().into()),
            Ok(Plain::Text(text)) => self.text(&text),
            Ok(Plain::Other) | Err(_) => {
                let read = self.data_type.read(raw);
                let read = read.filter(|value| self.data_type.holds(value));
                read.or_else(|| self.refuse(Value::Json(raw.to_owned().into())))
            }
        }
    }

    fn null(self) -> Option<Value> {
        if self.nullable || self.data_type == &DataType::Null {
            return Some(Value::Null);
        }
        self.faults
            .push(CellFault::new(Value::Null, Reason::NoValue));
        None
    }
}

/// What a raw value is.
enum Plain<'de> {
    Null,
    Text(Cow<'de, str>),
    Other,
}

impl<'de> Deserialize<'de> for Plain<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct PlainVisitor;
        impl<'de> Visitor<'de> for PlainVisitor {
            type Value = Plain<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("null or text")
            }

            fn visit_unit<E>(self) -> Result<Plain<'de>, E> {
                Ok(Plain::Null)
            }

            fn visit_str<E>(self, text: &str) -> Result<Plain<'de>, E> {
                Ok(Plain::Text(Cow::Owned(text.to_owned())))
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Plain<'de>, E> {
                Ok(Plain::Text(Cow::Borrowed(text)))
            }

            fn visit_i64<E>(self, _: i64) -> Result<Plain<'de>, E> {
                Ok(Plain::Other)
            }

            fn visit_u64<E>(self, _: u64) -> Result<Plain<'de>, E> {
                Ok(Plain::Other)
            }

            fn visit_f64<E>(self, _: f64) -> Result<Plain<'de>, E> {
                Ok(Plain::Other)
            }
        }
        deserializer.deserialize_any(PlainVisitor)
    }
}

impl<'de> DeserializeSeed<'de> for Cell<'_> {
    type Value = Option<Value>;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<Value>, D::Error> {
        match self.data_type {
            DataType::Int128
            | DataType::UInt128
            | DataType::Decimal
            | DataType::Float32
            | DataType::Json => {
                let raw = <&RawValue>::deserialize(deserializer)?;
                Ok(self.raw(raw.get()))
            }
            _ => deserializer.deserialize_any(self),
        }
    }
}

impl<'de> Visitor<'de> for Cell<'_> {
    type Value = Option<Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Option<Value>, E> {
        Ok(self.null())
    }

    fn visit_bool<E>(self, value: bool) -> Result<Option<Value>, E> {
        Ok(match self.data_type {
            DataType::Bool => Some(Value::Bool(value)),
            _ => self.refuse(Value::Bool(value)),
        })
    }

    #[inline]
    fn visit_i64<E>(self, int: i64) -> Result<Option<Value>, E> {
        Ok(self.int(int))
    }

    #[inline]
    fn visit_u64<E>(self, int: u64) -> Result<Option<Value>, E> {
        Ok(self.int(int))
    }

    #[inline]
    fn visit_f64<E>(self, float: f64) -> Result<Option<Value>, E> {
        Ok(match self.data_type {
            DataType::Float64 => Some(Value::Float64(float)),
            _ => self.refuse(Value::Float64(float)),
        })
    }

    #[inline]
    fn visit_str<E>(self, text: &str) -> Result<Option<Value>, E> {
        Ok(self.text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Option<Value>, A::Error> {
        match self.data_type {
            DataType::List { element, nullable } => list(seq, (element, *nullable), self.faults),
            DataType::Bytes => {
                let bytes = list(seq, (&DataType::UInt8, false), self.faults)?;
                Ok(bytes
                    .and_then(|bytes| match bytes {
                        Value::List(bytes) => bytes.iter().map(byte).collect::<Option<Vec<u8>>>(),
                        _ => None,
                    })
                    .map(Value::from))
            }
            _ => {
                let mut n_elements = 0;
                while seq.next_element::<IgnoredAny>()?.is_some() {
                    n_elements += 1;
                }
                let shown = format!("a list of {n_elements}");
                Ok(self.refuse(Value::Json(shown.into())))
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Option<Value>, A::Error> {
        if let DataType::Struct(columns) = self.data_type {
            return cells(map, columns, self.faults);
        }
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(self.refuse(Value::Json("an object".into())))
    }
}

fn byte(value: &Value) -> Option<u8> {
    match value {
        Value::Int(int) => u8::try_from(*int).ok(),
        _ => None,
    }
}

fn list<'de, A: SeqAccess<'de>>(
    mut seq: A,
    (element, nullable): (&DataType, bool),
    faults: &mut Vec<CellFault>,
) -> Result<Option<Value>, A::Error> {
    let (mut values, mut fits) = (Vec::new(), true);
    let mut inner = Vec::new();
    loop {
        let cell = Cell {
            data_type: element,
            nullable,
            faults: &mut inner,
        };
        let Some(value) = seq.next_element_seed(cell)? else {
            return Ok(fits.then_some(Value::List(values)));
        };
        let step = format!("[{}]", values.len());
        fits &= value.is_some();
        faults.extend(inner.drain(..).map(|fault| fault.below(&step)));
        values.push(value.unwrap_or(Value::Null));
    }
}

/// The cells of a struct by their names. Absent ones stay so where they may.
fn cells<'de, A: MapAccess<'de>>(
    mut map: A,
    columns: &[Column],
    faults: &mut Vec<CellFault>,
) -> Result<Option<Value>, A::Error> {
    let mut cells: Vec<(Cow<'static, str>, Value)> = Vec::with_capacity(columns.len());
    let n_before = faults.len();
    let (mut inner, mut seen) = (Vec::new(), Vec::new());
    while let Some(name) = map.next_key::<Cow<'_, str>>()? {
        let step = format!(".{name}");
        let column = columns.iter().find(|column| column.name == name);
        if seen.contains(&name.as_ref().to_owned()) {
            map.next_value::<IgnoredAny>()?;
            faults.push(CellFault::new(Value::Null, Reason::ColumnTwice).below(&step));
        } else if let Some(column) = column {
            let cell = Cell {
                data_type: &column.data_type,
                nullable: column.nullable,
                faults: &mut inner,
            };
            let value = map.next_value_seed(cell)?;
            cells.extend(value.map(|value| (column.name.clone(), value)));
            faults.extend(inner.drain(..).map(|fault| fault.below(&step)));
        } else {
            map.next_value::<IgnoredAny>()?;
            let columns = columns.iter().map(|column| column.name.to_string());
            let reason = Reason::UnknownColumn {
                columns: columns.collect(),
            };
            faults.push(CellFault::new(Value::Null, reason).below(&step));
        }
        seen.push(name.into_owned());
    }
    let absent = columns.iter().filter(|column| {
        !column.nullable && column.default.is_none() && !seen.contains(&column.name.to_string())
    });
    for column in absent {
        let fault = CellFault::new(Value::Null, Reason::NoValue);
        faults.push(fault.below(&format!(".{}", column.name)));
    }
    Ok((faults.len() == n_before).then_some(Value::Struct(cells)))
}
