//! What stands beside errors, so that the uses of the type are no errors too.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput};

use super::{block, bounded, keys, private};
use crate::model::Table;

/// What stands for a struct that has no columns to speak of: implementations that say nothing.
pub(crate) fn no_table(krate: &TokenStream, input: &DeriveInput) -> TokenStream {
    let p = private();
    let ident = &input.ident;
    let (params, args, clause) = input.generics.split_for_impl();
    let mem_table = mem_table(
        &p,
        &quote!(impl #params #p::MemTable for #ident #args #clause),
    );
    let mem_value = anything(&p, input);
    block(krate, &quote!(#mem_table #mem_value))
}

/// What stands for a value that is wrong: an implementation that says nothing; of an enum one whose values are text.
pub(crate) fn no_value(krate: &TokenStream, input: &DeriveInput) -> TokenStream {
    let p = private();
    let value = match &input.data {
        Data::Enum(_) => mem_value(&p, input, (quote!(&'__plain #p::str), quote!(Text))),
        Data::Struct(_) | Data::Union(_) => anything(&p, input),
    };
    block(krate, &value)
}

/// A value of which nothing is known: whatever is written for it in rows is taken.
fn anything(p: &TokenStream, input: &DeriveInput) -> TokenStream {
    mem_value(p, input, (quote!(&'__plain Self), quote!(Json)))
}

/// Every column is every key: which was meant is not known.
pub(super) fn every_key(table: &Table) -> TokenStream {
    let primary = if table.primary_key.is_empty() {
        &[0][..]
    } else {
        &table.primary_key
    };
    let keyed = keys::keyed(table, primary);
    let singles = (0..table.columns.len()).map(|column| vec![column]);
    let indexes = table.indexes.iter().map(|index| index.columns.clone());
    let mut groups: Vec<_> = singles
        .chain([table.primary_key.clone()])
        .chain(table.unique.clone())
        .chain(indexes)
        .collect();
    groups.retain(|group| !group.is_empty());
    groups.sort();
    groups.dedup();
    let traits = ["UniqueKey", "IndexKey", "OrderedKey"];
    let impls = groups
        .iter()
        .flat_map(|group| traits.map(|name| keys::key_impl(table, name, group, 0)));
    quote!(#keyed #(#impls)*)
}

/// The row references every other one: which was meant is not known. Those that it names are judged where it is checked.
pub(super) fn every_reference(table: &Table) -> TokenStream {
    let (p, row) = (private(), table.row());
    let mut generics = bounded(table);
    generics.params.push(syn::parse_quote!(__Other));
    let (params, _, clause) = generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #params #p::ReferenceTo<__Other> for #row #clause {
            type By = #p::ByReference;
            fn link() -> impl #p::Link<Self, __Other> {
                #p::Nowhere
            }
        }
    }
}

fn mem_table(p: &TokenStream, header: &TokenStream) -> TokenStream {
    quote! {
        #[automatically_derived]
        #header {
            const NAME: &'static #p::str = "";
            const IS_SOUND: #p::bool = false;
            const SCHEMA: &'static #p::Schema = &#p::Schema {
                name: #p::Cow::Borrowed(""),
                doc: #p::Cow::Borrowed(""),
                columns: #p::Cow::Borrowed(&[]),
                primary_key: #p::Cow::Borrowed(&[]),
                unique: #p::Cow::Borrowed(&[]),
                indexes: #p::Cow::Borrowed(&[]),
                references: #p::Cow::Borrowed(&[]),
                checks: #p::Cow::Borrowed(&[]),
                table_checks: #p::Cow::Borrowed(&[]),
            };
            fn accessors() -> #p::Vec<#p::Accessor<Self>> {
                #p::list([])
            }
            fn keys() -> #p::Vec<#p::KeySpec<Self>> {
                #p::list([])
            }
            fn check(&self, _: &mut #p::RowCheck<'_>) {}
            fn same(&self, _: &Self) -> #p::bool {
                false
            }
            fn from_values(_: &mut #p::RowValues) -> #p::Option<Self> {
                #p::None
            }
        }
    }
}

fn mem_value(
    p: &TokenStream,
    input: &DeriveInput,
    (plain, data_type): (TokenStream, TokenStream),
) -> TokenStream {
    let ident = &input.ident;
    let (params, args, clause) = input.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #params #p::MemValue for #ident #args #clause {
            type Plain<'__plain> = #plain where Self: '__plain;
            type Inner = Self;
            const DATA_TYPE: #p::DataType = #p::DataType::#data_type;
            fn plain(&self) -> #p::Option<Self::Plain<'_>> {
                #p::None
            }
            fn inner(&self) -> #p::Option<&Self> {
                #p::None
            }
            fn to_value(&self) -> #p::Value {
                #p::Value::Null
            }
            fn from_value(value: #p::Value) -> #p::Result<Self, #p::Misfit> {
                #p::Err(#p::Misfit { value })
            }
            fn same(&self, _: &Self) -> #p::bool {
                false
            }
        }
    }
}
