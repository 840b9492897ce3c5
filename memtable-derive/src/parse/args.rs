//! What stands behind a word: limits, lists, paths.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::parse::{Parse, ParseStream};
use syn::{Expr, Ident, LitStr, Path, Token};

use crate::ctxt::Ctxt;
use crate::parse::expr;
use crate::parse::item::{Arg, Item, parts, within};
use crate::words::{Place, Word, did_you_mean};

pub(crate) use super::condition::{Condition, Operand};

/// A rule, and the word that said it.
#[derive(Clone)]
pub(crate) struct Rule {
    pub(crate) key: Ident,
    pub(crate) kind: RuleKind,
}

/// What a rule asks.
#[derive(Clone)]
pub(crate) enum RuleKind {
    Range(Bounds),
    Length { bounds: Bounds, unit: Unit },
    Pattern(LitStr),
    OneOf(Vec<Expr>),
    Email,
    Url,
    Ip,
    MultipleOf(Expr),
    Finite,
    NonBlank,
    Custom(Path),
    Inner(Vec<Rule>),
}

/// Two limits, as written.
#[derive(Clone)]
pub(crate) struct Bounds {
    pub(crate) min: Limit,
    pub(crate) max: Limit,
}

/// One limit.
#[derive(Clone)]
pub(crate) enum Limit {
    Included(Expr),
    Excluded(Expr),
    None,
}

impl Limit {
    pub(crate) fn expr(&self) -> Option<&Expr> {
        match self {
            Limit::Included(expr) | Limit::Excluded(expr) => Some(expr),
            Limit::None => None,
        }
    }
}

impl ToTokens for Bounds {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.min.expr().to_tokens(tokens);
        self.max.expr().to_tokens(tokens);
    }
}

/// What a length counts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    /// What the type of the column has: characters, bytes or elements.
    OfType,
    Bytes,
}

/// Whether an index answers ranges.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    Ordered,
    None,
}

impl Item {
    /// The rule that this item says, where its word is a rule's.
    pub(crate) fn rule(&self, ctxt: &Ctxt, word: &Word) -> Option<syn::Result<Rule>> {
        let kind = match word.name {
            "range" => self.range(),
            "min" => self.expr(word).map(|min| {
                RuleKind::Range(Bounds {
                    min: Limit::Included(min),
                    max: Limit::None,
                })
            }),
            "max" => self.expr(word).map(|max| {
                RuleKind::Range(Bounds {
                    min: Limit::None,
                    max: Limit::Included(max),
                })
            }),
            "length" => self.length(),
            "pattern" => self.text(word).map(RuleKind::Pattern),
            "one_of" => self.list(word).map(RuleKind::OneOf),
            "email" => self.bare(word).map(|()| RuleKind::Email),
            "url" => self.bare(word).map(|()| RuleKind::Url),
            "ip" => self.bare(word).map(|()| RuleKind::Ip),
            "finite" => self.bare(word).map(|()| RuleKind::Finite),
            "non_blank" => self.bare(word).map(|()| RuleKind::NonBlank),
            "multiple_of" => self.expr(word).map(RuleKind::MultipleOf),
            "custom" => self.path(word).map(RuleKind::Custom),
            "inner" => self.inner(ctxt, word).map(RuleKind::Inner),
            _ => return None,
        };
        Some(kind.map(|kind| Rule {
            key: self.key.clone(),
            kind,
        }))
    }

    /// The error for a word with the wrong thing behind it.
    pub(crate) fn misused(&self, word: &Word) -> syn::Error {
        let message = if word.name == word.usage {
            format!("`{}` stands alone: nothing follows it [MT0003]", word.name)
        } else {
            format!("`{}` is written `{}` [MT0003]", word.name, word.usage)
        };
        match &self.arg {
            Arg::None => syn::Error::new_spanned(&self.key, message),
            Arg::Value(value) => syn::Error::new_spanned(value, message),
            Arg::List(list) => syn::Error::new_spanned(list, message),
        }
    }

    /// Nothing.
    pub(crate) fn bare(&self, word: &Word) -> syn::Result<()> {
        match &self.arg {
            Arg::None => Ok(()),
            Arg::Value(_) | Arg::List(_) => Err(self.misused(word)),
        }
    }

    /// One expression: `= expr` or `(expr)`.
    pub(crate) fn expr(&self, word: &Word) -> syn::Result<Expr> {
        match &self.arg {
            Arg::Value(expr) => Ok((**expr).clone()),
            Arg::List(list) => within(list, expr::expr).map_err(|_| self.misused(word)),
            Arg::None => Err(self.misused(word)),
        }
    }

    /// One path: `= path` or `(path)`.
    pub(crate) fn path(&self, word: &Word) -> syn::Result<Path> {
        match self.expr(word)? {
            Expr::Path(path) if path.qself.is_none() => Ok(path.path),
            _ => Err(self.misused(word)),
        }
    }

    /// One string: `= ".."` or `("..")`.
    pub(crate) fn text(&self, word: &Word) -> syn::Result<LitStr> {
        match self.expr(word)? {
            Expr::Lit(syn::ExprLit {
                lit: syn::Lit::Str(text),
                ..
            }) => Ok(text),
            _ => Err(self.misused(word)),
        }
    }

