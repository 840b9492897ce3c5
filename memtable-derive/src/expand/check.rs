//! The row check: straight code, rule by rule, on the plain values.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, Path};

use super::type_span;
use crate::model::{Check, Column, Condition, Limit, Operand, Place, Rule, Table};

// fn check(&self, check: &mut RowCheck<'_>) { .. }
pub(super) fn check(table: &Table) -> TokenStream {
    let p = table.private();
    let columns = table
        .columns
        .iter()
        .map(|column| column_check(table, column));
    let references = table
        .columns
        .iter()
        .filter_map(|column| reference(table, column));
    let checks = table
        .checks
        .iter()
        .enumerate()
        .map(|(idx, check)| struct_check(table, idx, check));
    quote! {
        fn check(&self, check: &mut #p::RowCheck<'_>) {
            #(#columns)*
            #(#references)*
            #(#checks)*
        }
    }
}

fn column_check(table: &Table, column: &Column) -> TokenStream {
    let (p, marker, ty) = (table.private(), table.marker(column), &column.ty);
    let plain = quote_spanned!(type_span(ty)=> <#ty as #p::MemValue>::Plain<'_>);
    let of = quote!(Self, #marker);
    let rules = column.rules.iter().enumerate().map(|(idx, rule)| match rule {
        Rule::Custom(path) => custom(&p, &of, path, idx),
        Rule::Inner(rules) => inner(table, column, (idx, rules)),
        rule => {
            let kept = kept(&p, &plain, rule, type_span(ty));
            quote! {
                if let #p::Some(plain) = #p::plain::<#of>(self) {
                    if !#kept {
                        check.broken(<#marker as #p::ColumnOf<Self>>::IDX, #idx, #p::value::<#of>(self));
                    }
                }
            }
        }
    });
    quote! {
        #(#rules)*
        #p::nested::<#of>(self, check);
    }
}

/// Whether `plain` keeps the rule.
fn kept(p: &TokenStream, plain: &TokenStream, rule: &Rule, span: proc_macro2::Span) -> TokenStream {
    match rule {
        Rule::Range(bounds) => {
            let (min, max) = (bound(p, &bounds.min), bound(p, &bounds.max));
            quote_spanned!(span=> <#plain as #p::RangeFits>::in_range(plain, #min, #max))
        }
        Rule::Length { min, max, bytes } => {
            let min = min.as_ref().map_or(quote!(0), ToTokens::to_token_stream);
            let max = max
                .as_ref()
                .map_or(quote!(#p::usize::MAX), ToTokens::to_token_stream);
            if *bytes {
                quote_spanned!(span=> <#plain as #p::BytesLengthFits>::in_bytes(plain, #min, #max))
            } else {
                quote_spanned!(span=> <#plain as #p::LengthFits>::in_length(plain, #min, #max))
            }
        }
        Rule::Pattern(pattern) => {
            let static_pattern = quote! {{
                static PATTERN: #p::rules::Pattern = #p::rules::Pattern::new(#pattern);
                &PATTERN
            }};
            quote_spanned!(span=> <#plain as #p::PatternFits>::has_match(plain, #static_pattern))
        }
        Rule::OneOf(values) => {
            quote_spanned!(span=> #p::rules::one_of::<#plain>(plain, &[#(#values),*]))
        }
        Rule::MultipleOf(of) => {
            quote_spanned!(span=> <#plain as #p::MultipleOfFits>::is_multiple_of(plain, #of))
        }
        Rule::Email => quote_spanned!(span=> <#plain as #p::EmailFits>::is_email(plain)),
        Rule::Url => quote_spanned!(span=> <#plain as #p::UrlFits>::is_url(plain)),
        Rule::Ip => quote_spanned!(span=> <#plain as #p::IpFits>::is_ip(plain)),
        Rule::Finite => quote_spanned!(span=> <#plain as #p::FiniteFits>::is_finite(plain)),
        Rule::NonBlank => quote_spanned!(span=> <#plain as #p::NonBlankFits>::is_non_blank(plain)),
        Rule::Custom(_) | Rule::Inner(_) => quote!(true),
    }
}

fn bound(p: &TokenStream, limit: &Limit) -> TokenStream {
    match limit {
        Limit::Included(expr) => quote!(#p::Bound::Included(#expr)),
        Limit::Excluded(expr) => quote!(#p::Bound::Excluded(#expr)),
        Limit::None => quote!(#p::Bound::Unbounded),
    }
}

fn custom(p: &TokenStream, of: &TokenStream, path: &Path, idx: usize) -> TokenStream {
    let call = quote_spanned!(path.span()=> #path(value));
    quote! {
        if let #p::Some(value) = #p::inner::<#of>(self) {
            #p::answered::<#of>(self, check, #idx, #call);
        }
    }
}

fn inner(table: &Table, column: &Column, (idx, rules): (usize, &[Rule])) -> TokenStream {
    let (p, marker, ty) = (table.private(), table.marker(column), &column.ty);
    let span = type_span(ty);
    let list = quote_spanned!(span=> <#ty as #p::MemValue>::Plain<'_> as #p::InnerFits<'_>);
    let plain = quote_spanned!(span=> <<#list>::Element as #p::MemValue>::Plain<'_>);
    let rules = rules.iter().enumerate().map(|(inner_idx, rule)| {
        let kept = kept(&p, &plain, rule, span);
        quote! {
            if !#kept {
                check.broken_element(<#marker as #p::ColumnOf<Self>>::IDX, (#idx, #inner_idx), position, #p::MemValue::to_value(element));
            }
        }
    });
    let elements = quote_spanned!(span=> <#list>::elements(list));
    quote! {
        if let #p::Some(list) = #p::plain::<Self, #marker>(self) {
            for (position, element) in #p::Iterator::enumerate(#elements) {
                if let #p::Some(plain) = #p::MemValue::plain(element) {
                    #(#rules)*
                }
            }
        }
    }
}

fn reference(table: &Table, column: &Column) -> Option<TokenStream> {
    let (p, marker, to) = (
        table.private(),
        table.marker(column),
        &column.reference.as_ref()?.to,
    );
    Some(quote_spanned!(to.span()=> #p::references::<Self, #marker, _, _>(#to);))
}

fn struct_check(table: &Table, idx: usize, check: &Check) -> TokenStream {
    let p = table.private();
    let value = condition(table, &check.condition);
    let values = check.condition.columns().into_iter().map(|column| {
        let marker = table.marker(&table.columns[column]);
        quote!((#column, #p::value::<Self, #marker>(self)))
    });
    quote! {
        if #value == #p::Some(false) {
            check.check_failed(#idx, #p::list([#(#values),*]));
        }
    }
}

fn condition(table: &Table, written: &Condition) -> TokenStream {
    let p = table.private();
    match written {
        Condition::Compare { op, left, right } => compare(table, op, left, right),
        Condition::Column(place) => {
            let (value, plain) = (column_value(table, place), column_plain(table, place));
            quote_spanned!(place.at.span()=> <#plain as #p::Condition>::is_true(#value))
        }
        Condition::IsNull(place) => {
            let value = column_value(table, place);
            quote!(#p::Some(#value.is_none()))
        }
        Condition::Not(part) => {
            let part = condition(table, part);
            quote!(#p::rules::check::not(#part))
        }
        Condition::And(left, right) => {
            let (left, right) = (condition(table, left), condition(table, right));
            quote!(#p::rules::check::and(#left, #right))
        }
        Condition::Or(left, right) => {
            let (left, right) = (condition(table, left), condition(table, right));
            quote!(#p::rules::check::or(#left, #right))
        }
    }
}

/// The column's side first, so that a literal takes its type.
fn compare(table: &Table, op: &str, left: &Operand, right: &Operand) -> TokenStream {
    let p = table.private();
    let (place, other, op) = match (left, right) {
        (Operand::Column(place), other) => (place, other, op),
        (other, Operand::Column(place)) => (place, other, turned(op)),
        (Operand::Literal(_), Operand::Literal(_)) => return quote!(#p::None),
    };
    let op = format_ident!("{op}");
    let (plain, value) = (column_plain(table, place), column_value(table, place));
    let (other_type, other) = match other {
        Operand::Column(place) => (column_plain(table, place), column_value(table, place)),
        Operand::Literal(literal) => (
            quote!(_),
            quote_spanned!(literal.span()=> #p::Some(#literal)),
        ),
    };
    quote_spanned!(place.at.span()=> <#plain as #p::ComparesWith<#other_type>>::compare(#p::CompareOp::#op, #value, #other))
}

fn turned(op: &str) -> &str {
    match op {
        "Lt" => "Gt",
        "Le" => "Ge",
        "Gt" => "Lt",
        "Ge" => "Le",
        same => same,
    }
}

fn column_plain(table: &Table, place: &Place) -> TokenStream {
    let (p, ty) = (table.private(), &table.columns[place.column].ty);
    quote!(<#ty as #p::MemValue>::Plain<'_>)
}

fn column_value(table: &Table, place: &Place) -> TokenStream {
    let (p, marker) = (table.private(), table.marker(&table.columns[place.column]));
    quote!(#p::plain::<Self, #marker>(self))
}

/// The expression that a default is, in the type of the field.
pub(super) fn default_value(p: &TokenStream, expr: &Expr) -> TokenStream {
    match expr {
        Expr::Lit(syn::ExprLit {
            lit: syn::Lit::Str(text),
            ..
        }) => quote!(#p::From::from(#text)),
        expr => expr.to_token_stream(),
    }
}
