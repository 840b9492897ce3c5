//! Rows that are put aside where a contract says so.

use crate::io::contract::{Discarded, Discards};
use crate::io::{Make, RowBuilder};
use crate::write::Contract;

impl<M: Make> RowBuilder<M> {
    /// Does with rows that do not fit what the contract says; what is discarded goes into `discards`.
    pub(crate) fn under(mut self, contract: Contract, discards: Discards) -> Self {
        self.contract = contract;
        self.discards = Some(discards);
        self
    }
}

impl Discards {
    /// All of it, once nothing more comes.
    pub(crate) fn take(&self) -> Discarded {
        std::mem::take(&mut self.0.borrow_mut())
    }
}
