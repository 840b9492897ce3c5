use std::fmt;

use crate::dynamic::infer::kind::Kinds;
use crate::dynamic::infer::note::Note;
use crate::dynamic::infer::policy::Policy;
use crate::dynamic::infer::seen::Seen;
use crate::dynamic::infer::target::Target;
use crate::error::Error;
use crate::schema::DataType;

/// Why the columns of a loaded table have the types that they have.
///
/// Columns of structs and elements of lists have entries of their own: `home.city`, `tags[]`.
#[derive(Clone, Debug, PartialEq, Default)]
#[non_exhaustive]
pub struct Inference {
    /// How many rows were read.
    pub n_rows: u64,
    /// The columns, in the order of the table.
    pub columns: Vec<ColumnInference>,
}

/// Why a column has its type.
///
/// `Display` is a sentence: ``float64, since row 18: `3.5`; int64 before``.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ColumnInference {
    /// The name, with the way down to it: `price`, `home.city`, `tags[]`.
    pub name: String,
    /// The type.
    pub data_type: DataType,
    /// Whether the caller gave the type, and nothing was inferred.
    pub is_given: bool,
    /// The types that the column had from row to row: the last one is its type. Empty where no value was seen, or the type was given.
    pub steps: Vec<Step>,
    /// The first row without a value, counted from 0.
    pub first_null: Option<u64>,
    /// The first value that was read with fewer digits than it was written with.
    pub rounded: Option<Step>,
}

/// A value that forced a type on its column.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Step {
    /// The type since this row.
    pub data_type: DataType,
    /// The row, counted from 0.
    pub row: u64,
    /// The value as it was written, cut after 40 characters.
    pub value: String,
    /// What may surprise about it.
    pub note: Option<Note>,
}

impl Inference {
    /// Why this column has its type.
    ///
    /// # Errors
    /// [`Error::NoColumn`] where there is none of this name, with the nearest one.
    pub fn explain(&self, column: &str) -> Result<&ColumnInference, Error> {
        let found = self.columns.iter().find(|found| found.name == column);
        found.ok_or_else(|| Error::NoColumn {
            table: "the inference".to_owned(),
            column: column.to_owned(),
            columns: self
                .columns
                .iter()
                .map(|found| found.name.clone())
                .collect(),
        })
    }
}

/// A line for each column.
impl fmt::Display for Inference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (nth, column) in self.columns.iter().enumerate() {
            let newline = if nth == 0 { "" } else { "\n" };
            write!(f, "{newline}{}: {column}", column.name)?;
        }
        Ok(())
    }
}

impl fmt::Display for ColumnInference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.steps.split_last() {
            _ if self.is_given => write!(f, "{}, as it was given", self.data_type)?,
            None => write!(f, "{}: there is no value", self.data_type)?,
            Some((last, before)) => {
                write!(f, "{last}")?;
                for (nth, step) in before.iter().enumerate().rev() {
                    match nth {
                        0 => write!(f, "; {} before", step.data_type)?,
                        _ => write!(f, "; before that {step}")?,
                    }
                }
            }
        }
        if let Some(row) = self.first_null {
            write!(f, "; null since row {row}")?;
        }
        if let Some(Step { row, value, .. }) = &self.rounded {
            write!(f, "; row {row}: `{value}` has {}", Note::Rounded)?;
        }
        Ok(())
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Step {
            data_type,
            row,
            value,
            note,
        } = self;
        write!(f, "{data_type}, since row {row}: `{value}`")?;
        match note {
            Some(note) => write!(f, " ({note})"),
            None => Ok(()),
        }
    }
}

impl ColumnInference {
    /// Of a column whose values were seen so, and are read as this.
    pub(crate) fn new(name: String, (seen, target): (&Seen, &Target), policy: &Policy) -> Self {
        ColumnInference {
            name,
            data_type: target.data_type(),
            is_given: false,
            steps: steps(seen, target, policy),
            first_null: seen.first_null,
            rounded: rounded(seen, target),
        }
    }

    /// Of a column whose type the caller gave.
    pub(crate) fn given(name: String, data_type: DataType, seen: &Seen) -> Self {
        ColumnInference {
            name,
            data_type,
            is_given: true,
            steps: Vec::new(),
            first_null: seen.first_null,
            rounded: None,
        }
    }
}

fn steps(seen: &Seen, target: &Target, policy: &Policy) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for evidence in &seen.evidence {
        let data_type = match target {
            // What is in them has entries of its own.
            Target::List(_) | Target::Struct(_) => target.data_type(),
            _ => policy.decide(&evidence.facts).data_type(),
        };
        if steps.last().is_some_and(|last| last.data_type == data_type) {
            continue;
        }
        let note = match data_type {
            DataType::Text => Note::on_text(&evidence.facts, &evidence.text, policy),
            DataType::Json => Some(Note::Mixed),
            _ => None,
        };
        steps.push(Step {
            data_type,
            row: evidence.row,
            value: evidence.text.clone(),
            note,
        });
    }
    steps
}

/// The first value that has more digits than the float that it is read as.
fn rounded(seen: &Seen, target: &Target) -> Option<Step> {
    let mut evidence = seen.evidence.iter();
    let first = evidence.find(|evidence| evidence.facts.kinds.meets(Kinds::ROUNDED))?;
    (*target == Target::Float64).then(|| Step {
        data_type: DataType::Float64,
        row: first.row,
        value: first.text.clone(),
        note: Some(Note::Rounded),
    })
}
