use std::fmt;

use crate::schema::DataType;

/// Short words: `uint8`, `text`, `list<text?>`, `enum(free, pro)`, `struct{city: text, zip: uint32?}`.
impl fmt::Display for DataType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DataType::Enum(names) => write_enum(f, names),
            DataType::List { element, nullable } => {
                let mark = if *nullable { "?" } else { "" };
                write!(f, "list<{}{mark}>", **element)
            }
            DataType::Struct(parts) => {
                f.write_str("struct{")?;
                for (idx, column) in parts.iter().enumerate() {
                    let comma = if idx == 0 { "" } else { ", " };
                    let mark = if column.nullable { "?" } else { "" };
                    write!(f, "{comma}{}: {}{mark}", column.name, column.data_type)?;
                }
                for check in parts.checks.iter() {
                    write!(f, ", check {check}")?;
                }
                f.write_str("}")
            }
            simple => f.write_str(simple.word()),
        }
    }
}

fn write_enum(f: &mut fmt::Formatter<'_>, names: &[impl AsRef<str>]) -> fmt::Result {
    f.write_str("enum(")?;
    for (idx, name) in names.iter().enumerate() {
        let comma = if idx == 0 { "" } else { ", " };
        let name = name.as_ref();
        // What would be misread without quotes is quoted.
        if is_plain(name) {
            write!(f, "{comma}{name}")?;
        } else {
            write!(f, "{comma}{name:?}")?;
        }
    }
    f.write_str(")")
}

/// Whether a name reads as one word.
fn is_plain(name: &str) -> bool {
    !name.is_empty() && name.chars().all(is_plain_part)
}

pub(super) fn is_plain_part(char: char) -> bool {
    char.is_alphanumeric() || matches!(char, '_' | '-' | '.')
}
