use crate::connect::Batches;
use crate::error::Error;
use crate::record::{Accessor, MemTable, RowValues};
use crate::schema::{Column, Expr, Operand, Schema, Value};

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
pub(super) struct ReadPlan<R> {
    accessors: Vec<Accessor<R>>,
    /// The positions of the columns that are left out.
    left_out: Vec<usize>,
    filter: Option<Expr>,
    limit: usize,
    batch_size: usize,
}

impl<R: MemTable> ReadPlan<R> {
    pub(super) fn of(table: &str, request: &ReadRequest) -> Result<Self, Error> {
        let left_out = match &request.columns {
            Some(columns) => left_out(table, R::SCHEMA, columns)?,
            None => Vec::new(),
        };
        let filter = request.filter.clone();
        let filter = filter
            .map(|filter| fitted(table, R::SCHEMA, filter))
            .transpose()?;
        Ok(ReadPlan {
            accessors: R::accessors(),
            left_out,
            filter,
            limit: request.limit.unwrap_or(usize::MAX),
            batch_size: request.batch_size.max(1),
        })
    }

    /// The rows that were asked for, in batches.
    pub(super) fn batches<'r, 'b>(&self, rows: impl IntoIterator<Item = &'r R>) -> Batches<'b, R>
    where
        R: 'r + 'b,
    {
        let kept = rows
            .into_iter()
            .filter(|row| self.keeps(row))
            .take(self.limit);
        let rows: Vec<R> = kept.filter_map(|row| self.picked(row)).collect();
        let (mut rows, n_rows) = (rows.into_iter(), self.batch_size);
        Box::new(std::iter::from_fn(move || {
            let batch: Vec<R> = rows.by_ref().take(n_rows).collect();
            (!batch.is_empty()).then_some(Ok(batch))
        }))
    }

    fn keeps(&self, row: &R) -> bool {
        let Some(filter) = &self.filter else {
            return true;
        };
        let names = filter.columns();
        let value = |name: &str| {
            let accessor = self.accessors.get(R::SCHEMA.column_idx(name)?)?;
            Some((accessor.value)(row))
        };
        let values: Vec<Option<Value>> = names.iter().map(|name| value(name)).collect();
        let get = |name: &str| {
            let nth = names.iter().position(|known| *known == name)?;
            values.get(nth)?.as_ref()
        };
        filter.eval(get) == Some(true)
    }

    fn picked(&self, row: &R) -> Option<R> {
        if self.left_out.is_empty() {
            return Some(row.clone());
        }
        let cells = self.accessors.iter().enumerate().map(|(column, accessor)| {
            (!self.left_out.contains(&column)).then(|| (accessor.value)(row))
        });
        R::from_values(&mut RowValues::new(cells.collect()))
    }
}

/// The positions of the columns that are not named: each has a null or a default.
fn left_out(table: &str, schema: &Schema, names: &[String]) -> Result<Vec<usize>, Error> {
    for name in names {
        column(table, schema, name)?;
    }
    let columns = schema.columns.iter().enumerate();
    let mut positions = Vec::new();
    for (position, column) in
        columns.filter(|(_, column)| !names.iter().any(|name| *name == column.name))
    {
        if !column.nullable && column.default.is_none() {
            return Err(Error::LeftOut {
                table: table.to_owned(),
                column: column.name.to_string(),
            });
        }
        positions.push(position);
    }
    Ok(positions)
}

/// The column of this name.
pub(super) fn column<'s>(table: &str, schema: &'s Schema, name: &str) -> Result<&'s Column, Error> {
    let found = schema.columns.iter().find(|column| column.name == name);
    found.ok_or_else(|| Error::NoColumn {
        table: table.to_owned(),
        column: name.to_owned(),
        columns: schema
            .columns
            .iter()
            .map(|column| column.name.to_string())
            .collect(),
    })
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
