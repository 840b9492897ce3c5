//! What is checked of the values of one type: nulls, the type itself, rules, and what is inside.

use std::borrow::Cow;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, BooleanArray, ListArray, StructArray};
use arrow_buffer::{BooleanBufferBuilder, NullBuffer};
use arrow_select::nullif::nullif;

use crate::dynamic::cell::{Cells, place_in_lists};
use crate::dynamic::rule::check::Check;
use crate::dynamic::rule::functions::Functions;
use crate::dynamic::rule::step::{self, Step};
use crate::dynamic::rule::{data_type, not_null};
use crate::schema::{Column, DataType, Rule, StructType, Value};
use crate::validate::Violation;

/// A violation whose column is known to those who look at it.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) row: usize,
    path: String,
    rule: Rule,
    value: Value,
    message: Option<String>,
}

impl Found {
    pub(super) fn new(row: usize, rule: &Rule, value: Value) -> Self {
        Found {
            row,
            path: String::new(),
            rule: rule.clone(),
            value,
            message: None,
        }
    }

    /// An empty message says nothing, and is none.
    pub(super) fn saying(self, message: String) -> Self {
        Found {
            message: Some(message).filter(|message| !message.is_empty()),
            ..self
        }
    }

    /// What was found of a part of the value at this row.
    pub(super) fn inside(mut self, row: usize, step: &str) -> Self {
        self.row = row;
        self.path.insert_str(0, step);
        self
    }

    pub(super) fn violation(self, column: Cow<'static, str>) -> Violation {
        Violation {
            path: self.path,
            message: self.message,
            ..Violation::new(self.row, vec![column], self.rule, self.value)
        }
    }
}

#[derive(Debug)]
pub(super) struct Layer {
    data_type: DataType,
    nullable: bool,
    steps: Vec<Step>,
    inside: Inside,
}

/// The parts of a value, where something is checked of them.
#[derive(Debug)]
enum Inside {
    Nothing,
    Elements(Box<Layer>),
    Parts(Parts),
}

/// The columns of a struct, each with its step in a path, and the conditions over them.
#[derive(Debug)]
struct Parts {
    of: StructType,
    layers: Vec<(String, Layer)>,
    checks: Vec<Check>,
}

impl Layer {
    pub(super) fn of_column(column: &Column, functions: &Functions) -> Self {
        Layer {
            steps: Step::all(&column.rules, &column.data_type, functions),
            inside: Inside::of(&column.data_type, functions),
            nullable: column.nullable,
            data_type: column.data_type.clone(),
        }
    }

    /// Whether every value is right.
    fn is_idle(&self) -> bool {
        self.nullable
            && self.steps.is_empty()
            && data_type::holds_all(&self.data_type)
            && matches!(self.inside, Inside::Nothing)
    }

    /// All violations, by row. Where `valid` says that there is no row, a null is none.
    pub(super) fn check(&self, array: &ArrayRef, valid: Option<&NullBuffer>) -> Vec<Found> {
        if self.is_idle() {
            return Vec::new();
        }
        let mut found = Vec::new();
        let cells = Cells::of(array, &self.data_type);
        if !self.nullable {
            found.extend(not_null::check(&cells, valid));
        }
        found.extend(data_type::check(&cells, &self.data_type));
        found.extend(step::check_all(&self.steps, array, &cells));
        found.extend(self.inside.check(array));
        found.sort_by_key(|found| found.row);
        found
    }
}

impl Inside {
    fn of(data_type: &DataType, functions: &Functions) -> Self {
        match data_type {
            DataType::List { element, nullable } => {
                let element = Column {
                    nullable: *nullable,
                    ..Column::new("", DataType::clone(element))
                };
                let layer = Layer::of_column(&element, functions);
                if layer.is_idle() {
                    Inside::Nothing
                } else {
                    Inside::Elements(Box::new(layer))
                }
            }
            DataType::Struct(of) => {
                let parts = Parts::new(of, functions);
                if parts.is_idle() {
                    Inside::Nothing
                } else {
                    Inside::Parts(parts)
                }
            }
            _ => Inside::Nothing,
        }
    }

