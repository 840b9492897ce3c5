//! Dates and times in the formats that a caller names, beside ISO 8601.

use chrono::format::{Fixed, Item, Numeric, StrftimeItems};
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Timelike};

use crate::dynamic::infer::moment::{self, Moment};

/// The most formats: each is a bit of a [`Mask`].
const MOST: usize = 31;

/// A set of formats, a bit for each; the last one is ISO 8601.
pub(crate) type Mask = u32;

/// The formats of dates and times that a column may be written in, each column in one of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Formats(Vec<Format>);

#[derive(Clone, Debug, PartialEq)]
struct Format {
    text: String,
    reads: Reads,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reads {
    Date,
    Time,
    DateTime,
    Zoned,
}

/// A format that cannot be read by.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadFormat {
    /// There is an unknown specifier in it.
    #[error("`{0}` is no format of dates: see chrono's `strftime`, as in `%d.%m.%Y`")]
    Syntax(String),
    /// It has no part of a date or a time.
    #[error("`{0}` reads neither a date nor a time: write it as in `%d.%m.%Y` or `%H:%M`")]
    Nothing(String),
    /// There are too many.
    #[error("{0} formats of dates are too many: at most 31 are tried")]
    TooMany(usize),
}

impl Formats {
    /// ISO 8601 alone.
    pub(crate) const fn none() -> Self {
        Formats(Vec::new())
    }

    pub(crate) fn new(texts: &[String]) -> Result<Self, BadFormat> {
        if texts.len() > MOST {
            return Err(BadFormat::TooMany(texts.len()));
        }
        let formats: Result<_, _> = texts.iter().map(|text| Format::new(text)).collect();
        formats.map(Formats)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What the text says in the first format that reads it, and all formats that read the same kind of moment in it.
    pub(crate) fn read(&self, text: &str) -> Option<(Moment, Mask)> {
        let mut found: Option<(Moment, Mask)> = None;
        for way in 0..=self.0.len() {
            let Some(moment) = self.read_as(text, way) else {
                continue;
            };
            let bit: Mask = 1 << way;
            found = Some(match found {
                None => (moment, bit),
                Some((first, mask)) if is_alike(first, moment) => (first, mask | bit),
                Some(first) => first,
            });
        }
        found
    }

    /// What the text says in one format, counted from 0; after the last comes ISO 8601.
    pub(crate) fn read_as(&self, text: &str, way: usize) -> Option<Moment> {
        match self.0.get(way) {
            Some(format) => format.read(text),
            None => moment::read(text.as_bytes()),
        }
    }
}

fn is_alike(left: Moment, right: Moment) -> bool {
    match (left, right) {
        (Moment::Date(_), Moment::Date(_)) | (Moment::Time(_), Moment::Time(_)) => true,
        (Moment::At(left), Moment::At(right)) => left.offset.is_some() == right.offset.is_some(),
        _ => false,
    }
}

impl Format {
    fn new(text: &str) -> Result<Self, BadFormat> {
        let items: Vec<Item<'_>> = StrftimeItems::new(text).collect();
        if items.iter().any(|item| matches!(item, Item::Error)) {
            return Err(BadFormat::Syntax(text.to_owned()));
        }
        let (date, time, zone) = (
            items.iter().any(is_date),
            items.iter().any(is_time),
            items.iter().any(is_zone),
        );
        let reads = match (date, time, zone) {
            (_, _, true) => Reads::Zoned,
            (true, true, false) => Reads::DateTime,
            (true, false, false) => Reads::Date,
            (false, true, false) => Reads::Time,
            (false, false, false) => return Err(BadFormat::Nothing(text.to_owned())),
        };
        Ok(Format {
            text: text.to_owned(),
            reads,
        })
    }

    fn read(&self, text: &str) -> Option<Moment> {
        let format = self.text.as_str();
        Some(match self.reads {
            Reads::Date => {
                Moment::Date(moment::days(NaiveDate::parse_from_str(text, format).ok()?))
            }
            Reads::Time => {
                Moment::Time(nanos_of_day(NaiveTime::parse_from_str(text, format).ok()?)?)
            }
            Reads::DateTime => at(NaiveDateTime::parse_from_str(text, format).ok()?, None)?,
            Reads::Zoned => {
                let instant = DateTime::parse_from_str(text, format).ok()?;
                let seconds = instant.offset().local_minus_utc();
                let minutes = (seconds % 60 == 0).then_some(seconds / 60)?;
                at(instant.naive_local(), i16::try_from(minutes).ok())?
            }
        })
    }
}

fn at(local: NaiveDateTime, offset: Option<i16>) -> Option<Moment> {
    let nanos = nanos_of_day(local.time())?;
    Some(Moment::At(moment::at(
        moment::days(local.date()),
        nanos,
        offset,
    )))
}

/// The nanoseconds since midnight; none of a leap second.
fn nanos_of_day(time: NaiveTime) -> Option<i64> {
    let nanos = i64::from(time.nanosecond());
    (nanos < 1_000_000_000)
        .then(|| i64::from(time.num_seconds_from_midnight()) * 1_000_000_000 + nanos)
}

fn is_date(item: &Item<'_>) -> bool {
    match item {
        Item::Numeric(numeric, _) => matches!(
            numeric,
            Numeric::Year
                | Numeric::YearDiv100
                | Numeric::YearMod100
                | Numeric::IsoYear
                | Numeric::IsoYearMod100
                | Numeric::Month
                | Numeric::Day
                | Numeric::Ordinal
                | Numeric::IsoWeek
                | Numeric::Timestamp
        ),
        Item::Fixed(fixed) => matches!(
            fixed,
            Fixed::ShortMonthName | Fixed::LongMonthName | Fixed::RFC2822 | Fixed::RFC3339
        ),
        _ => false,
    }
}

fn is_time(item: &Item<'_>) -> bool {
    match item {
        Item::Numeric(numeric, _) => matches!(
            numeric,
            Numeric::Hour
                | Numeric::Hour12
                | Numeric::Minute
                | Numeric::Second
                | Numeric::Timestamp
        ),
        Item::Fixed(fixed) => matches!(fixed, Fixed::RFC2822 | Fixed::RFC3339),
        _ => false,
    }
}

fn is_zone(item: &Item<'_>) -> bool {
    // The last one has no name of its own.
    let is_any_offset = || StrftimeItems::new("%#z").any(|zone| zone == *item);
    matches!(
        item,
        Item::Fixed(
            Fixed::TimezoneOffset
                | Fixed::TimezoneOffsetColon
                | Fixed::TimezoneOffsetDoubleColon
                | Fixed::TimezoneOffsetTripleColon
                | Fixed::TimezoneOffsetColonZ
                | Fixed::TimezoneOffsetZ
                | Fixed::RFC2822
                | Fixed::RFC3339
        )
    ) || is_any_offset()
}
