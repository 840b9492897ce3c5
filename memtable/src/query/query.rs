use std::fmt;

use crate::query::found::Page;
use crate::query::order::Sort;
use crate::query::predicate::{And, ByRow, Everything};
use crate::query::{
    Condition, Explanation, Filter, Found, IndexedOnly, OrderBy, Predicate, QueryError, Window,
};
use crate::record::MemTable;
use crate::table::Snapshot;

/// Rows of a table that are asked for: which, in which order, how many.
///
/// Made by [`Snapshot::filter`] and its neighbours; nothing is looked at before the rows are iterated over, counted or
/// printed. The verbs mean the same in any order: conditions first, then the order, then offset and limit.
///
/// A question borrows its table until it is dropped: to write meanwhile, ask a [`snapshot`](Snapshot) of it, or collect the rows.
///
/// An equality on an indexed column, or on a group of columns, is answered by the index and never scans; so is a range
/// over an ordered index, unless it is a large part of the table. [`explain`](Self::explain) tells.
///
/// ```
/// # use memtable::{MemTable, MemValue, Table};
/// # #[derive(MemValue, Clone, Copy, PartialEq, Eq, Hash)]
/// # enum Plan { Free, Pro }
/// # #[derive(MemTable, Clone)]
/// # struct User { #[memtable(primary_key)] id: u64, name: String, age: Option<u8>, #[memtable(index)] plan: Plan }
/// # fn main() -> Result<(), memtable::Rejected<User>> {
/// # let user = |id, name: &str, age, plan| User { id, name: name.into(), age, plan };
/// # let users = Table::from_rows([
/// #     user(1, "Cy", Some(40), Plan::Pro), user(2, "Ann", Some(18), Plan::Pro), user(3, "Bob", Some(50), Plan::Free),
/// # ])?;
/// let adults = users
///     .filter(User::AGE.ge(18).and(User::PLAN.eq(Plan::Pro)))
///     .order_by((User::NAME.asc(), User::AGE.desc().nulls_last()))
///     .select((User::ID, User::NAME))
///     .limit(20);
///
/// for (id, name) in adults {
///     println!("{id} {name}");
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "a query does nothing until it is asked for its rows"]
pub struct Query<'t, R, P> {
    pub(super) table: &'t Snapshot<R>,
    pub(super) predicate: P,
    pub(super) order: Option<Box<dyn Sort<R> + 't>>,
    pub(super) page: Page,
}

/// Questions: see [`query`](crate::query).
impl<R: MemTable> Snapshot<R> {
    /// All rows, as a question to go on from.
    pub fn query(&self) -> Query<'_, R, Everything> {
        Query {
            table: self,
            predicate: Everything,
            order: None,
            page: Page::ALL,
        }
    }

    /// The rows for which the condition is true.
    pub fn filter<P: Predicate<R>>(
        &self,
        condition: Filter<R, P>,
    ) -> Query<'_, R, impl Predicate<R>> {
        self.query().filter(condition)
    }

    /// All rows in an order: see [`Query::order_by`].
    pub fn order_by<'t>(&'t self, order: impl OrderBy<R> + 't) -> Query<'t, R, Everything> {
        self.query().order_by(order)
    }

    /// The table for questions that an index answers, and no others: a guard against a scan of a large table.
    pub fn refuse_scans(&self) -> IndexedOnly<'_, R> {
        IndexedOnly::new(self)
    }
}

