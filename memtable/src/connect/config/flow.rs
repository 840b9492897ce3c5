//! How the rows of a step get from one end to the other.

use crate::connect::ReadRequest;
use crate::connect::config::step::Step;
use crate::error::{Error, ReadFault};
use crate::schema::Expr;
use crate::write::Written;

/// A step whose ends know what their rows are.
pub(super) trait Flow {
    /// Moves the rows, and tells how many were read until now.
    fn run(&self, on_read: &mut dyn FnMut(usize)) -> Result<Ran, Error>;
}

/// What a step did.
pub(super) struct Ran {
    /// The rows that were read, those that were rejected among them.
    pub(super) read: usize,
    pub(super) written: Written,
    pub(super) rejected: usize,
    pub(super) faults: Vec<ReadFault>,
}

/// Only the columns and the rows that the step asks for, of those that the source is set up to read.
pub(super) fn request(mut request: ReadRequest, step: &Step) -> ReadRequest {
    if step.columns.is_some() {
        request.columns.clone_from(&step.columns);
    }
    let of_source = request.filter.take().into_iter();
    let filters: Vec<Expr> = of_source.chain(step.filter.clone()).collect();
    request.filter = (!filters.is_empty()).then(|| Expr::And(filters.into()));
    request
}
