//! What is said of cells and the rules that they break.

use std::borrow::Cow;
use std::ops::Bound;

use chrono::{NaiveDate, NaiveDateTime};

use super::limits::length;
use super::seen::Seen;
use super::{Cell, Kind};
use crate::record::message::{Message, text_of};
use crate::schema::{LengthUnit, Rule, Value};

/// How much of a text is said.
const LONGEST: usize = 60;

impl Message {
    /// Says a cell: text in quotes, all else as it is.
    pub(super) const fn cell(&mut self, cell: Cell<'_>) {
        let trimmed = cell.text.trim_ascii();
        let quoted = matches!(cell.kind, Kind::Text)
            || trimmed.len() < cell.text.len()
            || trimmed.is_empty();
        let quote = if quoted { "\"" } else { "" };
        self.text(quote);
        if cell.text.len() > LONGEST {
            let mut end = LONGEST;
            while !cell.text.is_char_boundary(end) {
                end -= 1;
            }
            let (start, _) = cell.text.split_at(end);
            self.texts(&[start, "…"]);
        } else {
            self.text(cell.text);
        }
        self.text(quote);
    }

    /// Says, after the cell, which rule it breaks: ` is outside 0..=150`.
    pub(super) const fn broken(&mut self, rule: &Rule, seen: Seen<'_>) {
        match rule {
            Rule::Range { min, max } => {
                self.text(" is outside ");
                self.range(min, max);
            }
            Rule::Length { min, max, unit } => self.length((*min, *max), *unit, seen),
            Rule::OneOf(Cow::Borrowed(values)) => {
                self.text(" is none of ");
                self.values(values);
            }
            Rule::NonBlank => self.text(" is blank"),
            Rule::Finite => self.text(" is not finite"),
            Rule::MultipleOf(of) => {
                self.text(" is no multiple of ");
                self.value(of);
            }
            rule => self.texts(&[" breaks the rule `", rule.name(), "`"]),
        }
    }

    const fn length(&mut self, (min, max): (u64, Option<u64>), unit: LengthUnit, seen: Seen<'_>) {
        self.text(" has the length ");
        if let Seen::Text(text) = seen {
            self.digits(length(text, unit) as u128);
        }
        self.text(", which is outside ");
        self.digits(min as u128);
        self.text("..");
        if let Some(max) = max {
            self.text("=");
            self.digits(max as u128);
        }
    }

    const fn range(&mut self, min: &Bound<Value>, max: &Bound<Value>) {
        match min {
            Bound::Included(min) => self.value(min),
            Bound::Excluded(min) => {
                self.text("above ");
                self.value(min);
                self.text(" ");
            }
            Bound::Unbounded => {}
        }
        self.text("..");
        match max {
            Bound::Included(max) => {
                self.text("=");
                self.value(max);
            }
            Bound::Excluded(max) => self.value(max),
            Bound::Unbounded => {}
        }
    }

    const fn values(&mut self, values: &[Value]) {
        let mut at = 0;
        while at < values.len() {
            self.text(if at == 0 { "" } else { ", " });
            self.value(&values[at]);
            at += 1;
        }
    }

    /// Says a limit.
    pub(super) const fn value(&mut self, value: &Value) {
        match value {
            Value::Int(int) => self.int(*int),
            Value::UInt(uint) => self.digits(*uint),
            Value::Float32(float) => self.float(shortest_f32(*float)),
            Value::Float64(float) => self.float(shortest(*float)),
            Value::Bool(bool) => self.text(if *bool { "true" } else { "false" }),
            Value::Text(text) => self.texts(&["\"", text_of(text), "\""]),
            Value::Date(date) => self.date(*date),
            Value::DateTime(time) => self.date_time(*time),
            Value::Timestamp(time) => {
                self.date_time(time.naive_utc());
                self.text("Z");
            }
            other => self.texts(&["its ", other.kind()]),
        }
    }

    /// Says digits with a point before the last of them, and a sign.
    const fn float(&mut self, digits: Option<(i64, u32)>) {
        let Some((digits, n_places)) = digits else {
            return self.text("its limit");
        };
        if digits < 0 {
            self.text("-");
        }
        let (whole, part) = (
            digits.unsigned_abs() / 10_u64.pow(n_places),
            digits.unsigned_abs() % 10_u64.pow(n_places),
        );
        self.digits(whole as u128);
        self.text(".");
        if n_places == 0 {
            return self.text("0");
        }
        self.padded(part, n_places);
    }

    /// Says a number with zeros before it, up to this many digits.
    const fn padded(&mut self, number: u64, n_digits: u32) {
        let mut place = n_digits;
        while place > 1 && number < 10_u64.pow(place - 1) {
            self.text("0");
            place -= 1;
        }
        self.digits(number as u128);
    }

    /// The year, month and day of the days since 1970, in the calendar that goes on for ever.
    const fn date(&mut self, date: NaiveDate) {
        let days = date.to_epoch_days() as i64 + 719_468;
        let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
        let day = day - (365 * year + year / 4 - year / 100);
        let month = (5 * day + 2) / 153;
        let day = day - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        let year = year + era * 400 + (month <= 2) as i64;
        if year < 0 {
            self.text("-");
        }
        self.padded(year.unsigned_abs(), 4);
        self.text("-");
        self.padded(month.cast_unsigned(), 2);
        self.text("-");
        self.padded(day.cast_unsigned(), 2);
    }

    const fn date_time(&mut self, time: NaiveDateTime) {
        self.date(time.date());
        self.text("T");
        let seconds = time
            .and_utc()
            .timestamp()
            .rem_euclid(86_400)
            .cast_unsigned();
        self.padded(seconds / 3600, 2);
        self.text(":");
        self.padded(seconds / 60 % 60, 2);
        self.text(":");
        self.padded(seconds % 60, 2);
    }
}

/// The fewest digits after the point that say the float exactly; `None` where nine do not.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::float_cmp,
    reason = "compared on the next line"
)]
const fn shortest(float: f64) -> Option<(i64, u32)> {
    let mut n_places = 0;
    while n_places <= 9 {
        let scale = 10_i64.pow(n_places) as f64;
        let scaled = float * scale;
        let digits = (if scaled < 0.0 {
            scaled - 0.5
        } else {
            scaled + 0.5
        }) as i64;
        if digits.unsigned_abs() < 1 << f64::MANTISSA_DIGITS && digits as f64 / scale == float {
            return Some((digits, n_places));
        }
        n_places += 1;
    }
    None
}

/// As [`shortest`], of the narrow float: `0.1` and not the seventeen digits of its double.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::float_cmp,
    reason = "compared on the next line"
)]
const fn shortest_f32(float: f32) -> Option<(i64, u32)> {
    let mut n_places = 0;
    while n_places <= 9 {
        let scale = 10_i64.pow(n_places) as f64;
        let scaled = float as f64 * scale;
        let digits = (if scaled < 0.0 {
            scaled - 0.5
        } else {
            scaled + 0.5
        }) as i64;
        if digits.unsigned_abs() < 1 << f64::MANTISSA_DIGITS
            && (digits as f64 / scale) as f32 == float
        {
            return Some((digits, n_places));
        }
        n_places += 1;
    }
    None
}
