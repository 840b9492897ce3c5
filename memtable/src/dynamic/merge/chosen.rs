use std::collections::{BTreeMap, BTreeSet};

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;

use crate::dynamic::keys::Encoded;
use crate::dynamic::merge::MergePlan;
use crate::dynamic::table::DynSnapshot;
use crate::dynamic::write::{Batch, NullKeys, cells_of, key_cells};
use crate::validate::{Clash, Violation};

/// Which incoming row stands for each key. Rows are named by their places in the batch.
#[derive(Default)]
pub(super) struct Chosen {
    /// Which rows another one stands for; empty where none.
    pub(super) is_dropped: Vec<bool>,
    /// Rows without a key.
    keyless: Vec<usize>,
    /// Rows that have the key of an earlier one, where neither may stand for the other: later, earlier.
    twins: Vec<(usize, usize)>,
}

impl Chosen {
    pub(super) fn of(plan: &MergePlan, batch: &Batch<'_>, encoded: &Encoded) -> Chosen {
        let mut standing = HashTable::<usize>::with_capacity(encoded.n_rows());
        let mut chosen = Chosen::default();
        for place in 0..encoded.n_rows() {
            match plan.null_keys {
                NullKeys::Refuse if encoded.has_null(place) => {
                    chosen.keyless.push(place);
                    continue;
                }
                NullKeys::Distinct if encoded.has_null(place) => continue,
                NullKeys::Refuse | NullKeys::Distinct | NullKeys::Equal => {}
            }
            let is_twin = |other: &usize| encoded.same(*other, encoded, place);
            let rehash = |other: &usize| encoded.hash(*other);
            match standing.entry(encoded.hash(place), is_twin, rehash) {
                Entry::Vacant(vacant) => {
                    vacant.insert(place);
                }
                Entry::Occupied(mut occupied) => {
                    let winner = chosen.choose(plan, batch, (place, *occupied.get()));
                    *occupied.get_mut() = winner;
                }
            }
        }
        chosen
    }

    /// The one of two rows with one key that stands for it.
    fn choose(
        &mut self,
        plan: &MergePlan,
        batch: &Batch<'_>,
        (later, earlier): (usize, usize),
    ) -> usize {
        let is_later = plan.takes_over(batch.position(later), batch.position(earlier));
        let Some(is_later) = is_later else {
            self.twins.push((later, earlier));
            return earlier;
        };
        let (stands, dropped) = if is_later {
            (later, earlier)
        } else {
            (earlier, later)
        };
        self.is_dropped.resize(batch.len(), false);
        self.is_dropped[dropped] = true;
        stands
    }

    /// Whether each row has a key of its own.
    pub(super) fn is_clear(&self) -> bool {
        self.keyless.is_empty() && self.twins.is_empty()
    }

    /// The rows that cannot be merged: those without a key, and all those that share one.
    pub(super) fn places(&self) -> BTreeSet<usize> {
        let twins = self
            .twins
            .iter()
            .flat_map(|(later, earlier)| [*later, *earlier]);
        twins.chain(self.keyless.iter().copied()).collect()
    }

    pub(super) fn faults(
        &self,
        plan: &MergePlan,
        base: &DynSnapshot,
        batch: &Batch<'_>,
    ) -> Vec<Violation> {
        let mut partners = BTreeMap::new();
        for &(later, earlier) in &self.twins {
            partners.entry(earlier).or_insert(later);
            partners.insert(later, earlier);
        }
        let twins = partners
            .into_iter()
            .map(|(place, other)| (place, Some(Clash::InBatch(other))));
        let keyless = self.keyless.iter().map(|&place| (place, None));
        let columns = base.keys.all()[plan.key].column_idxs();
        let [rows] = batch.pieces.as_slice() else {
            return Vec::new();
        };
        let violation = |(place, clash)| {
            let cells = cells_of(&base.schema, rows, place, columns.iter().copied());
            Violation {
                key: key_cells(&base.schema, rows, place),
                ..Violation::merge_key(place, cells, clash)
            }
        };
        keyless.chain(twins).map(violation).collect()
    }
}
