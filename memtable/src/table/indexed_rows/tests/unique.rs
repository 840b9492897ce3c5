use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::prelude::*;

use super::super::row_id::RowId;
use super::super::unique::Unique;
use super::a_hash;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn rows_are_found_until_they_are_removed(steps in vec((a_hash(), any::<prop::sample::Index>(), 0..10), 1..300)) {
        let mut unique = Unique::new();
        let mut model = BTreeMap::new();
        let mut snapshots = Vec::new();
        for (n, (hash, which, what)) in steps.into_iter().enumerate() {
            match what {
                0 => snapshots.push((unique.clone(), model.clone())),
                1..4 if !model.is_empty() => {
                    let (&id, &hash) = model.iter().nth(which.index(model.len())).unwrap();
                    unique.remove(hash, id);
                    model.remove(&id);
                    assert_eq!(unique.find(hash, |found| found == id), None);
                }
                _ => {
                    let id = RowId::new(0, n);
                    unique.insert(hash, id);
                    model.insert(id, hash);
                }
            }
            check(&unique, &model);
        }
        for (snapshot, model) in &snapshots {
            check(snapshot, model);
        }
    }
}

#[track_caller]
fn check(unique: &Unique, model: &BTreeMap<RowId, u64>) {
    assert_eq!(unique.shards.len, model.len());
    assert_eq!(unique.entries().count(), model.len());
    for (id, hash) in model {
        assert_eq!(unique.find(*hash, |found| found == *id), Some(*id));
        assert_eq!(unique.find(*hash, |_| false), None);
    }
}
