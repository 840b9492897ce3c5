//! Many rows summed up to a value.

mod average;
mod count;
#[cfg(feature = "decimal")]
mod decimal;
mod extreme;
mod sum;

pub use average::{Average, Averaged, avg};
pub use count::{Count, count};
pub use extreme::{Extreme, max, min};
pub use sum::{Overflow, Sum, Summed, sum};

use crate::query::{Predicate, Query};
use crate::record::{Col, ColumnOf, MemTable, MemValue};
use crate::schema::Value;
use crate::table::Snapshot;

/// What rows are summed up to: [`count()`], [`sum`]`(Order::PRICE)`, [`avg`], [`min`], [`max`], or a tuple of one to
/// twelve such, answered in one go. Missing values are left out.
#[diagnostic::on_unimplemented(
    message = "rows of `{R}` cannot be summed up to this [MT0352]",
    label = "nothing that `{R}` can be asked",
    note = "a group is asked for `count()`, `sum(Order::PRICE)`, `avg(..)`, `min(..)`, `max(..)`, or a tuple of such"
)]
pub trait Aggregate<'t, R> {
    /// The answer.
    type Answer: Cells;
    #[doc(hidden)]
    type State: Default;
    #[doc(hidden)]
    fn add(&self, state: &mut Self::State, row: &'t R);
    #[doc(hidden)]
    fn answer(&self, state: Self::State) -> Self::Answer;
    #[doc(hidden)]
    fn names(&self) -> Vec<String>;
}

/// An answer as the cells of a printed table.
#[doc(hidden)]
pub trait Cells {
    fn cells(&self) -> Vec<Value>;
}

macro_rules! one_cell {
    ($($answer:ty),+) => {$(
        impl Cells for $answer {
            fn cells(&self) -> Vec<Value> {
                vec![self.to_value()]
            }
        }
    )+};
}

one_cell!(usize, u64, i64, u128, i128, f64, Option<f64>);

impl<T: MemValue> Cells for Option<&T> {
    fn cells(&self) -> Vec<Value> {
        vec![self.map_or(Value::Null, MemValue::to_value)]
    }
}

impl<T: MemValue> Cells for Result<T, Overflow> {
    fn cells(&self) -> Vec<Value> {
        let overflow = |overflow: &Overflow| Value::from(overflow.to_string());
        vec![self.as_ref().map_or_else(overflow, MemValue::to_value)]
    }
}

macro_rules! tuples {
    ($(($($A:ident $idx:tt),+);)+) => {$(
        impl<$($A: Cells),+> Cells for ($($A,)+) {
            fn cells(&self) -> Vec<Value> {
                [$(self.$idx.cells()),+].concat()
            }
        }

        #[diagnostic::do_not_recommend]
        impl<'t, R, $($A: Aggregate<'t, R>),+> Aggregate<'t, R> for ($($A,)+) {
            type Answer = ($($A::Answer,)+);
            type State = ($($A::State,)+);

            #[inline]
            fn add(&self, state: &mut Self::State, row: &'t R) {
                $(self.$idx.add(&mut state.$idx, row);)+
            }

            fn answer(&self, state: Self::State) -> Self::Answer {
                ($(self.$idx.answer(state.$idx),)+)
            }

            fn names(&self) -> Vec<String> {
                [$(self.$idx.names()),+].concat()
            }
        }
    )+};
}

tuples! {
    (A 0);
    (A 0, B 1);
    (A 0, B 1, C 2);
    (A 0, B 1, C 2, D 3);
    (A 0, B 1, C 2, D 3, E 4);
    (A 0, B 1, C 2, D 3, E 4, F 5);
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6);
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8);
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9);
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10);
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11);
}

impl<R: MemTable> Snapshot<R> {
    /// All rows summed up: see [`Query::aggregate`].
    pub fn aggregate<'t, A, T>(&'t self, asked: A) -> T
    where
        A: Aggregate<'t, R, Answer = T>,
    {
        self.query().aggregate(asked)
    }
}

impl<'t, R: MemTable, P: Predicate<R>> Query<'t, R, P> {
    /// The rows summed up, to several answers in one go.
    ///
    /// ```
    /// # use memtable::{MemTable, Table, query::{count, max, sum}};
    /// # #[derive(MemTable, Clone)]
    /// # struct Order { status: String, price: u32 }
    /// # fn main() -> Result<(), memtable::Rejected<Order>> {
    /// let orders = [("paid", 30), ("open", 20), ("paid", 5)];
    /// let orders = Table::from_rows(orders.map(|(status, price)| Order { status: status.into(), price }))?;
    ///
    /// let asked = (count(), sum(Order::PRICE), max(Order::PRICE));
    /// assert_eq!(orders.filter(Order::STATUS.eq("paid")).aggregate(asked), (2, 35, Some(&30)));
    /// assert_eq!(orders.filter(Order::STATUS.eq("lost")).aggregate(asked), (0, 0, None));
    /// assert_eq!(orders.query().avg(Order::PRICE), Some(55.0 / 3.0));
    /// # Ok(())
    /// # }
    /// ```
    #[expect(
        clippy::needless_pass_by_value,
        reason = "it is called with what it is asked: `aggregate(count())`"
    )]
    pub fn aggregate<A, T>(&self, asked: A) -> T
    where
        A: Aggregate<'t, R, Answer = T>,
    {
        // The sums so far go from row to row by value: so they stay in registers.
        let state = self.iter().fold(A::State::default(), |mut state, row| {
            asked.add(&mut state, row);
            state
        });
        asked.answer(state)
    }

    /// The sum of a column: see [`sum`].
    pub fn sum<C>(&self, column: Col<R, C>) -> <Sum<R, C> as Aggregate<'t, R>>::Answer
    where
        C: ColumnOf<R>,
        Sum<R, C>: Aggregate<'t, R>,
    {
        self.aggregate(Sum::of(column))
    }

    /// The average of a column: see [`avg`].
    pub fn avg<C>(&self, column: Col<R, C>) -> <Average<R, C> as Aggregate<'t, R>>::Answer
    where
        C: ColumnOf<R>,
        Average<R, C>: Aggregate<'t, R>,
    {
        self.aggregate(Average::of(column))
    }

    /// The least value of a column: see [`min`].
    pub fn min<C>(&self, column: Col<R, C>) -> <Extreme<R, C> as Aggregate<'t, R>>::Answer
    where
        C: ColumnOf<R>,
        Extreme<R, C>: Aggregate<'t, R>,
    {
        self.aggregate(Extreme::least(column))
    }

    /// The greatest value of a column: see [`max`].
    pub fn max<C>(&self, column: Col<R, C>) -> <Extreme<R, C> as Aggregate<'t, R>>::Answer
    where
        C: ColumnOf<R>,
        Extreme<R, C>: Aggregate<'t, R>,
    {
        self.aggregate(Extreme::greatest(column))
    }
}
