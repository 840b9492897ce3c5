use triomphe::Arc;

use super::super::blocks::Blocks;
use super::super::groups::RowSet;
use super::super::index::Index;
use super::super::page::{MOST_PATCHES, Page};
use super::super::row_id::{PAGE, RowId};
use super::super::shards::Part;
use super::super::{Change, Fate, IndexedRows, KeyClash, With};
use super::{
    CODE, GROUP, RANK, Row, count_clones, deleting, row, rows, set_fuse, table_of, updating,
};
use crate::record::{KeyKind, KeySpec};

fn group_of_all(table: &IndexedRows<Row>) -> &Blocks {
    let Index::Groups(groups) = &table.indexes[GROUP] else {
        panic!("the group is indexed");
    };
    let sets: Vec<&RowSet> = groups.iter().map(|group| &group.rows).collect();
    match sets.as_slice() {
        [RowSet::Many(blocks)] => blocks,
        _ => panic!("one group of many rows"),
    }
}

fn n_blocks_shared(left: &Blocks, right: &Blocks) -> usize {
    let of_right: Vec<_> = right.blocks.iter().map(Arc::as_ptr).collect();
    left.blocks
        .iter()
        .filter(|block| of_right.contains(&Arc::as_ptr(block)))
        .count()
}

#[test]
fn a_long_vec_is_adopted_where_it_lies() {
    let given = rows(0..100);
    let place = given.as_ptr();
    let table = table_of(given);
    assert!(std::ptr::eq(table.iter().next().unwrap(), place));
    assert_eq!(table.pages.loaded.len(), 100 / PAGE * PAGE);
}

#[test]
fn rows_are_adopted_behind_others_without_a_clone() {
    let mut table = table_of(rows(0..11));
    let more = rows(50..90);
    assert_eq!(count_clones(|| assert!(table.append(more).is_ok())), 0);
    table.verify().unwrap();
    assert!(table.iter().map(|row| row.note).eq((0..11).chain(50..90)));
    let n_pages = table.len().div_ceil(PAGE);
    assert_eq!(table.runs().count(), n_pages);
}

#[test]
fn without_a_snapshot_rows_are_written_in_place() {
    let mut table = table_of(rows(0..100));
    let place = std::ptr::from_ref(table.iter().nth(50).unwrap());
    let change = updating(&table, |row| row.note == 50, |row| row.group = 7);
    assert_eq!(count_clones(|| assert!(table.change(change).is_ok())), 0);
    let changed = table.iter().nth(50).unwrap();
    assert!(std::ptr::eq(changed, place));
    assert_eq!(changed.group, 7);
}

#[test]
fn a_snapshot_clones_no_row() {
    let table = table_of(rows(0..100));
    assert_eq!(count_clones(|| drop(table.clone())), 0);
}

#[test]
fn an_update_after_a_snapshot_copies_one_row_and_the_shards_it_touches() {
    let mut table = table_of(rows(0..1000));
    let snapshot = table.clone();
    let change = updating(&table, |row| row.note == 500, |row| row.id.push('!'));
    assert_eq!(count_clones(|| assert!(table.change(change).is_ok())), 1);
    let (Index::Unique(new), Index::Unique(old)) = (&table.indexes[0], &snapshot.indexes[0]) else {
        panic!("the id is unique");
    };
    assert!(new.shards.n_shared(&old.shards) >= old.shards.parts().len() - 3);
    assert_eq!(table.diff(&snapshot).new.len(), 1);
    assert_eq!(table.diff(&snapshot).old.len(), 1);
}

#[test]
fn an_insert_after_a_snapshot_clones_few_rows() {
    let mut table = table_of(Vec::new());
    let n_rows = 100;
    let n_clones = count_clones(|| {
        for note in (0..).take(n_rows) {
            let _snapshot = table.clone();
            let n_clones = count_clones(|| assert!(table.push(row(note)).is_ok()));
            assert!(n_clones <= PAGE, "{n_clones}");
        }
    });
    // Half a page each time that there are too many patches, and each page once more when it is full.
    let n_joined = n_rows * PAGE / (4 * MOST_PATCHES) + n_rows;
    assert!(n_clones <= n_joined, "{n_clones}");
    table.verify().unwrap();
}

