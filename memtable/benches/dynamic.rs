//! Writes and rules of a dynamic table of 10^6 rows: `cargo bench --bench dynamic --features dynamic`.
//!
//! `DYNAMIC_ROWS` is the number of rows (10^6), `DYNAMIC_ONLY` one of `merge`, `merges`, `rules`, `broken`. The least of three
//! times counts; each figure is of one thread.

#![expect(clippy::print_stdout, reason = "a bench prints its figures")]
#![expect(clippy::cast_precision_loss, reason = "figures of three digits")]

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use arrow_array::{
    ArrayRef, BooleanArray, Float64Array, Int64Array, RecordBatch, StringArray,
    TimestampMicrosecondArray,
};
use memtable::dynamic::DynTable;
use memtable::dynamic::rule::{Functions, Rules};
use memtable::schema::{Column, DataType, Expr, Rule, Schema};

const ROUNDS: usize = 3;

type Failed = Box<dyn std::error::Error>;

/// Numbers without a pattern, the same on every run.
fn random(n: i64) -> i64 {
    let n = n.cast_unsigned();
    let mixed = n.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xD1B5_4A32_D192_ED03;
    let mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    (mixed ^ (mixed >> 32)).cast_signed().rem_euclid(1 << 40)
}

/// The ten columns of the bench `load`, six of them with a rule, and a condition over two.
fn schema() -> Result<Schema, Failed> {
    let statuses = ["open", "paid", "sent", "lost"].map(Into::into).to_vec();
    let is_dear: Expr = "pieces > 0 || price < 1".parse()?;
    Ok(Schema::new("orders")
        .with_column(Column::new("id", DataType::Int64))
        .with_column(Column::new("customer", DataType::Int64).with_rule(Rule::range(0..)))
        .with_column(
            Column::new("email", DataType::Text)
                .with_rule(Rule::length(3..=254))
                .with_rule(Rule::Pattern("@example".into())),
        )
        .with_column(Column::new("price", DataType::Float64).with_rule(Rule::range(0.0..=1e6)))
        .with_column(Column::new("pieces", DataType::Int64).with_rule(Rule::range(0..=100)))
        .with_column(Column::new("discount", DataType::Int64).nullable())
        .with_column(Column::new("status", DataType::Text).with_rule(Rule::OneOf(statuses.into())))
        .with_column(Column::new(
            "ordered_at",
            DataType::Timestamp { with_offset: false },
        ))
        .with_column(Column::new("is_paid", DataType::Bool).nullable())
        .with_column(Column::new("note", DataType::Text))
        .with_check(is_dear, "an order of nothing is free")
        .with_primary_key(["id"]))
}

const fn whole(_: i64) -> bool {
    false
}

/// One of a hundred.
fn some(id: i64) -> bool {
    random(id) % 100 == 0
}

/// Orders of these ids, the broken ones of which break two rules.
fn orders(ids: &[i64], is_broken: fn(i64) -> bool) -> Result<RecordBatch, Failed> {
    let ints = |of: &dyn Fn(i64) -> i64| -> ArrayRef {
        Arc::new(Int64Array::from_iter_values(ids.iter().map(|id| of(*id))))
    };
    let texts = |of: &dyn Fn(i64) -> String| -> ArrayRef {
        Arc::new(StringArray::from_iter_values(ids.iter().map(|id| of(*id))))
    };
    let note = "a note that is long enough";
    let statuses = ["open", "paid", "sent", "lost"];
    let status = |id| statuses[usize::try_from(random(id) % 4).unwrap_or(0)].to_owned();
    let email = |id| {
        let user = format!("user-{}@example.com", random(id + 2) % 100_000);
        if is_broken(id) { "nobody".into() } else { user }
    };
    let prices = ids.iter().map(|id| random(*id) as f64 / 1e8);
    let discounts = ids
        .iter()
        .map(|id| (random(id + 4) % 4 > 0).then_some(random(id + 5) % 50));
    let instants = ids
        .iter()
        .map(|id| 1_704_067_200_000_000 + random(id + 6) % 31_536_000 * 1_000_000);
    let paid = ids
        .iter()
        .map(|id| (random(*id) % 3 > 0).then_some(random(*id) % 2 == 0));
    Ok(RecordBatch::try_from_iter_with_nullable([
        ("id", ints(&|id| id), false),
        ("customer", ints(&|id| random(id + 1) % 100_000), false),
        ("email", texts(&email), false),
        (
            "price",
            Arc::new(Float64Array::from_iter_values(prices)),
            false,
        ),
        (
            "pieces",
            ints(&|id| 1 + random(id + 3) % 99 + if is_broken(id) { 200 } else { 0 }),
            false,
        ),
        (
            "discount",
            Arc::new(discounts.collect::<Int64Array>()),
            true,
        ),
        ("status", texts(&status), false),
        (
            "ordered_at",
            Arc::new(TimestampMicrosecondArray::from_iter_values(instants).with_timezone("UTC")),
            false,
        ),
        ("is_paid", Arc::new(paid.collect::<BooleanArray>()), true),
        ("note", texts(&|_| note.to_owned()), false),
    ])?)
}

