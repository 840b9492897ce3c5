use std::marker::PhantomData;

use crate::query::predicate::fits::{ContainsFits, ListFits};
use crate::query::predicate::operand::{Constant, Operand};
use crate::query::predicate::{Inner, Predicate};
use crate::query::{Condition, Filter, ListTest, TextTest};
use crate::record::{Col, ColumnOf, MemValue};

/// What a list, or a text, has in it. Unknown where it is missing.
impl<R, C: ColumnOf<R>> Col<R, C> {
    /// Where the text contains this text, or the list this element.
    ///
    /// ```
    /// # use memtable::{MemTable, Table};
    /// # #[derive(MemTable, Clone)]
    /// # struct Post { title: String, tags: Vec<String>, votes: Vec<i32> }
    /// # fn main() -> Result<(), memtable::Rejected<Post>> {
    /// let posts = Table::from_rows([
    ///     Post { title: "On rust".into(), tags: vec!["metal".into()], votes: vec![1, -1] },
    ///     Post { title: "On gold".into(), tags: vec!["metal".into(), "rare".into()], votes: vec![] },
    /// ])?;
    ///
    /// assert_eq!(posts.filter(Post::TITLE.contains("rust")).count(), 1);
    /// assert_eq!(posts.filter(Post::TAGS.contains("metal")).count(), 2);
    /// assert_eq!(posts.filter(Post::VOTES.contains(-1)).count(), 1);
    /// assert_eq!(posts.filter(Post::VOTES.any(|vote| *vote < 0)).count(), 1);
    /// // All of none are.
    /// assert_eq!(posts.filter(Post::VOTES.all(|vote| *vote > 0)).select(Post::TITLE).to_vec(), ["On gold"]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn contains<N, P>(self, needle: N) -> Filter<R, P>
    where
        Inner<R, C>: ContainsFits<N, R, C, Test = P>,
    {
        <Inner<R, C>>::test(needle)
    }

    /// Where the function is true for at least one element of the list.
    pub fn any<F>(self, test: F) -> Filter<R, impl Predicate<R>>
    where
        Inner<R, C>: ListFits<R, C>,
        F: Fn(&<Inner<R, C> as ListFits<R, C>>::Element) -> bool,
    {
        Filter::new(Elements {
            test: ListTest::Any,
            is_match: move |list: &Inner<R, C>| list.elements().iter().any(&test),
            of: PhantomData::<fn() -> C>,
        })
    }

    /// Where the function is true for every element of the list; so it is for one without elements.
    pub fn all<F>(self, test: F) -> Filter<R, impl Predicate<R>>
    where
        Inner<R, C>: ListFits<R, C>,
        F: Fn(&<Inner<R, C> as ListFits<R, C>>::Element) -> bool,
    {
        Filter::new(Elements {
            test: ListTest::All,
            is_match: move |list: &Inner<R, C>| list.elements().iter().all(&test),
            of: PhantomData::<fn() -> C>,
        })
    }
}

/// A text or a list that has a needle in it.
#[doc(hidden)]
pub struct Contains<C, K> {
    needle: K,
    of: PhantomData<fn() -> C>,
}

impl<R, C, K> Predicate<R> for Contains<C, K>
where
    C: ColumnOf<R>,
    Inner<R, C>: Haystack<K>,
{
    #[inline]
    fn holds(&self, row: &R) -> bool {
        let value = C::get(row).inner();
        value.is_some_and(|value| value.has(&self.needle))
    }

    #[inline]
    fn fails(&self, row: &R) -> bool {
        let value = C::get(row).inner();
        value.is_some_and(|value| !value.has(&self.needle))
    }

    fn condition(&self) -> Condition {
        <Inner<R, C>>::condition(C::NAME, &self.needle)
    }
}

/// A text or a list, as the rules see it, that has needles in it.
#[doc(hidden)]
pub trait Holds<K> {
    fn has(self, needle: &K) -> bool;
    fn condition(column: &'static str, needle: &K) -> Condition;
}

impl Holds<String> for &str {
    #[inline]
    fn has(self, needle: &String) -> bool {
        self.contains(&**needle)
    }

    fn condition(column: &'static str, needle: &String) -> Condition {
        Condition::Text {
            column,
            test: TextTest::Contains,
            text: needle.clone(),
        }
    }
}

impl<E: MemValue + PartialEq> Holds<E> for &[E] {
    #[inline]
    fn has(self, needle: &E) -> bool {
        self.contains(needle)
    }

    fn condition(column: &'static str, needle: &E) -> Condition {
        let test = ListTest::Contains(needle.to_value());
        Condition::List { column, test }
    }
}

/// A column's text or list that has needles in it.
#[doc(hidden)]
pub trait Haystack<K> {
    fn has(&self, needle: &K) -> bool;
    fn condition(column: &'static str, needle: &K) -> Condition;
}

impl<T, K> Haystack<K> for T
where
    T: MemValue + 'static,
    for<'a> T::Plain<'a>: Holds<K>,
{
    #[inline]
    fn has(&self, needle: &K) -> bool {
        self.plain().is_some_and(|plain| plain.has(needle))
    }

    fn condition(column: &'static str, needle: &K) -> Condition {
        <T::Plain<'static> as Holds<K>>::condition(column, needle)
    }
}

/// A text or a list, as the rules see it, that can be asked for a `N`.
#[doc(hidden)]
pub trait Asked<N, R, C> {
    type Needle;
    fn needle(needle: N) -> Self::Needle;
}

impl<R, C> Asked<&str, R, C> for &str {
    type Needle = String;

    fn needle(needle: &str) -> String {
        needle.to_owned()
    }
}

impl<E, V, R, C> Asked<V, R, C> for &[E]
where
    V: Operand<E, R, C, Side = Constant<E>>,
{
    type Needle = E;

    fn needle(needle: V) -> E {
        needle.side().0
    }
}

#[diagnostic::do_not_recommend]
impl<T, N, R, C, K> ContainsFits<N, R, C> for T
where
    T: MemValue + Haystack<K> + 'static,
    T::Plain<'static>: Asked<N, R, C, Needle = K>,
    Contains<C, K>: Predicate<R>,
{
    type Test = Contains<C, K>;

    fn test(needle: N) -> Filter<R, Contains<C, K>> {
        Filter::new(Contains {
            needle: <T::Plain<'static> as Asked<N, R, C>>::needle(needle),
            of: PhantomData,
        })
    }
}

struct Elements<C, F> {
    test: ListTest,
    is_match: F,
    of: PhantomData<fn() -> C>,
}

impl<R, C: ColumnOf<R>, F: Fn(&Inner<R, C>) -> bool> Predicate<R> for Elements<C, F> {
    #[inline]
    fn holds(&self, row: &R) -> bool {
        let list = C::get(row).inner();
        list.is_some_and(|list| (self.is_match)(list))
    }

    #[inline]
    fn fails(&self, row: &R) -> bool {
        let list = C::get(row).inner();
        list.is_some_and(|list| !(self.is_match)(list))
    }

    fn condition(&self) -> Condition {
        Condition::List {
            column: C::NAME,
            test: self.test.clone(),
        }
    }
}
