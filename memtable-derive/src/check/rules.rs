//! Rules: each once, with limits that a value can keep.

use std::cmp::Ordering;

use proc_macro2::Ident;
use quote::ToTokens;
use syn::{Expr, Lit, LitStr};

use crate::ctxt::Ctxt;
use crate::literal::{Literal, int, number};
use crate::model::Rule;
use crate::parse::{self, Bounds, ColumnWord, Field, Limit, RuleKind, Unit};

/// The rules of a column, in the order they were said; one that is wrong has its error, and asks nothing.
pub(super) fn rules(ctxt: &Ctxt, field: &Field) -> Vec<Rule> {
    let said = field.words.iter().filter_map(|word| match &word.what {
        ColumnWord::Rule(rule) => Some(rule),
        _ => None,
    });
    checked(ctxt, &said.collect::<Vec<_>>())
}

fn checked(ctxt: &Ctxt, said: &[&parse::Rule]) -> Vec<Rule> {
    let said = joined(ctxt, said);
    let mut rules = Vec::new();
    for (position, rule) in said.iter().enumerate() {
        if let Some(first) = said[..position].iter().find(|first| same_kind(first, rule)) {
            super::twice(ctxt, &first.key, &rule.key, name(&rule.kind));
            continue;
        }
        rules.extend(check(ctxt, rule));
    }
    rules
}

/// `min` and `max`, said apart, are one range.
fn joined(ctxt: &Ctxt, said: &[&parse::Rule]) -> Vec<parse::Rule> {
    let mut rules: Vec<parse::Rule> = Vec::new();
    for &rule in said {
        let partner = rules
            .iter_mut()
            .find(|first| is_half(first) && is_half(rule) && first.key != rule.key);
        match (partner, &rule.kind) {
            (Some(first), RuleKind::Range(half)) => join(first, half),
            _ => rules.push(rule.clone()),
        }
    }
    for rule in rules.iter().filter(|rule| is_half(rule)) {
        if let Some(whole) = rules.iter().find(|whole| whole.key == "range") {
            let message = format!(
                "`{}` is a limit of `range`, which is said too: write it inside, `range(min = .., max = ..)` [MT0005]",
                rule.key
            );
            ctxt.clash((&whole.key, "the range"), (&rule.key, message));
        }
    }
    rules
}

fn is_half(rule: &parse::Rule) -> bool {
    rule.key == "min" || rule.key == "max"
}

fn join(first: &mut parse::Rule, half: &Bounds) {
    if let RuleKind::Range(bounds) = &mut first.kind {
        let free = |limit: &Limit| limit.expr().is_none();
        if free(&bounds.min) {
            bounds.min = half.min.clone();
        } else if free(&bounds.max) {
            bounds.max = half.max.clone();
        }
    }
}

/// Whether one of the two is too much. `custom` can be said again, and so can `pattern`.
fn same_kind(first: &parse::Rule, second: &parse::Rule) -> bool {
    let repeatable = matches!(first.kind, RuleKind::Custom(_) | RuleKind::Pattern(_));
    let halves = is_half(first) != is_half(second);
    !repeatable && !halves && name(&first.kind) == name(&second.kind)
}

fn name(kind: &RuleKind) -> &'static str {
    match kind {
        RuleKind::Range(_) => "range",
        RuleKind::Length { .. } => "length",
        RuleKind::Pattern(_) => "pattern",
        RuleKind::OneOf(_) => "one_of",
        RuleKind::Email => "email",
        RuleKind::Url => "url",
        RuleKind::Ip => "ip",
        RuleKind::MultipleOf(_) => "multiple_of",
        RuleKind::Finite => "finite",
        RuleKind::NonBlank => "non_blank",
        RuleKind::Custom(_) => "custom",
        RuleKind::Inner(_) => "inner",
    }
}

/// The rule, where nothing is wrong with it.
fn check(ctxt: &Ctxt, rule: &parse::Rule) -> Option<Rule> {
    Some(match &rule.kind {
        RuleKind::Range(bounds) => {
            ctxt.sound(|| not_empty(ctxt, bounds, "no value lies in this range"))?;
            Rule::Range(bounds.clone())
        }
        RuleKind::Length { bounds, unit } => ctxt.sound(|| length(ctxt, bounds, *unit))?,
        RuleKind::Pattern(pattern) => {
            ctxt.sound(|| parses(ctxt, pattern))?;
            Rule::Pattern(pattern.clone())
        }
        RuleKind::OneOf(values) => {
            ctxt.sound(|| one_of(ctxt, &rule.key, values))?;
            Rule::OneOf(values.clone())
        }
        RuleKind::MultipleOf(of) => {
            ctxt.sound(|| not_zero(ctxt, of))?;
            Rule::MultipleOf(of.clone())
        }
        RuleKind::Inner(rules) => Rule::Inner(checked(ctxt, &rules.iter().collect::<Vec<_>>())),
        RuleKind::Email => Rule::Email,
        RuleKind::Url => Rule::Url,
        RuleKind::Ip => Rule::Ip,
        RuleKind::Finite => Rule::Finite,
        RuleKind::NonBlank => Rule::NonBlank,
        RuleKind::Custom(path) => Rule::Custom(path.clone()),
    })
}

