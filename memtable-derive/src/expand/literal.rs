//! Limits, defaults and allowed values as data.

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Expr, Lit, LitFloat, LitInt};

use crate::literal::{Literal, Sign};

/// The expression as a `Value`: by its syntax where that says all, else by the type.
///
/// `float` makes a value of both widths of a literal, `typed` one of any constant.
pub(super) fn value(
    p: &TokenStream,
    expr: &Expr,
    column: &TokenStream,
    plain: &TokenStream,
) -> TokenStream {
    let Some(literal) = Literal::of(expr) else {
        return typed(p, expr, plain);
    };
    match literal.lit {
        Lit::Int(int) => integer(p, int, literal.sign),
        Lit::Float(float) => {
            let (narrow, wide) = (width(float, "f32"), width(float, "f64"));
            let sign = (literal.sign == Sign::Minus).then(|| quote!(-));
            quote!(#p::float::<#column>(#sign #narrow, #sign #wide))
        }
        Lit::Str(text) => quote!(#p::Value::Text(#p::Cow::Borrowed(#text))),
        Lit::Char(char) => {
            let text = char.value().to_string();
            quote!(#p::Value::Text(#p::Cow::Borrowed(#text)))
        }
        Lit::Bool(bool) => quote!(#p::Value::Bool(#bool)),
        _ => typed(p, expr, plain),
    }
}

fn typed(p: &TokenStream, expr: &Expr, plain: &TokenStream) -> TokenStream {
    // an expression that names something has a type of its own, and is held to the column's where rows are checked
    if names_something(expr.to_token_stream()) {
        return quote!(#p::Lit(#expr).value());
    }
    quote!(#p::Lit::<#plain>(#expr).value())
}

fn integer(p: &TokenStream, int: &LitInt, sign: Sign) -> TokenStream {
    let digits = int.base10_digits();
    if sign == Sign::Minus {
        let number = LitInt::new(&format!("{digits}i128"), int.span());
        return quote!(#p::Value::Int(-#number));
    }
    if digits.parse::<i128>().is_ok() {
        let number = LitInt::new(&format!("{digits}i128"), int.span());
        quote!(#p::Value::Int(#number))
    } else {
        let number = LitInt::new(&format!("{digits}u128"), int.span());
        quote!(#p::Value::UInt(#number))
    }
}

fn width(float: &LitFloat, suffix: &str) -> LitFloat {
    LitFloat::new(&format!("{}{suffix}", float.base10_digits()), float.span())
}

fn names_something(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(_) => true,
        TokenTree::Group(group) => names_something(group.stream()),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}
