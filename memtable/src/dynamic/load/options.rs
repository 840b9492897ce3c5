//! The options that all texts have in common.

use std::collections::BTreeMap;

use crate::dynamic::load::{Csv, Inference, Input, Json, LoadError};
use crate::schema::{DataType, Schema};

#[derive(Clone, Debug, Default)]
pub(crate) struct Common {
    pub(crate) name: Option<String>,
    pub(crate) types: BTreeMap<String, DataType>,
    pub(crate) date_formats: Vec<String>,
    pub(crate) widen_dates: bool,
    pub(crate) naive_is_utc: bool,
    /// The rows that decide, where later ones may not.
    pub(crate) sample: Option<u64>,
}

impl Common {
    pub(crate) fn table_name(&self, input: &Input<'_>) -> String {
        self.name.clone().unwrap_or_else(|| input.name())
    }

    /// Whether the types that the caller gave are of columns that there are.
    pub(crate) fn check_columns(&self, columns: &[&str]) -> Result<(), LoadError> {
        let unknown = self
            .types
            .keys()
            .find(|name| !columns.contains(&name.as_str()));
        match unknown {
            None => Ok(()),
            Some(column) => Err(LoadError::NoColumn {
                column: column.clone(),
                columns: columns.iter().map(|&name| name.to_owned()).collect(),
            }),
        }
    }

    /// Whether the types that the caller gave can be given.
    pub(crate) fn check_types(&self) -> Result<(), LoadError> {
        let is_nested =
            |data_type: &DataType| matches!(data_type, DataType::List { .. } | DataType::Struct(_));
        match self
            .types
            .iter()
            .find(|(_, data_type)| is_nested(data_type))
        {
            None => Ok(()),
            Some((column, data_type)) => Err(LoadError::BadOption(format!(
                "column `{column}` cannot be given the type {data_type}: lists and structs are inferred"
            ))),
        }
    }
}

macro_rules! common_options {
    ($($options:ident),+) => { $(
        impl $options {
            /// The name of the table; by default that of the file without its extension, or `data`.
            #[must_use]
            pub fn name(mut self, name: impl Into<String>) -> Self {
                self.common_mut().name = Some(name.into());
                self
            }

            /// The type of a column, which is not inferred then: a value that it does not hold is an error with its place.
            #[must_use]
            pub fn column(mut self, name: impl Into<String>, data_type: DataType) -> Self {
                self.common_mut().types.insert(name.into(), data_type);
                self
            }

            /// Formats of dates and times, beside ISO 8601 and before it, as chrono's
            /// [`strftime`](https://docs.rs/chrono/latest/chrono/format/strftime/index.html) has them. A column is of dates where one
            /// format reads all its values; of several that do, the first is taken.
            #[must_use]
            pub fn date_formats<T: Into<String>>(
                mut self,
                formats: impl IntoIterator<Item = T>,
            ) -> Self {
                self.common_mut().date_formats = formats.into_iter().map(Into::into).collect();
                self
            }

            /// Reads dates among dates with times as their midnight. Without it such a column is text.
            #[must_use]
            pub fn widen_dates(mut self) -> Self {
                self.common_mut().widen_dates = true;
                self
            }

            /// Reads dates with times but no zone, among those with one, as UTC. Without it such a column is text.
            #[must_use]
            pub fn naive_is_utc(mut self) -> Self {
                self.common_mut().naive_is_utc = true;
                self
            }

            /// Lets the first so many rows decide on the types, and refuses a later row that does not fit them. Without it every row
            /// decides, and a column is widened for a value that does not fit.
            #[must_use]
            pub fn refuse_after_sample(mut self, n_rows: u64) -> Self {
                self.common_mut().sample = Some(n_rows);
                self
            }

            /// The schema of the data, and why it is as it is. Costs what loading costs.
            ///
            /// # Errors
            /// [`LoadError`] where the data cannot be loaded.
            pub fn infer<'a>(
                &self,
                input: impl Into<Input<'a>>,
            ) -> Result<(Schema, Inference), LoadError> {
                let loaded = self.read(input.into())?;
                Ok((loaded.schema, loaded.inference))
            }
        }
    )+ };
}

common_options!(Csv, Json);
