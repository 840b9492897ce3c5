//! Types of fields, and the enums and structs that they need.

use std::collections::HashSet;

use crate::dynamic::to_rust::constants::Constants;
use crate::dynamic::to_rust::names::{Names, free, valid_type};
use crate::dynamic::to_rust::{add_checks, field, item, part_name};
use crate::schema::{Column, DataType, StructType};

/// The type of a field.
pub(super) struct Type {
    pub(super) text: String,
    /// Without the `Option`.
    pub(super) inner: String,
    pub(super) is_optional: bool,
    /// The names of an enum, with their variants.
    variants: Vec<(String, String)>,
}

impl Type {
    pub(super) fn variant(&self, name: &str) -> Option<String> {
        let mut named = self.variants.iter().filter(|(own, _)| own == name);
        named.next().map(|(_, variant)| variant.clone())
    }
}

pub(super) struct Types {
    prefix: String,
    taken: HashSet<String>,
    items: Vec<String>,
    has_enums: bool,
}

impl Types {
    /// The types beside the struct of this name.
    pub(super) fn new(of: &str) -> Self {
        Types {
            prefix: of.to_owned(),
            taken: HashSet::from([of.to_owned()]),
            items: Vec::new(),
            has_enums: false,
        }
    }

    pub(super) fn has_enums(&self) -> bool {
        self.has_enums
    }

    pub(super) fn items(&self) -> String {
        self.items.join("\n")
    }

    pub(super) fn of_column(
        &mut self,
        column: &Column,
        field: &str,
        constants: &mut Constants,
    ) -> Type {
        let mut variants = Vec::new();
        let inner = self.text(&column.data_type, field, (&mut variants, constants));
        // A column of which no value has been seen may hold anything: text holds it.
        let is_optional = column.nullable || column.data_type == DataType::Null;
        Type {
            text: optional(&inner, is_optional.then_some(())),
            inner,
            is_optional,
            variants,
        }
    }

    fn text(
        &mut self,
        data_type: &DataType,
        field: &str,
        parts: (&mut Vec<(String, String)>, &mut Constants),
    ) -> String {
        let plain = match data_type {
            DataType::Bool => "bool",
            DataType::Int8 => "i8",
            DataType::Int16 => "i16",
            DataType::Int32 => "i32",
            DataType::Int64 => "i64",
            DataType::Int128 => "i128",
            DataType::UInt8 => "u8",
            DataType::UInt16 => "u16",
            DataType::UInt32 => "u32",
            DataType::UInt64 => "u64",
            DataType::UInt128 => "u128",
            DataType::Float32 => "f32",
            DataType::Float64 => "f64",
            DataType::Decimal => "rust_decimal::Decimal",
            DataType::Char => "char",
            DataType::Null | DataType::Text => "String",
            DataType::Bytes => "Vec<u8>",
            DataType::Date => "chrono::NaiveDate",
            DataType::Time => "chrono::NaiveTime",
            DataType::DateTime => "chrono::NaiveDateTime",
            DataType::Timestamp { with_offset: false } => "chrono::DateTime<chrono::Utc>",
            DataType::Timestamp { with_offset: true } => "chrono::DateTime<chrono::FixedOffset>",
            DataType::Duration => "chrono::TimeDelta",
            DataType::Uuid => "uuid::Uuid",
            DataType::Json => "serde_json::Value",
            DataType::Enum(names) => return self.add_enum(names, field, parts.0),
            DataType::List { element, nullable } => {
                let element = match (&**element, nullable) {
                    // A list of bytes would be bytes.
                    (DataType::UInt8, false) => "u16".to_owned(),
                    (element, _) => self.text(element, field, parts),
                };
                return format!("Vec<{}>", optional(&element, nullable.then_some(())));
            }
            DataType::Struct(of) => return self.add_struct(of, field, parts.1),
        };
        plain.to_owned()
    }

    fn add_enum(
        &mut self,
        names: &[std::borrow::Cow<'static, str>],
        field: &str,
        variants: &mut Vec<(String, String)>,
    ) -> String {
        self.has_enums = true;
        let ident = free(&part_name(&self.prefix, field), &mut self.taken);
        let mut taken = HashSet::new();
        let mut lines = String::new();
        for name in names {
            let variant = free(&valid_type(name), &mut taken).replace('_', "");
            taken.insert(variant.clone());
            if variant != **name {
                lines.extend([format!("#[memtable(rename = {name:?})]\n")]);
            }
            lines.extend([variant.as_str(), ",\n"]);
            variants.push((name.to_string(), variant));
        }
        let derive =
            "#[derive(MemValue, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]";
        self.items
            .push(format!("{derive}\npub enum {ident} {{\n{lines}}}"));
        ident
    }

    fn add_struct(
        &mut self,
        parts: &StructType,
        field_name: &str,
        constants: &mut Constants,
    ) -> String {
        let ident = free(&part_name(&self.prefix, field_name), &mut self.taken);
        let names = Names::of(parts);
        let outer = std::mem::replace(&mut self.prefix, ident.clone());
        let mut fields = String::new();
        for column in parts.iter() {
            fields.push_str(&field(
                column,
                (&names, Vec::new()),
                (&mut *self, &mut *constants),
            ));
        }
        self.prefix = outer;
        let (mut words, mut docs) = (vec![format!("name = {field_name:?}")], Vec::new());
        add_checks(&parts.checks, &names, (&mut words, &mut docs));
        self.items.push(item(&ident, (&docs, &words), &fields));
        ident
    }
}

fn optional(inner: &str, is_optional: Option<()>) -> String {
    match is_optional {
        Some(()) => format!("Option<{inner}>"),
        None => inner.to_owned(),
    }
}
