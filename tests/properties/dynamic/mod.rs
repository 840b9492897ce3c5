//! A dynamic table of a random schema against a list of rows of values.

mod generate;
mod model;
mod rules;

use memtable::dynamic::{DynSnapshot, DynTable, DynWrite};
use memtable::{Error, Value};
use proptest::prelude::*;

use generate::{Operation, Shape, Writing, batches, cases, column_name};
use model::{Expected, Model};

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_dynamic_table_does_what_the_model_does((shape, operations) in cases()) {
        let mut pair = Pair::new(&shape);
        for operation in &operations {
            pair.run(operation);
        }
    }
}

/// A table, what it should hold, and the same of earlier snapshots.
struct Pair {
    table: DynTable,
    model: Model,
    snapshots: Vec<(DynSnapshot, Vec<Vec<Value>>)>,
}

impl Pair {
    fn new(shape: &Shape) -> Pair {
        Pair {
            table: DynTable::new(shape.schema()).unwrap(),
            model: Model::new(shape),
            snapshots: Vec::new(),
        }
    }

    fn run(&mut self, operation: &Operation) {
        let before = self.model.rows.clone();
        match operation {
            Operation::Write(writing) => self.write(writing),
            Operation::Update(condition, column, value) => {
                let written = self
                    .table
                    .update_where(condition)
                    .set(column_name(*column), value.clone())
                    .run();
                let expected = self.model.update(condition, *column, value);
                assert_eq!(
                    written
                        .as_ref()
                        .ok()
                        .map(|written| (written.rows_in, written.updated)),
                    expected
                );
                if expected.is_none() {
                    assert_eq!(self.model.rows, before);
                }
            }
            Operation::Delete(condition) => {
                let written = self.table.delete_where(condition).unwrap();
                assert_eq!(written.deleted, self.model.delete(condition));
            }
            Operation::Clear => {
                self.table.clear();
                self.model.rows.clear();
            }
            Operation::Snapshot => self.snapshots.push((self.table.snapshot(), before)),
            Operation::FailedTransaction(work) => {
                let failed = self.table.transaction(|table| {
                    for writing in work {
                        let _in_vain =
                            table.write(batches(&self.model.shape, writing), request(writing));
                    }
                    Err::<(), _>("no")
                });
                assert!(failed.is_err());
            }
        }
        self.check();
    }

    fn write(&mut self, writing: &Writing) {
        let given = batches(&self.model.shape, writing);
        let n_before = self.table.len();
        let answer = self.table.write(given.clone(), request(writing));
        match (answer, self.model.write(writing)) {
            (Ok(outcome), Expected::Done(written)) => {
                assert_eq!(outcome.written, written, "{writing:?}");
                assert_eq!(outcome.quarantine.len(), written.quarantined);
            }
            (Ok(outcome), Expected::AnyOfQuarantine) => {
                let written = outcome.written;
                let sum =
                    written.inserted + written.updated + written.unchanged + written.deduplicated;
                let sum = sum + written.skipped + written.quarantined + written.delete_markers;
                assert_eq!(sum, written.rows_in, "{written}");
                assert_eq!(
                    self.table.len() + written.deleted,
                    n_before + written.inserted
                );
                self.model.rows = rows(&self.table);
                assert!(self.model.is_valid());
            }
            (Err(not_written), Expected::Refused) => {
                assert!(
                    matches!(not_written.error, Error::Rejected(_)),
                    "{not_written}"
                );
                assert_eq!(not_written.rows, given);
            }
            (Ok(outcome), expected) => {
                panic!("{writing:?}: {} instead of {expected:?}", outcome.written)
            }
            (Err(not_written), expected) => {
                panic!("{writing:?}: {not_written} instead of {expected:?}")
            }
        }
    }

    fn check(&self) {
        self.table.verify().unwrap();
        assert_eq!(rows(&self.table), self.model.rows);
        assert_eq!(self.table.len(), self.model.rows.len());
        for (snapshot, rows) in &self.snapshots {
            assert_eq!(&self::rows(snapshot), rows);
        }
    }
}

fn rows(table: &DynSnapshot) -> Vec<Vec<Value>> {
    table.iter().map(|row| row.values()).collect()
}

fn request(writing: &Writing) -> DynWrite {
    let request = match &writing.mode {
        generate::Mode::Append => DynWrite::append(),
        generate::Mode::Replace => DynWrite::replace(),
        generate::Mode::Merge(merge) => {
            let request = DynWrite::merge()
                .on(merge.on.iter().map(|column| column_name(*column)))
                .strategy(merge.strategy)
                .on_duplicate(merge.keep())
                .null_keys(merge.nulls);
            match merge.mark {
                Some(column) => request.hard_delete(column_name(column)),
                None => request,
            }
        }
    };
    request.on_violation(writing.on_violation)
}
