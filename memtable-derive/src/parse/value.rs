//! An enum or a newtype that derives `MemValue`, as written.

use proc_macro2::Ident;
use quote::ToTokens;
use syn::{Data, DataEnum, DeriveInput, Fields, Generics, LitStr, Type};

use crate::ctxt::Ctxt;
use crate::parse::item::{Item, items};
use crate::parse::serde::{Renamed, renamed};
use crate::words::Place;

/// The type.
pub(crate) struct ValueType {
    pub(crate) ident: Ident,
    pub(crate) generics: Generics,
    pub(crate) shape: Shape,
}

/// What kind of type it is.
pub(crate) enum Shape {
    /// An enum without data.
    Enum {
        rename_all: Option<LitStr>,
        serde_rename_all: Option<Renamed>,
        variants: Vec<Variant>,
    },
    /// A struct around one value.
    Newtype(Type),
}

/// One variant of an enum.
pub(crate) struct Variant {
    pub(crate) ident: Ident,
    pub(crate) rename: Option<LitStr>,
    pub(crate) serde_rename: Option<Renamed>,
}

impl ValueType {
    /// The type as written; `None` where it is neither an enum nor a newtype.
    pub(crate) fn parse(ctxt: &Ctxt, input: &DeriveInput) -> Option<Self> {
        let shape = match &input.data {
            Data::Enum(data) => enum_shape(ctxt, input, data),
            Data::Struct(data) => newtype_shape(ctxt, input, &data.fields)?,
            Data::Union(data) => {
                ctxt.error_at(data.union_token, "`MemValue` is derived for enums without data and for newtypes; a union is neither [MT0041]");
                return None;
            }
        };
        Some(ValueType {
            ident: input.ident.clone(),
            generics: input.generics.clone(),
            shape,
        })
    }
}

fn enum_shape(ctxt: &Ctxt, input: &DeriveInput, data: &DataEnum) -> Shape {
    if data.variants.is_empty() {
        ctxt.error_at(&input.ident, "an enum without variants has no value, so no row could have this column: add a variant [MT0052]");
    }
    Shape::Enum {
        rename_all: text_word(ctxt, items(ctxt, &input.attrs), Place::Enum, "rename_all"),
        serde_rename_all: renamed(&input.attrs, "rename_all"),
        variants: data
            .variants
            .iter()
            .map(|variant| Variant::parse(ctxt, variant))
            .collect(),
    }
}

fn newtype_shape(ctxt: &Ctxt, input: &DeriveInput, fields: &Fields) -> Option<Shape> {
    text_word(ctxt, items(ctxt, &input.attrs), Place::Newtype, "");
    match fields {
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
            let field = fields.unnamed.first()?;
            for item in items(ctxt, &field.attrs) {
                let message = format!(
                    "`{}` stands on the field of the table whose column this is: a newtype is what it is around [MT0053]",
                    item.key
                );
                ctxt.error_at(&item.key, message);
            }
            Some(Shape::Newtype(field.ty.clone()))
        }
        fields => {
            let at = if fields.is_empty() {
                input.ident.to_token_stream()
            } else {
                fields.to_token_stream()
            };
            let message = "`MemValue` is derived for enums without data and for newtypes, `struct Email(String)`; \
                           for a struct of several fields derive `MemTable`, and it nests as a column [MT0041]";
            ctxt.error_at(at, message);
            None
        }
    }
}

impl Variant {
    fn parse(ctxt: &Ctxt, variant: &syn::Variant) -> Self {
        if !variant.fields.is_empty() {
            let message = format!(
                "variant `{}` has data, and a column of an enum holds the variant's name alone; \
                 move the data to a column of its own, or derive `MemTable` on a struct and nest it [MT0054]",
                variant.ident
            );
            ctxt.error_at(&variant.fields, message);
        }
        Variant {
            ident: variant.ident.clone(),
            rename: text_word(ctxt, items(ctxt, &variant.attrs), Place::Variant, "rename"),
            serde_rename: renamed(&variant.attrs, "rename"),
        }
    }
}

/// The text of the one word that is read here, the others being checked only.
fn text_word(ctxt: &Ctxt, items: Vec<Item>, place: Place, name: &str) -> Option<LitStr> {
    let mut said: Option<(Ident, LitStr)> = None;
    for item in items {
        let Some(word) = ctxt.ok(item.word(place)) else {
            continue;
        };
        if word.name == "crate" {
            ctxt.ok(item.path(word));
            continue;
        }
        let text = ctxt.ok(item.text(word)).filter(|_| word.name == name);
        match (&said, text) {
            (Some((first, _)), Some(_)) => ctxt.clash(
                (first, "first said here"),
                (&item.key, format!("`{name}` is said twice [MT0005]")),
            ),
            (None, Some(text)) => said = Some((item.key, text)),
            (_, None) => {}
        }
    }
    said.map(|(_, text)| text)
}
