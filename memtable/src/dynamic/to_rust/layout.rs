//! What the printer of tokens leaves to be done: blank lines between items, spaces inside of attributes.

use std::ops::Range;

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
    let mut spaced = String::new();
    let mut rest = line;
    while let Some(text) = first_text(rest) {
        spaced.push_str(&operators(&rest[..text.start]));
        spaced.push_str(&rest[text.clone()]);
        rest = &rest[text.end..];
    }
    spaced.push_str(&operators(rest));
    spaced
}

/// Where the first text of the code is, from quote to quote.
fn first_text(code: &str) -> Option<Range<usize>> {
    let start = code.find('"')?;
    let (before, after) = (&code[..start], &code[start + 1..]);
    let without_hashes = before.trim_end_matches('#');
    let is_char = before.ends_with('\'') && after.starts_with('\'');
    let n_bytes = if is_char {
        Some(0)
    } else if without_hashes.ends_with('r') {
        let n_hashes = before.len() - without_hashes.len();
        let end = format!("\"{}", "#".repeat(n_hashes));
        after.find(&end).map(|at| at + end.len())
    } else {
        end_of_escaped(after)
    };
    Some(start..n_bytes.map_or(code.len(), |n_bytes| start + 1 + n_bytes))
}

/// Behind the quote that ends the text.
fn end_of_escaped(text: &str) -> Option<usize> {
    let mut is_escaped = false;
    for (at, char) in text.char_indices() {
        match char {
            '"' if !is_escaped => return Some(at + 1),
            _ => is_escaped = char == '\\' && !is_escaped,
        }
    }
    None
}

fn operators(code: &str) -> String {
    let mut code = code.replace("..= ", "..=").replace("= =", "==");
    for operator in ["<=", ">=", "==", "!=", "&&", "||"] {
        code = code.replace(&format!("{operator} "), operator);
        code = code.replace(&format!(" {operator}"), operator);
        code = code.replace(operator, &format!(" {operator} "));
    }
    code
}

#[cfg(test)]
mod tests {
    use super::attribute;

    #[test]
    fn operators_are_spaced_and_texts_are_left_as_they_are() {
        let check = |printed: &str, spaced: &str| assert_eq!(attribute(printed), spaced);
        check("range(1..= 9)", "range(1..=9)");
        check("check(a<= b && c = = \"x\")", "check(a <= b && c == \"x\")");
        check(
            r#"check(a = = "b<= \"c\\" || d>= 1)"#,
            r#"check(a == "b<= \"c\\" || d >= 1)"#,
        );
        check(
            r##"#[memtable(pattern = r#""a<= ""#, range(..= 9))]"##,
            r##"#[memtable(pattern = r#""a<= ""#, range(..=9))]"##,
        );
        check(
            r#"#[memtable(pattern = r"<= \", one_of("a<= b"))]"#,
            r#"#[memtable(pattern = r"<= \", one_of("a<= b"))]"#,
        );
        check("range('\"'..= 'z')", "range('\"'..='z')");
    }
}
