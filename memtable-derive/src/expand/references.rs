//! `impl ReferenceTo`: along which column a join goes.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::Path;
use syn::spanned::Spanned;

use super::{bounded, private};
use crate::model::{Column, Table};

/// An impl for each other table that exactly one column references.
pub(super) fn references(table: &Table) -> TokenStream {
    let referencing = || {
        let columns = table.columns.iter();
        columns.filter_map(|column| Some((column, &column.reference.as_ref()?.to)))
    };
    let is_alone = |to: &Path| {
        let others = referencing().filter(|(_, other)| row_name(other) == row_name(to));
        others.count() == 1
    };
    let alone = referencing().filter(|(_, to)| is_alone(to));
    alone
        .filter_map(|(column, to)| Some(reference(table, column, (to, row_of(to)?))))
        .collect()
}

// impl ReferenceTo<Team> for User { .. }
fn reference(table: &Table, column: &Column, (to, row): (&Path, Path)) -> TokenStream {
    let (p, own_row, marker) = (private(), table.row(), table.marker(column));
    let generics = bounded(table);
    let (params, _, clause) = generics.split_for_impl();
    let constant = super::column_constant(to);
    // of a type with parameters the compiler knows only what the struct says: there nothing may be passed over
    let link = if table.is_open(column) {
        quote_spanned!(to.span()=> #p::along::<Self, #marker, _, _>(#constant))
    } else {
        quote!({
            use #p::NoLink as _;
            #p::Along::<Self, #marker, _, _>::to(#constant).link()
        })
    };
    quote! {
        #[automatically_derived]
        impl #params #p::ReferenceTo<#row> for #own_row #clause {
            type By = #p::ByReference;
            fn link() -> impl #p::Link<Self, #row> {
                #link
            }
        }
    }
}

/// `Team` of `Team::ID`.
fn row_of(to: &Path) -> Option<Path> {
    let mut row = to.clone();
    row.segments.pop();
    row.segments.pop_punct();
    (!row.segments.is_empty()).then_some(row)
}

/// The last word of the row: two paths to one row end in it, and rows that share it are told apart by people alone.
fn row_name(to: &Path) -> Option<String> {
    Some(to.segments.iter().nth_back(1)?.ident.to_string())
}
