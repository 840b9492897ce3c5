//! The different values of a column, and how often each is there.

use chrono::Timelike;
use hashbrown::HashMap;

use crate::dynamic::DynSnapshot;
use crate::dynamic::cell::Cells;
use crate::dynamic::describe::Bin;
use crate::error::Error;
use crate::schema::Value;

/// The different values of a column with how often each is there, from the least to the greatest.
pub(in crate::dynamic) struct Counts {
    pub(in crate::dynamic) n_nulls: u64,
    pub(in crate::dynamic) sorted: Vec<(Value, u64)>,
}

impl Counts {
    pub(in crate::dynamic) fn of(table: &DynSnapshot, column: usize) -> Result<Self, Error> {
        let mut counts: HashMap<Value, u64, foldhash::fast::RandomState> = HashMap::default();
        let mut n_nulls = 0;
        for array in table.column(column)? {
            let cells = Cells::new(&array, &table.schema.columns[column]);
            for value in cells.map_err(|cause| table.failed(cause))?.iter() {
                if value.is_null() {
                    n_nulls += 1;
                } else {
                    *counts.entry(value).or_default() += 1;
                }
            }
        }
        let mut sorted: Vec<(Value, u64)> = counts.into_iter().collect();
        sorted.sort_unstable_by(|(left, _), (right, _)| left.cmp(right));
        Ok(Counts { n_nulls, sorted })
    }

    /// How many values there are.
    pub(in crate::dynamic) fn n_values(&self) -> u64 {
        self.sorted.iter().map(|(_, n)| n).sum()
    }

    pub(in crate::dynamic) fn least(&self) -> Value {
        let least = self.sorted.first();
        least.map_or(Value::Null, |(value, _)| value.clone())
    }

    pub(in crate::dynamic) fn greatest(&self) -> Value {
        let greatest = self.sorted.last();
        greatest.map_or(Value::Null, |(value, _)| value.clone())
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "the mean of so many is near enough"
    )]
    pub(super) fn mean(&self) -> Option<f64> {
        let sum: f64 = self
            .sorted
            .iter()
            .filter_map(|(value, n)| Some(position(value)? * *n as f64))
            .sum();
        let n_values = self.n_values();
        (n_values > 0).then(|| sum / n_values as f64)
    }

    /// The values of nearest rank, so that they are values of the column.
    pub(super) fn quartiles(&self) -> Option<[Value; 3]> {
        let n_values = self.n_values();
        let at = |quarters: u64| {
            let rank = (n_values * quarters).div_ceil(4).max(1);
            let mut seen = 0;
            let found = self.sorted.iter().find(|(_, n)| {
                seen += n;
                seen >= rank
            });
            found.map(|(value, _)| value.clone())
        };
        Some([at(1)?, at(2)?, at(3)?])
    }

    pub(super) fn most_frequent(&self, most: usize) -> Vec<(Value, u64)> {
        let mut repeated: Vec<&(Value, u64)> = self.sorted.iter().filter(|(_, n)| *n > 1).collect();
        // Stable: the lesser first.
        repeated.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        repeated.into_iter().take(most).cloned().collect()
    }

    /// Parts of equal width from the least to the greatest finite value.
    pub(super) fn histogram(&self, n_bins: usize) -> Vec<Bin> {
        let places = self.sorted.iter().filter_map(|(value, n)| {
            let place = position(value).filter(|place| place.is_finite())?;
            Some((place, *n))
        });
        let places: Vec<(f64, u64)> = places.collect();
        let (Some((least, _)), Some((greatest, _))) = (places.first(), places.last()) else {
            return Vec::new();
        };
        let (least, greatest) = (*least, *greatest);
        let limit = |bin: usize| limit(least, greatest, share(bin, n_bins));
        let mut bins: Vec<Bin> = (0..n_bins)
            .map(|bin| Bin {
                from: limit(bin),
                to: limit(bin + 1),
                n: 0,
            })
            .collect();
        for (place, n) in places {
            let found = bins.partition_point(|bin| bin.to <= place).min(n_bins - 1);
            bins[found].n += n;
        }
        bins
    }
}

#[expect(clippy::cast_precision_loss, reason = "of a few bins")]
fn share(bin: usize, n_bins: usize) -> f64 {
    bin as f64 / n_bins as f64
}

/// Between two values, one of which may be near the greatest float: without their difference.
fn limit(least: f64, greatest: f64, share: f64) -> f64 {
    least * (1.0 - share) + greatest * share
}

/// Where a value stands among others: of dates and times the seconds.
#[expect(clippy::cast_precision_loss, reason = "the place in a picture")]
fn position(value: &Value) -> Option<f64> {
    Some(match value {
        Value::Int(int) => *int as f64,
        Value::UInt(uint) => *uint as f64,
        Value::Decimal(decimal) => decimal.to_f64(),
        Value::Float32(float) => f64::from(*float),
        Value::Float64(float) => *float,
        Value::Date(date) => date.and_time(chrono::NaiveTime::MIN).and_utc().timestamp() as f64,
        Value::Time(time) => f64::from(time.num_seconds_from_midnight()),
        Value::DateTime(datetime) => datetime.and_utc().timestamp() as f64,
        Value::Timestamp(timestamp) => timestamp.timestamp() as f64,
        Value::Duration(duration) => duration.num_milliseconds() as f64 / 1_000.0,
        Value::Null
        | Value::Bool(_)
        | Value::Text(_)
        | Value::Bytes(_)
        | Value::Uuid(_)
        | Value::Json(_)
        | Value::List(_)
        | Value::Struct(_) => return None,
    })
}
