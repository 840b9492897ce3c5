use proc_macro2::Ident;
use syn::parse::{Parse, ParseStream};
use syn::{Expr, Token};

use crate::parse::expr::expr;
use crate::parse::item::{Arg, Item};
use crate::words::Word;

/// Rows with values of their own among the fixtures: `pro, plan = Plan::Pro`.
pub(crate) struct FixtureVariant {
    pub(crate) name: Ident,
    pub(crate) values: Vec<(Ident, Expr)>,
}

impl Item {
    pub(super) fn variant(&self, word: &Word) -> syn::Result<FixtureVariant> {
        let Arg::List(list) = &self.arg else {
            return Err(self.misused(word));
        };
        syn::parse2(list.stream()).map_err(|_| self.misused(word))
    }
}

impl Parse for FixtureVariant {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = input.parse()?;
        let mut values = Vec::new();
        while !input.is_empty() {
            input.parse::<Token![,]>()?;
            if input.is_empty() {
                break;
            }
            let column = input.parse()?;
            input.parse::<Token![=]>()?;
            values.push((column, expr(input)?));
        }
        Ok(FixtureVariant { name, values })
    }
}
