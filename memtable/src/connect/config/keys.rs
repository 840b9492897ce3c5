//! Every key that a file may have, once: what is read, what is told to be valid, and what the JSON Schema of the file says.

/// A key of a connector or of a pipeline.
#[derive(Clone, Copy, Debug)]
pub(super) struct Key {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) need: Need,
    pub(super) doc: &'static str,
}

/// What a key holds.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    Text,
    /// One character, or `tab`.
    Separator,
    /// How many rows: zero where it is a limit.
    Count {
        least: usize,
    },
    Flag,
    /// A list of names.
    Names,
    /// Text by text.
    Renames,
    Word(&'static [&'static str]),
    Filters,
    /// One of the words, or one of the others with a column.
    OnDuplicate,
    Contract,
}

/// Whether a key must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Need {
    Required,
    Optional,
}

const fn key(name: &'static str, kind: Kind, doc: &'static str) -> Key {
    Key {
        name,
        kind,
        need: Need::Optional,
        doc,
    }
}

const fn required(name: &'static str, kind: Kind, doc: &'static str) -> Key {
    Key {
        name,
        kind,
        need: Need::Required,
        doc,
    }
}

/// The sections of a file, in reading order.
pub(super) const SECTIONS: [&str; 3] = ["sources", "destinations", "pipelines"];

/// What a write does with the rows that are there.
pub(super) const MODES: [&str; 3] = ["append", "replace", "merge"];

/// What a write does with a file that is there.
pub(super) const FILE_MODES: [&str; 2] = ["append", "replace"];

pub(super) const STRATEGIES: [&str; 4] = ["upsert", "insert_only", "update_only", "delete_insert"];

pub(super) const COMPARISONS: [&str; 6] = ["eq", "ne", "lt", "lte", "gt", "gte"];

pub(super) const KEEPS: [&str; 5] = [
    "error",
    "keep_first",
    "keep_last",
    "keep_max_by",
    "keep_min_by",
];

/// What may stand in a contract.
pub(super) const CONTRACT_KEYS: [&str; 3] = ["columns", "types", "nullability"];

pub(super) const CONTRACT_WORDS: [&str; 4] = ["evolve", "freeze", "discard_row", "discard_value"];

/// What becomes of columns that the table has not.
pub(super) const UNKNOWN_COLUMNS: [&str; 2] = ["refuse", "ignore"];

/// How rows lie in JSON.
pub(super) const LAYOUTS: [&str; 2] = ["array", "lines"];

const COLUMNS: Key = key(
    "columns",
    Kind::Names,
    "The columns to read; all, where it is absent.",
);
const FILTERS: Key = key(
    "filters",
    Kind::Filters,
    "The rows to read: values by column, or { gte: 18 }.",
);
const LIMIT: Key = key(
    "limit",
    Kind::Count { least: 0 },
    "How many rows to read at most.",
);
const BATCH_SIZE: Key = key(
    "batch_size",
    Kind::Count { least: 1 },
    "How many rows are handled at a time.",
);
const TABLE_NAME: Key = required("table_name", Kind::Text, "The table of the store.");
const PATH: Key = required("path", Kind::Text, "The file.");
const DELIMITER: Key = key(
    "delimiter",
    Kind::Separator,
    "What stands between two cells: one character, or `tab`.",
);
const HEADER: Key = key(
    "header",
    Kind::Flag,
    "Whether the first line names the columns.",
);
const FILE_MODE: Key = key(
    "mode",
    Kind::Word(&FILE_MODES),
    "What becomes of the rows that are there.",
);
const UNKNOWN: Key = key(
    "unknown_columns",
    Kind::Word(&UNKNOWN_COLUMNS),
    "What becomes of columns that the table has not.",
);

pub(super) const IN_MEMORY_SOURCE: [Key; 5] = [TABLE_NAME, COLUMNS, FILTERS, LIMIT, BATCH_SIZE];

pub(super) const IN_MEMORY_DESTINATION: [Key; 9] = [
    TABLE_NAME,
    key(
        "mode",
        Kind::Word(&MODES),
        "What becomes of the rows that are there.",
    ),
    key(
        "merge_keys",
        Kind::Names,
        "The unique columns that a merge matches rows by; the primary key, where it is absent.",
    ),
    key(
        "merge_strategy",
        Kind::Word(&STRATEGIES),
        "What a merge does with matched rows, and with the others.",
    ),
    BATCH_SIZE,
    key(
        "create_table_if_not_exists",
        Kind::Flag,
        "Whether the first write makes the table.",
    ),
    key(
        "validate_schema",
        Kind::Flag,
        "Whether schemas must fit before the first row; else rows are judged by their values.",
    ),
    key(
        "on_duplicate",
        Kind::OnDuplicate,
        "Which row of a merge stands for a key that comes more than once.",
    ),
    key(
        "contract",
        Kind::Contract,
        "What becomes of rows that do not fit the table.",
    ),
];

#[cfg(feature = "csv")]
pub(super) const CSV_SOURCE: [Key; 10] = [
    PATH,
    DELIMITER,
    HEADER,
    key(
        "null_values",
        Kind::Names,
        "Unquoted cells that are null, beside the empty one.",
    ),
    key(
        "rename",
        Kind::Renames,
        "The table's columns by the names that the file has for them.",
    ),
    UNKNOWN,
    COLUMNS,
    FILTERS,
    LIMIT,
    BATCH_SIZE,
];

#[cfg(feature = "csv")]
pub(super) const CSV_DESTINATION: [Key; 4] = [PATH, FILE_MODE, DELIMITER, HEADER];

#[cfg(feature = "json")]
pub(super) const JSON_SOURCE: [Key; 6] = [PATH, UNKNOWN, COLUMNS, FILTERS, LIMIT, BATCH_SIZE];

#[cfg(feature = "json")]
pub(super) const JSON_DESTINATION: [Key; 3] = [
    PATH,
    FILE_MODE,
    key(
        "layout",
        Kind::Word(&LAYOUTS),
        "An array, or an object a line; for a new file by default an array where its name ends in `.json`.",
    ),
];

#[cfg(feature = "parquet")]
pub(super) const PARQUET_SOURCE: [Key; 6] = [PATH, UNKNOWN, COLUMNS, FILTERS, LIMIT, BATCH_SIZE];

#[cfg(feature = "parquet")]
pub(super) const PARQUET_DESTINATION: [Key; 2] = [PATH, FILE_MODE];

pub(super) const PIPELINE: [Key; 5] = [
    required("from", Kind::Text, "The source."),
    required("to", Kind::Text, "The destination."),
    key(
        "columns",
        Kind::Names,
        "The columns that are copied; all, where it is absent.",
    ),
    key(
        "filter",
        Kind::Text,
        "The rows that are copied: `age >= 18`.",
    ),
    key(
        "contract",
        Kind::Contract,
        "What becomes of rows that do not fit the destination.",
    ),
];

/// The names of the keys.
pub(super) fn names(keys: &[Key]) -> Vec<&'static str> {
    keys.iter().map(|key| key.name).collect()
}
