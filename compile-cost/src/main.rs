//! What one derive on a hundred ten-column structs adds to `cargo check` and to a debug build, beside its peers.
//!
//! `cargo run -p compile-cost` writes a small crate for each derive below `target/compile-cost`, builds what it depends on from
//! nothing, and times the crate alone, three times each way. All times are of the processor (of the wall where there is no
//! `/proc`). Run it on a quiet machine. Arguments name the cases: `cargo run -p compile-cost -- memtable serde`.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// How many structs have the derive.
const N_STRUCTS: u32 = 100;

/// How often each way is timed; the least counts.
const N_RUNS: usize = 3;

/// A derive: its name, what it depends on, and the struct.
struct Case {
    name: &'static str,
    dependencies: &'static str,
    template: &'static str,
}

const FIELDS: &str = "id: u64, email: String, name: String, age: u8, plan: u32, score: f64, city: String, n: i32, note: Option<String>, ok: bool";

const CASES: [Case; 9] = [
    Case {
        name: "nothing",
        dependencies: "",
        template: "#[derive(Clone)] pub struct Row# { FIELDS }",
    },
    Case {
        name: "memtable",
        dependencies: "memtable = { path = \"MEMTABLE\", default-features = false, features = [\"derive\"] }",
        template: RULES_OF_MEMTABLE,
    },
    Case {
        name: "memtable, with serde",
        dependencies: "memtable = { path = \"MEMTABLE\", default-features = false, features = [\"derive\", \"serde\"] }",
        template: RULES_OF_MEMTABLE,
    },
    Case {
        name: "memtable, default features",
        dependencies: "memtable = { path = \"MEMTABLE\" }",
        template: RULES_OF_MEMTABLE,
    },
    Case {
        name: "multi_index_map",
        dependencies: "multi_index_map = \"0.15.1\"",
        template: "#[derive(multi_index_map::MultiIndexMap, Clone)] pub struct Row# { #[multi_index(hashed_unique)] id: u64, \
                   #[multi_index(hashed_unique)] email: String, name: String, age: u8, #[multi_index(hashed_non_unique)] plan: u32, \
                   score: f64, city: String, n: i32, note: Option<String>, ok: bool }",
    },
    Case {
        name: "serde",
        dependencies: "serde = { version = \"1\", features = [\"derive\"] }",
        template: "#[derive(serde::Serialize, serde::Deserialize, Clone)] pub struct Row# { FIELDS }",
    },
    Case {
        name: "garde",
        dependencies: "garde = { version = \"0.22\", features = [\"derive\", \"email\", \"regex\"] }",
        template: "#[derive(garde::Validate, Clone)] #[garde(allow_unvalidated)] pub struct Row# { id: u64, #[garde(email)] email: String, \
                   #[garde(length(chars, min = 1, max = 64))] name: String, #[garde(range(max = 150))] age: u8, plan: u32, \
                   #[garde(range(min = 0.0, max = 1.0))] score: f64, city: String, n: i32, note: Option<String>, ok: bool }",
    },
    Case {
        name: "serde and garde",
        dependencies: "serde = { version = \"1\", features = [\"derive\"] }\ngarde = { version = \"0.22\", features = [\"derive\", \"email\", \"regex\"] }",
        template: "#[derive(serde::Serialize, serde::Deserialize, garde::Validate, Clone)] #[garde(allow_unvalidated)] pub struct Row# { id: u64, \
                   #[garde(email)] email: String, #[garde(length(chars, min = 1, max = 64))] name: String, #[garde(range(max = 150))] age: u8, \
                   plan: u32, #[garde(range(min = 0.0, max = 1.0))] score: f64, city: String, n: i32, note: Option<String>, ok: bool }",
    },
    Case {
        name: "typed-arrow",
        dependencies: "typed-arrow = \"0.8\"",
        template: "#[derive(typed_arrow::Record, Clone)] pub struct Row# { FIELDS }",
    },
];

const RULES_OF_MEMTABLE: &str = "#[derive(memtable::MemTable, Clone)] pub struct Row# { #[memtable(primary_key)] id: u64, \
    #[memtable(unique, email)] email: String, #[memtable(length(1..=64))] name: String, #[memtable(range(..=150))] age: u8, \
    #[memtable(index)] plan: u32, #[memtable(range(0.0..=1.0))] score: f64, city: String, n: i32, note: Option<String>, ok: bool }";

