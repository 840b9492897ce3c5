use crate::dynamic::cell::{Cells, Kind};
use crate::dynamic::rule::rows;

/// The rows whose float is infinite or `NaN`.
pub(super) fn broken(cells: &Cells) -> Vec<usize> {
    match &cells.kind {
        Kind::Float32(array) => rows::of_primitives(array, f32::is_finite),
        Kind::Float64(array) => rows::of_primitives(array, f64::is_finite),
        _ => Vec::new(),
    }
}
