//! The keys of `connector: in_memory`.

use serde_saphyr::Spanned;

use crate::connect::config::node::{Node, Placed};
use crate::connect::config::options::{Judge, Options};
use crate::connect::config::page::Problem;
use crate::connect::{InMemory, ReadRequest};
use crate::error::Error;
use crate::record::MemTable;
use crate::schema::{CompareOp, Expr, Operand, Schema, Value};
use crate::store::Store;
use crate::write::{Keep, Strategy, WriteMode, WriteRequest};

const SOURCE_KEYS: [&str; 5] = ["table_name", "columns", "filters", "limit", "batch_size"];

const DESTINATION_KEYS: [&str; 9] = [
    "table_name",
    "mode",
    "merge_keys",
    "merge_strategy",
    "batch_size",
    "create_table_if_not_exists",
    "validate_schema",
    "on_duplicate",
    "contract",
];

const MODES: [(&str, WriteMode); 3] = [
    ("append", WriteMode::Append),
    ("replace", WriteMode::Replace),
    ("merge", WriteMode::Merge),
];

const STRATEGIES: [(&str, Strategy); 4] = [
    ("upsert", Strategy::Upsert),
    ("insert_only", Strategy::InsertOnly),
    ("update_only", Strategy::UpdateOnly),
    ("delete_insert", Strategy::DeleteInsert),
];

const COMPARISONS: [(&str, CompareOp); 6] = [
    ("eq", CompareOp::Eq),
    ("ne", CompareOp::Ne),
    ("lt", CompareOp::Lt),
    ("lte", CompareOp::Le),
    ("gt", CompareOp::Gt),
    ("gte", CompareOp::Ge),
];

const KEEPS: [&str; 5] = [
    "error",
    "keep_first",
    "keep_last",
    "keep_max_by",
    "keep_min_by",
];

/// What may stand in a contract.
const CONTRACT_KEYS: [&str; 3] = ["columns", "types", "nullability"];
const CONTRACT_WORDS: [&str; 4] = ["evolve", "freeze", "discard_row", "discard_value"];

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
        let (table, request) = destination_of(judge, Some(R::SCHEMA));
        Some((table, request, judge.flag("create_table_if_not_exists")))
    })?;
    let (table, request, creates) = made.unwrap_or_default();
    let connector = InMemory::new(store, table).writing(request);
    Ok(match creates {
        Some(false) => connector.must_exist(),
        Some(true) | None => connector,
    })
}

/// The source's table and request; columns are looked for where the schema is known.
pub(super) fn source_of(judge: &mut Judge<'_>, schema: Option<&Schema>) -> (String, ReadRequest) {
    judge.only(&SOURCE_KEYS);
    let table = judge.required_text("table_name");
    let columns = judge.names("columns");
    known(judge, schema, columns.iter().flatten());
    let mut request = ReadRequest::new();
    request.columns = columns.map(plain);
    request.filter = filters(judge, schema);
    request.limit = judge.count("limit");
    request.batch_size = batch_size(judge).unwrap_or(request.batch_size);
    (table, request)
}

/// The destination's table and request; columns are looked for where the schema is known.
pub(super) fn destination_of(
    judge: &mut Judge<'_>,
    schema: Option<&Schema>,
) -> (String, WriteRequest) {
    judge.only(&DESTINATION_KEYS);
    judge.flag("create_table_if_not_exists");
    judge.flag("validate_schema");
    contract(judge);
    let table = judge.required_text("table_name");
    let mut request = WriteRequest {
        mode: judge.word("mode", &MODES).unwrap_or_default(),
        ..WriteRequest::default()
    };
    let keys = judge.names("merge_keys");
    known(judge, schema, keys.iter().flatten());
    merge_keys(judge, schema, request.mode, keys.as_deref());
    request.merge_keys = keys.map(plain).unwrap_or_default();
    request.strategy = judge
        .word("merge_strategy", &STRATEGIES)
        .unwrap_or(Strategy::Upsert);
    request.on_duplicate = on_duplicate(judge, schema);
    request.batch_size = batch_size(judge).unwrap_or(request.batch_size);
    merge_alone(judge, request.mode);
    (table, request)
}

fn plain(names: Vec<Spanned<String>>) -> Vec<String> {
    names.into_iter().map(|name| name.value).collect()
}

fn batch_size(judge: &mut Judge<'_>) -> Option<usize> {
    let n_rows = judge.count("batch_size")?;
    if n_rows == 0
        && let Some(value) = judge.value("batch_size")
    {
        judge.complain(Problem::at(
            value.referenced,
            "a batch has at least one row",
        ));
    }
    Some(n_rows)
}

