//! What generated code calls, one line a column: all that depends on the column alone, and not on its struct.

use std::borrow::Cow;
use std::marker::PhantomData;

use crate::record::{
    Col, ColumnOf, IndexValue, KeyKind, KeyOf, KeySpec, KeyValue, MemTable, MemValue, Misfit,
    OrdKeyOf, OrderedValue, RowValues, UniqueKey,
};
use crate::schema::{
    Column, DataType, Default, LengthUnit, Names, OnDelete, Reference, Rule, Value,
};
use crate::validate::RowCheck;
use crate::validate::rules::Answer;

/// The column in a schema.
pub const fn column<R, C: ColumnOf<R>>(
    rules: &'static [Rule],
    default: Option<Default>,
    doc: &'static str,
) -> Column {
    Column {
        name: Cow::Borrowed(C::NAME),
        data_type: C::Value::DATA_TYPE,
        nullable: C::Value::NULLABLE,
        rules: Cow::Borrowed(rules),
        default,
        doc: Cow::Borrowed(doc),
    }
}

/// A float as data, in the width of the column; both are the same literal.
pub const fn float<R, C: ColumnOf<R>>(narrow: f32, wide: f64) -> Value {
    match element(const { &C::Value::DATA_TYPE }) {
        DataType::Float32 => Value::Float32(narrow),
        _ => Value::Float64(wide),
    }
}

/// Whether no value lies between two limits, the first included.
pub const fn is_empty(min: &Value, max: &Value) -> bool {
    match (min, max) {
        (Value::Int(min), Value::Int(max)) => *min > *max,
        (Value::UInt(min), Value::UInt(max)) => *min > *max,
        (Value::UInt(_), Value::Int(_)) => true,
        (Value::Float32(min), Value::Float32(max)) => *min > *max,
        (Value::Float64(min), Value::Float64(max)) => *min > *max,
        _ => false,
    }
}

/// What `length` counts in this column.
pub const fn length_unit<R, C: ColumnOf<R>>() -> LengthUnit {
    unit(const { &C::Value::DATA_TYPE })
}

/// What `length` counts in the elements of this column.
pub const fn element_length_unit<R, C: ColumnOf<R>>() -> LengthUnit {
    unit(element(const { &C::Value::DATA_TYPE }))
}

/// What the list is of; a type that is none is its own.
pub(crate) const fn element(data_type: &'static DataType) -> &'static DataType {
    match data_type {
        DataType::List { element, .. } => match element {
            crate::schema::Shared::Static(element) => element,
            crate::schema::Shared::Owned(_) => data_type,
        },
        data_type => data_type,
    }
}

const fn unit(data_type: &DataType) -> LengthUnit {
    match data_type {
        DataType::Bytes => LengthUnit::Bytes,
        DataType::List { .. } => LengthUnit::Items,
        _ => LengthUnit::Chars,
    }
}

/// A constant that names a column.
#[diagnostic::on_unimplemented(
    message = "`references` names a column of a table by its constant, and this is a `{Self}` [MT0330]",
    label = "no column of a table",
    note = "write `references = Team::ID`, where `Team` derives `MemTable` and has the column `id`"
)]
pub trait ColumnConstant: Copy {
    /// The row.
    type Row;
    /// The marker of the column.
    type Marker;
}

impl<R, C> ColumnConstant for Col<R, C> {
    type Row = R;
    type Marker = C;
}

/// The column that the constant names.
pub const fn to_column<T, R, C>(_constant: T) -> Col<R, C>
where
    T: ColumnConstant<Row = R, Marker = C>,
{
    Col::TOKEN
}

/// The reference of the column `C` of `R` to the column `D` of `S`.
pub const fn reference<R, C, S, D>(
    _to: Col<S, D>,
    columns: Names,
    to: Names,
    on_delete: OnDelete,
) -> Reference
where
    C: ColumnOf<R>,
    S: MemTable,
    D: ColumnOf<S>,
{
    Reference {
        columns,
        table: Cow::Borrowed(S::NAME),
        to,
        on_delete,
    }
}

/// The names of the one column `C` of `R`.
pub const fn name_of<R, C: ColumnOf<R>>(_column: Col<R, C>) -> Names {
    Cow::Borrowed(const { &[Cow::Borrowed(C::NAME)] })
}

/// The type of a column that can be referenced.
pub fn referenced<S, D: ColumnOf<S> + UniqueKey<S>>(
    _to: Col<S, D>,
) -> PhantomData<<D::Value as MemValue>::Inner> {
    PhantomData
}

/// The type of a column that references another.
pub fn referencing<R, C: ColumnOf<R>>() -> PhantomData<<C::Value as MemValue>::Inner> {
    PhantomData
}

/// What the rules see of the column.
#[inline]
pub fn plain<R, C: ColumnOf<R>>(row: &R) -> Option<<C::Value as MemValue>::Plain<'_>> {
    C::get(row).plain()
}

/// The column's value as data.
pub fn value<R, C: ColumnOf<R>>(row: &R) -> Value {
    C::get(row).to_value()
}

/// Whether both rows have the same value in the column.
#[inline]
pub fn same<R, C: ColumnOf<R>>(left: &R, right: &R) -> bool {
    C::get(left).same(C::get(right))
}

