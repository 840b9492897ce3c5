use std::sync::Arc;

use crate::connect::config::node::{Node, Place, Placed, Spanned};
use crate::connect::config::page::{Page, Problem};
use crate::error::{Error, nearest};

/// What a file says of one source or destination: what a [`Registry`](crate::connect::Registry)'s own connectors are made
/// from.
///
/// Each getter takes a key; [`only`](Options::only) refuses the others. Every error shows the place in the file.
#[derive(Clone, Debug)]
pub struct Options {
    pub(super) page: Arc<Page>,
    /// The name of the source or destination.
    pub(super) name: Spanned<String>,
    /// The name of the connector; of a pipeline its own.
    pub(super) connector: Spanned<String>,
    /// What it is, for messages: ``connector `csv` ``.
    pub(super) title: String,
    pub(super) pairs: Vec<(Spanned<String>, Placed)>,
}

impl Options {
    /// The name of the source or destination in the file.
    pub fn name(&self) -> &str {
        &self.name.value
    }

    /// The text of this key.
    ///
    /// # Errors
    /// [`Error::Config`] where it is no text.
    pub fn text(&self, key: &str) -> Result<Option<String>, Error> {
        self.judged(|judge| judge.text(key).map(|text| text.value))
    }

    /// The text of this key, which must be there.
    ///
    /// # Errors
    /// [`Error::Config`] where it is missing, or no text.
    pub fn required_text(&self, key: &str) -> Result<String, Error> {
        let text = self.judged(|judge| Some(judge.required_text(key)))?;
        Ok(text.unwrap_or_default())
    }

    /// The whole number of this key.
    ///
    /// # Errors
    /// [`Error::Config`] where it is none, or negative.
    pub fn count(&self, key: &str) -> Result<Option<usize>, Error> {
        self.judged(|judge| judge.count(key))
    }

    /// The boolean of this key.
    ///
    /// # Errors
    /// [`Error::Config`] where it is none: `true` and `false` are.
    pub fn flag(&self, key: &str) -> Result<Option<bool>, Error> {
        self.judged(|judge| judge.flag(key))
    }

    /// Whether there are no other keys than these.
    ///
    /// # Errors
    /// [`Error::Config`] that shows each key that is none of them, with the nearest.
    pub fn only(&self, keys: &[&str]) -> Result<(), Error> {
        self.judged(|judge| {
            judge.only(keys);
            Some(())
        })
        .map(drop)
    }

    /// An error that points at the value of this key, for those who write a connector.
    pub fn problem(&self, key: &str, message: impl Into<String>) -> Error {
        let found = self.pairs.iter().find(|(name, _)| name.value == key);
        let place = found.map_or(self.connector.place, |(_, value)| value.place);
        self.page.error(vec![Problem::at(place, message)])
    }

    /// What `read` finds, or all that it complains of.
    pub(super) fn judged<T>(
        &self,
        read: impl FnOnce(&mut Judge<'_>) -> Option<T>,
    ) -> Result<Option<T>, Error> {
        let mut judge = Judge {
            options: self,
            problems: Vec::new(),
        };
        let answer = read(&mut judge);
        if judge.problems.is_empty() {
            return Ok(answer);
        }
        Err(self.page.error(judge.problems))
    }
}

/// Reads options, and collects what is wrong with them.
pub(super) struct Judge<'a> {
    pub(super) options: &'a Options,
    pub(super) problems: Vec<Problem>,
}

