use std::borrow::Cow;

use serde_saphyr::{Budget, Options, Spanned, from_str_with_options};

use crate::connect::config::node::{Node, Placed};
use crate::connect::config::page::{Page, Problem};
use crate::error::Error;

/// The most bytes that a file may have.
const MOST_BYTES: usize = 1 << 20;

/// The most values and keys that a file may have, those that aliases repeat included.
const MOST_NODES: usize = 20_000;

/// How deep lists and maps may lie in each other.
const MOST_DEPTH: usize = 32;

/// What the variables of the environment are.
pub(super) type Variables<'a> = &'a dyn Fn(&str) -> Option<String>;

/// The file as a tree, with its variables filled in.
pub(super) fn parse(page: &Page, variables: Variables<'_>) -> Result<Placed, Error> {
    if page.text.len() > MOST_BYTES {
        let (path, n_bytes) = (&page.path, page.text.len());
        return Err(Error::Config(format!(
            "{path}: a file of connectors has at most {MOST_BYTES} bytes, and this one has {n_bytes}"
        )));
    }
    let mut root: Placed = from_str_with_options(&page.text, options()).map_err(|error| {
        let message = error.without_snippet().to_string();
        // The place is told in our own way.
        let message = message
            .split(" at line ")
            .next()
            .unwrap_or_default()
            .to_owned();
        match error.location() {
            Some(location) => page.error(vec![Problem::at(location, readable(&message))]),
            None => Error::Config(format!("{}: {message}", page.path)),
        }
    })?;
    let mut problems = Vec::new();
    fill_in(&mut root, variables, &mut problems);
    if problems.is_empty() {
        Ok(root)
    } else {
        Err(page.error(problems))
    }
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

/// Puts the environment in the place of `${VAR}` and `${VAR:-default}`; `$${` is a plain `${`.
fn fill_in(node: &mut Placed, variables: Variables<'_>, problems: &mut Vec<Problem>) {
    match &mut node.value {
        Node::Text(text) if text.contains("${") => match filled(text, variables) {
            Ok(filled) => node.value = filled,
            Err(message) => problems.push(
                Problem::at(node.referenced, message)
                    .help("set it, or give a default: `${NAME:-default}`"),
            ),
        },
        Node::List(elements) => {
            for element in elements {
                fill_in(element, variables, problems);
            }
        }
        Node::Map(pairs) => {
            for (_, value) in pairs {
                fill_in(value, variables, problems);
            }
        }
        Node::Null | Node::Bool(_) | Node::Int(_) | Node::Float(_) | Node::Text(_) => {}
    }
}

fn filled(text: &str, variables: Variables<'_>) -> Result<Node, String> {
    let (mut made, mut rest, mut has_variable) = (String::new(), text, false);
    while let Some((before, after)) = rest.split_once("${") {
        if let Some(before) = before.strip_suffix('$') {
            made.push_str(before);
            made.push_str("${");
            rest = after;
            continue;
        }
        let Some((inside, after)) = after.split_once('}') else {
            return Err(String::from("a `${` without its `}`"));
        };
        made.push_str(before);
        made.push_str(&variable(inside, variables)?);
        (rest, has_variable) = (after, true);
    }
    made.push_str(rest);
    Ok(if has_variable {
        Node::of_variable(made)
    } else {
        Node::Text(made)
    })
}

fn variable(inside: &str, variables: Variables<'_>) -> Result<String, String> {
    let (name, default) = match inside.split_once(":-") {
        Some((name, default)) => (name, Some(default)),
        None => (inside, None),
    };
    let value = variables(name).filter(|value| !value.is_empty());
    value
        .or_else(|| default.map(str::to_owned))
        .ok_or_else(|| format!("the environment has no variable `{name}`"))
}

/// Text at a place, for what has none of its own.
pub(super) fn at<T>(place: &Placed, value: T) -> Spanned<T> {
    Spanned::new(value, place.referenced, place.defined)
}
