use std::collections::HashSet;
use std::sync::Arc;

use arrow_array::RecordBatch;

use crate::dynamic::cell;
use crate::dynamic::contract::{
    Absent, Conformed, Contract, Expected, Found, Source, conform, converted, converted_or_whole,
    evolved,
};
use crate::dynamic::keys::{Change, Planned};
use crate::dynamic::merge::MergePlan;
use crate::dynamic::rule::{Functions, Rules};
use crate::dynamic::table::{DynSnapshot, DynTable, Piece, Rows};
use crate::dynamic::write::{
    Batch, DynOutcome, DynWrite, Faults, Incoming, IntoBatches, broken_rules, clash_violations,
    report,
};
use crate::error::Error;
use crate::schema::Rule;
use crate::store::NotWritten;
use crate::validate::Violation;
use crate::write::{OnViolation, WriteMode, Written};

/// The writes: all or nothing, each.
///
/// A refused write leaves the table as it was and gives every batch back in [`NotWritten`], whose
/// [report](NotWritten::report) has every violation and not just the first. Costs are for the rows that come, and do not
/// grow with the table, unless the schema changes.
impl DynTable {
    /// Adds rows after those that are there. Batches of the table's Arrow types are taken over without a copy.
    ///
    /// # Errors
    /// [`NotWritten`] where a row breaks a rule, or the contract does not let the rows in; the table is as it was.
    pub fn append(
        &mut self,
        rows: impl IntoBatches,
    ) -> Result<DynOutcome, NotWritten<RecordBatch>> {
        self.write(rows, DynWrite::append())
    }

    /// Puts rows in the place of those that are there.
    ///
    /// # Errors
    /// As [`append`](Self::append).
    pub fn replace(
        &mut self,
        rows: impl IntoBatches,
    ) -> Result<DynOutcome, NotWritten<RecordBatch>> {
        self.write(rows, DynWrite::replace())
    }

    /// Updates, in place, the rows whose primary key is there, and inserts the others after the rest, in their order.
    ///
    /// A row that is there already, equal in every column that came, is left alone. A column that the rows have not is kept as
    /// it is stored; a null overwrites. Options are in [`DynWrite::merge`].
    ///
    /// # Errors
    /// As [`append`](Self::append); also where two rows have one key, and [`Error::NoMergeKeys`] without a primary key.
    pub fn merge(&mut self, rows: impl IntoBatches) -> Result<DynOutcome, NotWritten<RecordBatch>> {
        self.write(rows, DynWrite::merge())
    }

    /// As [`merge`](Self::merge), with rows matched by these columns, whatever they are: see [`DynWrite::on`].
    ///
    /// # Errors
    /// As [`merge`](Self::merge); also [`Error::NoColumn`], with the nearest name, and a violation where a row has a null in
    /// one of the columns, or several stored rows have the key.
    pub fn merge_on<C: Into<String>>(
        &mut self,
        columns: impl IntoIterator<Item = C>,
        rows: impl IntoBatches,
    ) -> Result<DynOutcome, NotWritten<RecordBatch>> {
        self.write(rows, DynWrite::merge().on(columns))
    }

    /// Any write, with its options: see [`DynWrite`].
    ///
    /// # Errors
    /// As the verb of its mode.
    pub fn write(
        &mut self,
        rows: impl IntoBatches,
        request: impl Into<DynWrite>,
    ) -> Result<DynOutcome, NotWritten<RecordBatch>> {
        let given = rows.into_batches()?;
        match self.attempt(Incoming::Batches(&given), &request.into()) {
            Ok(outcome) => Ok(outcome),
            Err(error) => Err(NotWritten { rows: given, error }),
        }
    }

    /// All that can fail happens before the first line that changes the table.
    pub(super) fn attempt(
        &mut self,
        incoming: Incoming<'_>,
        request: &DynWrite,
    ) -> Result<DynOutcome, Error> {
        self.rules.ready()?;
        let before = Arc::clone(&self.schema);
        let (sources, sizes) = (incoming.sources(&before)?, incoming.sizes());
        let merge = match request.mode {
            WriteMode::Append | WriteMode::Replace => None,
            WriteMode::Merge => Some(MergePlan::new(&mut self.state, request, &sources, &sizes)?),
        };
        let conformed = self.conformed((&sources, &sizes), request, merge.as_ref())?;
        let Conformed {
            columns,
            types,
            pieces,
            present,
            found,
        } = conformed;
        let mut draft = evolved(&self.state, columns, types)?;
        let n_before = self.len();
        if request.mode == WriteMode::Replace {
            draft = Some(draft.as_ref().unwrap_or(&self.state).emptied());
        }
        let base = draft.as_ref().unwrap_or(&self.state);
        let mut batch = Batch::new(incoming, widened(base, pieces)?);
        let settled = settled(
            found,
            &mut batch,
            base,
            request.on_violation,
            &mut |batch| match &merge {
                None => append(base, batch),
                Some(plan) => plan.merge(base, batch, &present),
            },
        );
        let (landing, mut discarded) = settled?;
        let mut written = landing.written;
        if request.mode == WriteMode::Replace {
            written.deleted = n_before;
        }
        written.rows_in = batch.n_rows;
        written.deduplicated = batch.n_deduplicated;
        let quarantine = batch.finish(&before)?;
        written.quarantined = quarantine.len();
        discarded.retain(|violation| quarantine.positions.binary_search(&violation.row).is_err());
        self.land(draft, landing.planned, written.rows_in)?;
        Ok(DynOutcome {
            written,
            schema_changes: before.diff(&self.schema),
            quarantine,
            discarded,
        })
    }

