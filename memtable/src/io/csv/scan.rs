//! Lines and cells of CSV.
//!
//! Here, and not the `csv` crate, since that does not tell `""` from an empty cell, nor where a quote is open at the end;
//! the tests hold this file to it otherwise.

use std::io::{self, Read};

use crate::io::text::n_breaks;

/// How much is read at a time.
const CHUNK: usize = 1 << 16;

/// Splits an input into records.
pub(super) struct Scanner<I> {
    input: I,
    delimiter: u8,
    buffer: Vec<u8>,
    /// What of the buffer is not given out yet.
    start: usize,
    end: usize,
    after: After,
    /// The line that comes next, counted from 1.
    line: u64,
    spans: Vec<Span>,
}

/// Where a cell is in its record.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) quoting: Quoting,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quoting {
    None,
    Quoted,
    /// Quoted, with doubled quotes inside.
    Escaped,
}

/// One line, or several where a break is quoted.
pub(super) struct Record<'s> {
    pub(super) line: u64,
    pub(super) bytes: &'s [u8],
    pub(super) cells: &'s [Span],
    pub(super) fault: Option<&'static str>,
}

/// Whether the input goes on after the bytes at hand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum After {
    More,
    Nothing,
}

/// How a record ended.
enum End {
    /// It has this many bytes, its end of line included.
    At(usize),
    /// More bytes are needed to tell.
    Open,
    /// It is broken; it is passed over up to here.
    Broken(usize, &'static str),
}

impl<I: Read> Scanner<I> {
    pub(super) fn new(input: I, delimiter: u8) -> Self {
        Scanner {
            input,
            delimiter,
            buffer: Vec::new(),
            start: 0,
            end: 0,
            after: After::More,
            line: 0,
            spans: Vec::new(),
        }
    }

    /// The next record; none at the end. A blank line is a record of one empty cell.
    pub(super) fn next(&mut self) -> io::Result<Option<Record<'_>>> {
        if self.line == 0 {
            self.skip_mark()?;
        }
        let (len, fault) = loop {
            if self.start == self.end && self.after == After::Nothing {
                return Ok(None);
            }
            let rest = &self.buffer[self.start..self.end];
            match scan(rest, self.delimiter, self.after, &mut self.spans) {
                End::At(len) => break (len, None),
                End::Broken(len, fault) => break (len, Some(fault)),
                End::Open => self.fill()?,
            }
        };
        let bytes = &self.buffer[self.start..self.start + len];
        let line = self.line;
        self.line += match fault {
            Some(_) => n_breaks(bytes),
            None => 1 + n_quoted_breaks(bytes, &self.spans),
        };
        self.start += len;
        Ok(Some(Record {
            line,
            bytes,
            cells: &self.spans,
            fault,
        }))
    }

    fn skip_mark(&mut self) -> io::Result<()> {
        self.line = 1;
        while self.end < 3 && self.after == After::More {
            self.fill()?;
        }
        if self.buffer[..self.end].starts_with(b"\xef\xbb\xbf") {
            self.start = 3;
        }
        Ok(())
    }

    /// Reads on; what is left moves to the front.
    fn fill(&mut self) -> io::Result<()> {
        self.buffer.copy_within(self.start..self.end, 0);
        self.end -= self.start;
        self.start = 0;
        // A record that does not fit makes the buffer twice as large.
        let room = CHUNK.max(self.end);
        self.buffer.resize(self.end + room, 0);
        let n_read = loop {
            match self.input.read(&mut self.buffer[self.end..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read?,
            }
        };
        self.end += n_read;
        if n_read == 0 {
            self.after = After::Nothing;
        }
        Ok(())
    }
}

/// The cells of the first record of `bytes`.
fn scan(bytes: &[u8], delimiter: u8, after: After, spans: &mut Vec<Span>) -> End {
    let is_all = after == After::Nothing;
    spans.clear();
    let mut at = 0;
    loop {
        let (span, next) = if bytes.get(at) == Some(&b'"') {
            match quoted(bytes, at, after) {
                Ok(span) => (span, span.end + 1),
                Err(end) => return end,
            }
        } else {
            let len = bytes[at..]
                .iter()
                .position(|&byte| byte == delimiter || byte == b'\n' || byte == b'\r');
            match len {
                None if !is_all => return End::Open,
                len => {
                    let end = len.map_or(bytes.len(), |len| at + len);
                    let quoting = Quoting::None;
                    (
                        Span {
                            start: at,
                            end,
                            quoting,
                        },
                        end,
                    )
                }
            }
        };
        spans.push(span);
        match (bytes.get(next), bytes.get(next + 1)) {
            (None, _) if is_all => return End::At(next),
            (Some(b'\r'), None) if is_all => return End::At(next + 1),
            (None, _) | (Some(b'\r'), None) => return End::Open,
            (Some(b'\r'), Some(b'\n')) => return End::At(next + 2),
            (Some(b'\n'), _) | (Some(b'\r'), Some(_)) => return End::At(next + 1),
            (Some(&byte), _) if byte == delimiter => at = next + 1,
            (Some(_), _) => return broken(bytes, next, after),
        }
    }
}

/// The cell whose quote opens at `at`.
fn quoted(bytes: &[u8], at: usize, after: After) -> Result<Span, End> {
    let is_all = after == After::Nothing;
    let (start, mut from, mut quoting) = (at + 1, at + 1, Quoting::Quoted);
    loop {
        let Some(len) = bytes[from..].iter().position(|byte| *byte == b'"') else {
            return Err(if is_all {
                End::Broken(bytes.len(), "a quote is opened here and never closed")
            } else {
                End::Open
            });
        };
        let end = from + len;
        match bytes.get(end + 1) {
            None if !is_all => return Err(End::Open),
            Some(b'"') => {
                quoting = Quoting::Escaped;
                from = end + 2;
            }
            _ => {
                return Ok(Span {
                    start,
                    end,
                    quoting,
                });
            }
        }
    }
}

/// A record with text after a closing quote: it is passed over to the end of its line.
fn broken(bytes: &[u8], at: usize, after: After) -> End {
    let fault = "a quoted cell goes on after its closing quote: double the quotes inside of it";
    match bytes[at..].iter().position(|byte| *byte == b'\n') {
        Some(len) => End::Broken(at + len + 1, fault),
        None if after == After::Nothing => End::Broken(bytes.len(), fault),
        None => End::Open,
    }
}

/// How many lines end inside of quotes.
fn n_quoted_breaks(bytes: &[u8], spans: &[Span]) -> u64 {
    let quoted = spans.iter().filter(|span| span.quoting != Quoting::None);
    quoted
        .map(|span| n_breaks(&bytes[span.start..span.end]))
        .sum()
}
