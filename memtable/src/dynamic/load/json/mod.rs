//! Rows from JSON: an array of objects, or one object after the other.

mod cursor;
mod read;
mod row;

#[cfg(test)]
mod tests;

use crate::dynamic::infer::{OnMixed, Syntax};
use crate::dynamic::load::options::Common;
use crate::dynamic::load::{Inferred, Input, LoadError, input};

/// How JSON is loaded: the options of [`DynTable::from_json`](crate::dynamic::DynTable).
///
/// An array of objects, or objects one after the other (JSON lines), with white space between them. Numbers keep all their
/// digits; an object without a key has a null in its column.
///
/// ```
/// use memtable::dynamic::load::{Json, OnMixed};
///
/// let lines = b"{\"id\": 7, \"size\": \"L\"}\n{\"id\": 8, \"size\": 40}\n";
/// let (schema, _) = Json::new().infer(lines)?;
/// assert_eq!(schema.columns[1].to_string(), "size: json");
/// assert!(Json::new().on_mixed(OnMixed::Refuse).infer(lines).is_err());
/// # Ok::<(), memtable::dynamic::load::LoadError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Json {
    common: Common,
    on_mixed: OnMixed,
    rows_at: Option<String>,
}

impl Json {
    /// As [`DynTable::from_json`](crate::dynamic::DynTable) loads it.
    pub fn new() -> Self {
        Json::default()
    }

    /// What becomes of a column with values of different kinds: numbers among strings, lists among objects. By default each is
    /// kept as its JSON.
    #[must_use]
    pub fn on_mixed(mut self, on_mixed: OnMixed) -> Self {
        self.on_mixed = on_mixed;
        self
    }

    /// Where in a document the rows are: the keys on the way to an array of objects, as in `/features` or `/data/rows`. What is
    /// beside them is not loaded.
    #[must_use]
    pub fn rows_at(mut self, path: impl Into<String>) -> Self {
        self.rows_at = Some(path.into());
        self
    }

    pub(crate) fn read(&self, input: Input<'_>) -> Result<Inferred, LoadError> {
        let name = self.common.table_name(&input);
        let bytes = input.read()?;
        let text = input::text(&bytes)?;
        let policy = self.policy()?;
        let mut read = read::Read::new(text, &policy, &self.common);
        read.all(self.rows_at.as_deref())?;
        read.loaded(name)
    }

    pub(crate) const fn syntax(&self) -> Syntax {
        Syntax::Json(self.on_mixed)
    }

    pub(crate) const fn common(&self) -> &Common {
        &self.common
    }

    pub(crate) fn common_mut(&mut self) -> &mut Common {
        &mut self.common
    }
}
