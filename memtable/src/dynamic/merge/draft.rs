use arrow_array::{ArrayRef, BooleanArray, UInt32Array};
use arrow_schema::ArrowError;
use arrow_select::take::take;
use arrow_select::zip::zip;

use crate::dynamic::contract::Present;
use crate::dynamic::keys::{Change, Encoded};
use crate::dynamic::merge::{MergePlan, same_rows};
use crate::dynamic::table::{DynSnapshot, Landed, Piece, RowId, landed};
use crate::dynamic::write::{Batch, NullKeys, broken_rules, cells_of, key_cells};
use crate::error::Error;
use crate::validate::{Clash, Violation};
use crate::write::{Strategy, Written};

/// A merge on its way: every incoming row is in the change, or needs nothing.
pub(super) struct Draft {
    change: Change,
    /// Where the rows that come stood in the batch: updates, then inserts.
    places: Vec<usize>,
    /// Rows whose key several stored rows have.
    unclear: Vec<Violation>,
    written: Written,
}

/// What becomes of one incoming row.
enum Fate {
    Insert,
    Update(RowId),
    /// Its matches go, and it is inserted.
    Rewrite(Vec<RowId>),
    Unchanged,
    Skip,
    Delete(Vec<RowId>),
    /// Several stored rows have its key.
    Unclear(Vec<RowId>),
}

impl Draft {
    /// The draft of the rows at the places that are taken.
    pub(super) fn of(
        base: &DynSnapshot,
        batch: &Batch<'_>,
        (plan, encoded, present): (&MergePlan, &Encoded, &[Present]),
        is_taken: &dyn Fn(usize) -> bool,
    ) -> Result<Draft, Error> {
        let rows = joined(batch);
        let matches = matches(base, plan, encoded)?;
        let fates = fates(base, batch, (plan, present, matches))?;
        let mut sorted = Sorted::default();
        let mut written = Written::default();
        for (place, fate) in fates
            .into_iter()
            .enumerate()
            .filter(|(place, _)| is_taken(*place))
        {
            fate.count(&mut written);
            sorted.add(place, fate);
        }
        Ok(Draft {
            unclear: sorted.unclear(base, plan, &rows),
            places: [&*sorted.updated, &sorted.inserted].concat(),
            change: sorted.change(base, &rows, &|idx| Asked::new(&present[idx], batch))?,
            written,
        })
    }

    /// The rules that the rows to be stored break, each seen alone.
    pub(super) fn check(&self, base: &DynSnapshot) -> Vec<Violation> {
        let mut violations = self.unclear.clone();
        let mut first = 0;
        for piece in self.change.coming() {
            violations.extend(broken_rules(base, piece, |row| self.places[first + row]));
            first += piece.n_rows;
        }
        violations
    }

    pub(super) fn landed(self, base: &DynSnapshot, key: usize) -> Landed {
        let rules = self.check(base);
        let judged = (rules, self.written);
        landed(base, self.change, Some(key), judged, |row| self.places[row])
    }
}

/// The rows of a batch whose pieces are joined.
fn joined(batch: &Batch<'_>) -> Piece {
    batch.pieces.first().cloned().unwrap_or_else(|| Piece {
        columns: Vec::new(),
        n_rows: 0,
    })
}

/// The stored rows with the key of each incoming one.
fn matches(
    base: &DynSnapshot,
    plan: &MergePlan,
    encoded: &Encoded,
) -> Result<Vec<Vec<RowId>>, Error> {
    let pairs = base.keys.matches(&base.rows, plan.key, encoded);
    let mut matches = vec![Vec::new(); encoded.n_rows()];
    for (row, id) in pairs.map_err(|cause| base.failed(cause))? {
        if plan.null_keys == NullKeys::Equal || !encoded.has_null(row) {
            matches[row].push(id);
        }
    }
    Ok(matches)
}

