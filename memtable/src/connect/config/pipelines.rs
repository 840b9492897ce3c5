use std::fmt;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::connect::config::built_in::{self, Ends};
use crate::connect::config::connectors::{Connectors, environment};
use crate::connect::config::keys::SECTIONS;
use crate::connect::config::page::{Page, Problem};
use crate::connect::config::step::Step;
use crate::connect::convert::{Conversion, check_fits};
use crate::connect::{Batches, Destination, ReadRequest, Registry, Source};
use crate::error::{Error, ReadFault};
use crate::io::{Contract, Discards, Unknown};
use crate::record::ValueRow;
use crate::schema::{Expr, Schema};
use crate::store::{Store, column};
use crate::write::Written;

/// Pipelines of a YAML file: from a source to a destination, each, with the rows that they have at run time.
///
/// Tables of the store say what their rows are; what is read from a file, is read for the table that it goes to. Each step
/// lands whole or not at all, and the next ones run only where it does.
///
/// ```
/// use memtable::connect::Pipelines;
/// use memtable::{MemTable, Store};
///
/// #[derive(MemTable, Clone)]
/// #[memtable(name = "users")]
/// struct User {
///     #[memtable(primary_key)]
///     id: u64,
///     age: u8,
/// }
///
/// # fn main() -> Result<(), memtable::Error> {
/// let pipelines = Pipelines::from_yaml(
///     "
/// sources:
///   everyone: { connector: in_memory, table_name: users }
/// destinations:
///   adults: { connector: in_memory, table_name: adults, mode: merge }
/// pipelines:
///   grown: { from: everyone, to: adults, filter: age >= 18 }
/// ",
/// )?;
/// let store = Store::new();
/// store.create::<User>("users")?.append([User { id: 7, age: 34 }, User { id: 8, age: 4 }])?;
/// store.create::<User>("adults")?;
///
/// let reports = pipelines.run(&store)?;
///
/// assert_eq!(reports[0].written.inserted, 1);
/// assert_eq!(store.info("adults")?.n_rows, 1);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Pipelines {
    connectors: Connectors,
}

/// What a step did.
#[derive(Clone, Debug, PartialEq)]
pub struct StepReport {
    /// The name of the pipeline.
    pub name: String,
    /// The rows that were read, those that were rejected among them.
    pub read: usize,
    /// What the destination says.
    pub written: Written,
    /// The rows that the contract put aside.
    pub rejected: usize,
    /// Why, value by value; also the values that it put aside of rows that were written.
    pub faults: Vec<ReadFault>,
    /// How long it took.
    pub elapsed: Duration,
}

/// How far a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress<'a> {
    /// The name of the pipeline.
    pub name: &'a str,
    /// Its place among all, counted from 0.
    pub step: usize,
    /// How many there are.
    pub n_steps: usize,
    /// The rows that were read until now.
    pub read: usize,
}

impl Pipelines {
    /// The pipelines of a YAML text: see [`Connectors::from_yaml`].
    ///
    /// # Errors
    /// As [`Connectors::from_yaml`]; also where a pipeline names a source or a destination that is not there.
    pub fn from_yaml(text: impl Into<String>) -> Result<Self, Error> {
        Pipelines::from_yaml_with(text, environment)
    }

