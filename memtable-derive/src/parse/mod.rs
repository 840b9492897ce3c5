//! Syntax to the model as written: spans are kept, nothing is judged but the grammar.

pub(crate) mod expr;

mod args;
mod condition;
mod fixture;
mod item;
mod serde;
mod table;
mod value;

pub(crate) use args::{Bounds, Condition, Limit, Operand, Order, Rule, RuleKind, Unit};
pub(crate) use serde::Renamed;
pub(crate) use table::{ColumnWord, Field, Group, Spoken, Table, TableWord, crate_path};
pub(crate) use value::{Shape, ValueType, Variant};

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::quote;
use syn::Token;
use syn::parse::ParseStream;

/// The comment on an item: its `///` lines, without the space after them.
pub(crate) fn doc(attrs: &[syn::Attribute]) -> String {
    let lines = attrs.iter().filter_map(|attr| {
        let syn::Meta::NameValue(meta) = &attr.meta else {
            return None;
        };
        let syn::Expr::Lit(syn::ExprLit {
            lit: syn::Lit::Str(line),
            ..
        }) = &meta.value
        else {
            return None;
        };
        let line = line.value();
        attr.path().is_ident("doc").then(|| {
            line.strip_prefix(' ')
                .unwrap_or(&line)
                .trim_end()
                .to_owned()
        })
    });
    lines.collect::<Vec<_>>().join("\n").trim().to_owned()
}

/// The name without `r#`.
pub(crate) fn unraw(ident: &Ident) -> String {
    let name = ident.to_string();
    name.strip_prefix("r#").map_or(name.clone(), str::to_owned)
}

/// The tokens before the next comma, which is passed over.
pub(crate) fn until_comma(input: ParseStream<'_>) -> syn::Result<TokenStream> {
    let mut tokens = TokenStream::new();
    while !input.peek(Token![,]) {
        tokens.extend([input.parse::<TokenTree>()?]);
    }
    input.parse::<Token![,]>()?;
    Ok(tokens)
}

/// Where the library is, unless the struct says something else.
pub(crate) fn default_crate() -> TokenStream {
    quote!(::memtable)
}
