use std::cmp::Ordering;
use std::marker::PhantomData;

use crate::query::Aggregate;
use crate::query::order::total_cmp;
use crate::query::predicate::{Inner, OrderFits};
use crate::record::{Col, ColumnOf, MemValue};

/// The least or the greatest value of a column. Made by [`min`] and [`max`].
#[derive(Debug)]
pub struct Extreme<R, C> {
    end: End,
    of: PhantomData<fn() -> (R, C)>,
}

#[derive(Clone, Copy, Debug)]
enum End {
    Least,
    Greatest,
}

/// The least value of a column, missing values left out; `None` where there are none. `NaN` is greater than every number.
pub fn min<R, C>(column: Col<R, C>) -> Extreme<R, C>
where
    C: ColumnOf<R>,
    Inner<R, C>: OrderFits<R, C>,
{
    Extreme::least(column)
}

/// The greatest value of a column, missing values left out; `None` where there are none. `NaN` is greater than every
/// number.
pub fn max<R, C>(column: Col<R, C>) -> Extreme<R, C>
where
    C: ColumnOf<R>,
    Inner<R, C>: OrderFits<R, C>,
{
    Extreme::greatest(column)
}

impl<R, C> Extreme<R, C> {
    pub(super) fn least(_column: Col<R, C>) -> Self {
        Extreme {
            end: End::Least,
            of: PhantomData,
        }
    }

    pub(super) fn greatest(_column: Col<R, C>) -> Self {
        Extreme {
            end: End::Greatest,
            of: PhantomData,
        }
    }
}

impl<R, C> Clone for Extreme<R, C> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R, C> Copy for Extreme<R, C> {}

impl<'t, R: 't, C> Aggregate<'t, R> for Extreme<R, C>
where
    C: ColumnOf<R, Value: 't>,
    Inner<R, C>: OrderFits<R, C> + 't,
{
    type Answer = Option<&'t Inner<R, C>>;
    type State = Option<&'t Inner<R, C>>;

    #[inline]
    fn add(&self, state: &mut Self::State, row: &'t R) {
        let Some(value) = C::get(row).inner() else {
            return;
        };
        let wanted = match self.end {
            End::Least => Ordering::Less,
            End::Greatest => Ordering::Greater,
        };
        if state.is_none_or(|best| total_cmp(value, best) == wanted) {
            *state = Some(value);
        }
    }

    fn answer(&self, state: Self::State) -> Self::Answer {
        state
    }

    fn names(&self) -> Vec<String> {
        vec![match self.end {
            End::Least => format!("min({})", C::NAME),
            End::Greatest => format!("max({})", C::NAME),
        }]
    }
}
