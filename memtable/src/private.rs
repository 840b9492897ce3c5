//! What generated code calls. No promise is made of anything here.

pub use std::borrow::Cow;
pub use std::clone::Clone;
pub use std::default::Default;
pub use std::iter::Iterator;
pub use std::marker::Sized;
pub use std::mem::discriminant;
pub use std::ops::Bound;
pub use std::option::Option::{self, None, Some};
pub use std::primitive::{bool, str, u8, u64, usize};
pub use std::result::Result::{self, Err, Ok};
pub use std::vec::Vec;

pub use crate::query::{Along, ByReference, Link, NoLink, Nowhere, ReferenceTo, along};
pub use crate::record::fit::{
    BytesLengthFits, ComparesWith, Condition, EmailFits, FiniteFits, InnerFits, IpFits, LengthFits,
    NonBlankFits, PatternFits, SetNullFits, TextDefault, UrlFits, in_range, is_multiple,
    references,
};
pub use crate::record::glue::{
    ColumnConstant, KeyType, NoKeyType, Refused, Spec, answered, broken, broken_element, column,
    complaints, element_answered, element_length_unit, float, inner, is_empty, length_unit, list,
    name_of, plain, reference, referenced, referencing, same, take, to_column, value, variant,
};
pub use crate::record::nested::{check_row, row_heap_bytes, row_of, row_type, row_value, same_row};
pub use crate::record::sheet::{
    Facts, Given, NoColumn, Sheet, doubtful, literal, misfit_choice, misfit_default,
    misfit_element_limit, misfit_limit, misread_columns, misread_literal, misread_rows,
    missing_columns, place, repeated_keys, unknown_column,
};
pub use crate::record::{
    Accessor, Col, ColSet, ColumnOf, ColumnType, IndexKey, IndexValue, KeyKind, KeySpec, KeyValue,
    MemTable, MemValue, Misfit, NotCloned, OrderedKey, OrderedValue, PrimaryKeyed, Reach,
    RowValues, TableCheck, UniqueKey,
};
pub use crate::schema::{
    Check, Column, CompareOp, DataType, Default as ColumnDefault, Expr, Index, LengthUnit, Lit,
    OnDelete, Operand, Reference, Rule, Schema, Shared, Value,
};
pub use crate::table::table_of;
pub use crate::validate::{RowCheck, rules};

#[cfg(feature = "fixtures")]
pub use crate::__memtable_items as with_fixtures;
#[cfg(not(feature = "fixtures"))]
pub use crate::__memtable_no_items as with_fixtures;
#[cfg(feature = "fixtures")]
pub use crate::fixture::{
    BoundaryFixture, InvalidFixture, RowFixtures, boundary_fixtures, fixture, invalid_fixtures,
};

#[cfg(feature = "derive")]
pub use memtable_derive::table;
#[cfg(all(feature = "derive", feature = "fixtures"))]
pub use {crate::fixture::load, memtable_derive::fixture_file};

#[cfg(feature = "proptest")]
pub use crate::__memtable_items as with_strategies;
#[cfg(not(feature = "proptest"))]
pub use crate::__memtable_no_items as with_strategies;
#[cfg(feature = "proptest")]
pub use crate::fixture::RowStrategy;

/// What a feature adds to generated code, where it is on.
#[doc(hidden)]
#[macro_export]
macro_rules! __memtable_items {
    ($($item:tt)*) => { $($item)* };
}

/// What it adds where it is off.
#[doc(hidden)]
#[macro_export]
macro_rules! __memtable_no_items {
    ($($item:tt)*) => {};
}
