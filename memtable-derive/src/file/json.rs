//! JSON lines: an object on each line.

use std::fmt;

use serde_core::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::Fault;
use crate::sheet::{Cell, Sheet};

/// The rows, or all that is wrong with them; empty lines are passed over.
pub(super) fn read(text: &str) -> Result<Sheet, Vec<Fault>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (mut rows, mut columns, mut faults) = (Vec::new(), Vec::<String>::new(), Vec::new());
    for (line_idx, line) in text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
    {
        let line_no = u32::try_from(line_idx + 1).unwrap_or(u32::MAX);
        match serde_json::from_str::<Object<'_>>(line) {
            Ok(object) => {
                for (name, _) in &object.0 {
                    if !columns.contains(name) {
                        columns.push(name.clone());
                    }
                }
                faults.extend(repeated(&object).map(|message| Fault {
                    line: line_no,
                    message,
                }));
                rows.push((line_no, object));
            }
            Err(error) => faults.push(Fault {
                line: line_no,
                message: format!("this is no object of JSON: {error} [MT0215]"),
            }),
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut sheet = Sheet::new(columns.clone());
    for (line, Object(cells)) in rows {
        let found = |name: &String| cells.iter().find(|(cell, _)| cell == name);
        let row = columns
            .iter()
            .map(|name| found(name).map_or(Cell::ABSENT, |(_, value)| cell(value.get())));
        sheet.push(line, &row.collect::<Vec<_>>());
    }
    Ok(sheet)
}

fn repeated(Object(cells): &Object<'_>) -> Option<String> {
    let mut names = cells.iter().enumerate();
    let (_, (name, _)) =
        names.find(|(at, (name, _))| cells[..*at].iter().any(|(earlier, _)| earlier == name))?;
    Some(format!("`{name}` stands twice in this object [MT0214]"))
}

/// The value by its first character: the parser has accepted it.
fn cell(json: &str) -> Cell {
    match json.as_bytes().first() {
        Some(b'n') => Cell::NULL,
        Some(b't' | b'f') => Cell::bool(json),
        Some(b'"') => Cell::text(serde_json::from_str::<String>(json).unwrap_or_default()),
        Some(b'[' | b'{') => Cell::nested(json),
        _ => Cell::number(json),
    }
}

/// The members in their order, none lost.
struct Object<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Object<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Members)
    }
}

struct Members;

impl<'de> Visitor<'de> for Members {
    type Value = Object<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object<'de>, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Object(members))
    }
}
