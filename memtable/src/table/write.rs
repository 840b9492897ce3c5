use crate::record::{ColSet, Keyed, MemTable, UniqueCols};
use crate::table::Table;
use crate::table::batch::Batch;
use crate::table::commit::{Faults, check_rows};
use crate::table::indexed_rows::{CAPACITY, Change, IndexedRows, Refused};
use crate::validate::Violation;
use crate::write::{Mode, OnViolation, Outcome, Rejected, Write, Written};

/// The writes: all or nothing, each.
///
/// A refused write leaves the table as it was and gives every row back in [`Rejected`], with every violation of the
/// batch and not just the first. Costs are for a batch of n rows and do not grow with the table, but for a table with a
/// `table_check`, which is shown all rows on every write.
impl<R: MemTable> Table<R> {
    /// A table of these rows. Costs what [`append`](Self::append) costs.
    ///
    /// # Errors
    /// As [`append`](Self::append).
    pub fn from_rows(rows: impl IntoIterator<Item = R>) -> Result<Self, Rejected<R>> {
        let mut table = Table::new();
        table.append(rows)?;
        Ok(table)
    }

    /// A table of rows that keep the rules of a row, each seen alone; keys and rules over the whole table are looked at.
    #[cfg(feature = "fixtures")]
    pub(crate) fn from_rows_unchecked(rows: Vec<R>) -> Result<Self, Rejected<R>> {
        let mut table = Table::new();
        let land = |rows| table.land(rows);
        settle(Batch::new(rows), OnViolation::Reject, land).map(drop)?;
        Ok(table)
    }

    /// Adds one row after those that are there.
    ///
    /// # Errors
    /// [`Rejected`] where the row breaks a rule; the table is as it was.
    pub fn insert(&mut self, row: R) -> Result<(), Rejected<R>> {
        let violations = check_rows(std::slice::from_ref(&row));
        let rows = &mut self.state.rows;
        if !violations.is_empty() || !R::table_checks().is_empty() || !rows.has_room_for(1) {
            return self.append([row]).map(drop);
        }
        let Some(ready) = rows.ready_for(&row) else {
            let Refused { given, clashes } = rows.refuse(row);
            let given = vec![given];
            let faults = Faults::of_refused(rows, &clashes, &given);
            return Err(Batch::new(given).reject(faults));
        };
        rows.push_ready(ready, row);
        Ok(())
    }

    /// Adds rows after those that are there. An empty table takes an owned `Vec` over without moving its rows.
    ///
    /// ```
    /// # use memtable::{MemTable, Table};
    /// # #[derive(MemTable, Clone, Debug)]
    /// # struct User { #[memtable(primary_key)] id: u64, #[memtable(range(..=150))] age: u8 }
    /// let mut users = Table::<User>::new();
    ///
    /// let rejected = users.append([User { id: 1, age: 34 }, User { id: 1, age: 212 }]).unwrap_err();
    ///
    /// assert_eq!(rejected.report.to_string().lines().count(), 4);
    /// assert_eq!(rejected.rows.len(), 2);
    /// assert!(users.is_empty());
    /// ```
    ///
    /// # Errors
    /// [`Rejected`] where a row breaks a rule; the table is as it was.
    pub fn append(&mut self, rows: impl IntoIterator<Item = R>) -> Result<Written, Rejected<R>> {
        Ok(self.write(rows, Write::append())?.written)
    }

    /// Puts rows in the place of those that are there.
    ///
    /// # Errors
    /// [`Rejected`] where a row breaks a rule; the table is as it was, with the old rows in it.
    pub fn replace(&mut self, rows: impl IntoIterator<Item = R>) -> Result<Written, Rejected<R>> {
        Ok(self.write(rows, Write::replace())?.written)
    }

    /// Updates, in place, the rows whose primary key is there, and inserts the others after the rest, in their order.
    /// A row that is there already, equal in every column, is left alone.
    ///
    /// Options are in [`Write::merge`].
    ///
    /// ```
    /// # use memtable::{MemTable, Table};
    /// # #[derive(MemTable, Clone)]
    /// # struct Stock { #[memtable(primary_key)] sku: String, pieces: u32 }
    /// # fn main() -> Result<(), memtable::Rejected<Stock>> {
    /// let stock = |sku: &str, pieces| Stock { sku: sku.into(), pieces };
    /// let mut stocks = Table::from_rows([stock("a", 1), stock("b", 2)])?;
    ///
    /// let written = stocks.merge([stock("c", 3), stock("b", 5), stock("a", 1)])?;
    ///
    /// assert_eq!((written.inserted, written.updated, written.unchanged), (1, 1, 1));
    /// assert_eq!(stocks.iter().map(|stock| stock.pieces).collect::<Vec<_>>(), [1, 5, 3]);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`Rejected`] where a row breaks a rule or two rows have one key; the table is as it was.
    pub fn merge(&mut self, rows: impl IntoIterator<Item = R>) -> Result<Written, Rejected<R>>
    where
        R: Keyed,
    {
        Ok(self.write(rows, Write::merge())?.written)
    }

