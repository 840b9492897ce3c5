use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use crate::schema::{Column, DataType, Rule, Value};
use crate::validate::rules::Answer;

/// A custom rule: what it complains of in a value that is not null.
pub(super) type Function = Arc<dyn Fn(&Value) -> Vec<String> + Send + Sync>;

/// The functions that custom rules of a schema name.
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
pub struct Functions(BTreeMap<String, Function>);

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
        self.0.insert(path.into(), Arc::new(function));
        self
    }

    pub(super) fn get(&self, path: &str) -> Option<&Function> {
        self.0.get(path)
    }

    pub(super) fn names(&self) -> Vec<String> {
        self.0.keys().cloned().collect()
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
        f.debug_set().entries(self.0.keys()).finish()
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
