//! CSV with a header, by the rules of RFC 4180.

use csv_core::{ReadFieldResult, Reader};

use super::Fault;
use crate::sheet::{Cell, Sheet};

/// A field as it was read: its text, whether it stood in quotes, and its line.
struct Field {
    text: String,
    is_quoted: bool,
    line: u32,
}

/// The rows, or all that is wrong with them.
pub(super) fn read(text: &str) -> Result<Sheet, Vec<Fault>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (records, mut faults) = records(text);
    let mut records = records.into_iter();
    let header = records.next().unwrap_or_default();
    faults.extend(header_faults(&header));
    let mut sheet = Sheet::new(header.iter().map(|field| field.text.clone()).collect());
    for record in records {
        if record.len() != header.len() {
            let line = record.first().map_or(0, |field| field.line);
            let message = format!(
                "this row has {} cells, and the header {} [MT0213]",
                record.len(),
                header.len()
            );
            faults.push(Fault { line, message });
            continue;
        }
        let cells: Vec<Cell> = record.iter().map(cell).collect();
        sheet.push(record.first().map_or(0, |field| field.line), &cells);
    }
    if faults.is_empty() {
        Ok(sheet)
    } else {
        Err(faults)
    }
}

/// The empty cell without quotes is null where its column has nulls.
fn cell(field: &Field) -> Cell {
    if field.text.is_empty() && !field.is_quoted {
        Cell::EMPTY
    } else {
        Cell::open(&field.text)
    }
}

fn header_faults(header: &[Field]) -> Vec<Fault> {
    let fault = |message: String| Fault {
        line: header.first().map_or(1, |field| field.line),
        message,
    };
    if header.is_empty() {
        return vec![fault(
            "a header with the names of the columns is missing [MT0214]".to_owned(),
        )];
    }
    let repeated = header.iter().enumerate().filter(|(at, field)| {
        header[..*at]
            .iter()
            .any(|earlier| earlier.text == field.text)
    });
    repeated
        .map(|(_, field)| {
            fault(format!(
                "two columns are called `{}`: rename one [MT0214]",
                field.text
            ))
        })
        .collect()
}

/// The fields of each record, and where quotes are wrong; empty lines are passed over.
fn records(text: &str) -> (Vec<Vec<Field>>, Vec<Fault>) {
    let (mut reader, mut buffer) = (Reader::new(), vec![0; text.len() + 1]);
    let (mut records, mut record, mut faults) = (Vec::new(), Vec::new(), Vec::new());
    let (mut at, mut line) = (0, 1);
    loop {
        let start = at + leading_line_ends(&text[at..]);
        line += n_lines(&text[at..start]);
        let mut n_read = 0;
        let ends_record = loop {
            let (result, n_in, n_out) =
                reader.read_field(&text.as_bytes()[at..], &mut buffer[n_read..]);
            at += n_in;
            n_read += n_out;
            match result {
                ReadFieldResult::Field { record_end } => break Some(record_end),
                ReadFieldResult::End => break None,
                ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull => {}
            }
        };
        let Some(ends_record) = ends_record else {
            return (records, faults);
        };
        let raw = text.get(start..at).unwrap_or_default();
        if !is_well_quoted(raw) {
            let message = "the quotes of this cell do not close before the next comma: a quote inside quotes is written twice [MT0215]";
            faults.push(Fault {
                line,
                message: message.to_owned(),
            });
        }
        record.push(Field {
            text: String::from_utf8_lossy(&buffer[..n_read]).into_owned(),
            is_quoted: raw.starts_with('"'),
            line,
        });
        line += n_lines(raw);
        if ends_record {
            records.push(std::mem::take(&mut record));
        }
    }
}

fn leading_line_ends(text: &str) -> usize {
    text.len() - text.trim_start_matches(['\r', '\n']).len()
}

fn n_lines(text: &str) -> u32 {
    u32::try_from(text.matches('\n').count()).unwrap_or(u32::MAX)
}

/// Whether the quotes of a field that begins with one end where it does; `raw` may have the comma or line end after it.
fn is_well_quoted(raw: &str) -> bool {
    let field = raw.trim_end_matches(['\r', '\n']);
    let field = field.strip_suffix(',').unwrap_or(field);
    let n_quotes = raw.matches('"').count();
    !raw.starts_with('"') || (field.ends_with('"') && n_quotes.is_multiple_of(2))
}
