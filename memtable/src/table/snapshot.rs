use crate::record::{
    Col, ColumnOf, IndexCols, Keyed, Lookup, MemTable, MemValue, OrderedKey, UniqueCols, rows_as,
};
use crate::schema::Schema;
use crate::table::MemoryUsage;
use crate::table::indexed_rows::IndexedRows;
use crate::table::iter::{Rows, RowsByKey, RowsInRange};
use crate::table::range::KeyRange;
use crate::validate::Report;

/// A table as it was at one moment, and every read of a table.
///
/// A snapshot never changes. It shares its rows with the table that it was taken from, until one of them is written.
pub struct Snapshot<R> {
    pub(super) rows: IndexedRows<R>,
}

impl<R: MemTable> Snapshot<R> {
    pub(super) fn empty() -> Self {
        Snapshot {
            rows: IndexedRows::new(R::keys().into()),
        }
    }

    /// The table's schema.
    pub fn schema(&self) -> &'static Schema {
        R::SCHEMA
    }

    /// The rows as rows of another table, in the same order: a raw table read as the one that is meant.
    ///
    /// Each column of `To` is found here by name, with a type that converts without loss; else it has a default or is optional.
    /// What does not fit is an error of the compiler, with both tables, the column and both types ([`Fits`](crate::record::Fits)). Rules are not
    /// checked: a write does that. Costs a conversion of each cell.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use memtable::{MemTable, Table};
    ///
    /// #[derive(MemTable, Clone)]
    /// struct RawUser { id: u32, name: String }
    ///
    /// #[derive(MemTable, Clone)]
    /// struct User { id: u64, name: Option<String>, age: Option<u8> }
    ///
    /// let raw = Table::from_rows([RawUser { id: 1, name: "Ann".into() }])?;
    /// let users = Table::from_rows(raw.rows_as::<User>()?)?;
    /// assert_eq!(users.iter().next().and_then(|user| user.name.as_deref()), Some("Ann"));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// A column that is neither there nor can be left out is an error where the call is built:
    ///
    /// ```compile_fail,E0080
    /// # use memtable::{MemTable, Table};
    /// #[derive(MemTable, Clone)]
    /// struct RawUser { id: u32 }
    ///
    /// #[derive(MemTable, Clone)]
    /// struct User { id: u64, name: String }
    ///
    /// let users = Table::<RawUser>::new().rows_as::<User>();
    /// ```
    ///
    /// # Errors
    /// A [`Report`] of the cells that a type refuses though the types of the columns fit, as a `0` for a `NonZero<u8>`.
    ///
    /// See also: [`record::rows_as`](crate::record::rows_as), for rows that are in no table.
    pub fn rows_as<To: MemTable>(&self) -> Result<Vec<To>, Report> {
        rows_as(self)
    }

    /// The bytes that rows and indexes take. Costs a visit of every row.
    pub fn memory_usage(&self) -> MemoryUsage {
        MemoryUsage::of(&self.rows)
    }
}

impl<R> Snapshot<R> {
    /// The rows with their indexes, for queries.
    pub(crate) fn rows(&self) -> &IndexedRows<R> {
        &self.rows
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The rows, in the order they were inserted.
    pub fn iter(&self) -> Rows<'_, R> {
        Rows::new(&self.rows)
    }

    /// The row with this primary key. A key is looked up by what it borrows as: a `String` by `&str`; one of several
    /// columns by a tuple of references (`get((&7, "x"))`), or by a reference to the owned key.
    ///
    /// ```
    /// # use memtable::{MemTable, Table};
    /// # #[derive(MemTable, Clone)]
    /// #[memtable(primary_key(country, city))]
    /// # struct Place { country: String, city: String, people: u32 }
    /// # fn main() -> Result<(), memtable::Rejected<Place>> {
    /// let bern = Place { country: "CH".into(), city: "Bern".into(), people: 134_591 };
    /// let places = Table::from_rows([bern])?;
    ///
    /// assert!(places.get(("CH", "Bern")).is_some());
    /// assert!(places.get(("CH", "Paris")).is_none());
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn get<Q>(&self, key: Q) -> Option<&R>
    where
        R: Keyed,
        R::KeyCols: Lookup<R, Q>,
    {
        let hash = R::KeyCols::hash_of(&key, self.rows.state());
        self.rows
            .get(0, hash, move |row| R::KeyCols::matches(row, &key))
    }