#[test]
fn updates_after_a_snapshot_clone_few_rows() {
    let mut table = table_of(rows(0..200));
    for note in (0..200).map(|nth| nth * 37 % 200) {
        let _snapshot = table.clone();
        let change = updating(&table, |row| row.note == note, |row| row.group = 1);
        let n_clones = count_clones(|| assert!(table.change(change).is_ok()));
        assert!(n_clones == 1 || n_clones == PAGE, "{n_clones}");
    }
    assert!(table.iter().all(|row| row.group == 1));
    table.verify().unwrap();
}

#[test]
fn writes_between_snapshots_leave_no_small_pieces() {
    let mut table = table_of(rows(0..200));
    for note in (0..200).chain(200..400) {
        let _snapshot = table.clone();
        if note < 200 {
            let change = updating(&table, |row| row.note == note, |row| row.group = 1);
            assert!(table.change(change).is_ok());
        } else {
            assert!(table.push(row(note)).is_ok());
        }
    }
    table.verify().unwrap();
    // Rows that came one by one lie together once there is a page behind theirs.
    let mut came = (200 / PAGE..400 / PAGE - 1).map(|number| table.pages.list.get(number).unwrap());
    assert!(came.all(|page| page.patched().is_empty()));
    let n_patches: usize = table
        .pages
        .list
        .iter()
        .map(|page| page.patched().count())
        .sum();
    assert!(n_patches <= 400 * MOST_PATCHES / PAGE, "{n_patches}");
    assert!(n_patches > 0);
}

#[test]
fn a_row_that_is_written_again_and_again_is_one_patch() {
    let mut table = table_of(rows(0..100));
    for group in 1..50 {
        let snapshot = table.clone();
        let change = updating(&table, |row| row.note == 50, |row| row.group = group);
        assert!(table.change(change).is_ok());
        assert_eq!(snapshot.iter().nth(50).unwrap().group, group - 1);
        assert_eq!(table.pages.n_slots, 101);
        table.verify().unwrap();
    }
    let page = table.pages.list.get(50 / PAGE).unwrap();
    assert_eq!(page.patched().count(), 1);
}

#[test]
fn rows_that_were_loaded_stay_where_they_are_when_others_come() {
    let given = rows(0..48);
    let place = given.as_ptr();
    let mut table = table_of(given);
    for note in 48..400 {
        let _snapshot = table.clone();
        assert!(table.push(row(note)).is_ok());
    }
    table.verify().unwrap();
    assert!(std::ptr::eq(table.iter().next().unwrap(), place));
    assert!(std::ptr::eq(table.pages.straight().as_ptr(), place));
    assert_eq!(table.pages.straight().len(), 48);
}

#[test]
fn a_row_that_takes_the_key_of_a_later_update_is_accepted_with_it() {
    let table = table_of(rows(0..4));
    let id = table.find_like(0, &row(3)).unwrap();
    let change = |to| Change {
        rows: vec![row(3), row(to)],
        fates: vec![Fate::Insert, Fate::Update(id)],
        deletes: Vec::new(),
    };
    assert_eq!(table.clashes(&change(9)), []);
    let clash = |row, with| KeyClash { row, key: 0, with };
    let with = With::Stored(table.find_like(0, &row(1)).unwrap());
    assert_eq!(
        table.clashes(&change(1)),
        [clash(0, With::Stored(id)), clash(1, with)]
    );
}

#[test]
fn a_delete_after_a_snapshot_clones_no_row() {
    let mut table = table_of(rows(0..100));
    let snapshot = table.clone();
    let change = deleting(&table, |row| row.note == 50);
    assert_eq!(count_clones(|| assert!(table.change(change).is_ok())), 0);
    let diff = table.diff(&snapshot);
    assert_eq!(
        diff.old.iter().map(|(_, row)| row.note).collect::<Vec<_>>(),
        [50]
    );
    assert_eq!(diff.new, []);
}

#[test]
fn a_diff_with_itself_is_empty() {
    let table = table_of(rows(0..100));
    let snapshot = table.clone();
    assert_eq!(table.diff(&snapshot).old, []);
    assert_eq!(table.diff(&snapshot).new, []);
}

