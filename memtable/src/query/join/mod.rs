//! Rows of two tables that belong together.

mod link;
mod pairs;
mod partners;

pub use link::{JoinsWith, ReferenceTo};
pub use pairs::{InnerJoin, Joined, LeftJoin};
pub(super) use pairs::{Join, JoinKind};

pub use link::{Along, ByReference, Link, NoLink, Nowhere, along};

use std::marker::PhantomData;

use crate::query::join::link::ReferencedBy;
use crate::query::join::pairs::Parts;
use crate::query::predicate::Inner;
use crate::query::{Everything, Predicate, Query};
use crate::record::{Col, ColumnOf, MemTable};
use crate::table::{Snapshot, Table};

/// What can be joined to: a table, a snapshot, or a question to one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is nothing to be joined to [MT0361]",
    label = "neither a table nor a query",
    note = "join to `&table`, `&snapshot`, or to a query: `customers.filter(..)`"
)]
pub trait IntoQuery<'t> {
    /// The rows.
    type Row: MemTable + 't;
    /// What its rows satisfy.
    type Predicate: Predicate<Self::Row>;
    /// The question.
    fn into_query(self) -> Query<'t, Self::Row, Self::Predicate>;
}

impl<'t, R: MemTable> IntoQuery<'t> for &'t Table<R> {
    type Row = R;
    type Predicate = Everything;

    fn into_query(self) -> Query<'t, R, Everything> {
        self.query()
    }
}

impl<'t, R: MemTable> IntoQuery<'t> for &'t Snapshot<R> {
    type Row = R;
    type Predicate = Everything;

    fn into_query(self) -> Query<'t, R, Everything> {
        self.query()
    }
}

impl<'t, R: MemTable + 't, P: Predicate<R>> IntoQuery<'t> for Query<'t, R, P> {
    type Row = R;
    type Predicate = P;

    fn into_query(self) -> Query<'t, R, P> {
        self
    }
}

impl<R: MemTable> Snapshot<R> {
    /// As [`Query::join`], of all rows.
    pub fn join<'t, Q, S, W, L>(
        &'t self,
        other: Q,
    ) -> Joined<'t, R, S, InnerJoin, Parts<'t, R, Everything, S, W, L>>
    where
        Q: IntoQuery<'t, Row = S, Predicate = W>,
        S: MemTable + 't,
        W: Predicate<S>,
        S: ReferencedBy<R, By = L>,
        L: Link<R, S>,
    {
        self.query().join(other)
    }

    /// As [`Query::left_join`], of all rows.
    pub fn left_join<'t, Q, S, W, L>(
        &'t self,
        other: Q,
    ) -> Joined<'t, R, S, LeftJoin, Parts<'t, R, Everything, S, W, L>>
    where
        Q: IntoQuery<'t, Row = S, Predicate = W>,
        S: MemTable + 't,
        W: Predicate<S>,
        S: ReferencedBy<R, By = L>,
        L: Link<R, S>,
    {
        self.query().left_join(other)
    }

    /// As [`Query::join_on`], of all rows.
    pub fn join_on<'t, Q, S, W, L, C, D>(
        &'t self,
        other: Q,
        here: Col<R, C>,
        there: Col<S, D>,
    ) -> Joined<'t, R, S, InnerJoin, Parts<'t, R, Everything, S, W, L>>
    where
        Q: IntoQuery<'t, Row = S, Predicate = W>,
        S: MemTable + 't,
        W: Predicate<S>,
        C: ColumnOf<R>,
        D: ColumnOf<S>,
        Inner<R, C>: JoinsWith<Inner<S, D>, R, C, S, D, Link = L>,
        L: Link<R, S>,
    {
        self.query().join_on(other, here, there)
    }

    /// As [`Query::left_join_on`], of all rows.
    pub fn left_join_on<'t, Q, S, W, L, C, D>(
        &'t self,
        other: Q,
        here: Col<R, C>,
        there: Col<S, D>,
    ) -> Joined<'t, R, S, LeftJoin, Parts<'t, R, Everything, S, W, L>>
    where
        Q: IntoQuery<'t, Row = S, Predicate = W>,
        S: MemTable + 't,
        W: Predicate<S>,
        C: ColumnOf<R>,
        D: ColumnOf<S>,
        Inner<R, C>: JoinsWith<Inner<S, D>, R, C, S, D, Link = L>,
        L: Link<R, S>,
    {
        self.query().left_join_on(other, here, there)
    }
}

