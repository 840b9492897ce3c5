//! The typed table beside its peers, as ratios to a hand-written store: `cargo run --release -p memtable-peers`.
//!
//! Each figure is taken in a process of its own, after a run on few rows: so its heap is cold, and its code is not. All peers
//! have their turn in each round; the median of the rounds counts. The figures are kept in `ratios.jsonl` and shown as a table.
//! Arguments pick operations and sizes (`lookup 10000`), whose figures take the place of the kept ones; `--readme` writes the
//! table into README.md, `--show` measures nothing.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program prints"
)]
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    reason = "small numbers, and figures that are rounded anyway"
)]

mod operations;
mod orders;
mod ratios;
mod stores;
mod validation;

use std::env;
use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::operations::{OPERATIONS, Operation, figure};
use crate::ratios::{Ratio, Ratios};

const SIZES: [u64; 3] = [10_000, 100_000, 1_000_000];
const N_ROUNDS: usize = 5;
const N_ROWS_FIRST: u64 = 500;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    if let [one, operation, peer, n_rows] = arguments.as_slice()
        && one == "--one"
    {
        // Code that never ran is not yet in memory: a run on few rows, which leave the heap as good as cold.
        if operation != "bytes" {
            figure(operation, peer, N_ROWS_FIRST);
        }
        let figure = figure(operation, peer, n_rows.parse()?);
        println!("{}", figure.ok_or("no such figure")?);
        return Ok(());
    }
    let asked = Asked::new(&arguments)?;
    let mut ratios = Ratios::read()?;
    for operation in &asked.operations {
        for &n_rows in &asked.sizes {
            eprintln!("{} {n_rows}", operation.name);
            for ratio in measure(*operation, n_rows)? {
                ratios.insert(ratio);
            }
            ratios.write()?;
        }
    }
    let page = format!("{}\n\n{}", machine(), ratios.tables());
    println!("{page}");
    if asked.is_for_readme {
        write_readme(&page)?;
    }
    Ok(())
}

/// What the arguments ask for.
struct Asked {
    operations: Vec<Operation>,
    sizes: Vec<u64>,
    is_for_readme: bool,
}

impl Asked {
    fn new(arguments: &[String]) -> Result<Self, Box<dyn Error>> {
        let mut asked = Asked {
            operations: Vec::new(),
            sizes: Vec::new(),
            is_for_readme: false,
        };
        let mut is_shown_alone = false;
        for argument in arguments {
            let operation = OPERATIONS
                .iter()
                .find(|operation| operation.name == argument);
            match (operation, argument.parse()) {
                (Some(operation), _) => asked.operations.push(*operation),
                (None, Ok(size)) => asked.sizes.push(size),
                (None, Err(_)) if argument == "--readme" => asked.is_for_readme = true,
                (None, Err(_)) if argument == "--show" => is_shown_alone = true,
                (None, Err(_)) => {
                    let names = OPERATIONS.map(|operation| operation.name).join(", ");
                    let known = format!("a number of rows, --readme, --show, {names}");
                    return Err(format!("`{argument}` is none of: {known}").into());
                }
            }
        }
        if asked.operations.is_empty() && !is_shown_alone {
            asked.operations = OPERATIONS.to_vec();
        }
        if asked.sizes.is_empty() {
            asked.sizes = SIZES.to_vec();
        }
        Ok(asked)
    }
}

/// All peers in turn, some rounds long, each figure from a process of its own.
fn measure(operation: Operation, n_rows: u64) -> Result<Vec<Ratio>, Box<dyn Error>> {
    let mut figures = vec![Vec::new(); operation.peers.len()];
    for _ in 0..N_ROUNDS {
        for (peer, figures) in operation.peers.iter().zip(&mut figures) {
            let mut process = Command::new(env::current_exe()?);
            let output = process
                .args(["--one", operation.name, peer, &n_rows.to_string()])
                .output()?;
            let text = String::from_utf8_lossy(&output.stdout);
            let figure = text.trim().parse::<f64>().map_err(|_| {
                let error = String::from_utf8_lossy(&output.stderr);
                format!("{} of {peer}: {error}", operation.name)
            })?;
            figures.push(figure);
        }
    }
    let medians = figures.into_iter().map(|mut figures| {
        figures.sort_by(f64::total_cmp);
        figures[figures.len() / 2]
    });
    let medians: Vec<f64> = medians.collect();
    let by_hand = medians[0];
    let ratios = operation
        .peers
        .iter()
        .zip(medians)
        .map(|(peer, median)| Ratio {
            operation: operation.name.into(),
            rows: n_rows,
            peer: (*peer).into(),
            median_ns_per_row: median,
            ratio_to_hand_written: median / by_hand,
        });
    Ok(ratios.collect())
}

/// The machine's size and the date.
fn machine() -> String {
    let n_cores = std::thread::available_parallelism().map_or(0, usize::from);
    let memory = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let kilobytes = memory.split_whitespace().nth(1);
    let kilobytes = kilobytes.and_then(|kilobytes| kilobytes.parse::<u64>().ok());
    let memory = kilobytes.map_or(String::new(), |n| format!(", {} GiB", n.div_ceil(1 << 20)));
    let date = chrono::Utc::now().date_naive();
    format!(
        "Measured on {n_cores} cores{memory}, {date}, each figure from a cold heap, after a run on few rows."
    )
}

/// Puts the page between its two marks.
fn write_readme(page: &str) -> Result<(), Box<dyn Error>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md");
    let text = fs::read_to_string(&path)?;
    let (start, end) = ("<!-- ratios -->", "<!-- /ratios -->");
    let (Some((before, _)), Some((_, after))) = (text.split_once(start), text.split_once(end))
    else {
        return Err(format!("{} has no place between {start} and {end}", path.display()).into());
    };
    fs::write(&path, format!("{before}{start}\n{page}\n{end}{after}"))?;
    Ok(())
}
