//! Whether the columns of one schema are found in another: evaluated while compiling.

use std::borrow::Cow;

use crate::record::message::{Message, is_same, text_of};
use crate::schema::{Column, DataType, Schema, Shared};

/// What of the rows of `to` cannot be made of rows of `from`, a line for each column.
pub(super) const fn misfits(from: &Schema, to: &Schema) -> Message {
    let mut message = Message::EMPTY;
    let (found, wanted) = (columns(&from.columns), columns(&to.columns));
    let mut at = 0;
    while at < wanted.len() {
        if let Some(why) = why_not(found, &wanted[at]) {
            if message.is_empty() {
                message.texts(&[
                    "rows of table `",
                    text_of(&from.name),
                    "` cannot be read as rows of `",
                    text_of(&to.name),
                    "` [MT0231]",
                ]);
            }
            say(&mut message, (from, to), &wanted[at], why);
        }
        at += 1;
    }
    message
}

/// Why a column cannot be made.
#[derive(Clone, Copy)]
enum Misfit<'a> {
    /// There is no column of its name.
    Absent,
    /// Of this one some values would be lost.
    Lossy(&'a Column),
}

const fn why_not<'a>(found: &'a [Column], wanted: &Column) -> Option<Misfit<'a>> {
    match find(found, text_of(&wanted.name)) {
        Some(column) if is_lossless(column, wanted) => None,
        Some(column) => Some(Misfit::Lossy(column)),
        None if wanted.nullable || wanted.default.is_some() => None,
        None => Some(Misfit::Absent),
    }
}

const fn say(
    message: &mut Message,
    (from, to): (&Schema, &Schema),
    wanted: &Column,
    why: Misfit<'_>,
) {
    message.texts(&["\n  column `", text_of(&wanted.name), "`: "]);
    match why {
        Misfit::Absent => {
            message.texts(&[
                "`",
                text_of(&from.name),
                "` has none, and `",
                text_of(&to.name),
                "` needs ",
            ]);
            message.column_type(wanted);
            message.text("; rename a column, make this one an `Option` or give it a `default`");
        }
        Misfit::Lossy(column) => {
            message.texts(&["`", text_of(&from.name), "` holds "]);
            message.column_type(column);
            message.texts(&[", `", text_of(&to.name), "` "]);
            message.column_type(wanted);
            message.text(": some values would be lost");
        }
    }
}

const fn is_lossless(from: &Column, to: &Column) -> bool {
    (to.nullable || !from.nullable) && converts(&from.data_type, &to.data_type)
}

/// Whether every value of one type is one of the other, as `MemValue::from_value` takes it.
const fn converts(from: &DataType, to: &DataType) -> bool {
    use DataType::{
        Bool, Bytes, Char, Date, DateTime, Decimal, Duration, Enum, Float32, Float64, Json, List,
        Null, Struct, Text, Time, Timestamp, Uuid,
    };
    match (from, to) {
        (Null, _)
        | (Bool, Bool)
        | (Float32, Float32 | Float64)
        | (Float64, Float64)
        | (Decimal, Decimal)
        | (Char, Char | Text)
        | (Text | Enum(_), Text)
        | (Bytes, Bytes)
        | (Date, Date)
        | (Time, Time)
        | (DateTime, DateTime)
        | (Duration, Duration)
        | (Uuid, Uuid)
        | (Json, Json) => true,
        // an instant in UTC is one with an offset; the way back loses the offset
        (Timestamp { with_offset: from }, Timestamp { with_offset: to }) => *to || !*from,
        (Enum(Cow::Borrowed(from)), Enum(Cow::Borrowed(to))) => are_among(from, to),
        (
            List {
                element: from,
                nullable: from_nullable,
            },
            List {
                element: to,
                nullable: to_nullable,
            },
        ) => (*to_nullable || !*from_nullable) && converts(part(from), part(to)),
        (Struct(from), Struct(to)) => structs_convert(columns(&from.columns), columns(&to.columns)),
        (from, to) => integers_convert(from, to),
    }
}

const fn integers_convert(from: &DataType, to: &DataType) -> bool {
    let Some((least, greatest)) = from.int_range() else {
        return false;
    };
    match (to, to.int_range()) {
        (_, Some((to_least, to_greatest))) => to_least <= least && greatest <= to_greatest,
        (DataType::Float32, _) => greatest < 1 << f32::MANTISSA_DIGITS,
        (DataType::Float64, _) => greatest < 1 << f64::MANTISSA_DIGITS,
        // a decimal has 96 bits
        (DataType::Decimal, _) => greatest < 1 << 96,
        _ => false,
    }
}

/// A struct takes no cell that it has no column for.
const fn structs_convert(from: &[Column], to: &[Column]) -> bool {
    let mut at = 0;
    while at < to.len() {
        if why_not(from, &to[at]).is_some() {
            return false;
        }
        at += 1;
    }
    at = 0;
    while at < from.len() {
        if find(to, text_of(&from[at].name)).is_none() {
            return false;
        }
        at += 1;
    }
    true
}

const fn are_among(from: &[Cow<'static, str>], to: &[Cow<'static, str>]) -> bool {
    let mut at = 0;
    while at < from.len() {
        let mut among = 0;
        while among < to.len() && !is_same(text_of(&from[at]), text_of(&to[among])) {
            among += 1;
        }
        if among == to.len() {
            return false;
        }
        at += 1;
    }
    true
}

const fn find<'a>(columns: &'a [Column], name: &str) -> Option<&'a Column> {
    let mut at = 0;
    while at < columns.len() {
        if is_same(text_of(&columns[at].name), name) {
            return Some(&columns[at]);
        }
        at += 1;
    }
    None
}

/// The columns of a constant schema: there they are always borrowed.
#[expect(clippy::ptr_arg, reason = "whether they are borrowed is what is asked")]
const fn columns(columns: &Cow<'static, [Column]>) -> &'static [Column] {
    match columns {
        Cow::Borrowed(columns) => columns,
        Cow::Owned(_) => &[],
    }
}

const fn part(element: &Shared<DataType>) -> &DataType {
    match element {
        Shared::Static(element) => element,
        Shared::Owned(element) => element,
    }
}
