//! Expressions that people write as limits, values and defaults.
//!
//! `syn` reads literals, paths, operators and calls without its feature `full`, with which it takes half as long again to build.
//! What needs `full` (a block, an array, `?`) is nothing that is judged here: it is passed on to the compiler as it is written.
//! Another macro of the same build may have `full` on: what is read must mean the same then.

use proc_macro2::{TokenStream, TokenTree};
use syn::parse::discouraged::Speculative;
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Expr, Token};

/// The expression up to a comma, or the end.
pub(crate) fn expr(input: ParseStream<'_>) -> syn::Result<Expr> {
    if !starts(input) {
        return Err(input.error("expected an expression"));
    }
    let ahead = input.fork();
    match ahead.parse() {
        Ok(expr) if !goes_on(&ahead) => {
            input.advance_to(&ahead);
            Ok(expr)
        }
        Err(error) if error.to_string().starts_with("expected") => Err(error),
        Ok(_) | Err(_) => tokens_until(input, |_| false).map(Expr::Verbatim),
    }
}

/// The expression up to `..`, a comma, or the end.
pub(crate) fn limit(input: ParseStream<'_>) -> syn::Result<Expr> {
    if !starts(input) {
        return Err(input.error("expected an expression"));
    }
    // Where `full` is on, a range would be read as one expression.
    whole(tokens_until(input, |input| input.peek(Token![..]))?)
}

/// The expression that all of the tokens are.
pub(crate) fn whole(tokens: TokenStream) -> syn::Result<Expr> {
    expr.parse2(tokens)
}

/// Expressions with commas between them.
pub(crate) fn list(tokens: TokenStream) -> syn::Result<Vec<Expr>> {
    let list =
        |input: ParseStream<'_>| Punctuated::<Expr, Token![,]>::parse_terminated_with(input, expr);
    Ok(list.parse2(tokens)?.into_iter().collect())
}

/// Whether an expression can start with what is next.
fn starts(input: ParseStream<'_>) -> bool {
    match input.cursor().punct() {
        Some((punct, _)) => "&*!-|.<:'".contains(punct.as_char()),
        None => !input.is_empty(),
    }
}

/// Whether what was read is the start of what only `full` reads whole.
fn goes_on(input: ParseStream<'_>) -> bool {
    input.peek(Token![?]) || input.peek(Token![.])
}

/// The tokens up to a comma, the end, or what ends them besides.
fn tokens_until(
    input: ParseStream<'_>,
    is_end: fn(ParseStream<'_>) -> bool,
) -> syn::Result<TokenStream> {
    let mut tokens = TokenStream::new();
    while !input.is_empty() && !input.peek(Token![,]) && !is_end(input) {
        tokens.extend([input.parse::<TokenTree>()?]);
    }
    Ok(tokens)
}
