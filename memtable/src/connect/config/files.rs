//! What connectors of files share.

use std::path::PathBuf;

use crate::connect::config::ends::Ends;
use crate::connect::config::keys::{FILE_MODES, Key, UNKNOWN_COLUMNS, names};
use crate::connect::config::options::{Judge, Options};
use crate::connect::config::read_request::read_request;
use crate::connect::file::FileTable;
use crate::connect::rows::ValueRows;
use crate::connect::text_batches::TextKind;
use crate::connect::{Destination, ReadRequest};
use crate::error::Error;
use crate::io::FileFormat;
use crate::record::ValueRow;
use crate::schema::Schema;
use crate::write::{WriteMode, WriteRequest};

const MODE_WORDS: [(&str, WriteMode); 2] = [
    (FILE_MODES[0], WriteMode::Append),
    (FILE_MODES[1], WriteMode::Replace),
];

/// A format whose options are keys of a file.
pub(super) trait FileKeys: FileFormat {
    const SOURCE: &'static [Key];
    const DESTINATION: &'static [Key];

    fn of_source(judge: &mut Judge<'_>, schema: Option<&Schema>) -> Self;

    fn of_destination(judge: &mut Judge<'_>) -> (Self, WriteRequest);
}

/// The source that the options set up.
pub(super) fn source<F: FileKeys, K: TextKind>(
    options: &Options,
    rows: K,
) -> Result<FileTable<K, F>, Error> {
    let (path, format, request) = asked::<F>(options, Some(rows.schema()))?;
    Ok(FileTable::new(path, format, rows).reading(request))
}

/// Which file is read, as what, and what of it; columns are looked for where the schema is known.
pub(super) fn asked<F: FileKeys>(
    options: &Options,
    schema: Option<&Schema>,
) -> Result<(PathBuf, F, ReadRequest), Error> {
    let made = options.judged(|judge| {
        judge.only(&names(F::SOURCE));
        let path = judge.required_text("path");
        let format = F::of_source(judge, schema);
        Some((path, format, read_request(judge, schema)))
    })?;
    let Some((path, format, request)) = made else {
        return Err(options.problem("path", "is missing"));
    };
    Ok((beside(options, path), format, request))
}

/// The destination that the options set up.
pub(super) fn destination<F: FileKeys, K: TextKind>(
    options: &Options,
    rows: K,
) -> Result<FileTable<K, F>, Error> {
    let made = options.judged(|judge| {
        judge.only(&names(F::DESTINATION));
        let path = judge.required_text("path");
        let (format, request) = F::of_destination(judge);
        Some((path, format, request))
    })?;
    let Some((path, format, request)) = made else {
        return Err(options.problem("path", "is missing"));
    };
    Ok(FileTable::new(beside(options, path), format, rows).writing(request))
}

/// The destination of a step.
pub(super) fn destination_of_values<F: FileKeys + 'static>(
    ends: &Ends<'_>,
    schema: &Schema,
) -> Result<Box<dyn Destination<Row = ValueRow>>, Error> {
    let rows = ValueRows::new(schema.clone());
    Ok(Box::new(destination::<F, _>(ends.to, rows)?))
}

/// Complains of what is wrong, whatever the rows are.
pub(super) fn check_source<F: FileKeys>(judge: &mut Judge<'_>) {
    judge.only(&names(F::SOURCE));
    judge.required_text("path");
    F::of_source(judge, None);
    read_request(judge, None);
}

/// Complains of what is wrong, whatever the rows are.
pub(super) fn check_destination<F: FileKeys>(judge: &mut Judge<'_>) {
    judge.only(&names(F::DESTINATION));
    judge.required_text("path");
    F::of_destination(judge);
}

/// A path is looked for beside the file that names it.
fn beside(options: &Options, path: String) -> PathBuf {
    match &options.page.dir {
        Some(dir) => dir.join(path),
        None => PathBuf::from(path),
    }
}

pub(super) fn file_mode(judge: &mut Judge<'_>) -> WriteRequest {
    WriteRequest {
        mode: judge.word("mode", &MODE_WORDS).unwrap_or_default(),
        ..WriteRequest::default()
    }
}

pub(super) fn ignores_unknown(judge: &mut Judge<'_>) -> bool {
    let words = [(UNKNOWN_COLUMNS[0], false), (UNKNOWN_COLUMNS[1], true)];
    judge.word("unknown_columns", &words).unwrap_or(false)
}