fn fates(
    base: &DynSnapshot,
    batch: &Batch<'_>,
    (plan, present, mut matches): (&MergePlan, &[Present], Vec<Vec<RowId>>),
) -> Result<Vec<Fate>, Error> {
    let is_compared = |place: &usize| {
        let touches = plan.strategy != Strategy::InsertOnly;
        touches && matches[*place].len() == 1 && !plan.is_marked(batch.position(*place))
    };
    let compared: Vec<usize> = (0..matches.len()).filter(is_compared).collect();
    let ids: Vec<RowId> = compared.iter().map(|place| matches[*place][0]).collect();
    let mut unchanged = vec![false; matches.len()];
    let asked = |idx: usize| Asked::new(&present[idx], batch);
    let columns = (0..present.len()).filter(|idx| !matches!(present[*idx], Present::Nowhere));
    let columns: Vec<usize> = columns.collect();
    let same = unchanged_rows(base, &joined(batch), (&compared, &ids), (&columns, &asked))?;
    for (place, same) in compared.into_iter().zip(same) {
        unchanged[place] = same;
    }
    let fates = matches.drain(..).enumerate().map(|(place, found)| {
        if plan.is_marked(batch.position(place)) {
            return Fate::Delete(found);
        }
        match (found.as_slice(), plan.strategy) {
            ([], Strategy::UpdateOnly) | ([_, ..], Strategy::InsertOnly) => Fate::Skip,
            ([], _) => Fate::Insert,
            ([_], _) if unchanged[place] => Fate::Unchanged,
            (_, Strategy::DeleteInsert) => Fate::Rewrite(found),
            ([id], _) => Fate::Update(*id),
            (_, _) => Fate::Unclear(found),
        }
    });
    Ok(fates.collect())
}

/// Whether the stored rows are as the incoming ones, in the columns that these have.
fn unchanged_rows(
    base: &DynSnapshot,
    rows: &Piece,
    (places, ids): (&[usize], &[RowId]),
    (columns, asked): (&[usize], &dyn Fn(usize) -> Asked),
) -> Result<Vec<bool>, Error> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let stored = base
        .rows
        .gather(ids, columns)
        .map_err(|cause| base.failed(cause))?;
    let coming: Vec<ArrayRef> = columns
        .iter()
        .zip(&stored)
        .map(|(idx, stored)| asked(*idx).over(&rows.columns[*idx], places, || Ok(stored.clone())))
        .collect::<Result<_, _>>()
        .map_err(|cause| base.failed(cause))?;
    let pairs = columns.iter().zip(stored.iter().zip(&coming));
    let pairs =
        pairs.map(|(column, (stored, coming))| (&base.schema.columns[*column], stored, coming));
    same_rows(&base.schema, pairs, ids.len())
}

fn indices(places: &[usize]) -> UInt32Array {
    // A batch of more rows than that is refused by Arrow before.
    let small = |place: &usize| u32::try_from(*place).unwrap_or(u32::MAX);
    places.iter().map(small).collect::<Vec<u32>>().into()
}

/// Which rows of a batch have a column, by their places there.
enum Asked {
    Everywhere,
    Nowhere,
    In(Vec<bool>),
}

impl Asked {
    fn new(present: &Present, batch: &Batch<'_>) -> Self {
        match present {
            Present::Everywhere => Asked::Everywhere,
            Present::Nowhere => Asked::Nowhere,
            Present::In(rows) => {
                let places = 0..batch.len();
                Asked::In(places.map(|place| rows[batch.position(place)]).collect())
            }
        }
    }

    /// What the rows at these places have in the column, or else what is stored of theirs.
    fn over(
        &self,
        coming: &ArrayRef,
        places: &[usize],
        stored: impl FnOnce() -> Result<ArrayRef, ArrowError>,
    ) -> Result<ArrayRef, ArrowError> {
        let coming = || take(coming, &indices(places), None);
        match self {
            Asked::Everywhere => coming(),
            Asked::Nowhere => stored(),
            Asked::In(rows) => {
                let mask: Vec<bool> = places.iter().map(|place| rows[*place]).collect();
                zip(&BooleanArray::from(mask), &coming()?, &stored()?)
            }
        }
    }
}

