use std::fmt;

use crate::schema::{CompareOp, Expr, Operand};

/// Rust syntax: `joined <= last_seen && age >= 18`.
impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Expr::Compare(op, left, right) => write!(f, "{left} {op} {right}"),
            Expr::Column(column) => f.write_str(column),
            Expr::IsNull(column) => write!(f, "{column}.is_none()"),
            Expr::Not(inner) => write_not(f, inner),
            Expr::And(parts) => write_joined(f, parts, ("true", " && ")),
            Expr::Or(parts) => write_joined(f, parts, ("false", " || ")),
        }
    }
}

fn write_not(f: &mut fmt::Formatter<'_>, inner: &Expr) -> fmt::Result {
    match inner {
        Expr::IsNull(column) => write!(f, "{column}.is_some()"),
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
            Operand::Column(column) => f.write_str(column),
            Operand::Literal(value) => value.quoted().fmt(f),
        }
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
