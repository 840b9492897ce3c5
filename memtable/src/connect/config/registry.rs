use std::any::{Any, TypeId};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use crate::connect::config::built_in::BUILT_IN;
use crate::connect::{Destination, Options, Source};
use crate::error::Error;

type MakeSource<R> = Box<dyn Fn(&Options) -> Result<Box<dyn Source<Row = R>>, Error> + Send + Sync>;
type MakeDestination<R> =
    Box<dyn Fn(&Options) -> Result<Box<dyn Destination<Row = R>>, Error> + Send + Sync>;

/// The connectors that a file may name, beside those that are built in (`in_memory`, `csv`, `json`, `parquet`): each for the rows that it
/// was registered for. Those of [pipelines](crate::connect::Pipelines) have rows of [`ValueRow`](crate::connect::ValueRow).
#[derive(Clone, Default)]
pub struct Registry {
    sources: Makers,
    destinations: Makers,
}

/// How connectors are made, by name and by the type of their rows.
type Makers = BTreeMap<(String, TypeId), Arc<dyn Any + Send + Sync>>;

impl Registry {
    /// A registry of those that are built in alone.
    pub fn new() -> Self {
        Registry::default()
    }

    /// Makes `connector: name` a source of rows of type `R`. A later one of the same name and type takes its place.
    pub fn register_source<R: 'static>(
        &mut self,
        name: impl Into<String>,
        make: impl Fn(&Options) -> Result<Box<dyn Source<Row = R>>, Error> + Send + Sync + 'static,
    ) -> &mut Self {
        let make: MakeSource<R> = Box::new(make);
        self.sources
            .insert((name.into(), TypeId::of::<R>()), Arc::new(make));
        self
    }

    /// Makes `connector: name` a destination of rows of type `R`. A later one of the same name and type takes its place.
    pub fn register_destination<R: 'static>(
        &mut self,
        name: impl Into<String>,
        make: impl Fn(&Options) -> Result<Box<dyn Destination<Row = R>>, Error> + Send + Sync + 'static,
    ) -> &mut Self {
        let make: MakeDestination<R> = Box::new(make);
        self.destinations
            .insert((name.into(), TypeId::of::<R>()), Arc::new(make));
        self
    }

    pub(super) fn source<R: 'static>(&self, name: &str) -> Option<&MakeSource<R>> {
        made(&self.sources, name, TypeId::of::<R>())
    }

    pub(super) fn destination<R: 'static>(&self, name: &str) -> Option<&MakeDestination<R>> {
        made(&self.destinations, name, TypeId::of::<R>())
    }

    /// The connectors of these rows.
    pub(super) fn names<R: 'static>(&self) -> Vec<&str> {
        let rows = TypeId::of::<R>();
        let own = self.sources.keys().chain(self.destinations.keys());
        let own = own
            .filter(|(_, of)| *of == rows)
            .map(|(name, _)| name.as_str());
        let built_in = BUILT_IN.iter().map(|connector| connector.name);
        let mut names: Vec<_> = built_in.chain(own).collect();
        names.dedup();
        names
    }
}

fn made<'m, T: 'static>(makers: &'m Makers, name: &str, rows: TypeId) -> Option<&'m T> {
    makers.get(&(name.to_owned(), rows))?.downcast_ref()
}

impl fmt::Debug for Registry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = |makers: &Makers| {
            makers
                .keys()
                .map(|(name, _)| name.clone())
                .collect::<Vec<_>>()
        };
        f.debug_struct("Registry")
            .field("sources", &names(&self.sources))
            .field("destinations", &names(&self.destinations))
            .finish()
    }
}
