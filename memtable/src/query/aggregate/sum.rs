use std::error::Error;
use std::fmt;
use std::marker::PhantomData;

use chrono::TimeDelta;

use crate::query::Aggregate;
use crate::query::aggregate::Cells;
use crate::query::predicate::Inner;
use crate::record::{Col, ColumnOf, MemValue};

/// The sum of a column. Made by [`sum`].
#[derive(Debug)]
pub struct Sum<R, C>(PhantomData<fn() -> (R, C)>);

/// The sum of a column, missing values left out; zero where there are none.
///
/// An integer sum cannot overflow: the sum of `u8`, `u16` and `u32` is a `u64`, that of `u64` a `u128`, and the same
/// with signs. Where no wider type is left, as for 128 bits and for `TimeDelta`, the answer is a `Result`. Floats are
/// summed as `f64`.
///
/// ```
/// # use memtable::{MemTable, Table, query::sum};
/// # #[derive(MemTable, Clone)]
/// # struct Order { price: u8 }
/// # fn main() -> Result<(), memtable::Rejected<Order>> {
/// let orders = Table::from_rows([Order { price: 200 }, Order { price: 200 }])?;
/// assert_eq!(orders.aggregate(sum(Order::PRICE)), 400_u64);
/// # Ok(())
/// # }
/// ```
pub fn sum<R, C>(column: Col<R, C>) -> Sum<R, C>
where
    C: ColumnOf<R>,
    Inner<R, C>: Summed<R, C>,
{
    Sum::of(column)
}

impl<R, C> Sum<R, C> {
    pub(super) fn of(_column: Col<R, C>) -> Self {
        Sum(PhantomData)
    }
}

impl<R, C> Clone for Sum<R, C> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R, C> Copy for Sum<R, C> {}

impl<'t, R, C> Aggregate<'t, R> for Sum<R, C>
where
    C: ColumnOf<R>,
    Inner<R, C>: Summed<R, C>,
{
    type Answer = <Inner<R, C> as Summed<R, C>>::Sum;
    type State = <Inner<R, C> as Summed<R, C>>::Total;

    #[inline]
    fn add(&self, total: &mut Self::State, row: &'t R) {
        if let Some(value) = C::get(row).inner() {
            value.add_to(total);
        }
    }

    fn answer(&self, total: Self::State) -> Self::Answer {
        <Inner<R, C>>::sum(total)
    }

    fn names(&self) -> Vec<String> {
        vec![format!("sum({})", C::NAME)]
    }
}

/// A column whose values have a sum.
#[diagnostic::on_unimplemented(
    message = "this column of `{R}` holds `{Self}`, whose values have no sum [MT0351]",
    label = "`{Self}` has no sum",
    note = "integers, floats, decimals and spans of time have one"
)]
pub trait Summed<R, C>: MemValue {
    /// The type of a sum.
    type Sum: Cells;
    #[doc(hidden)]
    type Total: Default;
    #[doc(hidden)]
    fn add_to(&self, total: &mut Self::Total);
    #[doc(hidden)]
    fn sum(total: Self::Total) -> Self::Sum;
}

/// A sum is past every value of its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overflow;

impl fmt::Display for Overflow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the sum is past every value of its type")
    }
}

impl Error for Overflow {}

macro_rules! sums_in_a_wider_type {
    ($($type:ty => $sum:ty;)+) => {$(
        impl<R, C> Summed<R, C> for $type {
            type Sum = $sum;
            type Total = $sum;

            // A table has fewer than 2^32 rows, and the sum's type 32 bits more.
            #[inline]
            fn add_to(&self, total: &mut $sum) {
                *total += <$sum>::from(*self);
            }

            fn sum(total: $sum) -> $sum {
                total
            }
        }
    )+};
}

sums_in_a_wider_type! {
    u8 => u64;
    u16 => u64;
    u32 => u64;
    u64 => u128;
    i8 => i64;
    i16 => i64;
    i32 => i64;
    i64 => i128;
    f32 => f64;
    f64 => f64;
}

macro_rules! sums_of_the_platform {
    ($($type:ty => $sum:ty;)+) => {$(
        impl<R, C> Summed<R, C> for $type {
            type Sum = $sum;
            type Total = $sum;

            #[inline]
            fn add_to(&self, total: &mut $sum) {
                // no platform of Rust has a wider one
                *total += *self as $sum;
            }

            fn sum(total: $sum) -> $sum {
                total
            }
        }
    )+};
}

sums_of_the_platform! {
    usize => u128;
    isize => i128;
}

/// A sum of signed values so far: what went over the end of the type may come back.
#[doc(hidden)]
#[derive(Debug, Default)]
pub struct Carried<T> {
    low: T,
    n_over: i64,
}

macro_rules! sums_that_are_checked {
    ($($type:ty, $is_negative:expr;)+) => {$(
        impl<R, C> Summed<R, C> for $type {
            type Sum = Result<$type, Overflow>;
            type Total = Carried<$type>;

            #[inline]
            fn add_to(&self, total: &mut Carried<$type>) {
                let (low, is_over) = total.low.overflowing_add(*self);
                total.low = low;
                if is_over {
                    total.n_over += if $is_negative(*self) { -1 } else { 1 };
                }
            }

            fn sum(total: Carried<$type>) -> Self::Sum {
                if total.n_over == 0 { Ok(total.low) } else { Err(Overflow) }
            }
        }
    )+};
}

sums_that_are_checked! {
    u128, |_| false;
    i128, |value| value < 0;
}

impl<R, C> Summed<R, C> for TimeDelta {
    type Sum = Result<TimeDelta, Overflow>;
    /// In nanoseconds.
    type Total = i128;

    fn add_to(&self, total: &mut i128) {
        *total += i128::from(self.num_seconds()) * 1_000_000_000 + i128::from(self.subsec_nanos());
    }

    fn sum(total: i128) -> Self::Sum {
        let (seconds, nanos) = (
            total.div_euclid(1_000_000_000),
            total.rem_euclid(1_000_000_000),
        );
        let seconds = i64::try_from(seconds).map_err(|_| Overflow)?;
        let nanos = u32::try_from(nanos).map_err(|_| Overflow)?;
        TimeDelta::new(seconds, nanos).ok_or(Overflow)
    }
}