/// Complains of names that are no column.
fn known<'n>(
    judge: &mut Judge<'_>,
    schema: Option<&Schema>,
    names: impl IntoIterator<Item = &'n Spanned<String>>,
) {
    let Some(schema) = schema else {
        return;
    };
    for name in names {
        if schema.column_idx(&name.value).is_none() {
            let columns: Vec<_> = schema.columns.iter().map(|column| &*column.name).collect();
            let message = format!("`{}` has no column `{}`", schema.name, name.value);
            judge.unknown(name.referenced, message, &name.value, &columns);
        }
    }
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
                judge.complain(Problem::at(mode.referenced, message).help(help));
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
                judge.complain(Problem::at(first.referenced, message).help(help));
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
            let problem = Problem::at(name.referenced, format!("`{key}` is for merges alone"));
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
                Problem::at(word.referenced, message)
                    .help(format!("write `{{ {word_text}: column }}`")),
            );
            Keep::Refuse
        }
        (other, _) => {
            let message = format!("`on_duplicate` knows no `{other}`");
            judge.unknown(word.referenced, message, other, &KEEPS);
            Keep::Refuse
        }
    }
}

fn filters(judge: &mut Judge<'_>, schema: Option<&Schema>) -> Option<Expr> {
    let value = judge.value("filters")?;
    let Node::Map(pairs) = &value.value else {
        judge.mistyped(
            "filters",
            value.referenced,
            "a map, such as { status: active }",
            &value.value,
        );
        return None;
    };
    let mut parts = Vec::new();
    for (name, wanted) in pairs {
        known(judge, schema, [name]);
        filter(judge, schema, name, wanted, &mut parts);
    }
    Some(Expr::And(parts.into()))
}

fn filter(
    judge: &mut Judge<'_>,
    schema: Option<&Schema>,
    name: &Spanned<String>,
    wanted: &Placed,
    parts: &mut Vec<Expr>,
) {
    match &wanted.value {
        Node::Map(pairs) => {
            for (word, limit) in pairs {
                let found = COMPARISONS.iter().find(|(known, _)| *known == word.value);
                if let Some((_, op)) = found {
                    compare(judge, schema, (name, *op, limit), parts);
                } else {
                    let known = COMPARISONS.map(|(word, _)| word);
                    let message = format!("filters know no `{}`", word.value);
                    judge.unknown(word.referenced, message, &word.value, &known);
                }
            }
        }
        _ => compare(judge, schema, (name, CompareOp::Eq, wanted), parts),
    }
}

fn compare(
    judge: &mut Judge<'_>,
    schema: Option<&Schema>,
    (name, op, limit): (&Spanned<String>, CompareOp, &Placed),
    parts: &mut Vec<Expr>,
) {
    let Some(value) = limit.value.to_value() else {
        judge.mistyped(&name.value, limit.referenced, "one value", &limit.value);
        return;
    };
    let column = schema.and_then(|schema| schema.columns.get(schema.column_idx(&name.value)?));
    if let Some(column) = column {
        let fitted = value.clone().fitted(&column.data_type);
        let is_number = fitted.is_number() && column.data_type.is_number();
        if !fitted.is_null() && !is_number && !column.data_type.holds(&fitted) {
            let message = format!("`{}` holds {}", name.value, column.data_type);
            judge.complain(Problem::at(limit.referenced, message));
        }
    }
    let column = name.value.clone().into();
    parts.push(match (op, value) {
        (CompareOp::Eq, Value::Null) => Expr::IsNull(column),
        (CompareOp::Ne, Value::Null) => Expr::Not(Expr::IsNull(column).into()),
        (op, value) => Expr::Compare(op, Operand::Column(column), Operand::Literal(value)),
    });
}

/// Complains of a contract that is none. The rows of a struct are what the struct says, so it has nothing to decide here.
fn contract(judge: &mut Judge<'_>) {
    let Some(value) = judge.value("contract") else {
        return;
    };
    let Node::Map(pairs) = &value.value else {
        judge.mistyped(
            "contract",
            value.referenced,
            "a map, such as { columns: freeze }",
            &value.value,
        );
        return;
    };
    for (key, word) in pairs {
        if !CONTRACT_KEYS.contains(&key.value.as_str()) {
            let message = format!("a contract knows no `{}`", key.value);
            judge.unknown(key.referenced, message, &key.value, &CONTRACT_KEYS);
        }
        if let Some(text) = judge.as_text(&key.value, word)
            && !CONTRACT_WORDS.contains(&text.value.as_str())
        {
            let message = format!("a contract knows no `{}`", text.value);
            judge.unknown(text.referenced, message, &text.value, &CONTRACT_WORDS);
        }
    }
}
