//! What tables and columns are called.

use std::collections::HashMap;

use syn::LitStr;

use super::case::{CASES, Case, table_name as name_of};
use crate::ctxt::Ctxt;
use crate::model::Column;
use crate::parse::{self, Renamed, Spoken, TableWord};
use crate::words::did_you_mean;

/// The table's name.
pub(super) fn table_name(ctxt: &Ctxt, table: &parse::Table) -> String {
    let said = table.words.iter().find_map(|word| match &word.what {
        TableWord::Name(name) => Some(name),
        _ => None,
    });
    match said {
        Some(name) => {
            super::not_empty(
                ctxt,
                name,
                "a table has a name: `name = \"users\"` [MT0043]",
            );
            name.value()
        }
        None => name_of(&parse::unraw(&table.ident)),
    }
}

/// How all columns are renamed: memtable's word, else serde's.
pub(super) fn rename_all(
    ctxt: &Ctxt,
    words: &[Spoken<TableWord>],
    serde: Option<&Renamed>,
) -> Option<Case> {
    let said = words.iter().find_map(|word| match &word.what {
        TableWord::RenameAll(case) => Some(case),
        _ => None,
    });
    case(ctxt, said, serde)
}

/// The case that is said, memtable's word before serde's.
pub(super) fn case(ctxt: &Ctxt, said: Option<&LitStr>, serde: Option<&Renamed>) -> Option<Case> {
    match said {
        Some(case) => find_case(ctxt, case),
        None => find_case(ctxt, &serde_name(ctxt, serde, "rename_all = \"..\"")?),
    }
}

/// serde's name, where it has one for both ways.
pub(super) fn serde_name(ctxt: &Ctxt, renamed: Option<&Renamed>, ours: &str) -> Option<LitStr> {
    match renamed? {
        Renamed::Same(name) => Some(name.clone()),
        Renamed::Differs(at) => {
            let message = format!(
                "serde reads and writes this by two names, and memtable needs one: say which with `#[memtable({ours})]` [MT0045]"
            );
            ctxt.error_at(at, message);
            None
        }
    }
}

fn find_case(ctxt: &Ctxt, said: &LitStr) -> Option<Case> {
    let name = said.value();
    let found = CASES.iter().find(|(spelling, _)| *spelling == name);
    if found.is_none() {
        let hint = did_you_mean("MT0046", &name, &CASES.map(|(spelling, _)| spelling));
        ctxt.error_at(said, format!("`rename_all` knows no {name:?}{hint}"));
    }
    found.map(|(_, case)| *case)
}

/// No two columns have one name, nor constants of one name.
pub(super) fn distinct(ctxt: &Ctxt, columns: &[Column]) {
    let (mut names, mut constants) = (HashMap::new(), HashMap::new());
    for column in columns {
        let constant = crate::expand::constant(&column.ident).to_string();
        if let Some(first) = names.insert(column.name.clone(), column) {
            let message = format!(
                "two columns are called `{}`: rename one with `#[memtable(rename = \"..\")]` [MT0044]",
                column.name
            );
            ctxt.clash(
                (&first.ident, "the first of them"),
                (&column.ident, message),
            );
        } else if let Some(first) = constants.insert(constant.clone(), column) {
            let message = format!(
                "two columns would have the constant `{constant}`: rename one of the fields [MT0044]"
            );
            ctxt.clash(
                (&first.ident, "the first of them"),
                (&column.ident, message),
            );
        }
    }
}
