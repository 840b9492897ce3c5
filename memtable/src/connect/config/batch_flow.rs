use crate::connect::batch_row::BatchRow;
use crate::connect::config::as_batches::AsBatches;
use crate::connect::config::built_in::IN_MEMORY;
use crate::connect::config::ends::Ends;
use crate::connect::config::flow::{Flow, Ran, request};
use crate::connect::config::loaded::{self, Loaded};
use crate::connect::config::of_batches::{destination_table, source_table};
use crate::connect::convert::check_fits;
use crate::connect::{Batches, Destination, ReadRequest, Source, TableOfBatches};
use crate::dynamic::DynOutcome;
use crate::error::{Error, ReadFault};
use crate::io::Lines;
use crate::schema::{DataType, Schema};
use crate::write::{Contract, OnChange};

/// Rows of record batches: they go into tables whose columns are no struct's, or that are not there yet.
struct BatchFlow {
    source: BatchSource,
    table: TableOfBatches,
    request: ReadRequest,
    /// What a table is made of that is not there.
    schema: Schema,
}

/// Where the rows come from.
enum BatchSource {
    Table(TableOfBatches),
    File(Loaded),
    Registered(AsBatches),
}

/// The flow of batches; none where the destination takes values alone, or a file is read for a table whose columns are known.
pub(super) fn flow<'a>(ends: &Ends<'a>) -> Result<Option<Box<dyn Flow + 'a>>, Error> {
    let Some(table) = ends.table()? else {
        return Ok(None);
    };
    let target = match ends.store.contract_of(&table) {
        Ok(None) => return Ok(None),
        Ok(Some(_)) => Some(ends.store.schema(&table)?),
        Err(_absent) => None,
    };
    let Some(source) = source(ends, target.as_ref())? else {
        return Ok(None);
    };
    let request = request(source.as_source().request(), ends.step);
    let known = source.as_source().schema()?;
    if let Some(target) = &target {
        ends.check_columns(target)?;
        if known.columns != target.columns && ends.validates() && !source.is_file() {
            check_fits(&ends.picked(&known)?, target)?;
        }
    }
    Ok(Some(Box::new(BatchFlow {
        table: destination_table(ends.to, ends.store, target.as_ref(), ends.contract)?,
        schema: asked_for(ends, &known, &request)?,
        source,
        request,
    })))
}

fn source(ends: &Ends<'_>, target: Option<&Schema>) -> Result<Option<BatchSource>, Error> {
    if let Some(registered) = ends.registered_source() {
        let source = AsBatches(registered?);
        return Ok(target.is_none().then_some(BatchSource::Registered(source)));
    }
    if ends.from.connector.value == IN_MEMORY {
        let schema = ends.known()?;
        let table = source_table(ends.from, ends.store, schema.as_ref())?;
        return Ok(Some(BatchSource::Table(table)));
    }
    let Some(target) = target else {
        return Ok(loaded::load(ends.from, &[])?.map(BatchSource::File));
    };
    if !evolves(ends.contract) {
        return Ok(None);
    }
    let texts = target
        .columns
        .iter()
        .filter(|column| column.data_type == DataType::Text);
    let texts: Vec<String> = texts.map(|column| column.name.to_string()).collect();
    let loaded = loaded::load(ends.from, &texts)?;
    Ok(loaded.map(|loaded| BatchSource::File(loaded.within(target))))
}

fn evolves(contract: Contract) -> bool {
    let parts = [contract.columns, contract.types, contract.nullability];
    parts.contains(&Some(OnChange::Evolve))
}

/// The schema with the columns that are read alone.
fn asked_for(ends: &Ends<'_>, known: &Schema, request: &ReadRequest) -> Result<Schema, Error> {
    match (&ends.step.columns, &request.columns) {
        (None, Some(columns)) => {
            let columns = columns.iter().filter_map(|name| known.column_idx(name));
            Ok(known.narrowed(&columns.collect::<Vec<_>>()))
        }
        _ => ends.picked(known),
    }
}

impl BatchSource {
    fn as_source(&self) -> &dyn Source<Row = BatchRow> {
        match self {
            BatchSource::Table(table) => table,
            BatchSource::File(file) => file,
            BatchSource::Registered(source) => source,
        }
    }

    const fn is_file(&self) -> bool {
        matches!(self, BatchSource::File(_))
    }

    fn lines(&self, request: &ReadRequest) -> Option<Lines> {
        match self {
            BatchSource::File(file) => file.lines(request),
            BatchSource::Table(_) | BatchSource::Registered(_) => None,
        }
    }
}

impl Flow for BatchFlow {
    fn run(&self, on_read: &mut dyn FnMut(usize)) -> Result<Ran, Error> {
        let source = self.source.as_source();
        source.check()?;
        Destination::check(&self.table)?;
        on_read(0);
        let mut n_read = 0;
        let batches = source.read(&self.request)?.inspect(|batch| {
            n_read += batch.as_ref().map_or(0, Vec::len);
            on_read(n_read);
        });
        let request = Destination::request(&self.table);
        let written = self
            .table
            .write_to(Batches::new(batches), &request, Some(&self.schema));
        match written {
            Ok(outcome) => Ok(self.ran(n_read, outcome)),
            Err(Error::Rejected(reports)) => Err(match self.source.lines(&self.request) {
                Some(lines) => lines.told(reports),
                None => Error::Rejected(reports),
            }),
            Err(error) => Err(error),
        }
    }
}

impl BatchFlow {
    fn ran(&self, n_read: usize, outcome: DynOutcome) -> Ran {
        let rejected = outcome.quarantine.len();
        let mut violations = outcome.quarantine.report.violations;
        violations.extend(outcome.discarded);
        violations.sort_by_key(|violation| violation.row);
        let mut faults: Vec<ReadFault> = Vec::with_capacity(violations.len());
        if !violations.is_empty() {
            let lines = self.source.lines(&self.request).unwrap_or_default();
            let told = violations.into_iter();
            faults.extend(told.map(|violation| lines.fault(violation, |row| row)));
        }
        Ran {
            read: n_read,
            written: outcome.written,
            rejected,
            faults,
        }
    }
}
