use std::borrow::Cow;
use std::fmt;

use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_saphyr::{Budget, Location, Options, from_str_with_options};

use crate::connect::config::node::{Node, Place, Placed, Spanned};
use crate::connect::config::page::{Page, Problem};
use crate::connect::config::syntax::{MOST_BYTES, MOST_DEPTH, MOST_NODES, Syntax};
use crate::error::Error;

/// The syntax of `.yaml` files, and of those that no other one is known for.
pub(in crate::connect::config) const YAML: Syntax = Syntax {
    name: "yaml",
    extensions: &["yaml", "yml"],
    read,
};

/// The tree of a YAML text.
pub(super) fn read(page: &Page) -> Result<Placed, Error> {
    let read = from_str_with_options::<serde_saphyr::Spanned<Raw>>(&page.text, options());
    read.map(placed).map_err(|error| {
        let message = error.without_snippet().to_string();
        // The place is told in our own way.
        let message = message.split(" at line ").next().unwrap_or_default();
        match error.location() {
            Some(location) => page.error(vec![Problem::at(place(location), readable(message))]),
            None => Error::Config(format!("{}: {message}", page.path)),
        }
    })
}

/// The parser's word, where it speaks of its own settings.
fn readable(message: &str) -> Cow<'_, str> {
    match message.strip_prefix("duplicate mapping key: ") {
        Some(rest) => {
            let key = rest.split(',').next().unwrap_or_default();
            Cow::Owned(format!("`{key}` is here already"))
        }
        None => Cow::Borrowed(message),
    }
}

fn options() -> Options {
    let mut budget = Budget::default();
    budget.max_nodes = MOST_NODES;
    budget.max_events = 4 * MOST_NODES;
    budget.max_depth = MOST_DEPTH;
    budget.max_documents = 1;
    budget.max_total_scalar_bytes = MOST_BYTES;
    let mut options = Options::default();
    options.budget = Some(budget);
    options.alias_limits.max_total_replayed_events = MOST_NODES;
    options.strict_booleans = true;
    options
}

fn place(location: Location) -> Place {
    let number = |n: u64| usize::try_from(n).unwrap_or(0).max(1);
    Place {
        line: number(location.line()),
        column: number(location.column()),
        len: number(location.span().len()),
    }
}

/// What the parser found, where it is referred to.
fn placed(found: serde_saphyr::Spanned<Raw>) -> Placed {
    Spanned {
        place: place(found.referenced),
        value: found.value.0,
    }
}

struct Raw(Node);

struct NodeVisitor;

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor).map(Raw)
    }
}

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value, a list or a map")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_none<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Int(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Int(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(Node::Float(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Node, E> {
        Ok(Node::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(element) = elements.next_element()? {
            list.push(placed(element));
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut pairs: A) -> Result<Node, A::Error> {
        let mut map = Vec::new();
        while let Some((key, value)) = pairs.next_entry::<serde_saphyr::Spanned<String>, _>()? {
            let key = Spanned {
                place: place(key.referenced),
                value: key.value,
            };
            map.push((key, placed(value)));
        }
        Ok(Node::Map(map))
    }
}
