//! The connectors that are always there: the one list of them.

#[cfg(feature = "csv")]
use crate::io::csv::CsvOptions;
#[cfg(feature = "json")]
use crate::io::json::JsonOptions;

use crate::connect::config::connectors::Connectors;
use crate::connect::config::contract::contract;
#[cfg(feature = "json")]
use crate::connect::config::files;
use crate::connect::config::in_memory;
use crate::connect::config::keys::{self, Key};
use crate::connect::config::options::{Judge, Options};
#[cfg(feature = "json")]
use crate::connect::file::FileTable;
use crate::connect::rows::{StructRows, ValueRows};
use crate::connect::values::TableOfValues;
use crate::connect::{Destination, Source};
use crate::error::Error;
use crate::io::{Contract, Discards, FileFormat, Unknown};
use crate::record::{MemTable, ValueRow};
use crate::schema::Schema;
use crate::store::Store;

/// A connector that is always there.
pub(super) struct BuiltIn {
    pub(super) name: &'static str,
    pub(super) source: &'static [Key],
    pub(super) destination: &'static [Key],
    /// Complain of what is wrong, whatever the rows are.
    pub(super) check_source: fn(&mut Judge<'_>),
    pub(super) check_destination: fn(&mut Judge<'_>),
}

pub(super) const IN_MEMORY: &str = "in_memory";
#[cfg(feature = "csv")]
const CSV: &str = "csv";
#[cfg(feature = "json")]
const JSON: &str = "json";

pub(super) const BUILT_IN: &[BuiltIn] = &[
    BuiltIn {
        name: IN_MEMORY,
        source: &keys::IN_MEMORY_SOURCE,
        destination: &keys::IN_MEMORY_DESTINATION,
        check_source: |judge| drop(in_memory::source_of(judge, None)),
        check_destination: |judge| drop(in_memory::destination_of(judge, None)),
    },
    #[cfg(feature = "csv")]
    BuiltIn {
        name: CSV,
        source: &keys::CSV_SOURCE,
        destination: &keys::CSV_DESTINATION,
        check_source: files::check_source::<CsvOptions>,
        check_destination: files::check_destination::<CsvOptions>,
    },
    #[cfg(feature = "json")]
    BuiltIn {
        name: JSON,
        source: &keys::JSON_SOURCE,
        destination: &keys::JSON_DESTINATION,
        check_source: files::check_source::<JsonOptions>,
        check_destination: files::check_destination::<JsonOptions>,
    },
];

/// The connector of this name.
pub(super) fn built_in(name: &str) -> Option<&'static BuiltIn> {
    BUILT_IN.iter().find(|connector| connector.name == name)
}

type Made<T> = Option<Result<T, Error>>;

/// A source of rows of a struct; none where the connector is not built in.
pub(super) fn source<R>(options: &Options, store: &Store) -> Made<Box<dyn Source<Row = R>>>
where
    R: MemTable + Send + Sync + 'static,
{
    Some(match &*options.connector.value {
        IN_MEMORY => in_memory::source::<R>(options, store).map(|made| Box::new(made) as _),
        #[cfg(feature = "csv")]
        CSV => files::source::<CsvOptions, _>(options, StructRows::<R>::new())
            .map(|made| Box::new(made) as _),
        #[cfg(feature = "json")]
        JSON => files::source::<JsonOptions, _>(options, StructRows::<R>::new())
            .map(|made| Box::new(made) as _),
        _ => return None,
    })
}

/// A destination of rows of a struct; none where the connector is not built in.
pub(super) fn destination<R>(
    options: &Options,
    store: &Store,
) -> Made<Box<dyn Destination<Row = R>>>
where
    R: MemTable + Send + Sync + 'static,
{
    Some(match &*options.connector.value {
        IN_MEMORY => in_memory::destination::<R>(options, store).map(|made| Box::new(made) as _),
        #[cfg(feature = "csv")]
        CSV => files::destination::<CsvOptions, _>(options, StructRows::<R>::new())
            .map(|made| Box::new(made) as _),
        #[cfg(feature = "json")]
        JSON => files::destination::<JsonOptions, _>(options, StructRows::<R>::new())
            .map(|made| Box::new(made) as _),
        _ => return None,
    })
}

/// The ends of a pipeline, whose rows are values.
pub(super) struct Ends<'a> {
    pub(super) connectors: &'a Connectors,
    pub(super) store: &'a Store,
    pub(super) contract: Contract,
    /// What becomes of columns of a text that are not asked for.
    pub(super) unknown: Unknown,
    pub(super) discards: &'a Discards,
}

