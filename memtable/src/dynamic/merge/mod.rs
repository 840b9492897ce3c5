//! Merges: which incoming row meets which stored one, and what becomes of both.

mod asked;
mod chosen;
mod draft;
mod matches;
mod same;

pub(in crate::dynamic) use same::same_rows;

use std::sync::Arc;

use crate::dynamic::contract::{Present, Source};
use crate::dynamic::keys::{Encoded, KeyColumn, Nulls};
use crate::dynamic::merge::chosen::Chosen;
use crate::dynamic::merge::draft::Draft;
use crate::dynamic::table::{DynSnapshot, Landed, Piece};
use crate::dynamic::write::{Batch, DynWrite, Faults, NullKeys};
use crate::error::Error;
use crate::schema::{Schema, Value};
use crate::write::{Keep, Strategy};

/// A merge whose columns are known to be there.
pub(in crate::dynamic) struct MergePlan {
    /// The key that rows are matched by, among those of the table.
    key: usize,
    strategy: Strategy,
    null_keys: NullKeys,
    winner: Option<Winner>,
    pub(in crate::dynamic) marker: Option<String>,
    /// Which rows are marked as deleted, by their positions; empty where none can be.
    pub(in crate::dynamic) marks: Vec<bool>,
}

/// Which row stands for a key that comes more than once.
enum Winner {
    First,
    Last,
    /// The row with the greatest of these values, by position; of equal ones the first.
    Max(Vec<Value>),
    /// The row with the least.
    Min(Vec<Value>),
}

impl MergePlan {
    /// The plan of a request. Where the table has no index over the columns, it gets one.
    pub(in crate::dynamic) fn new(
        table: &mut DynSnapshot,
        request: &DynWrite,
        sources: &[Source],
        sizes: &[usize],
    ) -> Result<MergePlan, Error> {
        if request.hard_delete.is_some() && request.strategy == Strategy::InsertOnly {
            let message = "a merge that only inserts leaves matched rows alone, so it deletes none: leave `hard_delete` out, or \
                           take another strategy";
            return Err(Error::Request(message.to_owned()));
        }
        let schema = Arc::clone(&table.schema);
        let columns = key_columns(&schema, request, sources)?;
        let values = |name: &str| source_of(&schema, sources, name)?.values(&schema, sizes);
        let winner = match &request.on_duplicate {
            Keep::Refuse => None,
            Keep::First => Some(Winner::First),
            Keep::Last => Some(Winner::Last),
            Keep::MaxBy(column) => Some(Winner::Max(values(column)?)),
            Keep::MinBy(column) => Some(Winner::Min(values(column)?)),
        };
        let marks = match &request.hard_delete {
            None => Vec::new(),
            Some(marker) => source_of(&schema, sources, marker)?.marks(&schema, sizes)?,
        };
        Ok(MergePlan {
            key: key_of(table, columns, request.null_keys)?,
            strategy: request.strategy,
            null_keys: request.null_keys,
            winner,
            marker: request.hard_delete.clone(),
            marks,
        })
    }

    /// Merges what is left of a batch: `present` says which rows have each column.
    pub(in crate::dynamic) fn merge(
        &self,
        base: &DynSnapshot,
        batch: &mut Batch<'_>,
        present: &[Present],
    ) -> Landed {
        let failed = |cause| base.failed(cause);
        batch.join().map_err(failed)?;
        let mut encoded = self.encoded(base, batch)?;
        let mut chosen = Chosen::of(self, batch, &encoded);
        if chosen.is_dropped.contains(&true) {
            batch.deduplicate(&chosen.is_dropped).map_err(failed)?;
            encoded = self.encoded(base, batch)?;
            chosen = Chosen::of(self, batch, &encoded);
        }
        let draft = Draft::of(base, batch, (self, &encoded, present), &|_| true)?;
        if chosen.is_clear() {
            return draft.landed(base, self.key);
        }
        // The others are judged as if the rows without a key of their own were not there, so that one report tells all.
        let mut rules = draft.check(base);
        rules.extend(chosen.faults(self, base, batch));
        let goes = chosen.places();
        let others = Draft::of(base, batch, (self, &encoded, present), &|place| {
            !goes.contains(&place)
        })?;
        let clashes = match others.landed(base, self.key)? {
            Ok(_) => Vec::new(),
            Err(faults) => faults.clashes,
        };
        Ok(Err(Faults { rules, clashes }))
    }

