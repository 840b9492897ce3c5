//! The figures as they are kept (JSON lines) and shown (a table of ratios).

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use comfy_table::{CellAlignment, Table, presets};
use serde::{Deserialize, Serialize};

use crate::operations::{OPERATIONS, Operation};

#[expect(
    clippy::struct_field_names,
    reason = "the names of the fields are those of the lines"
)]
/// The figure of one peer, beside that of the hand-written store of the same turns.
#[derive(Serialize, Deserialize, Clone, Debug)]
pub struct Ratio {
    pub operation: String,
    pub rows: u64,
    pub peer: String,
    pub median_ns_per_row: f64,
    pub ratio_to_hand_written: f64,
}

/// What was measured, by operation, rows and peer; a new figure takes the place of the old one.
#[derive(Default)]
pub struct Ratios(BTreeMap<(String, u64, String), Ratio>);

impl Ratios {
    /// Where the figures are kept, beside this package's manifest.
    pub fn path() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("ratios.jsonl")
    }

    pub fn read() -> Result<Self, Box<dyn Error>> {
        let text = fs::read_to_string(Self::path()).unwrap_or_default();
        let mut ratios = Ratios::default();
        for line in text.lines() {
            ratios.insert(serde_json::from_str(line)?);
        }
        Ok(ratios)
    }

    pub fn insert(&mut self, ratio: Ratio) {
        let key = (ratio.operation.clone(), ratio.rows, ratio.peer.clone());
        self.0.insert(key, ratio);
    }

    /// One line for each figure, in the order of the table.
    pub fn write(&self) -> Result<(), Box<dyn Error>> {
        let mut text = String::new();
        for operation in OPERATIONS {
            for ratio in self.of(&operation, |_| true) {
                text += &serde_json::to_string(ratio)?;
                text += "\n";
            }
        }
        Ok(fs::write(Self::path(), text)?)
    }

    fn of(&self, operation: &Operation, is_wanted: impl Fn(&Ratio) -> bool) -> Vec<&Ratio> {
        let place = |ratio: &Ratio| operation.peers.iter().position(|peer| *peer == ratio.peer);
        let ratios = self.0.values();
        let found = ratios.filter(|ratio| ratio.operation == operation.name && is_wanted(ratio));
        let mut found: Vec<&Ratio> = found.collect();
        found.sort_by_key(|ratio| (ratio.rows, place(ratio)));
        found
    }

    /// The stores' table, and that of the validators: a line for each operation, a column for each peer, in a cell the ratios
    /// to the hand-written store from the smallest to the largest number of rows.
    pub fn tables(&self) -> String {
        let (validators, stores): (Vec<_>, Vec<_>) = OPERATIONS
            .into_iter()
            .partition(|operation| operation.peers.contains(&"garde"));
        format!("{}\n\n{}", self.table(&stores), self.table(&validators))
    }

    fn table(&self, operations: &[Operation]) -> String {
        let widest = operations
            .iter()
            .max_by_key(|operation| operation.peers.len());
        let peers = widest.map_or(&[][..], |operation| operation.peers);
        let mut table = Table::new();
        table.load_style(presets::ASCII_MARKDOWN);
        let mut header = vec!["", "hand-written, ns"];
        header.extend(&peers[1..]);
        table.set_header(header);
        for operation in operations {
            let mut cells = vec![operation.title.to_owned()];
            for peer in peers {
                let ratios = self.of(operation, |ratio| ratio.peer == *peer);
                let figures = ratios.into_iter().map(|ratio| match *peer {
                    "hand" => short(ratio.median_ns_per_row),
                    _ => short(ratio.ratio_to_hand_written),
                });
                cells.push(figures.collect::<Vec<_>>().join(" / "));
            }
            table.add_row(cells);
        }
        for column in table.column_iter_mut().skip(1) {
            column.set_cell_alignment(CellAlignment::Right);
        }
        let lines = table.to_string();
        let lines: Vec<&str> = lines.lines().map(str::trim_end).collect();
        lines.join("\n")
    }
}

/// Three digits are what such figures are good for.
fn short(figure: f64) -> String {
    match figure {
        0.095.. => {
            let decimals = match figure {
                ..9.95 => 2,
                ..99.5 => 1,
                _ => 0,
            };
            format!("{figure:.decimals$}")
        }
        0.000_95.. => format!("{figure:.4}"),
        _ => format!("1/{:.0}", 1.0 / figure),
    }
}
