//! What a comparison looks like.

use std::fmt::{self, Display};

use crate::schema::Value;
use crate::testing::compare::{CellDifference, Comparison, RowDifference};
use crate::testing::paint::{LEFT, Painted, RIGHT, counted};

/// How many rows of each kind are shown, unless a precision says otherwise.
const SHOWN: usize = 10;

impl Comparison {
    /// `id: 7`, or the place of the row.
    fn named(&self, key: &[Value]) -> String {
        if self.is_by_place() {
            return format!("row {}", joined(key.iter().map(ToString::to_string)));
        }
        let names = self
            .key
            .iter()
            .filter_map(|column| self.columns.get(*column));
        joined(
            names
                .zip(key)
                .map(|(name, value)| format!("{name}: {}", value.quoted())),
        )
    }

    fn row(&self, row: Option<&Vec<Value>>) -> String {
        let cells = self
            .columns
            .iter()
            .zip(row.into_iter().flatten())
            .enumerate();
        let shown =
            cells.filter(|(column, (_, value))| !self.is_ignored(*column) && !value.is_null());
        joined(shown.map(|(_, (name, value))| format!("{name}: {}", value.quoted())))
    }

    fn write_rows(&self, f: &mut fmt::Formatter<'_>, kind: &Kind<'_>) -> fmt::Result {
        let Kind {
            title,
            sign,
            style,
            places,
            rows,
        } = kind;
        if places.is_empty() {
            return Ok(());
        }
        write!(f, "\n\n{} {title}:", counted(places.len(), "row"))?;
        for place in places.iter().take(shown(f)) {
            let line = format!("{sign} {}", self.row(rows.get(*place)));
            f.write_str("\n  ")?;
            Painted(*style, line).fmt(f)?;
        }
        write_more(f, places.len(), "row")
    }

    fn write_differing(
        &self,
        f: &mut fmt::Formatter<'_>,
        differing: &[RowDifference],
    ) -> fmt::Result {
        if differing.is_empty() {
            return Ok(());
        }
        write!(
            f,
            "\n\n{} with other values:",
            counted(differing.len(), "row")
        )?;
        for row in differing.iter().take(shown(f)) {
            write!(f, "\n  {}", self.named(&row.key))?;
            for CellDifference {
                column,
                left,
                right,
            } in &row.cells
            {
                let (left, right) = told_apart(left, right);
                write!(f, "\n    {column}: ")?;
                Painted(LEFT, left).fmt(f)?;
                f.write_str(" → ")?;
                Painted(RIGHT, right).fmt(f)?;
            }
        }
        write_more(f, differing.len(), "row")
    }
}

/// Rows of one side.
struct Kind<'a> {
    title: &'static str,
    sign: char,
    style: anstyle::Style,
    places: &'a [usize],
    rows: &'a [Vec<Value>],
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(complaint) = &self.complaint {
            return write!(f, "`{}` cannot be compared: {complaint}", self.table);
        }
        let found = self.found();
        if self.is_equal() {
            return write!(
                f,
                "`{}`: equal, {}",
                self.table,
                counted(self.left.len(), "row")
            );
        }
        let (left, right) = (
            counted(self.left.len(), "row"),
            counted(self.right.len(), "row"),
        );
        write!(
            f,
            "`{}` differs: {left} on the left, {right} on the right",
            self.table
        )?;
        self.write_differing(f, &found.differing)?;
        let (only_left, only_right) = (&found.pairs.only_left, &found.pairs.only_right);
        let (left, right) = (&self.left, &self.right);
        self.write_rows(
            f,
            &Kind {
                title: "only on the left",
                sign: '-',
                style: LEFT,
                places: only_left,
                rows: left,
            },
        )?;
        self.write_rows(
            f,
            &Kind {
                title: "only on the right",
                sign: '+',
                style: RIGHT,
                places: only_right,
                rows: right,
            },
        )
    }
}

/// Two values as texts; with their kinds, where the texts are the same.
fn told_apart(left: &Value, right: &Value) -> (String, String) {
    let (left_text, right_text) = (left.quoted().to_string(), right.quoted().to_string());
    if left_text != right_text {
        return (left_text, right_text);
    }
    let with_kind = |text: String, value: &Value| format!("{text} ({})", value.kind());
    (with_kind(left_text, left), with_kind(right_text, right))
}

pub(super) fn shown(f: &fmt::Formatter<'_>) -> usize {
    f.precision().unwrap_or(SHOWN)
}

pub(super) fn write_more(f: &mut fmt::Formatter<'_>, n: usize, what: &str) -> fmt::Result {
    match n.saturating_sub(shown(f)) {
        0 => Ok(()),
        more => write!(f, "\n  … {} more", counted(more, what)),
    }
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(", ")
}
