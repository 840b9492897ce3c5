use std::marker::PhantomData;

use crate::query::predicate::fits::{Equal, OrderFits};
use crate::query::predicate::operand::{Operand, Side};
use crate::query::predicate::{And, Inner, Predicate};
use crate::query::probe::{Asks, Edge, Probe};
use crate::query::{Condition, Filter};
use crate::record::{Col, ColumnOf, MemValue};
use crate::schema::{self, CompareOp, Expr};

/// Comparisons: with a value of the column's type, or with another column of the table that holds the same type.
/// Unknown where a value is missing.
impl<R, C: ColumnOf<R>> Col<R, C> {
    /// Where the column equals the value. Answered by an index on the column.
    ///
    /// ```
    /// # use memtable::{MemTable, Table};
    /// # #[derive(MemTable, Clone)]
    /// # struct Order { #[memtable(primary_key)] id: u64, price: u32, paid: Option<u32> }
    /// # fn main() -> Result<(), memtable::Rejected<Order>> {
    /// let orders = [(1, 30, Some(30)), (2, 50, Some(20)), (3, 10, None)];
    /// let orders = Table::from_rows(orders.map(|(id, price, paid)| Order { id, price, paid }))?;
    ///
    /// assert_eq!(orders.filter(Order::ID.eq(2)).select(Order::PRICE).to_vec(), [&50]);
    /// assert_eq!(orders.filter(Order::PAID.lt(Order::PRICE)).select(Order::ID).to_vec(), [&2]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn eq<V>(self, value: V) -> Filter<R, Compare<C, V::Side, ops::Eq>>
    where
        Inner<R, C>: Equal<R, C>,
        V: Operand<Inner<R, C>, R, C>,
    {
        Compare::<C, _, ops::Eq>::filter(value.side())
    }

    /// Where the column differs from the value.
    pub fn ne<V>(self, value: V) -> Filter<R, Compare<C, V::Side, ops::Ne>>
    where
        Inner<R, C>: Equal<R, C>,
        V: Operand<Inner<R, C>, R, C>,
    {
        Compare::<C, _, ops::Ne>::filter(value.side())
    }

    /// Where the column is less than the value. Answered by an ordered index on the column, as are `le`, `gt`, `ge` and
    /// `between`.
    pub fn lt<V>(self, value: V) -> Filter<R, Compare<C, V::Side, ops::Lt>>
    where
        Inner<R, C>: OrderFits<R, C>,
        V: Operand<Inner<R, C>, R, C>,
    {
        Compare::<C, _, ops::Lt>::filter(value.side())
    }

    /// Where the column is at most the value.
    pub fn le<V>(self, value: V) -> Filter<R, Compare<C, V::Side, ops::Le>>
    where
        Inner<R, C>: OrderFits<R, C>,
        V: Operand<Inner<R, C>, R, C>,
    {
        Compare::<C, _, ops::Le>::filter(value.side())
    }

    /// Where the column is more than the value.
    pub fn gt<V>(self, value: V) -> Filter<R, Compare<C, V::Side, ops::Gt>>
    where
        Inner<R, C>: OrderFits<R, C>,
        V: Operand<Inner<R, C>, R, C>,
    {
        Compare::<C, _, ops::Gt>::filter(value.side())
    }

    /// Where the column is at least the value.
    pub fn ge<V>(self, value: V) -> Filter<R, Compare<C, V::Side, ops::Ge>>
    where
        Inner<R, C>: OrderFits<R, C>,
        V: Operand<Inner<R, C>, R, C>,
    {
        Compare::<C, _, ops::Ge>::filter(value.side())
    }

    /// Where the column lies between the values, both included. Nothing lies between reversed values.
    pub fn between<V, W>(self, low: V, high: W) -> Filter<R, Between<C, V::Side, W::Side>>
    where
        Inner<R, C>: OrderFits<R, C>,
        V: Operand<Inner<R, C>, R, C>,
        W: Operand<Inner<R, C>, R, C>,
    {
        Filter::new(And(self.ge(low).predicate, self.le(high).predicate))
    }
}

