//! The rules on the elements of lists, and on bytes.

use arrow_array::builder::{ListBuilder, UInt8Builder};
use arrow_array::cast::AsArray;
use arrow_array::{ArrayRef, BinaryArray, ListArray};

use crate::dynamic::cell::Cells;
use crate::dynamic::rule::layer::{Found, of_elements};
use crate::dynamic::rule::step::{self, Step};
use crate::schema::DataType;

pub(super) fn check(steps: &[Step], element: &DataType, array: &ArrayRef) -> Vec<Found> {
    let check_in = |lists: &ListArray| {
        of_elements(lists, |elements, _| {
            step::check_all(steps, elements, &Cells::of(elements, element))
        })
    };
    if let Some(lists) = array.as_list_opt() {
        check_in(lists)
    } else if let Some(bytes) = array.as_binary_opt() {
        check_in(&lists_of_bytes(bytes))
    } else {
        Vec::new()
    }
}

fn lists_of_bytes(bytes: &BinaryArray) -> ListArray {
    let mut lists = ListBuilder::new(UInt8Builder::new());
    for bytes in bytes {
        match bytes {
            Some(bytes) => lists.append_value(bytes.iter().map(|byte| Some(*byte))),
            None => lists.append_null(),
        }
    }
    lists.finish()
}
