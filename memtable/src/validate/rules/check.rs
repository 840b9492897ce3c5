//! Conditions over the columns of a row, in SQL's three-valued logic: `None` is unknown.

use crate::schema::CompareOp;

/// A value that a check can compare.
#[diagnostic::on_unimplemented(
    message = "a check cannot compare `{Self}` [MT0302]",
    label = "these have no order",
    note = "numbers, text, `bool`, `char`, dates and times are compared, each with its own type"
)]
pub trait Comparable: PartialOrd {}

#[diagnostic::do_not_recommend]
impl<T: PartialOrd> Comparable for T {}

/// Compares two values; unknown where one is missing. `NaN` compares as false, but for `Ne`.
#[inline]
pub fn compare<T: Comparable>(op: CompareOp, left: Option<T>, right: Option<T>) -> Option<bool> {
    let (left, right) = (left?, right?);
    Some(match op {
        CompareOp::Eq => left == right,
        CompareOp::Ne => left != right,
        CompareOp::Lt => left < right,
        CompareOp::Le => left <= right,
        CompareOp::Gt => left > right,
        CompareOp::Ge => left >= right,
    })
}

/// False where one is false, else unknown where one is unknown.
#[inline]
pub fn and(left: Option<bool>, right: Option<bool>) -> Option<bool> {
    match (left, right) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        (None, _) | (_, None) => None,
    }
}

/// True where one is true, else unknown where one is unknown.
#[inline]
pub fn or(left: Option<bool>, right: Option<bool>) -> Option<bool> {
    match (left, right) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        (None, _) | (_, None) => None,
    }
}

/// The opposite; unknown stays unknown.
#[inline]
pub fn not(value: Option<bool>) -> Option<bool> {
    value.map(|value| !value)
}

#[cfg(test)]
mod tests {
    use super::{and, compare, not, or};
    use crate::schema::CompareOp;

    const T: Option<bool> = Some(true);
    const F: Option<bool> = Some(false);
    const U: Option<bool> = None;

    const OPS: [CompareOp; 6] = [
        CompareOp::Eq,
        CompareOp::Ne,
        CompareOp::Lt,
        CompareOp::Le,
        CompareOp::Gt,
        CompareOp::Ge,
    ];

    /// The rows are the left side, the columns the right side: true, false, unknown.
    #[track_caller]
    fn check_table(
        f: fn(Option<bool>, Option<bool>) -> Option<bool>,
        table: [[Option<bool>; 3]; 3],
    ) {
        assert_eq!(
            [T, F, U].map(|left| [T, F, U].map(|right| f(left, right))),
            table
        );
    }

    #[test]
    fn and_has_the_truth_table_of_sql() {
        check_table(and, [[T, F, U], [F, F, F], [U, F, U]]);
    }

    #[test]
    fn or_has_the_truth_table_of_sql() {
        check_table(or, [[T, T, T], [T, F, U], [T, U, U]]);
    }

    #[test]
    fn not_turns_all_but_the_unknown() {
        assert_eq!([T, F, U].map(not), [F, T, U]);
    }

    #[test]
    fn each_operator_means_what_it_says() {
        let row = |left, right| OPS.map(|op| compare(op, Some(left), Some(right)));
        assert_eq!(row(1, 2), [F, T, T, T, F, F]);
        assert_eq!(row(2, 2), [T, F, F, T, F, T]);
        assert_eq!(row(3, 2), [F, T, F, F, T, T]);
    }

    #[test]
    fn a_missing_side_makes_a_comparison_unknown() {
        for op in OPS {
            assert_eq!(compare(op, None, Some(1)), U);
            assert_eq!(compare(op, Some(1), None), U);
            assert_eq!(compare::<u8>(op, None, None), U);
        }
    }

    #[test]
    fn nan_differs_from_all_and_is_in_no_order() {
        let row = |left, right| OPS.map(|op| compare(op, Some(left), Some(right)));
        assert_eq!(row(f64::NAN, f64::NAN), [F, T, F, F, F, F]);
        assert_eq!(row(f64::NAN, 1.0), [F, T, F, F, F, F]);
    }
}
