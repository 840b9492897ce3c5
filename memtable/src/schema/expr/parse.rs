use std::borrow::Cow;
use std::str::FromStr;

use crate::schema::scan::{Scanner, SyntaxError, is_word_part, is_word_start};
use crate::schema::value::text;
use crate::schema::{CompareOp, Expr, Operand, Shared, Value};

/// Deeper nesting than that is refused, so that no text exhausts the stack.
const MAX_DEPTH: usize = 64;

/// The longer ones first.
const OPERATORS: [(&str, CompareOp); 6] = [
    ("==", CompareOp::Eq),
    ("!=", CompareOp::Ne),
    ("<=", CompareOp::Le),
    (">=", CompareOp::Ge),
    ("<", CompareOp::Lt),
    (">", CompareOp::Gt),
];

/// Reads what `Display` writes: comparisons, `!`, `&&`, `||`, parentheses, `column.is_none()` and `column.is_some()`.
/// A column whose name is no word stands between backticks.
///
/// ```
/// use memtable::schema::Expr;
///
/// let check: Expr = "joined <= last_seen && (plan == \"free\" || age >= 18)".parse()?;
/// assert_eq!(check.columns(), ["joined", "last_seen", "plan", "age"]);
/// # Ok::<(), memtable::schema::SyntaxError>(())
/// ```
impl FromStr for Expr {
    type Err = SyntaxError;

    fn from_str(text: &str) -> Result<Self, SyntaxError> {
        let mut parser = Parser {
            scanner: Scanner::new(text),
            depth: 0,
        };
        let expr = parser.any()?;
        parser.scanner.end()?;
        Ok(expr)
    }
}

struct Parser<'a> {
    scanner: Scanner<'a>,
    depth: usize,
}

impl Parser<'_> {
    fn any(&mut self) -> Result<Expr, SyntaxError> {
        let mut parts = vec![self.all()?];
        while self.scanner.eat("||") {
            parts.push(self.all()?);
        }
        Ok(single_or(parts, Expr::Or))
    }

    fn all(&mut self) -> Result<Expr, SyntaxError> {
        let mut parts = vec![self.unary()?];
        while self.scanner.eat("&&") {
            parts.push(self.unary()?);
        }
        Ok(single_or(parts, Expr::And))
    }

    fn unary(&mut self) -> Result<Expr, SyntaxError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.scanner.error("a condition that is less deeply nested"));
        }
        let expr = if self.scanner.eat("!") {
            Expr::Not(Shared::from(self.unary()?))
        } else if self.scanner.eat("(") {
            let inner = self.any()?;
            self.scanner.expect(")")?;
            inner
        } else {
            self.comparison()?
        };
        self.depth -= 1;
        Ok(expr)
    }

    fn comparison(&mut self) -> Result<Expr, SyntaxError> {
        let left = self.operand()?;
        let operator = OPERATORS.iter().find(|(mark, _)| self.scanner.eat(mark));
        match (operator, left) {
            (Some((_, op)), left) => Ok(Expr::Compare(*op, left, self.operand()?)),
            (None, Operand::Column(column)) => self.column_alone(column),
            (None, Operand::Literal(Value::Bool(true))) => Ok(Expr::And(Cow::Borrowed(&[]))),
            (None, Operand::Literal(Value::Bool(false))) => Ok(Expr::Or(Cow::Borrowed(&[]))),
            (None, Operand::Literal(_)) => Err(self.scanner.error("a comparison")),
        }
    }

    fn column_alone(&mut self, column: Cow<'static, str>) -> Result<Expr, SyntaxError> {
        if !self.scanner.eat(".") {
            return Ok(Expr::Column(column));
        }
        let is_none = self.scanner.eat("is_none");
        if !is_none && !self.scanner.eat("is_some") {
            return Err(self.scanner.error("`is_none()` or `is_some()`"));
        }
        self.scanner.expect("(")?;
        self.scanner.expect(")")?;
        let expr = Expr::IsNull(column);
        Ok(if is_none {
            expr
        } else {
            Expr::Not(Shared::from(expr))
        })
    }

    fn operand(&mut self) -> Result<Operand, SyntaxError> {
        if let Some(text) = self.scanner.take_quoted('"')? {
            return Ok(Operand::Literal(Value::from(text)));
        }
        if let Some(column) = self.scanner.take_quoted('`')? {
            return Ok(Operand::Column(column.into()));
        }
        let no_operand = self.scanner.error("a column or a value");
        let word = self
            .scanner
            .take_while(|char| is_word_part(char) || matches!(char, '-' | '+'))
            .ok_or_else(|| no_operand.clone())?;
        if !word.starts_with(is_word_start) {
            return self.number(word).map(Operand::Literal).ok_or(no_operand);
        }
        match word {
            "true" => Ok(Operand::Literal(Value::Bool(true))),
            "false" => Ok(Operand::Literal(Value::Bool(false))),
            "null" => Ok(Operand::Literal(Value::Null)),
            word if self.scanner.eat("(") => self.of_kind(word).map(Operand::Literal),
            word if word.chars().all(is_word_part) => Ok(Operand::Column(word.to_owned().into())),
            _ => Err(no_operand),
        }
    }

    /// An integer, or a float: `1.5`, `1e300`, `1.5_f32`.
    fn number(&mut self, whole: &str) -> Option<Value> {
        let mut number = whole.to_owned();
        if self.scanner.eat(".") {
            let is_part = |char| is_word_part(char) || matches!(char, '-' | '+');
            let fraction = self.scanner.take_while(is_part).unwrap_or("0");
            number = format!("{number}.{fraction}");
        }
        if let Some(float) = number.strip_suffix("_f32") {
            return text::parse("float32", float);
        }
        let number = number.replace('_', "");
        text::parse("integer", &number).or_else(|| text::parse("float64", &number))
    }

    /// A value that Rust has no literal for: `date("2026-01-31")`.
    fn of_kind(&mut self, kind: &str) -> Result<Value, SyntaxError> {
        let error = self
            .scanner
            .error(format!("the text of a value of the kind `{kind}`"));
        let value = self.scanner.take_quoted('"')?;
        let value = value.and_then(|value| text::parse(kind, &value));
        self.scanner.expect(")")?;
        value.ok_or(error)
    }
}

fn single_or(mut parts: Vec<Expr>, several: fn(Cow<'static, [Expr]>) -> Expr) -> Expr {
    match parts.pop() {
        Some(only) if parts.is_empty() => only,
        last => {
            parts.extend(last);
            several(parts.into())
        }
    }
}