fn main() -> Result<(), Box<dyn Error>> {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    let is_asked = |case: &&Case| {
        asked.is_empty() || case.name == "nothing" || asked.iter().any(|name| name == case.name)
    };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/compile-cost");
    let mut lines = vec![
        "                          ms a struct: check    debug build    s of a clean build"
            .to_owned(),
    ];
    let mut nothing = (0.0, 0.0);
    for case in CASES.iter().filter(is_asked) {
        let krate = folder.join(case.name.replace([',', ' '], "_"));
        write_crate(&krate, case, 0)?;
        let clean = clean_build(&krate)?;
        write_crate(&krate, case, N_STRUCTS)?;
        let (check, build) = (time(&krate, "check")?, time(&krate, "build")?);
        if case.name == "nothing" {
            nothing = (check, build);
        }
        let line = format!(
            "{:<36} {:>8.1} {:>14.1} {:>21.1}",
            case.name,
            check - nothing.0,
            build - nothing.1,
            clean.as_secs_f64()
        );
        lines.push(line);
    }
    lines.push("(`nothing` is the struct with `Clone`, taken off the others)".to_owned());
    std::io::Write::write_all(&mut std::io::stdout(), (lines.join("\n") + "\n").as_bytes())?;
    Ok(())
}

fn write_crate(krate: &Path, case: &Case, n_structs: u32) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(krate.join("src"))?;
    let memtable = Path::new(env!("CARGO_MANIFEST_DIR")).join("../memtable");
    let dependencies = case
        .dependencies
        .replace("MEMTABLE", &memtable.to_string_lossy());
    let manifest = format!(
        "[package]\nname = \"cost\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n{dependencies}\n\n[profile.dev]\ndebug = \"line-tables-only\"\nincremental = false\n"
    );
    fs::write(krate.join("Cargo.toml"), manifest)?;
    let template = case.template.replace("FIELDS", FIELDS);
    let structs = (0..n_structs).map(|number| template.replace("Row#", &format!("Row{number}")));
    let code = format!(
        "#![allow(dead_code)]\n{}\n",
        structs.collect::<Vec<_>>().join("\n")
    );
    fs::write(krate.join("src/lib.rs"), code)?;
    Ok(())
}

fn cargo(krate: &Path, command: &str) -> Result<(), Box<dyn Error>> {
    let done = Command::new(env!("CARGO"))
        .args([command, "--quiet"])
        .env("CARGO_TARGET_DIR", krate.join("target"))
        .current_dir(krate)
        .status()?;
    if done.success() {
        Ok(())
    } else {
        Err(format!("cargo {command} failed in {}", krate.display()).into())
    }
}

/// What a debug build of everything takes, the crate being empty.
fn clean_build(krate: &Path) -> Result<Duration, Box<dyn Error>> {
    let target = krate.join("target");
    if target.exists() {
        fs::remove_dir_all(target)?;
    }
    timed(|| cargo(krate, "build"))
}

/// The least of some runs over the crate alone, in milliseconds a struct.
fn time(krate: &Path, command: &str) -> Result<f64, Box<dyn Error>> {
    cargo(krate, command)?;
    let mut least = f64::MAX;
    for _ in 0..N_RUNS {
        let code = krate.join("src/lib.rs");
        fs::write(&code, fs::read(&code)?)?;
        let took = timed(|| cargo(krate, command))?;
        least = least.min(took.as_secs_f64() * 1000.0 / f64::from(N_STRUCTS));
    }
    Ok(least)
}

/// How long the processes work that this starts.
fn timed(run: impl FnOnce() -> Result<(), Box<dyn Error>>) -> Result<Duration, Box<dyn Error>> {
    let (started, before) = (Instant::now(), children_time());
    run()?;
    let after = children_time().zip(before);
    Ok(after.map_or(started.elapsed(), |(after, before)| {
        after.saturating_sub(before)
    }))
}

/// The processor time of the processes that were started and have ended.
fn children_time() -> Option<Duration> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    let (_, fields) = stat.rsplit_once(')')?;
    let ticks = fields
        .split_whitespace()
        .skip(13)
        .take(2)
        .map(|ticks| ticks.parse::<u64>().ok());
    let ticks = ticks.sum::<Option<u64>>()?;
    Some(Duration::from_millis(ticks * 10))
}
