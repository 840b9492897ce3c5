use foldhash::fast::RandomState;
use hashbrown::{HashMap, HashTable};
use triomphe::Arc;

use crate::dynamic::table::RowId;

/// How many keys a shard holds before the shards are doubled.
const SHARD_KEYS: usize = 4096;

/// Where the rows of a key are, by the key's hash.
///
/// In shards, so that a write beside a snapshot copies those that it touches. The keys themselves are in the rows: two that
/// share a hash are told apart there.
#[derive(Clone, Debug)]
pub(crate) struct Index {
    shards: Vec<Arc<HashTable<Place>>>,
    n_keys: usize,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Place {
    hash: u64,
    id: RowId,
}

impl Index {
    pub(crate) fn new() -> Index {
        Index {
            shards: vec![Arc::default()],
            n_keys: 0,
        }
    }

    pub(crate) const fn len(&self) -> usize {
        self.n_keys
    }

    /// The bytes that it takes.
    pub(crate) fn bytes(&self) -> usize {
        self.shards
            .iter()
            .map(|shard| shard.allocation_size())
            .sum()
    }

    /// One of the [`candidates`](Self::candidates), found faster.
    pub(crate) fn candidate(&self, hash: u64) -> Option<RowId> {
        let shard = &self.shards[self.shard_of(hash)];
        let place = shard.find(hash, |place| place.hash == hash);
        place.map(|place| place.id)
    }

    /// The rows whose key may be the one with this hash.
    pub(crate) fn candidates(&self, hash: u64) -> impl Iterator<Item = RowId> {
        let shard = &self.shards[self.shard_of(hash)];
        let places = shard
            .iter_hash(hash)
            .filter(move |place| place.hash == hash);
        places.map(|place| place.id)
    }

    pub(crate) fn insert(&mut self, hash: u64, id: RowId) {
        self.reserve(1);
        self.insert_reserved(hash, id);
    }

    fn insert_reserved(&mut self, hash: u64, id: RowId) {
        let shard = self.shard_of(hash);
        let shard = Arc::make_mut(&mut self.shards[shard]);
        shard.insert_unique(hash, Place { hash, id }, |place| place.hash);
        self.n_keys += 1;
    }

    pub(crate) fn remove(&mut self, hash: u64, id: RowId) {
        let shard = self.shard_of(hash);
        let shard = Arc::make_mut(&mut self.shards[shard]);
        if let Ok(found) = shard.find_entry(hash, |place| *place == Place { hash, id }) {
            found.remove();
            self.n_keys -= 1;
        }
    }

    /// Makes room for so many more keys.
    pub(crate) fn reserve(&mut self, n_more: usize) {
        let n_keys = self.n_keys + n_more;
        if n_keys <= self.shards.len() * SHARD_KEYS {
            return;
        }
        let n_shards = n_keys.div_ceil(SHARD_KEYS).next_power_of_two() * 2;
        let room = n_keys.div_ceil(n_shards);
        let empty = || Arc::new(HashTable::with_capacity(room));
        let mut larger = Index {
            shards: std::iter::repeat_with(empty).take(n_shards).collect(),
            n_keys: 0,
        };
        for place in self.shards.iter().flat_map(|shard| shard.iter()) {
            larger.insert_reserved(place.hash, place.id);
        }
        *self = larger;
    }

    /// The index of the rows after they moved.
    pub(crate) fn moved(&self, to: &HashMap<RowId, RowId, RandomState>) -> Index {
        let mut moved = Index::new();
        moved.reserve(self.n_keys);
        for place in self.shards.iter().flat_map(|shard| shard.iter()) {
            if let Some(id) = to.get(&place.id) {
                moved.insert_reserved(place.hash, *id);
            }
        }
        moved
    }

    fn shard_of(&self, hash: u64) -> usize {
        // The table inside of a shard looks at the bits at both ends.
        let bits = usize::try_from(hash >> 24 & 0xffff_ffff).unwrap_or_default();
        bits & (self.shards.len() - 1)
    }
}