    /// Expressions in parentheses.
    fn list(&self, word: &Word) -> syn::Result<Vec<Expr>> {
        let Arg::List(list) = &self.arg else {
            return Err(self.misused(word));
        };
        within(list, expr::list)
    }

    fn inner(&self, ctxt: &Ctxt, word: &Word) -> syn::Result<Vec<Rule>> {
        let Arg::List(list) = &self.arg else {
            return Err(self.misused(word));
        };
        if list.stream().is_empty() {
            let message = "`inner` holds the rules of the elements, and here are none: `inner(length(1..=64))` [MT0006]";
            return Err(syn::Error::new_spanned(&self.key, message));
        }
        let mut rules = Vec::new();
        for item in parts(ctxt, list) {
            let word = ctxt.ok(item.word(Place::Element));
            rules.extend(
                word.and_then(|word| item.rule(ctxt, word))
                    .and_then(|rule| ctxt.ok(rule)),
            );
        }
        Ok(rules)
    }

    fn range(&self) -> syn::Result<RuleKind> {
        let limits = self.limits("`range` is written `range(0..=150)`, `range(min = 0, max = 150)` or `range(above = 0)` [MT0003]")?;
        match limits.bytes {
            Some(bytes) => Err(syn::Error::new_spanned(
                bytes,
                "`bytes` belongs to `length(..)` [MT0034]",
            )),
            None => Ok(RuleKind::Range(limits.bounds)),
        }
    }

    fn length(&self) -> syn::Result<RuleKind> {
        let limits = self.limits("`length` is written `length(1..=64)`, `length(5)`, `length(min = 1)` or `length(..=64, bytes)` [MT0003]")?;
        let Limits { bounds, bytes } = limits;
        let unit = bytes.map_or(Unit::OfType, |_| Unit::Bytes);
        Ok(RuleKind::Length { bounds, unit })
    }

    fn limits(&self, usage: &str) -> syn::Result<Limits> {
        let Arg::List(list) = &self.arg else {
            return Err(syn::Error::new_spanned(&self.key, usage));
        };
        if list.stream().is_empty() {
            return Err(syn::Error::new_spanned(list, usage));
        }
        within(list, Limits::parse)
    }
}

struct Limits {
    bounds: Bounds,
    bytes: Option<Ident>,
}

impl Parse for Limits {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut limits = Limits {
            bounds: Bounds {
                min: Limit::None,
                max: Limit::None,
            },
            bytes: None,
        };
        while !input.is_empty() {
            limits.add(input)?;
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(limits)
    }
}

impl Limits {
    fn add(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        let named = input.peek(Ident) && input.peek2(Token![=]) && !input.peek2(Token![==]);
        if named {
            let key: Ident = input.parse()?;
            input.parse::<Token![=]>()?;
            return self.set_named(&key, expr::expr(input)?);
        }
        if input.peek(Token![..]) {
            return self.set_range(None, input);
        }
        let start = expr::limit(input)?;
        if input.peek(Token![..]) {
            return self.set_range(Some(start), input);
        }
        if let Expr::Path(path) = &start
            && path.path.is_ident("bytes")
        {
            self.bytes = path.path.get_ident().cloned();
            return Ok(());
        }
        self.set_min(Limit::Included(start.clone()))?;
        self.set_max(Limit::Included(start))
    }

    fn set_named(&mut self, key: &Ident, expr: Expr) -> syn::Result<()> {
        match key.to_string().as_str() {
            "min" => self.set_min(Limit::Included(expr)),
            "max" => self.set_max(Limit::Included(expr)),
            "above" => self.set_min(Limit::Excluded(expr)),
            "below" => self.set_max(Limit::Excluded(expr)),
            name => {
                let hint = did_you_mean("MT0033", name, &["min", "max", "above", "below"]);
                Err(syn::Error::new_spanned(
                    key,
                    format!("a limit is not called `{name}`{hint}"),
                ))
            }
        }
    }

    /// What stands before `..` or `..=`, which is next, and what follows.
    fn set_range(&mut self, start: Option<Expr>, input: ParseStream<'_>) -> syn::Result<()> {
        let end: fn(Expr) -> Limit = if input.peek(Token![..=]) {
            input.parse::<Token![..=]>()?;
            Limit::Included
        } else {
            let dots: Token![..] = input.parse()?;
            if input.is_empty() || input.peek(Token![,]) {
                let message = "`..` has no limit, so this rule would ask nothing [MT0032]";
                let start = start.ok_or_else(|| syn::Error::new_spanned(dots, message))?;
                return self.set_min(Limit::Included(start));
            }
            Limit::Excluded
        };
        if let Some(start) = start {
            self.set_min(Limit::Included(start))?;
        }
        self.set_max(end(expr::expr(input)?))
    }

    fn set_min(&mut self, limit: Limit) -> syn::Result<()> {
        set(&mut self.bounds.min, limit, "lower")
    }

    fn set_max(&mut self, limit: Limit) -> syn::Result<()> {
        set(&mut self.bounds.max, limit, "upper")
    }
}

fn set(place: &mut Limit, limit: Limit, which: &str) -> syn::Result<()> {
    if place.expr().is_some() {
        let message = format!("the {which} limit is said twice [MT0005]");
        return Err(syn::Error::new_spanned(limit.expr(), message));
    }
    *place = limit;
    Ok(())
}
