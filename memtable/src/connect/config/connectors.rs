use std::any::type_name;
use std::path::Path;
use std::sync::Arc;

use crate::connect::config::built_in::{self, BuiltIn, built_in};
use crate::connect::config::keys::SECTIONS;
use crate::connect::config::node::{Node, Placed, Spanned};
use crate::connect::config::options::{Judge, unknown};
use crate::connect::config::page::{Page, Problem};
use crate::connect::config::parse::{Variables, parse};
use crate::connect::config::step::Step;
use crate::connect::config::syntax::yaml::YAML;
use crate::connect::{Destination, Options, Registry, Source};
use crate::error::Error;
use crate::record::MemTable;
use crate::store::Store;

/// Sources and destinations by name, as a file of YAML, JSON or TOML sets them up.
///
/// ```
/// use memtable::connect::{Connectors, copy};
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
/// let connectors = Connectors::from_yaml(
///     "
/// sources:
///   people:
///     connector: in_memory
///     table_name: users
///     filters: { age: { gte: 18 } }
/// destinations:
///   adults:
///     connector: in_memory
///     table_name: ${ADULTS:-adults}
///     mode: merge
/// ",
/// )?;
/// let store = Store::new();
/// store.create::<User>("users")?.append([User { id: 7, age: 34 }, User { id: 8, age: 4 }])?;
///
/// let source = connectors.source::<User>("people", &store)?;
/// let written = copy(&source, &connectors.destination::<User>("adults", &store)?)?;
///
/// assert_eq!(written.inserted, 1);
/// assert_eq!(store.tables(), ["adults", "users"]);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Connectors {
    pub(super) page: Arc<Page>,
    pub(super) registry: Registry,
    pub(super) sources: Vec<Options>,
    pub(super) destinations: Vec<Options>,
    pub(super) steps: Vec<Step>,
}

impl Connectors {
    /// The connectors of a YAML text; `${VAR}` and `${VAR:-default}` are read from the environment, inside of values alone.
    ///
    /// # Errors
    /// [`Error::Config`], a page that shows each wrong place with the nearest right word. Documents of more than 1 MiB or
    /// of more than 20 000 values, those that aliases repeat included, are refused.
    pub fn from_yaml(text: impl Into<String>) -> Result<Self, Error> {
        Connectors::from_yaml_with(text, environment)
    }

    /// The connectors of a YAML text, with variables from elsewhere than the environment.
    ///
    /// # Errors
    /// As [`from_yaml`](Self::from_yaml).
    pub fn from_yaml_with(
        text: impl Into<String>,
        variables: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, Error> {
        Connectors::of(Page::of_text(&YAML, text), &variables)
    }

    /// The connectors of a file: TOML where its name ends in `.toml` (with the feature), JSON in `.json`, else YAML. Relative
    /// paths in it start from where it is.
    ///
    /// # Errors
    /// As [`from_yaml`](Self::from_yaml); [`Error::Connector`] where the file cannot be read.
    pub fn from_path(path: impl AsRef<Path>) -> Result<Self, Error> {
        Connectors::from_path_with(path, environment)
    }

    /// The connectors of a file, with variables from elsewhere than the environment.
    ///
    /// # Errors
    /// As [`from_path`](Self::from_path).
    pub fn from_path_with(
        path: impl AsRef<Path>,
        variables: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, Error> {
        Connectors::of(Page::of_file(path.as_ref())?, &variables)
    }

    /// The connectors, with those of a registry beside the ones that are built in, and before them.
    #[must_use]
    pub fn with_registry(mut self, registry: Registry) -> Self {
        self.registry = registry;
        self
    }

    /// The source of this name.
    ///
    /// # Errors
    /// [`Error::Config`] where there is none, where its connector is not known for rows of type `R`, or where it names
    /// columns that `R` has not.
    pub fn source<R>(&self, name: &str, store: &Store) -> Result<Box<dyn Source<Row = R>>, Error>
    where
        R: MemTable + Send + Sync + 'static,
    {
        let options = self.find(SECTIONS[0], &self.sources, name)?;
        match self.registry.source::<R>(&options.connector.value) {
            Some(make) => make(options),
            None => built_in::source::<R>(options, store)
                .unwrap_or_else(|| Err(self.unknown_connector::<R>(options))),
        }
    }

    /// The destination of this name.
    ///
    /// # Errors
    /// As [`source`](Self::source); also where a merge has no key to match rows by.
    pub fn destination<R>(
        &self,
        name: &str,
        store: &Store,
    ) -> Result<Box<dyn Destination<Row = R>>, Error>
    where
        R: MemTable + Send + Sync + 'static,
    {
        let options = self.find(SECTIONS[1], &self.destinations, name)?;
        match self.registry.destination::<R>(&options.connector.value) {
            Some(make) => make(options),
            None => built_in::destination::<R>(options, store)
                .unwrap_or_else(|| Err(self.unknown_connector::<R>(options))),
        }
    }

    pub(super) fn of(page: Page, variables: Variables<'_>) -> Result<Self, Error> {
        let root = parse(&page, variables)?;
        let page = Arc::new(page);
        let mut reader = Reader {
            page: &page,
            problems: Vec::new(),
        };
        let [sources, destinations, pipelines] = reader.sections(&root);
        reader.check(&sources, |connector| connector.check_source);
        reader.check(&destinations, |connector| connector.check_destination);
        let steps = reader.steps(&pipelines, [&sources, &destinations]);
        if !reader.problems.is_empty() {
            return Err(page.error(reader.problems));
        }
        Ok(Connectors {
            page,
            registry: Registry::new(),
            sources,
            destinations,
            steps,
        })
    }

    pub(super) fn find<'o>(
        &self,
        section: &str,
        all: &'o [Options],
        name: &str,
    ) -> Result<&'o Options, Error> {
        let found = all.iter().find(|options| options.name() == name);
        found.ok_or_else(|| {
            let names: Vec<_> = all.iter().map(Options::name).collect();
            let path = &self.page.path;
            let known = crate::error::one_of(name, &names, "there are");
            Error::Config(format!("{path}: `{section}` has no `{name}`{known}"))
        })
    }

