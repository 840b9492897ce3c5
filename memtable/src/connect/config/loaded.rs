use std::borrow::Cow;
use std::path::Path;

use crate::connect::batch_row::BatchRow;
use crate::connect::config::built_in::LOADERS;
use crate::connect::config::ends::Ends;
use crate::connect::config::files::{self, FileKeys};
use crate::connect::config::options::Options;
use crate::connect::dyn_table::{check, read};
use crate::connect::read::ReadPlan;
use crate::connect::rows::ValueRows;
use crate::connect::{Batches, ReadRequest, Source};
use crate::dynamic::{DynTable, cell};
use crate::error::Error;
use crate::io::{Lines, Load, ReadRows, RowBuilder, Unknown, Untyped};
use crate::record::ValueRow;
use crate::schema::Schema;

/// A file with the types that its values say: rows of record batches.
pub(super) struct Loaded {
    title: String,
    table: DynTable,
    request: ReadRequest,
    unknown: Unknown,
    /// Finds the lines of its rows.
    lines: Box<dyn Fn() -> Result<Lines, Error>>,
}

/// What loads the file that a source names; the values of these columns are kept as their text.
pub(super) type Loader = fn(&Options, &[String]) -> Result<Loaded, Error>;

/// The file that a source names; none where it names no file.
pub(super) fn load(options: &Options, texts: &[String]) -> Result<Option<Loaded>, Error> {
    let mut loaders = LOADERS.iter();
    let found = loaders.find(|(name, _)| *name == options.connector.value);
    found.map(|(_, load)| load(options, texts)).transpose()
}

/// The source of a step, whose columns neither end knows; none where it is no file.
pub(super) fn values(ends: &Ends<'_>) -> Result<Option<Box<dyn Source<Row = ValueRow>>>, Error> {
    let loaded = load(ends.from, &[])?;
    Ok(loaded.map(|loaded| Box::new(LoadedValues(loaded)) as _))
}

pub(super) fn file<F: FileKeys + Load + 'static>(
    options: &Options,
    texts: &[String],
) -> Result<Loaded, Error> {
    let (path, format, request) = files::asked::<F>(options, None)?;
    Ok(Loaded {
        title: format!("{} file {}", F::NAME, path.display()),
        table: format.load(&path, texts)?,
        request,
        unknown: format.unknown(),
        lines: Box::new(move || lines(&path, &format)),
    })
}

/// The lines of the rows of a file, whatever is in them.
fn lines<F: Load>(path: &Path, format: &F) -> Result<Lines, Error> {
    let nothing = RowBuilder::new(Cow::Owned(Schema::new("")), Untyped);
    let mut format = format.clone();
    format.ignore_unknown();
    let mut text = format.open(path, nothing)?;
    let (lines, mut rows) = (Lines::of_input(text.input()), Vec::new());
    while let Some(line) = text.next(&mut rows)? {
        if rows.pop().is_some() {
            lines.add(line);
        }
    }
    Ok(lines)
}

impl Loaded {
    /// With those of its columns alone that the schema has, where the others are to be passed over.
    pub(super) fn within(mut self, schema: &Schema) -> Self {
        if self.unknown == Unknown::Ignore {
            let names = self
                .table
                .schema()
                .columns
                .iter()
                .map(|column| &column.name);
            let known = names.filter(|name| schema.column(name).is_some());
            let asked = self.request.columns.take();
            self.request.columns = asked.or(Some(known.map(ToString::to_string).collect()));
        }
        self
    }

    /// The lines of its rows, where every row is read.
    pub(super) fn lines(&self, request: &ReadRequest) -> Option<Lines> {
        let is_all = request.filter.is_none() && request.limit.is_none();
        let lines = is_all.then(|| (self.lines)().ok()).flatten()?;
        (lines.n_rows() == self.table.len()).then_some(lines)
    }
}

impl Source for Loaded {
    type Row = BatchRow;

    fn name(&self) -> String {
        self.title.clone()
    }

    fn check(&self) -> Result<(), Error> {
        check(&self.table, &self.request)
    }

    fn schema(&self) -> Result<Schema, Error> {
        Ok(self.table.schema().clone())
    }

    fn request(&self) -> ReadRequest {
        self.request.clone()
    }

    fn read(&self, request: &ReadRequest) -> Result<Batches<'_, BatchRow>, Error> {
        read(&self.table, request)
    }
}

/// A file with the types that its values say: rows of values.
struct LoadedValues(Loaded);

impl LoadedValues {
    fn rows(&self) -> Result<Vec<ValueRow>, Error> {
        let mut rows = Vec::with_capacity(self.0.table.len());
        for batch in self.0.table.batches()? {
            let columns = self.0.table.schema().columns.iter().zip(batch.columns());
            let cells = columns.map(|(column, array)| cell::Cells::new(array, column));
            let cells: Vec<_> = cells
                .collect::<Result<_, _>>()
                .map_err(|cause| Error::Arrow {
                    table: self.0.title.clone(),
                    cause: cause.into(),
                })?;
            let places = 0..batch.num_rows();
            rows.extend(places.map(|place| -> ValueRow {
                cells.iter().map(|cells| Some(cells.get(place))).collect()
            }));
        }
        Ok(rows)
    }

    fn plan(&self, request: &ReadRequest) -> Result<ReadPlan<ValueRows>, Error> {
        let rows = ValueRows::new(self.0.table.schema().clone());
        ReadPlan::of(&self.0.title, request, rows)
    }
}

impl Source for LoadedValues {
    type Row = ValueRow;

    fn name(&self) -> String {
        self.0.title.clone()
    }

    fn check(&self) -> Result<(), Error> {
        self.plan(&self.0.request).map(drop)
    }

    fn schema(&self) -> Result<Schema, Error> {
        Ok(self.0.table.schema().clone())
    }

    fn request(&self) -> ReadRequest {
        self.0.request.clone()
    }

    fn read(&self, request: &ReadRequest) -> Result<Batches<'_, ValueRow>, Error> {
        Ok(self.plan(request)?.batches(&self.rows()?))
    }
}
