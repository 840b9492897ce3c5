use std::hash::BuildHasher;
use std::marker::PhantomData;

use foldhash::fast::RandomState;
use hashbrown::HashTable;

use crate::query::predicate::compare::put;
use crate::query::predicate::fits::SetFits;
use crate::query::predicate::operand::{Constant, Operand};
use crate::query::predicate::{Inner, Predicate};
use crate::query::probe::{Asks, Probe};
use crate::query::{Condition, Filter};
use crate::record::{Col, ColumnOf, MemValue};

/// Up to how many values a look at each is faster than a hash.
const FEW: usize = 8;

impl<R, C: ColumnOf<R>> Col<R, C> {
    /// Where the column is one of the values; unknown where it is missing. Answered by an index on the column.
    ///
    /// ```
    /// # use memtable::{MemTable, Table};
    /// # #[derive(MemTable, Clone)]
    /// # struct User { #[memtable(primary_key)] id: u64, name: String }
    /// # fn main() -> Result<(), memtable::Rejected<User>> {
    /// let users = [(1, "Ann"), (2, "Bob"), (3, "Cy")].map(|(id, name)| User { id, name: name.into() });
    /// let users = Table::from_rows(users)?;
    /// assert_eq!(users.filter(User::NAME.is_in(["Cy", "Ann"])).select(User::ID).to_vec(), [&1, &3]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn is_in<V>(self, values: impl IntoIterator<Item = V>) -> Filter<R, IsIn<C, Inner<R, C>>>
    where
        Inner<R, C>: SetFits<R, C>,
        V: Operand<Inner<R, C>, R, C, Side = Constant<Inner<R, C>>>,
    {
        let values = values.into_iter().map(|value| value.side().0);
        Filter::new(IsIn::new(values.collect()))
    }
}

/// A column that is one of several values.
#[doc(hidden)]
pub struct IsIn<C, T> {
    values: Vec<T>,
    /// The positions of the values by their hashes, where they are many.
    positions: HashTable<usize>,
    state: RandomState,
    of: PhantomData<fn() -> C>,
}

impl<C, T> IsIn<C, T> {
    fn new<R>(values: Vec<T>) -> Self
    where
        T: SetFits<R, C>,
    {
        let state = RandomState::default();
        let mut positions = HashTable::new();
        if values.len() > FEW {
            for (position, value) in values.iter().enumerate() {
                let hash = state.hash_one(value);
                positions.insert_unique(hash, position, |other| state.hash_one(&values[*other]));
            }
        }
        IsIn {
            values,
            positions,
            state,
            of: PhantomData,
        }
    }

    #[inline]
    fn has<R>(&self, value: &T) -> bool
    where
        T: SetFits<R, C>,
    {
        if self.positions.is_empty() {
            return self.values.contains(value);
        }
        let hash = self.state.hash_one(value);
        let found = self
            .positions
            .find(hash, |position| self.values[*position] == *value);
        found.is_some()
    }
}

impl<R, C: ColumnOf<R>> Predicate<R> for IsIn<C, Inner<R, C>>
where
    Inner<R, C>: SetFits<R, C>,
{
    #[inline]
    fn holds(&self, row: &R) -> bool {
        C::get(row).inner().is_some_and(|value| self.has(value))
    }

    #[inline]
    fn fails(&self, row: &R) -> bool {
        C::get(row).inner().is_some_and(|value| !self.has(value))
    }

    fn condition(&self) -> Condition {
        Condition::IsIn {
            column: C::NAME,
            values: self.values.iter().map(MemValue::to_value).collect(),
        }
    }

    fn probes<'p>(&'p self, probes: &mut Vec<&'p dyn Probe<R>>) {
        probes.push(self);
    }
}

impl<R, C: ColumnOf<R>> Probe<R> for IsIn<C, Inner<R, C>>
where
    Inner<R, C>: SetFits<R, C>,
{
    fn column(&self) -> usize {
        C::IDX
    }

    fn asks(&self) -> Asks {
        Asks::Values(self.values.len())
    }

    fn put(&self, nth: usize, row: &mut R) -> bool {
        (self.values.get(nth)).is_some_and(|value| put::<R, C>(value, row))
    }
}
