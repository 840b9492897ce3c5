//! A struct that derives `MemTable`, as written.

use proc_macro2::{Group as TokenGroup, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Data, DeriveInput, Expr, Fields, Generics, LitStr, Path, Token, Type, Visibility};

use crate::ctxt::Ctxt;
use crate::parse::args::{Order, Rule};
use crate::parse::condition::Condition;
use crate::parse::expr::expr;
use crate::parse::fixture::FixtureVariant;
use crate::parse::item::{Arg, Item, items};
use crate::parse::serde::{Renamed, renamed};
use crate::words::{Place, Word, did_you_mean};

/// The struct.
pub(crate) struct Table {
    pub(crate) ident: Ident,
    pub(crate) vis: Visibility,
    pub(crate) generics: Generics,
    pub(crate) doc: String,
    pub(crate) words: Vec<Spoken<TableWord>>,
    pub(crate) serde_rename_all: Option<Renamed>,
    pub(crate) fields: Vec<Field>,
}

/// A field of it.
pub(crate) struct Field {
    pub(crate) ident: Ident,
    pub(crate) vis: Visibility,
    pub(crate) ty: Type,
    pub(crate) doc: String,
    pub(crate) words: Vec<Spoken<ColumnWord>>,
    pub(crate) serde_rename: Option<Renamed>,
}

/// What was said, and the word that said it.
pub(crate) struct Spoken<T> {
    pub(crate) key: Ident,
    pub(crate) what: T,
}

/// What a struct's attribute says.
#[expect(clippy::large_enum_variant, reason = "a struct has a handful of them")]
pub(crate) enum TableWord {
    Name(LitStr),
    RenameAll(LitStr),
    Crate,
    PrimaryKey(Group),
    Unique(Group),
    Index(Group, Order),
    Check(Condition, LitStr),
    TableCheck(Path),
    Variant(FixtureVariant),
}

/// What a field's attribute says.
#[expect(clippy::large_enum_variant, reason = "a struct has a handful of them")]
pub(crate) enum ColumnWord {
    PrimaryKey,
    Unique,
    Index(Order),
    References(Path),
    /// A variant of the library's enum.
    OnDelete(&'static str),
    Rule(Rule),
    Default(Option<Expr>),
    Rename(LitStr),
    Fake(LitStr),
    Skip,
}

/// Columns, by the names of their fields.
pub(crate) struct Group {
    pub(crate) columns: Vec<Ident>,
    /// The parentheses around them.
    pub(crate) list: TokenGroup,
}

impl Table {
    /// The struct as written; `None` where it has no named fields.
    pub(crate) fn parse(ctxt: &Ctxt, input: &DeriveInput) -> Option<Self> {
        let fields = named_fields(ctxt, input)?;
        let words = items(ctxt, &input.attrs);
        let words = words.into_iter().filter_map(|item| table_word(ctxt, item));
        let row = row_type(input);
        Some(Table {
            ident: input.ident.clone(),
            vis: input.vis.clone(),
            generics: input.generics.clone(),
            doc: super::doc(&input.attrs),
            words: words.collect(),
            serde_rename_all: renamed(&input.attrs, "rename_all"),
            fields: fields
                .named
                .iter()
                .filter_map(|field| Field::parse(ctxt, field, &row))
                .collect(),
        })
    }
}

impl Field {
    fn parse(ctxt: &Ctxt, field: &syn::Field, row: &TokenStream) -> Option<Self> {
        let words = items(ctxt, &field.attrs);
        let words = words.into_iter().filter_map(|item| column_word(ctxt, item));
        Some(Field {
            ident: field.ident.clone()?,
            vis: field.vis.clone(),
            ty: ctxt.ok(syn::parse2(without_self(field.ty.to_token_stream(), row)))?,
            doc: super::doc(&field.attrs),
            words: words.collect(),
            serde_rename: renamed(&field.attrs, "rename"),
        })
    }
}

/// The struct with its parameters.
fn row_type(input: &DeriveInput) -> TokenStream {
    let ident = &input.ident;
    let (_, params, _) = input.generics.split_for_impl();
    quote!(#ident #params)
}

/// The type with the struct's name for `Self`: generated code says the type where `Self` is something else.
fn without_self(ty: TokenStream, row: &TokenStream) -> TokenStream {
    let named = ty.into_iter().map(|token| match token {
        TokenTree::Ident(word) if word == "Self" => spanned(row.clone(), word.span()),
        TokenTree::Group(group) => {
            let inside = without_self(group.stream(), row);
            let mut named = TokenGroup::new(group.delimiter(), inside);
            named.set_span(group.span());
            TokenTree::Group(named).into()
        }
        token => token.into(),
    });
    named.collect()
}

fn spanned(tokens: TokenStream, span: Span) -> TokenStream {
    let at = tokens.into_iter().map(|mut token| {
        token.set_span(span);
        token
    });
    at.collect()
}

fn named_fields<'a>(ctxt: &Ctxt, input: &'a DeriveInput) -> Option<&'a syn::FieldsNamed> {
    let (at, what): (TokenStream, _) = match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => return Some(fields),
            Fields::Unnamed(fields) => (
                fields.to_token_stream(),
                "the fields of this struct have no names",
            ),
            Fields::Unit => (input.ident.to_token_stream(), "this struct has no fields"),
        },
        Data::Enum(data) => (data.enum_token.to_token_stream(), "this is an enum"),
        Data::Union(data) => (data.union_token.to_token_stream(), "this is a union"),
    };
    let message = format!(
        "`MemTable` is derived for structs with named fields, which become the columns, and {what}; \
         an enum without data or a newtype derives `MemValue`, to be a column itself [MT0041]"
    );
    ctxt.error_at(at, message);
    None
}

