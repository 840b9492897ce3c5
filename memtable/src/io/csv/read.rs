use std::borrow::Cow;
use std::io::Read;

use crate::error::{Error, Reason};
use crate::io::csv::CsvOptions;
use crate::io::csv::options::Header;
use crate::io::csv::scan::{Quoting, Record, Scanner, Span};
use crate::io::json;
use crate::io::targets::{Named, Target, targets};
use crate::io::text::of_line;
use crate::io::{Make, ReadRows, RowBuilder};
use crate::schema::{Column, DataType, Value};

/// Reads rows from CSV.
pub(crate) struct CsvReader<M: Make, I> {
    scanner: Scanner<I>,
    options: CsvOptions,
    rows: RowBuilder<M>,
    /// Where each cell goes.
    cells: Vec<Target>,
}

impl<M: Make, I: Read> CsvReader<M, I> {
    /// Reads the header.
    ///
    /// A header that is wrong is told at the end, with what is wrong in the rows.
    pub(crate) fn new(input: I, options: CsvOptions, rows: RowBuilder<M>) -> Result<Self, Error> {
        let mut reader = CsvReader {
            scanner: Scanner::new(input, options.delimiter),
            rows,
            options,
            cells: Vec::new(),
        };
        match reader.options.header {
            Header::Absent => {
                let columns = 0..reader.rows.columns().len();
                reader.cells = columns.map(Target::Column).collect();
            }
            Header::FirstLine => reader.read_header()?,
        }
        Ok(reader)
    }

    fn read_header(&mut self) -> Result<(), Error> {
        let input = self.options.input.clone();
        let record = self
            .scanner
            .next()
            .map_err(|cause| Error::connector(input.clone(), cause))?;
        let Some(record) = record else {
            let reason =
                Reason::Syntax(Cow::Borrowed("is empty: the first line names the columns"));
            self.rows.fault(of_line(1, None, reason));
            return self.check();
        };
        let names = names(&record);
        let (line, broken) = (record.line, record.fault);
        match (names, broken) {
            (Ok(names), None) => self.find_columns(line, &names),
            (Err(message), None) | (_, Some(message)) => {
                let reason = Reason::Syntax(Cow::Borrowed(message));
                self.rows.fault(of_line(line, None, reason));
            }
        }
        self.check()
    }

    /// Finds the column of each name. What is wrong with the header is told alone: no row could be read by it.
    fn find_columns(&mut self, line: u64, names: &[String]) {
        let columns = names.iter().map(|name| {
            let renamed = self.options.renames.iter().find(|(from, _)| from == name);
            let column = renamed.map_or(name, |(_, to)| to);
            Named { name, column }
        });
        self.cells = targets(
            &mut self.rows,
            &columns.collect::<Vec<_>>(),
            (Some(line), self.options.unknown),
        );
    }
}

impl<M: Make, I: Read> ReadRows for CsvReader<M, I> {
    type Make = M;

    #[inline]
    fn next(&mut self, rows: &mut Vec<M::Row>) -> Result<Option<u64>, Error> {
        let record = self.scanner.next();
        let record = record.map_err(|cause| Error::connector(self.options.input.clone(), cause))?;
        let Some(record) = record else {
            return Ok(None);
        };
        let made = read_record(&record, &self.cells, &self.options, &mut self.rows);
        rows.extend(made);
        Ok(Some(record.line))
    }

    fn builder(&mut self) -> &mut RowBuilder<M> {
        &mut self.rows
    }

    fn input(&self) -> &str {
        &self.options.input
    }
}

