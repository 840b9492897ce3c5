/// What becomes of rows that do not have the shape of their table: for new and missing columns, for values of another type, for
/// nulls. What is not said is said by the table's own contract, then by the [store's](crate::store::StoreBuilder::contract), and
/// else is [`OnChange::Freeze`].
///
/// A column of which only nulls were seen (of the type `null`) takes the type of the first values that come, and a
/// column that is missing takes its default where it has one; neither is a matter of the contract. A merge keeps the columns that
/// its rows do not have.
///
/// ```
/// use memtable::write::{Contract, OnChange};
///
/// let contract = Contract::new().columns(OnChange::Evolve).types(OnChange::DiscardRow);
/// assert_eq!(contract.or(Contract::EVOLVE).nullability, Some(OnChange::Evolve));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields, default)
)]
pub struct Contract {
    /// For columns that the table has not, and for those that the rows have not.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub columns: Option<OnChange>,
    /// For values that are not of their column's type, and cannot be without loss.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub types: Option<OnChange>,
    /// For nulls in columns that have none.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub nullability: Option<OnChange>,
}

/// What becomes of one kind of difference.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case")
)]
pub enum OnChange {
    /// The schema changes: a column more, a type that holds the values of both without loss, a column that has nulls.
    /// The outcome lists each change. What no type holds is a violation.
    Evolve,
    /// Each is a violation. The default.
    #[default]
    Freeze,
    /// The row is left out, and comes back quarantined.
    DiscardRow,
    /// The value is left out, and comes back; the row has a null in its place. In a column without nulls that is a
    /// violation.
    DiscardValue,
}

impl Contract {
    /// Everything evolves.
    pub const EVOLVE: Self = Contract::all(OnChange::Evolve);

    /// Nothing changes.
    pub const FREEZE: Self = Contract::all(OnChange::Freeze);

    const fn all(on_change: OnChange) -> Self {
        Contract {
            columns: Some(on_change),
            types: Some(on_change),
            nullability: Some(on_change),
        }
    }

    /// A contract that says nothing yet.
    pub const fn new() -> Self {
        Contract {
            columns: None,
            types: None,
            nullability: None,
        }
    }

    /// What becomes of new and missing columns.
    #[must_use]
    pub const fn columns(mut self, on_change: OnChange) -> Self {
        self.columns = Some(on_change);
        self
    }

    /// What becomes of values of another type.
    #[must_use]
    pub const fn types(mut self, on_change: OnChange) -> Self {
        self.types = Some(on_change);
        self
    }

    /// What becomes of nulls in columns that have none.
    #[must_use]
    pub const fn nullability(mut self, on_change: OnChange) -> Self {
        self.nullability = Some(on_change);
        self
    }

    /// This contract, and where it says nothing the other one.
    #[must_use]
    pub fn or(self, other: Contract) -> Self {
        Contract {
            columns: self.columns.or(other.columns),
            types: self.types.or(other.types),
            nullability: self.nullability.or(other.nullability),
        }
    }
}
