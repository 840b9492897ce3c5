//! What becomes of rows that do not fit the table that they are read for.

use std::cell::RefCell;
use std::rc::Rc;

use crate::error::{ReadFault, Reason};

/// What later data may be: the words of `contract:`, for tables whose columns are a struct's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Contract {
    /// For columns that the table has not.
    pub(crate) columns: OnMisfit,
    /// For values of another type.
    pub(crate) types: OnMisfit,
    /// For absent values in columns without nulls.
    pub(crate) nullability: OnMisfit,
}

/// What becomes of what does not fit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum OnMisfit {
    /// Nothing is written.
    #[default]
    Refuse,
    /// The row is put aside.
    DiscardRow,
    /// The value is put aside, and null in its place.
    DiscardValue,
}

impl Contract {
    pub(crate) fn of(self, reason: &Reason) -> OnMisfit {
        match reason {
            Reason::UnknownColumn { .. } => self.columns,
            Reason::Type(_) => self.types,
            Reason::NoValue => self.nullability,
            Reason::MissingColumn { .. }
            | Reason::ColumnTwice
            | Reason::Ragged { .. }
            | Reason::Syntax(_)
            | Reason::Rule(_) => OnMisfit::Refuse,
        }
    }
}

/// What a contract put aside; clones share it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Discards(Rc<RefCell<Discarded>>);

/// What a contract put aside.
#[derive(Clone, Debug, Default)]
pub(crate) struct Discarded {
    pub(crate) n_rows: usize,
    pub(crate) faults: Vec<ReadFault>,
}

impl Discards {
    pub(crate) fn add_row(&self, faults: Vec<ReadFault>) {
        let mut discarded = self.0.borrow_mut();
        discarded.n_rows += 1;
        discarded.faults.extend(faults);
    }

    pub(crate) fn add_value(&self, fault: ReadFault) {
        self.0.borrow_mut().faults.push(fault);
    }

    /// All of it, once nothing more comes.
    pub(crate) fn take(&self) -> Discarded {
        std::mem::take(&mut self.0.borrow_mut())
    }
}
