//! The row check: straight code, rule by rule, on the plain values.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, Path, Type};

use super::{spanned, type_span};
use crate::model::{Bounds, Check, Column, Condition, Limit, Operand, Place, Rule, Table};

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
    let at_type = spanned(p.clone(), type_span(ty));
    let plain = quote_spanned!(type_span(ty)=> <#ty as #at_type::MemValue>::Plain<'_>);
    let of = quote!(Self, #marker);
    let rules = column.rules.iter().enumerate().map(|(idx, rule)| match rule {
        Rule::Custom(path) => custom(&p, &of, path, idx),
        Rule::Inner(rules) => inner(table, column, (idx, rules)),
        rule => {
            let kept = kept(&at_type, &plain, rule, type_span(ty));
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
fn kept(p: &TokenStream, plain: &TokenStream, rule: &Rule, span: Span) -> TokenStream {
    match rule {
        Rule::Range(bounds) => range(p, plain, bounds, span),
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
            let multiple = quote_spanned!(span=> #p::rules::Multiple);
            let limit = local("of");
            let typed = typed(plain, &multiple, &limit, of);
            quote_spanned!(span=> { #typed #p::rules::multiple_of::<#plain>(plain, #limit) })
        }
        Rule::Email => quote_spanned!(span=> <#plain as #p::EmailFits>::is_email(plain)),
        Rule::Url => quote_spanned!(span=> <#plain as #p::UrlFits>::is_url(plain)),
        Rule::Ip => quote_spanned!(span=> <#plain as #p::IpFits>::is_ip(plain)),
        Rule::Finite => quote_spanned!(span=> <#plain as #p::FiniteFits>::is_finite(plain)),
        Rule::NonBlank => quote_spanned!(span=> <#plain as #p::NonBlankFits>::is_non_blank(plain)),
        Rule::Custom(_) | Rule::Inner(_) => quote!(true),
    }
}

// { let min: <Plain as Ranged>::Limit = 0; .. range(plain, Included(min), ..) }
fn range(p: &TokenStream, plain: &TokenStream, bounds: &Bounds, span: Span) -> TokenStream {
    let ranged = quote_spanned!(span=> #p::rules::Ranged);
    let (min, max) = (local("min"), local("max"));
    let lets = [(&min, &bounds.min), (&max, &bounds.max)];
    let lets = lets
        .into_iter()
        .filter_map(|(local, limit)| Some(typed(plain, &ranged, local, limit.expr()?)));
    let lets: TokenStream = lets.collect();
    let (min, max) = (bound(p, &bounds.min, &min), bound(p, &bounds.max, &max));
    quote_spanned!(span=> { #lets #p::rules::range::<#plain>(plain, #min, #max) })
}

/// A limit in the type of the column: one that does not fit is an error on the limit, a column that has none on its type.
fn typed(plain: &TokenStream, of: &TokenStream, local: &Ident, limit: &Expr) -> TokenStream {
    quote!(let #local: <#plain as #of>::Limit = #limit;)
}

/// A name that meets none of the user's.
fn local(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}

fn bound(p: &TokenStream, limit: &Limit, local: &Ident) -> TokenStream {
    match limit {
        Limit::Included(_) => quote!(#p::Bound::Included(#local)),
        Limit::Excluded(_) => quote!(#p::Bound::Excluded(#local)),
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
    let at_type = spanned(p.clone(), span);
    let list =
        quote_spanned!(span=> <#ty as #at_type::MemValue>::Plain<'_> as #at_type::InnerFits<'_>);
    let plain = quote_spanned!(span=> <<#list>::Element as #at_type::MemValue>::Plain<'_>);
    let rules = rules.iter().enumerate().map(|(inner_idx, rule)| {
        let kept = match rule {
            Rule::Custom(path) => return element_custom(&p, (&marker, path), (idx, inner_idx)),
            rule => kept(&at_type, &plain, rule, span),
        };
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

/// A custom rule of elements: each is asked for what it holds.
fn element_custom(
    p: &TokenStream,
    (marker, path): (&Ident, &Path),
    rule: (usize, usize),
) -> TokenStream {
    let (idx, inner_idx) = rule;
    let call = quote_spanned!(path.span()=> #path(value));
    quote! {
        if let #p::Some(value) = #p::MemValue::inner(element) {
            #p::element_answered::<Self, #marker>(check, (#idx, #inner_idx), (position, element), #call);
        }
    }
}

fn reference(table: &Table, column: &Column) -> Option<TokenStream> {
    let (marker, to) = (table.marker(column), &column.reference.as_ref()?.to);
    let p = spanned(table.private(), to.span());
    Some(
        quote_spanned!(to.span()=> #p::references(#p::referenced(#to), #p::referencing::<Self, #marker>());),
    )
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
        Operand::Literal(literal) => {
            let constant = local("constant");
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
    let (p, ty) = (
        spanned(table.private(), span),
        spanned(ty.to_token_stream(), span),
    );
    quote_spanned!(span=> <#ty as #p::MemValue>::Plain<'_>)
}

fn column_value(table: &Table, place: &Place) -> TokenStream {
    let (p, marker) = (table.private(), table.marker(&table.columns[place.column]));
    quote!(#p::plain::<Self, #marker>(self))
}

/// The expression that a default is, in the type of the field; a text is made what it has to be.
pub(super) fn default_value(p: &TokenStream, ty: &Type, expr: &Expr) -> TokenStream {
    match expr {
        Expr::Lit(syn::ExprLit {
            lit: syn::Lit::Str(text),
            ..
        }) => {
            let (p, ty) = (
                spanned(p.clone(), text.span()),
                spanned(ty.to_token_stream(), text.span()),
            );
            quote_spanned!(text.span()=> <#ty as #p::TextDefault>::of(#text))
        }
        expr => expr.to_token_stream(),
    }
}