/// Joins: each row with the rows of another table that belong to it, in the order of this question, then of the other
/// table. Missing values belong to nothing.
///
/// The other table's index on the column is used where there is one; else the rows of the other table are hashed once.
impl<'t, R: MemTable, P: Predicate<R>> Query<'t, R, P> {
    /// Each row with the row that it references: a field with `#[memtable(references = Customer::ID)]` says how. Rows
    /// without one are left out.
    ///
    /// ```
    /// # use memtable::{MemTable, Table};
    /// #[derive(MemTable, Clone)]
    /// struct Customer {
    ///     #[memtable(primary_key)]
    ///     id: u32,
    ///     name: String,
    /// }
    ///
    /// #[derive(MemTable, Clone)]
    /// struct Order {
    ///     #[memtable(primary_key)]
    ///     id: u64,
    ///     #[memtable(references = Customer::ID)]
    ///     customer: Option<u32>,
    /// }
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let customers = Table::from_rows([(1, "Ann"), (2, "Bob")].map(|(id, name)| Customer { id, name: name.into() }))?;
    /// let orders = [(10, Some(2)), (11, None), (12, Some(1))];
    /// let orders = Table::from_rows(orders.map(|(id, customer)| Order { id, customer }))?;
    ///
    /// let names: Vec<_> = orders.join(&customers).into_iter().map(|(order, customer)| (order.id, &*customer.name)).collect();
    /// assert_eq!(names, [(10, "Bob"), (12, "Ann")]);
    ///
    /// let bobs = orders.join(customers.filter(Customer::NAME.eq("Bob")));
    /// assert_eq!(bobs.count(), 1);
    /// # Ok(())
    /// # }
    /// ```
    pub fn join<Q, S, W, L>(self, other: Q) -> Joined<'t, R, S, InnerJoin, Parts<'t, R, P, S, W, L>>
    where
        Q: IntoQuery<'t, Row = S, Predicate = W>,
        S: MemTable + 't,
        W: Predicate<S>,
        S: ReferencedBy<R, By = L>,
        L: Link<R, S>,
    {
        self.joined(other)
    }

    /// Each row with the row that it references, as [`join`](Self::join); rows without one with `None`.
    pub fn left_join<Q, S, W, L>(
        self,
        other: Q,
    ) -> Joined<'t, R, S, LeftJoin, Parts<'t, R, P, S, W, L>>
    where
        Q: IntoQuery<'t, Row = S, Predicate = W>,
        S: MemTable + 't,
        W: Predicate<S>,
        S: ReferencedBy<R, By = L>,
        L: Link<R, S>,
    {
        self.joined(other)
    }

    /// Each row with the rows of another table that have the same value in a column, nulls apart. Rows without such are
    /// left out.
    ///
    /// ```
    /// # use memtable::{MemTable, Table};
    /// # #[derive(MemTable, Clone)]
    /// # struct City { name: String, country: String }
    /// # #[derive(MemTable, Clone)]
    /// # struct Country { code: String, continent: String }
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let cities = Table::from_rows([("Bern", "CH"), ("Rio", "BR"), ("Atlantis", "??")]
    /// #     .map(|(name, country)| City { name: name.into(), country: country.into() }))?;
    /// # let countries = Table::from_rows([("BR", "America"), ("CH", "Europe")]
    /// #     .map(|(code, continent)| Country { code: code.into(), continent: continent.into() }))?;
    /// let pairs = cities.join_on(&countries, City::COUNTRY, Country::CODE);
    /// let pairs: Vec<_> = pairs.into_iter().map(|(city, country)| (&*city.name, &*country.continent)).collect();
    /// assert_eq!(pairs, [("Bern", "Europe"), ("Rio", "America")]);
    ///
    /// let all = cities.left_join_on(&countries, City::COUNTRY, Country::CODE);
    /// assert_eq!(all.into_iter().filter(|(_, country)| country.is_none()).count(), 1);
    /// # Ok(())
    /// # }
    /// ```
    pub fn join_on<Q, S, W, L, C, D>(
        self,
        other: Q,
        _here: Col<R, C>,
        _there: Col<S, D>,
    ) -> Joined<'t, R, S, InnerJoin, Parts<'t, R, P, S, W, L>>
    where
        Q: IntoQuery<'t, Row = S, Predicate = W>,
        S: MemTable + 't,
        W: Predicate<S>,
        C: ColumnOf<R>,
        D: ColumnOf<S>,
        Inner<R, C>: JoinsWith<Inner<S, D>, R, C, S, D, Link = L>,
        L: Link<R, S>,
    {
        self.joined(other)
    }

    /// As [`join_on`](Self::join_on); rows that belong to none of the other table with `None`.
    pub fn left_join_on<Q, S, W, L, C, D>(
        self,
        other: Q,
        _here: Col<R, C>,
        _there: Col<S, D>,
    ) -> Joined<'t, R, S, LeftJoin, Parts<'t, R, P, S, W, L>>
    where
        Q: IntoQuery<'t, Row = S, Predicate = W>,
        S: MemTable + 't,
        W: Predicate<S>,
        C: ColumnOf<R>,
        D: ColumnOf<S>,
        Inner<R, C>: JoinsWith<Inner<S, D>, R, C, S, D, Link = L>,
        L: Link<R, S>,
    {
        self.joined(other)
    }

    fn joined<Q, S, W, L, K>(self, other: Q) -> Joined<'t, R, S, K, Parts<'t, R, P, S, W, L>>
    where
        Q: IntoQuery<'t, Row = S, Predicate = W>,
        S: MemTable + 't,
        W: Predicate<S>,
        L: Link<R, S>,
    {
        let join = Parts {
            left: self,
            right: other.into_query(),
            link: PhantomData::<fn() -> L>,
        };
        Joined {
            join,
            of: PhantomData,
        }
    }
}
