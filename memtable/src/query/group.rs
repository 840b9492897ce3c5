use std::fmt;
use std::hash::{BuildHasher, Hasher};
use std::marker::PhantomData;

use foldhash::fast::RandomState;
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;

use crate::query::{Aggregate, Columns, Everything, Explanation, GroupFits, Predicate, Query};
use crate::record::{Col, ColumnOf, MemTable};
use crate::table::Snapshot;

/// Columns by whose values rows are put together: one, or a tuple of one to twelve. Rows without a value are together.
#[diagnostic::on_unimplemented(
    message = "rows of `{R}` cannot be put together by this [MT0354]",
    label = "no columns of `{R}`, or one that is not `Hash + Eq`",
    note = "rows are put together by columns of their own table: `User::PLAN`, or a tuple of up to twelve such; never by floats"
)]
pub trait GroupKey<R> {
    /// The columns themselves: see [`Columns`].
    #[doc(hidden)]
    type Key;
    #[doc(hidden)]
    fn hash(row: &R, state: &RandomState) -> u64;
    #[doc(hidden)]
    fn same(left: &R, right: &R) -> bool;
}

impl<R, C: ColumnOf<R, Value: GroupFits<R, C>>> GroupKey<R> for Col<R, C> {
    type Key = Self;

    #[inline]
    fn hash(row: &R, state: &RandomState) -> u64 {
        let mut hasher = state.build_hasher();
        C::get(row).hash_into(&mut hasher);
        hasher.finish()
    }

    #[inline]
    fn same(left: &R, right: &R) -> bool {
        C::get(left).is_like(C::get(right))
    }
}

