use std::any::type_name;

use crate::record::{MemTable, MemValue};
use crate::schema::Value;
use crate::table::Snapshot;

impl<R: MemTable> Snapshot<R> {
    /// The rows as Rust, to be pasted into a test: an array of struct literals, a field a line.
    ///
    /// What the struct is made of has to be in scope there: the struct itself, and `memtable`; `chrono` for spans of time. A
    /// value of an enum or a newtype is made by [`value`](crate::testing::value), so that its type need not be named.
    ///
    /// ```
    /// # use memtable::{MemTable, MemValue, Table};
    /// # #[derive(MemValue, Clone, Copy, Debug, PartialEq)]
    /// # enum Plan { Free, Pro }
    /// # #[derive(MemTable, Clone, Debug, PartialEq)]
    /// # struct User { id: u64, name: String, age: Option<u8>, plan: Plan }
    /// # fn main() -> Result<(), memtable::Rejected<User>> {
    /// let users = Table::from_rows([User { id: 7, name: "Ann".into(), age: Some(34), plan: Plan::Pro }])?;
    /// assert_eq!(
    ///     users.to_rust_literal(),
    ///     r#"[
    ///     User {
    ///         id: 7,
    ///         name: "Ann".into(),
    ///         age: Some(34),
    ///         plan: memtable::testing::value("Pro"),
    ///     },
    /// ]"#
    /// );
    /// // pasted:
    /// let again = Table::from_rows([
    ///     User {
    ///         id: 7,
    ///         name: "Ann".into(),
    ///         age: Some(34),
    ///         plan: memtable::testing::value("Pro"),
    ///     },
    /// ])?;
    /// assert_eq!(again, users);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// See also [`to_csv`](Self::to_csv), [`to_markdown`](Self::to_markdown).
    pub fn to_rust_literal(&self) -> String {
        let (name, accessors) = (last_segment(type_name::<R>()), R::accessors());
        let columns = || R::SCHEMA.columns.iter().zip(&accessors).enumerate();
        let row = |row: &R| {
            let fields = columns().map(|(idx, (column, accessor))| {
                let renamed = R::renamed().iter().find(|(renamed, _)| *renamed == idx);
                let field = renamed.map_or(&*column.name, |(_, field)| field);
                let value = literal(&(accessor.value)(row), (accessor.type_name)());
                format!("        {field}: {value},\n")
            });
            let skipped = R::skipped().iter();
            let skipped = skipped.map(|(field, value)| format!("        {field}: {value},\n"));
            let fields: String = fields.chain(skipped).collect();
            format!("    {name} {{\n{fields}    }},\n")
        };
        if self.is_empty() {
            return "[]".to_owned();
        }
        format!("[\n{}]", self.iter().map(row).collect::<String>())
    }
}

/// A value of a column, of whatever type: how [`Snapshot::to_rust_literal`] writes those of enums and newtypes.
///
/// ```
/// # use memtable::{MemValue, testing::value};
/// #[derive(MemValue, Clone, Debug, PartialEq)]
/// struct Email(String);
///
/// let email: Email = value("ann@example.com");
/// assert_eq!(email, Email("ann@example.com".into()));
/// ```
///
/// # Panics
/// Where the type does not hold the value.
#[track_caller]
pub fn value<T: MemValue>(value: impl Into<Value>) -> T {
    match T::from_value(value.into()) {
        Ok(made) => made,
        Err(misfit) => panic!("{misfit:?} is no `{}`", type_name::<T>()),
    }
}

/// The name of a type, without its path and what it is generic over.
fn last_segment(path: &str) -> &str {
    let path = path.split('<').next().unwrap_or(path);
    path.rsplit("::").next().unwrap_or(path)
}

