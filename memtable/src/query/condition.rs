use std::fmt;

use crate::schema::{CompareOp, Expr, Operand, Value};

/// A condition as data: to be printed, or to be said in another language. Made by [`Filter::condition`](super::Filter::condition).
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// Comparisons of columns, and whether a value is missing.
    Expr(Expr),
    /// The column has one of these values.
    IsIn {
        /// The column's name.
        column: &'static str,
        /// The values.
        values: Vec<Value>,
    },
    /// The column's text is, in part, this one.
    Text {
        /// The column's name.
        column: &'static str,
        /// Which part.
        test: TextTest,
        /// The text that is looked for.
        text: String,
    },
    /// The column's list has elements of some kind.
    List {
        /// The column's name.
        column: &'static str,
        /// Which elements.
        test: ListTest,
    },
    /// A function of the row: nothing is known of it.
    Closure,
    /// All are true. Of nothing: true.
    All(Vec<Condition>),
    /// At least one is true. Of nothing: false.
    Any(Vec<Condition>),
    /// The opposite.
    Not(Box<Condition>),
}

/// Which part of a text is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each variant is the method that it names")]
pub enum TextTest {
    Contains,
    StartsWith,
    EndsWith,
    /// A regular expression has a match.
    Matches,
}

/// Which elements a list is to have.
#[derive(Clone, Debug, PartialEq)]
pub enum ListTest {
    /// One that equals this.
    Contains(Value),
    /// One for which a function is true.
    Any,
    /// Only such for which a function is true.
    All,
}

impl Condition {
    /// The condition in the language of schemas; `None` where a part cannot be said in it: text, lists, closures.
    ///
    /// ```
    /// # use memtable::MemTable;
    /// # #[derive(MemTable, Clone)]
    /// # struct User { id: u64, name: String }
    /// let condition = User::ID.is_in([1, 2]).condition();
    /// assert_eq!(condition.to_expr().map(|expr| expr.to_string()), Some("id == 1 || id == 2".into()));
    ///
    /// assert_eq!(User::NAME.contains("x").condition().to_expr(), None);
    /// ```
    pub fn to_expr(&self) -> Option<Expr> {
        let exprs =
            |parts: &[Condition]| -> Option<_> { parts.iter().map(Condition::to_expr).collect() };
        match self {
            Condition::Expr(expr) => Some(expr.clone()),
            Condition::IsIn { column, values } => Some(is_one_of(column, values)),
            Condition::All(parts) => Some(Expr::And(exprs(parts)?)),
            Condition::Any(parts) => Some(Expr::Or(exprs(parts)?)),
            Condition::Not(inner) => Some(Expr::Not(inner.to_expr()?.into())),
            Condition::Text { .. } | Condition::List { .. } | Condition::Closure => None,
        }
    }

    /// Both, without a level for each `and`.
    pub(super) fn and(self, other: Condition) -> Condition {
        let mut parts = self.into_all();
        parts.extend(other.into_all());
        match <[Condition; 1]>::try_from(parts) {
            Ok([one]) => one,
            Err(parts) => Condition::All(parts),
        }
    }

    /// Either, without a level for each `or`.
    pub(super) fn or(self, other: Condition) -> Condition {
        let mut parts = self.into_any();
        parts.extend(other.into_any());
        Condition::Any(parts)
    }

    /// The parts that must all be true.
    pub(super) fn into_all(self) -> Vec<Condition> {
        match self {
            Condition::All(parts) => parts,
            one => vec![one],
        }
    }

    fn into_any(self) -> Vec<Condition> {
        match self {
            Condition::Any(parts) => parts,
            one => vec![one],
        }
    }
}

fn is_one_of(column: &'static str, values: &[Value]) -> Expr {
    let itself = || Operand::Column(column.into());
    // One of none is false, and unknown of a missing value: as what differs from itself.
    if values.is_empty() {
        return Expr::Compare(CompareOp::Ne, itself(), itself());
    }
    let equals =
        |value: &Value| Expr::Compare(CompareOp::Eq, itself(), Operand::Literal(value.clone()));
    Expr::Or(values.iter().map(equals).collect())
}

/// As it is written: `plan == "pro" && email.ends_with("@example.com")`.
impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Condition::Expr(expr) => expr.fmt(f),
            Condition::IsIn { column, values } => {
                let values: Vec<_> = values.iter().map(Value::quoted).collect();
                write!(f, "{column}.is_in([")?;
                write_joined(f, &values, ", ")?;
                f.write_str("])")
            }
            Condition::Text { column, test, text } => write!(f, "{column}.{test}({text:?})"),
            Condition::List { column, test } => write!(f, "{column}.{test}"),
            Condition::Closure => f.write_str("|row| .."),
            Condition::All(parts) if parts.is_empty() => f.write_str("true"),
            Condition::All(parts) => {
                write_joined(f, &parts.iter().map(Part).collect::<Vec<_>>(), " && ")
            }
            Condition::Any(parts) if parts.is_empty() => f.write_str("false"),
            Condition::Any(parts) => {
                write_joined(f, &parts.iter().map(Part).collect::<Vec<_>>(), " || ")
            }
            Condition::Not(inner) => match &**inner {
                Condition::Expr(Expr::IsNull(column)) => write!(f, "{column}.is_some()"),
                Condition::Expr(Expr::Compare(..)) | Condition::All(_) | Condition::Any(_) => {
                    write!(f, "!({inner})")
                }
                inner => write!(f, "!{inner}"),
            },
        }
    }
}

/// A part of several: in parentheses where it has parts itself.
struct Part<'a>(&'a Condition);

impl fmt::Display for Part<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Condition::All(_) | Condition::Any(_) => write!(f, "({})", self.0),
            one => one.fmt(f),
        }
    }
}

fn write_joined(
    f: &mut fmt::Formatter<'_>,
    parts: &[impl fmt::Display],
    joint: &str,
) -> fmt::Result {
    for (idx, part) in parts.iter().enumerate() {
        if idx > 0 {
            f.write_str(joint)?;
        }
        part.fmt(f)?;
    }
    Ok(())
}

impl fmt::Display for TextTest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            TextTest::Contains => "contains",
            TextTest::StartsWith => "starts_with",
            TextTest::EndsWith => "ends_with",
            TextTest::Matches => "matches",
        })
    }
}

impl fmt::Display for ListTest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ListTest::Contains(value) => write!(f, "contains({})", value.quoted()),
            ListTest::Any => f.write_str("any(..)"),
            ListTest::All => f.write_str("all(..)"),
        }
    }
}
