use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

use crate::schema::Value;

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Value {}

impl PartialOrd for Value {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Value {
    fn cmp(&self, other: &Self) -> Ordering {
        use Value::{
            Bool, Bytes, Date, DateTime, Decimal, Duration, Float32, Float64, Int, Json, List,
            Struct, Text, Time, Timestamp, UInt, Uuid,
        };
        match (self, other) {
            (Bool(left), Bool(right)) => left.cmp(right),
            (Int(left), Int(right)) => left.cmp(right),
            (UInt(left), UInt(right)) | (Uuid(left), Uuid(right)) => left.cmp(right),
            (Int(left), UInt(right)) => int_with_uint(*left, *right),
            (UInt(left), Int(right)) => int_with_uint(*right, *left).reverse(),
            (Decimal(left), Decimal(right)) => left.cmp(right),
            (Float32(left), Float32(right)) => floats(f64::from(*left), f64::from(*right)),
            (Float64(left), Float64(right)) => floats(*left, *right),
            (Text(left), Text(right)) | (Json(left), Json(right)) => left.cmp(right),
            (Bytes(left), Bytes(right)) => left.cmp(right),
            (Date(left), Date(right)) => left.cmp(right),
            (Time(left), Time(right)) => left.cmp(right),
            (DateTime(left), DateTime(right)) => left.cmp(right),
            (Timestamp(left), Timestamp(right)) => left.cmp(right),
            (Duration(left), Duration(right)) => left.cmp(right),
            (List(left), List(right)) => left.cmp(right),
            (Struct(left), Struct(right)) => left.cmp(right),
            _ => rank(self).cmp(&rank(other)),
        }
    }
}

impl Hash for Value {
    fn hash<H: Hasher>(&self, state: &mut H) {
        rank(self).hash(state);
        match self {
            Value::Null => {}
            Value::Bool(value) => value.hash(state),
            // Both integer variants in 128 bits and a sign, so that equal numbers hash alike.
            Value::Int(int) => (*int < 0, int.cast_unsigned()).hash(state),
            Value::UInt(uint) => (false, *uint).hash(state),
            Value::Decimal(decimal) => decimal.hash(state),
            Value::Float32(float) => float_bits(f64::from(*float)).hash(state),
            Value::Float64(float) => float_bits(*float).hash(state),
            Value::Text(text) | Value::Json(text) => text.hash(state),
            Value::Bytes(bytes) => bytes.hash(state),
            Value::Date(date) => date.hash(state),
            Value::Time(time) => time.hash(state),
            Value::DateTime(datetime) => datetime.hash(state),
            Value::Timestamp(timestamp) => timestamp.hash(state),
            Value::Duration(duration) => duration.hash(state),
            Value::Uuid(uuid) => uuid.hash(state),
            Value::List(values) => values.hash(state),
            Value::Struct(columns) => columns.hash(state),
        }
    }
}

/// The place of a kind among the kinds.
const fn rank(value: &Value) -> u8 {
    match value {
        Value::Null => 0,
        Value::Bool(_) => 1,
        Value::Int(_) | Value::UInt(_) => 2,
        Value::Decimal(_) => 3,
        Value::Float32(_) => 4,
        Value::Float64(_) => 5,
        Value::Text(_) => 6,
        Value::Bytes(_) => 7,
        Value::Date(_) => 8,
        Value::Time(_) => 9,
        Value::DateTime(_) => 10,
        Value::Timestamp(_) => 11,
        Value::Duration(_) => 12,
        Value::Uuid(_) => 13,
        Value::Json(_) => 14,
        Value::List(_) => 15,
        Value::Struct(_) => 16,
    }
}

fn int_with_uint(int: i128, uint: u128) -> Ordering {
    match u128::try_from(int) {
        Ok(int) => int.cmp(&uint),
        Err(_) => Ordering::Less,
    }
}

/// `NaN` equals itself and comes last; the zeros are equal.
fn floats(left: f64, right: f64) -> Ordering {
    left.partial_cmp(&right)
        .unwrap_or_else(|| left.is_nan().cmp(&right.is_nan()))
}

/// Bits that are the same where [`floats`] says equal.
fn float_bits(float: f64) -> u64 {
    if float.is_nan() {
        f64::NAN.to_bits()
    } else {
        // The sum turns -0.0 into 0.0.
        (float + 0.0).to_bits()
    }
}