/// The value as it is written in a field of this type.
fn literal(value: &Value, of: &str) -> String {
    if let Some(of) = inside(of, "core::option::Option<") {
        return match value {
            Value::Null => "None".to_owned(),
            value => format!("Some({})", literal(value, of)),
        };
    }
    match (value, of) {
        (
            Value::Text(text),
            "alloc::string::String" | "alloc::boxed::Box<str>" | "alloc::sync::Arc<str>",
        ) => {
            format!("{text:?}.into()")
        }
        (Value::Text(text), of) if of.starts_with("alloc::borrow::Cow<") => {
            format!("{text:?}.into()")
        }
        (Value::Text(text), "char") => match text.chars().next() {
            Some(char) => format!("{char:?}"),
            None => argument(value),
        },
        (Value::Float32(float), "f32") => float_literal(*float, "f32"),
        (Value::Float64(float), "f64") => float_literal(*float, "f64"),
        (
            Value::Int(_) | Value::UInt(_) | Value::Bool(_),
            "bool" | "u8" | "u16" | "u32" | "u64" | "u128" | "usize" | "i8" | "i16" | "i32" | "i64"
            | "i128" | "isize",
        ) => value.to_string(),
        (Value::Date(date), _) if of.starts_with("chrono::") => parsed(date, ""),
        (Value::Time(time), _) if of.starts_with("chrono::") => parsed(time, ""),
        (Value::DateTime(datetime), _) if of.starts_with("chrono::") => {
            parsed(&datetime.format("%Y-%m-%dT%H:%M:%S%.f"), "")
        }
        (Value::Timestamp(timestamp), _) if of.starts_with("chrono::") => {
            parsed(&timestamp.to_rfc3339(), "")
        }
        (Value::Duration(_), _) if of.starts_with("chrono::") => argument(value),
        (Value::Bytes(bytes), "alloc::vec::Vec<u8>") => format!("vec!{bytes:?}"),
        (Value::List(values), _) if let Some(of) = inside(of, "alloc::vec::Vec<") => {
            let values: Vec<_> = values.iter().map(|value| literal(value, of)).collect();
            format!("vec![{}]", values.join(", "))
        }
        (value, _) => format!("memtable::testing::value({})", argument(value)),
    }
}

fn inside<'a>(of: &'a str, outer: &str) -> Option<&'a str> {
    of.strip_prefix(outer)?.strip_suffix('>')
}

fn parsed(value: &impl ToString, of: &str) -> String {
    format!("{:?}.parse{of}().unwrap()", value.to_string())
}

fn float_literal<F: Into<f64> + Copy + std::fmt::Debug>(float: F, of: &str) -> String {
    match float.into() {
        wide if wide.is_nan() => format!("{of}::NAN"),
        wide if wide == f64::INFINITY => format!("{of}::INFINITY"),
        wide if wide == f64::NEG_INFINITY => format!("{of}::NEG_INFINITY"),
        _ => format!("{float:?}"),
    }
}

/// With its type, where it is a number.
fn suffixed(float: String, suffix: &str) -> String {
    if float.starts_with('f') {
        float
    } else {
        float + suffix
    }
}

/// What can be turned into the [`Value`].
pub(super) fn argument(value: &Value) -> String {
    match value {
        Value::Null => "memtable::Value::Null".to_owned(),
        Value::Bool(bool) => bool.to_string(),
        Value::Int(int) => format!("{int}_i128"),
        Value::UInt(int) => format!("{int}_u128"),
        Value::Decimal(decimal) => parsed(decimal, "::<memtable::schema::Decimal>"),
        Value::Float32(float) => suffixed(float_literal(*float, "f32"), "_f32"),
        Value::Float64(float) => suffixed(float_literal(*float, "f64"), "_f64"),
        Value::Text(text) => format!("{text:?}"),
        Value::Bytes(bytes) => format!("vec!{bytes:?}"),
        Value::Date(date) => parsed(date, "::<chrono::NaiveDate>"),
        Value::Time(time) => parsed(time, "::<chrono::NaiveTime>"),
        Value::DateTime(datetime) => {
            let text = datetime.format("%Y-%m-%dT%H:%M:%S%.f");
            parsed(&text, "::<chrono::NaiveDateTime>")
        }
        Value::Timestamp(timestamp) => {
            let of = "::<chrono::DateTime<chrono::FixedOffset>>";
            parsed(&timestamp.to_rfc3339(), of)
        }
        Value::Duration(span) => {
            let (seconds, nanos) = (span.num_seconds(), span.subsec_nanos());
            let borrowed = i64::from(nanos < 0);
            let (seconds, nanos) = (
                seconds - borrowed,
                i64::from(nanos) + borrowed * 1_000_000_000,
            );
            format!("chrono::TimeDelta::new({seconds}, {nanos}).unwrap()")
        }
        Value::Uuid(bits) => format!("memtable::Value::Uuid({bits:#x})"),
        Value::Json(text) => format!("memtable::Value::Json({text:?}.into())"),
        Value::List(values) => {
            let values: Vec<_> = values.iter().map(whole).collect();
            format!("memtable::Value::List(vec![{}])", values.join(", "))
        }
        Value::Struct(fields) => {
            let fields = fields.iter();
            let fields: Vec<_> = fields
                .map(|(name, value)| format!("({name:?}.into(), {})", whole(value)))
                .collect();
            format!("memtable::Value::Struct(vec![{}])", fields.join(", "))
        }
    }
}

/// The [`Value`] itself.
pub(super) fn whole(value: &Value) -> String {
    match argument(value) {
        made if made.starts_with("memtable::Value::") => made,
        from => format!("memtable::Value::from({from})"),
    }
}