/// A column compared with a side by an operator.
#[doc(hidden)]
pub struct Compare<C, S, O> {
    side: S,
    of: PhantomData<fn() -> (C, O)>,
}

impl<C, S, O> Compare<C, S, O> {
    fn filter<R>(side: S) -> Filter<R, Self>
    where
        Self: Predicate<R>,
    {
        Filter::new(Compare {
            side,
            of: PhantomData,
        })
    }
}

impl<R, C, S, O> Predicate<R> for Compare<C, S, O>
where
    C: ColumnOf<R>,
    S: Side<R, Inner<R, C>>,
    O: Op<R, C>,
{
    #[inline]
    fn holds(&self, row: &R) -> bool {
        match (C::get(row).inner(), self.side.get(row)) {
            (Some(left), Some(right)) => O::holds(left, right),
            _ => false,
        }
    }

    #[inline]
    fn fails(&self, row: &R) -> bool {
        match (C::get(row).inner(), self.side.get(row)) {
            (Some(left), Some(right)) => !O::holds(left, right),
            _ => false,
        }
    }

    fn condition(&self) -> Condition {
        let column = schema::Operand::Column(C::NAME.into());
        Condition::Expr(Expr::Compare(O::OP, column, self.side.operand()))
    }

    fn probes<'p>(&'p self, probes: &mut Vec<&'p dyn Probe<R>>) {
        if self.side.constant().is_some() && O::OP != CompareOp::Ne {
            probes.push(self);
        }
    }
}

impl<R, C, S, O> Probe<R> for Compare<C, S, O>
where
    C: ColumnOf<R>,
    S: Side<R, Inner<R, C>>,
    O: Op<R, C>,
{
    fn column(&self) -> usize {
        C::IDX
    }

    fn asks(&self) -> Asks {
        match O::OP {
            CompareOp::Eq => Asks::Values(1),
            CompareOp::Ne => Asks::Values(0),
            CompareOp::Lt => Asks::Upper(Edge::Excluded),
            CompareOp::Le => Asks::Upper(Edge::Included),
            CompareOp::Gt => Asks::Lower(Edge::Excluded),
            CompareOp::Ge => Asks::Lower(Edge::Included),
        }
    }

    fn put(&self, _nth: usize, row: &mut R) -> bool {
        self.side
            .constant()
            .is_some_and(|value| put::<R, C>(value, row))
    }
}

/// Puts a constant into the row's column; `false` where the column cannot hold it as it is.
pub(super) fn put<R, C: ColumnOf<R>>(value: &Inner<R, C>, row: &mut R) -> bool {
    let Ok(made) = C::Value::from_value(value.to_value()) else {
        return false;
    };
    *C::get_mut(row) = made;
    C::get(row).inner().is_some_and(|put| put.same(value))
}

/// A column between two sides.
type Between<C, V, W> = And<Compare<C, V, ops::Ge>, Compare<C, W, ops::Le>>;

/// An operator, for the values of a column.
#[doc(hidden)]
pub trait Op<R, C: ColumnOf<R>> {
    const OP: CompareOp;
    fn holds(left: &Inner<R, C>, right: &Inner<R, C>) -> bool;
}

macro_rules! operators {
    ($($op:ident: $bound:ident, ($left:ident, $right:ident) => $holds:expr;)+) => {
        mod ops {
            $(#[derive(Debug)] pub enum $op {})+
        }

        $(impl<R, C: ColumnOf<R>> Op<R, C> for ops::$op
        where
            Inner<R, C>: $bound<R, C>,
        {
            const OP: CompareOp = CompareOp::$op;

            #[inline]
            fn holds($left: &Inner<R, C>, $right: &Inner<R, C>) -> bool {
                $holds
            }
        })+
    };
}

operators! {
    Eq: Equal, (left, right) => left.equals(right);
    Ne: Equal, (left, right) => !left.equals(right);
    Lt: OrderFits, (left, right) => left < right;
    Le: OrderFits, (left, right) => left <= right;
    Gt: OrderFits, (left, right) => left > right;
    Ge: OrderFits, (left, right) => left >= right;
}
