use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::prelude::*;

use super::super::buckets::{Buckets, Entry};
use super::super::row_id::RowId;
use super::super::shards::Part;
use super::a_hash;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn rows_are_found_wherever_they_had_to_go(steps in vec((a_hash(), any::<prop::sample::Index>(), 0..20), 1..400)) {
        let mut table = Buckets::default();
        let mut model = BTreeMap::new();
        for (n, (hash, which, what)) in steps.into_iter().enumerate() {
            match what {
                0..8 if !model.is_empty() => {
                    let (&id, &hash) = model.iter().nth(which.index(model.len())).unwrap();
                    assert!(table.remove(Entry::new(hash, id).hash, id));
                    assert!(!table.remove(Entry::new(hash, id).hash, id));
                    model.remove(&id);
                }
                8 => {
                    let goes = |hash: u64| hash >> 17 & 1 == 1;
                    let moved = table.split_off(goes);
                    check(&moved, &model.extract_if(.., |_, hash| goes(*hash)).collect());
                }
                9 => {
                    let rename = |id: RowId| id.plus(1000);
                    table.rename(rename);
                    model = model.into_iter().map(|(id, hash)| (rename(id), hash)).collect();
                }
                _ => {
                    let id = RowId::new(0, n);
                    table.insert(Entry::new(hash, id));
                    model.insert(id, hash);
                }
            }
            check(&table, &model);
        }
    }
}

#[track_caller]
fn check(table: &Buckets, model: &BTreeMap<RowId, u64>) {
    assert_eq!(table.len(), model.len());
    assert_eq!(table.hashes().count(), model.len());
    for (id, hash) in model {
        let hash = Entry::new(*hash, *id).hash;
        assert_eq!(table.find(hash, |found| found == *id), Some(*id));
        assert_eq!(table.find(hash, |_| false), None);
    }
}

#[test]
fn a_full_bucket_gives_its_rows_back() {
    let mut table = Buckets::default();
    for n in 0..100 {
        table.insert(Entry::new(0, RowId::new(0, n)));
    }
    for n in 0..100 {
        assert!(table.remove(0, RowId::new(0, n)));
        let left: Vec<_> = table.iter().map(|entry| entry.id).collect();
        assert_eq!(left.len(), 99 - n);
        assert!(
            left.iter()
                .all(|id| table.find(0, |found| found == *id).is_some())
        );
    }
    assert_eq!(table.find(0, |_| true), None);
}

#[test]
fn memory_counts_a_hash_and_an_id_for_each_row() {
    let mut table = Buckets::default();
    for n in 0..100 {
        table.insert(Entry::new(n, RowId::new(0, 0)));
    }
    assert!(table.bytes() >= 100 * size_of::<Entry>());
}
