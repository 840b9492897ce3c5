//! Constants that stop the compiler where values of the struct do not go together, each at its place.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::Expr;
use syn::spanned::Spanned;

use super::schema::{Subject, source};
use super::{ends, private, spanned};
use crate::literal::{Literal, int};
use crate::model::{Bounds, Column, Fallback, Rule, Table};

/// What constants of the struct have to keep, each at its place.
pub(super) fn assertions(table: &Table) -> TokenStream {
    // a constant on its own knows no parameters
    if !table.generics.params.is_empty() {
        return TokenStream::new();
    }
    let columns = table.columns.iter().enumerate();
    let assertions = columns.map(|(idx, column)| {
        let (ranges, choices) = (ranges(table, column), choices(table, idx, column));
        let (default, limits) = (kept_default(table, idx, column), limits(table, column));
        quote!(#ranges #choices #default #limits)
    });
    let literals = table.checks.iter().flat_map(|check| {
        let literals = check.condition.literals().into_iter();
        literals.filter_map(|(column, literal)| {
            fitting(table, &table.columns[column], "misfit_limit", literal)
        })
    });
    assertions.chain(literals).collect()
}

// const _: () = if is_empty(const { &Lit(LEAST).value() }, const { &Lit(MOST).value() }) { panic!("..") };
fn ranges(table: &Table, column: &Column) -> TokenStream {
    let (row, marker) = (table.row(), table.marker(column));
    let subject = Subject {
        column: quote!(#row, #marker),
        ..Subject::column(table, column)
    };
    let ranges = column.rules.iter().filter_map(|rule| match rule {
        Rule::Range(bounds) => not_empty(&subject, bounds),
        _ => None,
    });
    ranges.collect()
}

// const _: () = misfit_choice(<User as MemTable>::SCHEMA, 3, (1, 0)).stop();
fn choices(table: &Table, idx: usize, column: &Column) -> TokenStream {
    let row = table.row();
    let rules = column.rules.iter().enumerate();
    let choices =
        rules
            .filter(|_| column.rules.len() > 1)
            .flat_map(|(rule_idx, rule)| match rule {
                Rule::OneOf(values) => values
                    .iter()
                    .enumerate()
                    .map(|(at, value)| (rule_idx, at, value))
                    .collect(),
                _ => Vec::new(),
            });
    let choices = choices.map(|(rule, at, value)| {
        let (p, stop) = (spanned(private(), value.span()), stop(value));
        quote_spanned!(value.span()=> const _: () = #p::misfit_choice(<#row as #p::MemTable>::SCHEMA, #idx, (#rule, #at))#stop;)
    });
    choices.collect()
}

// const _: () = misfit_default(<User as MemTable>::SCHEMA, 3).stop();
fn kept_default(table: &Table, idx: usize, column: &Column) -> Option<TokenStream> {
    let Some(Fallback::Expr(expr)) = &column.default else {
        return None;
    };
    let is_judged = !column.rules.is_empty() && Literal::of(expr).is_some();
    let (row, span) = (table.row(), expr.span());
    let (p, stop) = (spanned(private(), span), stop(expr));
    is_judged.then(|| {
        quote_spanned!(span=> const _: () = #p::misfit_default(<#row as #p::MemTable>::SCHEMA, #idx)#stop;)
    })
}

/// The integers of the rules, and of a default that no rule judges.
fn limits(table: &Table, column: &Column) -> TokenStream {
    let default = match &column.default {
        Some(Fallback::Expr(expr)) if column.rules.is_empty() => Some(expr),
        _ => None,
    };
    let of_rules = column.rules.iter().flat_map(|rule| match rule {
        Rule::Inner(rules) => {
            let limits = rules.iter().flat_map(integers);
            limits
                .map(|limit| ("misfit_element_limit", limit))
                .collect()
        }
        // those of a choice beside other rules are judged by these
        Rule::OneOf(_) if column.rules.len() > 1 => Vec::new(),
        rule => {
            let limits = integers(rule).into_iter();
            limits.map(|limit| ("misfit_limit", limit)).collect()
        }
    });
    let all = of_rules.chain(default.map(|default| ("misfit_limit", default)));
    all.filter_map(|(judge, limit)| fitting(table, column, judge, limit))
        .collect()
}

/// The limits that have the type of the column.
fn integers(rule: &Rule) -> Vec<&Expr> {
    match rule {
        Rule::Range(bounds) => [bounds.min.expr(), bounds.max.expr()]
            .into_iter()
            .flatten()
            .collect(),
        Rule::OneOf(values) => values.iter().collect(),
        Rule::MultipleOf(of) => vec![of],
        Rule::Length { .. }
        | Rule::Pattern(_)
        | Rule::Email
        | Rule::Url
        | Rule::Ip
        | Rule::Finite
        | Rule::NonBlank
        | Rule::Custom(_)
        | Rule::Inner(_) => Vec::new(),
    }
}

// const _: () = misfit_limit::<User, User_age>(300).stop();
//
// The compiler has a lint for it, which is silent where there are other errors.
fn fitting(table: &Table, column: &Column, judge: &str, limit: &Expr) -> Option<TokenStream> {
    let value = int(limit)?;
    let fits_every_integer = i8::try_from(value).is_ok();
    if fits_every_integer || !Literal::of(limit)?.is_bare() {
        return None;
    }
    let (row, marker, span) = (table.row(), table.marker(column), limit.span());
    let (p, judge, stop) = (
        spanned(private(), span),
        Ident::new(judge, span),
        stop(limit),
    );
    Some(quote_spanned!(span=> const _: () = #p::#judge::<#row, #marker>(#value)#stop;))
}

/// `.stop()`, from the first token of the expression to its last: what the compiler underlines.
fn stop(expr: &Expr) -> TokenStream {
    let (first, last) = ends(expr);
    let (stop, call) = (Ident::new("stop", first), quote_spanned!(last=> ()));
    quote_spanned!(first=> .#stop #call)
}

/// What two limits that are no literals cannot be told before they have values.
fn not_empty(subject: &Subject, bounds: &Bounds) -> Option<TokenStream> {
    let (min, max) = (bounds.min.expr()?, bounds.max.expr()?);
    let literal = |limit| Literal::of(limit).is_some();
    if literal(min) && literal(max) {
        return None;
    }
    let span = min.span();
    let message = format!(
        "no value lies in this range: its lower limit `{}` is above its upper limit `{}` [MT0031]",
        source(min),
        source(max)
    );
    let p = spanned(private(), span);
    let (min, max) = (subject.value(min), subject.value(max));
    Some(quote_spanned! {span=>
        const _: () = if #p::is_empty(const { &#min }, const { &#max }) { ::core::panic!(#message) };
    })
}
