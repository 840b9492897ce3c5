use std::cmp::Ordering;

use crate::schema::{CompareOp, Expr, Operand, Value};

impl Expr {
    /// Whether the condition holds for a row, whose values `get` finds by column name; `None` where it is unknown.
    ///
    /// A comparison with a null, with a column that is not there, or of values of different kinds is unknown; numbers of
    /// any width compare as numbers; `NaN` compares as false, but for `!=`. What is unknown stays so through `!`, and
    /// through `&&` and `||` unless the other side decides.
    ///
    /// ```
    /// use memtable::{Value, schema::Expr};
    ///
    /// let adult: Expr = "age >= 18".parse()?;
    /// assert_eq!(adult.eval(|_| Some(&Value::Int(20))), Some(true));
    /// assert_eq!(adult.eval(|_| Some(&Value::Null)), None);
    /// # Ok::<(), memtable::schema::SyntaxError>(())
    /// ```
    pub fn eval<'v>(&self, get: impl Fn(&str) -> Option<&'v Value>) -> Option<bool> {
        self.eval_with(&get)
    }

    fn eval_with<'v>(&self, get: &dyn Fn(&str) -> Option<&'v Value>) -> Option<bool> {
        match self {
            Expr::Compare(op, left, right) => op.holds(left.value(get)?, right.value(get)?),
            Expr::Column(column) => match get(column)? {
                Value::Bool(value) => Some(*value),
                _ => None,
            },
            Expr::IsNull(column) => Some(get(column).is_none_or(Value::is_null)),
            Expr::Not(inner) => inner.eval_with(get).map(|holds| !holds),
            Expr::And(parts) => all(parts.iter().map(|part| part.eval_with(get))),
            Expr::Or(parts) => {
                let fails = |part: &Expr| part.eval_with(get).map(|holds| !holds);
                all(parts.iter().map(fails)).map(|fail| !fail)
            }
        }
    }

    /// The columns that it names, each once, in the order of their first mention.
    pub fn columns(&self) -> Vec<&str> {
        let mut columns = Vec::new();
        self.visit_columns(&mut |column| {
            if !columns.contains(&column) {
                columns.push(column);
            }
        });
        columns
    }

    fn visit_columns<'e>(&'e self, visit: &mut dyn FnMut(&'e str)) {
        match self {
            Expr::Compare(_, left, right) => {
                for operand in [left, right] {
                    if let Operand::Column(column) = operand {
                        visit(column);
                    }
                }
            }
            Expr::Column(column) | Expr::IsNull(column) => visit(column),
            Expr::Not(inner) => inner.visit_columns(visit),
            Expr::And(parts) | Expr::Or(parts) => {
                for part in parts.iter() {
                    part.visit_columns(visit);
                }
            }
        }
    }
}

/// False where one is false, else unknown where one is unknown.
fn all(parts: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut outcome = Some(true);
    for holds in parts {
        match holds {
            Some(true) => {}
            Some(false) => return Some(false),
            None => outcome = None,
        }
    }
    outcome
}

impl Operand {
    fn value<'a, 'v: 'a>(&'a self, get: &dyn Fn(&str) -> Option<&'v Value>) -> Option<&'a Value> {
        match self {
            Operand::Column(column) => get(column),
            Operand::Literal(value) => Some(value),
        }
    }
}

impl CompareOp {
    /// Whether two values compare so; `None` where one is null or they cannot be compared.
    pub fn holds(self, left: &Value, right: &Value) -> Option<bool> {
        match left.compare(right) {
            Some(order) => Some(self.holds_for(order)),
            None if left.is_nan() && right.is_number() || right.is_nan() && left.is_number() => {
                Some(self == CompareOp::Ne)
            }
            None => None,
        }
    }

    fn holds_for(self, order: Ordering) -> bool {
        match self {
            CompareOp::Eq => order.is_eq(),
            CompareOp::Ne => order.is_ne(),
            CompareOp::Lt => order.is_lt(),
            CompareOp::Le => order.is_le(),
            CompareOp::Gt => order.is_gt(),
            CompareOp::Ge => order.is_ge(),
        }
    }
}
