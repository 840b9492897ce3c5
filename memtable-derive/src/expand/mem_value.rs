//! `impl MemValue` for enums and newtypes.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::Type;

use super::{block, private, spanned, type_span};
use crate::model::{Shape, ValueType};

/// All that the derive of an enum or a newtype generates.
pub(crate) fn value_type(krate: &TokenStream, value: &ValueType) -> TokenStream {
    let p = private();
    let items = match &value.shape {
        Shape::Enum(variants) => enum_items(&p, variants),
        Shape::Newtype(ty) => newtype_items(&p, ty),
    };
    let ident = &value.ident;
    let (params, args, clause) = value.generics.split_for_impl();
    let never_null = match &value.shape {
        Shape::Newtype(ty) if value.generics.params.is_empty() => Some(never_null(&p, ty)),
        Shape::Newtype(_) | Shape::Enum(_) => None,
    };
    block(
        krate,
        &quote! {
            #never_null
            #[automatically_derived]
            impl #params #p::MemValue for #ident #args #clause {
                type Inner = Self;
                #items
            }
        },
    )
}

fn enum_items(p: &TokenStream, variants: &[(Ident, String)]) -> TokenStream {
    let (idents, names): (Vec<_>, Vec<_>) =
        variants.iter().map(|(ident, name)| (ident, name)).unzip();
    quote! {
        type Plain<'__plain> = &'__plain #p::str where Self: '__plain;
        const DATA_TYPE: #p::DataType = #p::DataType::Enum(#p::Cow::Borrowed(&[#(#p::Cow::Borrowed(#names)),*]));
        fn plain(&self) -> #p::Option<&#p::str> {
            #p::Some(match self { #(Self::#idents => #names,)* })
        }
        #[inline]
        fn inner(&self) -> #p::Option<&Self> {
            #p::Some(self)
        }
        fn to_value(&self) -> #p::Value {
            #p::Value::Text(#p::Cow::Borrowed(match self { #(Self::#idents => #names,)* }))
        }
        fn from_value(value: #p::Value) -> #p::Result<Self, #p::Misfit> {
            #p::variant(value, |name| match name {
                #(#names => #p::Some(Self::#idents),)*
                _ => #p::None,
            })
        }
        #[inline]
        fn same(&self, other: &Self) -> #p::bool {
            #p::discriminant(self) == #p::discriminant(other)
        }
    }
}

/// All at the place of the type, so that a type that is no column is one error.
fn newtype_items(p: &TokenStream, ty: &Type) -> TokenStream {
    let span = type_span(ty);
    let p = spanned(p.clone(), span);
    let of = quote_spanned!(span=> <#ty as #p::MemValue>);
    quote_spanned! {span=>
        type Plain<'__plain> = #of::Plain<'__plain> where Self: '__plain;
        const DATA_TYPE: #p::DataType = #of::DATA_TYPE;

        #[inline]
        fn plain(&self) -> #p::Option<#of::Plain<'_>> {
            #of::plain(&self.0)
        }
        #[inline]
        fn inner(&self) -> #p::Option<&Self> {
            #p::Some(self)
        }
        fn to_value(&self) -> #p::Value {
            #of::to_value(&self.0)
        }
        fn from_value(value: #p::Value) -> #p::Result<Self, #p::Misfit> {
            #of::from_value(value).map(Self)
        }
        #[inline]
        fn same(&self, other: &Self) -> #p::bool {
            #of::same(&self.0, &other.0)
        }
        fn heap_bytes(&self) -> #p::usize {
            #of::heap_bytes(&self.0)
        }
        fn check_nested(&self, check: &mut #p::RowCheck<'_>) {
            #of::check_nested(&self.0, check);
        }
    }
}

fn never_null(p: &TokenStream, ty: &Type) -> TokenStream {
    let p = spanned(p.clone(), type_span(ty));
    let message = "a newtype is around a value that is never null: make the column an `Option` of the newtype [MT0051]";
    quote_spanned!(type_span(ty)=> const _: () = if <#ty as #p::MemValue>::NULLABLE { ::core::panic!(#message) };)
}
