//! What is always there: the one list of connectors, of the ways that rows take between them, and of the languages that a file
//! may be written in.

use std::path::Path;

#[cfg(feature = "csv")]
use crate::io::csv::CsvOptions;
#[cfg(feature = "json")]
use crate::io::json::JsonOptions;
#[cfg(feature = "parquet")]
use crate::io::parquet::ParquetOptions;

#[cfg(feature = "dynamic")]
use crate::connect::config::batch_flow;
use crate::connect::config::ends::Ends;
use crate::connect::config::flow::Flow;
use crate::connect::config::in_memory::{self, MatchBy};
use crate::connect::config::keys::{self, Key};
#[cfg(feature = "dynamic")]
use crate::connect::config::loaded::{self, Loader};
use crate::connect::config::options::{Judge, Options};
use crate::connect::config::syntax::{self, Syntax};
use crate::connect::config::value_flow;
#[cfg(feature = "json")]
use crate::connect::config::{files, judged};
#[cfg(feature = "json")]
use crate::connect::rows::StructRows;
use crate::connect::values::TableOfValues;
use crate::connect::{Destination, Source};
use crate::error::Error;
use crate::io::Discards;
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
    /// Make the ends of a step, whose rows are of this schema where they are of a text.
    pub(super) source_of_values: SourceOfValues,
    pub(super) destination_of_values: DestinationOfValues,
}

type SourceOfValues =
    fn(&Ends<'_>, &Schema, &Discards) -> Result<Box<dyn Source<Row = ValueRow>>, Error>;
type DestinationOfValues =
    fn(&Ends<'_>, &Schema) -> Result<Box<dyn Destination<Row = ValueRow>>, Error>;

pub(super) const IN_MEMORY: &str = "in_memory";
#[cfg(feature = "csv")]
const CSV: &str = "csv";
#[cfg(feature = "json")]
const JSON: &str = "json";
#[cfg(feature = "parquet")]
const PARQUET: &str = "parquet";

pub(super) const BUILT_IN: &[BuiltIn] = &[
    BuiltIn {
        name: IN_MEMORY,
        source: &keys::IN_MEMORY_SOURCE,
        destination: &keys::IN_MEMORY_DESTINATION,
        check_source: |judge| drop(in_memory::source_of(judge, None)),
        check_destination: |judge| drop(in_memory::destination_of(judge, None, MatchBy::Any)),
        source_of_values: table_source,
        destination_of_values: table_destination,
    },
    #[cfg(feature = "csv")]
    BuiltIn {
        name: CSV,
        source: &keys::CSV_SOURCE,
        destination: &keys::CSV_DESTINATION,
        check_source: files::check_source::<CsvOptions>,
        check_destination: files::check_destination::<CsvOptions>,
        source_of_values: judged::source::<CsvOptions>,
        destination_of_values: files::destination_of_values::<CsvOptions>,
    },
    #[cfg(feature = "json")]
    BuiltIn {
        name: JSON,
        source: &keys::JSON_SOURCE,
        destination: &keys::JSON_DESTINATION,
        check_source: files::check_source::<JsonOptions>,
        check_destination: files::check_destination::<JsonOptions>,
        source_of_values: judged::source::<JsonOptions>,
        destination_of_values: files::destination_of_values::<JsonOptions>,
    },
    #[cfg(feature = "parquet")]
    BuiltIn {
        name: PARQUET,
        source: &keys::PARQUET_SOURCE,
        destination: &keys::PARQUET_DESTINATION,
        check_source: files::check_source::<ParquetOptions>,
        check_destination: files::check_destination::<ParquetOptions>,
        source_of_values: judged::source::<ParquetOptions>,
        destination_of_values: files::destination_of_values::<ParquetOptions>,
    },
];

const SYNTAXES: &[&Syntax] = &[
    &syntax::yaml::YAML,
    #[cfg(feature = "json")]
    &syntax::json::JSON,
    #[cfg(feature = "toml")]
    &syntax::toml::TOML,
];

/// The language of a file, by the end of its name.
pub(super) fn syntax_of(path: &Path) -> Option<&'static Syntax> {
    let extension = path.extension()?.to_str()?.to_ascii_lowercase();
    let mut all = SYNTAXES.iter().copied();
    all.find(|syntax| syntax.extensions.contains(&extension.as_str()))
}

/// How the rows of a step may flow: the first way is taken that fits its ends.
pub(super) const FLOWS: &[MakeFlow] = &[
    #[cfg(feature = "dynamic")]
    batch_flow::flow,
    value_flow::flow,
];

type MakeFlow = for<'a> fn(&Ends<'a>) -> Result<Option<Box<dyn Flow + 'a>>, Error>;

/// Where the rows of a step come from whose columns neither end knows.
pub(super) const INFERRED: &[Infer] = &[
    #[cfg(feature = "dynamic")]
    loaded::values,
];

type Infer = fn(&Ends<'_>) -> Result<Option<Box<dyn Source<Row = ValueRow>>>, Error>;

/// What reads a file whose columns nobody told, by its connector.
#[cfg(feature = "dynamic")]
pub(super) const LOADERS: &[(&str, Loader)] = &[
    (CSV, loaded::file::<CsvOptions>),
    (JSON, loaded::file::<JsonOptions>),
    #[cfg(feature = "parquet")]
    (PARQUET, loaded::file::<ParquetOptions>),
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
        #[cfg(feature = "parquet")]
        PARQUET => files::source::<ParquetOptions, _>(options, StructRows::<R>::new())
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
        #[cfg(feature = "parquet")]
        PARQUET => files::destination::<ParquetOptions, _>(options, StructRows::<R>::new())
            .map(|made| Box::new(made) as _),
        _ => return None,
    })
}

fn table_source(
    ends: &Ends<'_>,
    _schema: &Schema,
    _discards: &Discards,
) -> Result<Box<dyn Source<Row = ValueRow>>, Error> {
    let schema = ends.known()?;
    let made = ends
        .from
        .judged(|judge| Some(in_memory::source_of(judge, schema.as_ref())))?;
    let (table, request) = made.unwrap_or_default();
    Ok(Box::new(
        TableOfValues::new(ends.store, table).reading(request),
    ))
}

fn table_destination(
    ends: &Ends<'_>,
    schema: &Schema,
) -> Result<Box<dyn Destination<Row = ValueRow>>, Error> {
    let table = ends.to.required_text("table_name")?;
    let match_by = match ends.store.contract_of(&table)? {
        Some(_) => MatchBy::Any,
        None => MatchBy::Unique,
    };
    let made = ends
        .to
        .judged(|judge| Some(in_memory::destination_of(judge, Some(schema), match_by)))?;
    let (table, request) = made.unwrap_or_default();
    Ok(Box::new(
        TableOfValues::new(ends.store, table).writing(request),
    ))
}
