use std::marker::PhantomData;

use crate::query::predicate::fits::Optional;
use crate::query::predicate::{Not, Predicate};
use crate::query::{Condition, Filter};
use crate::record::{Col, ColumnOf, MemValue};
use crate::schema::Expr;

/// Whether a value is missing: for columns that are an `Option`.
impl<R, C: ColumnOf<R>> Col<R, C> {
    /// Where the value is missing. Never unknown.
    pub fn is_none(self) -> Filter<R, impl Predicate<R>>
    where
        C::Value: Optional<R, C>,
    {
        Filter::new(IsNone(PhantomData::<fn() -> C>))
    }

    /// Where there is a value. Never unknown.
    pub fn is_some(self) -> Filter<R, impl Predicate<R>>
    where
        C::Value: Optional<R, C>,
    {
        Filter::new(Not(IsNone(PhantomData::<fn() -> C>)))
    }
}

struct IsNone<C>(PhantomData<fn() -> C>);

impl<R, C: ColumnOf<R>> Predicate<R> for IsNone<C> {
    #[inline]
    fn holds(&self, row: &R) -> bool {
        C::get(row).inner().is_none()
    }

    #[inline]
    fn fails(&self, row: &R) -> bool {
        C::get(row).inner().is_some()
    }

    fn condition(&self) -> Condition {
        Condition::Expr(Expr::IsNull(C::NAME.into()))
    }
}
