use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Float32Type, Float64Type};
use arrow_array::{ArrayRef, Float32Array, Float64Array};
use arrow_row::{RowConverter, SortField};
use arrow_schema::{ArrowError, DataType as ArrowType, SchemaRef, SortOptions};

use crate::dynamic::cell;
use crate::dynamic::contract::{Contract, converted};
use crate::dynamic::filter::{Direction, IntoCondition, Order, checked, truth};
use crate::dynamic::keys::{Encoded, Keys};
use crate::dynamic::merge::known_column;
use crate::dynamic::rule::Rules;
use crate::dynamic::table::{DynRow, DynSnapshot, DynTable, Piece, RowId, Rows, arrow_schema};
use crate::error::Error;
use crate::schema::{Expr, Schema, Value};

/// Questions. What they find is a table of its own, with keys: so it costs the rows found, beside the look at all rows.
impl DynSnapshot {
    /// The rows for which a condition is true, in their order: not those for which it is unknown, for want of a value.
    ///
    /// The condition is an [`Expr`], made of [`col`](crate::dynamic::col), or its text. Costs a look at the columns that it
    /// names, by Arrow's kernels where both sides are of one type.
    ///
    /// # Errors
    /// [`Error::Syntax`]; [`Error::NoColumn`], with the nearest name; [`Error::FilterType`] where a column is compared with
    /// what it cannot be compared with, a null too.
    ///
    /// ```
    /// # use memtable::Value;
    /// # use memtable::dynamic::{DynTable, cell, col};
    /// # use memtable::schema::{Column, DataType, Schema};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let age = Column::new("age", DataType::UInt8).nullable();
    /// let ages = cell::array(&age, &[Value::from(17), Value::from(34), Value::Null])?;
    /// let mut users = DynTable::new(Schema::new("users").with_column(age))?;
    /// users.append(arrow_array::RecordBatch::try_from_iter([("age", ages)])?)?;
    ///
    /// assert_eq!(users.filter("age >= 18")?.len(), 1);
    /// assert_eq!(users.filter(!col("age").ge(18))?.len(), 1);
    ///
    /// let error = users.filter("ages >= 18").unwrap_err();
    /// assert_eq!(error.to_string(), "users has no column `ages`; did you mean `age`? (it has `age`)");
    /// # Ok(())
    /// # }
    /// ```
    pub fn filter(&self, condition: impl IntoCondition) -> Result<DynTable, Error> {
        let expr = checked(&self.schema, condition)?;
        let failed = |cause| self.failed(cause);
        let mut rows = Rows::default();
        for piece in self.rows.pieces() {
            let piece = piece.map_err(failed)?;
            let holds = truth(&self.schema, &expr, &piece).map_err(failed)?.holds;
            let places: Vec<u32> = holds.set_indices_u32().collect();
            if !places.is_empty() {
                rows.append(&piece.take(&places).map_err(failed)?);
            }
        }
        self.with_rows(rows)
    }

    /// The rows for which a condition is true.
    pub(in crate::dynamic) fn ids_where(&self, expr: &Expr) -> Result<Vec<RowId>, Error> {
        let failed = |cause: ArrowError| self.failed(cause);
        let mut found = Vec::new();
        for (ids, piece) in self.rows.ids_by_piece().zip(self.rows.pieces()) {
            let holds = truth(&self.schema, expr, &piece.map_err(failed)?)
                .map_err(failed)?
                .holds;
            found.extend(holds.set_indices().map(|place| ids[place]));
        }
        Ok(found)
    }

    /// The columns of these names, in this order. Keys, references and checks over columns that are left out are left out too.
    ///
    /// # Errors
    /// [`Error::NoColumn`], with the nearest name; [`Error::BadSchema`] where a column is named twice.
    pub fn select<N: AsRef<str>>(
        &self,
        names: impl IntoIterator<Item = N>,
    ) -> Result<DynTable, Error> {
        let columns = names
            .into_iter()
            .map(|name| known_column(&self.schema, name.as_ref()));
        let columns: Vec<usize> = columns.collect::<Result<_, Error>>()?;
        let schema = self.schema.narrowed(&columns);
        schema.verify()?;
        let types = columns
            .iter()
            .map(|idx| self.arrow.field(*idx).data_type().clone());
        let arrow = arrow_schema(&schema, types);
        let mut rows = Rows::default();
        for piece in self.rows.pieces() {
            let piece = piece.map_err(|cause| self.failed(cause))?;
            rows.append(&Piece {
                columns: columns
                    .iter()
                    .map(|idx| piece.columns[*idx].clone())
                    .collect(),
                n_rows: piece.n_rows,
            });
        }
        let schema = Arc::new(schema);
        let rules = Arc::new(self.rules.of_schema(Arc::clone(&schema)));
        of_rows((schema, arrow), rows, rules)
    }

    /// The rows in the order of these columns, those that are equal in all of them in the order of the table.
    ///
    /// Values are in the order of [`Value`]: `NaN` after every other float, the two zeros equal, text by code points.
    ///
    /// # Errors
    /// [`Error::NoColumn`], with the nearest name.
    pub fn order_by(&self, orders: impl IntoIterator<Item = Order>) -> Result<DynTable, Error> {
        let orders: Vec<Order> = orders.into_iter().collect();
        let columns = orders
            .iter()
            .map(|order| known_column(&self.schema, &order.column));
        let columns: Vec<usize> = columns.collect::<Result<_, Error>>()?;
        let ids: Vec<RowId> = self.rows.ids().collect();
        if ids.is_empty() || orders.is_empty() {
            return self.with_rows(self.rows.clone());
        }
        let sorted = self.sorted(&ids, &orders, &columns);
        let mut rows = Rows::default();
        for ids in sorted
            .map_err(|cause| self.failed(cause))?
            .chunks(SORTED_ROWS)
        {
            rows.append(
                &self
                    .rows
                    .gather_rows(ids)
                    .map_err(|cause| self.failed(cause))?,
            );
        }
        self.with_rows(rows)
    }

