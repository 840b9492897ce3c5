//! `table!`: rows in code, whose literals are judged by constants of the generated code.

use std::collections::{HashMap, HashSet};

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Expr, Lit, Member, Token, token};

use crate::expand::constant;
use crate::literal::{Literal, Sign};
use crate::parse::expr::expr;
use crate::parse::{unraw, until_comma};
use crate::sheet::{Cell, Sheet, door};

/// What stands in the brackets, with the path of the library before it.
pub(crate) struct Table {
    krate: TokenStream,
    row: TokenStream,
    rows: Vec<Row>,
}

/// One row: its values by column.
struct Row {
    span: Span,
    cells: Vec<(Ident, Expr)>,
}

impl Parse for Table {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let (krate, row) = (until_comma(input)?, until_comma(input)?);
        let rows = Punctuated::<Row, Token![,]>::parse_terminated(input)?;
        Ok(Table {
            krate,
            row,
            rows: rows.into_iter().collect(),
        })
    }
}

const USAGE: &str = "a row is written `{ id: 1, email: \"a@b.c\" }` [MT0221]";

impl Parse for Row {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if !input.peek(token::Brace) {
            return Err(input.error(USAGE));
        }
        let content;
        let braces = syn::braced!(content in input);
        let cells = content.parse_terminated(cell, Token![,])?;
        Ok(Row {
            span: braces.span.join(),
            cells: cells.into_iter().collect(),
        })
    }
}

