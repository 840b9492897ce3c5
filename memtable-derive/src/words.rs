//! Every word of `#[memtable(..)]`, once: how it is written, where it may stand, what it is for.

use proc_macro2::Ident;

/// Where an attribute stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// On a struct that derives `MemTable`.
    Table,
    /// On a field of it.
    Column,
    /// Inside `inner(..)`.
    Element,
    /// On an enum that derives `MemValue`.
    Enum,
    /// On a variant of it.
    Variant,
    /// On a newtype that derives `MemValue`.
    Newtype,
}

impl Place {
    /// Where it is, in words that follow "on" or "in".
    pub(crate) fn in_words(self) -> &'static str {
        match self {
            Place::Table => "on a struct",
            Place::Column => "on a field",
            Place::Element => "in `inner(..)`",
            Place::Enum => "on an enum",
            Place::Variant => "on a variant",
            Place::Newtype => "on a newtype",
        }
    }
}

/// One way to write a word, and where.
#[derive(Debug)]
pub(crate) struct Word {
    pub(crate) name: &'static str,
    pub(crate) places: &'static [Place],
    /// How it is written, for messages: what can be pasted.
    pub(crate) usage: &'static str,
}

const RULE: &[Place] = &[Place::Column, Place::Element];
const COLUMN: &[Place] = &[Place::Column];
const TABLE: &[Place] = &[Place::Table];

const fn word(name: &'static str, places: &'static [Place], usage: &'static str) -> Word {
    Word {
        name,
        places,
        usage,
    }
}

/// All words, in the order in which messages list them.
pub(crate) const WORDS: &[Word] = &[
    word("primary_key", COLUMN, "primary_key"),
    word("unique", COLUMN, "unique"),
    word("index", COLUMN, "index` or `index(ordered)"),
    word("references", COLUMN, "references = Team::ID"),
    word("on_delete", COLUMN, "on_delete = cascade"),
    word("range", RULE, "range(0..=150)"),
    word("min", RULE, "min = 0"),
    word("max", RULE, "max = 150"),
    word("length", RULE, "length(1..=64)"),
    word("pattern", RULE, "pattern = r\"^[A-Z]\""),
    word("one_of", RULE, "one_of(\"a\", \"b\")"),
    word("email", RULE, "email"),
    word("url", RULE, "url"),
    word("ip", RULE, "ip"),
    word("multiple_of", RULE, "multiple_of = 5"),
    word("finite", RULE, "finite"),
    word("non_blank", RULE, "non_blank"),
    word("custom", RULE, "custom = path::to::function"),
    word("inner", COLUMN, "inner(length(1..=64))"),
    word("default", COLUMN, "default` or `default = expr"),
    word(
        "rename",
        &[Place::Column, Place::Variant],
        "rename = \"other_name\"",
    ),
    word("fake", COLUMN, "fake = \"first_name\""),
    word("skip", COLUMN, "skip"),
    word("name", TABLE, "name = \"users\""),
    word(
        "rename_all",
        &[Place::Table, Place::Enum],
        "rename_all = \"camelCase\"",
    ),
    word("primary_key", TABLE, "primary_key(a, b)"),
    word("unique", TABLE, "unique(a, b)"),
    word("index", TABLE, "index(a, b)` or `index(ordered(a, b))"),
    word("check", TABLE, "check(a <= b, \"a must not be after b\")"),
    word("table_check", TABLE, "table_check = path::to::function"),
    word("variant", TABLE, "variant(pro, plan = Plan::Pro)"),
    word(
        "crate",
        &[Place::Table, Place::Enum, Place::Newtype],
        "crate = path::to::memtable",
    ),
];

/// The word of this name at this place.
pub(crate) fn find(name: &str, place: Place) -> Option<&'static Word> {
    let mut words = WORDS.iter();
    words.find(|word| word.name == name && word.places.contains(&place))
}

/// The error for a word that is none at this place: where it belongs, or what was meant.
pub(crate) fn unknown(key: &Ident, place: Place) -> syn::Error {
    let name = key.to_string();
    let here = place.in_words();
    if let Some(word) = WORDS.iter().find(|word| word.name == name) {
        let (there, usage) = (word.places[0].in_words(), word.usage);
        let message =
            format!("`{name}` does not stand {here}; it stands {there}: `{usage}` [MT0002]");
        return syn::Error::new_spanned(key, message);
    }
    let known = WORDS
        .iter()
        .filter(|word| word.places.contains(&place))
        .map(|word| word.name);
    let hint = did_you_mean("MT0001", &name, &known.collect::<Vec<_>>());
    syn::Error::new_spanned(key, format!("memtable knows no `{name}` {here}{hint}"))
}

/// The word that a wrong one is taken for, its error being noted: which row has which key, and what is no column, decide
/// over what else would be wrong.
pub(crate) fn meant(key: &Ident, place: Place) -> Option<&'static Word> {
    let known = WORDS.iter().filter(|word| word.places.contains(&place));
    let known: Vec<_> = known.map(|word| word.name).collect();
    let near = nearest(&key.to_string(), &known)?;
    let decides = matches!(near, "primary_key" | "skip");
    decides.then(|| find(near, place))?
}

/// The nearest of the valid names, the code of the message, and the list of all, as the end of a message.
pub(crate) fn did_you_mean(code: &str, name: &str, valid: &[&str]) -> String {
    let near =
        nearest(name, valid).map_or(String::new(), |word| format!("; did you mean `{word}`?"));
    match valid {
        [] => format!("{near} [{code}]"),
        _ => format!("{near} [{code}]\nvalid here: `{}`", valid.join("`, `")),
    }
}

/// The word that the name begins, else the one with the fewest slips of the pen.
fn nearest<'a>(name: &str, valid: &[&'a str]) -> Option<&'a str> {
    let begun = |word: &&&str| name.len() > 2 && word.starts_with(name);
    if let Some(word) = valid.iter().find(begun) {
        return Some(word);
    }
    let slips = |word: &str| strsim::damerau_levenshtein(name, word);
    let (n_slips, word) = valid
        .iter()
        .map(|word| (slips(word), *word))
        .min_by_key(|(n_slips, _)| *n_slips)?;
    (n_slips <= 1 + word.len() / 3).then_some(word)
}

#[cfg(test)]
mod tests {
    use super::{Place, WORDS, did_you_mean, find};

    fn suggestion(word: &str) -> String {
        let names: Vec<_> = WORDS.iter().map(|word| word.name).collect();
        let hint = did_you_mean("MT0000", word, &names);
        hint.lines().next().unwrap_or_default().to_owned()
    }

    #[test]
    fn the_nearest_word_is_meant() {
        assert_eq!(
            suggestion("primary_kye"),
            "; did you mean `primary_key`? [MT0000]"
        );
        assert_eq!(suggestion("rang"), "; did you mean `range`? [MT0000]");
        assert_eq!(suggestion("len"), "; did you mean `length`? [MT0000]");
        assert_eq!(suggestion("zzz"), " [MT0000]");
    }

    #[test]
    fn a_word_is_found_where_it_may_stand_alone() {
        assert!(find("check", Place::Table).is_some());
        assert!(find("check", Place::Column).is_none());
        assert!(find("inner", Place::Element).is_none());
    }

    #[test]
    fn no_word_stands_twice_at_one_place() {
        for (position, word) in WORDS.iter().enumerate() {
            let again = |other: &&super::Word| {
                other.name == word.name
                    && other.places.iter().any(|place| word.places.contains(place))
            };
            assert!(
                WORDS[..position].iter().find(again).is_none(),
                "{}",
                word.name
            );
        }
    }
}
