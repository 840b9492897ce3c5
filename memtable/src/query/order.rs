use std::cmp::Ordering;
use std::fmt;
use std::marker::PhantomData;

use crate::query::predicate::OrderFits;
use crate::record::{Col, ColumnOf, MemValue};
use crate::schema::DataType;

/// In which order rows are put.
impl<R, C: ColumnOf<R>> Col<R, C> {
    /// Ascending: `NaN` after every number, missing values last.
    ///
    /// ```
    /// # use memtable::{MemTable, Table};
    /// # #[derive(MemTable, Clone)]
    /// # struct User { id: u64, age: Option<u8> }
    /// # fn main() -> Result<(), memtable::Rejected<User>> {
    /// let users = [(1, Some(40)), (2, None), (3, Some(30)), (4, Some(40))];
    /// let users = Table::from_rows(users.map(|(id, age)| User { id, age }))?;
    ///
    /// let by = |order| users.order_by(order).select(User::ID).iter().copied().collect::<Vec<_>>();
    /// assert_eq!(by(User::AGE.asc()), [3, 1, 4, 2]);
    /// assert_eq!(by(User::AGE.desc()), [2, 1, 4, 3]);
    /// assert_eq!(by(User::AGE.desc().nulls_last()), [1, 4, 3, 2]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn asc(self) -> By<R, C>
    where
        <C::Value as MemValue>::Inner: OrderFits<R, C>,
    {
        By {
            direction: Direction::Ascending,
            nulls: Nulls::Last,
            of: PhantomData,
        }
    }

    /// Descending, the reverse of [`asc`](Self::asc): missing values first, as in `PostgreSQL`;
    /// [`nulls_last`](By::nulls_last) puts them last.
    pub fn desc(self) -> By<R, C>
    where
        <C::Value as MemValue>::Inner: OrderFits<R, C>,
    {
        By {
            direction: Direction::Descending,
            nulls: Nulls::First,
            of: PhantomData,
        }
    }
}

/// An order by one column. Made by [`Col::asc`] and [`Col::desc`].
pub struct By<R, C> {
    direction: Direction,
    nulls: Nulls,
    of: PhantomData<fn() -> (R, C)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Direction {
    Ascending,
    Descending,
}

/// Where rows without a value stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nulls {
    /// Before the others.
    First,
    /// After the others.
    Last,
}

impl Nulls {
    /// The order of a null and a value.
    fn of_the_null(self) -> Ordering {
        match self {
            Nulls::First => Ordering::Less,
            Nulls::Last => Ordering::Greater,
        }
    }
}

impl<R, C> By<R, C> {
    /// With missing values before all others.
    #[must_use]
    pub fn nulls_first(mut self) -> Self {
        self.nulls = Nulls::First;
        self
    }

    /// With missing values after all others.
    #[must_use]
    pub fn nulls_last(mut self) -> Self {
        self.nulls = Nulls::Last;
        self
    }
}

impl<R, C> Clone for By<R, C> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R, C> Copy for By<R, C> {}

/// As in SQL: `age desc nulls last`.
impl<R, C: ColumnOf<R>> fmt::Display for By<R, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(C::NAME)?;
        f.write_str(match self.direction {
            Direction::Ascending => " asc",
            Direction::Descending => " desc",
        })?;
        match self.nulls {
            _ if !C::Value::NULLABLE => Ok(()),
            Nulls::First => f.write_str(" nulls first"),
            Nulls::Last => f.write_str(" nulls last"),
        }
    }
}

impl<R, C: ColumnOf<R>> fmt::Debug for By<R, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "By({self})")
    }
}

/// An order of rows: by one column, or by a tuple of two to twelve, each deciding where those before it are equal.
#[diagnostic::on_unimplemented(
    message = "this does not put rows of `{R}` into order [MT0353]",
    label = "no order of `{R}`",
    note = "an order is `User::AGE.asc()`, `User::AGE.desc()`, or a tuple of such, of columns of the table itself"
)]
pub trait OrderBy<R> {
    #[doc(hidden)]
    fn compare(&self, left: &R, right: &R) -> Ordering;
    #[doc(hidden)]
    fn words(&self) -> String;
}

impl<R, C: ColumnOf<R>> OrderBy<R> for By<R, C>
where
    <C::Value as MemValue>::Inner: OrderFits<R, C>,
{
    #[inline]
    fn compare(&self, left: &R, right: &R) -> Ordering {
        match (C::get(left).inner(), C::get(right).inner()) {
            (Some(left), Some(right)) => {
                let order = total_cmp(left, right);
                match self.direction {
                    Direction::Ascending => order,
                    Direction::Descending => order.reverse(),
                }
            }
            (None, None) => Ordering::Equal,
            (None, Some(_)) => self.nulls.of_the_null(),
            (Some(_), None) => self.nulls.of_the_null().reverse(),
        }
    }

    fn words(&self) -> String {
        self.to_string()
    }
}

/// The order of two values, those that do not equal themselves (`NaN`, and lists with one) after all others.
#[inline]
pub(super) fn total_cmp<T: MemValue + PartialOrd>(left: &T, right: &T) -> Ordering {
    let order = || left.partial_cmp(right).unwrap_or(Ordering::Equal);
    if const { !has_nan(const { &T::DATA_TYPE }) } {
        return order();
    }
    match (is_nan(left), is_nan(right)) {
        (false, false) => order(),
        (left, right) => left.cmp(&right),
    }
}

#[expect(clippy::eq_op, reason = "what does not equal itself is asked for")]
fn is_nan<T: PartialOrd>(value: &T) -> bool {
    value != value
}

/// Whether there may be a `NaN` in it.
const fn has_nan(data_type: &DataType) -> bool {
    data_type.is_float()
        || matches!(
            data_type,
            DataType::List { .. } | DataType::Struct(_) | DataType::Json
        )
}

macro_rules! orders {
    ($(($($B:ident $idx:tt),+);)+) => {$(
        impl<R, $($B: OrderBy<R>),+> OrderBy<R> for ($($B,)+) {
            #[inline]
            fn compare(&self, left: &R, right: &R) -> Ordering {
                Ordering::Equal$(.then_with(|| self.$idx.compare(left, right)))+
            }

            fn words(&self) -> String {
                [$(self.$idx.words()),+].join(", ")
            }
        }
    )+};
}

orders! {
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

/// Puts rows into an order: the sort is one call, so that the comparisons in it are not.
pub(super) trait Sort<R> {
    /// The first `n` of the rows in order, equal ones as they came.
    fn first<'t>(&self, rows: &mut dyn Iterator<Item = &'t R>, n: usize) -> Vec<&'t R>;
    fn words(&self) -> String;
}

/// Up to how many rows are kept in order while the others go by.
const KEPT: usize = 64;

impl<R, O: OrderBy<R>> Sort<R> for O {
    fn first<'t>(&self, rows: &mut dyn Iterator<Item = &'t R>, n: usize) -> Vec<&'t R> {
        if n > KEPT {
            let mut rows: Vec<&R> = rows.collect();
            rows.sort_by(|left, right| self.compare(left, right));
            return rows;
        }
        let mut kept: Vec<&R> = Vec::with_capacity(n + 1);
        for row in rows {
            if kept.len() == n
                && kept
                    .last()
                    .is_none_or(|last| self.compare(last, row).is_le())
            {
                continue;
            }
            let place = kept.partition_point(|other| self.compare(other, row).is_le());
            kept.insert(place, row);
            kept.truncate(n);
        }
        kept
    }

    fn words(&self) -> String {
        OrderBy::words(self)
    }
}