impl Ends<'_> {
    /// What the destination's rows must be; `None` where it takes any.
    pub(super) fn wanted(&self, options: &Options) -> Result<Option<Schema>, Error> {
        match self.registered_destination(options) {
            Some(destination) => destination?.schema().map(Some),
            None if options.connector.value == IN_MEMORY => self.of_table(options).map(Some),
            None => Ok(None),
        }
    }

    /// What the source's rows are; `None` where they are what is asked for.
    pub(super) fn schema_of_source(&self, options: &Options) -> Result<Option<Schema>, Error> {
        match self.registered_source(options) {
            Some(source) => source?.schema().map(Some),
            None if options.connector.value == IN_MEMORY => self.of_table(options).map(Some),
            None => Ok(None),
        }
    }

    /// Whether schemas must fit before the first row.
    pub(super) fn validates(&self, options: &Options) -> bool {
        let flag = options.flag("validate_schema").ok().flatten();
        flag.unwrap_or(true) && self.contract == Contract::default()
    }

    fn of_table(&self, options: &Options) -> Result<Schema, Error> {
        self.store.schema(&options.required_text("table_name")?)
    }

    fn registered_source(&self, options: &Options) -> Made<Box<dyn Source<Row = ValueRow>>> {
        let make = self
            .connectors
            .registry
            .source::<ValueRow>(&options.connector.value)?;
        Some(make(options))
    }

    fn registered_destination(
        &self,
        options: &Options,
    ) -> Made<Box<dyn Destination<Row = ValueRow>>> {
        let registry = &self.connectors.registry;
        let make = registry.destination::<ValueRow>(&options.connector.value)?;
        Some(make(options))
    }

    /// The source, whose rows are of this schema where it is a text.
    pub(super) fn source(
        &self,
        options: &Options,
        schema: &Schema,
    ) -> Result<Box<dyn Source<Row = ValueRow>>, Error> {
        if let Some(registered) = self.registered_source(options) {
            return registered;
        }
        Ok(match &*options.connector.value {
            IN_MEMORY => {
                let schema = self.of_table(options)?;
                let made =
                    options.judged(|judge| Some(in_memory::source_of(judge, Some(&schema))))?;
                let (table, request) = made.unwrap_or_default();
                Box::new(TableOfValues::new(self.store, table).reading(request))
            }
            #[cfg(feature = "csv")]
            CSV => {
                let rows = ValueRows::new(schema.clone());
                let file = files::source::<CsvOptions, _>(options, rows)?;
                Box::new(self.judged(file))
            }
            #[cfg(feature = "json")]
            JSON => {
                let rows = ValueRows::new(schema.clone());
                let file = files::source::<JsonOptions, _>(options, rows)?;
                Box::new(self.judged(file))
            }
            _ => return Err(self.connectors.unknown_connector::<ValueRow>(options)),
        })
    }

    #[cfg(feature = "json")]
    fn judged<F: FileFormat>(&self, file: FileTable<ValueRows, F>) -> FileTable<ValueRows, F> {
        let file = file.under(self.contract, self.discards.clone());
        file.unknown(self.unknown)
    }

    /// The destination, whose rows are of this schema.
    pub(super) fn destination(
        &self,
        options: &Options,
        schema: &Schema,
    ) -> Result<Box<dyn Destination<Row = ValueRow>>, Error> {
        if let Some(registered) = self.registered_destination(options) {
            return registered;
        }
        Ok(match &*options.connector.value {
            IN_MEMORY => {
                let made =
                    options.judged(|judge| Some(in_memory::destination_of(judge, Some(schema))))?;
                let (table, request) = made.unwrap_or_default();
                Box::new(TableOfValues::new(self.store, table).writing(request))
            }
            #[cfg(feature = "csv")]
            CSV => {
                let rows = ValueRows::new(schema.clone());
                Box::new(files::destination::<CsvOptions, _>(options, rows)?)
            }
            #[cfg(feature = "json")]
            JSON => {
                let rows = ValueRows::new(schema.clone());
                Box::new(files::destination::<JsonOptions, _>(options, rows)?)
            }
            _ => return Err(self.connectors.unknown_connector::<ValueRow>(options)),
        })
    }
}

/// The contract of a step, else that of its destination.
pub(super) fn contract_of(to: &Options, of_step: Option<Contract>) -> Result<Contract, Error> {
    let of_destination = to.judged(|judge| contract(judge, None))?;
    Ok(of_step.or(of_destination).unwrap_or_default())
}
