//! What is in a table, column by column.

mod count;
mod display;

#[cfg(test)]
mod tests;

use crate::dynamic::DynSnapshot;
use crate::error::Error;
use crate::schema::{DataType, Value};
pub(in crate::dynamic) use count::Counts;

/// The bins of a histogram.
const BINS: usize = 10;

/// The values that are named of those that are there most often.
const FREQUENT: usize = 3;

/// What is in a table, column by column: see [`DynSnapshot::describe`].
///
/// `Display` is a table with a line for each column.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Description {
    /// The name of the table.
    pub table: String,
    /// How many rows there are.
    pub n_rows: u64,
    /// The columns, in the order of the table.
    pub columns: Vec<ColumnDescription>,
}

/// What is in a column.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ColumnDescription {
    /// The name.
    pub name: String,
    /// The type.
    pub data_type: DataType,
    /// How many rows have no value.
    pub n_nulls: u64,
    /// How many different values there are.
    pub n_distinct: u64,
    /// The least value; null where there is none. `NaN` is greater than every number.
    pub min: Value,
    /// The greatest value.
    pub max: Value,
    /// The mean of numbers.
    pub mean: Option<f64>,
    /// A quarter, a half and three quarters of the values are not greater than these, which are values of the column; of
    /// numbers, dates and times.
    pub quartiles: Option<[Value; 3]>,
    /// The values that are there most often, at most three, and how often; of equally frequent ones the lesser first. None where every
    /// value is there once.
    pub most_frequent: Vec<(Value, u64)>,
    /// How numbers, dates and times are spread, in ten parts of equal width; empty of other types.
    pub histogram: Vec<Bin>,
}

/// The values between two numbers. Dates and times count as seconds since 1970, times of day since midnight.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Bin {
    /// The lower limit, included.
    pub from: f64,
    /// The upper limit, included in the last bin alone.
    pub to: f64,
    /// How many values there are.
    pub n: u64,
}

impl DynSnapshot {
    /// What is in the table: of each column its type, nulls, different values, least and greatest, mean, quartiles, most frequent
    /// values and a histogram. Costs a hash for each cell, and a sort and memory for the different values of one column at a time.
    ///
    /// # Errors
    /// As [`batches`](Self::batches).
    ///
    /// ```
    /// use memtable::Value;
    /// use memtable::dynamic::DynTable;
    ///
    /// let towns = DynTable::from_csv(b"name,people\nBern,134\nZug,31\nChur,\n")?;
    /// let description = towns.describe()?;
    /// let people = &description.columns[1];
    /// assert_eq!((people.n_nulls, people.mean), (1, Some(82.5)));
    /// assert_eq!(people.max, Value::from(134));
    /// println!("{description}");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn describe(&self) -> Result<Description, Error> {
        let columns: Result<Vec<_>, Error> = (0..self.schema.columns.len())
            .map(|idx| Ok(self.describe_column(idx, &Counts::of(self, idx)?)))
            .collect();
        Ok(Description {
            table: self.schema.name.to_string(),
            n_rows: self.len() as u64,
            columns: columns?,
        })
    }

    fn describe_column(&self, idx: usize, counts: &Counts) -> ColumnDescription {
        let column = &self.schema.columns[idx];
        let data_type = &column.data_type;
        let is_measured = data_type.is_number() || data_type.is_temporal();
        ColumnDescription {
            name: column.name.to_string(),
            data_type: data_type.clone(),
            n_nulls: counts.n_nulls,
            n_distinct: counts.sorted.len() as u64,
            min: counts.least(),
            max: counts.greatest(),
            mean: data_type.is_number().then(|| counts.mean()).flatten(),
            quartiles: is_measured.then(|| counts.quartiles()).flatten(),
            most_frequent: counts.most_frequent(FREQUENT),
            histogram: if is_measured {
                counts.histogram(BINS)
            } else {
                Vec::new()
            },
        }
    }
}
