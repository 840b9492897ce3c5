//! The derive macros of memtable: syntax is parsed to a model as written, checked to a model as it is meant, and expanded.
//!
//! The macros judge syntax. Questions about types are put to the compiler, as obligations at the type of the field.

mod check;
mod ctxt;
mod expand;
mod literal;
mod model;
mod parse;
mod words;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

use crate::ctxt::Ctxt;

/// Makes a struct the schema, the validator and the row of a table.
#[proc_macro_derive(MemTable, attributes(memtable))]
pub fn derive_mem_table(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    let (ctxt, krate) = (Ctxt::new(), parse::crate_path(&input));
    let written = parse::Table::parse(&ctxt, &input);
    let table = written.map(|written| check::table(&ctxt, written));
    match (ctxt.finish(), table) {
        (None, Some(table)) => expand::table(&krate, &table),
        (errors, table) => expand::failed_table(&krate, &input, table.as_ref(), errors),
    }
    .into()
}

/// Makes an enum without data, or a newtype, the value of a column.
#[proc_macro_derive(MemValue, attributes(memtable))]
pub fn derive_mem_value(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    let (ctxt, krate) = (Ctxt::new(), parse::crate_path(&input));
    let written = parse::ValueType::parse(&ctxt, &input);
    let value = written.map(|written| check::value_type(&ctxt, written));
    match (ctxt.finish(), value) {
        (None, Some(value)) => expand::value_type(&krate, &value),
        (errors, _) => expand::failed_value(&krate, &input, errors),
    }
    .into()
}