/// `email: "a@b.c"`, or `email` for a variable of this name.
fn cell(input: ParseStream<'_>) -> syn::Result<(Ident, Expr)> {
    let column: Ident = match input.parse()? {
        Member::Named(ident) => ident,
        Member::Unnamed(index) => return Err(syn::Error::new_spanned(index, USAGE)),
    };
    let value = if input.peek(Token![:]) {
        input.parse::<Token![:]>()?;
        expr(input)?
    } else {
        syn::parse_quote!(#column)
    };
    Ok((column, value))
}

impl Table {
    /// A table of the rows, or what is wrong with them beside an empty one.
    pub(crate) fn expand(&self) -> TokenStream {
        self.table().unwrap_or_else(|error| {
            let (krate, row, error) = (&self.krate, &self.row, error.to_compile_error());
            quote!({
                #error
                #krate::private::table_of::<#row>(#krate::private::list([]))
            })
        })
    }

    fn table(&self) -> syn::Result<TokenStream> {
        self.distinct()?;
        let (krate, row) = (&self.krate, &self.row);
        let p = door(Span::call_site());
        let columns = self.columns();
        let sheet = self.sheet(&columns).tokens(&p, "", &quote!(&[]));
        let place = |ident: &Ident| {
            columns
                .iter()
                .position(|column| *column == unraw(ident))
                .unwrap_or_default()
        };
        let mut seen = HashMap::new();
        let judged = self
            .rows
            .iter()
            .enumerate()
            .map(|(at, row)| self.judged(row, at, &place, &mut seen));
        let rows = self
            .rows
            .iter()
            .enumerate()
            .map(|(at, row)| self.made(row, at, &place));
        let names = self.names();
        Ok(quote! {{
            use #krate::private as #p;
            const __MEMTABLE_SHEET: &#p::Sheet = #sheet;
            #names
            #(#judged)*
            #p::table_of::<#row>(#p::list([#(#rows),*]))
        }})
    }

    /// No row names a column twice.
    fn distinct(&self) -> syn::Result<()> {
        for Row { cells, .. } in &self.rows {
            for (at, (ident, _)) in cells.iter().enumerate() {
                if cells[..at].iter().any(|(earlier, _)| earlier == ident) {
                    let message =
                        format!("`{ident}` stands twice in this row: keep one of them [MT0222]");
                    return Err(syn::Error::new_spanned(ident, message));
                }
            }
        }
        Ok(())
    }

    fn columns(&self) -> Vec<String> {
        self.first_names().into_iter().map(unraw).collect()
    }

    /// The columns that are named, where each is named first.
    fn first_names(&self) -> Vec<&Ident> {
        let (mut seen, mut names) = (HashSet::new(), Vec::new());
        for (ident, _) in self.rows.iter().flat_map(|row| &row.cells) {
            if seen.insert(unraw(ident)) {
                names.push(ident);
            }
        }
        names
    }

    /// What a name is where the row has no such column: a constant of the row itself comes before that of a trait.
    ///
    /// And for each name a constant, at its first place, that says so.
    fn names(&self) -> TokenStream {
        let (p, ty) = (door(Span::call_site()), &self.row);
        let names = self.first_names();
        let constants: HashSet<Ident> = names.iter().map(|ident| constant(ident)).collect();
        let mut constants: Vec<_> = constants.into_iter().collect();
        constants.sort();
        let known = names.iter().map(|ident| {
            let (p, column, name) = (door(ident.span()), self.column(ident), unraw(ident));
            quote_spanned! {ident.span()=>
                const _: () = #p::unknown_column::<#ty>(#p::place(#column), #name).stop_for::<#ty>();
            }
        });
        quote! {
            #[allow(dead_code, reason = "generated code")]
            trait __MemtableNames {
                #(const #constants: #p::NoColumn = #p::NoColumn;)*
            }
            impl __MemtableNames for #ty {}
            #(#known)*
        }
    }

    fn sheet(&self, columns: &[String]) -> Sheet {
        let mut sheet = Sheet::new(columns.to_vec());
        for Row { cells, .. } in &self.rows {
            let found = |name: &String| cells.iter().find(|(ident, _)| unraw(ident) == *name);
            let cells = columns.iter().map(|name| {
                found(name).map_or(Cell::ABSENT, |(_, value)| {
                    literal(value).unwrap_or(Cell::EXPR)
                })
            });
            sheet.push(0, &cells.collect::<Vec<_>>());
        }
        sheet
    }

    /// A constant for each literal, at its place, and one for the columns that are missing.
    fn judged(
        &self,
        row: &Row,
        at: usize,
        place: &impl Fn(&Ident) -> usize,
        seen: &mut HashMap<(usize, String), usize>,
    ) -> TokenStream {
        let literals = row.cells.iter().filter_map(|(ident, value)| {
            let (cell, place) = (literal(value)?, place(ident));
            let (p, ty, column) = (door(value.span()), &self.row, self.column(ident));
            let earlier = match *seen.entry((place, cell.reading())).or_insert(at) {
                first if first < at => quote!(#p::Some(#first)),
                _ => quote!(#p::None),
            };
            Some(quote_spanned! {value.span()=>
                const _: () = #p::misread_literal(
                    <#ty as #p::MemTable>::SCHEMA, #p::place(#column), __MEMTABLE_SHEET, (#at, #place, #earlier)
                ).stop_for::<#ty>();
            })
        });
        let (p, ty) = (door(row.span), &self.row);
        let columns = row.cells.iter().map(|(ident, _)| self.column(ident));
        let missing = quote_spanned! {row.span=>
            const _: () = #p::missing_columns(<#ty as #p::MemTable>::SCHEMA, &[#(#p::place(#columns)),*]).stop_for::<#ty>();
        };
        quote!(#(#literals)* #missing)
    }

    /// The cells of a row, for the running program.
    fn made(&self, row: &Row, at: usize, place: &impl Fn(&Ident) -> usize) -> TokenStream {
        let cells = row.cells.iter().map(|(ident, value)| {
            let (p, column, place) = (door(value.span()), self.column(ident), place(ident));
            if literal(value).is_some() {
                let ty = &self.row;
                quote!(#p::literal::<#ty>(#p::place(#column), __MEMTABLE_SHEET, (#at, #place)))
            } else {
                quote_spanned!(value.span()=> #p::Given(#column).cell(#value))
            }
        });
        let p = door(row.span);
        quote!(#p::list([#(#cells),*]))
    }

    /// `<User>::EMAIL`, at the place where the column is named.
    fn column(&self, ident: &Ident) -> TokenStream {
        let (row, constant) = (&self.row, constant(ident));
        quote_spanned!(ident.span()=> <#row>::#constant)
    }
}

/// The cell that a literal is; `None` for any other expression.
fn literal(expr: &Expr) -> Option<Cell> {
    let literal = Literal::of(expr)?;
    let sign = if literal.sign == Sign::Minus { "-" } else { "" };
    match literal.lit {
        Lit::Str(text) => Some(Cell::text(text.value())),
        Lit::Char(char) => Some(Cell::text(char.value())),
        Lit::Bool(bool) => Some(Cell::bool(bool.to_token_stream().to_string())),
        Lit::Int(int) => Some(Cell::number(&format!("{sign}{}", int.base10_digits()))),
        Lit::Float(float) => Some(Cell::number(&format!("{sign}{}", float.base10_digits()))),
        _ => None,
    }
}
