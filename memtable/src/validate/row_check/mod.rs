#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::{iter, mem};

use crate::schema::{Rule, Schema, Value};
use crate::validate::violation::cells_value;
use crate::validate::{Cells, Violation};

/// Collects the violations of one row, while generated code walks its columns.
///
/// The struct's own code says only *which* column and rule, by position; what the rule is comes from the schema.
/// A position that the schema does not have is skipped. A row that keeps its rules costs nothing here: where a violation
/// is gets written down from the inside out, on the way back from a nested walk that found one.
#[derive(Debug)]
pub struct RowCheck<'a> {
    /// The schema of the struct that is being walked.
    schema: &'static Schema,
    row: usize,
    violations: &'a mut Vec<Violation>,
}

impl<'a> RowCheck<'a> {
    /// A check of the row at this position of its batch.
    pub fn new(schema: &'static Schema, row: usize, violations: &'a mut Vec<Violation>) -> Self {
        RowCheck {
            schema,
            row,
            violations,
        }
    }

    /// The value of the column breaks the column's rule at this position.
    #[cold]
    pub fn broken(&mut self, column: usize, rule: usize, value: Value) {
        if let Some((name, rule)) = self.rule(column, rule) {
            self.push(vec![name], rule.clone(), value);
        }
    }

    /// The element breaks the rule at position `inner_rule` of the column's [`Rule::Inner`], itself at position `rule`.
    #[cold]
    pub fn broken_element(
        &mut self,
        column: usize,
        (rule, inner_rule): (usize, usize),
        element: usize,
        value: Value,
    ) {
        if let Some((name, rule)) = self.inner_rule(column, (rule, inner_rule)) {
            self.push(vec![name], rule.clone(), value).path = format!("[{element}]");
        }
    }

    /// A custom rule of the column said these things.
    #[cold]
    pub fn complained(&mut self, column: usize, rule: usize, messages: Vec<String>, value: Value) {
        if let Some(named) = self.rule(column, rule) {
            self.push_complaints(named, "", messages, value);
        }
    }

    /// A custom rule of the column's [`Rule::Inner`] said these things of the element with this value.
    #[cold]
    pub fn complained_element(
        &mut self,
        column: usize,
        (rule, inner_rule): (usize, usize),
        element: usize,
        (messages, value): (Vec<String>, Value),
    ) {
        if let Some(named) = self.inner_rule(column, (rule, inner_rule)) {
            self.push_complaints(named, &format!("[{element}]"), messages, value);
        }
    }

    /// The check of the schema at this position is false; `values` are those of the columns that it names.
    #[cold]
    pub fn check_failed(&mut self, check: usize, values: Vec<(usize, Value)>) {
        let Some(check) = self.schema.checks.get(check) else {
            return;
        };
        let cells: Cells = values
            .into_iter()
            .filter_map(|(column, value)| Some((self.name(column)?, value)))
            .collect();
        let names = cells.iter().map(|(name, _)| name.clone()).collect();
        let rule = Rule::Check {
            expr: check.expr.clone(),
            message: check.message.clone(),
        };
        self.push(names, rule, cells_value(cells));
    }

    /// Runs `walk` on a nested struct, whose schema this is.
    #[inline]
    pub fn nested(&mut self, schema: &'static Schema, walk: impl FnOnce(&mut Self)) {
        let outer = mem::replace(&mut self.schema, schema);
        let known = self.violations.len();
        walk(self);
        self.schema = outer;
        self.prefix(known, |violation| match violation.columns.as_slice() {
            [column] => format!(".{column}"),
            _ => String::new(),
        });
    }

    /// Runs `walk` inside a column.
    #[inline]
    pub fn in_column(&mut self, column: usize, walk: impl FnOnce(&mut Self)) {
        let known = self.violations.len();
        walk(self);
        if self.violations.len() > known {
            self.found_in_column(known, column);
        }
    }

    /// Runs `walk` inside an element of a list.
    #[inline]
    pub fn in_element(&mut self, element: usize, walk: impl FnOnce(&mut Self)) {
        let known = self.violations.len();
        walk(self);
        self.prefix(known, |_| format!("[{element}]"));
    }

    /// Puts a step before the path of each violation that was found since `known` of them were.
    fn prefix(&mut self, known: usize, step: impl Fn(&Violation) -> String) {
        for violation in self.violations.iter_mut().skip(known) {
            violation.path.insert_str(0, &step(violation));
            violation.columns.clear();
        }
    }

    #[cold]
    fn found_in_column(&mut self, known: usize, column: usize) {
        let name = self.name(column);
        for violation in self.violations.iter_mut().skip(known) {
            violation.columns = name.iter().cloned().collect();
        }
    }

    /// One violation for each message; an empty message says nothing, and is none.
    fn push_complaints(
        &mut self,
        (name, rule): (Cow<'static, str>, &Rule),
        path: &str,
        messages: Vec<String>,
        value: Value,
    ) {
        let values = iter::repeat_n(value, messages.len());
        for (message, value) in messages.into_iter().zip(values) {
            let violation = self.push(vec![name.clone()], rule.clone(), value);
            path.clone_into(&mut violation.path);
            violation.message = Some(message).filter(|message| !message.is_empty());
        }
    }

    fn push(
        &mut self,
        columns: Vec<Cow<'static, str>>,
        rule: Rule,
        value: Value,
    ) -> &mut Violation {
        self.violations
            .push_mut(Violation::new(self.row, columns, rule, value))
    }

    fn name(&self, column: usize) -> Option<Cow<'static, str>> {
        Some(self.schema.columns.get(column)?.name.clone())
    }

    fn rule(&self, column: usize, rule: usize) -> Option<(Cow<'static, str>, &'static Rule)> {
        let column = self.schema.columns.get(column)?;
        Some((column.name.clone(), column.rules.get(rule)?))
    }

    fn inner_rule(
        &self,
        column: usize,
        (rule, inner_rule): (usize, usize),
    ) -> Option<(Cow<'static, str>, &'static Rule)> {
        match self.rule(column, rule)? {
            (name, Rule::Inner(rules)) => Some((name, rules.get(inner_rule)?)),
            _ => None,
        }
    }
}
