//! The derive macros of memtable.

use proc_macro::TokenStream;

/// Makes a struct the schema, the validator and the row of a table.
#[proc_macro_derive(MemTable, attributes(memtable))]
pub fn derive_mem_table(_input: TokenStream) -> TokenStream {
    TokenStream::new()
}

/// Makes an enum without data, or a newtype, the value of a column.
#[proc_macro_derive(MemValue, attributes(memtable))]
pub fn derive_mem_value(_input: TokenStream) -> TokenStream {
    TokenStream::new()
}