#[test]
fn a_large_group_is_written_block_by_block() {
    let mut table = table_of(rows(0..5000));
    let snapshot = table.clone();
    let n_blocks = group_of_all(&snapshot).blocks.len();
    let change = deleting(&table, |row| row.note == 2500);
    assert!(table.change(change).is_ok());
    assert_eq!(
        n_blocks_shared(group_of_all(&table), group_of_all(&snapshot)),
        n_blocks - 1
    );
    assert!(table.push(row(9999)).is_ok());
    assert!(n_blocks_shared(group_of_all(&table), group_of_all(&snapshot)) >= n_blocks - 2);
    table.verify().unwrap();
}

#[test]
fn an_ordered_index_is_written_block_by_block() {
    let mut ranked = rows(0..5000);
    for row in &mut ranked {
        row.rank = i8::try_from(row.note % 100).ok();
    }
    let mut table = table_of(ranked);
    let snapshot = table.clone();
    let change = updating(&table, |row| row.note == 2500, |row| row.rank = Some(77));
    assert!(table.change(change).is_ok());
    let (Index::Ordered(_, new), Index::Ordered(_, old)) =
        (&table.indexes[RANK], &snapshot.indexes[RANK])
    else {
        panic!("the rank is ordered");
    };
    assert!(n_blocks_shared(new, old) >= old.blocks.len() - 2);
    table.verify().unwrap();
}

#[test]
fn rows_of_one_hash_are_told_apart() {
    let keys = [KeySpec::<Row> {
        kind: KeyKind::Primary,
        columns: &[0],
        hash: |_, _| Some(7),
        hash_values: |_, _| None,
        same: |left, right| left.id == right.id,
        cmp: None,
    }];
    let mut table = IndexedRows::new(keys.into());
    assert!(table.append(rows(0..40)).is_ok());
    let finder = table.finder(0).unwrap();
    for note in 0..50 {
        let found = finder.get(7, |row| row.note == note);
        let expected = (note < 40).then_some(note);
        assert_eq!(found.map(|row| row.note), expected);
    }
}

#[test]
fn two_rows_swap_their_unique_values() {
    let mut given = rows(0..20);
    given[3].code = Some(3);
    given[4].code = Some(4);
    let mut table = table_of(given);
    let swapped = |code| if code == Some(3) { Some(4) } else { Some(3) };
    let change = updating(
        &table,
        |row| row.code.is_some(),
        |row| row.code = swapped(row.code),
    );
    assert!(table.change(change).is_ok());
    table.verify().unwrap();
    let codes: Vec<_> = table.iter().filter_map(|row| row.code).collect();
    assert_eq!(codes, [4, 3]);
}

#[test]
fn a_unique_value_set_to_itself_is_no_clash() {
    let mut table = table_of(rows(0..20));
    let change = updating(&table, |row| row.note == 3, |row| row.group = 9);
    assert_eq!(table.clashes(&change), []);
    assert!(table.change(change).is_ok());
    table.verify().unwrap();
}

#[test]
fn many_rows_may_have_no_unique_value() {
    let table = table_of(rows(0..1000));
    let like = row(0);
    assert_eq!(table.find_like(CODE, &like), None);
}

#[test]
fn of_two_incoming_rows_the_later_one_clashes() {
    let table = table_of(rows(0..20));
    let inserts = vec![row(30), row(5), row(30), row(5)];
    let change = Change::inserting(inserts);
    let stored = table.find_like(0, &row(5)).unwrap();
    let clash = |row, with| KeyClash { row, key: 0, with };
    assert_eq!(
        table.clashes(&change),
        [
            clash(1, With::Stored(stored)),
            clash(2, With::Incoming(0)),
            clash(3, With::Stored(stored)),
        ]
    );
}

#[test]
fn a_row_that_clashes_is_not_there_for_later_ones() {
    let mut taken = row(1);
    taken.code = Some(1);
    let table = table_of(vec![taken.clone()]);
    let (mut refused, mut later) = (row(2), row(2));
    refused.code = Some(1);
    later.code = Some(3);
    let change = Change::inserting(vec![refused, later]);
    let with = With::Stored(table.find_like(0, &taken).unwrap());
    assert_eq!(
        table.clashes(&change),
        [KeyClash {
            row: 0,
            key: CODE,
            with
        }]
    );
}

