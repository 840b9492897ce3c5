//! The keys of `connector: in_memory`.

use crate::connect::config::contract::{contract, frozen};
use crate::connect::config::keys::{
    IN_MEMORY_DESTINATION, IN_MEMORY_SOURCE, KEEPS, MODES, STRATEGIES, names,
};
use crate::connect::config::node::{Node, Spanned};
use crate::connect::config::options::{Judge, Options};
use crate::connect::config::page::Problem;
use crate::connect::config::read_request::{batch_size, known, plain, read_request};
use crate::connect::{InMemory, ReadRequest};
use crate::error::Error;
use crate::record::MemTable;
use crate::schema::Schema;
use crate::store::Store;
use crate::write::{Keep, Strategy, WriteMode, WriteRequest};

const MODE_WORDS: [(&str, WriteMode); 3] = [
    (MODES[0], WriteMode::Append),
    (MODES[1], WriteMode::Replace),
    (MODES[2], WriteMode::Merge),
];

const STRATEGY_WORDS: [(&str, Strategy); 4] = [
    (STRATEGIES[0], Strategy::Upsert),
    (STRATEGIES[1], Strategy::InsertOnly),
    (STRATEGIES[2], Strategy::UpdateOnly),
    (STRATEGIES[3], Strategy::DeleteInsert),
];

pub(super) fn source<R>(options: &Options, store: &Store) -> Result<InMemory<R>, Error>
where
    R: MemTable + Send + Sync + 'static,
{
    let made = options.judged(|judge| Some(source_of(judge, Some(R::SCHEMA))))?;
    let (table, request) = made.unwrap_or_default();
    Ok(InMemory::new(store, table).reading(request))
}

pub(super) fn destination<R>(options: &Options, store: &Store) -> Result<InMemory<R>, Error>
where
    R: MemTable + Send + Sync + 'static,
{
    let made = options.judged(|judge| {
        let (table, request) = destination_of(judge, Some(R::SCHEMA), MatchBy::Unique);
        frozen(judge, &table);
        let creates = judge.flag("create_table_if_not_exists");
        Some((table, request, creates, judge.flag("validate_schema")))
    })?;
    let (table, request, creates, validates) = made.unwrap_or_default();
    let connector = InMemory::new(store, table).writing(request);
    let connector = match creates {
        Some(false) => connector.must_exist(),
        Some(true) | None => connector,
    };
    Ok(match validates {
        Some(false) => connector.by_value(),
        Some(true) | None => connector,
    })
}

/// What rows of a merge are matched by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MatchBy {
    /// A key of the schema.
    Unique,
    /// Any columns.
    Any,
}

/// The source's table and request; columns are looked for where the schema is known.
pub(super) fn source_of(judge: &mut Judge<'_>, schema: Option<&Schema>) -> (String, ReadRequest) {
    judge.only(&names(&IN_MEMORY_SOURCE));
    let table = judge.required_text("table_name");
    (table, read_request(judge, schema))
}

/// The destination's table and request; columns are looked for where the schema is known.
pub(super) fn destination_of(
    judge: &mut Judge<'_>,
    schema: Option<&Schema>,
    match_by: MatchBy,
) -> (String, WriteRequest) {
    judge.only(&names(&IN_MEMORY_DESTINATION));
    judge.flag("create_table_if_not_exists");
    judge.flag("validate_schema");
    contract(judge);
    let table = judge.required_text("table_name");
    let mut request = WriteRequest {
        mode: judge.word("mode", &MODE_WORDS).unwrap_or_default(),
        ..WriteRequest::default()
    };
    let keys = judge.names("merge_keys");
    known(judge, schema, keys.iter().flatten());
    if match_by == MatchBy::Unique {
        merge_keys(judge, schema, request.mode, keys.as_deref());
    }
    request.merge_keys = keys.map(plain).unwrap_or_default();
    request.strategy = judge
        .word("merge_strategy", &STRATEGY_WORDS)
        .unwrap_or(Strategy::Upsert);
    request.on_duplicate = on_duplicate(judge, schema);
    request.batch_size = batch_size(judge).unwrap_or(request.batch_size);
    merge_alone(judge, request.mode);
    (table, request)
}

