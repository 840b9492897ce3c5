use std::fmt;
use std::marker::PhantomData;

use crate::query::indexed_only::columns;
use crate::query::join::link::Link;
use crate::query::join::partners::{Partners, index};
use crate::query::{Found, JoinExplanation, Predicate, Query, Window};
use crate::record::MemTable;

/// Pairs of rows that belong together. Made by [`Query::join`] and its neighbours.
#[must_use = "a join does nothing until it is asked for its rows"]
pub struct Joined<'t, R, S, K, J> {
    pub(super) join: J,
    pub(super) of: PhantomData<(&'t R, &'t S, K)>,
}

/// Rows that belong to none are left out: the pairs are `(&R, &S)`.
#[derive(Debug)]
pub enum InnerJoin {}

/// Rows that belong to none stay: the pairs are `(&R, Option<&S>)`.
#[derive(Debug)]
pub enum LeftJoin {}

/// What becomes of rows that belong to none.
#[doc(hidden)]
pub trait JoinKind<'t, S: 't> {
    type Right: Into<Option<&'t S>>;
    fn matched(row: &'t S) -> Self::Right;
    fn unmatched() -> Option<Self::Right>;
}

impl<'t, S: 't> JoinKind<'t, S> for InnerJoin {
    type Right = &'t S;

    #[inline]
    fn matched(row: &'t S) -> &'t S {
        row
    }

    #[inline]
    fn unmatched() -> Option<&'t S> {
        None
    }
}

impl<'t, S: 't> JoinKind<'t, S> for LeftJoin {
    type Right = Option<&'t S>;

    #[inline]
    fn matched(row: &'t S) -> Option<&'t S> {
        Some(row)
    }

    #[inline]
    fn unmatched() -> Option<Option<&'t S>> {
        Some(None)
    }
}

impl<'t, R, S, K, J> Joined<'t, R, S, K, J>
where
    R: MemTable + 't,
    S: MemTable + 't,
    K: JoinKind<'t, S>,
    J: Join<'t, R, S>,
{
    /// The pairs, without giving the question away.
    pub fn iter(&self) -> impl Iterator<Item = (&'t R, K::Right)> {
        let (rows, matcher) = self.join.run();
        Pairs::<'t, S, _, _, K>::new(rows, matcher)
    }

    /// The pairs in a `Vec`.
    pub fn to_vec(&self) -> Vec<(&'t R, K::Right)> {
        let mut pairs = Vec::new();
        self.iter().for_each(|pair| pairs.push(pair));
        pairs
    }

    /// How the join is answered: by the other table's index, or by a hash table of its rows.
    ///
    /// ```
    /// # use memtable::{MemTable, Table};
    /// # #[derive(MemTable, Clone)]
    /// # #[memtable(name = "customers")]
    /// # struct Customer { #[memtable(primary_key)] id: u32, name: String }
    /// # #[derive(MemTable, Clone)]
    /// # #[memtable(name = "orders")]
    /// # struct Order { #[memtable(references = Customer::ID)] customer: u32, price: u32 }
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let customers = Table::from_rows([Customer { id: 1, name: "Ann".into() }])?;
    /// # let orders = Table::from_rows([Order { customer: 1, price: 30 }, Order { customer: 1, price: 7 }])?;
    /// assert_eq!(
    ///     orders.filter(Order::PRICE.ge(10)).join(&customers).explain().to_string(),
    ///     "\
    /// orders: looks at all 2 rows
    ///   by     a scan
    ///   where  price >= 10
    /// customer = id
    ///   by     the index on (id) of customers"
    /// );
    /// # Ok(())
    /// # }
    /// ```
    pub fn explain(&self) -> JoinExplanation {
        self.join.explain()
    }

    /// How many pairs there are.
    pub fn count(&self) -> usize {
        self.iter().fold(0, |n, _| n + 1)
    }
}

impl<'t, R, S, K, J> IntoIterator for Joined<'t, R, S, K, J>
where
    R: MemTable + 't,
    S: MemTable + 't,
    K: JoinKind<'t, S>,
    J: Join<'t, R, S>,
{
    type Item = (&'t R, K::Right);
    type IntoIter = Pairs<'t, S, J::Rows, J::Matcher, K>;

    fn into_iter(self) -> Self::IntoIter {
        let (rows, matcher) = self.join.into_run();
        Pairs::new(rows, matcher)
    }
}

/// Two questions, and how their rows belong together.
#[doc(hidden)]
pub trait Join<'t, R: 't, S: 't> {
    type Rows: Iterator<Item = &'t R>;
    type Matcher: Matcher<'t, R, S>;
    fn explain(&self) -> JoinExplanation;
    fn into_run(self) -> (Self::Rows, Self::Matcher);
    fn run(&self) -> (impl Iterator<Item = &'t R>, impl Matcher<'t, R, S>);
}