    pub(super) fn unknown_connector<R: 'static>(&self, options: &Options) -> Error {
        let name = &options.connector;
        let message = format!(
            "no connector `{}` is known for rows of `{}`",
            name.value,
            type_name::<R>()
        );
        let known = self.registry.names::<R>();
        self.page
            .error(vec![unknown(name.place, message, &name.value, &known)])
    }
}

pub(super) fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// Reads the file's sections, and collects what is wrong with them.
pub(super) struct Reader<'a> {
    page: &'a Arc<Page>,
    pub(super) problems: Vec<Problem>,
}

impl Reader<'_> {
    fn sections(&mut self, root: &Placed) -> [Vec<Options>; 3] {
        let mut found = [Vec::new(), Vec::new(), Vec::new()];
        let pairs = match &root.value {
            Node::Map(pairs) => pairs.as_slice(),
            Node::Null => &[],
            other => {
                let message = format!(
                    "a file of connectors is a map, and this is {}",
                    other.kind()
                );
                self.problems
                    .push(Problem::at(root.place, message).help("start with `sources:`"));
                &[]
            }
        };
        for (key, section) in pairs {
            if let Some(nth) = SECTIONS.iter().position(|name| *name == key.value) {
                found[nth] = self.section(&key.value, section);
            } else {
                let message = format!("a file of connectors knows no `{}`", key.value);
                self.problems
                    .push(unknown(key.place, message, &key.value, &SECTIONS));
            }
        }
        found
    }

    fn section(&mut self, name: &str, section: &Placed) -> Vec<Options> {
        match &section.value {
            Node::Null => Vec::new(),
            Node::Map(pairs) => {
                let options = pairs.iter().filter_map(|(key, options)| match name {
                    "pipelines" => self.pipeline(key, options),
                    _ => self.options(key, options),
                });
                options.collect()
            }
            other => {
                let message = format!("`{name}` must be a map, and is {}", other.kind());
                self.problems.push(Problem::at(section.place, message));
                Vec::new()
            }
        }
    }

    fn options(&mut self, name: &Spanned<String>, options: &Placed) -> Option<Options> {
        let Node::Map(pairs) = &options.value else {
            let message = format!(
                "`{}` must be a map, and is {}",
                name.value,
                options.value.kind()
            );
            self.problems
                .push(Problem::at(name.place, message).help("add `connector: in_memory`"));
            return None;
        };
        let mut pairs = pairs.clone();
        let found = pairs.iter().position(|(key, _)| key.value == "connector");
        let Some((_, connector)) = found.map(|nth| pairs.remove(nth)) else {
            let message = format!("`{}` names no connector", name.value);
            self.problems
                .push(Problem::at(name.place, message).help("add `connector: in_memory`"));
            return None;
        };
        let Node::Text(word) = &connector.value else {
            let message = format!(
                "`connector` must be text, and is {}",
                connector.value.kind()
            );
            self.problems.push(Problem::at(connector.place, message));
            return None;
        };
        Some(Options {
            page: Arc::clone(self.page),
            name: name.clone(),
            connector: connector.with(word.clone()),
            title: format!("connector `{word}`"),
            pairs,
        })
    }

    fn pipeline(&mut self, name: &Spanned<String>, step: &Placed) -> Option<Options> {
        let Node::Map(pairs) = &step.value else {
            let message = format!(
                "`{}` must be a map, and is {}",
                name.value,
                step.value.kind()
            );
            let problem = Problem::at(name.place, message);
            self.problems
                .push(problem.help("write `{ from: .., to: .. }`"));
            return None;
        };
        Some(Options {
            page: Arc::clone(self.page),
            name: name.clone(),
            connector: name.clone(),
            title: String::from("a pipeline"),
            pairs: pairs.clone(),
        })
    }

    /// What can be known of the connectors that are built in, before their rows are.
    fn check(&mut self, all: &[Options], of: fn(&BuiltIn) -> fn(&mut Judge<'_>)) {
        for options in all {
            if let Some(connector) = built_in(&options.connector.value) {
                self.judge(options, of(connector));
            }
        }
    }

    /// What `read` finds; its complaints are kept.
    pub(super) fn judge<T>(
        &mut self,
        options: &Options,
        read: impl FnOnce(&mut Judge<'_>) -> T,
    ) -> T {
        let mut judge = Judge {
            options,
            problems: Vec::new(),
        };
        let answer = read(&mut judge);
        self.problems.append(&mut judge.problems);
        answer
    }
}
