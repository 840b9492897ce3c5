use std::sync::Arc;

use arrow_array::ArrayRef;

use crate::dynamic::contract::Present;
use crate::dynamic::keys::{Change, Encoded};
use crate::dynamic::merge::asked::{Asked, indices};
use crate::dynamic::merge::matches::Matches;
use crate::dynamic::merge::{MergePlan, same_rows};
use crate::dynamic::table::{DynSnapshot, Landed, Piece, RowId, landed};
use crate::dynamic::write::{Batch, broken_rules, cells_of, key_cells};
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
        let matches = Matches::of(base, plan, encoded)?;
        let fates = fates(base, batch, (plan, present, &matches))?;
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

fn fates(
    base: &DynSnapshot,
    batch: &Batch<'_>,
    (plan, present, matches): (&MergePlan, &[Present], &Matches),
) -> Result<Vec<Fate>, Error> {
    let is_compared = |place: &usize| {
        let touches = plan.strategy != Strategy::InsertOnly;
        touches && matches.at(*place).len() == 1 && !plan.is_marked(batch.position(*place))
    };
    let compared: Vec<usize> = (0..matches.n_rows()).filter(is_compared).collect();
    let ids: Vec<RowId> = compared.iter().map(|place| matches.at(*place)[0]).collect();
    let mut unchanged = vec![false; matches.n_rows()];
    let asked = |idx: usize| Asked::new(&present[idx], batch);
    let columns = (0..present.len()).filter(|idx| !matches!(present[*idx], Present::Nowhere));
    let columns: Vec<usize> = columns.collect();
    let same = unchanged_rows(base, &joined(batch), (&compared, &ids), (&columns, &asked))?;
    for (place, same) in compared.into_iter().zip(same) {
        unchanged[place] = same;
    }
    let fates = (0..matches.n_rows()).map(|place| {
        let found = matches.at(place);
        if plan.is_marked(batch.position(place)) {
            return Fate::Delete(found.to_vec());
        }
        match (found, plan.strategy) {
            ([], Strategy::UpdateOnly) | ([_, ..], Strategy::InsertOnly) => Fate::Skip,
            ([], _) => Fate::Insert,
            ([_], _) if unchanged[place] => Fate::Unchanged,
            (_, Strategy::DeleteInsert) => Fate::Rewrite(found.to_vec()),
            ([id], _) => Fate::Update(*id),
            (_, _) => Fate::Unclear(found.to_vec()),
        }
    });
    Ok(fates.collect())
}

/// Whether the stored rows are as the incoming ones, in the columns that these have. A row that differs in one column is
/// not looked at in those after it.
fn unchanged_rows(
    base: &DynSnapshot,
    rows: &Piece,
    (places, ids): (&[usize], &[RowId]),
    (columns, asked): (&[usize], &dyn Fn(usize) -> Asked),
) -> Result<Vec<bool>, Error> {
    let failed = |cause| base.failed(cause);
    let mut picked = base.rows.pick(ids);
    let mut same: Vec<usize> = (0..ids.len()).collect();
    let mut places = places.to_vec();
    for &idx in columns {
        if same.is_empty() {
            break;
        }
        let stored = picked.column(idx).map_err(failed)?;
        let coming = asked(idx).over(&rows.columns[idx], &places, || Ok(Arc::clone(&stored)));
        let pair = (&base.schema.columns[idx], &stored, &coming.map_err(failed)?);
        let is_same = same_rows(&base.schema, [pair], same.len())?;
        let kept: Vec<usize> = (0..same.len()).filter(|nth| is_same[*nth]).collect();
        if kept.len() < same.len() {
            picked.keep(&kept);
            same = kept.iter().map(|nth| same[*nth]).collect();
            places = kept.iter().map(|nth| places[*nth]).collect();
        }
    }
    let mut unchanged = vec![false; ids.len()];
    for nth in same {
        unchanged[nth] = true;
    }
    Ok(unchanged)
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
