//! The names that `#[serde(..)]` gives: `rename` and `rename_all`, and nothing else of serde's.

use proc_macro2::TokenTree;
use syn::meta::ParseNestedMeta;
use syn::{Attribute, LitStr, Token};

/// What serde calls a thing.
#[derive(Clone)]
pub(crate) enum Renamed {
    /// The same when written and when read.
    Same(LitStr),
    /// Two names, at the second of them.
    Differs(LitStr),
}

/// serde's word for the name of this item: `rename` or `rename_all`.
pub(crate) fn renamed(attrs: &[Attribute], word: &str) -> Option<Renamed> {
    let mut found = None;
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("serde")) {
        // serde reports what is wrong with its own attributes
        let _ = attr.parse_nested_meta(|meta| {
            if meta.path.is_ident(word) {
                found = Some(value(&meta)?);
                return Ok(());
            }
            skip(&meta)
        });
    }
    found
}

fn value(meta: &ParseNestedMeta<'_>) -> syn::Result<Renamed> {
    if meta.input.peek(Token![=]) {
        return Ok(Renamed::Same(meta.value()?.parse()?));
    }
    let mut names: Vec<LitStr> = Vec::new();
    meta.parse_nested_meta(|way| {
        names.push(way.value()?.parse()?);
        Ok(())
    })?;
    match names.as_slice() {
        [one, other] if one.value() == other.value() => Ok(Renamed::Same(one.clone())),
        [.., last] => Ok(Renamed::Differs(last.clone())),
        [] => Err(meta.error("no name")),
    }
}

fn skip(meta: &ParseNestedMeta<'_>) -> syn::Result<()> {
    while !meta.input.is_empty() && !meta.input.peek(Token![,]) {
        meta.input.parse::<TokenTree>()?;
    }
    Ok(())
}