/// Takes the column's cell.
pub fn take<R, C: ColumnOf<R>>(
    values: &mut RowValues,
    default: Option<fn() -> C::Value>,
) -> Option<C::Value> {
    values.take(C::IDX, default)
}

/// The column's value, where it has one.
#[inline]
pub fn inner<'a, R, C: ColumnOf<R, Value: 'a>>(
    row: &'a R,
) -> Option<&'a <C::Value as MemValue>::Inner> {
    C::get(row).inner()
}

/// Tells `check` that the column breaks its rule at this position.
#[cold]
pub fn broken<R, C: ColumnOf<R>>(row: &R, check: &mut RowCheck<'_>, rule: usize) {
    check.broken(C::IDX, rule, value::<R, C>(row));
}

/// Tells `check` that an element of the column breaks its rule at these positions.
#[cold]
pub fn broken_element<R, C: ColumnOf<R>>(
    check: &mut RowCheck<'_>,
    rule: (usize, usize),
    (position, element): (usize, &impl MemValue),
) {
    check.broken_element(C::IDX, rule, position, element.to_value());
}

/// Tells `check` what a custom rule answered.
#[inline]
pub fn answered<R, C: ColumnOf<R>>(
    row: &R,
    check: &mut RowCheck<'_>,
    rule: usize,
    answer: impl Answer,
) {
    let complaints = answer.complaints();
    if !complaints.is_empty() {
        check.complained(C::IDX, rule, complaints, value::<R, C>(row));
    }
}

/// The parts as a list.
pub fn list<T, const N: usize>(parts: [T; N]) -> Vec<T> {
    Vec::from(parts)
}

/// What a function over the whole table complains of.
pub fn complaints(answer: impl Answer) -> Vec<String> {
    answer.complaints()
}

/// The name of an enum's variant, where the value is one.
///
/// # Errors
/// [`Misfit`], with the value as it came, where it is no text or no name of a variant.
pub fn variant<T>(value: Value, named: impl FnOnce(&str) -> Option<T>) -> Result<T, Misfit> {
    let found = match &value {
        Value::Text(name) => named(name),
        _ => None,
    };
    found.ok_or(Misfit { value })
}

/// Tells `check` what a custom rule answered of an element.
#[inline]
pub fn element_answered<R, C: ColumnOf<R>>(
    check: &mut RowCheck<'_>,
    rule: (usize, usize),
    (position, element): (usize, &impl MemValue),
    answer: impl Answer,
) {
    let complaints = answer.complaints();
    if !complaints.is_empty() {
        check.complained_element(C::IDX, rule, position, (complaints, element.to_value()));
    }
}

/// The type of a column that is in a key: a type that is no column has its error, and is asked nothing.
#[derive(Clone, Copy, Debug)]
pub struct KeyType<T>(PhantomData<fn() -> T>);

impl<T> KeyType<T> {
    /// This type.
    pub const OF: Self = KeyType(PhantomData);
}

impl<T: MemValue> KeyType<T> {
    /// It can be in a primary key.
    pub const fn is_key(self)
    where
        T: KeyValue,
    {
    }

    /// It can be unique or indexed.
    pub const fn is_index(self)
    where
        T: IndexValue,
    {
    }

    /// It can be in an ordered index.
    pub const fn is_ordered(self)
    where
        T: OrderedValue,
    {
    }
}

/// What a method call finds of a type that is no column.
pub trait NoKeyType {
    /// Nothing is asked.
    fn is_key(&self) {}
    /// Nothing is asked.
    fn is_index(&self) {}
    /// Nothing is asked.
    fn is_ordered(&self) {}
}

impl<T> NoKeyType for KeyType<T> {}

/// A key to be specified: of columns that can be a key; else, their types having been refused, of nothing.
#[derive(Clone, Copy, Debug)]
pub struct Spec<R, K>(PhantomData<fn() -> (R, K)>);

impl<R, K> Spec<R, K> {
    /// The key of these columns.
    pub const OF: Self = Spec(PhantomData);
}

impl<R, K: KeyOf<R>> Spec<R, K> {
    /// The key, hashed.
    pub fn hashed(self, kind: KeyKind) -> KeySpec<R> {
        KeySpec::hashed::<K>(kind)
    }
}

impl<R, K: OrdKeyOf<R>> Spec<R, K> {
    /// The key, hashed and ordered.
    pub fn ordered(self) -> KeySpec<R> {
        KeySpec::ordered::<K>()
    }
}

/// What a method call finds where the columns can be no key: the types have their errors, and this is none.
pub trait Refused<R> {
    /// No key.
    fn hashed(&self, kind: KeyKind) -> KeySpec<R>;
    /// No key.
    fn ordered(&self) -> KeySpec<R>;
}

impl<R, K> Refused<R> for Spec<R, K> {
    fn hashed(&self, kind: KeyKind) -> KeySpec<R> {
        KeySpec {
            kind,
            columns: &[],
            hash: |_, _| None,
            hash_values: |_, _| None,
            same: |_, _| false,
            cmp: None,
        }
    }

    fn ordered(&self) -> KeySpec<R> {
        self.hashed(KeyKind::OrderedIndex)
    }
}
