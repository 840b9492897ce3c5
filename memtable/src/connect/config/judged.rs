use crate::connect::config::ends::Ends;
use crate::connect::config::files::{self, FileKeys};
use crate::connect::file::FileTable;
use crate::connect::rows::ValueRows;
use crate::connect::{Batches, ReadRequest, Source};
use crate::error::Error;
use crate::io::{Discards, FileFormat};
use crate::record::ValueRow;
use crate::schema::Schema;
use crate::write::Contract;

/// A file whose rows are put aside where the contract says so.
struct JudgedFile<F> {
    file: FileTable<ValueRows, F>,
    contract: Contract,
    discards: Discards,
}

/// The source of a step.
pub(super) fn source<F: FileKeys + 'static>(
    ends: &Ends<'_>,
    schema: &Schema,
    discards: &Discards,
) -> Result<Box<dyn Source<Row = ValueRow>>, Error> {
    let file = files::source::<F, _>(ends.from, ValueRows::new(schema.clone()))?;
    let file = match ends.step.columns {
        Some(_) => file.with(F::ignore_unknown),
        None => file,
    };
    Ok(Box::new(JudgedFile {
        file,
        contract: ends.contract,
        discards: discards.clone(),
    }))
}

impl<F: FileFormat> Source for JudgedFile<F> {
    type Row = ValueRow;

    fn name(&self) -> String {
        Source::name(&self.file)
    }

    fn check(&self) -> Result<(), Error> {
        Source::check(&self.file)
    }

    fn schema(&self) -> Result<Schema, Error> {
        Source::schema(&self.file)
    }

    fn request(&self) -> ReadRequest {
        Source::request(&self.file)
    }

    fn read(&self, request: &ReadRequest) -> Result<Batches<'_, ValueRow>, Error> {
        let rows = self.file.builder();
        let rows = rows.under(self.contract, self.discards.clone());
        self.file.read_by(request, rows)
    }
}
