//! Expressions that people write as limits, values and defaults.
//!
//! `syn` reads literals, paths, operators and calls without its feature `full`, with which it takes a good third longer to build.
//! What needs `full` (a block, an array, `?`) is nothing that is judged here: it is passed on to the compiler as it is written.
//! Another macro of the same build may have `full` on: what is read must mean the same then.

use proc_macro2::{TokenStream, TokenTree};
use syn::parse::discouraged::Speculative;
use syn::parse::{ParseStream, Parser};
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
        Err(error) if is_no_expression(&error) => Err(error),
        Ok(_) | Err(_) => tokens_until(input, |_| false).map(Expr::Verbatim),
    }
}

/// The expression up to `..`, a comma, or the end.
pub(crate) fn limit(input: ParseStream<'_>) -> syn::Result<Expr> {
    if !starts(input) {
        return Err(input.error("expected an expression"));
    }
    // Where `full` is on, a range would be read as one expression.
    let tokens = tokens_until(input, |input| input.peek(Token![..]))?;
    let read = expr.parse2(tokens.clone());
    read.map_err(|error| syn::Error::new_spanned(tokens, error))
}

/// Expressions with commas between them.
pub(crate) fn list(input: ParseStream<'_>) -> syn::Result<Vec<Expr>> {
    let exprs = input.parse_terminated(expr, Token![,])?;
    Ok(exprs.into_iter().collect())
}

/// Whether an expression can start with what is next.
fn starts(input: ParseStream<'_>) -> bool {
    match input.cursor().punct() {
        Some((punct, _)) => "&*!-|<:'".contains(punct.as_char()),
        None => !input.is_empty(),
    }
}

/// Whether what was read is the start of what only `full` reads whole.
fn goes_on(input: ParseStream<'_>) -> bool {
    input.peek(Token![?]) || input.peek(Token![.])
}

/// Whether no expression stands there, or one is cut off: other errors are about what needs `full`.
fn is_no_expression(error: &syn::Error) -> bool {
    let said = error.to_string();
    said.starts_with("expected") || said.starts_with("unexpected end of input")
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
