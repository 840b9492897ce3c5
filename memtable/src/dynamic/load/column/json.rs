//! Values of JSON into a column.

use crate::dynamic::infer::{Facts, Kinds, Policy, Target};
use crate::dynamic::load::column::cells::{ListCells, StructCells};
use crate::dynamic::load::column::{Cells, Column, Refused, takes_all};

impl Column {
    /// A string.
    #[inline]
    pub(crate) fn push_string(
        &mut self,
        (row, text): (u64, &str),
        policy: &Policy,
    ) -> Result<(), Refused> {
        let is_known = match &mut self.cells {
            Cells::Text(cells) if matches!(self.target, Target::Text) => {
                let takes = takes_all(&self.seen.facts, policy);
                if takes {
                    cells.append_value(text);
                }
                takes
            }
            _ => self.push_known_moment(text, policy),
        };
        if is_known {
            self.len += 1;
            return Ok(());
        }
        let facts = Facts::of_string(text, &policy.formats);
        self.push_noted(facts, (row, text), policy)
    }

    /// A number, as it is written.
    #[inline]
    pub(crate) fn push_number(
        &mut self,
        (row, text): (u64, &str),
        policy: &Policy,
    ) -> Result<(), Refused> {
        if self.push_known_number(text) {
            self.len += 1;
            return Ok(());
        }
        self.push_noted(Facts::of_json_number(text), (row, text), policy)
    }

    pub(crate) fn push_bool(
        &mut self,
        (row, value): (u64, bool),
        policy: &Policy,
    ) -> Result<(), Refused> {
        if let Cells::Bool(cells) = &mut self.cells
            && self.seen.facts.kinds.meets(Kinds::BOOL)
        {
            cells.append_value(value);
            self.len += 1;
            return Ok(());
        }
        let text = if value { "true" } else { "false" };
        self.push_noted(Facts::of(Kinds::BOOL), (row, text), policy)
    }

    /// The column as one of lists, of which one begins in this row; nothing where it is none, and keeps the text of the list.
    pub(crate) fn open_list(
        &mut self,
        at: (u64, &str),
        policy: &Policy,
    ) -> Result<Option<&mut ListCells>, Refused> {
        self.note(Facts::of(Kinds::LIST), at, policy)?;
        match &mut self.cells {
            Cells::List(cells) => Ok(Some(cells)),
            _ => Ok(None),
        }
    }

    /// The column as one of structs, of which one begins in this row; nothing where it is none, and keeps the text of the struct.
    pub(crate) fn open_struct(
        &mut self,
        at: (u64, &str),
        policy: &Policy,
    ) -> Result<Option<&mut StructCells>, Refused> {
        self.note(Facts::of(Kinds::STRUCT), at, policy)?;
        match &mut self.cells {
            Cells::Struct(cells) => Ok(Some(cells)),
            _ => Ok(None),
        }
    }

    /// Whether its values are kept as the JSON that they are.
    pub(crate) fn is_raw(&self) -> bool {
        matches!(self.target, Target::Json)
    }

    /// A value of such a column.
    pub(crate) fn push_raw(&mut self, json: &str) {
        if let Cells::Text(cells) = &mut self.cells {
            cells.append_value(json);
        }
        self.len += 1;
    }
}

impl ListCells {
    /// The elements since the last end are one list.
    pub(crate) fn close(&mut self) {
        // A batch has fewer bytes than 2^31, and so fewer elements.
        self.ends
            .push(i32::try_from(self.element.len).unwrap_or(i32::MAX));
        self.nulls.append_non_null();
    }
}

impl StructCells {
    /// The object of this row has all its columns.
    pub(crate) fn close(&mut self, row: u64) -> Result<(), (usize, Refused)> {
        self.len += 1;
        self.nulls.append_non_null();
        self.columns.pad(self.len, row)?;
        self.columns.first_row.get_or_insert(row);
        Ok(())
    }
}