impl<'a> Judge<'a> {
    pub(super) fn value(&self, key: &str) -> Option<&'a Placed> {
        let found = self
            .options
            .pairs
            .iter()
            .find(|(name, _)| name.value == key);
        found.map(|(_, value)| value)
    }

    pub(super) fn complain(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    pub(super) fn text(&mut self, key: &str) -> Option<Spanned<String>> {
        let value = self.value(key)?;
        self.as_text(key, value)
    }

    /// The text of this key, where it is one; whatever else it is, is complained of elsewhere.
    pub(super) fn quiet_text(&self, key: &str) -> Option<Spanned<String>> {
        let value = self.value(key)?;
        match &value.value {
            Node::Text(text) => Some(value.with(text.clone())),
            _ => None,
        }
    }

    pub(super) fn required_text(&mut self, key: &str) -> String {
        let connector = &self.options.connector;
        if self.value(key).is_none() {
            let message = format!("{} needs a `{key}`", self.options.title);
            self.complain(Problem::at(connector.place, message).help(format!("add `{key}: ..`")));
        }
        self.text(key).map(|text| text.value).unwrap_or_default()
    }

    pub(super) fn as_text(&mut self, key: &str, value: &Placed) -> Option<Spanned<String>> {
        match &value.value {
            Node::Text(text) => Some(value.with(text.clone())),
            other => {
                self.mistyped(key, value.place, "text", other);
                None
            }
        }
    }

    pub(super) fn count(&mut self, key: &str) -> Option<usize> {
        let value = self.value(key)?;
        match &value.value {
            Node::Int(n) => {
                if let Ok(n) = usize::try_from(*n) {
                    Some(n)
                } else {
                    let message = format!("`{key}` counts rows: {n} is none");
                    self.complain(Problem::at(value.place, message));
                    None
                }
            }
            other => {
                self.mistyped(key, value.place, "a whole number", other);
                None
            }
        }
    }

    pub(super) fn flag(&mut self, key: &str) -> Option<bool> {
        let value = self.value(key)?;
        match &value.value {
            Node::Bool(flag) => Some(*flag),
            other => {
                self.mistyped(key, value.place, "`true` or `false`", other);
                None
            }
        }
    }

    /// The texts of a list, each with its place.
    pub(super) fn names(&mut self, key: &str) -> Option<Vec<Spanned<String>>> {
        let value = self.value(key)?;
        let Node::List(elements) = &value.value else {
            self.mistyped(key, value.place, "a list, such as [id, name]", &value.value);
            return None;
        };
        let names = elements.iter().map(|element| self.as_text(key, element));
        let names: Vec<_> = names.collect();
        names.into_iter().collect()
    }

    /// One of the words, by its position.
    pub(super) fn word<T: Copy>(&mut self, key: &str, words: &[(&str, T)]) -> Option<T> {
        let text = self.text(key)?;
        let found = words.iter().find(|(word, _)| *word == text.value);
        if found.is_none() {
            let known: Vec<_> = words.iter().map(|(word, _)| *word).collect();
            let message = format!("`{key}` knows no `{}`", text.value);
            self.unknown(text.place, message, &text.value, &known);
        }
        found.map(|(_, meaning)| *meaning)
    }

    pub(super) fn only(&mut self, keys: &[&str]) {
        for (key, _) in &self.options.pairs {
            if !keys.contains(&key.value.as_str()) {
                let message = format!("{} knows no `{}` here", self.options.title, key.value);
                self.unknown(key.place, message, &key.value, keys);
            }
        }
    }

    pub(super) fn unknown(
        &mut self,
        place: Place,
        message: String,
        name: &str,
        known: &[impl AsRef<str>],
    ) {
        self.complain(unknown(place, message, name, known));
    }

    pub(super) fn mistyped(&mut self, key: &str, place: Place, wanted: &str, is: &Node) {
        let message = format!("`{key}` must be {wanted}, and is {}", is.kind());
        self.complain(Problem::at(place, message));
    }
}

/// A name that is none of those that are known.
pub(super) fn unknown(
    place: Place,
    message: String,
    name: &str,
    known: &[impl AsRef<str>],
) -> Problem {
    let list: Vec<_> = known.iter().map(AsRef::as_ref).collect();
    let list = match list.as_slice() {
        [] => String::from("there is none"),
        names => format!("valid here: `{}`", names.join("`, `")),
    };
    Problem::at(place, message).help(match nearest(name, known) {
        Some(near) => format!("did you mean `{near}`? {list}"),
        None => list,
    })
}
