use std::ops::Range;

use toml::Spanned as Found;
use toml::de::{DeString, DeTable, DeValue};

use crate::connect::config::connectors::environment;
use crate::connect::config::node::{Node, Place, Placed, Spanned};
use crate::connect::config::page::{Page, Problem};
use crate::connect::config::syntax::Syntax;
use crate::connect::{Connectors, Pipelines};
use crate::error::Error;

/// The syntax of `.toml` files.
pub(in crate::connect::config) const TOML: Syntax = Syntax {
    name: "toml",
    extensions: &["toml"],
    read,
};

impl Connectors {
    /// The connectors of a TOML text, with the keys of YAML: a source is a table `[sources.name]`.
    ///
    /// ```
    /// use memtable::connect::Connectors;
    ///
    /// let wrong = Connectors::from_toml("[sources.people]\nconnector = \"in_memory\"\ntabel_name = \"users\"\n");
    /// let page = wrong.unwrap_err().to_string();
    /// assert!(page.contains("toml:3:1: connector `in_memory` knows no `tabel_name` here"), "{page}");
    /// assert!(page.contains("did you mean `table_name`?"));
    /// ```
    ///
    /// # Errors
    /// As [`from_yaml`](Self::from_yaml).
    pub fn from_toml(text: impl Into<String>) -> Result<Self, Error> {
        Connectors::of(Page::of_text(&TOML, text), &environment)
    }
}

impl Pipelines {
    /// The pipelines of a TOML text, in the order of their tables: see [`Connectors::from_toml`].
    ///
    /// # Errors
    /// As [`from_yaml`](Self::from_yaml).
    pub fn from_toml(text: impl Into<String>) -> Result<Self, Error> {
        Connectors::from_toml(text).map(Pipelines::from)
    }
}

fn read(page: &Page) -> Result<Placed, Error> {
    let text = Text(&page.text);
    let table = DeTable::parse(&page.text).map_err(|error| {
        let place = text.place(error.span().unwrap_or_default());
        page.error(vec![Problem::at(place, error.message())])
    })?;
    let place = text.place(table.span());
    let value = text.map(table.into_inner());
    Ok(Spanned { value, place })
}

/// The text that places are counted in.
struct Text<'a>(&'a str);

impl Text<'_> {
    /// The pairs in the order of the text.
    fn map(&self, table: DeTable<'_>) -> Node {
        let mut pairs: Vec<(Found<DeString<'_>>, Found<DeValue<'_>>)> = table.into_iter().collect();
        pairs.sort_by_key(|(key, _)| key.span().start);
        let pairs = pairs.into_iter().map(|(key, value)| {
            let place = self.place(key.span());
            let value_of_key = key.into_inner().into_owned();
            let key = Spanned {
                value: value_of_key,
                place,
            };
            (key, self.placed(value))
        });
        Node::Map(pairs.collect())
    }

    fn placed(&self, found: Found<DeValue<'_>>) -> Placed {
        let place = self.place(found.span());
        let value = match found.into_inner() {
            DeValue::Boolean(value) => Node::Bool(value),
            DeValue::String(text) => Node::Text(text.into_owned()),
            DeValue::Integer(int) => match i128::from_str_radix(int.as_str(), int.radix()) {
                Ok(value) => Node::Int(value),
                Err(_) => Node::Text(int.to_string()),
            },
            DeValue::Float(float) => match float.as_str().parse() {
                Ok(value) => Node::Float(value),
                Err(_) => Node::Text(float.to_string()),
            },
            // What a date or a time is, the column that it is compared with says.
            DeValue::Datetime(moment) => Node::Text(moment.to_string()),
            DeValue::Array(elements) => {
                let elements = elements.into_iter();
                Node::List(elements.map(|element| self.placed(element)).collect())
            }
            DeValue::Table(table) => self.map(table),
        };
        Spanned { value, place }
    }

    /// Where these bytes stand.
    fn place(&self, span: Range<usize>) -> Place {
        let before = self.0.get(..span.start).unwrap_or(self.0);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let meant = self.0.get(span).unwrap_or_default();
        let first_line = meant.lines().next().unwrap_or_default();
        Place {
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            len: first_line.chars().count().max(1),
        }
    }
}
