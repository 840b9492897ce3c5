//! The model as checked: what is expanded.

use proc_macro2::Ident;
use syn::{Expr, Generics, LitStr, Path, Type, Visibility};

pub(crate) use crate::parse::{Bounds, Limit, Order, Unit};

/// A struct that is a row.
pub(crate) struct Table {
    pub(crate) ident: Ident,
    pub(crate) vis: Visibility,
    pub(crate) generics: Generics,
    pub(crate) name: String,
    pub(crate) doc: String,
    pub(crate) columns: Vec<Column>,
    pub(crate) skipped: Vec<Skipped>,
    /// Positions of columns.
    pub(crate) primary_key: Vec<usize>,
    pub(crate) unique: Vec<Vec<usize>>,
    pub(crate) indexes: Vec<Index>,
    pub(crate) checks: Vec<Check>,
    pub(crate) whole_checks: Vec<Path>,
    pub(crate) variants: Vec<FixtureVariant>,
    /// Whether all that was said is here; else what is wrong has its error, and the rest stands, to be judged by the compiler.
    pub(crate) is_sound: bool,
}

/// A field that is a column.
pub(crate) struct Column {
    pub(crate) ident: Ident,
    pub(crate) vis: Visibility,
    pub(crate) ty: Type,
    pub(crate) name: String,
    pub(crate) doc: String,
    pub(crate) rules: Vec<Rule>,
    pub(crate) default: Option<Fallback>,
    pub(crate) reference: Option<Reference>,
    /// What the values mean to people: one of the words of `fake`.
    pub(crate) fake: Option<LitStr>,
}

/// Fixtures with values of their own.
pub(crate) struct FixtureVariant {
    pub(crate) name: Ident,
    pub(crate) values: Vec<(usize, Expr)>,
}

/// A field that is no column.
pub(crate) struct Skipped {
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
    pub(crate) default: Option<Fallback>,
}

/// What an absent value becomes.
pub(crate) enum Fallback {
    /// `Default::default()`.
    Default,
    Expr(Expr),
}

/// A rule of a column.
pub(crate) enum Rule {
    Range(Bounds),
    Length {
        min: Option<Expr>,
        max: Option<Expr>,
        unit: Unit,
    },
    Pattern(LitStr),
    OneOf(Vec<Expr>),
    Email,
    Url,
    Ip,
    MultipleOf(Expr),
    Finite,
    NonBlank,
    Custom(Path),
    Inner(Vec<Rule>),
}

/// The column that a column names a row by.
pub(crate) struct Reference {
    /// `Team::ID`.
    pub(crate) to: Path,
    /// A variant of `OnDelete`.
    pub(crate) on_delete: &'static str,
}

/// An index that allows duplicates.
pub(crate) struct Index {
    pub(crate) columns: Vec<usize>,
    pub(crate) order: Order,
}

/// A condition over one row.
pub(crate) struct Check {
    pub(crate) condition: Condition,
    pub(crate) message: LitStr,
}

/// A condition, its columns by position.
#[expect(clippy::large_enum_variant, reason = "a struct has a handful of them")]
pub(crate) enum Condition {
    Compare {
        op: &'static str,
        left: Operand,
        right: Operand,
    },
    Column(Place),
    IsNull(Place),
    Not(Box<Condition>),
    And(Box<Condition>, Box<Condition>),
    Or(Box<Condition>, Box<Condition>),
}

/// One side of a comparison.
pub(crate) enum Operand {
    Column(Place),
    Literal(Expr),
}

/// A column, and where the condition names it.
pub(crate) struct Place {
    pub(crate) column: usize,
    pub(crate) at: Ident,
}

impl Condition {
    /// The columns that it names, each once, in order.
    pub(crate) fn columns(&self) -> Vec<usize> {
        let mut columns = Vec::new();
        self.collect(&mut columns);
        columns.sort_unstable();
        columns.dedup();
        columns
    }

    /// The literals, each with the column that it is compared with.
    pub(crate) fn literals(&self) -> Vec<(usize, &Expr)> {
        match self {
            Condition::Compare { left, right, .. } => match (left, right) {
                (Operand::Column(place), Operand::Literal(literal))
                | (Operand::Literal(literal), Operand::Column(place)) => {
                    vec![(place.column, literal)]
                }
                _ => Vec::new(),
            },
            Condition::Column(_) | Condition::IsNull(_) => Vec::new(),
            Condition::Not(part) => part.literals(),
            Condition::And(left, right) | Condition::Or(left, right) => {
                [left.literals(), right.literals()].concat()
            }
        }
    }

    fn collect(&self, columns: &mut Vec<usize>) {
        match self {
            Condition::Compare { left, right, .. } => {
                for side in [left, right] {
                    if let Operand::Column(place) = side {
                        columns.push(place.column);
                    }
                }
            }
            Condition::Column(place) | Condition::IsNull(place) => columns.push(place.column),
            Condition::Not(part) => part.collect(columns),
            Condition::And(left, right) | Condition::Or(left, right) => {
                left.collect(columns);
                right.collect(columns);
            }
        }
    }
}

/// An enum or a newtype that is a value.
pub(crate) struct ValueType {
    pub(crate) ident: Ident,
    pub(crate) generics: Generics,
    pub(crate) shape: Shape,
}

/// What kind of type it is.
#[expect(clippy::large_enum_variant, reason = "a struct has a handful of them")]
pub(crate) enum Shape {
    /// The variants and their names.
    Enum(Vec<(Ident, String)>),
    Newtype(Type),
}