#[test]
fn who_takes_the_key_of_a_refused_update_is_refused_too() {
    let table = table_of(rows(0..4));
    let id_of = |note| table.find_like(0, &row(note)).unwrap();
    // Each takes the key of the next, and the last one wants that of 3, which stays.
    let change = Change::updating((0..3).map(|note| (id_of(note), row(note + 1))).collect());
    let clash = |(row, note)| KeyClash {
        row,
        key: 0,
        with: With::Stored(id_of(note)),
    };
    assert_eq!(table.clashes(&change), [(0, 1), (1, 2), (2, 3)].map(clash));
}

#[test]
fn dead_rows_are_dropped_before_they_are_most() {
    let mut table = table_of(rows(0..1000));
    for note in 0..950 {
        let change = deleting(&table, |row| row.note == note);
        assert!(table.change(change).is_ok());
        assert!(table.pages.n_slots <= 2 * table.len() + 4 * PAGE);
    }
    table.verify().unwrap();
    assert!(table.iter().map(|row| row.note).eq(950..1000));
}

#[test]
fn rows_that_come_and_go_take_no_more_room() {
    let mut table = table_of(Vec::new());
    for note in 0..2000 {
        assert!(table.push(row(note)).is_ok());
        let change = deleting(&table, |row| row.note + 5 == note);
        assert!(table.change(change).is_ok());
    }
    table.verify().unwrap();
    assert_eq!(table.len(), 5);
    assert!(table.pages.list.len() * PAGE <= 8 * 5 + 33 * PAGE);
    assert!(table.pages.n_slots <= 2 * 5 + 5 * PAGE);
}

#[test]
fn moving_all_rows_together_clones_none_without_a_snapshot() {
    let mut table = table_of(rows(0..100));
    let change = deleting(&table, |row| row.note % 3 == 0);
    assert!(table.change(change).is_ok());
    assert_eq!(count_clones(|| table.compact()), 0);
    table.verify().unwrap();
    assert_eq!(table.pages.n_slots, table.len());
}

#[test]
fn many_deletes_at_once_leave_no_holes_unless_a_snapshot_has_the_rows() {
    let came_one_by_one = || {
        let mut table = table_of(Vec::new());
        for note in 0..200 {
            assert!(table.push(row(note)).is_ok());
        }
        table
    };
    for make in [|| table_of(rows(0..200)), came_one_by_one] {
        for is_shared in [false, true] {
            let mut table = make();
            let snapshot = is_shared.then(|| table.clone());
            let change = deleting(&table, |row| row.note % 10 == 0);
            let n_clones = count_clones(|| assert!(table.change(change).is_ok()));
            assert_eq!(n_clones, 0);
            // Those that were moved, and those of them that make up no page.
            assert_eq!(table.runs().count() > 2, snapshot.is_some());
            table.verify().unwrap();
        }
    }
}

#[test]
fn a_panic_while_rows_are_copied_to_be_moved_changes_nothing() {
    let mut table = table_of(rows(0..100));
    let snapshot = table.clone();
    set_fuse(Some(30));
    let run = std::panic::AssertUnwindSafe(|| table.compact());
    assert!(std::panic::catch_unwind(run).is_err());
    set_fuse(None);
    table.verify().unwrap();
    let change = updating(&table, |row| row.note == 3, |row| row.group = 7);
    assert!(table.change(change).is_ok());
    let id = table.find_like(0, &row(3)).unwrap();
    assert_eq!(table.row(id).group, 7);
    assert!(snapshot.iter().all(|row| row.group != 7));
    table.verify().unwrap();
}

#[test]
fn no_shard_grows_beyond_its_share() {
    let mut table = table_of(Vec::new());
    for note in 0..2000 {
        assert!(table.push(row(note)).is_ok());
    }
    let Index::Unique(unique) = &table.indexes[0] else {
        panic!("the id is unique");
    };
    assert!(unique.shards.parts().len() >= 2000 / 6);
    assert!(unique.shards.parts().all(|part| part.hashes().count() < 40));
}

#[test]
fn a_refused_replacement_leaves_the_rows() {
    let mut table = table_of(rows(0..20));
    let refused = table.replace_all(vec![row(1), row(2), row(1)]).unwrap_err();
    assert_eq!(refused.given.len(), 3);
    assert_eq!(refused.clashes[0].with, With::Incoming(0));
    assert!(table.iter().map(|row| row.note).eq(0..20));
    table.verify().unwrap();
}