/// Finds the rows that belong to one.
#[doc(hidden)]
pub trait Matcher<'t, R, S: 't> {
    fn fold<B>(&self, left: &R, init: B, step: impl FnMut(B, &'t S) -> B) -> B;

    /// Folds each of these rows with those that belong to it, or with none.
    fn fold_all<'r, B>(
        &self,
        rows: impl Iterator<Item = &'r R>,
        init: B,
        step: impl FnMut(B, &'r R, Option<&'t S>) -> B,
    ) -> B
    where
        R: 'r;
}

/// Two questions, and the link between their rows.
#[doc(hidden)]
pub struct Parts<'t, R, P, S, Q, L> {
    pub(super) left: Query<'t, R, P>,
    pub(super) right: Query<'t, S, Q>,
    pub(super) link: PhantomData<fn() -> L>,
}

impl<'t, R, P, S, Q, L> Join<'t, R, S> for Parts<'t, R, P, S, Q, L>
where
    R: MemTable,
    S: MemTable,
    P: Predicate<R>,
    Q: Predicate<S>,
    L: Link<R, S>,
{
    type Rows = Window<Found<'t, R, P>>;
    type Matcher = ByLink<'t, S, Q, L>;

    fn explain(&self) -> JoinExplanation {
        let keys = self.right.table.rows().keys();
        let index = index::<R, L, _, _>(&self.right).and_then(|key| keys.get(key));
        JoinExplanation {
            left: self.left.explain(),
            right: self.right.explain(),
            on: L::names(),
            index: index.map(columns),
        }
    }

    fn into_run(self) -> (Self::Rows, Self::Matcher) {
        let partners = Partners::new::<R, L>(self.right);
        (
            self.left.into_iter(),
            ByLink {
                partners,
                link: PhantomData,
            },
        )
    }

    fn run(&self) -> (impl Iterator<Item = &'t R>, impl Matcher<'t, R, S>) {
        let partners = Partners::of::<R, L>(&self.right);
        let matcher = ByLink::<'t, S, &Q, L> {
            partners,
            link: PhantomData,
        };
        (self.left.iter(), matcher)
    }
}

#[doc(hidden)]
pub struct ByLink<'t, S, Q, L> {
    partners: Partners<'t, S, Q>,
    link: PhantomData<fn() -> L>,
}

impl<'t, R, S, Q, L> Matcher<'t, R, S> for ByLink<'t, S, Q, L>
where
    S: MemTable,
    Q: Predicate<S>,
    L: Link<R, S>,
{
    #[inline]
    fn fold<B>(&self, left: &R, init: B, step: impl FnMut(B, &'t S) -> B) -> B {
        self.partners.fold::<R, L, B>(left, init, step)
    }

    #[inline]
    fn fold_all<'r, B>(
        &self,
        rows: impl Iterator<Item = &'r R>,
        init: B,
        step: impl FnMut(B, &'r R, Option<&'t S>) -> B,
    ) -> B
    where
        R: 'r,
    {
        self.partners.fold_all::<R, L, B>(rows, init, step)
    }
}

/// The pairs of a join. Made by iterating over a [`Joined`].
pub struct Pairs<'t, S, I: Iterator, M, K> {
    rows: I,
    matcher: M,
    /// The row whose pairs are given, and the rows that belong to it, the next one last.
    current: Option<I::Item>,
    pending: Vec<&'t S>,
    kind: PhantomData<K>,
}

impl<S, I: Iterator, M, K> Pairs<'_, S, I, M, K> {
    fn new(rows: I, matcher: M) -> Self {
        Pairs {
            rows,
            matcher,
            current: None,
            pending: Vec::new(),
            kind: PhantomData,
        }
    }
}

impl<'t, R, S, I, M, K> Iterator for Pairs<'t, S, I, M, K>
where
    R: 't,
    S: 't,
    I: Iterator<Item = &'t R>,
    M: Matcher<'t, R, S>,
    K: JoinKind<'t, S>,
{
    type Item = (&'t R, K::Right);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let (Some(left), Some(right)) = (self.current, self.pending.pop()) {
                return Some((left, K::matched(right)));
            }
            let left = self.rows.next()?;
            self.current = Some(left);
            let pending = &mut self.pending;
            self.matcher.fold(left, (), |(), right| pending.push(right));
            self.pending.reverse();
            if self.pending.is_empty()
                && let Some(none) = K::unmatched()
            {
                return Some((left, none));
            }
        }
    }

    /// Runs as two nested loops do.
    #[inline]
    fn fold<B, F: FnMut(B, Self::Item) -> B>(self, init: B, mut step: F) -> B {
        let Pairs {
            rows,
            matcher,
            current,
            pending,
            ..
        } = self;
        let started = current.into_iter().flat_map(|left| {
            let rights = pending.iter().rev();
            rights.map(move |right| (left, K::matched(*right)))
        });
        let init = started.fold(init, &mut step);
        matcher.fold_all(rows, init, |folded, left, right| {
            match right.map(K::matched).or_else(K::unmatched) {
                Some(right) => step(folded, (left, right)),
                None => folded,
            }
        })
    }
}

impl<S, I: Iterator, M, K> fmt::Debug for Pairs<'_, S, I, M, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pairs(..)")
    }
}

impl<R: MemTable, S: MemTable, K, J> fmt::Debug for Joined<'_, R, S, K, J> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Joined({}, {})", R::NAME, S::NAME)
    }
}
