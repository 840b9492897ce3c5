use std::collections::HashSet;

use crate::dynamic::keys::{KeyClash, KeyKind, With};
use crate::dynamic::table::{DynSnapshot, Piece};
use crate::dynamic::write::{Batch, cells_of, key_cells};
use crate::error::Error;
use crate::schema::Rule;
use crate::validate::{Clash, Violation};

/// Why rows cannot be written, by what must be known to say so. Violations name rows by their places in what was to be
/// written.
#[derive(Debug, Default)]
pub(in crate::dynamic) struct Faults {
    /// Known from the row alone.
    pub(in crate::dynamic) rules: Vec<Violation>,
    /// Known from the other rows.
    pub(in crate::dynamic) clashes: Vec<Violation>,
}

impl Faults {
    /// Leaves out that a cell has no value, where another violation says why. Those know their positions in the write.
    pub(in crate::dynamic) fn drop_told(&mut self, told: &[Violation], batch: &Batch<'_>) {
        let cells: HashSet<_> = told.iter().map(|told| (told.row, &told.columns)).collect();
        self.rules.retain(|violation| {
            let cell = (batch.position(violation.row), &violation.columns);
            violation.rule != Rule::NotNull || !cells.contains(&cell)
        });
    }

    /// The faults to act on first: clashes may go with the rows that break a rule.
    pub(in crate::dynamic) fn first_to_go(self) -> Vec<Violation> {
        if self.rules.is_empty() {
            self.clashes
        } else {
            self.rules
        }
    }

    pub(in crate::dynamic) fn into_violations(self) -> Vec<Violation> {
        [self.rules, self.clashes].concat()
    }
}

/// The violations that clashes are. `coming` are the rows that come, piece by piece, and `place` says where one of them, by its
/// number, stood in the write.
pub(in crate::dynamic) fn clash_violations(
    table: &DynSnapshot,
    coming: &[&Piece],
    clashes: &[KeyClash],
    place: impl Fn(usize) -> usize,
) -> Result<Vec<Violation>, Error> {
    let schema = &table.schema;
    let stored: Vec<_> = clashes
        .iter()
        .filter_map(|clash| match clash.with {
            With::Stored(id) => Some(id),
            With::Incoming(_) => None,
        })
        .collect();
    let mut positions = table.rows.positions(&stored).into_iter();
    let mut keys = Vec::new();
    if !stored.is_empty() {
        let rows = table
            .rows
            .gather_rows(&stored)
            .map_err(|cause| table.failed(cause))?;
        keys.extend((0..rows.n_rows).map(|row| key_cells(schema, &rows, row)));
    }
    let mut keys = keys.into_iter();
    let violations = clashes.iter().filter_map(|clash| {
        let (piece, row) = piece_of(coming.iter().copied(), clash.row)?;
        let other = match clash.with {
            With::Incoming(other) => Clash::InBatch(place(other)),
            With::Stored(_) => Clash::InTable {
                row: positions.next()?,
                key: keys.next()?,
            },
        };
        let key = &table.keys.all()[clash.key];
        let cells = cells_of(schema, piece, row, key.column_idxs());
        let at = place(clash.row);
        Some(match key.kind {
            KeyKind::Primary => Violation::primary_key(at, cells, other),
            KeyKind::Unique | KeyKind::Lookup => Violation {
                key: key_cells(schema, piece, row),
                ..Violation::unique(at, cells, other)
            },
        })
    });
    Ok(violations.collect())
}

/// The piece of a row that is counted over all pieces, and its place there.
pub(super) fn piece_of<'a>(
    pieces: impl IntoIterator<Item = &'a Piece>,
    row: usize,
) -> Option<(&'a Piece, usize)> {
    let mut first = 0;
    for piece in pieces {
        if row < first + piece.n_rows {
            return Some((piece, row - first));
        }
        first += piece.n_rows;
    }
    None
}
