//! The keys of `connector: json`.

use crate::connect::config::files::{FileKeys, file_mode, ignores_unknown};
use crate::connect::config::keys::{JSON_DESTINATION, JSON_SOURCE, Key, LAYOUTS};
use crate::connect::config::options::Judge;
use crate::io::Unknown;
use crate::io::json::{JsonLayout, JsonOptions};
use crate::schema::Schema;
use crate::write::WriteRequest;

const LAYOUT_WORDS: [(&str, JsonLayout); 2] = [
    (LAYOUTS[0], JsonLayout::Array),
    (LAYOUTS[1], JsonLayout::Lines),
];

impl FileKeys for JsonOptions {
    const SOURCE: &'static [Key] = &JSON_SOURCE;
    const DESTINATION: &'static [Key] = &JSON_DESTINATION;

    fn of_source(judge: &mut Judge<'_>, _schema: Option<&Schema>) -> Self {
        let unknown = if ignores_unknown(judge) {
            Unknown::Ignore
        } else {
            Unknown::Refuse
        };
        JsonOptions {
            unknown,
            ..JsonOptions::default()
        }
    }

    fn of_destination(judge: &mut Judge<'_>) -> (Self, WriteRequest) {
        let options = JsonOptions {
            layout: judge.word("layout", &LAYOUT_WORDS),
            ..JsonOptions::default()
        };
        (options, file_mode(judge))
    }
}
