//! `impl MemTable`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::{Expr, Type};

use super::{bounded, check, keys, private, schema, spanned};
use crate::model::{Fallback, Table};

// impl MemTable for User { .. }
pub(super) fn mem_table(table: &Table) -> TokenStream {
    let (p, row) = (private(), table.row());
    let generics = bounded(table);
    let (params, _, clause) = generics.split_for_impl();
    let accessors = table.columns.iter().map(|column| {
        let marker = table.marker(column);
        // of a type with parameters the compiler knows only what the struct says: there nothing may be passed over
        if table.is_open(column) {
            quote!(#p::Accessor::of::<#marker>())
        } else {
            quote!(#p::Reach::<Self, #marker>::OF.accessor())
        }
    });
    let markers: Vec<Ident> = table
        .columns
        .iter()
        .map(|column| table.marker(column))
        .collect();
    let (schema, keys, check) = (
        schema::schema(table),
        keys::specs(table),
        check::check(table),
    );
    let (table_checks, from_values) = (table_checks(table), from_values(table));
    let fakes = super::fixture::fakes(table);
    let fields = super::fields::fields(table);
    let is_unsound = (!table.is_sound).then(|| quote!(const IS_SOUND: #p::bool = false;));
    quote! {
        #[automatically_derived]
        impl #params #p::MemTable for #row #clause {
            #schema
            #is_unsound
            #[inline]
            fn accessors() -> #p::Vec<#p::Accessor<Self>> {
                use #p::NotCloned as _;
                #p::list([#(#accessors),*])
            }
            #keys
            #table_checks
            #fakes
            #fields
            #check
            #[inline]
            fn same(&self, other: &Self) -> #p::bool {
                true #(&& #p::same::<Self, #markers>(self, other))*
            }
            #from_values
        }
    }
}

fn table_checks(table: &Table) -> Option<TokenStream> {
    let p = private();
    let checks = table.whole_checks.iter().map(|path| {
        let text = crate::check::path_text(path);
        quote!(#p::TableCheck { path: #text, run: |__rows| #p::complaints(#path(__rows)) })
    });
    (!table.whole_checks.is_empty()).then(|| {
        quote! {
            fn table_checks() -> #p::Vec<#p::TableCheck<Self>> {
                #p::list([#(#checks),*])
            }
        }
    })
}

// fn from_values(values: &mut RowValues) -> Option<Self> { .. }
fn from_values(table: &Table) -> TokenStream {
    let p = private();
    let locals: Vec<Ident> = (0..table.columns.len())
        .map(|idx| format_ident!("column_{idx}", span = Span::mixed_site()))
        .collect();
    let takes = table.columns.iter().map(|column| {
        let marker = table.marker(column);
        let default = default(&p, &column.ty, column.default.as_ref())
            .map_or(quote!(#p::None), |value| quote!(#p::Some(|| #value)));
        let (values, span) = (quote!(__values), super::type_span(&column.ty));
        let p = spanned(p.clone(), span);
        quote_spanned!(span=> #p::take::<Self, #marker>(#values, #default))
    });
    let idents = table.columns.iter().map(|column| &column.ident);
    let skipped = table.skipped.iter().map(|field| {
        let (ident, ty) = (&field.ident, &field.ty);
        let value = default(&p, ty, field.default.as_ref());
        let span = super::type_span(ty);
        let value = value.unwrap_or_else(|| quote_spanned!(span=> <#ty as #p::Default>::default()));
        quote!(#ident: #value)
    });
    quote! {
        #[inline]
        fn from_values(__values: &mut #p::RowValues) -> #p::Option<Self> {
            let (#(#p::Some(#locals),)*) = (#(#takes,)*) else {
                return #p::None;
            };
            #p::Some(Self { #(#idents: #locals,)* #(#skipped,)* })
        }
    }
}

pub(super) fn default(
    p: &TokenStream,
    ty: &Type,
    default: Option<&Fallback>,
) -> Option<TokenStream> {
    default.map(|default| match default {
        Fallback::Default => quote!(#p::Default::default()),
        Fallback::Expr(expr) => default_value(p, ty, expr),
    })
}

/// The expression that a default is, in the type of the field; a text is made what it has to be.
fn default_value(p: &TokenStream, ty: &Type, expr: &Expr) -> TokenStream {
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
