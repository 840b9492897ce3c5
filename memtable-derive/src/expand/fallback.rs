//! What stands beside errors, so that the uses of the type are no errors too.

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use super::{block, bounded, columns, keys, private};
use crate::model::Table;

/// The errors of a struct's derive, and implementations that say nothing.
pub(crate) fn failed_table(
    krate: &TokenStream,
    input: &DeriveInput,
    table: Option<&Table>,
    errors: Option<&TokenStream>,
) -> TokenStream {
    let items = match table {
        Some(table) => table_items(table),
        None => bare_items(input),
    };
    let items = block(krate, &items);
    quote!(#errors #items)
}

/// The errors of a value's derive, and an implementation that says nothing.
pub(crate) fn failed_value(
    krate: &TokenStream,
    input: &DeriveInput,
    errors: Option<&TokenStream>,
) -> TokenStream {
    let p = private();
    let ident = &input.ident;
    let (params, args, clause) = input.generics.split_for_impl();
    let value = mem_value(
        &p,
        &quote!(impl #params #p::MemValue for #ident #args #clause),
    );
    let items = block(krate, &value);
    quote!(#errors #items)
}

fn table_items(table: &Table) -> TokenStream {
    let (p, row, name) = (private(), table.row(), &table.name);
    let generics = bounded(table);
    let (params, _, clause) = generics.split_for_impl();
    let (columns, keys) = (columns::columns(table), every_key(table));
    let mem_table = mem_table(
        &p,
        &quote!(impl #params #p::MemTable for #row #clause),
        name,
    );
    let mem_value = mem_value(&p, &quote!(impl #params #p::MemValue for #row #clause));
    let fixtures = super::fixture::fixtures(table);
    quote!(#columns #keys #mem_table #mem_value #fixtures)
}

/// Every column is every key: which was meant is not known.
fn every_key(table: &Table) -> TokenStream {
    let primary = if table.primary_key.is_empty() {
        &[0][..]
    } else {
        &table.primary_key
    };
    let keyed = (!table.columns.is_empty()).then(|| keys::keyed(table, primary));
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

fn bare_items(input: &DeriveInput) -> TokenStream {
    let p = private();
    let ident = &input.ident;
    let (params, args, clause) = input.generics.split_for_impl();
    let mem_table = mem_table(
        &p,
        &quote!(impl #params #p::MemTable for #ident #args #clause),
        "",
    );
    let mem_value = mem_value(
        &p,
        &quote!(impl #params #p::MemValue for #ident #args #clause),
    );
    quote!(#mem_table #mem_value)
}

fn mem_table(p: &TokenStream, header: &TokenStream, name: &str) -> TokenStream {
    quote! {
        #[automatically_derived]
        #header {
            const NAME: &'static #p::str = #name;
            const SCHEMA: &'static #p::Schema = &#p::Schema {
                name: #p::Cow::Borrowed(#name),
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

fn mem_value(p: &TokenStream, header: &TokenStream) -> TokenStream {
    quote! {
        #[automatically_derived]
        #header {
            type Plain<'__plain> = &'__plain Self where Self: '__plain;
            type Inner = Self;
            const DATA_TYPE: #p::DataType = #p::DataType::Null;
            fn plain(&self) -> #p::Option<&Self> {
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
