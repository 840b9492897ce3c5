//! Names as they are usual in Rust.

use std::borrow::Cow;
use std::collections::HashSet;

use syn::Ident;

use crate::schema::Column;

/// The names of columns with those of their fields.
pub(super) struct Names(Vec<(Cow<'static, str>, String)>);

impl Names {
    pub(super) fn of(columns: &[Column]) -> Self {
        let mut taken = HashSet::new();
        // A name that needs no change is not taken by another that would become it.
        for column in columns {
            if field_name(&column.name) == column.name {
                taken.insert(column.name.to_string());
            }
        }
        let name = |column: &Column| {
            let field = field_name(&column.name);
            let field = if field == column.name {
                field
            } else {
                free(&field, &mut taken)
            };
            (column.name.clone(), field)
        };
        Names(columns.iter().map(name).collect())
    }

    /// The field of a column; the name itself where there is no such column.
    pub(super) fn field(&self, column: &str) -> String {
        let mut known = self.0.iter().filter(|(name, _)| name == column);
        known
            .next()
            .map_or_else(|| column.to_owned(), |(_, field)| field.clone())
    }
}

/// The name, or the first of `name_2`, `name_3`, .. that is not taken.
pub(super) fn free(name: &str, taken: &mut HashSet<String>) -> String {
    let stem = name.trim_end_matches('_');
    let numbered = (2..).map(|number| format!("{stem}_{number}"));
    let mut names = std::iter::once(name.to_owned()).chain(numbered);
    let free = names.find(|name| !taken.contains(name)).unwrap_or_default();
    taken.insert(free.clone());
    free
}

/// `Full Name` and `fullName` as `full_name`.
fn field_name(name: &str) -> String {
    let words: Vec<String> = words(name).iter().map(|word| word.to_lowercase()).collect();
    let joined = words.join("_");
    if is_ident(&joined) {
        joined
    } else if is_ident(&format!("{joined}_")) {
        format!("{joined}_")
    } else {
        format!("column_{joined}").trim_end_matches('_').to_owned()
    }
}

/// `free of charge` as `FreeOfCharge`.
pub(super) fn valid_type(name: &str) -> String {
    let capital = |word: &String| {
        let mut chars = word.chars();
        let first = chars.next().map(char::to_uppercase).into_iter().flatten();
        first
            .chain(chars.flat_map(char::to_lowercase))
            .collect::<String>()
    };
    let joined: String = words(name).iter().map(capital).collect();
    if is_ident(&joined) {
        joined
    } else {
        format!("Value{joined}")
    }
}

fn is_ident(name: &str) -> bool {
    name != "_" && syn::parse_str::<Ident>(name).is_ok()
}

/// The words of a name: apart by what is no letter and no digit, and where a capital follows a small letter.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_small = false;
    for char in name.chars() {
        let starts = !char.is_alphanumeric() || char.is_uppercase() && was_small;
        if starts && words.last().is_some_and(|word| !word.is_empty()) {
            words.push(String::new());
        }
        if char.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.push(char);
        }
        was_small = char.is_lowercase() || char.is_numeric();
    }
    words.retain(|word| !word.is_empty());
    words
}
