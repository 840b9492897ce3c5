use crate::connect::batch_row::BatchRow;
use crate::connect::config::as_batches::AsBatches;
use crate::connect::config::built_in::IN_MEMORY;
use crate::connect::config::connectors::Connectors;
use crate::connect::config::contract::contract;
use crate::connect::config::in_memory::{self, MatchBy};
use crate::connect::config::keys::SECTIONS;
use crate::connect::config::loaded;
use crate::connect::config::options::Options;
use crate::connect::{Destination, Source, TableOfBatches};
use crate::error::Error;
use crate::record::ValueRow;
use crate::schema::Schema;
use crate::store::Store;
use crate::write::Contract;

impl Connectors {
    /// The source of this name, of rows in record batches: a dynamic table, or a file whose columns nobody told. A file is
    /// loaded here, and read from memory.
    ///
    /// # Errors
    /// [`Error::Config`] where there is none, or where its connector is not known for such rows; [`Error::NoTable`], and what
    /// a file is refused for.
    ///
    /// ```
    /// use memtable::Store;
    /// use memtable::connect::{Connectors, copy};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let dir = std::env::temp_dir().join("memtable-source-of-batches");
    /// # std::fs::create_dir_all(&dir)?;
    /// # let path = dir.join("orders.csv");
    /// std::fs::write(&path, "sku,pieces\ntea,3\nink,1\n")?;
    /// let yaml = format!(
    ///     "
    /// sources:
    ///   orders: {{ connector: csv, path: '{}' }}
    /// destinations:
    ///   stock: {{ connector: in_memory, table_name: stock, mode: append }}
    /// ",
    ///     path.display()
    /// );
    /// let (connectors, store) = (Connectors::from_yaml(yaml)?, Store::new());
    ///
    /// let orders = connectors.source_of_batches("orders", &store)?;
    /// copy(&orders, &connectors.destination_of_batches("stock", &store)?)?;
    ///
    /// let stock = store.dynamic("stock")?.snapshot()?;
    /// assert_eq!(stock.filter("pieces > 2")?.len(), 1);
    /// # Ok(())
    /// # }
    /// ```
    pub fn source_of_batches(
        &self,
        name: &str,
        store: &Store,
    ) -> Result<Box<dyn Source<Row = BatchRow>>, Error> {
        let options = self.find(SECTIONS[0], &self.sources, name)?;
        let connector = &options.connector.value;
        if let Some(make) = self.registry.source::<BatchRow>(connector) {
            return make(options);
        }
        if let Some(make) = self.registry.source::<ValueRow>(connector) {
            return Ok(Box::new(AsBatches(make(options)?)));
        }
        if connector == IN_MEMORY {
            let table = options.required_text("table_name")?;
            let schema = store.schema(&table)?;
            return Ok(Box::new(source_table(options, store, Some(&schema))?));
        }
        match loaded::load(options, &[])? {
            Some(loaded) => Ok(Box::new(loaded)),
            None => Err(unknown(
                options,
                "is known for rows of batches: tables and files are",
            )),
        }
    }

    /// The destination of this name, for rows in record batches: a dynamic table, which is made where it is not there.
    ///
    /// # Errors
    /// [`Error::Config`] where there is none, where its connector is not known for such rows, or where a merge has no key to
    /// match rows by.
    pub fn destination_of_batches(
        &self,
        name: &str,
        store: &Store,
    ) -> Result<Box<dyn Destination<Row = BatchRow>>, Error> {
        let options = self.find(SECTIONS[1], &self.destinations, name)?;
        let connector = &options.connector.value;
        if let Some(make) = self.registry.destination::<BatchRow>(connector) {
            return make(options);
        }
        if connector != IN_MEMORY {
            return Err(unknown(options, "takes rows of batches: tables do"));
        }
        let table = options.required_text("table_name")?;
        let said = options.judged(contract)?.unwrap_or_default();
        let contract = said.or(match store.contract_of(&table) {
            Ok(of_table) => of_table.unwrap_or_default(),
            Err(_absent) => store.contract(),
        });
        let schema = store.schema(&table).ok();
        let table = destination_table(options, store, schema.as_ref(), contract)?;
        Ok(Box::new(table))
    }
}

fn unknown(options: &Options, what: &str) -> Error {
    let name = &options.connector.value;
    let message = format!("no connector `{name}` {what}, and what is registered for `BatchRow`");
    options.problem("connector", message)
}

/// The table that a source names, which has this schema.
pub(super) fn source_table(
    options: &Options,
    store: &Store,
    schema: Option<&Schema>,
) -> Result<TableOfBatches, Error> {
    let made = options.judged(|judge| Some(in_memory::source_of(judge, schema)))?;
    let (table, request) = made.unwrap_or_default();
    Ok(TableOfBatches::new(store, table).reading(request))
}

/// The table that a destination names, which has this schema where it is there.
pub(super) fn destination_table(
    options: &Options,
    store: &Store,
    schema: Option<&Schema>,
    contract: Contract,
) -> Result<TableOfBatches, Error> {
    let made = options.judged(|judge| {
        let (table, request) = in_memory::destination_of(judge, schema, MatchBy::Any);
        Some((table, request, judge.flag("create_table_if_not_exists")))
    })?;
    let (table, request, creates) = made.unwrap_or_default();
    let table = TableOfBatches::new(store, table).writing(request);
    let table = table.contract(contract);
    Ok(match creates {
        Some(false) => table.must_exist(),
        Some(true) | None => table,
    })
}
