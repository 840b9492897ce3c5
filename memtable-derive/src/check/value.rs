//! Enums and newtypes: the names of variants.

use std::collections::HashMap;

use proc_macro2::Ident;

use super::names::{case, serde_name};
use crate::ctxt::Ctxt;
use crate::model::{Shape, ValueType};
use crate::parse::{self, Variant, unraw};

/// Checks the type; `None` where an enum has something wrong.
pub(crate) fn value_type(ctxt: &Ctxt, written: parse::ValueType) -> Option<ValueType> {
    let shape = match written.shape {
        parse::Shape::Newtype(ty) => Shape::Newtype(ty),
        parse::Shape::Enum {
            rename_all,
            serde_rename_all,
            variants,
        } => {
            let case = case(ctxt, rename_all.as_ref(), serde_rename_all.as_ref());
            let name = |variant: &Variant| {
                let said = variant.rename.clone();
                let said = said
                    .or_else(|| serde_name(ctxt, variant.serde_rename.as_ref(), "rename = \"..\""));
                let own = unraw(&variant.ident);
                said.map_or_else(
                    || case.map_or(own.clone(), |case| case.of_variant(&own)),
                    |name| name.value(),
                )
            };
            let variants: Vec<_> = variants
                .iter()
                .map(|variant| (variant.ident.clone(), name(variant)))
                .collect();
            distinct(ctxt, &variants);
            Shape::Enum(variants)
        }
    };
    let is_sound = ctxt.is_sound() || matches!(shape, Shape::Newtype(_));
    is_sound.then_some(ValueType {
        ident: written.ident,
        generics: written.generics,
        shape,
    })
}

fn distinct(ctxt: &Ctxt, variants: &[(Ident, String)]) {
    let mut names = HashMap::new();
    for (ident, name) in variants {
        if let Some(first) = names.insert(name, ident) {
            let message = format!(
                "two variants are stored as {name:?}, so rows could not be read back: rename one with `#[memtable(rename = \"..\")]` [MT0044]"
            );
            ctxt.clash((first, "the first of them"), (ident, message));
        }
    }
}
