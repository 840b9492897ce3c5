//! The doors to the fixtures. They stand in a macro of the library, which is empty where its feature is off.
//!
//! They are inlined, so that a crate which never opens them compiles nothing of what is behind them.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};

use super::{bounded, columns::constant, private, type_span};
use crate::model::{FixtureVariant, Table};
use crate::parse::unraw;

// impl User { pub fn fixtures(seed: u64) -> RowFixtures<Self> { .. } }
pub(super) fn fixtures(table: &Table) -> TokenStream {
    let (p, row) = (private(), table.row());
    let generics = bounded(table);
    let (params, _, clause) = generics.split_for_impl();
    quote! {
        #p::with_fixtures! {
            #[automatically_derived]
            impl #params #row #clause {
                /// One row that keeps every rule: the first of `fixtures(0)`.
                #[inline]
                pub fn fixture() -> Self {
                    #p::fixture()
                }
                /// Rows that keep every rule: an iterator, that can be steered. One seed gives the same rows everywhere.
                #[inline]
                pub fn fixtures(seed: #p::u64) -> #p::RowFixtures<Self> {
                    #p::RowFixtures::new(seed)
                }
                /// For every rule, rows that break that rule and no other.
                #[inline]
                pub fn invalid_fixtures() -> #p::Vec<#p::InvalidFixture<Self>> {
                    #p::invalid_fixtures()
                }
                /// Rows at the edges of what the rules allow.
                #[inline]
                pub fn boundary_fixtures() -> #p::Vec<#p::BoundaryFixture<Self>> {
                    #p::boundary_fixtures()
                }
            }
        }
        #p::with_strategies! {
            #[automatically_derived]
            impl #params #row #clause {
                /// Rows that keep every rule, made and made smaller within the rules, for `proptest`.
                #[inline]
                pub fn strategy() -> #p::RowStrategy<Self> {
                    #p::RowStrategy::new()
                }
            }
        }
    }
}

// fn fakes() -> &'static [(usize, &'static str)] { &[(2, "first_name")] }
pub(super) fn fakes(table: &Table) -> Option<TokenStream> {
    let p = private();
    let said = table.columns.iter().enumerate();
    let fakes: Vec<_> = said
        .filter_map(|(idx, column)| column.fake.as_ref().map(|fake| quote!((#idx, #fake))))
        .collect();
    (!fakes.is_empty()).then(|| {
        quote! {
            fn fakes() -> &'static [(#p::usize, &'static #p::str)] {
                &[#(#fakes),*]
            }
        }
    })
}

// pub trait UserVariants: Sized { fn pro(self) -> Self; }
// impl UserVariants for RowFixtures<User> { .. }
pub(super) fn variants(krate: &TokenStream, table: &Table) -> Option<TokenStream> {
    let (row, vis) = (table.row(), &table.vis);
    let name = format_ident!("{}Variants", unraw(&table.ident), span = table.ident.span());
    let generics = bounded_by(krate, table);
    let (params, _, clause) = generics.split_for_impl();
    let doc = format!(
        "The variants of [`{0}`] among its fixtures: `{0}::fixtures(1).{1}()`.",
        unraw(&table.ident),
        first(table)?
    );
    let declared = table.variants.iter().map(|variant| {
        let (name, doc) = (&variant.name, described(table, variant));
        quote!(#[doc = #doc] #[must_use] fn #name(self) -> Self;)
    });
    let defined = table.variants.iter().map(|variant| {
        let name = &variant.name;
        let values = variant.values.iter().map(|(column, value)| {
            let constant = constant(&table.columns[*column].ident);
            let span = syn::spanned::Spanned::span(value);
            quote_spanned!(span=> let fixtures = #krate::private::RowFixtures::with(fixtures, <#row>::#constant, #value);)
        });
        quote! {
            fn #name(self) -> Self {
                let fixtures = self;
                #(#values)*
                fixtures
            }
        }
    });
    Some(quote! {
        #krate::private::with_fixtures! {
            #[doc = #doc]
            #[allow(dead_code)]
            #vis trait #name: #krate::private::Sized {
                #(#declared)*
            }

            #[automatically_derived]
            impl #params #name for #krate::private::RowFixtures<#row> #clause {
                #(#defined)*
            }
        }
    })
}

fn first(table: &Table) -> Option<String> {
    Some(unraw(&table.variants.first()?.name))
}

/// What people read of a variant: `plan = Plan::Pro`.
fn described(table: &Table, variant: &FixtureVariant) -> String {
    let values = variant.values.iter().map(|(column, value)| {
        let value = quote!(#value).to_string().replace(" :: ", "::");
        format!("`{} = {value}`", table.columns[*column].name)
    });
    format!("Rows with {}.", values.collect::<Vec<_>>().join(", "))
}

/// The bounds of the block's items, outside of the block: the door has no short name here.
fn bounded_by(krate: &TokenStream, table: &Table) -> syn::Generics {
    let mut generics = table.generics.clone();
    if generics.type_params().next().is_some() {
        let row = table.row();
        let span = table
            .columns
            .first()
            .map_or_else(proc_macro2::Span::call_site, |column| type_span(&column.ty));
        let bound = quote_spanned!(span=> #row: #krate::private::MemTable);
        if let Ok(bound) = syn::parse2(bound) {
            generics.make_where_clause().predicates.push(bound);
        }
    }
    generics
}

#[cfg(test)]
mod tests {
    use syn::parse_quote;

    use crate::ctxt::Ctxt;
    use crate::{check, parse};

    /// The time that a build takes is no test; what decides it is.
    #[test]
    fn doors_that_are_not_opened_are_not_compiled() {
        let ctxt = Ctxt::new();
        let written = parse::Table::parse(
            &ctxt,
            &parse_quote!(
                struct User {
                    id: u64,
                }
            ),
        );
        let table = written.and_then(|written| check::table(&ctxt, written));
        assert!(ctxt.finish().is_none());
        let code = super::fixtures(&table.expect("a struct")).to_string();
        assert_eq!(code.matches("pub fn").count(), 5);
        assert_eq!(code.matches("# [inline] pub fn").count(), 5, "{code}");
    }
}