/// Rows by their fates.
#[derive(Default)]
struct Sorted {
    updated: Vec<usize>,
    updates: Vec<RowId>,
    inserted: Vec<usize>,
    deletes: Vec<RowId>,
    unclear: Vec<(usize, Vec<RowId>)>,
}

impl Sorted {
    fn add(&mut self, place: usize, fate: Fate) {
        match fate {
            Fate::Insert => self.inserted.push(place),
            Fate::Update(id) => {
                self.updated.push(place);
                self.updates.push(id);
            }
            Fate::Rewrite(ids) => {
                self.deletes.extend(ids);
                self.inserted.push(place);
            }
            Fate::Delete(ids) => self.deletes.extend(ids),
            Fate::Unclear(ids) => self.unclear.push((place, ids)),
            Fate::Unchanged | Fate::Skip => {}
        }
    }

    fn unclear(&self, base: &DynSnapshot, plan: &MergePlan, rows: &Piece) -> Vec<Violation> {
        let columns = base.keys.all()[plan.key].column_idxs();
        let violation = |(place, ids): &(usize, Vec<RowId>)| {
            let positions = base.rows.positions(ids);
            let names: Vec<String> = positions.iter().take(3).map(usize::to_string).collect();
            let message = format!(
                "is in {} rows of the table (row {}): a merge updates one row by a key",
                ids.len(),
                names.join(", row ")
            );
            let clash = positions.first().map(|row| Clash::InTable {
                row: *row,
                key: Vec::new(),
            });
            let cells = cells_of(&base.schema, rows, *place, columns.iter().copied());
            Violation {
                key: key_cells(&base.schema, rows, *place),
                message: Some(message),
                ..Violation::merge_key(*place, cells, clash)
            }
        };
        self.unclear.iter().map(violation).collect()
    }

    /// The change that this comes to. A column that a row has not is kept where it is updated.
    fn change(
        self,
        base: &DynSnapshot,
        rows: &Piece,
        asked: &dyn Fn(usize) -> Asked,
    ) -> Result<Change, Error> {
        let failed = |cause| base.failed(cause);
        let updated = if self.updates.is_empty() {
            None
        } else {
            let column = |(idx, coming): (usize, &ArrayRef)| {
                asked(idx).over(coming, &self.updated, || {
                    let stored = base.rows.gather(&self.updates, &[idx])?;
                    Ok(stored.into_iter().next().unwrap_or_else(|| coming.clone()))
                })
            };
            let columns = rows.columns.iter().enumerate().map(column);
            Some(Piece {
                columns: columns.collect::<Result<_, _>>().map_err(failed)?,
                n_rows: self.updates.len(),
            })
        };
        let inserted: Vec<u32> = indices(&self.inserted).values().to_vec();
        let inserts = match inserted.as_slice() {
            [] => Vec::new(),
            places => vec![rows.take(places).map_err(failed)?],
        };
        Ok(Change {
            updates: self.updates,
            updated,
            inserts,
            deletes: self.deletes,
        })
    }
}

impl Fate {
    fn count(&self, written: &mut Written) {
        match self {
            Fate::Insert => written.inserted += 1,
            Fate::Update(_) => written.updated += 1,
            Fate::Rewrite(ids) => {
                written.inserted += 1;
                written.deleted += ids.len();
            }
            Fate::Unchanged => written.unchanged += 1,
            Fate::Skip => written.skipped += 1,
            Fate::Delete(ids) => {
                written.deleted += ids.len();
                written.delete_markers += 1;
            }
            Fate::Unclear(_) => {}
        }
    }
}
