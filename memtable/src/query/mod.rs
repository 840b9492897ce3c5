//! Questions to a table, through typed columns, checked while compiling.
//!
//! A condition is made of columns: `User::AGE.ge(18).and(User::PLAN.eq(Plan::Pro))`. It compiles to the loop that a
//! person would write, and is read as data where an index is chosen or the condition is printed.
//!
//! # Missing values
//! Conditions are three-valued, as in SQL: a comparison with a missing value is neither true nor false but unknown, and
//! so is its opposite. `and` and `or` are unknown where the other side does not decide. A row is found where the
//! condition is true. `is_none` and `is_some` are never unknown.
//!
//! `NaN` equals nothing, differs from everything and lies in no range.

mod condition;
mod filter;
mod predicate;
mod probe;

mod explain;
mod found;
mod indexed_only;
mod order;
mod plan;
#[expect(
    clippy::module_inception,
    reason = "the type is the noun, the module the field"
)]
mod query;
mod scan;
mod select;

mod aggregate;
mod group;
mod join;

mod error;
mod print;
mod update;

pub use aggregate::{
    Aggregate, Average, Averaged, Count, Extreme, Overflow, Sum, Summed, avg, count, max, min, sum,
};
pub use condition::{Condition, ListTest, TextTest};
pub use error::QueryError;
pub use explain::{Explanation, JoinExplanation};
pub use filter::Filter;
pub use found::{Found, Window};
pub use group::{GroupKey, Grouped, Groups};
pub use indexed_only::IndexedOnly;
pub use join::{InnerJoin, IntoQuery, Joined, JoinsWith, LeftJoin, ReferenceTo};
pub use order::{By, Nulls, OrderBy};
pub use predicate::{
    Assign, ContainsFits, Equal, Everything, GroupFits, ListFits, Operand, Optional, OrderFits,
    Predicate, SetFits, TextFits,
};
pub use query::Query;
pub use select::{Columns, Select};
pub use update::UpdateWhere;

#[doc(hidden)]
pub use join::{Along, ByReference, Link, NoLink, Nowhere, along};