    /// As [`merge`](Self::merge), with rows matched by a unique column, or by a tuple of columns that are unique together.
    ///
    /// # Errors
    /// As [`merge`](Self::merge); also where a row has a null in one of these columns.
    pub fn merge_on<K>(
        &mut self,
        columns: K,
        rows: impl IntoIterator<Item = R>,
    ) -> Result<Written, Rejected<R>>
    where
        K: ColSet<R> + UniqueCols<R>,
    {
        Ok(self.write(rows, Write::merge_on(columns))?.written)
    }

    /// Any write, with its options: see [`Write`].
    ///
    /// # Errors
    /// [`Rejected`] where a row breaks a rule, unless such rows are to be quarantined, and where the table as a whole
    /// would break a `table_check`; the table is as it was.
    pub fn write(
        &mut self,
        rows: impl IntoIterator<Item = R>,
        request: impl Into<Write<R>>,
    ) -> Result<Outcome<R>, Rejected<R>> {
        let Write { mode, on_violation } = request.into();
        let batch = Batch::new(rows.into_iter().collect());
        match mode {
            Mode::Append => settle(batch, on_violation, |rows| self.append_rows(rows)),
            Mode::Replace => settle(batch, on_violation, |rows| self.replace_rows(rows)),
            Mode::Merge(plan) => self.merge_batch(batch, plan, on_violation),
        }
    }

    fn append_rows(&mut self, rows: Vec<R>) -> Result<Written, (Vec<R>, Faults)> {
        let stored = &mut self.state.rows;
        let rules = check_rows(&rows);
        if !rules.is_empty() {
            return Err(refuse_inserts(stored, rows, rules));
        }
        self.land(rows)
    }

    /// Appends rows that keep the rules of a row.
    fn land(&mut self, rows: Vec<R>) -> Result<Written, (Vec<R>, Faults)> {
        let stored = &mut self.state.rows;
        if !stored.has_room_for(rows.len()) {
            return Err((rows, Faults::full()));
        }
        let complaints = Faults::of_table(|| stored.iter().chain(&rows).collect());
        if !complaints.is_empty() {
            let (rows, found) = refuse_inserts(stored, rows, Vec::new());
            return Err((rows, complaints.unless(found.clashes)));
        }
        let n_rows = rows.len();
        match stored.append(rows) {
            Ok(()) => Ok(Written {
                rows_in: n_rows,
                inserted: n_rows,
                ..Written::default()
            }),
            Err(Refused { given, clashes }) => {
                let faults = Faults::of_refused(stored, &clashes, &given);
                Err((given, faults))
            }
        }
    }

    fn replace_rows(&mut self, rows: Vec<R>) -> Result<Written, (Vec<R>, Faults)> {
        let stored = &mut self.state.rows;
        let rules = check_rows(&rows);
        if !rules.is_empty() {
            let none = IndexedRows::new(R::keys().into());
            return Err(refuse_inserts(&none, rows, rules));
        }
        if rows.len() > CAPACITY {
            return Err((rows, Faults::full()));
        }
        let complaints = Faults::of_table(|| rows.iter().collect());
        if !complaints.is_empty() {
            let none = IndexedRows::new(R::keys().into());
            let (rows, found) = refuse_inserts(&none, rows, Vec::new());
            return Err((rows, complaints.unless(found.clashes)));
        }
        let (rows_in, deleted) = (rows.len(), stored.len());
        match stored.replace_all(rows) {
            Ok(()) => Ok(Written {
                rows_in,
                inserted: rows_in,
                deleted,
                ..Written::default()
            }),
            Err(Refused { given, clashes }) => {
                let faults = Faults::of_refused(stored, &clashes, &given);
                Err((given, faults))
            }
        }
    }
}

/// The faults of rows of which some break a rule: their key clashes too, so that one report tells all.
fn refuse_inserts<R: MemTable>(
    stored: &IndexedRows<R>,
    rows: Vec<R>,
    rules: Vec<Violation>,
) -> (Vec<R>, Faults) {
    let change = Change::inserting(rows);
    let clashes = stored.clashes(&change);
    let mut faults = Faults::of_refused(stored, &clashes, &change.rows);
    faults.rules = rules;
    (change.rows, faults)
}

/// Lands the batch, or what of it is without fault.
///
/// Each round puts the faulty rows of the last one aside; rules before clashes, since a row that clashes only with one
/// that goes aside itself is without fault.
pub(super) fn settle<R: MemTable>(
    mut batch: Batch<R>,
    on_violation: OnViolation,
    mut land: impl FnMut(Vec<R>) -> Result<Written, (Vec<R>, Faults)>,
) -> Result<Outcome<R>, Rejected<R>> {
    loop {
        match land(batch.take_rows()) {
            Ok(written) => return Ok(batch.finish(written)),
            Err((rows, faults)) => {
                batch.give_back(rows);
                if on_violation == OnViolation::Reject || faults.concern_the_table() {
                    return Err(batch.reject(faults));
                }
                batch.quarantine(faults.first_to_go());
            }
        }
    }
}
