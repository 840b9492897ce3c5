//! What is said of fixtures.

use syn::LitStr;

use super::Scope;
use crate::ctxt::Ctxt;
use crate::model::FixtureVariant;
use crate::parse::{ColumnWord, Field, TableWord};
use crate::words::did_you_mean;

/// The words of `fake`; a test of the library holds its own list to this one.
const FAKES: [&str; 26] = [
    "name",
    "first_name",
    "last_name",
    "user_name",
    "email",
    "phone",
    "street",
    "city",
    "state",
    "country",
    "country_code",
    "postcode",
    "address",
    "company",
    "industry",
    "profession",
    "currency",
    "time_zone",
    "domain",
    "url",
    "ip",
    "user_agent",
    "word",
    "title",
    "sentence",
    "paragraph",
];

/// What the values of a column mean, where that is said.
pub(super) fn fake(ctxt: &Ctxt, field: &Field) -> Option<LitStr> {
    let said = field.words.iter().find_map(|word| match &word.what {
        ColumnWord::Fake(kind) => Some(kind),
        _ => None,
    })?;
    let name = said.value();
    if !FAKES.contains(&name.as_str()) {
        let hint = did_you_mean("MT0071", &name, &FAKES);
        ctxt.error_at(said, format!("`fake` knows no `{name}`{hint}"));
        return None;
    }
    Some(said.clone())
}

/// The variants, their columns found.
pub(super) fn variants(ctxt: &Ctxt, scope: &Scope<'_>) -> Vec<FixtureVariant> {
    let mut variants: Vec<FixtureVariant> = Vec::new();
    for word in &scope.written.words {
        let TableWord::Variant(written) = &word.what else {
            continue;
        };
        let name = &written.name;
        if let Some(first) = variants.iter().find(|variant| variant.name == *name) {
            let message = format!("a second variant `{name}`: each has a name of its own [MT0072]");
            ctxt.clash((&first.name, "the first is here"), (name, message));
            continue;
        }
        if written.values.is_empty() {
            let message =
                format!("the variant says nothing: `variant({name}, column = value)` [MT0072]");
            ctxt.error_at(name, message);
        }
        let values = written.values.iter().filter_map(|(column, value)| {
            let position = ctxt.ok(scope.column(column))?;
            Some((position, value.clone()))
        });
        variants.push(FixtureVariant {
            name: name.clone(),
            values: values.collect(),
        });
    }
    variants
}