#[test]
fn a_panic_while_a_long_vec_is_hashed_changes_nothing() {
    let mut table = table_of(rows(0..20));
    set_fuse(Some(70));
    let given = rows(100..200);
    let run = std::panic::AssertUnwindSafe(|| table.append(given));
    assert!(std::panic::catch_unwind(run).is_err());
    set_fuse(None);
    assert!(table.iter().map(|row| row.note).eq(0..20));
    table.verify().unwrap();
}

#[test]
fn reversed_ranges_are_empty() {
    let mut ranked = rows(0..100);
    for row in &mut ranked {
        row.rank = i8::try_from(row.note).ok();
    }
    let table = table_of(ranked);
    let range = table.range(RANK, |row| row.rank < Some(60), |row| row.rank > Some(40));
    assert_eq!(range.count(), 0);
}

#[test]
fn memory_tells_dead_rows_from_live_ones() {
    let mut table = table_of(rows(0..100));
    let heap = |row: &Row| row.id.capacity();
    let before = table.bytes(heap);
    assert_eq!(before.dead, 0);
    let change = deleting(&table, |row| row.note < 10);
    assert!(table.change(change).is_ok());
    let heap_of_ten: usize = rows(0..10).iter().map(heap).sum();
    let after = table.bytes(heap);
    assert_eq!(after.dead, 10 * size_of::<Row>() + heap_of_ten);
    assert_eq!(after.rows, before.rows);
}

#[test]
fn memory_counts_each_page_and_what_leads_to_it() {
    let mut table = table_of(Vec::new());
    for note in 0..1000 {
        assert!(table.push(row(note)).is_ok());
    }
    let pages = &table.pages.list;
    assert!(pages.bytes() >= pages.len() * (size_of::<Page<Row>>() + size_of::<usize>()));
    let snapshot = table.clone();
    let before = table.bytes(|_| 0);
    let change = updating(&table, |row| row.note == 500, |row| row.group = 7);
    assert!(table.change(change).is_ok());
    let after = table.bytes(|_| 0);
    assert_eq!(after.rows, before.rows + size_of::<Row>());
    assert_eq!(after.dead, size_of::<Row>());
    let (n_room, n_bytes) = table.pages.list.get(500 / PAGE).unwrap().room();
    assert_eq!(n_room, PAGE + 1);
    assert!(n_bytes > 0);
    drop(snapshot);
}

#[test]
fn rows_behind_deleted_ones_are_no_part_of_a_run() {
    let mut table = table_of(Vec::new());
    let n_rows = u32::try_from(2 * PAGE).unwrap();
    for note in 0..n_rows {
        assert!(table.push(row(note)).is_ok());
    }
    let gone = n_rows / 2;
    let change = deleting(&table, |row| row.note >= gone);
    assert!(table.change(change).is_ok());
    for note in n_rows..n_rows + gone {
        assert!(table.push(row(note)).is_ok());
    }
    table.verify().unwrap();
    let left = (0..gone).chain(n_rows..n_rows + gone);
    assert!(table.iter().map(|row| row.note).eq(left.clone()));
    assert!(table.iter().rev().map(|row| row.note).eq(left.rev()));
}

#[test]
fn rows_follow_after_all_of_the_last_pages_are_gone() {
    let mut table = table_of(rows(0..400));
    let _snapshot = table.clone();
    let change = deleting(&table, |row| row.note >= 230);
    assert!(table.change(change).is_ok());
    for more in [500..505, 600..640, 700..705] {
        assert!(table.append(rows(more)).is_ok());
        table.verify().unwrap();
    }
    let left = (0..230).chain(500..505).chain(600..640).chain(700..705);
    assert!(table.iter().map(|row| row.note).eq(left));
}

#[test]
fn a_row_that_comes_and_goes_takes_one_page() {
    let mut table = table_of(rows(0..20));
    let n_pages = table.pages.list.len();
    for note in 100..110 {
        assert!(table.push(row(note)).is_ok());
        let change = deleting(&table, |row| row.note == note);
        assert!(table.change(change).is_ok());
        assert!(table.pages.list.len() <= n_pages + 1);
    }
    table.verify().unwrap();
}

#[test]
fn ids_follow_one_another_through_pages() {
    let last = RowId::new(0, PAGE - 1);
    assert_eq!(last.next(), RowId::new(1, 0));
    assert_eq!(last.plus(2).since(last), Some(2));
}
