use crate::connect::config::built_in::{IN_MEMORY, built_in};
use crate::connect::config::connectors::Connectors;
use crate::connect::config::contract::{contract, frozen};
use crate::connect::config::keys::SECTIONS;
use crate::connect::config::options::Options;
use crate::connect::config::step::Step;
use crate::connect::{Destination, Source};
use crate::error::Error;
use crate::io::Discards;
use crate::record::ValueRow;
use crate::schema::Schema;
use crate::store::{Store, column};
use crate::write::Contract;

type Made<T> = Option<Result<T, Error>>;

/// A step, and its ends as the file sets them up.
#[derive(Clone, Copy)]
pub(super) struct Ends<'a> {
    pub(super) connectors: &'a Connectors,
    pub(super) store: &'a Store,
    pub(super) step: &'a Step,
    pub(super) from: &'a Options,
    pub(super) to: &'a Options,
    /// What the step says, else its destination, else the table, else the store.
    pub(super) contract: Contract,
}

impl<'a> Ends<'a> {
    pub(super) fn of(
        connectors: &'a Connectors,
        store: &'a Store,
        step: &'a Step,
    ) -> Result<Self, Error> {
        let to = connectors.find(SECTIONS[1], &connectors.destinations, &step.to)?;
        let said = step.contract.or(to.judged(contract)?);
        let mut ends = Ends {
            connectors,
            store,
            step,
            from: connectors.find(SECTIONS[0], &connectors.sources, &step.from)?,
            to,
            contract: said.unwrap_or_default(),
        };
        if let Some(table) = ends.table()? {
            match store.contract_of(&table) {
                Ok(Some(contract)) => ends.contract = ends.contract.or(contract),
                Ok(None) => ends.check_frozen(&table)?,
                Err(_absent) => ends.contract = ends.contract.or(store.contract()),
            }
        }
        Ok(ends)
    }

    fn check_frozen(&self, table: &str) -> Result<(), Error> {
        for options in [&self.step.options, self.to] {
            options.judged(|judge| {
                frozen(judge, table);
                Some(())
            })?;
        }
        Ok(())
    }

    /// The table that is written to, where it is one of the store.
    pub(super) fn table(&self) -> Result<Option<String>, Error> {
        if self.registered_destination().is_some() || self.to.connector.value != IN_MEMORY {
            return Ok(None);
        }
        self.to.required_text("table_name").map(Some)
    }

    /// What the destination's rows must be; `None` where it takes any.
    pub(super) fn wanted(&self) -> Result<Option<Schema>, Error> {
        match self.registered_destination() {
            Some(destination) => destination?.schema().map(Some),
            None => self.of_table(self.to),
        }
    }

    /// What the source's rows are; `None` where they are what is asked for.
    pub(super) fn known(&self) -> Result<Option<Schema>, Error> {
        match self.registered_source() {
            Some(source) => source?.schema().map(Some),
            None => self.of_table(self.from),
        }
    }

    /// Whether schemas must fit before the first row.
    pub(super) fn validates(&self) -> bool {
        let flag = self.to.flag("validate_schema").ok().flatten();
        flag.unwrap_or(true) && self.contract == Contract::default()
    }

    /// Whether the destination can be written to with the columns of the step alone.
    pub(super) fn check_columns(&self, schema: &Schema) -> Result<(), Error> {
        let (title, Some(columns)) = (self.step.to.as_str(), &self.step.columns) else {
            return Ok(());
        };
        for name in columns {
            column(title, schema, name)?;
        }
        let mut left_out = schema.columns.iter().filter(|column| {
            let is_asked_for = columns.iter().any(|name| *name == column.name);
            !is_asked_for && !column.nullable && column.default.is_none()
        });
        match left_out.next() {
            Some(column) => Err(Error::LeftOut {
                table: title.to_owned(),
                column: column.name.to_string(),
            }),
            None => Ok(()),
        }
    }

    /// The schema with the columns of the step alone, in its order.
    pub(super) fn picked(&self, schema: &Schema) -> Result<Schema, Error> {
        let Some(columns) = &self.step.columns else {
            return Ok(schema.clone());
        };
        for name in columns {
            column(&self.step.from, schema, name)?;
        }
        let positions = columns.iter().filter_map(|name| schema.column_idx(name));
        Ok(schema.narrowed(&positions.collect::<Vec<_>>()))
    }

    fn of_table(&self, options: &Options) -> Result<Option<Schema>, Error> {
        if options.connector.value != IN_MEMORY {
            return Ok(None);
        }
        let table = options.required_text("table_name")?;
        self.store.schema(&table).map(Some)
    }

    pub(super) fn registered_source(&self) -> Made<Box<dyn Source<Row = ValueRow>>> {
        let registry = &self.connectors.registry;
        let make = registry.source::<ValueRow>(&self.from.connector.value)?;
        Some(make(self.from))
    }

    pub(super) fn registered_destination(&self) -> Made<Box<dyn Destination<Row = ValueRow>>> {
        let registry = &self.connectors.registry;
        let make = registry.destination::<ValueRow>(&self.to.connector.value)?;
        Some(make(self.to))
    }

    /// The source, whose rows are of this schema where it is a text.
    pub(super) fn source(
        &self,
        schema: &Schema,
        discards: &Discards,
    ) -> Result<Box<dyn Source<Row = ValueRow>>, Error> {
        if let Some(registered) = self.registered_source() {
            return registered;
        }
        match built_in(&self.from.connector.value) {
            Some(connector) => (connector.source_of_values)(self, schema, discards),
            None => Err(self.connectors.unknown_connector::<ValueRow>(self.from)),
        }
    }

    /// The destination, whose rows are of this schema.
    pub(super) fn destination(
        &self,
        schema: &Schema,
    ) -> Result<Box<dyn Destination<Row = ValueRow>>, Error> {
        if let Some(registered) = self.registered_destination() {
            return registered;
        }
        match built_in(&self.to.connector.value) {
            Some(connector) => (connector.destination_of_values)(self, schema),
            None => Err(self.connectors.unknown_connector::<ValueRow>(self.to)),
        }
    }
}
