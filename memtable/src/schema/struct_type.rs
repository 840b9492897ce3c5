use std::borrow::Cow;
use std::ops::Deref;

use crate::schema::{Check, Column, Expr};

/// What a row inside a row is: its columns, as the slice of which it reads, and the conditions over them.
///
/// ```
/// use memtable::schema::{Column, DataType, StructType};
///
/// let span = StructType::from(vec![
///     Column::new("first", DataType::Int64),
///     Column::new("last", DataType::Int64),
/// ])
/// .with_check("first <= last".parse()?, "a span does not end before it begins");
/// assert_eq!(span.len(), 2);
/// assert_eq!(
///     DataType::Struct(span).to_string(),
///     "struct{first: int64, last: int64, check first <= last: a span does not end before it begins}"
/// );
/// # Ok::<(), memtable::schema::SyntaxError>(())
/// ```
///
/// See also: [`Schema`](crate::schema::Schema), the same of the rows of a table, with keys.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct StructType {
    /// The columns, in order.
    pub columns: Cow<'static, [Column]>,
    /// What must not be false of any row inside.
    pub checks: Cow<'static, [Check]>,
}

impl StructType {
    /// The type with a further condition.
    #[must_use]
    pub fn with_check(mut self, expr: Expr, message: impl Into<Cow<'static, str>>) -> Self {
        let message = message.into();
        self.checks.to_mut().push(Check { expr, message });
        self
    }
}

impl Deref for StructType {
    type Target = [Column];

    fn deref(&self) -> &[Column] {
        &self.columns
    }
}

impl From<Cow<'static, [Column]>> for StructType {
    fn from(columns: Cow<'static, [Column]>) -> Self {
        StructType {
            columns,
            checks: Cow::Borrowed(&[]),
        }
    }
}

impl From<Vec<Column>> for StructType {
    fn from(columns: Vec<Column>) -> Self {
        StructType::from(Cow::Owned(columns))
    }
}

impl FromIterator<Column> for StructType {
    fn from_iter<I: IntoIterator<Item = Column>>(columns: I) -> Self {
        StructType::from(columns.into_iter().collect::<Vec<_>>())
    }
}
