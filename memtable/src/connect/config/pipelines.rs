use std::fmt;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::connect::Registry;
use crate::connect::config::built_in::FLOWS;
use crate::connect::config::connectors::{Connectors, environment};
use crate::connect::config::ends::Ends;
use crate::connect::config::flow::Flow;
use crate::connect::config::page::Page;
use crate::connect::config::step::Step;
use crate::connect::config::syntax::yaml::YAML;
use crate::error::{Error, ReadFault};
use crate::record::ValueRow;
use crate::store::Store;
use crate::write::Written;

/// Pipelines of a file of YAML, JSON or TOML: from a source to a destination, each, with the rows that they have at run time.
///
/// Tables of the store say what their rows are; what is read from a file, is read for the table that it goes to. With the feature
/// `dynamic`, a table that is not there is made, with the columns of the rows, and those of a file whose columns nobody told have
/// the types that their values say. Each step lands whole or not at all, and the next ones run only where it does.
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
        let connectors = Connectors::of(Page::of_text(&YAML, text), &variables)?;
        Ok(Pipelines { connectors })
    }

    /// The pipelines of a file, in the language that its name says: see [`Connectors::from_path`].
    ///
    /// # Errors
    /// As [`from_yaml`](Self::from_yaml); [`Error::Connector`] where the file cannot be read.
    pub fn from_path(path: impl AsRef<Path>) -> Result<Self, Error> {
        let connectors = Connectors::from_path(path)?;
        Ok(Pipelines { connectors })
    }

    /// The pipelines of a file, with variables from elsewhere than the environment.
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
        let ran = flow(&Ends::of(&self.connectors, store, step)?)?.run(on_read)?;
        Ok(StepReport {
            name: step.options.name().to_owned(),
            read: ran.read,
            written: ran.written,
            rejected: ran.rejected,
            faults: ran.faults,
            elapsed: start.elapsed(),
        })
    }
}

/// The first way that fits the ends.
fn flow<'a>(ends: &Ends<'a>) -> Result<Box<dyn Flow + 'a>, Error> {
    for make in FLOWS {
        if let Some(flow) = make(ends)? {
            return Ok(flow);
        }
    }
    Err(ends.connectors.unknown_connector::<ValueRow>(ends.from))
}

/// The pipelines of a file whose connectors are read.
impl From<Connectors> for Pipelines {
    fn from(connectors: Connectors) -> Self {
        Pipelines { connectors }
    }
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
