use std::marker::PhantomData;

use crate::query::Aggregate;
use crate::query::predicate::Inner;
use crate::record::{Col, ColumnOf, MemValue};

/// The average of a column. Made by [`avg`].
#[derive(Debug)]
pub struct Average<R, C>(PhantomData<fn() -> (R, C)>);

/// The average of a column, missing values left out; `None` where there are none. Integers are summed exactly.
pub fn avg<R, C>(column: Col<R, C>) -> Average<R, C>
where
    C: ColumnOf<R>,
    Inner<R, C>: Averaged<R, C>,
{
    Average::of(column)
}

impl<R, C> Average<R, C> {
    pub(super) fn of(_column: Col<R, C>) -> Self {
        Average(PhantomData)
    }
}

impl<R, C> Clone for Average<R, C> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R, C> Copy for Average<R, C> {}

impl<'t, R, C> Aggregate<'t, R> for Average<R, C>
where
    C: ColumnOf<R>,
    Inner<R, C>: Averaged<R, C>,
{
    type Answer = Option<f64>;
    type State = (<Inner<R, C> as Averaged<R, C>>::Total, u32);

    #[inline]
    fn add(&self, (total, n_values): &mut Self::State, row: &'t R) {
        if let Some(value) = C::get(row).inner() {
            value.add_to(total);
            *n_values += 1;
        }
    }

    fn answer(&self, (total, n_values): Self::State) -> Option<f64> {
        (n_values > 0).then(|| <Inner<R, C>>::float(total) / f64::from(n_values))
    }

    fn names(&self) -> Vec<String> {
        vec![format!("avg({})", C::NAME)]
    }
}

/// A column whose values have an average.
#[diagnostic::on_unimplemented(
    message = "this column of `{R}` holds `{Self}`, whose values have no average [MT0351]",
    label = "`{Self}` has no average",
    note = "integers of up to 64 bits, and floats, have one"
)]
pub trait Averaged<R, C>: MemValue {
    #[doc(hidden)]
    type Total: Default;
    #[doc(hidden)]
    fn add_to(&self, total: &mut Self::Total);
    #[doc(hidden)]
    fn float(total: Self::Total) -> f64;
}

macro_rules! averages {
    ($($total:ty: $($type:ty)+;)+) => {$($(
        #[allow(
            clippy::cast_lossless, clippy::cast_precision_loss,
            clippy::unnecessary_cast, trivial_numeric_casts,
            reason = "one text for all types; an average is the nearest float"
        )]
        impl<R, C> Averaged<R, C> for $type {
            type Total = $total;

            #[inline]
            fn add_to(&self, total: &mut $total) {
                *total += *self as $total;
            }

            fn float(total: $total) -> f64 {
                total as f64
            }
        }
    )+)+};
}

averages! {
    u64: u8 u16 u32;
    i64: i8 i16 i32;
    u128: u64 usize;
    i128: i64 isize;
    f64: f32 f64;
}
