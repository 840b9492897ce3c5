use rust_decimal::Decimal;

use crate::validate::rules::{Digits, Multiple, Ranged};

impl Ranged for Decimal {
    type Limit = Decimal;
}

impl Multiple for Decimal {
    type Limit = Decimal;

    fn is_multiple(self, of: Self) -> bool {
        let digits = |decimal: Self| Digits {
            digits: decimal.mantissa().unsigned_abs(),
            exponent: -i64::from(decimal.scale()),
        };
        digits(self).is_multiple(digits(of))
    }
}

#[cfg(test)]
mod tests {
    use std::ops::Bound::{Excluded, Included, Unbounded};

    use rust_decimal::Decimal;

    use crate::validate::rules::{multiple_of, one_of, range};

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn decimals_are_multiples_whatever_their_zeros() {
        assert!(multiple_of(decimal("0.30"), decimal("0.1")));
        assert!(multiple_of(decimal("5"), decimal("0.0025")));
        assert!(multiple_of(decimal("3.00"), decimal("3")));
        assert!(!multiple_of(decimal("1.0"), decimal("3")));
        assert!(!multiple_of(decimal("0.35"), decimal("0.1")));
        assert!(!multiple_of(decimal("0"), decimal("0.00")));
        assert!(multiple_of(
            Decimal::MAX,
            decimal("0.0000000000000000000000000001")
        ));
        assert!(multiple_of(Decimal::MIN, decimal("-1")));
    }

    #[test]
    fn decimals_lie_in_ranges_and_lists_by_their_value() {
        let one = Included(decimal("1"));
        assert!(range(decimal("1.00"), one, one));
        assert!(!range(decimal("1.00"), Excluded(decimal("1")), Unbounded));
        assert!(one_of(decimal("1.0"), &[decimal("1")]));
    }
}
