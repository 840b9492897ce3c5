//! What generated code calls. No promise is made of anything here.

pub use crate::record::{
    Accessor, Col, ColSet, ColumnOf, IndexKey, IndexValue, KeyKind, KeySpec, KeyValue, Keyed,
    MemTable, MemValue, Misfit, OrderedKey, RowValues, TableCheck, UniqueKey,
};
pub use crate::schema::{
    Check, Column, CompareOp, DataType, Default as ColumnDefault, Expr, Index, LengthUnit, Lit,
    OnDelete, Operand, Reference, Rule, Schema, Shared, Value,
};
pub use crate::validate::{RowCheck, rules};
