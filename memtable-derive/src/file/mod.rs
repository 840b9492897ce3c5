//! `fixture_file!`: a file is lexed here, and judged by constants of the generated code, which know the schema.

mod csv;
mod facts;
mod json;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::parse::{Parse, ParseStream};
use syn::{LitStr, Token};

use crate::parse::until_comma;
use crate::sheet::{Cell, Sheet, door, float_digits};
use crate::words::did_you_mean;

/// How many cells one constant judges: well below the steps after which the compiler asks whether a constant ever ends.
const CELLS_AT_ONCE: usize = 5_000;

/// How many hex digits stand before the text of a float.
const FLOAT_DIGITS: usize = 24;

/// How many rows a file has at most: past them, the constant that looks for repeated keys takes too many steps.
const MOST_ROWS: usize = 20_000;

/// How many keys are looked at while compiling; all are where rows are written to a table.
const MOST_KEYS: usize = 6;

/// What stands in the parentheses, with the path of the library before it.
pub(crate) struct FixtureFile {
    krate: TokenStream,
    row: TokenStream,
    path: LitStr,
}

impl Parse for FixtureFile {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let (krate, row) = (until_comma(input)?, until_comma(input)?);
        let path = input.parse()?;
        input.parse::<Option<Token![,]>>()?;
        Ok(FixtureFile { krate, row, path })
    }
}

/// What is wrong at a line of the file.
pub(crate) struct Fault {
    line: u32,
    message: String,
}

impl FixtureFile {
    /// The rows, or all that is wrong with them as errors at the path, beside no rows.
    pub(crate) fn expand(&self) -> TokenStream {
        self.rows().unwrap_or_else(|error| {
            let (krate, row, error) = (&self.krate, &self.row, error.to_compile_error());
            quote!({
                #error
                #krate::private::load::<#row>(&#krate::private::Sheet::EMPTY)
            })
        })
    }

    fn rows(&self) -> syn::Result<TokenStream> {
        let (found, text) = self.read()?;
        let sheet = self.lex(&text)?;
        if sheet.n_rows() > MOST_ROWS {
            let message = format!(
                "{} has {} rows, and the compiler reads at most {MOST_ROWS}: read a larger file while the program runs [MT0216]",
                self.path.value(),
                sheet.n_rows()
            );
            return Err(self.error(message));
        }
        Ok(self.tokens(&found, &sheet))
    }

