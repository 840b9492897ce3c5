use std::fmt;

/// The valid name that is nearest to a wrong one, where one is near enough to be meant.
pub(crate) fn nearest<'a>(name: &str, valid: &'a [impl AsRef<str>]) -> Option<&'a str> {
    let distance = |word: &'a str| (strsim::damerau_levenshtein(name, word), word);
    let scored = valid.iter().map(|word| distance(word.as_ref()));
    let (distance, word) = scored.min_by_key(|(distance, _)| *distance)?;
    let is_prefix = word.starts_with(name) || name.starts_with(word);
    let near_enough = (name.len().max(word.len()) / 3).max(1);
    (distance <= near_enough || is_prefix).then_some(word)
}

/// The end of a message on an unknown name: the nearest valid one, and the list.
pub(crate) fn one_of<'a>(
    name: &str,
    valid: &'a [impl AsRef<str>],
    there_are: &'a str,
) -> OneOf<'a> {
    OneOf {
        near: nearest(name, valid),
        valid: valid.iter().map(AsRef::as_ref).collect(),
        there_are,
    }
}

pub(crate) struct OneOf<'a> {
    near: Option<&'a str>,
    valid: Vec<&'a str>,
    there_are: &'a str,
}

impl fmt::Display for OneOf<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(near) = self.near {
            write!(f, "; did you mean `{near}`?")?;
        }
        match self.valid.as_slice() {
            [] => write!(f, "; {} none", self.there_are),
            valid => write!(f, " ({} `{}`)", self.there_are, valid.join("`, `")),
        }
    }
}