    /// Makes a planned change of the draft, or else of the table, once the rules over the whole table have seen what comes of it.
    pub(super) fn land(
        &mut self,
        draft: Option<DynSnapshot>,
        planned: Planned,
        n_rows: usize,
    ) -> Result<(), Error> {
        if self.rules.has_table_checks() {
            let mut after = draft.unwrap_or_else(|| self.state.clone());
            after.apply(planned);
            let complaints = after.rules.judge(&after);
            if !complaints.is_empty() {
                return Err(Error::Rejected(vec![report(
                    &after.schema,
                    n_rows,
                    complaints,
                )]));
            }
            self.state = after;
            return Ok(());
        }
        // A clone would keep the rows from being changed in place.
        if let Some(draft) = draft {
            self.state = draft;
        }
        self.state.apply(planned);
        Ok(())
    }

    fn conformed(
        &self,
        (sources, sizes): (&[Source], &[usize]),
        request: &DynWrite,
        merge: Option<&MergePlan>,
    ) -> Result<Conformed, Error> {
        let contract = request.contract.unwrap_or_default().or(self.contract);
        let expected = Expected {
            table: &self.state,
            terms: contract.terms(),
            convert: if request.whole_floats {
                converted_or_whole
            } else {
                converted
            },
            absent: match request.mode {
                WriteMode::Append | WriteMode::Replace => Absent::IsDifference,
                WriteMode::Merge => Absent::IsKept,
            },
            marker: merge.and_then(|plan| plan.marker.as_deref()),
            marks: merge.map_or(&[], |plan| &plan.marks),
        };
        conform(&expected, sizes, sources)
    }

    /// Gives the functions that custom rules and table checks of the schema name. Rows that are there are not asked; writes to
    /// come are held to them.
    ///
    /// ```
    /// use memtable::Value;
    /// use memtable::dynamic::DynTable;
    /// use memtable::dynamic::rule::Functions;
    /// use memtable::schema::{Column, DataType, Rule, Schema};
    /// use serde_json::json;
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let even = Column::new("n", DataType::Int64).with_rule(Rule::Custom("is_even".into()));
    /// let is_even = |value: &Value| matches!(value, Value::Int(int) if int % 2 == 0);
    /// let mut numbers = DynTable::new(Schema::new("numbers").with_column(even))?
    ///     .with_functions(Functions::new().with("is_even", is_even));
    /// let refused = numbers.append_rows([json!({"n": 2}), json!({"n": 3})]).unwrap_err();
    /// assert_eq!(refused.report().map(|report| report.rows()), Some(vec![1]));
    /// # Ok(())
    /// # }
    /// ```
    pub fn set_functions(&mut self, functions: Functions) {
        let schema = Arc::clone(&self.state.schema);
        self.state.rules = Arc::new(Rules::of_table(schema, functions));
    }

    /// The table with these functions: see [`set_functions`](Self::set_functions).
    #[must_use]
    pub fn with_functions(mut self, functions: Functions) -> Self {
        self.set_functions(functions);
        self
    }

    /// What rows may change of the schema unless a write says otherwise.
    pub const fn contract(&self) -> Contract {
        self.contract
    }

    /// Says what rows may change of the schema unless a write says otherwise.
    pub const fn set_contract(&mut self, contract: Contract) {
        self.contract = contract;
    }

    /// The table with this contract.
    #[must_use]
    pub const fn with_contract(mut self, contract: Contract) -> Self {
        self.contract = contract;
        self
    }
}

/// A write that is ready, and what it comes to.
pub(in crate::dynamic) struct Landing {
    pub(in crate::dynamic) planned: Planned,
    pub(in crate::dynamic) written: Written,
}

/// What becomes of the rows of a batch: a landing, or what is wrong with them.
pub(in crate::dynamic) type Landed = Result<Result<Landing, Faults>, Error>;

impl DynSnapshot {
    /// The table without rows.
    pub(in crate::dynamic) fn emptied(&self) -> DynSnapshot {
        DynSnapshot {
            rows: Rows::default(),
            keys: self.keys.emptied(),
            ..self.clone()
        }
    }

    /// Makes a planned change. Memory is given back where deleted rows hold most of it.
    pub(in crate::dynamic) fn apply(&mut self, planned: Planned) {
        self.keys.apply(&mut self.rows, planned);
        // What cannot be put together stays as it is.
        if self.rows.is_mostly_deleted()
            && let Ok((rows, moved)) = self.rows.compacted()
        {
            self.rows = rows;
            self.keys.moved(&moved);
        }
    }
}

