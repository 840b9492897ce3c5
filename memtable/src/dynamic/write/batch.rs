use std::collections::{BTreeMap, HashSet};

use arrow_schema::ArrowError;
use arrow_select::concat::concat;

use crate::dynamic::table::Piece;
use crate::dynamic::write::faults::piece_of;
use crate::dynamic::write::{DynQuarantine, Faults, Incoming, key_cells};
use crate::error::Error;
use crate::schema::Schema;
use crate::validate::{Cells, Clash, Report, Violation};

/// The rows of one write, wherever they are by now.
pub(in crate::dynamic) struct Batch<'a> {
    incoming: Incoming<'a>,
    /// The rows still to be written.
    pub(in crate::dynamic) pieces: Vec<Piece>,
    /// Where each of them stood in the write; none as long as that is where it stands here.
    positions: Option<Vec<usize>>,
    quarantine: BTreeMap<usize, Vec<Violation>>,
    pub(in crate::dynamic) n_deduplicated: usize,
    pub(in crate::dynamic) n_rows: usize,
}

impl<'a> Batch<'a> {
    pub(in crate::dynamic) fn new(incoming: Incoming<'a>, pieces: Vec<Piece>) -> Self {
        Batch {
            incoming,
            n_rows: pieces.iter().map(|piece| piece.n_rows).sum(),
            pieces,
            positions: None,
            quarantine: BTreeMap::new(),
            n_deduplicated: 0,
        }
    }

    /// How many rows are still to be written.
    pub(in crate::dynamic) fn len(&self) -> usize {
        self.pieces.iter().map(|piece| piece.n_rows).sum()
    }

    /// Where the row stood in the write.
    pub(in crate::dynamic) fn position(&self, place: usize) -> usize {
        self.positions
            .as_ref()
            .map_or(place, |positions| positions[place])
    }

    /// Makes one piece of all.
    pub(in crate::dynamic) fn join(&mut self) -> Result<(), ArrowError> {
        if self.pieces.len() > 1 {
            let n_columns = self.pieces[0].columns.len();
            let column = |idx: usize| {
                let arrays: Vec<_> = self
                    .pieces
                    .iter()
                    .map(|piece| &*piece.columns[idx])
                    .collect();
                concat(&arrays)
            };
            self.pieces = vec![Piece {
                columns: (0..n_columns).map(column).collect::<Result<_, _>>()?,
                n_rows: self.len(),
            }];
        }
        Ok(())
    }

    /// Drops rows, by their places here, in favour of others.
    pub(in crate::dynamic) fn deduplicate(
        &mut self,
        is_dropped: &[bool],
    ) -> Result<(), ArrowError> {
        let n_before = self.len();
        self.retain(|place, _| is_dropped.get(place) != Some(&true))?;
        self.n_deduplicated += n_before - self.len();
        Ok(())
    }

    /// Puts the rows of these violations, which name them by their places here, aside.
    pub(in crate::dynamic) fn quarantine(
        &mut self,
        violations: Vec<Violation>,
    ) -> Result<(), ArrowError> {
        let placed = violations
            .into_iter()
            .map(|violation| self.placed(violation));
        let placed: Vec<Violation> = placed.collect();
        self.put_aside(placed)
    }

    /// Puts the rows of these violations, which name them by their positions in the write, aside.
    pub(in crate::dynamic) fn put_aside(
        &mut self,
        violations: Vec<Violation>,
    ) -> Result<(), ArrowError> {
        if violations.is_empty() {
            return Ok(());
        }
        let gone: HashSet<usize> = violations.iter().map(|violation| violation.row).collect();
        for violation in violations {
            self.quarantine
                .entry(violation.row)
                .or_default()
                .push(violation);
        }
        self.retain(|_, position| !gone.contains(&position))
    }

    /// Adds violations to the report, of rows by their positions in the write or of none, without putting a row aside.
    pub(in crate::dynamic) fn blame(&mut self, violations: Vec<Violation>) {
        for violation in violations {
            self.quarantine
                .entry(violation.row)
                .or_default()
                .push(violation);
        }
    }

    /// The primary key of the row at this position of the write, as long as it is here.
    pub(in crate::dynamic) fn key_cells(&self, schema: &Schema, position: usize) -> Cells {
        let place = match &self.positions {
            None => Some(position),
            Some(positions) => positions.binary_search(&position).ok(),
        };
        let found = place.and_then(|place| piece_of(self.pieces.iter(), place));
        found.map_or(Vec::new(), |(piece, row)| key_cells(schema, piece, row))
    }

    fn retain(&mut self, mut keep: impl FnMut(usize, usize) -> bool) -> Result<(), ArrowError> {
        let mut place = 0;
        let mut positions = Vec::new();
        let mut kept = Vec::with_capacity(self.pieces.len());
        for piece in &self.pieces {
            let mut rows = Vec::new();
            for row in (0..).take(piece.n_rows) {
                let position = self.position(place);
                if keep(place, position) {
                    rows.push(row);
                    positions.push(position);
                }
                place += 1;
            }
            kept.push(piece.take(&rows)?);
        }
        self.pieces = kept;
        self.positions = Some(positions);
        Ok(())
    }

    /// The violation with the positions that its owner knows.
    fn placed(&self, mut violation: Violation) -> Violation {
        violation.row = self.position(violation.row);
        if let Some(Clash::InBatch(other)) = &mut violation.clash {
            *other = self.position(*other);
        }
        violation
    }

    /// The report on a write that is refused because of these and of what was put aside.
    pub(in crate::dynamic) fn report(&mut self, schema: &Schema, faults: Faults) -> Report {
        let aside = std::mem::take(&mut self.quarantine);
        let mut violations: Vec<Violation> = aside.into_values().flatten().collect();
        let faults = faults.into_violations().into_iter();
        violations.extend(faults.map(|fault| self.placed(fault)));
        report(schema, self.n_rows, violations)
    }

    /// What was put aside.
    pub(in crate::dynamic) fn finish(self, schema: &Schema) -> Result<DynQuarantine, Error> {
        let positions: Vec<usize> = self.quarantine.keys().copied().collect();
        let violations = self.quarantine.into_values().flatten().collect();
        Ok(DynQuarantine {
            batches: self.incoming.rows_at(schema, &positions)?,
            positions,
            report: report(schema, self.n_rows, violations),
        })
    }
}

/// The report on violations that know their positions: by row, then in the order of the schema.
pub(in crate::dynamic) fn report(
    schema: &Schema,
    n_rows: usize,
    mut violations: Vec<Violation>,
) -> Report {
    violations.sort_by_key(|violation| {
        let column = violation.columns.first();
        let column = column.and_then(|name| schema.column_idx(name));
        (violation.row, column.unwrap_or(usize::MAX))
    });
    Report {
        table: schema.name.clone(),
        n_rows,
        violations,
    }
}
