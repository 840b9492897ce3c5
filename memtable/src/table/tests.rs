//! A table that is full: here it is so with a few thousand rows.

use expect_test::expect;
use memtable_derive::MemTable;

use crate::table::Table;
use crate::table::indexed_rows::CAPACITY;
use crate::write::Rejected;

#[derive(MemTable, Clone, Debug, PartialEq)]
#[memtable(crate = crate)]
struct Ticket {
    #[memtable(primary_key)]
    id: usize,
}

fn tickets(ids: impl IntoIterator<Item = usize>) -> Vec<Ticket> {
    ids.into_iter().map(|id| Ticket { id }).collect()
}

fn full() -> Table<Ticket> {
    Table::from_rows(tickets(0..CAPACITY)).expect("as many as there are addresses for")
}

#[track_caller]
fn check_refused<T: std::fmt::Debug>(written: Result<T, Rejected<Ticket>>, rows: &[Ticket]) {
    let rejected = written.expect_err("there is no room");
    assert_eq!(rejected.rows, rows);
    assert_eq!(rejected.report.violations[0].code(), "MT0143");
}

#[test]
fn a_table_says_that_it_is_full() {
    let rejected = full().append(tickets([CAPACITY])).unwrap_err();
    expect![[r#"
        ticket: the table breaks a rule (1 violation)

          the table        must hold at most 16376 rows: keep some in another table, or `compact` this one where rows were deleted  MT0143 capacity"#]].assert_eq(&rejected.to_string());
}

#[test]
fn no_write_takes_more_rows_than_there_are_addresses_for() {
    let mut table = full();
    let before = table.snapshot();
    let [one, two] = [tickets([CAPACITY]), tickets([7, CAPACITY])];
    check_refused(table.insert(one[0].clone()), &one);
    check_refused(table.append(one.clone()), &one);
    check_refused(table.merge(two.clone()), &two);
    let more = tickets(0..=CAPACITY);
    check_refused(table.replace(more.clone()), &more);
    check_refused(Table::from_rows(more.clone()), &more);
    assert!(*table == before);
    table.verify().unwrap();

    assert!(table.merge(tickets([7])).is_ok(), "nothing is new");
    assert!(table.replace(tickets(1..=CAPACITY)).is_ok());
}

#[test]
fn deleted_rows_have_their_addresses_until_all_are_moved_together() {
    let mut table = full();
    let snapshot = table.snapshot();
    table
        .retain(|ticket| !(5..15).contains(&ticket.id))
        .unwrap();
    let one = tickets([CAPACITY]);
    check_refused(table.insert(one[0].clone()), &one);
    check_refused(table.append(one.clone()), &one);
    check_refused(table.merge(one.clone()), &one);
    drop(snapshot);
    table.compact();
    assert!(table.append(one).is_ok());
    table.verify().unwrap();
}

#[test]
fn rows_that_come_one_by_one_are_refused_before_the_last_address() {
    let mut table = Table::new();
    let n_rows = (0..).take_while(|id| table.insert(Ticket { id: *id }).is_ok());
    let n_rows = n_rows.count();
    assert!(n_rows <= CAPACITY && n_rows + 8 > CAPACITY, "{n_rows}");
    assert_eq!(table.len(), n_rows);
    table.verify().unwrap();
}

#[test]
fn a_compacted_table_has_room_for_as_many_as_were_deleted() {
    let mut table = full();
    let _snapshot = table.snapshot();
    table.retain(|ticket| ticket.id % 10 > 0).unwrap();
    table.compact();
    let n_left = CAPACITY - table.len() - 8;
    assert!(table.append(tickets(CAPACITY..CAPACITY + n_left)).is_ok());
    table.verify().unwrap();
}
