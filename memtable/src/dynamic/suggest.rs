//! Rules that the rows of a table keep, and that may be meant.

use std::borrow::Cow;
use std::fmt;
use std::ops::Bound;

use crate::dynamic::DynSnapshot;
use crate::dynamic::describe::Counts;
use crate::error::Error;
use crate::schema::{Column, Rule, Schema};

/// So many different texts at most are taken for a list of what there is.
const FEW: usize = 12;

/// Each of them is there so many times on average, at least.
const TIMES: u64 = 8;

/// Rules that the rows of a table keep: see [`DynSnapshot::suggest_rules`].
///
/// `Display` has a line for each.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestions(pub Vec<Suggestion>);

/// A rule that all rows keep.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Suggestion {
    /// The column.
    pub column: String,
    /// The rule.
    pub rule: Rule,
    /// How many rows keep it.
    pub n_rows: u64,
}

impl DynSnapshot {
    /// Guesses rules from the rows: columns without nulls, unique ones, ranges of numbers and dates, and text of few different words.
    ///
    /// They are guesses: the rows keep them, and rows to come may not. Costs what [`describe`](Self::describe) costs.
    ///
    /// # Errors
    /// As [`batches`](Self::batches).
    ///
    /// ```
    /// use memtable::dynamic::DynTable;
    ///
    /// let towns = DynTable::from_csv(b"name,people\nBern,134\nZug,31\n")?;
    /// let suggestions = towns.suggest_rules()?;
    /// assert_eq!(suggestions.to_string().lines().next(), Some("name: not_null, unique (2 rows)"));
    /// let schema = suggestions.apply(towns.schema().clone());
    /// assert_eq!(schema.columns[1].rules.len(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn suggest_rules(&self) -> Result<Suggestions, Error> {
        let mut found = Vec::new();
        for (idx, column) in self.schema.columns.iter().enumerate() {
            let counts = Counts::of(self, idx)?;
            let rules = rules(column, &counts).into_iter();
            found.extend(rules.map(|rule| Suggestion {
                column: column.name.to_string(),
                rule,
                n_rows: self.len() as u64,
            }));
        }
        Ok(Suggestions(found))
    }
}

fn rules(column: &Column, counts: &Counts) -> Vec<Rule> {
    let n_values = counts.n_values();
    if n_values == 0 {
        return Vec::new();
    }
    let mut rules = Vec::new();
    if counts.n_nulls == 0 {
        rules.push(Rule::NotNull);
    }
    let is_unique = n_values > 1 && counts.sorted.len() as u64 == n_values;
    if is_unique && column.data_type.is_key() {
        rules.push(Rule::Unique(vec![column.name.clone()].into()));
    }
    let is_measured = column.data_type.is_number() || column.data_type.is_temporal();
    let (least, greatest) = (counts.least(), counts.greatest());
    if is_measured && !greatest.is_nan() {
        rules.push(Rule::Range {
            min: Bound::Included(least),
            max: Bound::Included(greatest),
        });
    }
    if is_list_of_words(column, counts) {
        let words = counts.sorted.iter().map(|(value, _)| value.clone());
        rules.push(Rule::OneOf(words.collect::<Vec<_>>().into()));
    }
    rules
}

fn is_list_of_words(column: &Column, counts: &Counts) -> bool {
    let n_words = counts.sorted.len();
    let is_repeated = counts.n_values() >= TIMES * n_words as u64;
    column.data_type == crate::schema::DataType::Text && n_words <= FEW && is_repeated
}

impl Suggestions {
    /// The schema with these rules, where it has columns for them: those without nulls become so, and unique ones too.
    #[must_use]
    pub fn apply(&self, mut schema: Schema) -> Schema {
        for Suggestion { column, rule, .. } in &self.0 {
            let columns = schema.columns.to_mut();
            let Some(found) = columns.iter_mut().find(|known| known.name == *column) else {
                continue;
            };
            match rule {
                Rule::NotNull => found.nullable = false,
                Rule::Unique(names) => {
                    if !schema.unique.contains(names) && schema.primary_key != *names {
                        schema.unique.to_mut().push(names.clone());
                    }
                }
                rule => {
                    if !found.rules.contains(rule) {
                        *found = found.clone().with_rule(rule.clone());
                    }
                }
            }
        }
        schema
    }
}

/// `id: not_null, unique, range(1..=5) (5 rows)`
impl fmt::Display for Suggestions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of_columns = self.0.chunk_by(|left, right| left.column == right.column);
        for (nth, suggestions) in of_columns.enumerate() {
            let Some(first) = suggestions.first() else {
                continue;
            };
            let newline = if nth == 0 { "" } else { "\n" };
            let rules: Vec<Cow<'static, str>> = suggestions.iter().map(Suggestion::word).collect();
            let (column, n_rows) = (&first.column, first.n_rows);
            write!(f, "{newline}{column}: {} ({n_rows} rows)", rules.join(", "))?;
        }
        Ok(())
    }
}

impl Suggestion {
    /// The rule, without the column that stands before it.
    fn word(&self) -> Cow<'static, str> {
        match &self.rule {
            Rule::Unique(_) => "unique".into(),
            rule => rule.to_string().into(),
        }
    }
}
