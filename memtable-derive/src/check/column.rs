//! Columns: what was said of each field.

use proc_macro2::Ident;
use syn::Path;

use super::case::Case;
use super::{fixture, names, once, rules};
use crate::ctxt::Ctxt;
use crate::model::{Column, Fallback, Reference, Skipped};
use crate::parse::{self, ColumnWord, Field, Spoken};

/// The fields that are columns, and those that are not.
pub(super) fn columns(
    ctxt: &Ctxt,
    fields: &[Field],
    rename_all: Option<Case>,
) -> (Vec<Column>, Vec<Skipped>) {
    let (mut columns, mut skipped) = (Vec::new(), Vec::new());
    for field in fields {
        once(ctxt, &field.words, said_once);
        match field
            .words
            .iter()
            .find(|word| matches!(word.what, ColumnWord::Skip))
        {
            Some(skip) => skipped.push(skipped_field(ctxt, field, skip)),
            None => columns.push(column(ctxt, field, rename_all)),
        }
    }
    (columns, skipped)
}

/// The words that stand once on a field; rules are counted with the rules.
fn said_once(word: &ColumnWord) -> Option<&'static str> {
    match word {
        ColumnWord::PrimaryKey => Some("primary_key"),
        ColumnWord::Unique => Some("unique"),
        ColumnWord::Index(_) => Some("index"),
        ColumnWord::References(_) => Some("references"),
        ColumnWord::OnDelete(_) => Some("on_delete"),
        ColumnWord::Default(_) => Some("default"),
        ColumnWord::Rename(_) => Some("rename"),
        ColumnWord::Fake(_) => Some("fake"),
        ColumnWord::Skip => Some("skip"),
        ColumnWord::Rule(_) => None,
    }
}

fn skipped_field(ctxt: &Ctxt, field: &Field, skip: &Spoken<ColumnWord>) -> Skipped {
    for word in &field.words {
        if !matches!(word.what, ColumnWord::Skip | ColumnWord::Default(_)) {
            let message = format!(
                "`{}` is skipped, so it is no column and `{}` has nothing to act on: remove one of the two [MT0009]",
                field.ident, word.key
            );
            ctxt.clash((&skip.key, "skipped here"), (&word.key, message));
        }
    }
    Skipped {
        ident: field.ident.clone(),
        ty: field.ty.clone(),
        default: default(field),
    }
}

fn column(ctxt: &Ctxt, field: &Field, rename_all: Option<Case>) -> Column {
    Column {
        ident: field.ident.clone(),
        vis: field.vis.clone(),
        ty: field.ty.clone(),
        name: name(ctxt, field, rename_all),
        doc: field.doc.clone(),
        rules: rules::rules(ctxt, field),
        default: default(field),
        reference: reference(ctxt, field),
        fake: fixture::fake(ctxt, field),
    }
}

fn name(ctxt: &Ctxt, field: &Field, rename_all: Option<Case>) -> String {
    let said = field.words.iter().find_map(|word| match &word.what {
        ColumnWord::Rename(name) => Some(name.clone()),
        _ => None,
    });
    if let Some(name) =
        said.or_else(|| names::serde_name(ctxt, field.serde_rename.as_ref(), "rename = \"..\""))
    {
        super::not_empty(
            ctxt,
            &name,
            "a column has a name: `rename = \"other_name\"` [MT0043]",
        );
        return name.value();
    }
    let own = parse::unraw(&field.ident);
    rename_all.map_or(own.clone(), |case| case.of_field(&own))
}

fn default(field: &Field) -> Option<Fallback> {
    field.words.iter().find_map(|word| match &word.what {
        ColumnWord::Default(None) => Some(Fallback::Default),
        ColumnWord::Default(Some(expr)) => Some(Fallback::Expr(expr.clone())),
        _ => None,
    })
}

fn reference(ctxt: &Ctxt, field: &Field) -> Option<Reference> {
    let mut to: Option<(&Ident, &Path)> = None;
    let mut on_delete: Option<(&Ident, &'static str)> = None;
    for word in &field.words {
        match &word.what {
            ColumnWord::References(path) => to = to.or(Some((&word.key, path))),
            ColumnWord::OnDelete(variant) => on_delete = on_delete.or(Some((&word.key, *variant))),
            _ => {}
        }
    }
    if let (None, Some((key, _))) = (to, on_delete) {
        let message = "`on_delete` says what happens when the referenced row goes, and this column references none: add `references = Team::ID` [MT0024]";
        ctxt.error_at(key, message);
    }
    let (_, to) = to?;
    if to.segments.len() < 2 {
        let message = format!(
            "`references` names a column of a table by its constant: `references = Team::ID`, not `{}` [MT0023]",
            path_text(to)
        );
        ctxt.error_at(to, message);
        return None;
    }
    let on_delete = on_delete.map_or("Restrict", |(_, variant)| variant);
    Some(Reference {
        to: to.clone(),
        on_delete,
    })
}

/// The path as a person writes it.
pub(crate) fn path_text(path: &Path) -> String {
    let segments = path
        .segments
        .iter()
        .map(|segment| segment.ident.to_string());
    segments.collect::<Vec<_>>().join("::")
}
