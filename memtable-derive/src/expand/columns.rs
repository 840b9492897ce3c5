//! A marker for each column, where the column is in the row, and the constant by which people name it.

use std::collections::HashSet;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote, quote_spanned};

use super::{bounded, column_type, generated_at, private, type_span};
use crate::model::{Column, Table};
use crate::parse::unraw;

/// The name of a column's constant: `AGE`.
pub(crate) fn constant(field: &Ident) -> Ident {
    format_ident!("{}", unraw(field).to_uppercase(), span = field.span())
}

/// The markers, and the constants.
pub(super) fn columns(table: &Table) -> TokenStream {
    let generics = bounded(table);
    let (params, _, clause) = generics.split_for_impl();
    let row = table.row();
    let markers = table
        .columns
        .iter()
        .enumerate()
        .map(|(idx, column)| marker(table, idx, column));
    // two of one name are an error already
    let mut names = HashSet::new();
    let distinct: Vec<_> = table
        .columns
        .iter()
        .filter(|column| names.insert(constant(&column.ident)))
        .collect();
    let constants = distinct
        .into_iter()
        .map(|column| column_constant(table, column));
    quote! {
        #(#markers)*

        #[automatically_derived]
        impl #params #row #clause {
            #(#constants)*
        }
    }
}

// pub struct User_age;
// impl ColumnOf<User> for User_age { .. }
fn marker(table: &Table, idx: usize, column: &Column) -> TokenStream {
    let (p, row, marker) = (private(), table.row(), table.marker(column));
    let generics = bounded(table);
    let (params, _, clause) = generics.split_for_impl();
    let Column {
        ident, ty, name, ..
    } = column;
    let doc = format!("The column `{name}` of `{}`.", table.ident);
    let value = if table.is_judged(idx) {
        column_type(ty, type_span(ty))
    } else {
        quote!(#ty)
    };
    let declared = quote_spanned!(generated_at(ident)=> pub struct #marker;);
    quote_spanned! {type_span(ty)=>
        #[doc = #doc]
        #declared

        #[automatically_derived]
        impl #params #p::ColumnOf<#row> for #marker #clause {
            type Value = #value;
            const PLACE: (#p::usize, &'static #p::str) = (#idx, #name);
            #[inline]
            fn get<'__row>(row: &'__row #row) -> &'__row #ty {
                &row.#ident
            }
            #[inline]
            fn get_mut<'__row>(row: &'__row mut #row) -> &'__row mut #ty {
                &mut row.#ident
            }
        }
    }
}

// pub const AGE: Col<Self, User_age> = Col::TOKEN;
fn column_constant(table: &Table, column: &Column) -> TokenStream {
    let (p, marker, vis) = (private(), table.marker(column), &column.vis);
    let constant = constant(&column.ident);
    let doc = described(column);
    quote! {
        #[doc = #doc]
        #vis const #constant: #p::Col<Self, #marker> = #p::Col::TOKEN;
    }
}

/// What people read of a column in the documentation of their struct.
fn described(column: &Column) -> String {
    let ty = &column.ty;
    let ty = quote!(#ty).to_string().replace(' ', "");
    let column_line = format!("The column `{}`: `{ty}`.", column.name);
    match column.doc.as_str() {
        "" => column_line,
        doc => format!("{doc}\n\n{column_line}"),
    }
}
