use std::ops::Not;

use crate::schema::{Expr, Operand, Shared, Value};

impl Expr {
    /// Both are true.
    ///
    /// ```
    /// use memtable::schema::Expr;
    ///
    /// let adult: Expr = "age >= 18".parse()?;
    /// let paying: Expr = r#"plan == "pro""#.parse()?;
    /// assert_eq!(adult.and(!paying).to_string(), r#"age >= 18 && !(plan == "pro")"#);
    /// # Ok::<(), memtable::schema::SyntaxError>(())
    /// ```
    #[must_use]
    pub fn and(self, other: Expr) -> Expr {
        Expr::And(vec![self, other].into())
    }

    /// At least one is true.
    #[must_use]
    pub fn or(self, other: Expr) -> Expr {
        Expr::Or(vec![self, other].into())
    }
}

impl Not for Expr {
    type Output = Expr;

    fn not(self) -> Expr {
        Expr::Not(Shared::from(self))
    }
}

impl<V: Into<Value>> From<V> for Operand {
    fn from(value: V) -> Self {
        Operand::Literal(value.into())
    }
}
