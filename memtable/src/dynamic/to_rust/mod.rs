//! The Rust struct that a schema is of.

mod constants;
mod keys;
mod layout;
mod literal;
mod names;
mod rules;
mod types;

use syn::Ident;

use crate::dynamic::to_rust::constants::Constants;
use crate::dynamic::to_rust::names::{Names, valid_type};
use crate::dynamic::to_rust::types::Types;
use crate::schema::{BadSchema, Check, Column, Default, Expr, Operand, Schema, Shared};

/// A struct that cannot be printed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoStruct {
    /// The schema makes no sense.
    #[error("{0}")]
    Schema(#[from] BadSchema),
    /// The name is none of a Rust type.
    #[error("`{0}` is no name of a Rust type: `User` would be one")]
    Name(String),
    /// There is nothing to hold.
    #[error("the schema of `{0}` has no columns, and a struct of a table has at least one")]
    NoColumns(String),
    /// What was printed is no Rust: a path of a custom rule or an expression of a default that is none, say.
    #[error("what the schema says is no Rust: {0}")]
    Syntax(String),
}

impl Schema {
    /// The Rust source of the struct with this schema: its derive, keys, rules, defaults and docs, formatted, with an enum for
    /// each column of names and a struct for each of structs.
    ///
    /// Names become valid and usual in Rust, and `rename` keeps them as they are. Types of other crates are said with their
    /// paths: `chrono::NaiveDate`, `rust_decimal::Decimal`, `uuid::Uuid`, `serde_json::Value`. What a derive cannot say stands in
    /// the docs of the struct: references, whose other struct is not known, and checks with dates in them.
    ///
    /// # Errors
    /// [`NoStruct`] where the schema does not [verify](Schema::verify), or the name is none.
    ///
    /// ```
    /// use memtable::schema::{Column, DataType, Rule, Schema};
    ///
    /// let users = Schema::new("users")
    ///     .with_doc("People with an account.")
    ///     .with_column(Column::new("id", DataType::UInt64))
    ///     .with_column(Column::new("Full Name", DataType::Text).with_rule(Rule::NonBlank))
    ///     .with_primary_key(["id"]);
    /// assert_eq!(users.to_rust("User")?, r#"use memtable::MemTable;
    ///
    /// /// People with an account.
    /// #[derive(MemTable, Clone, Debug, PartialEq)]
    /// #[memtable(name = "users")]
    /// pub struct User {
    ///     #[memtable(primary_key)]
    ///     pub id: u64,
    ///     #[memtable(rename = "Full Name", non_blank)]
    ///     pub full_name: String,
    /// }
    /// "#);
    /// # Ok::<(), memtable::dynamic::NoStruct>(())
    /// ```
    pub fn to_rust(&self, name: &str) -> Result<String, NoStruct> {
        self.verify()?;
        if syn::parse_str::<Ident>(name).is_err() {
            return Err(NoStruct::Name(name.to_owned()));
        }
        if self.columns.is_empty() {
            return Err(NoStruct::NoColumns(self.name.to_string()));
        }
        let source = source(self, name);
        let file = syn::parse_file(&source).map_err(|error| NoStruct::Syntax(error.to_string()))?;
        Ok(layout::spaced(&prettyplease::unparse(&file)))
    }
}

fn source(schema: &Schema, name: &str) -> String {
    let names = Names::of(&schema.columns);
    let (mut types, mut constants) = (Types::new(name), Constants::new(name));
    let mut words = vec![format!("name = {:?}", schema.name)];
    words.extend(keys::of_groups(schema, &names));
    let mut docs: Vec<String> = schema.doc.lines().map(str::to_owned).collect();
    add_checks(&schema.checks, &names, (&mut words, &mut docs));
    let references = schema.references.iter();
    docs.extend(
        references.map(|reference| format!("Not in the derive: references `{reference}`.")),
    );
    words.extend(
        schema
            .table_checks
            .iter()
            .map(|path| format!("table_check = {path}")),
    );
    let columns = schema.columns.iter();
    let fields: String = columns
        .map(|column| {
            let keys = keys::of_column(schema, &column.name);
            field(column, (&names, keys), (&mut types, &mut constants))
        })
        .collect();
    let item = item(name, (&docs, &words), &fields);
    let uses = if types.has_enums() {
        "use memtable::{MemTable, MemValue};"
    } else {
        "use memtable::MemTable;"
    };
    format!("{uses}\n{}\n{item}\n{}", constants.items(), types.items())
}

