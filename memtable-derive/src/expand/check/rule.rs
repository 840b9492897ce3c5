//! One rule of a column, or of its elements.
//!
//! What asks something of the type stands at the type's place, and so does each variable, where it is made and where it is
//! used: a type that was written in another macro changes nothing.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, Path};

use crate::expand::{column_type, private, spanned, type_span};
use crate::model::{Bounds, Column, Limit, Rule, Table, Unit};

/// Where a rule acts.
pub(super) struct Site {
    /// The library, at the place of the type.
    p: TokenStream,
    /// The place of the type.
    span: Span,
    /// `Self, User_age`: the parameters of the library's functions over a column.
    pub(super) of: TokenStream,

    /// The type that the rules see.
    plain: TokenStream,
    /// The variable that holds it.
    value: Ident,
}

/// A variable that meets none of the user's; what is wrong with it is said at this place, and is no macro's matter.
pub(super) fn local(name: &str, at: Span) -> Ident {
    Ident::new(&format!("__{name}"), at)
}

impl Site {
    pub(super) fn column(table: &Table, column: &Column) -> Self {
        let (span, ty, marker) = (type_span(&column.ty), &column.ty, table.marker(column));
        let p = spanned(private(), span);
        Site {
            span,
            of: quote!(Self, #marker),
            plain: {
                let ty = column_type(ty, span);
                quote_spanned!(span=> <#ty as #p::MemValue>::Plain<'_>)
            },
            value: local("plain", span),
            p,
        }
    }

    /// The list that the column holds, as what has elements.
    fn list(&self) -> TokenStream {
        let Site { p, span, plain, .. } = self;
        quote_spanned!(*span=> <#plain as #p::InnerFits<'_>>)
    }

    fn element(&self) -> Self {
        let Site { p, span, .. } = self;
        let list = self.list();
        Site {
            p: p.clone(),
            span: *span,
            of: self.of.clone(),

            plain: quote_spanned!(*span=> <#list::Element as #p::MemValue>::Plain<'_>),
            value: local("element_plain", *span),
        }
    }

    // if let Some(plain) = plain::<Self, User_age>(self) { if !in_range(plain, ..) { broken::<Self, User_age>(self, check, 0) } .. }
    pub(super) fn rules(&self, rules: &[(usize, &Rule)]) -> TokenStream {
        let Site {
            p, span, of, value, ..
        } = self;
        let row = quote!(self);
        let rules = rules.iter().map(|(idx, rule)| {
            let (kept, row) = (self.kept(rule), &row);
            quote!(if !#kept { #p::broken::<#of>(#row, __check, #idx); })
        });
        let rules: TokenStream = rules.collect();
        quote_spanned!(*span=> if let #p::Some(#value) = #p::plain::<#of>(#row) { #rules })
    }

    // if let Some(value) = inner::<Self, User_age>(self) { answered::<Self, User_age>(self, check, 0, path(value)); }
    pub(super) fn custom(&self, path: &Path, idx: usize) -> TokenStream {
        let Site { p, of, .. } = self;
        let value = local("value", path.span());
        let call = quote_spanned!(path.span()=> #path(#value));
        let (row, answered) = (
            quote!(self),
            quote!(#p::answered::<#of>(self, __check, #idx, #call);),
        );
        quote_spanned!(self.span=> if let #p::Some(#value) = #p::inner::<#of>(#row) { #answered })
    }

    // for (position, element) in elements { if let Some(plain) = element.plain() { .. } }
    pub(super) fn inner(&self, rules: &[Rule], idx: usize) -> TokenStream {
        let Site { p, span, of, .. } = self;
        let (site, list) = (self.element(), self.list());
        let (all, position, element, plain) = (
            local("all", self.span),
            local("position", self.span),
            local("element", self.span),
            &site.value,
        );
        let rules = rules
            .iter()
            .enumerate()
            .map(|(inner_idx, rule)| match rule {
                Rule::Custom(path) => site.element_custom(path, (idx, inner_idx)),
                rule => site.element_rule(rule, (idx, inner_idx)),
            });
        let rules: TokenStream = rules.collect();
        let row = quote!(self);
        quote_spanned! {*span=>
            if let #p::Some(#all) = #p::plain::<#of>(#row) {
                for (#position, #element) in #p::Iterator::enumerate(#list::elements(#all)) {
                    if let #p::Some(#plain) = #p::MemValue::plain(#element) {
                        #rules
                    }
                }
            }
        }
    }

    fn element_rule(&self, rule: &Rule, (idx, inner_idx): (usize, usize)) -> TokenStream {
        let Site { p, of, .. } = self;
        let (kept, position, element) = (
            self.kept(rule),
            local("position", self.span),
            local("element", self.span),
        );
        quote!(if !#kept { #p::broken_element::<#of>(__check, (#idx, #inner_idx), (#position, #element)); })
    }

    fn element_custom(&self, path: &Path, (idx, inner_idx): (usize, usize)) -> TokenStream {
        let Site { p, of, .. } = self;
        let (value, position, element) = (
            local("value", path.span()),
            local("position", self.span),
            local("element", self.span),
        );
        let call = quote_spanned!(path.span()=> #path(#value));
        quote! {
            if let #p::Some(#value) = #p::MemValue::inner(#element) {
                #p::element_answered::<#of>(__check, (#idx, #inner_idx), (#position, #element), #call);
            }
        }
    }

    /// Whether the value keeps the rule.
    fn kept(&self, rule: &Rule) -> TokenStream {
        let Site {
            p,
            span,
            plain,
            value,
            ..
        } = self;
        let span = *span;
        match rule {
            Rule::Range(bounds) => self.range(bounds),
            Rule::Length { min, max, unit } => self.length(min.as_ref(), max.as_ref(), *unit),
            Rule::Pattern(pattern) => {
                let pattern = quote! {{
                    static PATTERN: #p::rules::Pattern = #p::rules::Pattern::new(#pattern);
                    &PATTERN
                }};
                quote_spanned!(span=> <#plain as #p::PatternFits>::has_match(#value, #pattern))
            }
            Rule::OneOf(values) => {
                quote_spanned!(span=> #p::rules::one_of::<#plain>(#value, &[#(#values),*]))
            }
            Rule::MultipleOf(of) => {
                let limit = local("of", self.span);
                let of = self.limit(&quote_spanned!(span=> #p::rules::Multiple), &limit, of);
                quote_spanned!(span=> { #of #p::is_multiple::<#plain>(#value, #limit) })
            }
            Rule::Email => quote_spanned!(span=> <#plain as #p::EmailFits>::email(#value)),
            Rule::Url => quote_spanned!(span=> <#plain as #p::UrlFits>::url(#value)),
            Rule::Ip => quote_spanned!(span=> <#plain as #p::IpFits>::ip(#value)),
            Rule::Finite => quote_spanned!(span=> <#plain as #p::FiniteFits>::finite(#value)),
            Rule::NonBlank => {
                quote_spanned!(span=> <#plain as #p::NonBlankFits>::non_blank(#value))
            }
            Rule::Custom(_) | Rule::Inner(_) => unreachable!("walked by their own functions"),
        }
    }

    // { let min: <Plain as Ranged>::Limit = 0; .. in_range(plain, Included(min), ..) }
    fn range(&self, bounds: &Bounds) -> TokenStream {
        let Site {
            p,
            span,
            plain,
            value,
            ..
        } = self;
        let ranged = quote_spanned!(*span=> #p::rules::Ranged);
        let (min, max) = (local("min", self.span), local("max", self.span));
        let limits = [(&min, &bounds.min), (&max, &bounds.max)].into_iter();
        let limits: TokenStream = limits
            .filter_map(|(local, limit)| Some(self.limit(&ranged, local, limit.expr()?)))
            .collect();
        let (min, max) = (self.bound(&bounds.min, &min), self.bound(&bounds.max, &max));
        quote_spanned!(*span=> { #limits #p::in_range::<#plain>(#value, #min, #max) })
    }

    /// A limit in the type of the column: one that does not fit is an error on the limit, a column that has none on its type.
    fn limit(&self, of: &TokenStream, local: &Ident, limit: &Expr) -> TokenStream {
        let plain = &self.plain;
        quote_spanned!(self.span=> let #local: <#plain as #of>::Limit = #limit;)
    }

    fn bound(&self, limit: &Limit, local: &Ident) -> TokenStream {
        let p = &self.p;
        match limit {
            Limit::Included(_) => quote_spanned!(self.span=> #p::Bound::Included(#local)),
            Limit::Excluded(_) => quote_spanned!(self.span=> #p::Bound::Excluded(#local)),
            Limit::None => quote_spanned!(self.span=> #p::Bound::Unbounded),
        }
    }

    fn length(&self, min: Option<&Expr>, max: Option<&Expr>, unit: Unit) -> TokenStream {
        let Site {
            p,
            span,
            plain,
            value,
            ..
        } = self;
        let min = min.map_or(quote!(0), ToTokens::to_token_stream);
        let max = max.map_or(quote!(#p::usize::MAX), ToTokens::to_token_stream);
        if unit == Unit::Bytes {
            quote_spanned!(*span=> <#plain as #p::BytesLengthFits>::in_bytes(#value, #min, #max))
        } else {
            quote_spanned!(*span=> <#plain as #p::LengthFits>::in_length(#value, #min, #max))
        }
    }
}
