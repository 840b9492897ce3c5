//! What becomes of rows that do not fit the table that they are read for.

use std::cell::RefCell;
use std::rc::Rc;

use crate::error::{ReadFault, Reason};
use crate::write::{Contract, OnChange};

/// What becomes of a value for this reason. What could evolve is refused: the columns of a text are read for a schema.
pub(crate) fn on_misfit(contract: Contract, reason: &Reason) -> OnChange {
    let said = match reason {
        Reason::UnknownColumn { .. } => contract.columns,
        Reason::Type(_) => contract.types,
        Reason::NoValue => contract.nullability,
        Reason::MissingColumn { .. }
        | Reason::ColumnTwice
        | Reason::Ragged { .. }
        | Reason::Syntax(_)
        | Reason::Rule(_)
        | Reason::Clash { .. } => None,
    };
    match said {
        Some(OnChange::DiscardRow) => OnChange::DiscardRow,
        Some(OnChange::DiscardValue) => OnChange::DiscardValue,
        Some(OnChange::Evolve | OnChange::Freeze) | None => OnChange::Freeze,
    }
}

/// What a contract put aside; clones share it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Discards(pub(super) Rc<RefCell<Discarded>>);

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
}
