//! A column while it is read: what was seen of it, what its values are read as, and its cells.

mod built;
mod cells;
mod columns;
mod finish;
mod json;
mod push;
mod text;

pub(crate) use built::Built;
pub(crate) use cells::Cells;
pub(crate) use columns::Columns;
pub(crate) use finish::{arrow, arrow_of};
pub(crate) use push::Refused;
pub(crate) use text::TextCells;

use crate::dynamic::infer::{ColumnInference, Element, Facts, Kinds, Policy, Seen, Syntax, Target};
use crate::dynamic::load::error::Since;
use crate::schema::DataType;

/// A column while it is read.
#[derive(Debug)]
pub(crate) struct Column {
    pub(crate) name: String,
    /// Whether JSON writes the name as it is.
    pub(crate) is_plain: bool,
    pub(crate) given: Option<DataType>,
    /// Whether the sample is read, and nothing else is taken.
    pub(crate) is_frozen: bool,
    pub(crate) seen: Seen,
    /// What values are read as; of lists and structs without what is in them.
    pub(crate) target: Target,
    pub(crate) cells: Cells,
    /// The cells since the last batch.
    pub(crate) len: usize,
    /// Whether its values are read; when a batch is read again, those of other columns are not.
    pub(crate) is_wanted: bool,
    /// The last and the first place that the column has in an object.
    pub(crate) places: (usize, usize),
}

impl Column {
    pub(crate) fn new(name: String) -> Self {
        let stands_for_itself = |byte: u8| byte >= b' ' && !matches!(byte, b'"' | b'\\');
        Column {
            is_plain: name.bytes().all(stands_for_itself),
            name,
            given: None,
            is_frozen: false,
            seen: Seen::default(),
            target: Target::Null,
            cells: Cells::Null(0),
            len: 0,
            is_wanted: true,
            places: (0, usize::MAX),
        }
    }

    /// The column with a type that the caller gave.
    pub(crate) fn give(&mut self, data_type: &DataType) {
        self.target = Policy::given(data_type, &self.seen.facts);
        self.cells = Cells::new(&self.target);
        self.given = Some(data_type.clone());
    }

    /// What values are read as, with what is in them.
    pub(crate) fn whole_target(&self) -> Target {
        match &self.cells {
            Cells::List(cells) => Target::List(Box::new(Element {
                target: cells.element.whole_target(),
                nullable: cells.element.seen.is_nullable(),
            })),
            Cells::Struct(cells) => Target::Struct(cells.columns.parts()),
            _ => self.target.clone(),
        }
    }

    /// Takes note of a value, and reads what comes as what the values are now.
    pub(crate) fn note(
        &mut self,
        facts: Facts,
        (row, text): (u64, &str),
        policy: &Policy,
    ) -> Result<(), Refused> {
        if !self.seen.note(facts, (row, text)) {
            return Ok(());
        }
        let target = match &self.given {
            Some(given) => Policy::given(given, &self.seen.facts),
            None => decide(&self.seen.facts, policy),
        };
        if target == self.target {
            return Ok(());
        }
        if target == Target::Mixed {
            return Err(Refused::Mixed);
        }
        let is_other = target.data_type() != self.target.data_type();
        if self.is_frozen && is_other && self.target != Target::Null {
            return Err(Refused::Misfit(Since::Sample));
        }
        let cells = std::mem::replace(&mut self.cells, Cells::Stale);
        self.cells = if self.len == 0 {
            Cells::new(&target)
        } else {
            cells.retarget(&target)
        };
        self.target = target;
        Ok(())
    }

    /// Why it has its type, and so for what is in it: `tags[]`, `home.city`.
    pub(crate) fn explain(&self, path: &str, policy: &Policy, found: &mut Vec<ColumnInference>) {
        let name = format!("{path}{}", self.name);
        let target = self.whole_target();
        found.push(match &self.given {
            Some(given) => ColumnInference::given(name.clone(), given.clone(), &self.seen),
            None => ColumnInference::new(name.clone(), (&self.seen, &target), policy),
        });
        match &self.cells {
            Cells::List(cells) => cells.element.explain(&format!("{name}[]"), policy, found),
            Cells::Struct(cells) => {
                let columns = cells.columns.in_order();
                columns.for_each(|column| column.explain(&format!("{name}."), policy, found));
            }
            _ => {}
        }
    }
}

/// What values with these facts are read as; of lists and structs without what is in them.
fn decide(facts: &Facts, policy: &Policy) -> Target {
    if facts.kinds.is_empty() {
        Target::Null
    } else if facts.kinds.within(Kinds::LIST) {
        Target::List(Box::new(Element {
            target: Target::Null,
            nullable: false,
        }))
    } else if facts.kinds.within(Kinds::STRUCT) {
        Target::Struct(Vec::new())
    } else {
        policy.decide(facts)
    }
}

/// Whether a column of text takes every string without a look at it.
pub(crate) fn takes_all(facts: &Facts, policy: &Policy) -> bool {
    match policy.syntax {
        Syntax::Cells => true,
        Syntax::Json(_) => facts.kinds.meets(Kinds::TEXT),
    }
}
