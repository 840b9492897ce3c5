//! The derive macros of memtable: syntax is parsed to a model as written, checked to a model as it is meant, and expanded.
//!
//! The macros judge syntax. Questions about types are put to the compiler, as obligations at the type of the field. What is
//! wrong is left out of the model with its error; what is sound is expanded beside the errors, so that the compiler judges it
//! in the same run, and the uses of the type are no errors.

mod check;
mod ctxt;
mod expand;
#[cfg(feature = "files")]
mod file;
mod literal;
mod model;
mod parse;
mod rows;
mod sheet;
mod words;

use proc_macro::TokenStream;
use quote::quote;
use syn::{DeriveInput, parse_macro_input};

use crate::ctxt::Ctxt;

/// Makes a struct the schema, the validator and the row of a table.
///
/// Every field is a column, in the order of the struct: a constant of the struct names it (`User::AGE`), its type says what
/// it holds, its `///` comment is its doc. The struct is `Clone`.
///
/// ```
/// use memtable::{Keyed, MemTable, MemValue};
///
/// #[derive(MemTable, Clone, Debug, PartialEq)]
/// #[memtable(name = "users", check(joined <= last_seen, "joined must not be after last_seen"))]
/// struct User {
///     #[memtable(primary_key)]
///     id: u64,
///     #[memtable(unique, email, length(..=254))]
///     email: String,
///     #[memtable(range(0..=150))]
///     age: Option<u8>,
///     #[memtable(index, default = Plan::Free)]
///     plan: Plan,
///     joined: u32,
///     last_seen: u32,
/// }
///
/// #[derive(MemValue, Clone, Debug, PartialEq, Eq, Hash)]
/// enum Plan {
///     Free,
///     Pro,
/// }
///
/// let user = User { id: 1, email: "ann".into(), age: Some(151), plan: Plan::Pro, joined: 1, last_seen: 2 };
/// assert_eq!(user.key(), 1);
/// assert_eq!(User::AGE.name(), "age");
/// assert_eq!(user.validate().unwrap_err().violations.len(), 2);
/// ```
///
/// # On the struct
///
/// | word | meaning |
/// |---|---|
/// | `name = "users"` | the table's name; else the struct's, in `snake_case` |
/// | `rename_all = "camelCase"` | the names of all columns, in one of serde's eight spellings |
/// | `primary_key(a, b)` | a primary key of two to four columns |
/// | `unique(a, b)` | these columns together are unique |
/// | `index(a, b)`, `index(ordered(a, b))` | rows are found by these columns; `ordered`: by range too |
/// | `check(expr, "message")` | a condition over one row: columns, literals, `== != < <= > >=`, `&& \|\| !`, parentheses, `a.is_some()`, `a.is_none()`. It is broken where it is false; where a value is missing it is not |
/// | `variant(pro, plan = Plan::Pro)` | rows with these values among the fixtures: `User::fixtures(1).pro()`, of the trait `UserVariants` |
/// | `table_check = path` | a function over the whole table: `fn(&[&User]) -> Result<(), String>` |
/// | `crate = path` | where the library is, if not at `::memtable` |
///
/// # On a field
///
/// | word | meaning |
/// |---|---|
/// | `primary_key`, `unique`, `index`, `index(ordered)` | keys of one column |
/// | `fake = "first_name"` | what the texts of fixtures look like |
/// | `references = Team::ID` | the value is a key of another table; `on_delete = restrict`, `cascade` or `set_null` |
/// | `default`, `default = expr` | what an absent value becomes |
/// | `rename = "other_name"` | the column's name |
/// | `skip` | no column; made by `default`, where a row is made of cells |
///
/// # Rules of a field
///
/// A missing value (`None`) keeps every rule.
///
/// | word | meaning |
/// |---|---|
/// | `range(0..=150)`, `range(min = 0, below = 150)`, `min = 0`, `max = 150` | a number, `char`, date or time lies between; `above` and `below` leave the limit out |
/// | `length(1..=64)`, `length(5)`, `length(..=64, bytes)` | characters of text, bytes, elements of a list |
/// | `pattern = "regex"` | text has a match; `^` and `$` stand for its ends |
/// | `one_of("a", "b")` | the value is one of these |
/// | `email`, `url`, `ip`, `non_blank` | text of this form |
/// | `multiple_of = 5`, `finite` | numbers |
/// | `custom = path` | a function accepts the value: `fn(&T) -> Result<(), String>` |
/// | `inner(rules)` | every element of the list keeps these rules |
///
/// Limits are literals or constants. A rule of the wrong type, a limit that does not fit, a word that is none: each is an error
/// where it stands, and none hides another. serde's `rename` and `rename_all` name columns where memtable's own are absent.
///
/// A type parameter needs what its columns need: the derive asks `Self: Clone` and, of each field whose type has parameters,
/// `MemValue + Clone`; keys and rules on such fields are asked for in the struct's own bounds.
#[proc_macro_derive(MemTable, attributes(memtable))]
pub fn derive_mem_table(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    let (ctxt, krate) = (Ctxt::new(), parse::crate_path(&input));
    let written = parse::Table::parse(&ctxt, &input);
    let table = written.and_then(|written| check::table(&ctxt, written));
    let errors = ctxt.finish();
    let code = match table {
        Some(table) => expand::table(&krate, &table),
        None => expand::no_table(&krate, &input),
    };
    quote!(#errors #code).into()
}

/// Makes an enum without data, or a newtype, the value of a column.
///
/// A variant is stored by its name (`rename = ".."` on it, `rename_all = ".."` on the enum, or serde's); a newtype is what it
/// is around: its rules, its schema and its cells are those of the inner value.
///
/// ```
/// use memtable::{MemValue, Value};
///
/// #[derive(MemValue, Clone, Debug, PartialEq)]
/// #[memtable(rename_all = "snake_case")]
/// enum Plan {
///     FreeOfCharge,
///     #[memtable(rename = "PRO")]
///     Pro,
/// }
///
/// #[derive(MemValue, Clone, Debug, PartialEq)]
/// struct Email(String);
///
/// assert_eq!(Plan::FreeOfCharge.to_value(), Value::Text("free_of_charge".into()));
/// assert_eq!(Plan::from_value(Value::Text("PRO".into())), Ok(Plan::Pro));
/// assert_eq!(Email("ann@example.org".into()).plain(), Some("ann@example.org"));
/// ```
///
/// To be in a key, the type is `Hash + Eq`, in an ordered index `Ord` too.
#[proc_macro_derive(MemValue, attributes(memtable))]
pub fn derive_mem_value(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    let (ctxt, krate) = (Ctxt::new(), parse::crate_path(&input));
    let written = parse::ValueType::parse(&ctxt, &input);
    let value = written.and_then(|written| check::value_type(&ctxt, written));
    let errors = ctxt.finish();
    let code = match value {
        Some(value) => expand::value_type(&krate, &value),
        None => expand::no_value(&krate, &input),
    };
    quote!(#errors #code).into()
}

/// The work of `memtable::table!`, where its documentation is.
#[doc(hidden)]
#[proc_macro]
pub fn table(input: TokenStream) -> TokenStream {
    parse_macro_input!(input as rows::Table).expand().into()
}

/// The work of `memtable::fixture_file!`, where its documentation is.
#[cfg(feature = "files")]
#[doc(hidden)]
#[proc_macro]
pub fn fixture_file(input: TokenStream) -> TokenStream {
    let file = parse_macro_input!(input as file::FixtureFile);
    file.expand().into()
}