    fn encoded(&self, base: &DynSnapshot, batch: &Batch<'_>) -> Result<Encoded, Error> {
        let pieces: Vec<&Piece> = batch.pieces.iter().collect();
        base.keys
            .encoded(&pieces, self.key)
            .map_err(|cause| base.failed(cause))
    }

    fn is_marked(&self, position: usize) -> bool {
        self.marks.get(position) == Some(&true)
    }

    /// Whether the later of two rows with one key takes the place of the earlier; none where neither may.
    fn takes_over(&self, later: usize, earlier: usize) -> Option<bool> {
        Some(match self.winner.as_ref()? {
            Winner::First => false,
            Winner::Last => true,
            Winner::Max(values) => values[later] > values[earlier],
            Winner::Min(values) => values[later] < values[earlier],
        })
    }
}

/// The table's columns that a merge goes by.
fn key_columns(
    schema: &Schema,
    request: &DynWrite,
    sources: &[Source],
) -> Result<Vec<usize>, Error> {
    let names: Vec<&str> = match &*request.on {
        [] => schema.primary_key.iter().map(|name| &**name).collect(),
        names => names.iter().map(String::as_str).collect(),
    };
    if names.is_empty() {
        return Err(Error::NoMergeKeys {
            table: schema.name.to_string(),
            keys: schema.unique.iter().map(|names| names.join(", ")).collect(),
        });
    }
    let mut columns = Vec::with_capacity(names.len());
    for name in names {
        let idx = known_column(schema, name)?;
        source_of(schema, sources, name)?;
        let data_type = &schema.columns[idx].data_type;
        if !data_type.is_key() {
            return Err(Error::KeyType {
                table: schema.name.to_string(),
                column: name.to_owned(),
                data_type: data_type.to_string(),
            });
        }
        if !columns.contains(&idx) {
            columns.push(idx);
        }
    }
    Ok(columns)
}

/// The position of the column of this name.
pub(in crate::dynamic) fn known_column(schema: &Schema, name: &str) -> Result<usize, Error> {
    schema.column_idx(name).ok_or_else(|| Error::NoColumn {
        table: schema.name.to_string(),
        column: name.to_owned(),
        columns: schema
            .columns
            .iter()
            .map(|column| column.name.to_string())
            .collect(),
    })
}

/// The column of this name of the rows that came.
fn source_of<'a>(schema: &Schema, sources: &'a [Source], name: &str) -> Result<&'a Source, Error> {
    let found = sources.iter().find(|source| source.name() == name);
    found.ok_or_else(|| Error::NoColumn {
        table: format!("the batch for `{}`", schema.name),
        column: name.to_owned(),
        columns: sources
            .iter()
            .map(|source| source.name().to_owned())
            .collect(),
    })
}

/// The key over these columns: one of the table's, or an index that the table gets.
fn key_of(
    table: &mut DynSnapshot,
    columns: Vec<usize>,
    null_keys: NullKeys,
) -> Result<usize, Error> {
    let nulls = match null_keys {
        NullKeys::Refuse | NullKeys::Distinct => Nulls::AreFree,
        NullKeys::Equal => Nulls::AreValues,
    };
    if let Some(key) = table.keys.find(&columns, nulls) {
        return Ok(key);
    }
    let columns = columns.into_iter();
    let columns = columns.map(|idx| KeyColumn::new(idx, &table.schema.columns[idx].data_type));
    let added = table.keys.add_lookup(&table.rows, columns.collect());
    added.map_err(|cause| table.failed(cause))
}
