//! Keys: the primary key, what is unique, what is indexed.

use proc_macro2::Ident;

use super::Scope;
use crate::ctxt::Ctxt;
use crate::model::{Index, Order};
use crate::parse::{ColumnWord, Group, TableWord, unraw};

/// The keys of a table, by positions of columns.
#[derive(Default)]
pub(super) struct Keys {
    pub(super) primary: Vec<usize>,
    pub(super) unique: Vec<Vec<usize>>,
    pub(super) indexes: Vec<Index>,
}

/// One key as it was said.
struct Said {
    key: Ident,
    kind: Kind,
    columns: Vec<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Primary,
    Unique,
    Index(Order),
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Kind::Primary => "primary_key",
            Kind::Unique => "unique",
            Kind::Index(Order::None) => "index",
            Kind::Index(Order::Ordered) => "index(ordered)",
        }
    }
}

/// Collects and checks the keys, those of fields before those of the struct.
pub(super) fn keys(ctxt: &Ctxt, scope: &Scope<'_>) -> Keys {
    let mut said = on_fields(scope);
    said.extend(on_struct(ctxt, scope));
    let mut keys = Keys::default();
    for (position, key) in said.iter().enumerate() {
        if clashes(ctxt, &said[..position], key) {
            continue;
        }
        let columns = key.columns.clone();
        match key.kind {
            Kind::Primary => keys.primary = columns,
            Kind::Unique => keys.unique.push(columns),
            Kind::Index(order) => keys.indexes.push(Index { columns, order }),
        }
    }
    keys
}

fn on_fields(scope: &Scope<'_>) -> Vec<Said> {
    let mut said = Vec::new();
    for field in &scope.written.fields {
        let Ok(column) = scope.column(&field.ident) else {
            continue;
        };
        for word in &field.words {
            let kind = match word.what {
                ColumnWord::PrimaryKey => Kind::Primary,
                ColumnWord::Unique => Kind::Unique,
                ColumnWord::Index(order) => Kind::Index(order),
                _ => continue,
            };
            let again = said.iter().any(|earlier: &Said| {
                earlier.columns == [column] && earlier.kind.word() == kind.word()
            });
            if !again {
                said.push(Said {
                    key: word.key.clone(),
                    kind,
                    columns: vec![column],
                });
            }
        }
    }
    said
}

fn on_struct(ctxt: &Ctxt, scope: &Scope<'_>) -> Vec<Said> {
    let mut said = Vec::new();
    for word in &scope.written.words {
        let (kind, group) = match &word.what {
            TableWord::PrimaryKey(group) => (Kind::Primary, group),
            TableWord::Unique(group) => (Kind::Unique, group),
            TableWord::Index(group, order) => (Kind::Index(*order), group),
            _ => continue,
        };
        let columns = columns(ctxt, scope, group, kind.word());
        said.extend(columns.map(|columns| Said {
            key: word.key.clone(),
            kind,
            columns,
        }));
    }
    said
}

/// The positions of the columns that the group names; `None` where one is wrong.
fn columns(ctxt: &Ctxt, scope: &Scope<'_>, group: &Group, word: &str) -> Option<Vec<usize>> {
    if group.columns.is_empty() || group.columns.len() > 4 {
        let message = format!("`{word}` names one to four columns: `{word}(a, b)` [MT0022]");
        ctxt.error_at(&group.list, message);
        return None;
    }
    let mut columns = Vec::new();
    let mut whole = true;
    for (position, ident) in group.columns.iter().enumerate() {
        if let Some(first) = group.columns[..position]
            .iter()
            .find(|earlier| *earlier == ident)
        {
            let message = format!(
                "column `{}` is in this `{word}` twice: name it once [MT0022]",
                unraw(ident)
            );
            ctxt.clash((first, "first named here"), (ident, message));
            whole = false;
            continue;
        }
        match ctxt.ok(scope.column(ident)) {
            Some(column) => columns.push(column),
            None => whole = false,
        }
    }
    whole.then_some(columns)
}

/// Whether an earlier key makes this one wrong, with the error noted.
fn clashes(ctxt: &Ctxt, earlier: &[Said], key: &Said) -> bool {
    let Some((first, message)) = earlier
        .iter()
        .find_map(|first| Some((first, clash(first, key)?)))
    else {
        return false;
    };
    ctxt.clash((&first.key, "first said here"), (&key.key, message));
    true
}

fn clash(first: &Said, key: &Said) -> Option<String> {
    if (first.kind, key.kind) == (Kind::Primary, Kind::Primary) {
        let message = "a table has one primary key; for one of several columns write `#[memtable(primary_key(a, b))]` on the struct alone [MT0021]";
        return Some(message.to_owned());
    }
    let same = sorted(&first.columns) == sorted(&key.columns);
    let ordered = |said: &Said| said.kind == Kind::Index(Order::Ordered);
    let free = ordered(first) != ordered(key)
        && first.kind.word() != "index"
        && key.kind.word() != "index";
    if !same || free {
        return None;
    }
    let (first, second) = (first.kind.word(), key.kind.word());
    Some(if first == second {
        format!("this `{second}` is said twice: keep one of them [MT0005]")
    } else {
        let too = if second == "unique" {
            "unique"
        } else {
            "an index"
        };
        format!(
            "the same columns are `{first}` already, which is {too} too: remove `{second}` [MT0026]"
        )
    })
}

fn sorted(columns: &[usize]) -> Vec<usize> {
    let mut columns = columns.to_vec();
    columns.sort_unstable();
    columns
}