/// Conditions as words of the attribute, or in the docs where a derive cannot say them.
fn add_checks(
    checks: &[Check],
    names: &Names,
    (words, docs): (&mut Vec<String>, &mut Vec<String>),
) {
    for check in checks {
        let expr = renamed(&check.expr, names);
        if is_said(&expr) {
            let message = keys::message(&check.message, &expr);
            words.push(format!("check({expr}, {message:?})"));
        } else {
            let message = &check.message;
            docs.push(format!("Not in the derive: `check({expr}, {message:?})`."));
        }
    }
}

/// The struct, with the words of its attribute.
fn item(name: &str, (docs, words): (&[String], &[String]), fields: &str) -> String {
    let docs = doc(docs.iter().map(String::as_str));
    let words = words.join(", ");
    format!(
        "{docs}#[derive(MemTable, Clone, Debug, PartialEq)]\n#[memtable({words})]\npub struct {name} {{\n{fields}}}"
    )
}

fn doc<'a>(lines: impl Iterator<Item = &'a str>) -> String {
    let lines = lines.map(|line| {
        let space = if line.is_empty() { "" } else { " " };
        format!("#[doc = {:?}]\n", format!("{space}{line}"))
    });
    lines.collect()
}

/// One column as a field.
fn field(
    column: &Column,
    (names, keys): (&Names, Vec<String>),
    (types, constants): (&mut Types, &mut Constants),
) -> String {
    let ident = names.field(&column.name);
    let mut words = keys;
    if ident != column.name {
        words.push(format!("rename = {:?}", column.name));
    }
    let ty = types.of_column(column, &ident, constants);
    let place = (&*ident, &column.data_type);
    words.extend(
        column
            .rules
            .iter()
            .map(|rule| rules::word(rule, place, constants)),
    );
    words.extend(column.default.as_ref().and_then(|default| match default {
        Default::Expr(expr) => Some(format!("default = {expr}")),
        Default::Value(value) if value.is_null() => Some("default".to_owned()),
        Default::Value(value) => {
            let value = literal::default(value, &column.data_type, &ty)?;
            Some(format!("default = {value}"))
        }
    }));
    let attribute = match words.as_slice() {
        [] => String::new(),
        words => format!("#[memtable({})]\n", words.join(", ")),
    };
    let doc = doc(column.doc.lines());
    format!("{doc}{attribute}pub {ident}: {},\n", ty.text)
}

/// The condition with the names of fields.
fn renamed(expr: &Expr, names: &Names) -> Expr {
    let operand = |operand: &Operand| match operand {
        Operand::Column(name) => Operand::Column(names.field(name).into()),
        Operand::Literal(value) => Operand::Literal(value.clone()),
    };
    let all = |parts: &[Expr]| parts.iter().map(|part| renamed(part, names)).collect();
    match expr {
        Expr::Compare(op, left, right) => Expr::Compare(*op, operand(left), operand(right)),
        Expr::Column(name) => Expr::Column(names.field(name).into()),
        Expr::IsNull(name) => Expr::IsNull(names.field(name).into()),
        Expr::Not(inner) => Expr::Not(Shared::from(renamed(inner, names))),
        Expr::And(parts) => Expr::And(all(parts)),
        Expr::Or(parts) => Expr::Or(all(parts)),
    }
}

/// Whether a derive can say the condition: its constants are literals, and no comparison is of two of them.
fn is_said(expr: &Expr) -> bool {
    match expr {
        Expr::Compare(_, left, right) => match (left, right) {
            (Operand::Literal(_), Operand::Literal(_)) => false,
            (Operand::Literal(value), _) | (_, Operand::Literal(value)) => {
                literal::is_literal(value)
            }
            (Operand::Column(_), Operand::Column(_)) => true,
        },
        Expr::Column(_) | Expr::IsNull(_) => true,
        Expr::Not(inner) => is_said(inner),
        Expr::And(parts) | Expr::Or(parts) => !parts.is_empty() && parts.iter().all(is_said),
    }
}

/// A type of its own for a part: the struct's name with the column's.
fn part_name(of: &str, field: &str) -> String {
    format!("{of}{}", valid_type(field))
}