/// Complains of a merge that has nothing to match rows by.
fn merge_keys(
    judge: &mut Judge<'_>,
    schema: Option<&Schema>,
    mode: WriteMode,
    keys: Option<&[Spanned<String>]>,
) {
    let (Some(schema), WriteMode::Merge) = (schema, mode) else {
        return;
    };
    let groups = std::iter::once(&schema.primary_key).chain(schema.unique.iter());
    let groups: Vec<_> = groups.filter(|group| !group.is_empty()).collect();
    let lists: Vec<_> = groups
        .iter()
        .map(|group| format!("[{}]", group.join(", ")))
        .collect();
    let help = match lists.as_slice() {
        [] => format!(
            "`{}` has no unique key: mark one with `primary_key` or `unique`",
            schema.name
        ),
        lists => format!(
            "rows of `{}` are matched by `{}`",
            schema.name,
            lists.join("`, `")
        ),
    };
    match keys {
        None | Some([]) if schema.primary_key.is_empty() => {
            if let Some(mode) = judge.value("mode") {
                let message = "a merge needs `merge_keys` where the table has no primary key";
                judge.complain(Problem::at(mode.place, message).help(help));
            }
        }
        Some(keys @ [first, ..]) => {
            let is_known = keys
                .iter()
                .all(|key| schema.column_idx(&key.value).is_some());
            let fits = |group: &&&crate::schema::Names| {
                group.len() == keys.len()
                    && keys
                        .iter()
                        .all(|key| group.iter().any(|name| *name == key.value))
            };
            if is_known && !groups.iter().any(|group| fits(&group)) {
                let message = "rows cannot be matched by what is not unique";
                judge.complain(Problem::at(first.place, message).help(help));
            }
        }
        None | Some([]) => {}
    }
}

/// Complains of what only a merge has a use for.
fn merge_alone(judge: &mut Judge<'_>, mode: WriteMode) {
    if mode == WriteMode::Merge {
        return;
    }
    for key in ["merge_keys", "merge_strategy", "on_duplicate"] {
        let pair = judge
            .options
            .pairs
            .iter()
            .find(|(name, _)| name.value == key);
        if let Some((name, _)) = pair {
            let problem = Problem::at(name.place, format!("`{key}` is for merges alone"));
            judge.complain(problem.help("add `mode: merge`, or take it out"));
        }
    }
}

fn on_duplicate(judge: &mut Judge<'_>, schema: Option<&Schema>) -> Keep {
    let Some(value) = judge.value("on_duplicate") else {
        return Keep::Refuse;
    };
    let (word, column) = match &value.value {
        Node::Map(pairs) if pairs.len() == 1 => {
            let (word, column) = &pairs[0];
            (word.clone(), judge.as_text(&word.value, column))
        }
        _ => match judge.as_text("on_duplicate", value) {
            Some(word) => (word, None),
            None => return Keep::Refuse,
        },
    };
    known(judge, schema, &column);
    match (word.value.as_str(), column.map(|column| column.value)) {
        ("error", None) => Keep::Refuse,
        ("keep_first", None) => Keep::First,
        ("keep_last", None) => Keep::Last,
        ("keep_max_by", Some(column)) => Keep::MaxBy(column),
        ("keep_min_by", Some(column)) => Keep::MinBy(column),
        (word_text @ ("keep_max_by" | "keep_min_by"), None) => {
            let message = format!("`{word_text}` needs a column");
            judge.complain(
                Problem::at(word.place, message).help(format!("write `{{ {word_text}: column }}`")),
            );
            Keep::Refuse
        }
        (other, _) => {
            let message = format!("`on_duplicate` knows no `{other}`");
            judge.unknown(word.place, message, other, &KEEPS);
            Keep::Refuse
        }
    }
}
