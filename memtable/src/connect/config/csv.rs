//! The keys of `connector: csv`.

use crate::connect::config::files::{FileKeys, file_mode, ignores_unknown};
use crate::connect::config::keys::{CSV_DESTINATION, CSV_SOURCE, Key};
use crate::connect::config::node::{Node, Spanned};
use crate::connect::config::options::Judge;
use crate::connect::config::page::Problem;
use crate::io::csv::CsvOptions;
use crate::schema::Schema;
use crate::write::WriteRequest;

impl FileKeys for CsvOptions {
    const SOURCE: &'static [Key] = &CSV_SOURCE;
    const DESTINATION: &'static [Key] = &CSV_DESTINATION;

    fn of_source(judge: &mut Judge<'_>, schema: Option<&Schema>) -> Self {
        let mut options = of_both(judge);
        for word in judge.names("null_values").into_iter().flatten() {
            options = options.null(word.value);
        }
        for (name, column) in renames(judge) {
            super::read_request::known(judge, schema, [&column]);
            options = options.rename(name.value, column.value);
        }
        if ignores_unknown(judge) {
            options = options.ignore_unknown_columns();
        }
        options
    }

    fn of_destination(judge: &mut Judge<'_>) -> (Self, WriteRequest) {
        (of_both(judge), file_mode(judge))
    }
}

fn of_both(judge: &mut Judge<'_>) -> CsvOptions {
    let mut options = CsvOptions::new();
    if let Some(delimiter) = delimiter(judge) {
        options = options.delimiter(delimiter);
    }
    match judge.flag("header") {
        Some(false) => options.without_header(),
        Some(true) | None => options,
    }
}

fn delimiter(judge: &mut Judge<'_>) -> Option<u8> {
    let text = judge.text("delimiter")?;
    match text.value.as_bytes() {
        b"tab" => Some(b'\t'),
        [b'"' | b'\n' | b'\r'] => {
            let message = "a quote, or the end of a line, cannot stand between two cells";
            judge.complain(Problem::at(text.place, message));
            None
        }
        [delimiter] if delimiter.is_ascii() => Some(*delimiter),
        _ => {
            let message = format!(
                "`delimiter` is one ASCII character, and not `{}`",
                text.value
            );
            let problem = Problem::at(text.place, message);
            judge.complain(problem.help("write `;`, or `tab`"));
            None
        }
    }
}

/// The names of the file, each with the column that it stands for.
fn renames(judge: &mut Judge<'_>) -> Vec<(Spanned<String>, Spanned<String>)> {
    let Some(value) = judge.value("rename") else {
        return Vec::new();
    };
    let Node::Map(pairs) = &value.value else {
        let wanted = "a map, such as { \"Flight Date\": date }";
        judge.mistyped("rename", value.place, wanted, &value.value);
        return Vec::new();
    };
    let pairs = pairs.iter().filter_map(|(name, column)| {
        let column = judge.as_text(&name.value, column)?;
        Some((name.clone(), column))
    });
    pairs.collect()
}