macro_rules! tuples_of_columns {
    ($(($($C:ident)+);)+) => {$(
        #[diagnostic::do_not_recommend]
        impl<R, $($C: ColumnOf<R, Value: GroupFits<R, $C>>),+> GroupKey<R> for ($(Col<R, $C>,)+) {
            type Key = Self;

            #[inline]
            fn hash(row: &R, state: &RandomState) -> u64 {
                let mut hasher = state.build_hasher();
                $($C::get(row).hash_into(&mut hasher);)+
                hasher.finish()
            }

            #[inline]
            fn same(left: &R, right: &R) -> bool {
                $(<Col<R, $C> as GroupKey<R>>::same(left, right))&&+
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

/// Rows put together by some columns, to be summed up. Made by [`Query::group_by`].
#[must_use = "groups are asked for something: `aggregate(count())`"]
pub struct Grouped<'t, R, P, K> {
    query: Query<'t, R, P>,
    each: Each<'t, R, P>,
    by: PhantomData<fn() -> K>,
}

/// Calls back with every row and the position of its group. Known where the columns are named: what is asked of the groups asks
/// nothing of the columns again, and so columns that do not fit are one error.
type Each<'t, R, P> = fn(Query<'t, R, P>, &mut dyn FnMut(usize, &'t R));

impl<R: MemTable> Snapshot<R> {
    /// All rows put together by some columns: see [`Query::group_by`].
    pub fn group_by<C, K>(&self, columns: C) -> Grouped<'_, R, Everything, K>
    where
        C: GroupKey<R, Key = K>,
    {
        self.query().group_by(columns)
    }
}

impl<'t, R: MemTable, P: Predicate<R>> Query<'t, R, P> {
    /// The rows put together by the values of one column, or of a tuple of columns. Missing values are one group.
    ///
    /// ```
    /// # use memtable::{MemTable, Table, query::{count, sum}};
    /// # #[derive(MemTable, Clone)]
    /// # struct Order { status: String, price: u32 }
    /// # fn main() -> Result<(), memtable::Rejected<Order>> {
    /// let orders = [("paid", 30), ("open", 20), ("paid", 5)];
    /// let orders = Table::from_rows(orders.map(|(status, price)| Order { status: status.into(), price }))?;
    ///
    /// let by_status = orders.group_by(Order::STATUS).aggregate((count(), sum(Order::PRICE)));
    /// for (status, (n_orders, total)) in &by_status {
    ///     println!("{status}: {n_orders} for {total}");
    /// }
    /// assert_eq!(by_status.to_string(), "\
    /// order: 2 groups
    /// ╭────────┬───────┬────────────╮
    /// │ status │ count │ sum(price) │
    /// ├────────┼───────┼────────────┤
    /// │ paid   │     2 │         35 │
    /// │ open   │     1 │         20 │
    /// ╰────────┴───────┴────────────╯");
    /// # Ok(())
    /// # }
    /// ```
    pub fn group_by<C, K>(self, _columns: C) -> Grouped<'t, R, P, K>
    where
        C: GroupKey<R, Key = K>,
    {
        Grouped {
            query: self,
            each: each::<R, P, C>,
            by: PhantomData,
        }
    }
}

/// Groups are numbered in the order of their first rows.
fn each<'t, R: MemTable, P: Predicate<R>, K: GroupKey<R>>(
    query: Query<'t, R, P>,
    found: &mut dyn FnMut(usize, &'t R),
) {
    let state = RandomState::default();
    let mut places = HashTable::<usize>::new();
    let mut firsts: Vec<&'t R> = Vec::new();
    query.into_iter().for_each(|row| {
        let is_of = |place: &usize| K::same(firsts[*place], row);
        let rehash = |place: &usize| K::hash(firsts[*place], &state);
        let place = match places.entry(K::hash(row, &state), is_of, rehash) {
            Entry::Occupied(occupied) => *occupied.get(),
            Entry::Vacant(vacant) => {
                vacant.insert(firsts.len());
                firsts.push(row);
                firsts.len() - 1
            }
        };
        found(place, row);
    });
}

impl<'t, R: MemTable, P, K> Grouped<'t, R, P, K>
where
    P: Predicate<R>,
    K: Columns<'t, R>,
{
    /// How the rows are found: see [`Query::explain`].
    pub fn explain(&self) -> Explanation {
        self.query.explain()
    }

    /// What is asked of each group: `count()`, `sum(Order::PRICE)`, .., or a tuple of one to twelve such.
    ///
    /// The groups stand in the order of their first rows.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "it is called with what it is asked: `aggregate(count())`"
    )]
    pub fn aggregate<A, T>(self, asked: A) -> Groups<'t, R, K, T>
    where
        A: Aggregate<'t, R, Answer = T>,
    {
        let mut groups: Vec<(&'t R, A::State)> = Vec::new();
        (self.each)(self.query, &mut |place, row| {
            if place == groups.len() {
                groups.push((row, A::State::default()));
            }
            asked.add(&mut groups[place].1, row);
        });
        let answered = groups.into_iter();
        Groups {
            answers: answered
                .map(|(row, state)| (row, asked.answer(state)))
                .collect(),
            names: asked.names(),
            by: PhantomData,
        }
    }
}

/// Groups with what was asked of each. Made by [`Grouped::aggregate`].
pub struct Groups<'t, R, K, A> {
    /// The first row of each group, and the answer.
    pub(super) answers: Vec<(&'t R, A)>,
    pub(super) names: Vec<String>,
    by: PhantomData<fn() -> K>,
}

impl<'t, R, K: Columns<'t, R>, A> Groups<'t, R, K, A> {
    /// How many groups there are.
    pub fn len(&self) -> usize {
        self.answers.len()
    }

    /// Whether there is no group: there was no row.
    pub fn is_empty(&self) -> bool {
        self.answers.is_empty()
    }

    /// Each group's values of the columns, with what was asked.
    pub fn iter(&self) -> impl Iterator<Item = (K::Values, &A)> {
        self.answers
            .iter()
            .map(|(row, answer)| (K::values(row), answer))
    }
}

impl<'t, R, K: Columns<'t, R>, A> IntoIterator for Groups<'t, R, K, A> {
    type Item = (K::Values, A);
    type IntoIter = std::vec::IntoIter<(K::Values, A)>;

    fn into_iter(self) -> Self::IntoIter {
        let groups = self.answers.into_iter();
        let groups: Vec<_> = groups
            .map(|(row, answer)| (K::values(row), answer))
            .collect();
        groups.into_iter()
    }
}

impl<'g, 't, R, K: Columns<'t, R>, A> IntoIterator for &'g Groups<'t, R, K, A> {
    type Item = (K::Values, &'g A);
    type IntoIter = std::vec::IntoIter<(K::Values, &'g A)>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter().collect::<Vec<_>>().into_iter()
    }
}

impl<R: MemTable, P, K> fmt::Debug for Grouped<'_, R, P, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Grouped({})", R::NAME)
    }
}

impl<R: MemTable, K, A> fmt::Debug for Groups<'_, R, K, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Groups({}, {})", R::NAME, self.answers.len())
    }
}
