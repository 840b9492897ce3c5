//! The checked model to code: one file per generated thing. Nothing is judged here.
//!
//! What is generated is data and glue; whatever does not depend on the struct is in `memtable::private`.

mod assertions;
mod check;
mod columns;
mod fallback;
mod fields;
mod fixture;
mod keys;
mod literal;
mod mem_table;
mod mem_value;
mod references;
mod row_value;
mod schema;

pub(crate) use columns::constant;
pub(crate) use fallback::{no_table, no_value};
pub(crate) use mem_value::value_type;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Generics, Path, Type};

use crate::model::{Check, Column, Table};
use crate::parse::unraw;

/// All that a struct's derive generates: of one with errors, what is sound, and whatever its uses may need.
pub(crate) fn table(krate: &TokenStream, table: &Table) -> TokenStream {
    let columns = columns::columns(table);
    let mem_table = mem_table::mem_table(table);
    let row_value = row_value::row_value(table);
    let (keys, references) = if table.is_sound {
        (keys::keys(table), references::references(table))
    } else {
        (fallback::every_key(table), fallback::every_reference(table))
    };
    let fixtures = fixture::fixtures(table);
    let assertions = assertions::assertions(table);
    let items = block(
        krate,
        &quote!(#columns #keys #references #mem_table #row_value #fixtures #assertions),
    );
    let variants = fixture::variants(krate, table);
    quote!(#items #variants)
}

/// A scope of its own, so that the markers of columns meet no name of the user's; with the one door to the library.
fn block(krate: &TokenStream, items: &TokenStream) -> TokenStream {
    let p = private();
    quote! {
        #[allow(
            non_camel_case_types, dead_code, deprecated, unused_braces, unused_qualifications, clippy::all, clippy::pedantic,
            reason = "generated code"
        )]
        const _: () = {
            use #krate::private as #p;
            #items
        };
    }
}

/// The door: what all paths of generated code start with.
fn private() -> TokenStream {
    quote!(__memtable)
}

impl Table {
    /// The struct with its parameters.
    fn row(&self) -> TokenStream {
        let ident = &self.ident;
        let (_, params, _) = self.generics.split_for_impl();
        quote!(#ident #params)
    }

    /// Whether the type of the column has a parameter of the struct's.
    fn is_open(&self, column: &Column) -> bool {
        let params: Vec<Ident> = self
            .generics
            .type_params()
            .map(|param| param.ident.clone())
            .collect();
        names_any(&column.ty, &params)
    }

    /// Whether more is asked of the column's type than that it is a column.
    fn is_judged(&self, column: usize) -> bool {
        let Column {
            rules, reference, ..
        } = &self.columns[column];
        let in_check = |check: &Check| check.condition.columns().contains(&column);
        !rules.is_empty() || reference.is_some() || self.checks.iter().any(in_check)
    }

    /// The marker of a column: `User_age`.
    fn marker(&self, column: &Column) -> Ident {
        format_ident!(
            "{}_{}",
            unraw(&self.ident),
            unraw(&column.ident),
            span = Span::call_site()
        )
    }

    /// The typed columns of a key: `Col<Self, User_id>`, or a tuple of several.
    fn cols(&self, columns: &[usize]) -> TokenStream {
        let p = private();
        let cols = columns.iter().map(|&column| {
            let marker = self.marker(&self.columns[column]);
            quote!(#p::Col<Self, #marker>)
        });
        tuple(&cols.collect::<Vec<_>>())
    }

    /// The names of columns, as data.
    fn names(&self, columns: &[usize]) -> TokenStream {
        let p = private();
        let names = columns.iter().map(|&column| &self.columns[column].name);
        quote!(#p::Cow::Borrowed(&[#(#p::Cow::Borrowed(#names)),*]))
    }
}

/// One type as it is, several as a tuple.
fn tuple(types: &[TokenStream]) -> TokenStream {
    match types {
        [one] => one.clone(),
        several => quote!((#(#several,)*)),
    }
}

/// The generics with what generated code needs of fields whose types have parameters.
fn bounded(table: &Table) -> Generics {
    let mut generics = table.generics.clone();
    if generics.type_params().next().is_none() {
        return generics;
    }
    let (p, row) = (private(), table.row());
    let clause = generics.make_where_clause();
    clause.predicates.push(syn::parse_quote!(#row: #p::Clone));
    for column in table.columns.iter().filter(|column| table.is_open(column)) {
        let ty = &column.ty;
        clause
            .predicates
            .push(syn::parse_quote!(#ty: #p::MemValue + #p::Clone));
    }
    generics
}

/// Whether the tokens name one of these.
fn names_any(tokens: impl ToTokens, names: &[Ident]) -> bool {
    tokens
        .to_token_stream()
        .into_iter()
        .any(|token| match token {
            proc_macro2::TokenTree::Ident(ident) => names.contains(&ident),
            proc_macro2::TokenTree::Group(group) => names_any(group.stream(), names),
            _ => false,
        })
}

/// The column that a reference names, all at its place: what is no column is said once, however often it is named.
fn column_constant(to: &Path) -> TokenStream {
    call_over(to, "to_column", &quote!(#to))
}

/// The type as that of a column: where it is none, the compiler says so at this place.
fn column_type(ty: &Type, span: Span) -> TokenStream {
    let p = spanned(private(), span);
    quote_spanned!(span=> <#ty as #p::ColumnType>::Value)
}

/// The span of a field's type, at which the compiler says what is wrong with the type.
fn type_span(ty: &Type) -> Span {
    ty.span()
}

/// A call of the library that reaches from the first of the tokens to the last: what is wrong with it is said over all of them.
fn call_over(tokens: impl ToTokens, function: &str, inside: &TokenStream) -> TokenStream {
    let (first, last) = ends(tokens);
    let (p, function) = (spanned(private(), first), Ident::new(function, last));
    quote_spanned!(last=> #p::#function(#inside))
}

/// The places of the first token and of the last.
fn ends(tokens: impl ToTokens) -> (Span, Span) {
    let mut tokens = tokens.into_token_stream().into_iter();
    let first = tokens
        .next()
        .map_or_else(Span::call_site, |token| token.span());
    (first, tokens.last().map_or(first, |token| token.span()))
}

/// The place of a field, of code that is generated: notes of the compiler send people there, and lints pass over it.
fn generated_at(field: &Ident) -> Span {
    Span::call_site().located_at(field.span())
}

/// The tokens, all of them at this place: errors about them are said there.
fn spanned(tokens: TokenStream, span: Span) -> TokenStream {
    let at = tokens.into_iter().map(|mut token| {
        token.set_span(span);
        token
    });
    at.collect()
}
