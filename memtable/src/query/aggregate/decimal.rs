use rust_decimal::Decimal;

use crate::query::{Overflow, Summed};

impl<R, C> Summed<R, C> for Decimal {
    type Sum = Result<Decimal, Overflow>;
    type Total = Checked;

    fn add_to(&self, total: &mut Checked) {
        total.0 = total.0.and_then(|sum| sum.checked_add(*self));
    }

    fn sum(total: Checked) -> Self::Sum {
        total.0.ok_or(Overflow)
    }
}

/// A sum so far; none once it has gone over the end of the type.
#[doc(hidden)]
#[derive(Debug)]
pub struct Checked(Option<Decimal>);

impl Default for Checked {
    fn default() -> Self {
        Checked(Some(Decimal::ZERO))
    }
}
