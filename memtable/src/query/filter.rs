use std::fmt;
use std::marker::PhantomData;

use crate::query::predicate::{And, ByRow, Not, Or};
use crate::query::{Condition, Predicate};

/// A condition over the rows of one table. Made by the methods of columns: `User::AGE.ge(18)`.
///
/// ```
/// # use memtable::{MemTable, Table, query::{Filter, Predicate}};
/// # #[derive(MemTable, Clone)]
/// # struct User { id: u64, age: Option<u8> }
/// # fn main() -> Result<(), memtable::Rejected<User>> {
/// fn adults() -> Filter<User, impl Predicate<User>> {
///     User::AGE.ge(18).or(User::ID.eq(1))
/// }
///
/// let users = Table::from_rows([(1, None), (2, Some(40)), (3, Some(4)), (4, None)].map(|(id, age)| User { id, age }))?;
/// assert_eq!(users.filter(adults()).select(User::ID).to_vec(), [&1, &2]);
/// // Whether somebody without an age is an adult is not known, nor the opposite.
/// assert_eq!(users.filter(adults().not()).select(User::ID).to_vec(), [&3]);
/// assert_eq!(adults().to_string(), "age >= 18 || id == 1");
/// # Ok(())
/// # }
/// ```
pub struct Filter<R, P> {
    pub(super) predicate: P,
    rows: PhantomData<fn(&R)>,
}

impl<R, P: Predicate<R>> Filter<R, P> {
    pub(super) fn new(predicate: P) -> Self {
        Filter {
            predicate,
            rows: PhantomData,
        }
    }

    /// Where both are true.
    pub fn and<Q: Predicate<R>>(self, other: Filter<R, Q>) -> Filter<R, impl Predicate<R>> {
        Filter::new(And(self.predicate, other.predicate))
    }

    /// Where at least one is true.
    pub fn or<Q: Predicate<R>>(self, other: Filter<R, Q>) -> Filter<R, impl Predicate<R>> {
        Filter::new(Or(self.predicate, other.predicate))
    }

    /// Where it is false: a row for which it is unknown is in neither.
    #[expect(
        clippy::should_implement_trait,
        reason = "the output of an operator cannot be an opaque type"
    )]
    pub fn not(self) -> Filter<R, impl Predicate<R>> {
        Filter::new(Not(self.predicate))
    }

    /// Where a function of the row is true too.
    pub fn and_where(self, test: impl Fn(&R) -> bool) -> Filter<R, impl Predicate<R>> {
        self.and(Filter::new(ByRow(test)))
    }

    /// The same condition, borrowed: to ask several times.
    pub fn by_ref(&self) -> Filter<R, &P> {
        Filter::new(&self.predicate)
    }

    /// The same condition in a type that can be written down: to put several into one list. Costs a call for each row.
    pub fn boxed<'p>(self) -> Filter<R, Box<dyn Predicate<R> + 'p>>
    where
        P: 'p,
    {
        Filter::new(Box::new(self.predicate))
    }

    /// Whether it is true, false or unknown for a row.
    ///
    /// ```
    /// # use memtable::MemTable;
    /// # #[derive(MemTable, Clone)]
    /// # struct User { age: Option<u8> }
    /// let adult = User::AGE.ge(18);
    /// assert_eq!(adult.test(&User { age: Some(20) }), Some(true));
    /// assert_eq!(adult.test(&User { age: None }), None);
    /// ```
    pub fn test(&self, row: &R) -> Option<bool> {
        let (holds, fails) = (self.predicate.holds(row), self.predicate.fails(row));
        (holds || fails).then_some(holds)
    }

    /// The condition as data.
    pub fn condition(&self) -> Condition {
        self.predicate.condition()
    }
}

/// As it is written: `plan == "pro" && age >= 18`.
impl<R, P: Predicate<R>> fmt::Display for Filter<R, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.condition().fmt(f)
    }
}

impl<R, P: Predicate<R>> fmt::Debug for Filter<R, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Filter({self})")
    }
}
