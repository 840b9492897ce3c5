//! The row check: straight code, rule by rule, on the plain values.

mod condition;
mod rule;

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use self::rule::Site;
use super::{private, spanned, type_span};
use crate::model::{Column, Rule, Table};

// fn check(&self, __check: &mut RowCheck<'_>) { .. }
//
// The name is none that a function of the user's has: `custom = check`.
pub(super) fn check(table: &Table) -> TokenStream {
    let p = private();
    let columns = table
        .columns
        .iter()
        .map(|column| column_check(table, column));
    let references = table
        .columns
        .iter()
        .filter_map(|column| reference(table, column));
    let checks = table.checks.iter().enumerate();
    let checks = checks.map(|(idx, check)| condition::struct_check(table, idx, check));
    quote! {
        #[inline]
        fn check(&self, __check: &mut #p::RowCheck<'_>) {
            #(#columns)*
            #(#references)*
            #(#checks)*
        }
    }
}

fn column_check(table: &Table, column: &Column) -> TokenStream {
    let site = Site::column(table, column);
    let rules: Vec<_> = column.rules.iter().enumerate().collect();
    // in the order they were said; those that see the plain value share it
    let special = |rule: &Rule| matches!(rule, Rule::Custom(_) | Rule::Inner(_));
    let rules = rules.chunk_by(|(_, left), (_, right)| !special(left) && !special(right));
    let rules = rules.map(|group| match group {
        [(idx, Rule::Custom(path))] => site.custom(path, *idx),
        [(idx, Rule::Inner(rules))] => site.inner(rules, *idx),
        plain => site.rules(plain),
    });
    rules.collect()
}

// references(referenced(Team::ID), referencing::<Self, User_team_id>());
fn reference(table: &Table, column: &Column) -> Option<TokenStream> {
    let reference = column.reference.as_ref()?;
    let (marker, to) = (table.marker(column), &reference.to);
    let p = spanned(private(), to.span());
    let constant = super::column_constant(to);
    let from_span = type_span(&column.ty);
    let (from_p, from) = (
        spanned(private(), from_span),
        rule::local("from", to.span()),
    );
    let (referenced, referencing) = (
        super::call_over(to, "referenced", &constant),
        quote_spanned!(from_span=> let #from = #from_p::referencing::<Self, #marker>();),
    );
    let set_null = (reference.on_delete == "SetNull").then(|| set_null(column));
    Some(quote_spanned!(to.span()=> #referencing #p::references(#referenced, #from); #set_null))
}

fn set_null(column: &Column) -> TokenStream {
    let (span, ty) = (type_span(&column.ty), &column.ty);
    let p = spanned(private(), span);
    quote_spanned!(span=> let () = <#ty as #p::SetNullFits>::FITS;)
}