fn names(record: &Record<'_>) -> Result<Vec<String>, &'static str> {
    let text = std::str::from_utf8(record.bytes).map_err(|_| NO_UTF8)?;
    let cells = record.cells.iter();
    Ok(cells.map(|span| cell(text, *span).into_owned()).collect())
}

const NO_UTF8: &str = "is not UTF-8: save the file in this encoding";

/// The row of the record, where nothing is wrong with it.
#[inline]
fn read_record<M: Make>(
    record: &Record<'_>,
    targets: &[Target],
    options: &CsvOptions,
    rows: &mut RowBuilder<M>,
) -> Option<M::Row> {
    if let Some(fault) = record.fault {
        rows.skip(record.line, Reason::Syntax(Cow::Borrowed(fault)));
        return None;
    }
    if record.cells.len() != targets.len() {
        if !is_blank(record) {
            let (expected, found) = (targets.len(), record.cells.len());
            rows.skip(record.line, Reason::Ragged { expected, found });
        }
        return None;
    }
    let Ok(text) = std::str::from_utf8(record.bytes) else {
        rows.skip(record.line, Reason::Syntax(Cow::Borrowed(NO_UTF8)));
        return None;
    };
    for (span, target) in record.cells.iter().zip(targets) {
        match target {
            Target::Column(column) => {
                read_cell(*column, &cell(text, *span), span.quoting, (options, rows));
            }
            Target::Unknown(name) if span.start < span.end => {
                let value = cell(text, *span).into_owned();
                rows.refuse_name(name.clone(), Value::from(value));
            }
            Target::Unknown(_) | Target::Ignored => {}
        }
    }
    rows.finish(record.line)
}

fn is_blank(record: &Record<'_>) -> bool {
    matches!(
        record.cells,
        [Span {
            start: 0,
            end: 0,
            quoting: Quoting::None
        }]
    )
}

/// The text of a cell.
#[inline]
fn cell(text: &str, span: Span) -> Cow<'_, str> {
    // Cells end at ASCII characters, so at the ends of characters.
    let cell = text.get(span.start..span.end).unwrap_or_default();
    match span.quoting {
        Quoting::None | Quoting::Quoted => Cow::Borrowed(cell),
        Quoting::Escaped => Cow::Owned(cell.replace("\"\"", "\"")),
    }
}

#[inline]
fn read_cell<M: Make>(
    idx: usize,
    text: &str,
    quoting: Quoting,
    (options, rows): (&CsvOptions, &mut RowBuilder<M>),
) {
    let Some(column) = rows.columns().get(idx) else {
        return;
    };
    if is_null(column, text, quoting, options) {
        if column.nullable {
            rows.set(idx, Value::Null);
        } else {
            rows.refuse(idx, "", Value::Null, Reason::NoValue);
        }
        return;
    }
    match column.data_type.read(text) {
        // An integer is read whatever its width.
        Some(value) if column.data_type.is_integer() && !column.data_type.holds(&value) => {
            let reason = Reason::Type(column.data_type.clone());
            rows.refuse(idx, "", value, reason);
        }
        Some(value) => rows.set(idx, value),
        None => read_nested(idx, text, rows),
    }
}

/// Lists and structs are JSON in their cell.
#[cold]
fn read_nested<M: Make>(idx: usize, text: &str, rows: &mut RowBuilder<M>) {
    let Some(column) = rows.columns().get(idx).cloned() else {
        return;
    };
    if !matches!(
        column.data_type,
        DataType::List { .. } | DataType::Struct(_)
    ) {
        let value = Value::from(text.to_owned());
        rows.refuse(idx, "", value, Reason::Type(column.data_type));
        return;
    }
    match json::read_value(text, &column) {
        Ok(value) => rows.set(idx, value),
        Err(faults) => {
            for fault in faults {
                rows.refuse(idx, &fault.path, fault.value, fault.reason);
            }
        }
    }
}

/// Whether the cell stands for no value: it is empty, or a word for that. A quoted cell is a text as it stands.
#[inline]
fn is_null(column: &Column, text: &str, quoting: Quoting, options: &CsvOptions) -> bool {
    let is_text = matches!(column.data_type, DataType::Text);
    if text.is_empty() {
        return if is_text {
            column.nullable && quoting == Quoting::None
        } else {
            true
        };
    }
    quoting == Quoting::None && options.nulls.iter().any(|null| null == text)
}