    fn check(&self, array: &ArrayRef) -> Vec<Found> {
        match self {
            Inside::Nothing => Vec::new(),
            Inside::Elements(layer) => {
                let Some(lists) = array.as_list_opt() else {
                    return Vec::new();
                };
                of_elements(lists, |elements, valid| layer.check(elements, valid))
            }
            Inside::Parts(parts) => match array.as_struct_opt() {
                Some(structs) => parts.check(structs),
                None => Vec::new(),
            },
        }
    }
}

/// What `check` finds of the elements of lists, told of the lists. Elements below a null list are none.
pub(super) fn of_elements(
    lists: &ListArray,
    check: impl FnOnce(&ArrayRef, Option<&NullBuffer>) -> Vec<Found>,
) -> Vec<Found> {
    let valid = elements_of_lists(lists);
    let elements = masked(lists.values(), valid.as_ref());
    let found = check(&elements, valid.as_ref()).into_iter();
    found
        .map(|found| {
            let (row, element) = place_in_lists(lists.value_offsets(), found.row);
            found.inside(row, &format!("[{element}]"))
        })
        .collect()
}

/// Which elements belong to a list; `None` where all do.
fn elements_of_lists(lists: &ListArray) -> Option<NullBuffer> {
    let offsets = lists.offsets();
    let all = lists.values().len();
    let covered = offsets
        .last()
        .zip(offsets.first())
        .map(|(last, first)| last - first);
    let is_whole = covered.and_then(|covered| usize::try_from(covered).ok()) == Some(all);
    if is_whole && lists.null_count() == 0 {
        return None;
    }
    let mut valid = BooleanBufferBuilder::new(all);
    valid.append_n(all, false);
    for (row, bounds) in offsets.windows(2).enumerate() {
        let bounds = (usize::try_from(bounds[0]), usize::try_from(bounds[1]));
        if let (Ok(start), Ok(end), true) = (bounds.0, bounds.1, lists.is_valid(row)) {
            (start..end).for_each(|place| valid.set_bit(place, true));
        }
    }
    Some(NullBuffer::new(valid.finish()))
}

impl Parts {
    fn new(of: &StructType, functions: &Functions) -> Self {
        let layers = of.iter().map(|column| {
            let layer = Layer::of_column(column, functions);
            (format!(".{}", column.name), layer)
        });
        Parts {
            layers: layers.collect(),
            checks: of.checks.iter().map(Check::new).collect(),
            of: of.clone(),
        }
    }

    fn is_idle(&self) -> bool {
        self.checks.is_empty() && self.layers.iter().all(|(_, layer)| layer.is_idle())
    }

    /// By row, in the order of each struct's columns, its conditions last.
    fn check(&self, structs: &StructArray) -> Vec<Found> {
        let valid = structs.nulls();
        let columns = structs.columns().iter().map(|part| masked(part, valid));
        let columns: Vec<ArrayRef> = columns.collect();
        let mut found = Vec::new();
        for ((step, layer), column) in self.layers.iter().zip(&columns) {
            let within = layer.check(column, valid).into_iter();
            found.extend(within.map(|found| {
                let row = found.row;
                found.inside(row, step)
            }));
        }
        if !self.checks.is_empty() {
            let cells = self.of.iter().zip(&columns);
            let cells: Vec<Cells> = cells
                .map(|(column, array)| Cells::of(array, &column.data_type))
                .collect();
            let broken = |check: &Check| check.found(&self.of, &cells, valid);
            found.extend(self.checks.iter().flat_map(broken));
        }
        found.sort_by_key(|found| found.row);
        found
    }
}

/// The array with nulls where there is no row.
fn masked(array: &ArrayRef, valid: Option<&NullBuffer>) -> ArrayRef {
    let Some(valid) = valid.filter(|valid| valid.null_count() > 0) else {
        return ArrayRef::clone(array);
    };
    let is_absent = BooleanArray::new(!valid.inner(), None);
    nullif(array, &is_absent).unwrap_or_else(|_| ArrayRef::clone(array))
}
