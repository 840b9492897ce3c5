use std::marker::PhantomData;

use regex::Regex;

use crate::query::predicate::Predicate;
use crate::query::predicate::fits::TextFits;
use crate::query::{Condition, Filter, QueryError, TextTest};
use crate::record::{Col, ColumnOf};

/// Parts of a text: for columns of text, and of enums and newtypes that are stored as text. Unknown where the text is
/// missing. Upper and lower case differ.
impl<R, C: ColumnOf<R>> Col<R, C> {
    /// Where the text starts with this one.
    pub fn starts_with(self, start: &str) -> Filter<R, impl Predicate<R> + use<R, C>>
    where
        C::Value: TextFits<R, C>,
    {
        let start = start.to_owned();
        Text::<C, _>::filter(TextTest::StartsWith, start.clone(), move |text| {
            text.starts_with(&*start)
        })
    }

    /// Where the text ends with this one.
    pub fn ends_with(self, end: &str) -> Filter<R, impl Predicate<R> + use<R, C>>
    where
        C::Value: TextFits<R, C>,
    {
        let end = end.to_owned();
        Text::<C, _>::filter(TextTest::EndsWith, end.clone(), move |text| {
            text.ends_with(&*end)
        })
    }

    /// Where a regular expression has a match in the text; `^` and `$` tie it to the ends. The syntax is that of the
    /// crate `regex`.
    ///
    /// ```
    /// # use memtable::{MemTable, Table, query::QueryError};
    /// # #[derive(MemTable, Clone, Debug)]
    /// # struct User { name: String }
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let users = Table::from_rows(["Ann", "Bob"].map(|name| User { name: name.into() }))?;
    /// assert_eq!(users.filter(User::NAME.matches("^A")?).count(), 1);
    ///
    /// let Err(QueryError::BadPattern { column, .. }) = User::NAME.matches("(") else { panic!() };
    /// assert_eq!(column, "name");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`QueryError::BadPattern`] where it is no regular expression, or too large a one.
    pub fn matches(
        self,
        pattern: &str,
    ) -> Result<Filter<R, impl Predicate<R> + use<R, C>>, QueryError>
    where
        C::Value: TextFits<R, C>,
    {
        let regex = Regex::new(pattern).map_err(|cause| QueryError::BadPattern {
            column: C::NAME,
            pattern: pattern.to_owned(),
            cause: Box::new(cause),
        })?;
        let matches = move |text: &str| regex.is_match(text);
        Ok(Text::<C, _>::filter(
            TextTest::Matches,
            pattern.to_owned(),
            matches,
        ))
    }
}

struct Text<C, F> {
    test: TextTest,
    needle: String,
    is_match: F,
    of: PhantomData<fn() -> C>,
}

impl<C, F: Fn(&str) -> bool> Text<C, F> {
    fn filter<R>(test: TextTest, needle: String, is_match: F) -> Filter<R, Self>
    where
        C: ColumnOf<R, Value: TextFits<R, C>>,
    {
        Filter::new(Text {
            test,
            needle,
            is_match,
            of: PhantomData,
        })
    }
}

impl<R, C, F> Predicate<R> for Text<C, F>
where
    C: ColumnOf<R, Value: TextFits<R, C>>,
    F: Fn(&str) -> bool,
{
    #[inline]
    fn holds(&self, row: &R) -> bool {
        C::get(row).has_text(&self.is_match) == Some(true)
    }

    #[inline]
    fn fails(&self, row: &R) -> bool {
        C::get(row).has_text(&self.is_match) == Some(false)
    }

    fn condition(&self) -> Condition {
        Condition::Text {
            column: C::NAME,
            test: self.test,
            text: self.needle.clone(),
        }
    }
}
