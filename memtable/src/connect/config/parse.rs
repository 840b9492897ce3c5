use crate::connect::config::node::{Node, Placed};
use crate::connect::config::page::{Page, Problem};
use crate::connect::config::syntax::{MOST_BYTES, MOST_NODES};
use crate::error::Error;

/// What the variables of the environment are.
pub(super) type Variables<'a> = &'a dyn Fn(&str) -> Option<String>;

/// The file as a tree, with its variables filled in.
pub(super) fn parse(page: &Page, variables: Variables<'_>) -> Result<Placed, Error> {
    let n_bytes = page.text.len();
    check_size(page, n_bytes, MOST_BYTES, "bytes")?;
    let mut root = (page.syntax.read)(page)?;
    check_size(page, root.value.n_values(), MOST_NODES, "values")?;
    let mut problems = Vec::new();
    fill_in(&mut root, variables, &mut problems);
    if problems.is_empty() {
        Ok(root)
    } else {
        Err(page.error(problems))
    }
}

fn check_size(page: &Page, n: usize, most: usize, of: &str) -> Result<(), Error> {
    if n <= most {
        return Ok(());
    }
    let path = &page.path;
    Err(Error::Config(format!(
        "{path}: a file of connectors has at most {most} {of}, and this one has {n}"
    )))
}

/// Puts the environment in the place of `${VAR}` and `${VAR:-default}`; `$${` is a plain `${`.
fn fill_in(node: &mut Placed, variables: Variables<'_>, problems: &mut Vec<Problem>) {
    match &mut node.value {
        Node::Text(text) if text.contains("${") => match filled(text, variables) {
            Ok(filled) => node.value = filled,
            Err(message) => problems.push(
                Problem::at(node.place, message)
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
