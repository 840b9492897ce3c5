use crate::dynamic::keys::Encoded;
use crate::dynamic::merge::MergePlan;
use crate::dynamic::table::{DynSnapshot, RowId};
use crate::dynamic::write::NullKeys;
use crate::error::Error;

/// The stored rows with the key of each incoming one.
pub(super) struct Matches {
    ids: Vec<RowId>,
    /// Where those of each incoming row end.
    ends: Vec<usize>,
}

impl Matches {
    pub(super) fn of(
        base: &DynSnapshot,
        plan: &MergePlan,
        encoded: &Encoded,
    ) -> Result<Matches, Error> {
        let pairs = base.keys.matches(&base.rows, plan.key, encoded);
        let mut pairs = pairs.map_err(|cause| base.failed(cause))?;
        if plan.null_keys != NullKeys::Equal {
            pairs.retain(|(row, _)| !encoded.has_null(*row));
        }
        let mut end = 0;
        let ends = (0..encoded.n_rows()).map(|row| {
            end += pairs[end..].iter().take_while(|pair| pair.0 == row).count();
            end
        });
        Ok(Matches {
            ends: ends.collect(),
            ids: pairs.into_iter().map(|(_, id)| id).collect(),
        })
    }

    pub(super) fn at(&self, place: usize) -> &[RowId] {
        let start = place.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.ids[start..self.ends[place]]
    }

    pub(super) fn n_rows(&self) -> usize {
        self.ends.len()
    }
}
