//! One rule of a column, ready to be asked.

use arrow_array::ArrayRef;

use crate::dynamic::cell::{Cells, Kind};
use crate::dynamic::rule::functions::{Function, Functions};
use crate::dynamic::rule::layer::Found;
use crate::dynamic::rule::{
    custom, email, finite, inner, ip, length, multiple_of, non_blank, one_of, pattern, range, rows,
    url,
};
use crate::schema::{DataType, Rule};
use crate::validate::rules::Matcher;

/// A rule with what it needs beside its limits.
pub(super) enum Step {
    /// Nothing.
    Plain(Rule),
    /// The pattern, compiled.
    Pattern(Rule, Matcher),
    /// The function.
    Custom(Rule, Function),
    /// The rules of elements of this type.
    Inner(DataType, Vec<Step>),
}

impl std::fmt::Debug for Step {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Step::Plain(rule) | Step::Pattern(rule, _) | Step::Custom(rule, _) => rule.fmt(f),
            Step::Inner(_, steps) => steps.fmt(f),
        }
    }
}

impl Step {
    /// The steps of these rules; custom ones whose function is not there are left out: [`Rules`](super::Rules) know them as
    /// missing, and nothing is written as long as one is.
    pub(super) fn all(rules: &[Rule], data_type: &DataType, functions: &Functions) -> Vec<Step> {
        let step = |rule: &Rule| match rule {
            Rule::Pattern(source) => Some(Step::Pattern(rule.clone(), Matcher::new(source))),
            Rule::Custom(path) => Some(Step::Custom(rule.clone(), functions.get(path)?.clone())),
            Rule::Inner(rules) => {
                let element = element(data_type);
                let steps = Step::all(rules, &element, functions);
                Some(Step::Inner(element, steps))
            }
            rule => Some(Step::Plain(rule.clone())),
        };
        rules.iter().filter_map(step).collect()
    }

    /// The violations of this rule by the values of a column, by row.
    pub(super) fn check(&self, array: &ArrayRef, cells: &Cells) -> Vec<Found> {
        match self {
            Step::Plain(rule) => found(rule, cells, broken(rule, cells)),
            Step::Pattern(rule, matcher) => found(rule, cells, pattern::broken(cells, matcher)),
            Step::Custom(rule, function) => custom::check(rule, function, cells),
            Step::Inner(element, steps) => inner::check(steps, element, array),
        }
    }
}

/// Runs rules of one column; the violations are by row, then by rule.
pub(super) fn check_all(steps: &[Step], array: &ArrayRef, cells: &Cells) -> Vec<Found> {
    let mut found: Vec<Found> = steps
        .iter()
        .flat_map(|step| step.check(array, cells))
        .collect();
    found.sort_by_key(|found| found.row);
    found
}

/// The rows that break a rule which is all limits.
fn broken(rule: &Rule, cells: &Cells) -> Vec<usize> {
    match rule {
        Rule::Range { min, max } => range::broken(cells, rule, (min, max)),
        Rule::Length { min, max, unit } => length::broken(cells, rule, (*min, *max, *unit)),
        Rule::OneOf(values) => one_of::broken(cells, rule, values),
        Rule::Email => email::broken(cells),
        Rule::Url => url::broken(cells),
        Rule::Ip => ip::broken(cells),
        Rule::MultipleOf(of) => multiple_of::broken(cells, rule, of),
        Rule::Finite => finite::broken(cells),
        Rule::NonBlank => non_blank::broken(cells),
        Rule::Pattern(_)
        | Rule::Custom(_)
        | Rule::Inner(_)
        | Rule::NotNull
        | Rule::Type(_)
        | Rule::Columns
        | Rule::PrimaryKey(_)
        | Rule::Unique(_)
        | Rule::MergeKey(_)
        | Rule::Check { .. }
        | Rule::TableCheck(_)
        | Rule::Capacity(_)
        | Rule::References(_) => Vec::new(),
    }
}

pub(super) fn found(rule: &Rule, cells: &Cells, rows: Vec<usize>) -> Vec<Found> {
    let found = rows
        .into_iter()
        .map(|row| Found::new(row, rule, cells.get(row)));
    found.collect()
}

/// The rows whose text breaks a rule of texts.
pub(super) fn broken_texts(cells: &Cells, keeps: impl Fn(&str) -> bool) -> Vec<usize> {
    match &cells.kind {
        Kind::Text(array) => rows::of_texts(array, keeps),
        _ => Vec::new(),
    }
}

fn element(data_type: &DataType) -> DataType {
    match data_type {
        DataType::List { element, .. } => (**element).clone(),
        // The elements of bytes.
        _ => DataType::UInt8,
    }
}