fn table_word(ctxt: &Ctxt, item: Item) -> Option<Spoken<TableWord>> {
    let word = item.word_or_meant(ctxt, Place::Table)?;
    let what = match word.name {
        "name" => item.text(word).map(TableWord::Name),
        "rename_all" => item.text(word).map(TableWord::RenameAll),
        "crate" => item.path(word).map(|_| TableWord::Crate),
        "primary_key" => item.group(word).map(TableWord::PrimaryKey),
        "unique" => item.group(word).map(TableWord::Unique),
        "index" => item.index_group(word),
        "check" => item.check(word),
        "table_check" => item.path(word).map(TableWord::TableCheck),
        "variant" => item.variant(word).map(TableWord::Variant),
        _ => Err(item.misused(word)),
    };
    ctxt.ok(what).map(|what| Spoken {
        key: item.key,
        what,
    })
}

fn column_word(ctxt: &Ctxt, item: Item) -> Option<Spoken<ColumnWord>> {
    let word = item.word_or_meant(ctxt, Place::Column)?;
    let what = match item.rule(ctxt, word) {
        Some(rule) => rule.map(ColumnWord::Rule),
        None => match word.name {
            "primary_key" => item.on_column(word).map(|()| ColumnWord::PrimaryKey),
            "unique" => item.on_column(word).map(|()| ColumnWord::Unique),
            "index" => item.order(word).map(ColumnWord::Index),
            "references" => item.path(word).map(ColumnWord::References),
            "on_delete" => item.on_delete(word).map(ColumnWord::OnDelete),
            "default" => item.default(word).map(ColumnWord::Default),
            "rename" => item.text(word).map(ColumnWord::Rename),
            "fake" => item.text(word).map(ColumnWord::Fake),
            "skip" => item.bare(word).map(|()| ColumnWord::Skip),
            _ => Err(item.misused(word)),
        },
    };
    ctxt.ok(what).map(|what| Spoken {
        key: item.key,
        what,
    })
}