    fn tokens(&self, found: &Path, sheet: &Sheet) -> TokenStream {
        let FixtureFile { krate, row, path } = self;
        let p = door(Span::call_site());
        let (source, found) = (path.value(), found.to_string_lossy());
        let cells = sheet.tokens(&p, &source, &facts::tokens(sheet, &p));
        let judged = self.judged(sheet);
        quote! {{
            use #krate::private as #p;
            // a changed file is compiled anew
            const _: &[#p::u8] = ::core::include_bytes!(#found);
            const __MEMTABLE_SHEET: &#p::Sheet = #cells;
            #judged
            #p::load::<#row>(__MEMTABLE_SHEET)
        }}
    }

    /// The constants that are evaluated where all is right, at the place of the path.
    fn judged(&self, sheet: &Sheet) -> TokenStream {
        let (row, span) = (&self.row, self.path.span());
        let p = door(span);
        let schema = quote_spanned!(span=> <#row as #p::MemTable>::SCHEMA);
        let n_columns = sheet.columns.len();
        let columns = quote_spanned! {span=>
            const _: () = #p::misread_columns(#schema, __MEMTABLE_SHEET).stop_for::<#row>();
            const __MEMTABLE_DOUBTFUL: [#p::bool; #n_columns] = #p::doubtful(#schema, __MEMTABLE_SHEET);
        };
        let n_rows = (CELLS_AT_ONCE / sheet.columns.len().max(1)).max(1);
        let rows = (0..sheet.n_rows()).step_by(n_rows).map(|from| {
            let to = (from + n_rows).min(sheet.n_rows());
            quote_spanned! {span=>
                const _: () = #p::misread_rows(#schema, __MEMTABLE_SHEET, &__MEMTABLE_DOUBTFUL, (#from, #to)).stop_for::<#row>();
            }
        });
        let n_slots = (2 * sheet.n_rows()).next_power_of_two();
        let keys = (0..MOST_KEYS).map(|key| {
            quote_spanned! {span=>
                const _: () = #p::repeated_keys::<#n_slots>(#schema, __MEMTABLE_SHEET, #key).stop_for::<#row>();
            }
        });
        quote!(#columns #(#rows)* #(#keys)*)
    }

    fn lex(&self, text: &str) -> syn::Result<Sheet> {
        let path = self.path.value();
        let extension = Path::new(&path)
            .extension()
            .and_then(|extension| extension.to_str());
        let lexed = match extension {
            Some("csv") => csv::read(text),
            Some("jsonl" | "ndjson") => json::read(text),
            _ => {
                let message = format!(
                    "what is in `{path}` is told by the end of its name: `.csv` (with a header), `.jsonl` or `.ndjson` (an object on each line) [MT0212]"
                );
                return Err(self.error(message));
            }
        };
        lexed.map_err(|faults| {
            let errors = faults
                .iter()
                .map(|Fault { line, message }| self.error(format!("{path}:{line}: {message}")));
            errors
                .reduce(|mut all, error| {
                    all.combine(error);
                    all
                })
                .unwrap_or_else(|| self.error(String::new()))
        })
    }

    /// Where the file is, and what is in it.
    fn read(&self) -> syn::Result<(PathBuf, String)> {
        let path = self.path.value();
        let folder = env::var_os("CARGO_MANIFEST_DIR")
            .map(PathBuf::from)
            .unwrap_or_default();
        let found = folder.join(&path);
        match fs::read_to_string(&found) {
            Ok(text) => Ok((found, text)),
            Err(error) => {
                let message = format!(
                    "`{path}` cannot be read: {error}; a path starts in the folder of the crate's Cargo.toml{}",
                    hint(&found)
                );
                Err(self.error(message))
            }
        }
    }

    fn error(&self, message: impl std::fmt::Display) -> syn::Error {
        syn::Error::new(self.path.span(), message)
    }
}

/// The files beside the one that is not there.
fn hint(missing: &Path) -> String {
    let entries = missing
        .parent()
        .and_then(|folder| fs::read_dir(folder).ok());
    let names = entries
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut names: Vec<String> = names.collect();
    names.sort();
    let name = missing
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or_default();
    let known: Vec<&str> = names.iter().map(String::as_str).collect();
    let hint = did_you_mean("MT0211", name, &known);
    hint.lines().next().unwrap_or_default().to_owned()
}

impl Cell {
    const NULL: Self = Cell {
        kind: b'n',
        text: String::new(),
    };
    /// Nothing, without quotes, in CSV.
    const EMPTY: Self = Cell {
        kind: b'e',
        text: String::new(),
    };

    /// Text of any type, as CSV has it.
    fn open(text: &str) -> Self {
        match float_digits(text) {
            Some(digits) => Cell {
                kind: b'O',
                text: digits + text,
            },
            None => Cell {
                kind: b'o',
                text: text.to_owned(),
            },
        }
    }

    /// A list or an object of JSON.
    fn nested(text: &str) -> Self {
        let kind = text.as_bytes().first().copied().unwrap_or(b'[');
        Cell {
            kind,
            text: text.to_owned(),
        }
    }
}

impl Sheet {
    /// The kinds and the texts of a column's cells, row by row.
    fn column(&self, column: usize) -> impl Iterator<Item = (u8, &str)> {
        let cells = (column..self.kinds.len()).step_by(self.columns.len().max(1));
        cells.map(|at| {
            let start = if at == 0 { 0 } else { self.end(at - 1) };
            let kind = self.kinds[at];
            let skipped = if matches!(kind, b'f' | b'O') {
                FLOAT_DIGITS
            } else {
                0
            };
            (
                kind,
                self.text
                    .get(start + skipped..self.end(at))
                    .unwrap_or_default(),
            )
        })
    }

    fn end(&self, at: usize) -> usize {
        let bytes = self
            .ends
            .get(4 * at..4 * at + 4)
            .and_then(|bytes| bytes.try_into().ok());
        bytes.map_or(0, |bytes| u32::from_le_bytes(bytes) as usize)
    }

    fn n_rows(&self) -> usize {
        self.lines.len() / 4
    }
}
