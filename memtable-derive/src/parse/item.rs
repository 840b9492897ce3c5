use proc_macro2::{Delimiter, Group, TokenTree};
use quote::ToTokens;
use syn::parse::{Parse, ParseStream, Parser};
use syn::{Attribute, Expr, Ident, MacroDelimiter, Meta, MetaList, Token};

use crate::ctxt::Ctxt;
use crate::parse::expr::expr;
use crate::words::{self, Place, Word};

/// One part of `#[memtable(..)]`: a word, and what follows it.
pub(crate) struct Item {
    pub(crate) key: Ident,
    pub(crate) arg: Arg,
}

/// What follows a word.
pub(crate) enum Arg {
    /// Nothing: `unique`.
    None,
    /// A value: `min = 0`.
    Value(Box<Expr>),
    /// A list: `range(0..=9)`.
    List(Group),
}

impl Item {
    /// The word, or an error that says what was meant.
    pub(crate) fn word(&self, place: Place) -> syn::Result<&'static Word> {
        let name = super::unraw(&self.key);
        words::find(&name, place).ok_or_else(|| words::unknown(&self.key, place))
    }
}

impl Item {
    /// The word; one that is none has its error, and is taken for the one that was meant, where that matters.
    pub(crate) fn word_or_meant(&self, ctxt: &Ctxt, place: Place) -> Option<&'static Word> {
        let said = ctxt.ok(self.word(place));
        said.or_else(|| words::meant(&self.key, place))
    }
}

impl Parse for Item {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let key = input.call(<Ident as syn::ext::IdentExt>::parse_any)?;
        let arg = if input.peek(Token![=]) && !input.peek(Token![==]) {
            input.parse::<Token![=]>()?;
            Arg::Value(Box::new(expr(input)?))
        } else if input.peek(syn::token::Paren) {
            Arg::List(input.parse()?)
        } else {
            Arg::None
        };
        Ok(Item { key, arg })
    }
}

/// The items of all `#[memtable(..)]` among the attributes; one that does not parse is noted and passed over.
pub(crate) fn items(ctxt: &Ctxt, attrs: &[Attribute]) -> Vec<Item> {
    let ours = attrs.iter().filter(|attr| attr.path().is_ident("memtable"));
    ours.flat_map(|attr| attribute_items(ctxt, attr)).collect()
}

fn attribute_items(ctxt: &Ctxt, attr: &Attribute) -> Vec<Item> {
    match &attr.meta {
        Meta::List(MetaList {
            delimiter: MacroDelimiter::Paren(parens),
            tokens,
            ..
        }) => {
            if tokens.is_empty() {
                ctxt.error_at(
                    attr,
                    "`#[memtable()]` says nothing: remove it, or put a word in it [MT0006]",
                );
            }
            let mut list = Group::new(Delimiter::Parenthesis, tokens.clone());
            list.set_span(parens.span.join());
            parts(ctxt, &list)
        }
        meta => {
            let message =
                "words for memtable stand in parentheses: `#[memtable(primary_key)]` [MT0007]";
            ctxt.error_at(meta, message);
            Vec::new()
        }
    }
}

/// The items of a list that is separated by commas; after one that does not parse the next is tried, so that each can
/// have its error.
pub(crate) fn parts(ctxt: &Ctxt, list: &Group) -> Vec<Item> {
    let parser = |input: ParseStream<'_>| {
        let mut items = Vec::new();
        while !input.is_empty() {
            items.extend(ctxt.ok(input.parse::<Item>().and_then(|item| {
                let end = input.is_empty() || input.peek(Token![,]);
                if end {
                    Ok(item)
                } else {
                    Err(input.error("expected `,` before this [MT0008]"))
                }
            })));
            skip_past_comma(input)?;
        }
        Ok(items)
    };
    ctxt.ok(within(list, parser)).unwrap_or_default()
}

/// Parses what stands in parentheses. An error at its end is at the closing one.
pub(crate) fn within<T>(
    list: &Group,
    parse: impl FnOnce(ParseStream<'_>) -> syn::Result<T>,
) -> syn::Result<T> {
    let parser = |input: ParseStream<'_>| {
        let content;
        syn::parenthesized!(content in input);
        parse(&content)
    };
    parser.parse2(list.to_token_stream())
}

fn skip_past_comma(input: ParseStream<'_>) -> syn::Result<()> {
    while !input.is_empty() && !input.peek(Token![,]) {
        input.parse::<TokenTree>()?;
    }
    if !input.is_empty() {
        input.parse::<Token![,]>()?;
    }
    Ok(())
}