impl Item {
    /// Nothing, for words that name columns where they stand on the struct.
    fn on_column(&self, word: &Word) -> syn::Result<()> {
        match &self.arg {
            Arg::List(list) => {
                let name = word.name;
                let message = format!(
                    "on a field it is `{name}` alone; `{name}(a, b)`, over several columns, stands on the struct [MT0004]"
                );
                Err(syn::Error::new_spanned(list, message))
            }
            Arg::None | Arg::Value(_) => self.bare(word),
        }
    }

    fn order(&self, word: &Word) -> syn::Result<Order> {
        let Arg::List(list) = &self.arg else {
            return self.bare(word).map(|()| Order::None);
        };
        match syn::parse2::<Ident>(list.stream()) {
            Ok(ident) if ident == "ordered" => Ok(Order::Ordered),
            _ => Err(syn::Error::new_spanned(
                list,
                "on a field it is `index` or `index(ordered)`; `index(a, b)`, over several columns, stands on the struct [MT0004]",
            )),
        }
    }

    fn on_delete(&self, word: &Word) -> syn::Result<&'static str> {
        let path = self.path(word)?;
        let at = path
            .get_ident()
            .cloned()
            .ok_or_else(|| self.misused(word))?;
        Ok(match at.to_string().as_str() {
            "restrict" => "Restrict",
            "cascade" => "Cascade",
            "set_null" => "SetNull",
            name => {
                let hint = did_you_mean("MT0025", name, &["restrict", "cascade", "set_null"]);
                return Err(syn::Error::new_spanned(
                    &at,
                    format!("`on_delete` knows no `{name}`{hint}"),
                ));
            }
        })
    }

    fn default(&self, word: &Word) -> syn::Result<Option<Expr>> {
        match &self.arg {
            Arg::None => Ok(None),
            Arg::Value(_) | Arg::List(_) => self.expr(word).map(Some),
        }
    }

    fn group(&self, word: &Word) -> syn::Result<Group> {
        let Arg::List(list) = &self.arg else {
            return Err(self.misused(word));
        };
        group(list).map_err(|_| self.misused(word))
    }

    fn index_group(&self, word: &Word) -> syn::Result<TableWord> {
        let Arg::List(list) = &self.arg else {
            return Err(self.misused(word));
        };
        let ordered = |input: ParseStream<'_>| {
            let key: Ident = input.parse()?;
            let list: TokenGroup = input.parse()?;
            if key == "ordered" {
                group(&list)
            } else {
                Err(input.error("not ordered"))
            }
        };
        match ordered.parse2(list.stream()) {
            Ok(group) => Ok(TableWord::Index(group, Order::Ordered)),
            Err(_) => self
                .group(word)
                .map(|group| TableWord::Index(group, Order::None)),
        }
    }

    fn check(&self, word: &Word) -> syn::Result<TableWord> {
        let Arg::List(list) = &self.arg else {
            return Err(self.misused(word));
        };
        let parts = |input: ParseStream<'_>| {
            let expr = expr(input)?;
            input.parse::<Token![,]>()?;
            let message: LitStr = input.parse()?;
            input.parse::<Option<Token![,]>>()?;
            Ok((expr, message))
        };
        let (expr, message) = parts
            .parse2(list.stream())
            .map_err(|_| self.misused(word))?;
        Ok(TableWord::Check(Condition::try_from(expr)?, message))
    }
}

fn group(list: &TokenGroup) -> syn::Result<Group> {
    let columns = Punctuated::<Ident, Token![,]>::parse_terminated.parse2(list.stream())?;
    Ok(Group {
        columns: columns.into_iter().collect(),
        list: list.clone(),
    })
}

/// Where the library is: `#[memtable(crate = path)]`, else `::memtable`. What is wrong with the attributes is said elsewhere.
pub(crate) fn crate_path(input: &DeriveInput) -> TokenStream {
    let silent = Ctxt::new();
    let items = items(&silent, &input.attrs);
    let _ = silent.finish();
    let said = items.into_iter().find(|item| item.key == "crate");
    match said.map(|item| item.arg) {
        Some(Arg::Value(path)) if matches!(*path, Expr::Path(_)) => quote!(#path),
        _ => super::default_crate(),
    }
}
