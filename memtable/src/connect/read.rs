use crate::connect::Batches;
use crate::connect::rows::RowKind;
use crate::error::Error;
use crate::schema::{Expr, Operand, Schema, Value};
use crate::store::column;

/// What is asked of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReadRequest {
    /// The columns to read; the others of a typed row are their default, else null. `None` for all.
    pub columns: Option<Vec<String>>,
    /// Which rows to read: those for which this is true.
    pub filter: Option<Expr>,
    /// How many rows to read at most.
    pub limit: Option<usize>,
    /// How many rows come at a time.
    pub batch_size: usize,
}

impl Default for ReadRequest {
    fn default() -> Self {
        ReadRequest {
            columns: None,
            filter: None,
            limit: None,
            batch_size: 10_000,
        }
    }
}

impl ReadRequest {
    /// Everything, in batches of ten thousand.
    pub fn new() -> Self {
        ReadRequest::default()
    }

    /// Only these columns.
    #[must_use]
    pub fn columns<C: Into<String>>(mut self, columns: impl IntoIterator<Item = C>) -> Self {
        self.columns = Some(columns.into_iter().map(Into::into).collect());
        self
    }

    /// Only the rows for which this is true: `"age >= 18".parse()?`.
    #[must_use]
    pub fn filter(mut self, filter: Expr) -> Self {
        self.filter = Some(filter);
        self
    }

    /// At most so many rows.
    #[must_use]
    pub const fn limit(mut self, n_rows: usize) -> Self {
        self.limit = Some(n_rows);
        self
    }

    /// So many rows at a time; 0 counts as 1.
    #[must_use]
    pub const fn batch_size(mut self, n_rows: usize) -> Self {
        self.batch_size = n_rows;
        self
    }
}

/// A request whose columns are known to be there.
pub(super) struct ReadPlan<K> {
    rows: K,
    /// The positions of the columns that are left out.
    left_out: Vec<usize>,
    filter: Option<Expr>,
    /// The columns of the filter, with their positions.
    filtered: Vec<(String, usize)>,
    pub(super) limit: usize,
    pub(super) batch_size: usize,
}

impl<K: RowKind> ReadPlan<K> {
    pub(super) fn of(table: &str, request: &ReadRequest, rows: K) -> Result<Self, Error> {
        let schema = rows.schema();
        let left_out = match &request.columns {
            Some(columns) => left_out(table, &rows, columns)?,
            None => Vec::new(),
        };
        let filter = request.filter.clone();
        let filter = filter.map(|filter| fitted(table, schema, filter));
        let filter = filter.transpose()?;
        let names = filter.iter().flat_map(Expr::columns);
        let filtered = names.filter_map(|name| Some((name.to_owned(), schema.column_idx(name)?)));
        Ok(ReadPlan {
            left_out,
            filtered: filtered.collect(),
            filter,
            limit: request.limit.unwrap_or(usize::MAX),
            batch_size: request.batch_size.max(1),
            rows,
        })
    }

    /// The rows that were asked for, in batches.
    pub(super) fn batches<'r, 'b>(
        &self,
        rows: impl IntoIterator<Item = &'r K::Row>,
    ) -> Batches<'b, K::Row>
    where
        K::Row: Clone + 'r + 'b,
    {
        let rows = rows.into_iter();
        let rows: Vec<K::Row> = if self.filter.is_none() && self.left_out.is_empty() {
            rows.take(self.limit).cloned().collect()
        } else {
            let kept = rows.filter(|row| self.keeps(row)).take(self.limit);
            kept.filter_map(|row| self.picked(row.clone())).collect()
        };
        Batches::of_rows(rows, self.batch_size)
    }

    pub(super) fn keeps(&self, row: &K::Row) -> bool {
        let Some(filter) = &self.filter else {
            return true;
        };
        let value = |(_, column): &(String, usize)| self.rows.value(row, *column);
        let values: Vec<Value> = self.filtered.iter().map(value).collect();
        let get = |name: &str| {
            let nth = self.filtered.iter().position(|(known, _)| known == name)?;
            values.get(nth)
        };
        filter.eval(get) == Some(true)
    }

    pub(super) fn picked(&self, row: K::Row) -> Option<K::Row> {
        self.rows.without(row, &self.left_out)
    }
}

/// The positions of the columns that are not named: each has a null or a default.
fn left_out<K: RowKind>(table: &str, rows: &K, names: &[String]) -> Result<Vec<usize>, Error> {
    let schema = rows.schema();
    for name in names {
        column(table, schema, name)?;
    }
    let columns = schema.columns.iter().enumerate();
    let mut positions = Vec::new();
    for (position, column) in
        columns.filter(|(_, column)| !names.iter().any(|name| *name == column.name))
    {
        if !rows.may_lack(column) {
            return Err(Error::LeftOut {
                table: table.to_owned(),
                column: column.name.to_string(),
            });
        }
        positions.push(position);
    }
    Ok(positions)
}

/// The filter with its constants as the columns hold them.
fn fitted(table: &str, schema: &Schema, filter: Expr) -> Result<Expr, Error> {
    let all = |parts: &[Expr]| {
        let parts = parts.iter().map(|part| fitted(table, schema, part.clone()));
        parts.collect::<Result<Vec<_>, _>>()
    };
    Ok(match filter {
        Expr::Compare(op, left, right) => {
            let fitted_left = fitted_to(table, schema, left.clone(), &right)?;
            let fitted_right = fitted_to(table, schema, right, &left)?;
            Expr::Compare(op, fitted_left, fitted_right)
        }
        Expr::And(parts) => Expr::And(all(&parts)?.into()),
        Expr::Or(parts) => Expr::Or(all(&parts)?.into()),
        Expr::Not(part) => Expr::Not(fitted(table, schema, (*part).clone())?.into()),
        Expr::Column(name) => {
            column(table, schema, &name)?;
            Expr::Column(name)
        }
        Expr::IsNull(name) => {
            column(table, schema, &name)?;
            Expr::IsNull(name)
        }
    })
}

/// An operand, fitted to the other one where that is a column.
fn fitted_to(
    table: &str,
    schema: &Schema,
    operand: Operand,
    other: &Operand,
) -> Result<Operand, Error> {
    match (operand, other) {
        (Operand::Column(name), _) => {
            column(table, schema, &name)?;
            Ok(Operand::Column(name))
        }
        (Operand::Literal(value), Operand::Column(name)) => {
            let column = column(table, schema, name)?;
            let value = value.fitted(&column.data_type);
            let is_number = value.is_number() && column.data_type.is_number();
            if is_number || value.is_null() || column.data_type.holds(&value) {
                return Ok(Operand::Literal(value));
            }
            Err(Error::FilterType {
                table: table.to_owned(),
                column: name.to_string(),
                data_type: column.data_type.to_string(),
                value: value.quoted().to_string(),
            })
        }
        (literal @ Operand::Literal(_), Operand::Literal(_)) => Ok(literal),
    }
}
