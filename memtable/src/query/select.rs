use std::fmt;
use std::marker::PhantomData;

use foldhash::fast::RandomState;
use hashbrown::HashTable;

use crate::query::{
    Everything, Explanation, Filter, Found, GroupKey, OrderBy, Predicate, Query, Window,
};
use crate::record::{Col, ColumnOf, MemTable};
use crate::table::Snapshot;

/// Columns of a table that are asked for: one, or a tuple of one to twelve.
#[diagnostic::on_unimplemented(
    message = "this names no columns of `{R}` [MT0312]",
    label = "no columns of `{R}`",
    note = "columns of the table itself are selected: `User::ID`, or a tuple of up to twelve such"
)]
pub trait Columns<'t, R> {
    /// The columns themselves: what is made of them has this type, so that no columns are one error and not several.
    #[doc(hidden)]
    type Itself: Columns<'t, R>;
    /// The values: `&T`, or a tuple of such.
    type Values;
    /// The positions of the columns in the schema.
    #[doc(hidden)]
    const INDICES: &'static [usize];
    /// The values of a row.
    #[doc(hidden)]
    fn values(row: &'t R) -> Self::Values;
}

impl<'t, R: 't, C: ColumnOf<R, Value: 't>> Columns<'t, R> for Col<R, C> {
    type Itself = Self;
    type Values = &'t C::Value;
    const INDICES: &'static [usize] = &[C::IDX];

    #[inline]
    fn values(row: &'t R) -> &'t C::Value {
        C::get(row)
    }
}

macro_rules! tuples_of_columns {
    ($(($($C:ident)+);)+) => {$(
        #[diagnostic::do_not_recommend]
        impl<'t, R: 't, $($C: ColumnOf<R, Value: 't>),+> Columns<'t, R> for ($(Col<R, $C>,)+) {
            type Itself = Self;
            type Values = ($(&'t $C::Value,)+);
            const INDICES: &'static [usize] = &[$($C::IDX),+];

            #[inline]
            fn values(row: &'t R) -> Self::Values {
                ($($C::get(row),)+)
            }
        }
    )+};
}

tuples_of_columns! {
    (A);
    (A B);
    (A B C);
    (A B C D);
    (A B C D E);
    (A B C D E F);
    (A B C D E F G);
    (A B C D E F G H);
    (A B C D E F G H I);
    (A B C D E F G H I J);
    (A B C D E F G H I J K);
    (A B C D E F G H I J K L);
}

/// Some columns of the rows of a [`Query`]. Made by [`Query::select`].
#[must_use = "a query does nothing until it is asked for its rows"]
pub struct Select<'t, R, P, S> {
    pub(super) query: Query<'t, R, P>,
    pub(super) key: Option<Key<R>>,
    columns: PhantomData<fn() -> S>,
}

/// By what rows are the same.
type Key<R> = (fn(&R, &RandomState) -> u64, fn(&R, &R) -> bool);

impl<R: MemTable> Snapshot<R> {
    /// Some columns of all rows: see [`Query::select`].
    pub fn select<'t, C, S>(&'t self, columns: C) -> Select<'t, R, Everything, S>
    where
        C: Columns<'t, R, Itself = S>,
    {
        self.query().select(columns)
    }
}

impl<'t, R: MemTable, P: Predicate<R>> Query<'t, R, P> {
    /// Some columns of the rows: `&T` of one, a tuple of such of several.
    ///
    /// ```
    /// # use memtable::{MemTable, Table};
    /// # #[derive(MemTable, Clone)]
    /// # struct City { name: String, country: String, people: u32 }
    /// # fn main() -> Result<(), memtable::Rejected<City>> {
    /// let cities = [("Bern", "CH", 134_591), ("Basel", "CH", 173_232), ("Lyon", "FR", 522_250)];
    /// let city = |(name, country, people): (&str, &str, u32)| City { name: name.into(), country: country.into(), people };
    /// let cities = Table::from_rows(cities.map(city))?;
    ///
    /// let large = cities.filter(City::PEOPLE.gt(150_000)).select((City::NAME, City::PEOPLE));
    /// for (name, people) in &large {
    ///     println!("{name} {people}");
    /// }
    /// assert_eq!(cities.select(City::COUNTRY).distinct().to_vec(), ["CH", "FR"]);
    /// assert_eq!(large.to_string(), "\
    /// city: 2 rows
    /// ╭───────┬────────╮
    /// │ name  │ people │
    /// ├───────┼────────┤
    /// │ Basel │ 173232 │
    /// │ Lyon  │ 522250 │
    /// ╰───────┴────────╯");
    /// # Ok(())
    /// # }
    /// ```
    pub fn select<C, S>(self, _columns: C) -> Select<'t, R, P, S>
    where
        C: Columns<'t, R, Itself = S>,
    {
        Select {
            query: self,
            key: None,
            columns: PhantomData,
        }
    }
}

impl<'t, R: MemTable, P: Predicate<R>, S: Columns<'t, R>> Select<'t, R, P, S> {
    /// Each combination of values once, where its first row stands.
    pub fn distinct(mut self) -> Self
    where
        S: GroupKey<R>,
    {
        self.key = Some((S::hash, S::same));
        self
    }

    /// As [`Query::filter`].
    pub fn filter<Q: Predicate<R>>(
        self,
        condition: Filter<R, Q>,
    ) -> Select<'t, R, impl Predicate<R>, S> {
        Select {
            query: self.query.filter(condition),
            key: self.key,
            columns: PhantomData,
        }
    }

