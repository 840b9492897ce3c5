//! What the printer of tokens leaves to be done: blank lines between items, spaces inside of attributes.

/// The source with a blank line before each item that has lines of its own, and the operators of attributes as people space them.
pub(super) fn spaced(source: &str) -> String {
    let mut spaced = String::with_capacity(source.len());
    let mut before = "";
    for line in source.lines() {
        if starts_item(line) && !before.is_empty() && !leads_to_item(before) {
            spaced.push('\n');
        }
        spaced.push_str(&attribute(line));
        spaced.push('\n');
        before = line;
    }
    spaced
}

fn starts_item(line: &str) -> bool {
    let starts = ["///", "#[derive", "const ", "pub struct", "pub enum"];
    starts.iter().any(|start| line.starts_with(start))
}

/// Whether the line belongs to what comes next.
fn leads_to_item(line: &str) -> bool {
    line.starts_with("///") || line.starts_with("#[") || line == ")]"
}

/// Tokens inside of an attribute are printed one by one: `0..= 9`, `a<= b`. Texts are left as they are.
fn attribute(line: &str) -> String {
    let is_attribute = line.trim_start().starts_with("#[memtable(")
        || ["check(", "range("]
            .iter()
            .any(|word| line.trim_start().starts_with(word));
    if !is_attribute {
        return line.to_owned();
    }
    let mut parts = line.split_inclusive('"');
    let mut spaced = String::new();
    let mut is_text = false;
    for part in &mut parts {
        if is_text {
            spaced.push_str(part);
        } else {
            spaced.push_str(&operators(part));
        }
        let is_escaped = part.ends_with("\\\"") && is_text;
        is_text = if is_escaped {
            is_text
        } else {
            part.ends_with('"') != is_text
        };
    }
    spaced
}

fn operators(code: &str) -> String {
    let mut code = code.replace("..= ", "..=");
    for operator in ["<=", ">=", "==", "!=", "&&", "||"] {
        code = code.replace(&format!("{operator} "), operator);
        code = code.replace(&format!(" {operator}"), operator);
        code = code.replace(operator, &format!(" {operator} "));
    }
    code
}
