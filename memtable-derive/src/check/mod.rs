//! The model as written becomes the model as checked. What is judged, in this order:
//!
//! - names: no empty name, no two columns of one name (`names`)
//! - columns: each word once, `skip` alone, `on_delete` with `references` (`column`)
//! - rules: each once, limits that something can keep, patterns that parse, lists without duplicates (`rules`)
//! - keys: one primary key, groups of columns that exist, each named once, no key twice (`keys`)
//! - checks: columns that exist (`condition`)
//! - fixtures: kinds of values that are known, variants of different names, columns that exist (`fixture`)
//!
//! Types are the compiler's to judge: `expand` asks it.

mod case;
mod column;
mod condition;
mod fixture;
mod keys;
mod names;
mod rules;
mod value;

use proc_macro2::Ident;
use syn::LitStr;

use crate::ctxt::Ctxt;
use crate::model::{Check, Table};
use crate::parse::{self, Spoken, TableWord};
use crate::words::did_you_mean;

pub(crate) use column::path_text;
pub(crate) use value::value_type;

/// Checks the struct: what is sound of it; `None` where it has no column.
pub(crate) fn table(ctxt: &Ctxt, written: parse::Table) -> Option<Table> {
    once(ctxt, &written.words, |word| match word {
        TableWord::Name(_) => Some("name"),
        TableWord::RenameAll(_) => Some("rename_all"),
        TableWord::Crate => Some("crate"),
        _ => None,
    });
    let rename_all = names::rename_all(ctxt, &written.words, written.serde_rename_all.as_ref());
    let (columns, skipped) = column::columns(ctxt, &written.fields, rename_all);
    names::distinct(ctxt, &columns);
    if columns.is_empty() {
        ctxt.error_at(
            &written.ident,
            "this struct has no column: a table needs at least one field that is not skipped [MT0042]",
        );
    }
    let scope = Scope {
        columns: columns.iter().map(|column| column.ident.clone()).collect(),
        written: &written,
    };
    let keys = keys::keys(ctxt, &scope);
    let name = names::table_name(ctxt, &written);
    let checks = checks(ctxt, &scope);
    let variants = fixture::variants(ctxt, &scope);
    let has_columns = !columns.is_empty();
    has_columns.then_some(Table {
        name,
        checks,
        whole_checks: whole_checks(&written.words),
        variants,
        is_sound: ctxt.is_sound(),
        ident: written.ident,
        vis: written.vis,
        generics: written.generics,
        doc: written.doc,
        columns,
        skipped,
        primary_key: keys.primary,
        unique: keys.unique,
        indexes: keys.indexes,
    })
}

/// The columns that a group or a condition can name.
struct Scope<'a> {
    columns: Vec<Ident>,
    written: &'a parse::Table,
}

impl Scope<'_> {
    /// The position of the column of this field, or an error that lists the columns.
    fn column(&self, ident: &Ident) -> syn::Result<usize> {
        if let Some(position) = self.columns.iter().position(|column| column == ident) {
            return Ok(position);
        }
        let (table, name) = (&self.written.ident, parse::unraw(ident));
        if self
            .written
            .fields
            .iter()
            .any(|field| field.ident == *ident)
        {
            let message =
                format!("`{name}` is no column of `{table}`: its field is skipped [MT0010]");
            return Err(syn::Error::new_spanned(ident, message));
        }
        let columns: Vec<String> = self.columns.iter().map(parse::unraw).collect();
        let hint = did_you_mean(
            "MT0010",
            &name,
            &columns.iter().map(String::as_str).collect::<Vec<_>>(),
        );
        let message = format!("`{table}` has no column `{name}`{hint}");
        Err(syn::Error::new_spanned(ident, message))
    }
}

fn checks(ctxt: &Ctxt, scope: &Scope<'_>) -> Vec<Check> {
    let mut checks = Vec::new();
    for word in &scope.written.words {
        if let TableWord::Check(condition, message) = &word.what {
            not_empty(
                ctxt,
                message,
                "the message of `check` is what people read in a report: say what is wrong [MT0063]",
            );
            let condition = condition::condition(ctxt, scope, condition);
            checks.extend(condition.map(|condition| Check {
                condition,
                message: message.clone(),
            }));
        }
    }
    checks
}

fn whole_checks(words: &[Spoken<TableWord>]) -> Vec<syn::Path> {
    let paths = words.iter().filter_map(|word| match &word.what {
        TableWord::TableCheck(path) => Some(path.clone()),
        _ => None,
    });
    paths.collect()
}

/// Notes an error for each word that was said before. `name` answers `None` for words that can be repeated.
fn once<T>(ctxt: &Ctxt, words: &[Spoken<T>], name: impl Fn(&T) -> Option<&'static str>) {
    for (position, word) in words.iter().enumerate() {
        let Some(said) = name(&word.what) else {
            continue;
        };
        let first = words[..position]
            .iter()
            .find(|earlier| name(&earlier.what) == Some(said));
        if let Some(first) = first {
            twice(ctxt, &first.key, &word.key, said);
        }
    }
}

fn twice(ctxt: &Ctxt, first: &Ident, second: &Ident, said: &str) {
    ctxt.clash(
        (first, "first said here"),
        (
            second,
            format!("`{said}` is said twice: keep one of them [MT0005]"),
        ),
    );
}

fn not_empty(ctxt: &Ctxt, text: &LitStr, message: &str) {
    if text.value().trim().is_empty() {
        ctxt.error_at(text, message);
    }
}