    /// Whether there is a row with this primary key. Looked up as in [`get`](Self::get).
    pub fn contains_key<Q>(&self, key: Q) -> bool
    where
        R: Keyed,
        R::KeyCols: Lookup<R, Q>,
    {
        self.get(key).is_some()
    }

    /// The row with this value in a unique column, or with these in a unique group: `get_by(User::EMAIL, "a@b.c")`,
    /// `get_by((Seat::ROOM, Seat::NUMBER), (&4, &12))`.
    pub fn get_by<K, Q>(&self, _columns: K, key: Q) -> Option<&R>
    where
        K: Lookup<R, Q> + UniqueCols<R>,
    {
        let hash = K::hash_of(&key, self.rows.state());
        let index = <K as UniqueCols<R>>::KEY_IDX;
        self.rows.get(index, hash, move |row| K::matches(row, &key))
    }

    /// The rows with this value in an indexed column, or with these in an indexed group, in the order they were inserted.
    ///
    /// Costs what the rows found cost, whatever the size of the table.
    #[inline]
    pub fn find_by<C, K, Q>(&self, _columns: C, key: Q) -> RowsByKey<'_, R, K, Q>
    where
        C: Lookup<R, Q, Itself = K> + IndexCols<R>,
    {
        let hash = C::hash_of(&key, self.rows.state());
        let index = <C as IndexCols<R>>::KEY_IDX;
        let rows = self
            .rows
            .candidates(index, hash, |row| C::matches(row, &key));
        RowsByKey::new(rows, key)
    }

    /// The rows whose value in a column with an ordered index lies in the range, in the order of the values, equal ones
    /// in the order they were inserted. A reversed or empty range has no rows; a null lies in none.
    ///
    /// The limits have the type of the column, or are references to it; text is limited by `&str` too. Costs a binary
    /// search, and what the rows found cost.
    ///
    /// ```
    /// # use memtable::{MemTable, Table};
    /// # #[derive(MemTable, Clone)]
    /// # struct Price { #[memtable(index(ordered))] cents: u32 }
    /// # fn main() -> Result<(), memtable::Rejected<Price>> {
    /// let prices = Table::from_rows([30, 10, 20].map(|cents| Price { cents }))?;
    ///
    /// let cheap: Vec<u32> = prices.range_by(Price::CENTS, ..=20).map(|price| price.cents).collect();
    /// assert_eq!(cheap, [10, 20]);
    /// # Ok(())
    /// # }
    /// ```
    #[expect(
        clippy::needless_pass_by_value,
        reason = "a range is written where it is used"
    )]
    pub fn range_by<C>(
        &self,
        _column: Col<R, C>,
        range: impl KeyRange<<C::Value as MemValue>::Inner>,
    ) -> RowsInRange<'_, R>
    where
        C: ColumnOf<R> + OrderedKey<R>,
    {
        let is_before = |row: &R| {
            let value = C::get(row).inner();
            value.is_none_or(|value| range.starts_after(value))
        };
        let is_after = |row: &R| {
            let value = C::get(row).inner();
            value.is_some_and(|value| range.ends_before(value))
        };
        let found = self.rows.range(C::KEY_IDX, is_before, is_after);
        RowsInRange::new(&self.rows, found.collect())
    }
}

impl<R> Clone for Snapshot<R> {
    fn clone(&self) -> Self {
        Snapshot {
            rows: self.rows.clone(),
        }
    }
}

impl<'a, R> IntoIterator for &'a Snapshot<R> {
    type Item = &'a R;
    type IntoIter = Rows<'a, R>;

    fn into_iter(self) -> Rows<'a, R> {
        self.iter()
    }
}

/// Two snapshots are equal where they have the same rows in the same order; `NaN` is the same as `NaN`.
impl<R: MemTable> PartialEq for Snapshot<R> {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().zip(other).all(|(left, right)| left.same(right))
    }
}