/// The pieces in the Arrow types of the table.
fn widened(table: &DynSnapshot, pieces: Vec<Piece>) -> Result<Vec<Piece>, Error> {
    let widen = |piece: Piece| {
        let columns = piece.columns.iter().enumerate().map(|(idx, array)| {
            let arrow = table.arrow.field(idx).data_type();
            let widened = cell::widen(array, &table.schema.columns[idx], arrow);
            widened.map_err(|cause| table.failed(cause))
        });
        Ok(Piece {
            columns: columns.collect::<Result<_, Error>>()?,
            n_rows: piece.n_rows,
        })
    };
    pieces.into_iter().map(widen).collect()
}

/// Rows to be inserted, as they are.
fn append(base: &DynSnapshot, batch: &mut Batch<'_>) -> Landed {
    let mut rules = Vec::new();
    let mut first = 0;
    for piece in &batch.pieces {
        rules.extend(broken_rules(base, piece, |row| first + row));
        first += piece.n_rows;
    }
    let change = Change {
        inserts: batch.pieces.clone(),
        ..Change::default()
    };
    let written = Written {
        inserted: batch.len(),
        ..Written::default()
    };
    landed(base, change, None, (rules, written), |row| row)
}

/// Plans a change whose rows break these rules: with any, it tells the clashes too. `place` says where a row that comes stood
/// in the batch.
pub(in crate::dynamic) fn landed(
    base: &DynSnapshot,
    change: Change,
    kept: Option<usize>,
    (rules, written): (Vec<Violation>, Written),
    place: impl Fn(usize) -> usize,
) -> Landed {
    let violations =
        |change: &Change, clashes: &[_]| clash_violations(base, &change.coming(), clashes, &place);
    if !rules.is_empty() {
        let clashes = base.keys.clashes(&base.rows, &change, kept);
        let clashes = clashes.map_err(|cause| base.failed(cause))?;
        let clashes = violations(&change, &clashes)?;
        return Ok(Err(Faults { rules, clashes }));
    }
    let planned = base.keys.plan(&base.rows, change, kept);
    match planned.map_err(|cause| base.failed(cause))? {
        Ok(planned) => Ok(Ok(Landing { planned, written })),
        Err((change, clashes)) => Ok(Err(Faults {
            rules: Vec::new(),
            clashes: violations(&change, &clashes)?,
        })),
    }
}

/// Lands the batch, or what of it is without fault, and gives the values that are left out of it.
///
/// Each round puts the faulty rows of the last one aside; rules before clashes, since a row that clashes only with one that goes
/// aside itself is without fault.
fn settled(
    found: Found,
    batch: &mut Batch<'_>,
    base: &DynSnapshot,
    on_violation: OnViolation,
    land: &mut dyn FnMut(&mut Batch<'_>) -> Landed,
) -> Result<(Landing, Vec<Violation>), Error> {
    let failed = |cause| base.failed(cause);
    let Found {
        refusals,
        faults,
        discarded_rows,
        mut discarded,
    } = found;
    let gone: HashSet<usize> = discarded_rows
        .iter()
        .map(|violation| violation.row)
        .collect();
    batch
        .put_aside(keyed(base, batch, discarded_rows))
        .map_err(failed)?;
    discarded.retain(|violation| !gone.contains(&violation.row));
    let discarded = keyed(base, batch, discarded);
    let mut faults: Vec<Violation> = keyed(base, batch, faults)
        .into_iter()
        .filter(|violation| !gone.contains(&violation.row))
        .collect();
    let is_refused = !refusals.is_empty();
    loop {
        let told = std::mem::take(&mut faults);
        let mut new = match land(batch)? {
            Ok(landing) if told.is_empty() && !is_refused => return Ok((landing, discarded)),
            Ok(_) => Faults::default(),
            Err(faults) => faults,
        };
        new.drop_told(&told, batch);
        if on_violation == OnViolation::Reject || is_refused {
            batch.blame(refusals);
            batch.blame(told);
            return Err(Error::Rejected(vec![batch.report(&base.schema, new)]));
        }
        let first = if told.is_empty() {
            new.first_to_go()
        } else {
            new.rules
        };
        batch.quarantine(first).map_err(failed)?;
        batch.put_aside(told).map_err(failed)?;
    }
}

/// The violations, which know their positions in the write, with the keys of their rows.
fn keyed(base: &DynSnapshot, batch: &Batch<'_>, mut violations: Vec<Violation>) -> Vec<Violation> {
    let is_about_rows =
        |violation: &Violation| violation.rule != Rule::Columns || !violation.value.is_null();
    for violation in violations
        .iter_mut()
        .filter(|violation| is_about_rows(violation))
    {
        violation.key = batch.key_cells(&base.schema, violation.row);
    }
    violations
}
