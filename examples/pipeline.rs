//! A pipeline from YAML: CSV into a table in memory, a merge, and JSON lines out of it.

use std::error::Error;
use std::path::Path;

use chrono::NaiveDate;
use indicatif::{ProgressBar, ProgressStyle};
use memtable::connect::Pipelines;
use memtable::{MemTable, Store};

/// A company of the S&P 500.
#[derive(MemTable, Clone, Debug, PartialEq)]
#[memtable(name = "companies")]
struct Company {
    /// The symbol that it trades under.
    #[memtable(primary_key, pattern = r"^[A-Z]+(\.[A-Z])?$")]
    symbol: String,
    #[memtable(non_blank)]
    security: String,
    #[memtable(index)]
    sector: String,
    headquarters: String,
    /// When it came into the index.
    added: NaiveDate,
    /// The year, or several: `2013 (1888)`.
    #[memtable(pattern = r"^\d{4}")]
    founded: String,
}

fn main() -> Result<(), Box<dyn Error>> {
    // What the YAML calls `${OUT}`; else it is read from the environment.
    let out = std::env::temp_dir().join(format!("memtable-pipeline-{}.jsonl", std::process::id()));
    let variables = |name: &str| (name == "OUT").then(|| out.display().to_string());
    let yaml = Path::new(env!("CARGO_MANIFEST_DIR")).join("pipeline.yaml");
    let pipelines = Pipelines::from_path_with(yaml, variables)?;
    let store = Store::new();
    let companies = store.create::<Company>("companies")?;

    // It is drawn on a terminal alone.
    let bar = ProgressBar::new_spinner().with_style(ProgressStyle::with_template(
        "{spinner} {prefix} {msg}: {pos} rows in {elapsed}",
    )?);
    let reports = pipelines.run_with(&store, |progress| {
        bar.set_prefix(format!("{} of {}", progress.step + 1, progress.n_steps));
        bar.set_message(progress.name.to_owned());
        bar.set_position(progress.read as u64);
    })?;
    bar.finish_and_clear();

    for report in &reports {
        println!(
            "{:<12} {} rows read; {}",
            report.name, report.read, report.written
        );
    }
    println!("{} companies\n", companies.snapshot()?.len());
    print!("{}", std::fs::read_to_string(&out)?);
    std::fs::remove_file(&out)?;
    Ok(())
}
