//! The eight ways of writing a name that `rename_all` knows, as serde spells them.

/// A way of writing a name.
#[derive(Clone, Copy)]
pub(super) enum Case {
    Lower,
    Upper,
    Pascal,
    Camel,
    Snake,
    ScreamingSnake,
    Kebab,
    ScreamingKebab,
}

/// The ways, by the name that `rename_all` gives them.
pub(super) const CASES: [(&str, Case); 8] = [
    ("lowercase", Case::Lower),
    ("UPPERCASE", Case::Upper),
    ("PascalCase", Case::Pascal),
    ("camelCase", Case::Camel),
    ("snake_case", Case::Snake),
    ("SCREAMING_SNAKE_CASE", Case::ScreamingSnake),
    ("kebab-case", Case::Kebab),
    ("SCREAMING-KEBAB-CASE", Case::ScreamingKebab),
];

impl Case {
    /// A field's name, which is in `snake_case`.
    pub(super) fn of_field(self, field: &str) -> String {
        match self {
            Case::Lower | Case::Snake => field.to_owned(),
            Case::Upper | Case::ScreamingSnake => field.to_ascii_uppercase(),
            Case::Pascal => field.split('_').map(capitalised).collect(),
            Case::Camel => uncapitalised(&Case::Pascal.of_field(field)),
            Case::Kebab => field.replace('_', "-"),
            Case::ScreamingKebab => field.to_ascii_uppercase().replace('_', "-"),
        }
    }

    /// A variant's name, which is in `PascalCase`.
    pub(super) fn of_variant(self, variant: &str) -> String {
        match self {
            Case::Pascal => variant.to_owned(),
            Case::Lower => variant.to_ascii_lowercase(),
            Case::Upper => variant.to_ascii_uppercase(),
            Case::Camel => uncapitalised(variant),
            Case::Snake => snake(variant),
            Case::ScreamingSnake => snake(variant).to_ascii_uppercase(),
            Case::Kebab => snake(variant).replace('_', "-"),
            Case::ScreamingKebab => snake(variant).to_ascii_uppercase().replace('_', "-"),
        }
    }
}

/// `UserAccount` as `user_account`, and `HTTPLog` as `http_log`.
pub(super) fn table_name(ident: &str) -> String {
    let chars: Vec<char> = ident.chars().collect();
    let mut name = String::new();
    for (position, &char) in chars.iter().enumerate() {
        let after_lower = position > 0 && !chars[position - 1].is_uppercase();
        let before_lower = chars
            .get(position + 1)
            .is_some_and(|next| next.is_lowercase());
        if char.is_uppercase()
            && position > 0
            && (after_lower || before_lower)
            && !name.ends_with('_')
        {
            name.push('_');
        }
        name.extend(char.to_lowercase());
    }
    name
}

/// serde's `snake_case`: an underscore before every capital but the first.
fn snake(variant: &str) -> String {
    let mut name = String::new();
    for (position, char) in variant.char_indices() {
        if position > 0 && char.is_uppercase() {
            name.push('_');
        }
        name.push(char.to_ascii_lowercase());
    }
    name
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    let first = chars.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(chars).collect()
}

fn uncapitalised(word: &str) -> String {
    let mut chars = word.chars();
    let first = chars.next().map(|first| first.to_ascii_lowercase());
    first.into_iter().chain(chars).collect()
}

#[cfg(test)]
mod tests {
    use super::{CASES, table_name};

    #[test]
    fn fields_are_renamed_as_serde_does() {
        let renamed = CASES.map(|(_, case)| case.of_field("last_seen_at"));
        let expected = [
            "last_seen_at",
            "LAST_SEEN_AT",
            "LastSeenAt",
            "lastSeenAt",
            "last_seen_at",
            "LAST_SEEN_AT",
            "last-seen-at",
            "LAST-SEEN-AT",
        ];
        assert_eq!(renamed, expected);
    }

    #[test]
    fn variants_are_renamed_as_serde_does() {
        let renamed = CASES.map(|(_, case)| case.of_variant("VeryTasty"));
        let expected = [
            "verytasty",
            "VERYTASTY",
            "VeryTasty",
            "veryTasty",
            "very_tasty",
            "VERY_TASTY",
            "very-tasty",
            "VERY-TASTY",
        ];
        assert_eq!(renamed, expected);
    }

    #[test]
    fn tables_are_named_as_their_structs() {
        let names = ["User", "UserAccount", "HTTPLog", "Sp500", "user"].map(table_name);
        assert_eq!(names, ["user", "user_account", "http_log", "sp500", "user"]);
    }
}
