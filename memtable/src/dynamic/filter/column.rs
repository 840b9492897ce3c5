use std::borrow::Cow;
use std::fmt;

use crate::schema::{CompareOp, Expr, Operand, SyntaxError, Value};

/// The column of this name, to make conditions and orders of.
///
/// ```
/// use memtable::dynamic::col;
///
/// let condition = col("age").ge(18).and(col("plan").is_in(["pro", "team"]));
/// assert_eq!(condition.to_string(), r#"age >= 18 && (plan == "pro" || plan == "team")"#);
/// ```
pub fn col(name: impl Into<Cow<'static, str>>) -> ColumnRef {
    ColumnRef { name: name.into() }
}

/// A column by its name: made by [`col`]. It is looked up where the condition is used.
///
/// Comparisons are those of [`Expr`]: with a value, or with another column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnRef {
    name: Cow<'static, str>,
}

/// What rows are put in order by: made by [`ColumnRef::asc`] and [`ColumnRef::desc`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    pub(in crate::dynamic) column: Cow<'static, str>,
    pub(in crate::dynamic) direction: Direction,
    pub(in crate::dynamic) nulls_first: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::dynamic) enum Direction {
    Ascending,
    Descending,
}

/// What a condition is given as: an [`Expr`], or its text (`age >= 18 && plan == "pro"`).
pub trait IntoCondition {
    /// The condition.
    ///
    /// # Errors
    /// [`SyntaxError`], with the place, where the text is none.
    fn into_condition(self) -> Result<Expr, SyntaxError>;
}

impl IntoCondition for Expr {
    fn into_condition(self) -> Result<Expr, SyntaxError> {
        Ok(self)
    }
}

impl IntoCondition for &Expr {
    fn into_condition(self) -> Result<Expr, SyntaxError> {
        Ok(self.clone())
    }
}

impl IntoCondition for &str {
    fn into_condition(self) -> Result<Expr, SyntaxError> {
        self.parse()
    }
}

impl IntoCondition for &String {
    fn into_condition(self) -> Result<Expr, SyntaxError> {
        self.parse()
    }
}

impl ColumnRef {
    /// The value is equal.
    #[must_use]
    pub fn eq(self, other: impl Into<Operand>) -> Expr {
        self.compare(CompareOp::Eq, other.into())
    }

    /// The value is another one.
    #[must_use]
    pub fn ne(self, other: impl Into<Operand>) -> Expr {
        self.compare(CompareOp::Ne, other.into())
    }

    /// The value is less.
    #[must_use]
    pub fn lt(self, other: impl Into<Operand>) -> Expr {
        self.compare(CompareOp::Lt, other.into())
    }

    /// The value is less or equal.
    #[must_use]
    pub fn le(self, other: impl Into<Operand>) -> Expr {
        self.compare(CompareOp::Le, other.into())
    }

    /// The value is greater.
    #[must_use]
    pub fn gt(self, other: impl Into<Operand>) -> Expr {
        self.compare(CompareOp::Gt, other.into())
    }

    /// The value is greater or equal.
    #[must_use]
    pub fn ge(self, other: impl Into<Operand>) -> Expr {
        self.compare(CompareOp::Ge, other.into())
    }

    /// The value is one of these.
    #[must_use]
    pub fn is_in<V: Into<Value>>(self, values: impl IntoIterator<Item = V>) -> Expr {
        let values = values.into_iter();
        let parts: Vec<Expr> = values
            .map(|value| self.clone().eq(Operand::Literal(value.into())))
            .collect();
        match <[Expr; 1]>::try_from(parts) {
            Ok([only]) => only,
            Err(parts) => Expr::Or(parts.into()),
        }
    }

    /// There is no value.
    #[must_use]
    pub fn is_none(self) -> Expr {
        Expr::IsNull(self.name)
    }

    /// There is a value.
    #[must_use]
    pub fn is_some(self) -> Expr {
        !self.is_none()
    }

    /// The value is `true`.
    #[must_use]
    pub fn is_true(self) -> Expr {
        Expr::Column(self.name)
    }

    /// The least first, nulls last; equal ones stay in their order.
    #[must_use]
    pub fn asc(self) -> Order {
        self.order(Direction::Ascending)
    }

    /// The greatest first, nulls before them; equal ones stay in their order.
    #[must_use]
    pub fn desc(self) -> Order {
        self.order(Direction::Descending)
    }

    fn order(self, direction: Direction) -> Order {
        Order {
            column: self.name,
            nulls_first: direction == Direction::Descending,
            direction,
        }
    }

    fn compare(self, op: CompareOp, other: Operand) -> Expr {
        Expr::Compare(op, Operand::Column(self.name), other)
    }
}

impl Order {
    /// With nulls before all others.
    #[must_use]
    pub fn nulls_first(mut self) -> Self {
        self.nulls_first = true;
        self
    }

    /// With nulls after all others.
    #[must_use]
    pub fn nulls_last(mut self) -> Self {
        self.nulls_first = false;
        self
    }
}

impl From<ColumnRef> for Operand {
    fn from(column: ColumnRef) -> Self {
        Operand::Column(column.name)
    }
}

impl fmt::Display for ColumnRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}
