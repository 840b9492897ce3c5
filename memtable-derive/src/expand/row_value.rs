//! `impl MemValue` for a struct that is a row, so that rows nest.

use proc_macro2::TokenStream;
use quote::quote;

use super::{bounded, private};
use crate::model::Table;

// impl MemValue for User { .. }
pub(super) fn row_value(table: &Table) -> TokenStream {
    let (p, row) = (private(), table.row());
    let generics = bounded(table);
    let (params, _, clause) = generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #params #p::MemValue for #row #clause {
            type Plain<'__plain> = &'__plain Self where Self: '__plain;
            type Inner = Self;
            const DATA_TYPE: #p::DataType = #p::row_type::<Self>();
            #[inline]
            fn plain(&self) -> #p::Option<&Self> {
                #p::Some(self)
            }
            #[inline]
            fn inner(&self) -> #p::Option<&Self> {
                #p::Some(self)
            }
            #[inline]
            fn to_value(&self) -> #p::Value {
                #p::row_value(self)
            }
            #[inline]
            fn from_value(value: #p::Value) -> #p::Result<Self, #p::Misfit> {
                #p::row_of(value)
            }
            #[inline]
            fn same(&self, other: &Self) -> #p::bool {
                #p::same_row(self, other)
            }
            #[inline]
            fn heap_bytes(&self) -> #p::usize {
                #p::row_heap_bytes(self)
            }
            #[inline]
            fn check_nested(&self, check: &mut #p::RowCheck<'_>) {
                #p::check_row(self, check);
            }
        }
    }
}