    fn sorted(
        &self,
        ids: &[RowId],
        orders: &[Order],
        columns: &[usize],
    ) -> Result<Vec<RowId>, ArrowError> {
        let arrays = self.rows.gather(ids, columns)?;
        let arrays: Vec<ArrayRef> = arrays.iter().map(ordered_alike).collect();
        let fields = arrays.iter().zip(orders).map(|(array, order)| {
            let options = SortOptions {
                descending: order.direction == Direction::Descending,
                nulls_first: order.nulls_first,
            };
            SortField::new_with_options(array.data_type().clone(), options)
        });
        let keys = RowConverter::new(fields.collect())?.convert_columns(&arrays)?;
        let mut places: Vec<usize> = (0..ids.len()).collect();
        places.sort_by(|left, right| keys.row(*left).cmp(&keys.row(*right)));
        Ok(places.into_iter().map(|place| ids[place]).collect())
    }

    /// At most so many rows, after so many others.
    ///
    /// # Errors
    /// As [`batches`](Self::batches).
    pub fn page(&self, skipped: usize, n_rows: usize) -> Result<DynTable, Error> {
        let mut left = n_rows;
        let mut skipped = skipped;
        let mut rows = Rows::default();
        for piece in self.rows.pieces() {
            let piece = piece.map_err(|cause| self.failed(cause))?;
            let first = skipped.min(piece.n_rows);
            let taken = left.min(piece.n_rows - first);
            if taken > 0 {
                rows.append(&piece.slice(first, taken));
            }
            skipped -= first;
            left -= taken;
        }
        self.with_rows(rows)
    }

    /// The row with this primary key, column by column: `get([7])`, `get([Value::from("CH"), Value::from("Bern")])`.
    ///
    /// Values that are not of the type of their column are converted where nothing is lost; else there is no such row.
    pub fn get<V: Into<Value>>(&self, key: impl IntoIterator<Item = V>) -> Option<DynRow<'_>> {
        let id = self.id_of(&key.into_iter().map(Into::into).collect::<Vec<_>>())?;
        let (piece, place) = self.rows.place(id)?;
        Some(DynRow::new(&self.schema, piece, place))
    }

    /// Where the row with this primary key is.
    pub(in crate::dynamic) fn id_of(&self, key: &[Value]) -> Option<RowId> {
        let primary = self.schema.primary_key.iter();
        let columns: Vec<usize> = primary
            .filter_map(|name| self.schema.column_idx(name))
            .collect();
        self.id_by(&columns, key)
    }

    /// Where the first row with these values in a key is; none where the columns are no key, or no row has them.
    pub(in crate::dynamic) fn id_by(&self, columns: &[usize], values: &[Value]) -> Option<RowId> {
        let nth = self
            .keys
            .find(columns, crate::dynamic::keys::Nulls::AreFree)?;
        if columns.is_empty() || columns.len() != values.len() {
            return None;
        }
        let key = &self.keys.all()[nth];
        let array = |idx: &usize| {
            let column = &self.schema.columns[*idx];
            let place = columns.iter().position(|other| other == idx)?;
            let value =
                converted(&values[place], &column.data_type).filter(|value| !value.is_null())?;
            let array = cell::array(column, [&value]).ok()?;
            cell::widen(&array, column, self.arrow.field(*idx).data_type()).ok()
        };
        let arrays: Vec<ArrayRef> = key.column_idxs().iter().map(array).collect::<Option<_>>()?;
        let encoded = Encoded::of(&[arrays], &key.columns, self.keys.state()).ok()?;
        let found = self.keys.matches(&self.rows, nth, &encoded).ok()?;
        found.first().map(|(_, id)| *id)
    }

    /// A table of the same columns with these rows, which are some of this one.
    fn with_rows(&self, rows: Rows) -> Result<DynTable, Error> {
        let types = (Arc::clone(&self.schema), Arc::clone(&self.arrow));
        of_rows(types, rows, Arc::clone(&self.rules))
    }
}

/// How many rows of a sorted table are put together at a time.
const SORTED_ROWS: usize = 65_536;

/// A table of rows that are known to keep the rules.
pub(in crate::dynamic) fn of_rows(
    (schema, arrow): (Arc<Schema>, SchemaRef),
    rows: Rows,
    rules: Arc<Rules>,
) -> Result<DynTable, Error> {
    let mut state = DynSnapshot {
        rules,
        keys: Keys::new(&schema),
        schema,
        arrow,
        rows,
    };
    let keys = state.keys.rebuilt(&state.schema, &state.rows);
    state.keys = keys.map_err(|cause| state.failed(cause))?;
    Ok(DynTable {
        state,
        contract: Contract::new(),
    })
}

/// The array with one zero and one `NaN`, the greatest of all: Arrow orders them by their bits.
fn ordered_alike(array: &ArrayRef) -> ArrayRef {
    match array.data_type() {
        ArrowType::Float64 => {
            let floats = array.as_primitive::<Float64Type>();
            let made: Float64Array = floats.unary(|float| {
                if float.is_nan() {
                    f64::NAN
                } else {
                    float + 0.0
                }
            });
            Arc::new(made)
        }
        ArrowType::Float32 => {
            let floats = array.as_primitive::<Float32Type>();
            let made: Float32Array = floats.unary(|float| {
                if float.is_nan() {
                    f32::NAN
                } else {
                    float + 0.0
                }
            });
            Arc::new(made)
        }
        _ => Arc::clone(array),
    }
}