fn not_zero(ctxt: &Ctxt, of: &Expr) {
    if number(of) == Some(0.0) {
        ctxt.error_at(
            of,
            "nothing is a multiple of 0: `multiple_of` needs another number [MT0035]",
        );
    }
}

/// Notes an error where two literals leave nothing between them.
fn not_empty(ctxt: &Ctxt, bounds: &Bounds, why: &str) {
    let (Some(min), Some(max)) = (bounds.min.expr(), bounds.max.expr()) else {
        return;
    };
    let excluded =
        matches!(bounds.min, Limit::Excluded(_)) || matches!(bounds.max, Limit::Excluded(_));
    let order = compare(min, max);
    if order == Some(Ordering::Greater) {
        let (min, max) = (text(min), text(max));
        ctxt.error_at(
            bounds,
            format!("{why}: its lower limit {min} is above its upper limit {max} [MT0031]"),
        );
    } else if order == Some(Ordering::Equal) && excluded {
        let (min, max) = (text(min), text(max));
        ctxt.error_at(
            bounds,
            format!(
                "{why}: it starts at {min} and ends before {max}; `{min}..={max}` includes its end [MT0031]"
            ),
        );
    }
}

fn length(ctxt: &Ctxt, bounds: &Bounds, unit: Unit) -> Rule {
    for limit in [&bounds.min, &bounds.max]
        .into_iter()
        .filter_map(Limit::expr)
    {
        let negative = number(limit).is_some_and(|length| length < 0.0);
        if negative || Literal::of(limit).is_some_and(|literal| !matches!(literal.lit, Lit::Int(_)))
        {
            ctxt.error_at(limit, "a length is a whole number from 0 up [MT0034]");
        }
    }
    not_empty(ctxt, bounds, "nothing has such a length");
    if let Limit::Excluded(min) = &bounds.min {
        ctxt.error_at(
            min,
            "`above` belongs to `range`: a length is counted, so write `min` [MT0034]",
        );
    }
    let max = match &bounds.max {
        Limit::Excluded(max) => Some(syn::parse_quote!(#max - 1)),
        Limit::Included(max) => Some(max.clone()),
        Limit::None => None,
    };
    Rule::Length {
        min: bounds.min.expr().cloned(),
        max,
        unit,
    }
}

/// Notes an error where the pattern is no regular expression, with the place in it.
fn parses(ctxt: &Ctxt, pattern: &LitStr) {
    let Err(error) = regex_syntax::parse(&pattern.value()) else {
        return;
    };
    let (what, at) = match &error {
        regex_syntax::Error::Parse(error) => (error.kind().to_string(), error.span().start),
        regex_syntax::Error::Translate(error) => (error.kind().to_string(), error.span().start),
        error => {
            return ctxt.error_at(
                pattern,
                format!("this is no regular expression: {error} [MT0036]"),
            );
        }
    };
    let message = format!(
        "this is no regular expression: {what}, at character {} [MT0036]\n    {}\n    {}^\nthe syntax is that of the `regex` crate; `\\` takes the meaning off the next character",
        at.column,
        pattern.value(),
        " ".repeat(at.column.saturating_sub(1))
    );
    ctxt.error_at(pattern, message);
}

fn one_of(ctxt: &Ctxt, key: &Ident, values: &[Expr]) {
    if values.is_empty() {
        ctxt.error_at(
            key,
            "`one_of` holds the values that are allowed, and here are none: `one_of(\"a\", \"b\")` [MT0037]",
        );
    }
    for (position, value) in values.iter().enumerate() {
        let said = text(value);
        if let Some(first) = values[..position].iter().find(|first| text(first) == said) {
            let message = format!("{said} is in this `one_of` twice: remove one [MT0037]");
            ctxt.clash((first, "first said here"), (value, message));
        }
    }
}

/// The order of two literals, as far as they are of a kind.
fn compare(left: &Expr, right: &Expr) -> Option<Ordering> {
    if let (Some(left), Some(right)) = (int(left), int(right)) {
        return Some(left.cmp(&right));
    }
    match (Literal::of(left)?.lit, Literal::of(right)?.lit) {
        (Lit::Char(left), Lit::Char(right)) => Some(left.value().cmp(&right.value())),
        _ => number(left)?.partial_cmp(&number(right)?),
    }
}

fn text(expr: &Expr) -> String {
    expr.to_token_stream().to_string().replace("- ", "-")
}
