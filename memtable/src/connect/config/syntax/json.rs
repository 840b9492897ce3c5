use serde::de::IgnoredAny;

use crate::connect::config::connectors::environment;
use crate::connect::config::node::{Place, Placed};
use crate::connect::config::page::{Page, Problem};
use crate::connect::config::syntax::{Syntax, yaml};
use crate::connect::{Connectors, Pipelines};
use crate::error::Error;

/// The syntax of `.json` files.
pub(in crate::connect::config) const JSON: Syntax = Syntax {
    name: "json",
    extensions: &["json"],
    read,
};

impl Connectors {
    /// The connectors of a JSON text, with the keys of YAML.
    ///
    /// ```
    /// use memtable::connect::Connectors;
    ///
    /// let wrong = Connectors::from_json(r#"{"sources": {"people": {"connector": "in_memory"}}}"#);
    /// let page = wrong.unwrap_err().to_string();
    /// assert!(page.starts_with("json:1:38: connector `in_memory` needs a `table_name`"), "{page}");
    /// ```
    ///
    /// # Errors
    /// As [`from_yaml`](Self::from_yaml).
    pub fn from_json(text: impl Into<String>) -> Result<Self, Error> {
        Connectors::of(Page::of_text(&JSON, text), &environment)
    }
}

impl Pipelines {
    /// The pipelines of a JSON text: see [`Connectors::from_json`].
    ///
    /// # Errors
    /// As [`from_yaml`](Self::from_yaml).
    pub fn from_json(text: impl Into<String>) -> Result<Self, Error> {
        Connectors::from_json(text).map(Pipelines::from)
    }
}

/// The tree of a JSON text: it is YAML too, whose reader knows where everything stands.
fn read(page: &Page) -> Result<Placed, Error> {
    serde_json::from_str::<IgnoredAny>(&page.text).map_err(|error| {
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or_default();
        let place = Place {
            line: error.line().max(1),
            column: error.column().max(1),
            len: 1,
        };
        page.error(vec![Problem::at(place, format!("is not JSON: {message}"))])
    })?;
    yaml::read(page)
}
