//! The keys: the primary key of the row, and which columns are keys.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

use super::{bounded, generated_at, private, spanned, tuple, type_span};
use crate::model::{Order, Table};

/// One key: its columns, and what it is.
struct Key<'a> {
    columns: &'a [usize],
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Primary,
    Unique,
    Index,
    OrderedIndex,
}

/// The keys in the order of `MemTable::keys`.
fn all(table: &Table) -> Vec<Key<'_>> {
    let primary = Some(table.primary_key.as_slice()).filter(|columns| !columns.is_empty());
    let primary = primary.map(|columns| Key {
        columns,
        kind: Kind::Primary,
    });
    let unique = table.unique.iter().map(|columns| Key {
        columns,
        kind: Kind::Unique,
    });
    let indexes = table.indexes.iter().map(|index| Key {
        columns: &index.columns,
        kind: if index.order == Order::Ordered {
            Kind::OrderedIndex
        } else {
            Kind::Index
        },
    });
    primary.into_iter().chain(unique).chain(indexes).collect()
}

/// `PrimaryKeyed`, and the traits that say which columns are keys.
pub(super) fn keys(table: &Table) -> TokenStream {
    let keyed = (!table.primary_key.is_empty()).then(|| keyed(table, &table.primary_key));
    let keys = all(table);
    let impls = keys.iter().enumerate().map(|(idx, key)| {
        let unique = matches!(key.kind, Kind::Primary | Kind::Unique)
            .then(|| key_impl(table, "UniqueKey", key.columns, idx));
        let earlier = keys[..idx]
            .iter()
            .any(|earlier| earlier.columns == key.columns);
        let index = (!earlier).then(|| key_impl(table, "IndexKey", key.columns, idx));
        let ordered = (key.kind == Kind::OrderedIndex)
            .then(|| key_impl(table, "OrderedKey", key.columns, idx));
        quote!(#unique #index #ordered)
    });
    quote!(#keyed #(#impls)*)
}

// impl PrimaryKeyed for User { type Key = u64; .. }
pub(super) fn keyed(table: &Table, columns: &[usize]) -> TokenStream {
    let (p, row, cols) = (private(), table.row(), table.cols(columns));
    let generics = bounded(table);
    let (params, _, clause) = generics.split_for_impl();
    let types = columns.iter().map(|&column| {
        let ty = &table.columns[column].ty;
        quote!(#ty)
    });
    let values = columns.iter().map(|&column| {
        let ident = &table.columns[column].ident;
        quote!(#p::Clone::clone(&self.#ident))
    });
    let (key, value) = (
        tuple(&types.collect::<Vec<_>>()),
        tuple(&values.collect::<Vec<_>>()),
    );
    quote! {
        #[automatically_derived]
        impl #params #p::PrimaryKeyed for #row #clause {
            type Key = #key;
            type KeyCols = #cols;
            fn primary_key(&self) -> #key {
                #value
            }
        }
    }
}

// impl UniqueKey<User> for User_email { const KEY_IDX: usize = 1; }
pub(super) fn key_impl(table: &Table, name: &str, columns: &[usize], idx: usize) -> TokenStream {
    let (p, row) = (private(), table.row());
    let generics = bounded(table);
    let (params, _, clause) = generics.split_for_impl();
    let markers = columns.iter().map(|&column| {
        let marker = table.marker(&table.columns[column]);
        quote!(#marker)
    });
    let (markers, name) = (
        tuple(&markers.collect::<Vec<_>>()),
        quote::format_ident!("{name}"),
    );
    let field = columns.first().map(|&column| &table.columns[column].ident);
    let span = field.map_or_else(Span::call_site, generated_at);
    quote_spanned! {span=>
        #[automatically_derived]
        impl #params #p::#name<#row> for #markers #clause {
            const KEY_IDX: #p::usize = #idx;
        }
    }
}

// fn keys() -> Vec<KeySpec<Self>> { list([Spec::<Self, Col<Self, User_id>>::OF.hashed(KeyKind::Primary), ..]) }
pub(super) fn specs(table: &Table) -> TokenStream {
    let p = private();
    let keys = all(table);
    let obligations = keys.iter().flat_map(|key| {
        key.columns
            .iter()
            .map(|&column| obligation(table, key.kind, column))
    });
    let specs = keys.iter().map(|key| spec(table, key));
    quote! {
        #[inline]
        fn keys() -> #p::Vec<#p::KeySpec<Self>> {
            use #p::{NoKeyType as _, Refused as _};
            #(#obligations)*
            #p::list([#(#specs),*])
        }
    }
}

fn spec(table: &Table, key: &Key<'_>) -> TokenStream {
    let (p, cols) = (private(), table.cols(key.columns));
    // of a type with parameters the compiler knows only what the struct says: there nothing may be passed over
    let open = key
        .columns
        .iter()
        .any(|&column| table.is_open(&table.columns[column]));
    let (hashed, ordered) = if open {
        (
            quote!(#p::KeySpec::hashed::<#cols>),
            quote!(#p::KeySpec::ordered::<#cols>),
        )
    } else {
        let spec = quote!(#p::Spec::<Self, #cols>::OF);
        (quote!(#spec.hashed), quote!(#spec.ordered))
    };
    match key.kind {
        Kind::Primary => quote!(#hashed(#p::KeyKind::Primary)),
        Kind::Unique => quote!(#hashed(#p::KeyKind::Unique)),
        Kind::Index => quote!(#hashed(#p::KeyKind::Index)),
        Kind::OrderedIndex => quote!(#ordered()),
    }
}

/// Of a type with parameters the struct's bounds say whether it fits; there nothing may be passed over.
fn obligation(table: &Table, kind: Kind, column: usize) -> TokenStream {
    let column = &table.columns[column];
    let (ty, span) = (&column.ty, type_span(&column.ty));
    let p = spanned(private(), span);
    let (open, method) = match kind {
        Kind::Primary => ("KeyValue", "is_key"),
        Kind::Unique | Kind::Index => ("IndexValue", "is_index"),
        Kind::OrderedIndex => ("OrderedValue", "is_ordered"),
    };
    let (open, method) = (Ident::new(open, span), Ident::new(method, span));
    if table.is_open(column) {
        return quote_spanned!(span=> let () = <#ty as #p::#open>::FITS;);
    }
    quote_spanned!(span=> #p::KeyType::<#ty>::OF.#method();)
}
