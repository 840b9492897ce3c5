use std::borrow::Cow;
use std::str::FromStr;

use crate::schema::scan::{Scanner, SyntaxError};
use crate::schema::{DataType, Shared};

/// Lists within lists beyond that are refused, so that no text exhausts the stack.
const MAX_DEPTH: usize = 64;

/// The types whose word says all.
const SIMPLE: [DataType; 26] = [
    DataType::Null,
    DataType::Bool,
    DataType::Int8,
    DataType::Int16,
    DataType::Int32,
    DataType::Int64,
    DataType::Int128,
    DataType::UInt8,
    DataType::UInt16,
    DataType::UInt32,
    DataType::UInt64,
    DataType::UInt128,
    DataType::Float32,
    DataType::Float64,
    DataType::Decimal,
    DataType::Char,
    DataType::Text,
    DataType::Bytes,
    DataType::Date,
    DataType::Time,
    DataType::DateTime,
    DataType::Timestamp { with_offset: false },
    DataType::Timestamp { with_offset: true },
    DataType::Duration,
    DataType::Uuid,
    DataType::Json,
];

/// Reads what `Display` writes, structs apart: their columns have more to say than their types.
///
/// ```
/// use memtable::schema::DataType;
///
/// let tags: DataType = "list<text?>".parse()?;
/// assert_eq!(tags.to_string(), "list<text?>");
/// # Ok::<(), memtable::schema::SyntaxError>(())
/// ```
impl FromStr for DataType {
    type Err = SyntaxError;

    fn from_str(text: &str) -> Result<Self, SyntaxError> {
        let mut scanner = Scanner::new(text);
        let data_type = data_type(&mut scanner, 0)?;
        scanner.end()?;
        Ok(data_type)
    }
}

fn data_type(scanner: &mut Scanner<'_>, depth: usize) -> Result<DataType, SyntaxError> {
    let unknown = scanner.error(format!("a type ({})", known_words()));
    let Some(word) = scanner.take_while(|char| char.is_alphanumeric() || char == '_') else {
        return Err(unknown);
    };
    match word {
        "list" if depth < MAX_DEPTH => list(scanner, depth),
        "enum" => names(scanner),
        word => {
            let known = SIMPLE.iter().find(|simple| simple.word() == word);
            known.cloned().ok_or(unknown)
        }
    }
}

fn known_words() -> String {
    let words: Vec<&str> = SIMPLE.iter().map(DataType::word).collect();
    format!("{}, list<..>, enum(..)", words.join(", "))
}

fn list(scanner: &mut Scanner<'_>, depth: usize) -> Result<DataType, SyntaxError> {
    scanner.expect("<")?;
    let element = data_type(scanner, depth + 1)?;
    let nullable = scanner.eat("?");
    scanner.expect(">")?;
    Ok(DataType::List {
        element: Shared::from(element),
        nullable,
    })
}

fn names(scanner: &mut Scanner<'_>) -> Result<DataType, SyntaxError> {
    scanner.expect("(")?;
    let mut names = Vec::new();
    while !scanner.eat(")") {
        if !names.is_empty() {
            scanner.expect(",")?;
        }
        names.push(Cow::Owned(name(scanner)?));
    }
    Ok(DataType::Enum(names.into()))
}

fn name(scanner: &mut Scanner<'_>) -> Result<String, SyntaxError> {
    if let Some(name) = scanner.take_quoted('"')? {
        return Ok(name);
    }
    let name = scanner.take_while(super::display::is_plain_part);
    name.map(str::to_owned)
        .ok_or_else(|| scanner.error("a name or `)`"))
}
