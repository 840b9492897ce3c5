use arrow_array::{ArrayRef, BooleanArray, UInt32Array};
use arrow_schema::ArrowError;
use arrow_select::take::take;
use arrow_select::zip::zip;

use crate::dynamic::contract::Present;
use crate::dynamic::write::Batch;

/// Which rows of a batch have a column, by their places there.
pub(super) enum Asked {
    Everywhere,
    Nowhere,
    In(Vec<bool>),
}

impl Asked {
    pub(super) fn new(present: &Present, batch: &Batch<'_>) -> Self {
        match present {
            Present::Everywhere => Asked::Everywhere,
            Present::Nowhere => Asked::Nowhere,
            Present::In(rows) => {
                let places = 0..batch.len();
                Asked::In(places.map(|place| rows[batch.position(place)]).collect())
            }
        }
    }

    /// What the rows at these places have in the column, or else what is stored of theirs.
    pub(super) fn over(
        &self,
        coming: &ArrayRef,
        places: &[usize],
        stored: impl FnOnce() -> Result<ArrayRef, ArrowError>,
    ) -> Result<ArrayRef, ArrowError> {
        let coming = || take(coming, &indices(places), None);
        match self {
            Asked::Everywhere => coming(),
            Asked::Nowhere => stored(),
            Asked::In(rows) => {
                let mask: Vec<bool> = places.iter().map(|place| rows[*place]).collect();
                zip(&BooleanArray::from(mask), &coming()?, &stored()?)
            }
        }
    }
}

pub(super) fn indices(places: &[usize]) -> UInt32Array {
    // A batch of more rows than that is refused by Arrow before.
    let small = |place: &usize| u32::try_from(*place).unwrap_or(u32::MAX);
    places.iter().map(small).collect::<Vec<u32>>().into()
}
