//! The schema, as a constant.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};

use super::{column_type, literal, private, type_span};
use crate::check::path_text;
use crate::model::{Check, Column, Condition, Fallback, Limit, Operand, Order, Rule, Table, Unit};

// const SCHEMA: &'static Schema = &Schema { .. };
pub(super) fn schema(table: &Table) -> TokenStream {
    let p = private();
    let Table { name, doc, .. } = table;
    let columns = table
        .columns
        .iter()
        .map(|column| column_data(table, column));
    let primary = table.names(&table.primary_key);
    let unique = table.unique.iter().map(|columns| table.names(columns));
    let indexes = table.indexes.iter().map(|index| {
        let (columns, ordered) = (table.names(&index.columns), index.order == Order::Ordered);
        quote!(#p::Index { columns: #columns, ordered: #ordered })
    });
    let references = table
        .columns
        .iter()
        .enumerate()
        .filter_map(|(idx, column)| reference(table, idx, column));
    let checks = table.checks.iter().map(|check| check_data(table, check));
    let table_checks = table.whole_checks.iter().map(path_text);
    quote! {
        const NAME: &'static #p::str = #name;
        const SCHEMA: &'static #p::Schema = &#p::Schema {
            name: #p::Cow::Borrowed(#name),
            doc: #p::Cow::Borrowed(#doc),
            columns: #p::Cow::Borrowed(&[#(#columns),*]),
            primary_key: #primary,
            unique: #p::Cow::Borrowed(&[#(#unique),*]),
            indexes: #p::Cow::Borrowed(&[#(#indexes),*]),
            references: #p::Cow::Borrowed(&[#(#references),*]),
            checks: #p::Cow::Borrowed(&[#(#checks),*]),
            table_checks: #p::Cow::Borrowed(&[#(#p::Cow::Borrowed(#table_checks)),*]),
        };
    }
}