    /// The pipelines of a YAML text, with variables from elsewhere than the environment.
    ///
    /// # Errors
    /// As [`from_yaml`](Self::from_yaml).
    pub fn from_yaml_with(
        text: impl Into<String>,
        variables: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, Error> {
        let connectors = Connectors::of(Page::of_text(text), &variables)?;
        Ok(Pipelines { connectors })
    }

    /// The pipelines of a YAML or JSON file. Relative paths in it start from where it is.
    ///
    /// # Errors
    /// As [`from_yaml`](Self::from_yaml); [`Error::Connector`] where the file cannot be read.
    pub fn from_path(path: impl AsRef<Path>) -> Result<Self, Error> {
        let connectors = Connectors::from_path(path)?;
        Ok(Pipelines { connectors })
    }

    /// The pipelines of a YAML or JSON file, with variables from elsewhere than the environment.
    ///
    /// # Errors
    /// As [`from_path`](Self::from_path).
    pub fn from_path_with(
        path: impl AsRef<Path>,
        variables: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, Error> {
        let connectors = Connectors::from_path_with(path, variables)?;
        Ok(Pipelines { connectors })
    }

    /// The pipelines, with connectors of a registry, whose rows are [`ValueRow`].
    #[must_use]
    pub fn with_registry(mut self, registry: Registry) -> Self {
        self.connectors = self.connectors.with_registry(registry);
        self
    }

    /// The sources and destinations by name.
    pub fn connectors(&self) -> &Connectors {
        &self.connectors
    }

    /// Runs all pipelines, in the order of the file.
    ///
    /// # Errors
    /// [`Error::Connector`], with the name of the pipeline and what went wrong; its destination is as it was, and those of
    /// the pipelines before it are written.
    pub fn run(&self, store: &Store) -> Result<Vec<StepReport>, Error> {
        self.run_with(store, |_| ())
    }

    /// Runs all pipelines, and tells how far they are: when one starts, and after each batch.
    ///
    /// # Errors
    /// As [`run`](Self::run).
    pub fn run_with(
        &self,
        store: &Store,
        mut on_progress: impl FnMut(Progress<'_>),
    ) -> Result<Vec<StepReport>, Error> {
        let n_steps = self.connectors.steps.len();
        let steps = self.connectors.steps.iter().enumerate();
        let reports = steps.map(|(step, pipeline)| {
            let name = pipeline.options.name();
            let mut on_read = |read| {
                on_progress(Progress {
                    name,
                    step,
                    n_steps,
                    read,
                });
            };
            let ran = self.run_step(pipeline, store, &mut on_read);
            ran.map_err(|error| Error::connector(format!("pipeline {name}"), error))
        });
        reports.collect()
    }

    fn run_step(
        &self,
        step: &Step,
        store: &Store,
        on_read: &mut dyn FnMut(usize),
    ) -> Result<StepReport, Error> {
        let start = Instant::now();
        let discards = Discards::default();
        let flow = self.flow(step, store, &discards)?;
        flow.source.check()?;
        flow.destination.check()?;
        on_read(0);
        let mut n_read = 0;
        let batches = flow.source.read(&flow.request)?.inspect(|batch| {
            n_read += batch.as_ref().map_or(0, Vec::len);
            on_read(n_read);
        });
        let batches = flow.converted(Box::new(batches), step, &discards);
        let written = flow
            .destination
            .write(batches, &flow.destination.request())?;
        let discarded = discards.take();
        let n_rejected = discarded.n_rows;
        Ok(StepReport {
            name: step.options.name().to_owned(),
            read: if flow.is_converted {
                n_read
            } else {
                n_read + n_rejected
            },
            written,
            rejected: n_rejected,
            faults: discarded.faults,
            elapsed: start.elapsed(),
        })
    }

    /// The ends of a step, which know what their rows are.
    fn flow(&self, step: &Step, store: &Store, discards: &Discards) -> Result<Flow, Error> {
        let connectors = &self.connectors;
        let from = connectors.find(SECTIONS[0], &connectors.sources, &step.from)?;
        let to = connectors.find(SECTIONS[1], &connectors.destinations, &step.to)?;
        let ends = Ends {
            connectors,
            store,
            contract: built_in::contract_of(to, step.contract)?,
            unknown: match step.columns {
                Some(_) => Unknown::Ignore,
                None => Unknown::Refuse,
            },
            discards,
        };
        let wanted = ends.wanted(to)?;
        let known = ends.schema_of_source(from)?;
        let Some(schema) = wanted.as_ref().or(known.as_ref()) else {
            let message = format!(
                "neither `{}` nor `{}` knows its columns: read into a table that the store has, and write that",
                step.from, step.to
            );
            let place = step.options.name.referenced;
            return Err(connectors.page.error(vec![Problem::at(place, message)]));
        };
        let title = step.to.as_str();
        if let (Some(columns), Some(wanted)) = (&step.columns, &wanted) {
            check_columns(title, wanted, columns)?;
        }
        let source = ends.source(from, schema)?;
        let schema = match wanted {
            Some(wanted) => wanted,
            None => picked(&step.from, schema, step.columns.as_deref())?,
        };
        let is_converted = known
            .as_ref()
            .is_some_and(|known| known.columns != schema.columns);
        if let Some(known) = known.filter(|_| is_converted && ends.validates(to)) {
            let known = picked(&step.from, &known, step.columns.as_deref())?;
            check_fits(&known, &schema)?;
        }
        Ok(Flow {
            request: request(source.request(), step),
            destination: ends.destination(to, &schema)?,
            source,
            schema,
            is_converted,
            contract: ends.contract,
        })
    }
}

/// The ends of a step.
struct Flow {
    source: Box<dyn Source<Row = ValueRow>>,
    destination: Box<dyn Destination<Row = ValueRow>>,
    request: ReadRequest,
    /// What the destination's rows are.
    schema: Schema,
    /// Whether the source's are others.
    is_converted: bool,
    contract: Contract,
}

impl Flow {
    /// The rows as the destination's.
    fn converted<'b>(
        &'b self,
        batches: Batches<'b, ValueRow>,
        step: &'b Step,
        discards: &'b Discards,
    ) -> Batches<'b, ValueRow> {
        if !self.is_converted {
            return batches;
        }
        let made = batches.map(move |batch| {
            let from = self.source.schema()?;
            let mut conversion =
                Conversion::new(&from, &self.schema).under(self.contract, discards.clone());
            let rows = batch?;
            let rows = rows
                .into_iter()
                .filter_map(|row| conversion.row(row.into_iter()))
                .collect();
            conversion.check(&step.from)?;
            Ok(rows)
        });
        Box::new(made)
    }
}

/// Only the columns and the rows that the step asks for, of those that the source is set up to read.
fn request(mut request: ReadRequest, step: &Step) -> ReadRequest {
    if step.columns.is_some() {
        request.columns.clone_from(&step.columns);
    }
    let filters: Vec<Expr> = request
        .filter
        .take()
        .into_iter()
        .chain(step.filter.clone())
        .collect();
    request.filter = (!filters.is_empty()).then(|| Expr::And(filters.into()));
    request
}

/// The schema with these columns alone, in this order.
fn picked(title: &str, schema: &Schema, columns: Option<&[String]>) -> Result<Schema, Error> {
    let mut picked = schema.clone();
    if let Some(columns) = columns {
        let columns = columns
            .iter()
            .map(|name| column(title, schema, name).cloned());
        picked.columns = columns.collect::<Result<Vec<_>, _>>()?.into();
    }
    Ok(picked)
}

/// Whether the table can be written to with these columns alone.
fn check_columns(title: &str, schema: &Schema, columns: &[String]) -> Result<(), Error> {
    for name in columns {
        column(title, schema, name)?;
    }
    let left_out = schema
        .columns
        .iter()
        .filter(|column| !columns.iter().any(|name| *name == column.name));
    for column in left_out {
        if !column.nullable && column.default.is_none() {
            return Err(Error::LeftOut {
                table: title.to_owned(),
                column: column.name.to_string(),
            });
        }
    }
    Ok(())
}

/// `load: 503 read, 12 rejected in 0.02 s; 491 rows in: 491 inserted`.
impl fmt::Display for StepReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, elapsed) = (&self.name, self.elapsed.as_secs_f64());
        write!(f, "{name}: {} read", self.read)?;
        if self.rejected > 0 {
            write!(f, ", {} rejected", self.rejected)?;
        }
        write!(f, " in {elapsed:.2} s; {}", self.written)
    }
}
