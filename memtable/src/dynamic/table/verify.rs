use std::collections::HashSet;

use crate::dynamic::table::{DynSnapshot, Piece};
use crate::dynamic::write::{broken_rules, report};
use crate::table::Fault;

impl DynSnapshot {
    /// Checks everything again: each chunk, each key entry by entry, and each rule on each row, but those whose function was
    /// not given. For tests of what a table is
    /// built into; a table keeps all of it at all times. Costs several visits of every row.
    ///
    /// # Errors
    /// [`Fault`], with what is wrong.
    pub fn verify(&self) -> Result<(), Fault> {
        self.verify_rows().map_err(Fault::Index)?;
        self.keys.verify(&self.rows).map_err(Fault::Index)?;
        let mut violations = Vec::new();
        let mut first = 0;
        for piece in self.rows.pieces() {
            let piece = piece.map_err(|cause| Fault::Index(cause.to_string()))?;
            violations.extend(broken_rules(self, &piece, |row| first + row));
            first += piece.n_rows;
        }
        violations.extend(self.rules.judge(self));
        if violations.is_empty() {
            return Ok(());
        }
        Err(Fault::Rules(report(&self.schema, self.len(), violations)))
    }

    fn verify_rows(&self) -> Result<(), String> {
        self.rows.verify()?;
        for piece in self.rows.sources() {
            self.verify_piece(piece)?;
        }
        Ok(())
    }

    fn verify_piece(&self, piece: &Piece) -> Result<(), String> {
        let fields = self.arrow.fields();
        if piece.columns.len() != fields.len() || fields.len() != self.schema.columns.len() {
            return Err(format!(
                "{} columns for {} of the schema",
                piece.columns.len(),
                fields.len()
            ));
        }
        for (array, field) in piece.columns.iter().zip(fields) {
            if array.len() != piece.n_rows || array.data_type() != field.data_type() {
                return Err(format!(
                    "`{}` is {} of {} rows",
                    field.name(),
                    array.data_type(),
                    array.len()
                ));
            }
        }
        Ok(())
    }
}

/// Whether there are as many different things as there are things.
pub(in crate::dynamic) fn all_different<T: std::hash::Hash + Eq>(
    things: impl IntoIterator<Item = T>,
) -> bool {
    let mut seen = HashSet::new();
    things.into_iter().all(|thing| seen.insert(thing))
}