fn least(mut round: impl FnMut() -> Result<Duration, Failed>) -> Result<Duration, Failed> {
    let mut least = Duration::MAX;
    for _ in 0..ROUNDS {
        least = least.min(round()?);
    }
    Ok(least)
}

/// Half of the ids are there.
fn half_new(n_rows: i64, n: i64, round: i64) -> Vec<i64> {
    let step = (n_rows / n).max(1) * 2;
    let old = (0..n / 2).map(|nth| (nth * step + round) % n_rows);
    old.chain((0..n / 2).map(|nth| n_rows + round * n + nth))
        .collect()
}

/// A table of all rows: as the others, or one whose rows nobody else has.
type Base<'a> = &'a dyn Fn() -> Result<DynTable, Failed>;

/// A tenth more rows, half of them new: other cells than those that are stored, under the same ids.
fn merge(base: Base<'_>, n_rows: i64) -> Result<Duration, Failed> {
    let tenth = changed(&orders(&half_new(n_rows, n_rows / 10, 0), whole)?)?;
    least(|| {
        let mut table = base()?;
        let start = Instant::now();
        let written = table.merge(tenth.clone())?.written;
        let time = start.elapsed();
        assert!(written.inserted > 0 && written.updated > 0);
        black_box(table.len());
        Ok(time)
    })
}

fn merges(base: Base<'_>, n_rows: i64) -> Result<Duration, Failed> {
    let batches = (0..1000).map(|round| changed(&orders(&half_new(n_rows, 10, round), whole)?));
    let batches: Vec<RecordBatch> = batches.collect::<Result<_, Failed>>()?;
    least(|| {
        let mut table = base()?;
        let start = Instant::now();
        for batch in &batches {
            let _outcome = table.merge(batch.clone())?;
        }
        Ok(start.elapsed())
    })
}

fn check(batch: &RecordBatch) -> Result<Duration, Failed> {
    let rules = Rules::new(&schema()?, &Functions::new())?;
    least(|| {
        let start = Instant::now();
        let report = rules.check(batch)?;
        let time = start.elapsed();
        black_box(report.len());
        Ok(time)
    })
}

fn main() -> Result<(), Failed> {
    let n_rows = std::env::var("DYNAMIC_ROWS").ok();
    let n_rows: i64 = n_rows.and_then(|n| n.parse().ok()).unwrap_or(1_000_000);
    let only = std::env::var("DYNAMIC_ONLY").ok();
    let is_asked = |name: &str| only.as_deref().is_none_or(|only| only == name);
    let tell = |name: &str, time: Duration, n: i64| {
        let millis = time.as_secs_f64() * 1e3;
        let of_row = millis * 1e6 / n as f64;
        println!("{name:<24} {millis:>9.1} ms {of_row:>9.1} ns/row");
    };
    let all: Vec<i64> = (0..n_rows).collect();
    let batch = orders(&all, whole)?;
    if is_asked("rules") {
        tell("rules", check(&batch)?, n_rows);
    }
    if is_asked("broken") {
        tell("broken", check(&orders(&all, some)?)?, n_rows);
    }
    let owned = || Ok(DynTable::from_batches(schema()?, batch.clone())?);
    let first = owned()?;
    let shared = || Ok(first.clone());
    let bases: [(&str, Base<'_>); 2] = [("", &owned), (" beside a snapshot", &shared)];
    for (beside, base) in bases {
        if is_asked("merge") {
            tell(&format!("merge{beside}"), merge(base, n_rows)?, n_rows / 10);
        }
        if is_asked("merges") {
            tell(&format!("merges{beside}"), merges(base, n_rows)?, 10_000);
        }
    }
    Ok(())
}

/// The orders with other prices, within the rules.
fn changed(batch: &RecordBatch) -> Result<RecordBatch, Failed> {
    let ids: Vec<i64> = (0..batch.num_rows())
        .map(|row| i64::try_from(row).unwrap_or(0) + 7)
        .collect();
    let other = orders(&ids, whole)?;
    let columns = batch.columns().iter().zip(other.columns()).enumerate();
    let columns = columns.map(|(idx, (own, other))| if idx == 0 { own } else { other });
    Ok(RecordBatch::try_new(
        batch.schema(),
        columns.cloned().collect(),
    )?)
}
