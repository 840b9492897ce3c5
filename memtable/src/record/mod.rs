//! What a row is to the library: the traits that the derive implements, and the typed columns.

mod accessor;
mod col;
mod col_set;
pub(crate) mod fit;
pub(crate) mod glue;
mod key;
mod mem_table;
mod mem_value;
mod message;
pub(crate) mod nested;
mod row_values;
mod rows_as;
pub(crate) mod sheet;

pub use accessor::{Accessor, NotCloned, Reach};
pub use col::{Col, ColumnOf, ColumnType};
pub use col_set::{ColSet, KeyOf, Lookup, OrdKeyOf};
pub use key::{
    IndexCols, IndexKey, IndexValue, KeyKind, KeySpec, KeyValue, OrderedKey, OrderedValue,
    UniqueCols, UniqueKey,
};
pub use mem_table::{Keyed, MemTable, PrimaryKeyed, TableCheck};
pub use mem_value::{MemValue, Misfit};
pub use message::Message;
pub use row_values::{RowValues, ValueRow};
pub use rows_as::{Fits, rows_as};

pub(crate) use mem_table::{check_row, primary_key_cells};
