//! The rows of a text, as a request asks for them.

use std::borrow::Cow;
use std::rc::Rc;

use crate::connect::Batches;
use crate::connect::batches::Places;
use crate::connect::read::ReadPlan;
use crate::connect::rows::{RowKind, StructRows, ValueRows};
use crate::error::Error;
use crate::io::{Lines, Make, ReadRows, RowBuilder, Typed, Untyped};
use crate::record::MemTable;
use crate::validate::Report;

/// Rows that a text can be read as.
pub(super) trait TextKind: RowKind {
    type Make: Make<Row = Self::Row>;

    /// What makes rows of cells.
    fn builder(&self) -> RowBuilder<Self::Make>;
}

impl<R: MemTable> TextKind for StructRows<R> {
    type Make = Typed<R>;

    fn builder(&self) -> RowBuilder<Typed<R>> {
        RowBuilder::typed()
    }
}

impl TextKind for ValueRows {
    type Make = Untyped;

    fn builder(&self) -> RowBuilder<Untyped> {
        RowBuilder::new(Cow::Owned(self.schema().clone()), Untyped)
    }
}

impl Places for Lines {
    fn told(&self, reports: Vec<Report>) -> Error {
        Lines::told(self, reports)
    }
}

impl<K: TextKind> ReadPlan<K> {
    /// The rows that were asked for of those that a text has, in batches; an error, with every fault, in the place of the
    /// first batch that has one.
    pub(super) fn batches_of<'b, T>(self, text: T) -> Batches<'b, K::Row>
    where
        T: ReadRows<Make = K::Make> + 'b,
        K: 'b,
        K::Row: 'b,
    {
        let lines = Lines::of_input(text.input());
        let batches = Batches::new(TextBatches {
            plan: self,
            text: Some(text),
            n_given: 0,
            lines: lines.clone(),
        });
        batches.of_places(Rc::new(lines))
    }
}

/// The rows of a text, some at a time.
struct TextBatches<K, T> {
    plan: ReadPlan<K>,
    text: Option<T>,
    n_given: usize,
    lines: Lines,
}

impl<K: TextKind, T: ReadRows<Make = K::Make>> Iterator for TextBatches<K, T> {
    type Item = Result<Vec<K::Row>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut text = self.text.take()?;
        match self.batch(&mut text) {
            Ok(batch) if batch.is_empty() => None,
            Ok(batch) => {
                self.n_given += batch.len();
                self.text = Some(text);
                Some(Ok(batch))
            }
            Err(error) => Some(Err(error)),
        }
    }
}

impl<K: TextKind, T: ReadRows<Make = K::Make>> TextBatches<K, T> {
    fn batch(&self, text: &mut T) -> Result<Vec<K::Row>, Error> {
        let n_wanted = self.plan.batch_size.min(self.plan.limit - self.n_given);
        let (mut batch, mut read) = (Vec::new(), Vec::new());
        while batch.len() < n_wanted
            && let Some(line) = text.next(&mut read)?
        {
            if text.builder().has_faults() {
                read_faults(text, &mut read)?;
            }
            let n_before = batch.len();
            let kept = read.drain(..).filter(|row| self.plan.keeps(row));
            batch.extend(kept.filter_map(|row| self.plan.picked(row)));
            if batch.len() > n_before {
                self.lines.add(line);
            }
        }
        // A text may have faults and not one row; what is wrong with what was not read was not asked for.
        text.check()?;
        Ok(batch)
    }
}

/// Reads on to the end for the faults alone, which are the error.
fn read_faults<T: ReadRows>(text: &mut T, read: &mut Rows<T>) -> Result<(), Error> {
    read.clear();
    while text.next(read)?.is_some() {
        read.clear();
    }
    text.check()
}

/// The rows that a text makes.
type Rows<T> = Vec<<<T as ReadRows>::Make as Make>::Row>;
