use std::fmt;

use crate::schema::scan::column_name;
use crate::schema::value::text::to_hex;
use crate::schema::{CompareOp, Expr, Operand, Value};

/// Rust syntax: `joined <= last_seen && age >= 18`.
impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Expr::Compare(op, left, right) => write!(f, "{left} {op} {right}"),
            Expr::Column(column) => f.write_str(&column_name(column)),
            Expr::IsNull(column) => write!(f, "{}.is_none()", column_name(column)),
            Expr::Not(inner) => write_not(f, inner),
            Expr::And(parts) => write_joined(f, parts, ("true", " && ")),
            Expr::Or(parts) => write_joined(f, parts, ("false", " || ")),
        }
    }
}

fn write_not(f: &mut fmt::Formatter<'_>, inner: &Expr) -> fmt::Result {
    match inner {
        Expr::IsNull(column) => write!(f, "{}.is_some()", column_name(column)),
        Expr::Column(_) | Expr::Not(_) => write!(f, "!{inner}"),
        Expr::Compare(..) | Expr::And(_) | Expr::Or(_) => write!(f, "!({inner})"),
    }
}

/// Parts with a joint between them. No parts are what they come to: all of nothing is true, any of nothing is false.
fn write_joined(
    f: &mut fmt::Formatter<'_>,
    parts: &[Expr],
    (nothing, joint): (&str, &str),
) -> fmt::Result {
    if parts.is_empty() {
        return f.write_str(nothing);
    }
    for (idx, part) in parts.iter().enumerate() {
        if idx > 0 {
            f.write_str(joint)?;
        }
        // An `and` within an `or` needs no parentheses in Rust; people want them all the same.
        match part {
            Expr::And(_) | Expr::Or(_) => write!(f, "({part})")?,
            _ => write!(f, "{part}")?,
        }
    }
    Ok(())
}

impl fmt::Display for Operand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Operand::Column(column) => f.write_str(&column_name(column)),
            Operand::Literal(value) => write_literal(f, value),
        }
    }
}

/// Rust's literals, and `date("2026-01-31")` where it has none.
fn write_literal(f: &mut fmt::Formatter<'_>, value: &Value) -> fmt::Result {
    match value {
        Value::Float32(float) if float.is_finite() => write!(f, "{value}_f32"),
        Value::Float64(float) if float.is_finite() => write!(f, "{value}"),
        Value::Bytes(bytes) => write!(f, "bytes(\"{}\")", to_hex(bytes)),
        Value::Null
        | Value::Bool(_)
        | Value::Int(_)
        | Value::UInt(_)
        | Value::Text(_)
        | Value::List(_)
        | Value::Struct(_) => write!(f, "{}", value.quoted()),
        _ => write!(f, "{}({:?})", value.kind(), value.to_string()),
    }
}

impl fmt::Display for CompareOp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            CompareOp::Eq => "==",
            CompareOp::Ne => "!=",
            CompareOp::Lt => "<",
            CompareOp::Le => "<=",
            CompareOp::Gt => ">",
            CompareOp::Ge => ">=",
        })
    }
}
