//! The checks of the struct: conditions over several columns.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};

use super::rule::local;
use crate::expand::{column_type, private, spanned, type_span};
use crate::model::{Check, Condition, Operand, Place, Table};

// if <condition> == Some(false) { check.check_failed(0, ..); }
pub(super) fn struct_check(table: &Table, idx: usize, check: &Check) -> TokenStream {
    let p = private();
    let value = condition(table, &check.condition);
    let values = check.condition.columns().into_iter().map(|column| {
        let marker = table.marker(&table.columns[column]);
        quote!((#column, #p::value::<Self, #marker>(self)))
    });
    quote! {
        if #value == #p::Some(false) {
            __check.check_failed(#idx, #p::list([#(#values),*]));
        }
    }
}

fn condition(table: &Table, written: &Condition) -> TokenStream {
    let p = private();
    match written {
        Condition::Compare { op, left, right } => compare(table, op, left, right),
        Condition::Column(place) => {
            let (value, plain) = (column_value(table, place), column_plain(table, place));
            let p = spanned(p, place.at.span());
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
    let p = private();
    let (place, other, op) = match (left, right) {
        (Operand::Column(place), other) => (place, other, op),
        (other, Operand::Column(place)) => (place, other, turned(op)),
        (Operand::Literal(_), Operand::Literal(_)) => return quote!(#p::None),
    };
    let op = format_ident!("{op}");
    let (plain, value) = (column_plain(table, place), column_value(table, place));
    let (other_type, other) = match other {
        Operand::Column(place) => (column_plain(table, place), column_value(table, place)),
        Operand::Literal(literal) => {
            let constant = local("constant", place.at.span());
            let value = quote!({ let #constant: #plain = #literal; #p::Some(#constant) });
            (plain.clone(), value)
        }
    };
    let p = spanned(p, place.at.span());
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
    let (span, ty) = (place.at.span(), &table.columns[place.column].ty);
    let (p, ty) = (spanned(private(), span), column_type(ty, type_span(ty)));
    quote_spanned!(span=> <#ty as #p::MemValue>::Plain<'_>)
}

fn column_value(table: &Table, place: &Place) -> TokenStream {
    let column = &table.columns[place.column];
    let (span, marker, row) = (type_span(&column.ty), table.marker(column), quote!(self));
    let p = spanned(private(), span);
    quote_spanned!(span=> #p::plain::<Self, #marker>(#row))
}
