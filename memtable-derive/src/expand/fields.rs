//! What a row needs beside its columns to be written as Rust: fields of other names, and fields that are no columns.

use proc_macro2::TokenStream;
use quote::quote;

use super::mem_table::default;
use super::private;
use crate::model::Table;

pub(super) fn fields(table: &Table) -> TokenStream {
    let (renamed, skipped) = (renamed(table), skipped(table));
    quote!(#renamed #skipped)
}

// const RENAMED: &'static [(usize, &'static str)] = &[(2, "kind")];
fn renamed(table: &Table) -> Option<TokenStream> {
    let p = private();
    let columns = table.columns.iter().enumerate();
    let renamed: Vec<_> = columns
        .filter(|(_, column)| column.ident != column.name)
        .map(|(idx, column)| {
            let field = column.ident.to_string();
            quote!((#idx, #field))
        })
        .collect();
    (!renamed.is_empty()).then(|| {
        quote! {
            const RENAMED: &'static [(#p::usize, &'static #p::str)] = &[#(#renamed),*];
        }
    })
}

// fn skipped() -> &'static [(&'static str, &'static str)] { &[("cache", "Default::default()")] }
fn skipped(table: &Table) -> Option<TokenStream> {
    let p = private();
    let skipped = table.skipped.iter().map(|field| {
        let value = default(&p, &field.ty, field.default.as_ref());
        let value = value.unwrap_or_else(|| quote!(Default::default()));
        let (field, value) = (field.ident.to_string(), value.to_string());
        quote!((#field, #value))
    });
    (!table.skipped.is_empty()).then(|| {
        quote! {
            fn skipped() -> &'static [(&'static #p::str, &'static #p::str)] {
                &[#(#skipped),*]
            }
        }
    })
}
