use std::fmt;
use std::ops::AddAssign;

/// What a write did, in rows. The counts add up:
///
/// - `rows_in = inserted + updated + unchanged + deduplicated + skipped + quarantined + delete_markers`
/// - rows after = rows before `+ inserted - deleted`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Rows that came in.
    pub rows_in: usize,
    /// Rows added.
    pub inserted: usize,
    /// Rows changed in place.
    pub updated: usize,
    /// Rows that came and were there already, equal in every column: nothing was rewritten.
    pub unchanged: usize,
    /// Stored rows that are gone.
    pub deleted: usize,
    /// Rows dropped because another row of the write stands for their key.
    pub deduplicated: usize,
    /// Rows that the strategy leaves out.
    pub skipped: usize,
    /// Rows handed back, each with its violations.
    pub quarantined: usize,
    /// Rows that only asked for the deletion of their match, found or not.
    pub delete_markers: usize,
}

impl AddAssign for Written {
    fn add_assign(&mut self, other: Self) {
        self.rows_in += other.rows_in;
        self.inserted += other.inserted;
        self.updated += other.updated;
        self.unchanged += other.unchanged;
        self.deleted += other.deleted;
        self.deduplicated += other.deduplicated;
        self.skipped += other.skipped;
        self.quarantined += other.quarantined;
        self.delete_markers += other.delete_markers;
    }
}

/// `503 rows in: 4 inserted, 499 unchanged`: the counts that are not zero.
impl fmt::Display for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} row{} in",
            self.rows_in,
            if self.rows_in == 1 { "" } else { "s" }
        )?;
        let counts = [
            (self.inserted, "inserted"),
            (self.updated, "updated"),
            (self.unchanged, "unchanged"),
            (self.deleted, "deleted"),
            (self.deduplicated, "deduplicated"),
            (self.skipped, "skipped"),
            (self.quarantined, "quarantined"),
            (self.delete_markers, "delete markers"),
        ];
        let told = counts.into_iter().filter(|(n, _)| *n > 0);
        for (place, (n, what)) in told.enumerate() {
            write!(f, "{} {n} {what}", if place == 0 { ":" } else { "," })?;
        }
        Ok(())
    }
}