fn column_data(table: &Table, column: &Column) -> TokenStream {
    let (p, marker, doc) = (private(), table.marker(column), &column.doc);
    let rules = column
        .rules
        .iter()
        .map(|rule| rule_data(&Subject::column(table, column), rule));
    // an inline constant is a body of its own to the compiler: none where there is nothing to keep
    let rules = if column.rules.is_empty() {
        quote!(&[])
    } else {
        quote!(const { &[#(#rules),*] })
    };
    let default = default(table, column);
    quote!(#p::column::<Self, #marker>(#rules, #default, #doc))
}

/// What a rule is about: a column, or its elements.
pub(super) struct Subject {
    pub(super) p: TokenStream,
    /// `Self, User_age`: the parameters of the library's functions over a column.
    pub(super) column: TokenStream,
    /// The type that the rules see, in a constant.
    pub(super) plain: TokenStream,
    pub(super) length_unit: &'static str,
}

impl Subject {
    pub(super) fn column(table: &Table, column: &Column) -> Self {
        let (p, marker) = (private(), table.marker(column));
        let ty = column_type(&column.ty, type_span(&column.ty));
        Subject {
            column: quote!(Self, #marker),
            plain: quote!(<#ty as #p::MemValue>::Plain<'static>),
            p,
            length_unit: "length_unit",
        }
    }

    fn element(&self) -> Self {
        let (p, plain) = (&self.p, &self.plain);
        Subject {
            column: self.column.clone(),
            plain: quote!(<<#plain as #p::InnerFits<'static>>::Element as #p::MemValue>::Plain<'static>),
            p: p.clone(),
            length_unit: "element_length_unit",
        }
    }

    pub(super) fn value(&self, expr: &syn::Expr) -> TokenStream {
        literal::value(&self.p, expr, &self.column, &self.plain)
    }

    fn bound(&self, limit: &Limit) -> TokenStream {
        let p = &self.p;
        match limit {
            Limit::Included(expr) => {
                let value = self.value(expr);
                quote!(#p::Bound::Included(#value))
            }
            Limit::Excluded(expr) => {
                let value = self.value(expr);
                quote!(#p::Bound::Excluded(#value))
            }
            Limit::None => quote!(#p::Bound::Unbounded),
        }
    }
}

fn rule_data(subject: &Subject, rule: &Rule) -> TokenStream {
    let p = &subject.p;
    match rule {
        Rule::Range(bounds) => {
            let (min, max) = (subject.bound(&bounds.min), subject.bound(&bounds.max));
            quote!(#p::Rule::Range { min: #min, max: #max })
        }
        Rule::Length { min, max, unit } => length(subject, (min.as_ref(), max.as_ref()), *unit),
        Rule::Pattern(pattern) => quote!(#p::Rule::Pattern(#p::Cow::Borrowed(#pattern))),
        Rule::OneOf(values) => {
            let values = values.iter().map(|value| subject.value(value));
            quote!(#p::Rule::OneOf(#p::Cow::Borrowed(&[#(#values),*])))
        }
        Rule::Email => quote!(#p::Rule::Email),
        Rule::Url => quote!(#p::Rule::Url),
        Rule::Ip => quote!(#p::Rule::Ip),
        Rule::MultipleOf(of) => {
            let of = subject.value(of);
            quote!(#p::Rule::MultipleOf(#of))
        }
        Rule::Finite => quote!(#p::Rule::Finite),
        Rule::NonBlank => quote!(#p::Rule::NonBlank),
        Rule::Custom(path) => {
            let path = path_text(path);
            quote!(#p::Rule::Custom(#p::Cow::Borrowed(#path)))
        }
        Rule::Inner(rules) => {
            let element = subject.element();
            let rules = rules.iter().map(|rule| rule_data(&element, rule));
            quote!(#p::Rule::Inner(#p::Cow::Borrowed(&[#(#rules),*])))
        }
    }
}

type Limits<'a> = (Option<&'a syn::Expr>, Option<&'a syn::Expr>);

fn length(subject: &Subject, (min, max): Limits<'_>, unit: Unit) -> TokenStream {
    let Subject { p, column, .. } = subject;
    let min = min.map_or(quote!(0), |min| quote!((#min) as _));
    let max = max.map_or(quote!(#p::None), |max| quote!(#p::Some((#max) as _)));
    let unit = if unit == Unit::Bytes {
        quote!(#p::LengthUnit::Bytes)
    } else {
        let unit = format_ident!("{}", subject.length_unit);
        quote!(#p::#unit::<#column>())
    };
    quote!(#p::Rule::Length { min: #min, max: #max, unit: #unit })
}

fn default(table: &Table, column: &Column) -> TokenStream {
    let p = private();
    match &column.default {
        None => quote!(#p::None),
        Some(Fallback::Default) => {
            quote!(#p::Some(#p::ColumnDefault::Expr(#p::Cow::Borrowed("Default::default()"))))
        }
        Some(Fallback::Expr(expr)) if crate::literal::Literal::of(expr).is_some() => {
            let value = Subject::column(table, column).value(expr);
            quote!(#p::Some(#p::ColumnDefault::Value(#value)))
        }
        Some(Fallback::Expr(expr)) => {
            let text = source(expr);
            quote!(#p::Some(#p::ColumnDefault::Expr(#p::Cow::Borrowed(#text))))
        }
    }
}

/// The expression as a person would write it, as near as tokens tell.
pub(super) fn source(expr: &syn::Expr) -> String {
    let text = expr.to_token_stream().to_string();
    [
        (" :: ", "::"),
        (" . ", "."),
        (" (", "("),
        ("( ", "("),
        (" )", ")"),
        (" !", "!"),
        (" ,", ","),
    ]
    .iter()
    .fold(text, |text, (from, to)| text.replace(from, to))
}

fn reference(table: &Table, idx: usize, column: &Column) -> Option<TokenStream> {
    let reference = column.reference.as_ref()?;
    let (p, marker, to) = (
        private(),
        table.marker(column),
        super::column_constant(&reference.to),
    );
    let (columns, on_delete) = (
        table.names(&[idx]),
        format_ident!("{}", reference.on_delete),
    );
    Some(
        quote!(#p::reference::<Self, #marker, _, _>(#to, #columns, #p::name_of(#to), #p::OnDelete::#on_delete)),
    )
}

fn check_data(table: &Table, check: &Check) -> TokenStream {
    let (p, message) = (private(), &check.message);
    let expr = expr(table, &check.condition);
    quote!(#p::Check { expr: #expr, message: #p::Cow::Borrowed(#message) })
}

fn expr(table: &Table, condition: &Condition) -> TokenStream {
    let p = private();
    let name = |column: usize| &table.columns[column].name;
    match condition {
        Condition::Compare { op, left, right } => {
            let op = format_ident!("{op}");
            let (left, right) = (operand(table, left, right), operand(table, right, left));
            quote!(#p::Expr::Compare(#p::CompareOp::#op, #left, #right))
        }
        Condition::Column(place) => {
            let name = name(place.column);
            quote!(#p::Expr::Column(#p::Cow::Borrowed(#name)))
        }
        Condition::IsNull(place) => {
            let name = name(place.column);
            quote!(#p::Expr::IsNull(#p::Cow::Borrowed(#name)))
        }
        Condition::Not(part) => {
            let part = expr(table, part);
            quote!(#p::Expr::Not(#p::Shared::Static(&#part)))
        }
        Condition::And(..) => {
            let parts = conjuncts(condition)
                .into_iter()
                .map(|part| expr(table, part));
            quote!(#p::Expr::And(#p::Cow::Borrowed(&[#(#parts),*])))
        }
        Condition::Or(..) => {
            let parts = disjuncts(condition)
                .into_iter()
                .map(|part| expr(table, part));
            quote!(#p::Expr::Or(#p::Cow::Borrowed(&[#(#parts),*])))
        }
    }
}

/// `a && b && c` as three.
fn conjuncts(condition: &Condition) -> Vec<&Condition> {
    match condition {
        Condition::And(left, right) => [conjuncts(left), conjuncts(right)].concat(),
        other => vec![other],
    }
}

/// `a || b || c` as three.
fn disjuncts(condition: &Condition) -> Vec<&Condition> {
    match condition {
        Condition::Or(left, right) => [disjuncts(left), disjuncts(right)].concat(),
        other => vec![other],
    }
}

fn operand(table: &Table, operand: &Operand, other: &Operand) -> TokenStream {
    let p = private();
    match (operand, other) {
        (Operand::Column(place), _) => {
            let name = &table.columns[place.column].name;
            quote!(#p::Operand::Column(#p::Cow::Borrowed(#name)))
        }
        (Operand::Literal(literal), Operand::Column(place)) => {
            let value = Subject::column(table, &table.columns[place.column]).value(literal);
            quote!(#p::Operand::Literal(#value))
        }
        (Operand::Literal(_), Operand::Literal(_)) => quote!(#p::Operand::Literal(#p::Value::Null)),
    }
}
