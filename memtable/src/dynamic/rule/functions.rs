use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use crate::dynamic::DynSnapshot;
use crate::schema::{Column, DataType, Rule, Schema, Value};
use crate::validate::Violation;
use crate::validate::rules::Answer;

/// A custom rule: what it complains of in a value that is not null.
pub(super) type Function = Arc<dyn Fn(&Value) -> Vec<String> + Send + Sync>;

/// A rule over a whole table: what it complains of in the table as a write would leave it.
type TableFunction = Arc<dyn Fn(&DynSnapshot) -> Vec<String> + Send + Sync>;

/// The functions that custom rules and table checks of a schema name.
///
/// A rule whose function is not here cannot be asked, and is never left out for that: [`Rules`](super::Rules) of it are an error,
/// and a table with it refuses writes. Who knows what they do says [`unasked`](Self::unasked).
///
/// ```
/// use memtable::Value;
/// use memtable::dynamic::rule::{Functions, Rules};
/// use memtable::schema::{Column, DataType, Rule, Schema};
///
/// let even = Rule::Custom("is_even".into());
/// let schema = Schema::new("t").with_column(Column::new("n", DataType::Int64).with_rule(even));
/// let functions = Functions::new()
///     .with("is_even", |value: &Value| matches!(value, Value::Int(int) if int % 2 == 0));
/// assert!(Rules::new(&schema, &functions).is_ok());
///
/// let error = Rules::new(&schema, &Functions::new()).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "column `n`: there is no function `is_even` for `custom`; there are none: give it by `Functions::with`",
/// );
/// ```
#[derive(Clone, Default)]
pub struct Functions {
    of_values: BTreeMap<String, Function>,
    of_tables: BTreeMap<String, TableFunction>,
}

impl Functions {
    /// None.
    pub fn new() -> Self {
        Functions::default()
    }

    /// These and one more, by the path that schemas name it by. It is asked of values that are not null, and answers
    /// `bool` or what it complains of: see [`Answer`].
    #[must_use]
    pub fn with<A: Answer>(
        mut self,
        path: impl Into<String>,
        function: impl Fn(&Value) -> A + Send + Sync + 'static,
    ) -> Self {
        let function = move |value: &Value| function(value).complaints();
        self.of_values.insert(path.into(), Arc::new(function));
        self
    }

    /// These and one more for a table check, by its path. It is asked of the table as each write would leave it.
    ///
    /// ```
    /// use memtable::dynamic::rule::Functions;
    /// use memtable::dynamic::{DynSnapshot, DynTable};
    /// use memtable::schema::{Column, DataType, Schema};
    /// use serde_json::json;
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let mut schema = Schema::new("users").with_column(Column::new("is_admin", DataType::Bool));
    /// schema.table_checks.to_mut().push("has_admin".into());
    /// let has_admin = |users: &DynSnapshot| {
    ///     let admins = users.filter("is_admin").map_err(|error| error.to_string())?;
    ///     if admins.is_empty() { Err("there is no admin".to_owned()) } else { Ok(()) }
    /// };
    /// let functions = Functions::new().with_table_check("has_admin", has_admin);
    /// let mut users = DynTable::new(schema)?.with_functions(functions);
    ///
    /// assert!(users.append_rows([json!({"is_admin": false})]).is_err());
    /// users.append_rows([json!({"is_admin": true})])?;
    /// assert!(users.delete_where("is_admin").is_err());
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn with_table_check<A: Answer>(
        mut self,
        path: impl Into<String>,
        function: impl Fn(&DynSnapshot) -> A + Send + Sync + 'static,
    ) -> Self {
        let function = move |table: &DynSnapshot| function(table).complaints();
        self.of_tables.insert(path.into(), Arc::new(function));
        self
    }

    /// These, and the word that no rule of this path is asked: for data that was judged elsewhere.
    ///
    /// ```
    /// use memtable::dynamic::DynTable;
    /// use memtable::dynamic::rule::Functions;
    /// use memtable::schema::{Column, DataType, Rule, Schema};
    /// use serde_json::json;
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let code = Column::new("code", DataType::Text).with_rule(Rule::Custom("is_code".into()));
    /// let mut codes = DynTable::new(Schema::new("codes").with_column(code))?;
    /// let refused = codes.append_rows([json!({"code": "x"})]).unwrap_err();
    /// assert!(refused.to_string().contains("code: `is_code`"));
    ///
    /// codes.set_functions(Functions::new().unasked("is_code"));
    /// codes.append_rows([json!({"code": "x"})])?;
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn unasked(self, path: impl Into<String>) -> Self {
        let path = path.into();
        self.with(path.clone(), |_: &Value| true)
            .with_table_check(path, |_: &DynSnapshot| true)
    }

    pub(super) fn get(&self, path: &str) -> Option<&Function> {
        self.of_values.get(path)
    }

    pub(super) fn names(&self) -> Vec<String> {
        let names = self.of_values.keys().chain(self.of_tables.keys());
        let names: std::collections::BTreeSet<&String> = names.collect();
        names.into_iter().cloned().collect()
    }

    /// The table checks of the schema that are not here, each with the table.
    pub(super) fn missing_table_checks(&self, schema: &Schema) -> Vec<(String, String)> {
        let paths = schema.table_checks.iter();
        let missing = paths.filter(|path| !self.of_tables.contains_key(&***path));
        missing
            .map(|path| (schema.name.to_string(), path.to_string()))
            .collect()
    }

    /// What the table checks complain of.
    pub(super) fn judge(&self, table: &DynSnapshot) -> Vec<Violation> {
        let schema = table.schema();
        let checks = schema.table_checks.iter().enumerate();
        let complaints = checks.flat_map(|(nth, path)| {
            let complaints = self.of_tables.get(&**path).map(|check| check(table));
            let complaints = complaints.unwrap_or_default().into_iter();
            complaints.map(move |message| Violation::table_check(schema, nth, message))
        });
        complaints.collect()
    }

    /// The functions that the rules of the columns name and that are not here, each with its column.
    pub(super) fn missing(&self, columns: &[Column]) -> Vec<(String, String)> {
        let mut missing = Vec::new();
        self.add_missing("", columns, &mut missing);
        missing
    }

    fn add_missing(&self, path: &str, columns: &[Column], missing: &mut Vec<(String, String)>) {
        for column in columns {
            let place = format!("{path}{}", column.name);
            let unknown = custom(&column.rules).into_iter();
            let unknown = unknown.filter(|function| self.get(function).is_none());
            missing.extend(unknown.map(|function| (place.clone(), function.to_owned())));
            if let DataType::Struct(columns) = innermost(&column.data_type) {
                self.add_missing(&format!("{place}."), columns, missing);
            }
        }
    }
}

impl fmt::Debug for Functions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.names()).finish()
    }
}

/// The paths of custom rules, those on elements too.
fn custom(rules: &[Rule]) -> Vec<&str> {
    let mut paths = Vec::new();
    for rule in rules {
        match rule {
            Rule::Custom(path) => paths.push(&**path),
            Rule::Inner(rules) => paths.extend(custom(rules)),
            _ => {}
        }
    }
    paths
}

fn innermost(data_type: &DataType) -> &DataType {
    match data_type {
        DataType::List { element, .. } => innermost(element),
        data_type => data_type,
    }
}
