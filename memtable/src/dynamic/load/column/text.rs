//! Cells of text into a column, many at a time.

use crate::dynamic::infer::{
    Facts, Formats, Kinds, Policy, Target, as_bool,
    moment::{self, Instant, Moment},
    number,
};
use crate::dynamic::load::column::push::put;
use crate::dynamic::load::column::{Cells, Column, Refused};

/// The days from 1970 within which 64 bits have room for nanoseconds.
const NEAR_DAYS: std::ops::Range<i32> = -106_000..106_000;
/// The same in microseconds.
const NEAR_MICROS: std::ops::Range<i64> = -9_200_000_000_000_000..9_200_000_000_000_000;

/// Cells of text by their rows, as they are or as a null.
pub(crate) trait TextCells {
    /// How many there are.
    fn len(&self) -> usize;
    /// The text of one, or a null.
    fn get(&self, idx: usize) -> Option<&str>;
}

impl Column {
    /// Reads cells, the first of which is of this row; the error has the position of the cell.
    ///
    /// What tells nothing new is read in loops of one type each; a cell that they do not take is looked at closely.
    pub(crate) fn push_cells(
        &mut self,
        cells: &impl TextCells,
        first_row: u64,
        policy: &Policy,
    ) -> Result<(), (usize, Refused)> {
        let mut idx = 0;
        loop {
            let taken = self.push_known(cells, idx, policy);
            self.len += taken - idx;
            idx = taken;
            if idx == cells.len() {
                return Ok(());
            }
            let row = first_row + idx as u64;
            let pushed = match cells.get(idx) {
                None => self.push_null(row),
                Some(text) => {
                    let facts = Facts::of_cell(text, &policy.formats);
                    self.push_noted(facts, (row, text), policy)
                }
            };
            pushed.map_err(|refused| (idx, refused))?;
            idx += 1;
        }
    }

    /// Reads cells as long as they tell nothing new; the position of the first that may, or the end.
    fn push_known(&mut self, cells: &impl TextCells, from: usize, policy: &Policy) -> usize {
        let known = Known {
            facts: self.seen.facts,
            has_null: self.seen.is_nullable(),
            formats: &policy.formats,
        };
        match &mut self.cells {
            Cells::Int64(into) => known.run(cells, from, |cell| match cell {
                None => {
                    into.append_null();
                    true
                }
                Some(text) => put(known.int(text), |int| into.append_value(int)),
            }),
            Cells::Float64(into) => known.run(cells, from, |cell| match cell {
                None => {
                    into.append_null();
                    true
                }
                Some(text) => put(known.float(text), |float| into.append_value(float)),
            }),
            Cells::Text(into) if matches!(self.target, Target::Text) => {
                known.run(cells, from, |cell| match cell {
                    None => {
                        into.append_null();
                        true
                    }
                    Some(text) => {
                        into.append_value(text);
                        true
                    }
                })
            }
            Cells::Bool(into) => known.run(cells, from, |cell| match cell {
                None => {
                    into.append_null();
                    true
                }
                Some(text) => put(as_bool(text), |bool| into.append_value(bool)),
            }),
            Cells::Date(into) => known.run(cells, from, |cell| match cell {
                None => {
                    into.append_null();
                    true
                }
                Some(text) => put(known.date(text), |days| into.append_value(days)),
            }),
            Cells::Micros(into) => known.run(cells, from, |cell| match cell {
                None => {
                    into.append_null();
                    true
                }
                Some(text) => put(known.instant(text), |instant| {
                    into.append_value(instant.micros);
                }),
            }),
            _ => from,
        }
    }
}

/// What is known of a column while its cells are read in a loop.
struct Known<'a> {
    facts: Facts,
    has_null: bool,
    formats: &'a Formats,
}

impl Known<'_> {
    #[inline]
    fn run(
        &self,
        cells: &impl TextCells,
        from: usize,
        mut push: impl FnMut(Option<&str>) -> bool,
    ) -> usize {
        for idx in from..cells.len() {
            let cell = cells.get(idx);
            if (cell.is_none() && !self.has_null) || !push(cell) {
                return idx;
            }
        }
        cells.len()
    }

    fn has(&self, kinds: Kinds) -> bool {
        kinds.within(self.facts.kinds)
    }

    #[inline]
    fn int(&self, text: &str) -> Option<i64> {
        let int = number::short_int(text.as_bytes())?;
        let is_known = self.has(Kinds::INT) && (int >= 0 || self.has(Kinds::NEGATIVE));
        (is_known && self.formats.is_empty()).then_some(int)
    }

    #[inline]
    fn float(&self, text: &str) -> Option<f64> {
        match number::short_float(text.as_bytes()) {
            Some((float, places)) => {
                let is_known = self.has(Kinds::FLOAT) && places <= u32::from(self.facts.places);
                (is_known && self.formats.is_empty()).then_some(float)
            }
            #[expect(clippy::cast_precision_loss, reason = "at most 15 digits")]
            None => self.int(text).map(|int| int as f64),
        }
    }

    #[inline]
    fn date(&self, text: &str) -> Option<i32> {
        let days = moment::date(text.as_bytes())?;
        let is_known = self.has(Kinds::DATE) && NEAR_DAYS.contains(&days);
        (is_known && self.formats.is_empty()).then_some(days)
    }

    /// With no nanoseconds, and with a zone or without as those before.
    #[inline]
    fn instant(&self, text: &str) -> Option<Instant> {
        if !self.formats.is_empty() {
            return None;
        }
        let Some(Moment::At(instant)) = moment::read(text.as_bytes()) else {
            return None;
        };
        let kind = match instant.offset {
            None => Kinds::DATETIME,
            Some(0) => Kinds::TIMESTAMP,
            Some(_) => return None,
        };
        let is_plain = instant.nanos == 0 && NEAR_MICROS.contains(&instant.micros);
        (is_plain && self.has(kind)).then_some(instant)
    }
}

impl Column {
    /// Whether a number of JSON tells nothing new, and is now in the cells.
    #[inline]
    pub(crate) fn push_known_number(&mut self, text: &str) -> bool {
        let known = Known {
            facts: self.seen.facts,
            has_null: true,
            formats: &NO_FORMATS,
        };
        match &mut self.cells {
            Cells::Int64(into) => put(known.int(text), |int| into.append_value(int)),
            Cells::Float64(into) => put(known.float(text), |float| into.append_value(float)),
            _ => false,
        }
    }
}

impl Column {
    /// Whether a date, or a date with a time, tells nothing new, and is now in the cells.
    #[inline]
    pub(crate) fn push_known_moment(&mut self, text: &str, policy: &Policy) -> bool {
        let known = Known {
            facts: self.seen.facts,
            has_null: true,
            formats: &policy.formats,
        };
        match &mut self.cells {
            Cells::Date(into) => put(known.date(text), |days| into.append_value(days)),
            Cells::Micros(into) => put(known.instant(text), |instant| {
                into.append_value(instant.micros);
            }),
            _ => false,
        }
    }
}

/// Numbers of JSON are never dates.
static NO_FORMATS: Formats = Formats::none();
