#[cfg(feature = "serde")]
mod serialize;
mod words;

use std::borrow::Cow;
use std::fmt;

use crate::schema::{Names, Rule, Schema, Value};

pub(crate) use words::{Key, Sentence, length};

/// One broken rule: where, what, and by which value.
///
/// `Display` is a sentence. Serde writes it flat: `row`, `key`, `column`, `value`, `code`, `rule`, `limits`, `message`
/// and `clash`, whose meaning does not change between versions.
#[derive(Clone, Debug, PartialEq)]
pub struct Violation {
    /// The row, counted from 0 in the batch that was written; 0 for a rule over the whole table.
    pub row: usize,
    /// The row's primary key, column by column; empty for a table without one.
    pub key: Cells,
    /// The columns that the rule is about; empty for a rule over the whole table.
    pub columns: Vec<Cow<'static, str>>,
    /// Where inside the column: `[2]` for an element, `.zip` for a column of a nested struct; else empty.
    pub path: String,
    /// The rule, with its limits.
    pub rule: Rule,
    /// The offending value; of several columns, a [`Value::Struct`].
    pub value: Value,
    /// What a custom rule said.
    pub message: Option<String>,
    /// The other row, where two rows clash.
    pub clash: Option<Clash>,
}

/// Values by the names of their columns.
pub type Cells = Vec<(Cow<'static, str>, Value)>;

/// The row that another one clashes with.
#[derive(Clone, Debug, PartialEq)]
pub enum Clash {
    /// A row of the same batch, counted from 0.
    InBatch(usize),
    /// A row of the table: its position in the table's order, counted from 0, and its primary key.
    InTable {
        /// The position.
        row: usize,
        /// The primary key, column by column.
        key: Cells,
    },
}

impl Violation {
    /// Another row has the primary key of this one, whose columns have these values.
    pub fn primary_key(row: usize, values: Cells, clash: Clash) -> Self {
        Violation {
            key: values.clone(),
            clash: Some(clash),
            ..Violation::of_columns(row, values, Rule::PrimaryKey)
        }
    }

    /// Another row has the values of this one in a unique group of columns.
    pub fn unique(row: usize, values: Cells, clash: Clash) -> Self {
        Violation {
            clash: Some(clash),
            ..Violation::of_columns(row, values, Rule::Unique)
        }
    }

    /// The row cannot be merged by these columns: one of the values is null, or another row of the write has the same.
    pub fn merge_key(row: usize, values: Cells, clash: Option<Clash>) -> Self {
        Violation {
            clash,
            ..Violation::of_columns(row, values, Rule::MergeKey)
        }
    }

    /// A function over the whole table complained: its path in `schema` is at this position. An empty message says nothing,
    /// and is none.
    pub fn table_check(schema: &Schema, check: usize, message: String) -> Self {
        let path = schema.table_checks.get(check).cloned().unwrap_or_default();
        Violation {
            message: Some(message).filter(|message| !message.is_empty()),
            ..Violation::new(0, Vec::new(), Rule::TableCheck(path), Value::Null)
        }
    }

    /// The table has no addresses for so many rows.
    pub(crate) fn capacity(n_rows: usize) -> Self {
        Violation::new(0, Vec::new(), Rule::Capacity(n_rows as u64), Value::Null)
    }

    /// The code of the rule, the same in every version of the library: `MT0101`.
    pub const fn code(&self) -> &'static str {
        self.rule.code()
    }

    /// The column with the way down to the value: `age`, `tags[2]`, `address.zip`; several are joined by commas.
    ///
    /// ```
    /// use memtable::Value;
    /// use memtable::validate::{Clash, Violation};
    ///
    /// let cells = vec![("season".into(), Value::from(3)), ("no".into(), Value::from(7))];
    /// let violation = Violation::unique(14, cells, Clash::InBatch(2));
    /// assert_eq!(violation.place(), "season, no");
    /// ```
    pub fn place(&self) -> String {
        format!("{}{}", self.columns.join(", "), self.path)
    }

    /// What the value must be, or what is wrong with it: `must lie in 0..=150`.
    ///
    /// ```
    /// use memtable::Value;
    /// use memtable::validate::{Clash, Violation};
    ///
    /// let violation = Violation::unique(14, vec![("email".into(), Value::from("a@b.c"))], Clash::InBatch(2));
    /// assert_eq!(violation.reason(), "row 2 has it too");
    /// assert_eq!(violation.to_string(), r#"row 14: email "a@b.c": row 2 has it too (MT0132 unique)"#);
    /// ```
    pub fn reason(&self) -> String {
        Sentence(self).to_string()
    }

    /// Whether it is a row that breaks the rule, and not the table as a whole.
    pub(crate) fn is_about_a_row(&self) -> bool {
        !matches!(self.rule, Rule::TableCheck(_) | Rule::Capacity(_))
    }

    /// A violation of a rule about these columns; the key of the row is given later.
    pub(crate) fn new(
        row: usize,
        columns: Vec<Cow<'static, str>>,
        rule: Rule,
        value: Value,
    ) -> Self {
        Violation {
            row,
            key: Vec::new(),
            columns,
            path: String::new(),
            rule,
            value,
            message: None,
            clash: None,
        }
    }

    fn of_columns(row: usize, values: Cells, rule: fn(Names) -> Rule) -> Self {
        let names: Vec<_> = values.iter().map(|(name, _)| name.clone()).collect();
        Violation::new(row, names.clone(), rule(names.into()), cells_value(values))
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (code, rule) = (self.code(), self.rule.name());
        if !self.columns.is_empty() {
            let (row, key) = (self.row, Key(&self.key));
            write!(
                f,
                "row {row}{key}: {} {}: ",
                self.place(),
                self.value.quoted()
            )?;
        }
        write!(f, "{} ({code} {rule})", Sentence(self))
    }
}

/// The value of one column as it is, of several as a struct.
pub(crate) fn cells_value(mut cells: Cells) -> Value {
    match cells.len() {
        1 => cells.remove(0).1,
        _ => Value::Struct(cells),
    }
}
