//! Lines and cells, held to the `csv` crate.

use std::io::Read;

use proptest::prelude::*;

use crate::io::csv::scan::{Quoting, Scanner};

/// Gives a few bytes at a time, so that records lie across the ends of what was read.
struct Slow<'a>(&'a [u8], usize);

impl Read for Slow<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let n = self.1.min(into.len()).min(self.0.len());
        into[..n].copy_from_slice(&self.0[..n]);
        self.0 = &self.0[n..];
        Ok(n)
    }
}

type Records = Vec<(u64, Vec<String>)>;

/// The records with their lines; none where one is broken.
fn scanned(text: &str, n_bytes: usize) -> Option<Records> {
    let mut scanner = Scanner::new(Slow(text.as_bytes(), n_bytes), b',');
    let mut records = Vec::new();
    while let Some(record) = scanner.next().ok()? {
        if record.fault.is_some() {
            return None;
        }
        let text = std::str::from_utf8(record.bytes).ok()?;
        let cells = record.cells.iter().map(|span| {
            let cell = &text[span.start..span.end];
            match span.quoting {
                Quoting::Escaped => cell.replace("\"\"", "\""),
                Quoting::None | Quoting::Quoted => cell.to_owned(),
            }
        });
        records.push((record.line, cells.collect()));
    }
    Some(records)
}

fn of_the_crate(text: &str) -> Records {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let records = reader.records().map(|record| {
        let record = record.unwrap();
        let line = record.position().map_or(0, csv::Position::line);
        (line, record.iter().map(str::to_owned).collect())
    });
    records.collect()
}

proptest! {
    #[test]
    fn records_are_those_of_the_crate(text in r#"([ab,é"]|""|"[a,\n\r]"|\r?\n){0,40}"#, n_bytes in 1_usize..9) {
        let Some(records) = scanned(&text, n_bytes) else {
            return Ok(());
        };
        // The crate passes blank lines over, and takes the line of a record after a blank one for that of the blank one.
        let cells = |records: Records| -> Vec<Vec<String>> {
            let cells = records.into_iter().map(|(_, cells)| cells);
            cells.filter(|cells| cells.len() > 1 || !cells[0].is_empty()).collect()
        };
        prop_assert_eq!(cells(records), cells(of_the_crate(&text)));
    }

    #[test]
    fn lines_are_counted_as_an_editor_does(
        cells in prop::collection::vec(("[a-z]{0,3}", "[a\n]{0,3}"), 1..9),
        n_bytes in 1_usize..9,
    ) {
        let (mut text, mut lines, mut line) = (String::new(), Vec::new(), 1);
        for (plain, quoted) in &cells {
            lines.push(line);
            text.extend([&**plain, ",\"", quoted, "\"\r\n"]);
            line = 1 + text.matches('\n').count() as u64;
        }
        let records = scanned(&text, n_bytes).unwrap();
        prop_assert_eq!(records.iter().map(|(line, _)| *line).collect::<Vec<_>>(), lines);
    }
}

#[test]
fn a_quote_that_is_never_closed_is_told() {
    let text = "a,b\n1,\"x\ny\n";
    let mut scanner = Scanner::new(text.as_bytes(), b',');
    assert!(scanner.next().unwrap().unwrap().fault.is_none());
    let record = scanner.next().unwrap().unwrap();
    assert_eq!((record.line, record.fault.is_some()), (2, true));
    assert!(scanner.next().unwrap().is_none());
}

#[test]
fn text_after_a_closing_quote_breaks_its_line_alone() {
    let text = "\"a\"b,c\nd,e\n";
    let mut scanner = Scanner::new(text.as_bytes(), b',');
    assert!(scanner.next().unwrap().unwrap().fault.is_some());
    let record = scanner.next().unwrap().unwrap();
    assert_eq!(
        (record.line, record.cells.len(), record.fault),
        (2, 2, None)
    );
}