impl<'t, R: MemTable, P: Predicate<R>> Query<'t, R, P> {
    /// The rows for which this condition is true too.
    pub fn filter<Q: Predicate<R>>(
        self,
        condition: Filter<R, Q>,
    ) -> Query<'t, R, impl Predicate<R>> {
        Query {
            table: self.table,
            predicate: And(self.predicate, condition.predicate),
            order: self.order,
            page: self.page,
        }
    }

    /// The rows for which a function is true too.
    pub fn and_where(self, test: impl Fn(&R) -> bool) -> Query<'t, R, impl Predicate<R>> {
        self.filter(Filter::new(ByRow(test)))
    }

    /// The rows in an order, in place of the one before: by one column, or by a tuple of columns. Equal rows stay in the
    /// order of the table. Costs a sort of the rows found, or less where few are asked for.
    pub fn order_by(mut self, order: impl OrderBy<R> + 't) -> Self {
        self.order = Some(Box::new(order));
        self
    }

    /// At most so many rows.
    pub fn limit(mut self, n_rows: usize) -> Self {
        self.page = self.page.limited(n_rows);
        self
    }

    /// Without the first so many rows.
    pub fn offset(mut self, n_rows: usize) -> Self {
        self.page.offset = n_rows;
        self
    }

    /// The rows, without giving the question away.
    pub fn iter(&self) -> Window<Found<'t, R, &P>> {
        self.window(&self.predicate, self.page)
    }

    /// The rows in a `Vec`.
    pub fn to_vec(&self) -> Vec<&'t R> {
        let mut rows = Vec::new();
        self.iter().for_each(|row| rows.push(row));
        rows
    }

    /// The first row.
    pub fn first(&self) -> Option<&'t R> {
        self.window(&self.predicate, self.page.limited(1)).next()
    }

    /// The row, where it is the only one.
    ///
    /// ```
    /// # use memtable::{MemTable, Table};
    /// # #[derive(MemTable, Clone, Debug)]
    /// # struct User { id: u64, name: String }
    /// # fn main() -> Result<(), memtable::Rejected<User>> {
    /// let users = Table::from_rows([(1, "Ann"), (2, "Ann")].map(|(id, name)| User { id, name: name.into() }))?;
    ///
    /// assert!(users.filter(User::ID.eq(1)).exactly_one().is_ok());
    /// let error = users.filter(User::NAME.eq("Ann")).exactly_one().unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "`user`: exactly one row was asked for where name == \"Ann\", and 2 were found"
    /// );
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`QueryError::NotOne`], with how many there are, where there is none or more than one.
    pub fn exactly_one(&self) -> Result<&'t R, QueryError> {
        let mut rows = self.iter();
        match (rows.next(), rows.count()) {
            (Some(row), 0) => Ok(row),
            (first, n_more) => Err(QueryError::NotOne {
                table: R::NAME,
                condition: Box::new(self.condition()),
                n_found: n_more + usize::from(first.is_some()),
            }),
        }
    }

    /// How many rows there are.
    pub fn count(&self) -> usize {
        self.unordered().count()
    }

    /// Whether there is a row.
    pub fn exists(&self) -> bool {
        self.unordered().next().is_some()
    }

    /// What the rows satisfy, as data.
    pub fn condition(&self) -> Condition {
        self.predicate.condition()
    }

    /// How the question is answered: by which index, or by a scan. Asks the indexes, and looks at no other row.
    ///
    /// ```
    /// # use memtable::{MemTable, Table};
    /// # #[derive(MemTable, Clone)]
    /// # struct User { #[memtable(primary_key)] id: u64, #[memtable(index)] plan: String, age: u8 }
    /// # fn main() -> Result<(), memtable::Rejected<User>> {
    /// let plans = ["pro", "free", "free", "pro"];
    /// let users = (1..).zip(plans).map(|(id, plan)| User { id, plan: plan.into(), age: 30 });
    /// let users = Table::from_rows(users)?;
    ///
    /// let query = users.filter(User::AGE.ge(18).and(User::PLAN.eq("pro"))).limit(1);
    /// assert_eq!(
    ///     query.explain().to_string(),
    ///     "\
    /// user: looks at 2 of 4 rows
    ///   by     the index on (plan)
    ///   where  age >= 18 && plan == \"pro\"
    ///   limit  1"
    /// );
    /// # Ok(())
    /// # }
    /// ```
    pub fn explain(&self) -> Explanation {
        Explanation::of(self)
    }

    /// Whether every row of the table that satisfies the condition is asked for, in the order of the table.
    pub(super) fn is_whole_table(&self) -> bool {
        self.order.is_none() && self.page == Page::ALL
    }

    /// The rows that a page shows.
    pub(super) fn window<Q: Predicate<R>>(
        &self,
        predicate: Q,
        page: Page,
    ) -> Window<Found<'t, R, Q>> {
        page.of(self.found(predicate, page.end()))
    }

    /// At least the first `n` rows, in order.
    pub(super) fn found<Q: Predicate<R>>(&self, predicate: Q, n: usize) -> Found<'t, R, Q> {
        let found = Found::new(self.table, predicate);
        found.in_order(self.order.as_deref(), n)
    }

    /// As [`found`](Self::found), with the question given away.
    pub(super) fn into_found(self, n: usize) -> Found<'t, R, P> {
        let found = Found::new(self.table, self.predicate);
        found.in_order(self.order.as_deref(), n)
    }

    /// As many rows as are asked for, for questions that the order does not change.
    fn unordered(&self) -> Window<Found<'t, R, &P>> {
        self.page.of(Found::new(self.table, &self.predicate))
    }
}

impl<'t, R: MemTable, P: Predicate<R>> IntoIterator for Query<'t, R, P> {
    type Item = &'t R;
    type IntoIter = Window<Found<'t, R, P>>;

    fn into_iter(self) -> Self::IntoIter {
        let page = self.page;
        page.of(self.into_found(page.end()))
    }
}

impl<'t, R: MemTable, P: Predicate<R>> IntoIterator for &Query<'t, R, P> {
    type Item = &'t R;
    type IntoIter = std::vec::IntoIter<&'t R>;

    fn into_iter(self) -> Self::IntoIter {
        self.to_vec().into_iter()
    }
}

impl<R: MemTable, P: Predicate<R>> fmt::Debug for Query<'_, R, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Query({}, {})", R::NAME, self.condition())
    }
}