    /// As [`Query::order_by`].
    pub fn order_by(mut self, order: impl OrderBy<R> + 't) -> Self {
        self.query = self.query.order_by(order);
        self
    }

    /// At most so many results.
    pub fn limit(mut self, n_rows: usize) -> Self {
        self.query = self.query.limit(n_rows);
        self
    }

    /// Without the first so many results.
    pub fn offset(mut self, n_rows: usize) -> Self {
        self.query = self.query.offset(n_rows);
        self
    }

    /// The results, without giving the question away.
    pub fn iter(&self) -> impl Iterator<Item = S::Values> {
        self.rows().map(S::values)
    }

    /// The results in a `Vec`.
    pub fn to_vec(&self) -> Vec<S::Values> {
        let mut values = Vec::new();
        self.iter().for_each(|value| values.push(value));
        values
    }

    /// The first result.
    pub fn first(&self) -> Option<S::Values> {
        self.iter().next()
    }

    /// How many results there are.
    pub fn count(&self) -> usize {
        match self.key {
            None => self.query.count(),
            Some(_) => self.rows().count(),
        }
    }

    /// How the question is answered: see [`Query::explain`].
    pub fn explain(&self) -> Explanation {
        self.query.explain()
    }

    /// The rows whose columns are selected.
    pub(super) fn rows(&self) -> Window<Distinct<'t, R, &P>> {
        let (query, page) = (&self.query, self.query.page);
        let found = query.found(&query.predicate, self.n_wanted());
        page.of(Distinct::new(found, self.key))
    }

    /// How many rows of the question are to be put into order.
    fn n_wanted(&self) -> usize {
        match self.key {
            None => self.query.page.end(),
            Some(_) => usize::MAX,
        }
    }
}

impl<'t, R: MemTable, P: Predicate<R>, S: Columns<'t, R>> IntoIterator for Select<'t, R, P, S> {
    type Item = S::Values;
    type IntoIter = std::iter::Map<Window<Distinct<'t, R, P>>, fn(&'t R) -> S::Values>;

    fn into_iter(self) -> Self::IntoIter {
        let (n_wanted, page) = (self.n_wanted(), self.query.page);
        page.of(Distinct::new(self.query.into_found(n_wanted), self.key))
            .map(S::values as fn(&'t R) -> S::Values)
    }
}

impl<'t, R: MemTable, P: Predicate<R>, S: Columns<'t, R>> IntoIterator for &Select<'t, R, P, S> {
    type Item = S::Values;
    type IntoIter = std::vec::IntoIter<S::Values>;

    fn into_iter(self) -> Self::IntoIter {
        self.to_vec().into_iter()
    }
}

/// Rows, of those with the same key the first alone.
pub struct Distinct<'t, R, P> {
    found: Found<'t, R, P>,
    key: Option<Key<R>>,
    seen: HashTable<&'t R>,
    state: RandomState,
}

impl<'t, R, P> Distinct<'t, R, P> {
    fn new(found: Found<'t, R, P>, key: Option<Key<R>>) -> Self {
        Distinct {
            found,
            key,
            seen: HashTable::new(),
            state: RandomState::default(),
        }
    }

    /// Whether it is the first with its key.
    fn is_first(&mut self, (hash, same): Key<R>, row: &'t R) -> bool {
        let (state, of_row) = (&self.state, hash(row, &self.state));
        let entry = self
            .seen
            .entry(of_row, |other| same(other, row), |other| hash(other, state));
        match entry {
            hashbrown::hash_table::Entry::Occupied(_) => false,
            hashbrown::hash_table::Entry::Vacant(vacant) => {
                vacant.insert(row);
                true
            }
        }
    }
}

impl<'t, R, P: Predicate<R>> Iterator for Distinct<'t, R, P> {
    type Item = &'t R;

    #[inline]
    fn next(&mut self) -> Option<&'t R> {
        loop {
            let (row, key) = (self.found.next()?, self.key);
            if key.is_none_or(|key| self.is_first(key, row)) {
                return Some(row);
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let (low, high) = self.found.size_hint();
        (low.min(1), high)
    }

    #[inline]
    fn fold<B, F: FnMut(B, &'t R) -> B>(self, init: B, mut step: F) -> B {
        if self.key.is_none() {
            return self.found.fold(init, step);
        }
        let mut folded = init;
        for row in self {
            folded = step(folded, row);
        }
        folded
    }
}

impl<R, P> fmt::Debug for Distinct<'_, R, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Distinct(..)")
    }
}

impl<R: MemTable, P: Predicate<R>, S> fmt::Debug for Select<'_, R, P, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Select({}, {})", R::NAME, self.query.condition())
    }
}
