use std::path::Path;

use crate::dynamic::DynTable;
use crate::dynamic::load::Csv;
use crate::error::Error;
use crate::io::csv::CsvOptions;
use crate::io::csv::options::Header;
use crate::io::load::with_texts;
use crate::io::{Load, Unknown};
use crate::schema::{Column, DataType, Schema};

impl Load for CsvOptions {
    fn unknown(&self) -> Unknown {
        self.unknown
    }

    fn load(&self, path: &Path, texts: &[String]) -> Result<DynTable, Error> {
        let mut csv = Csv::new()
            .delimiter(self.delimiter)
            .null_words(self.nulls.clone());
        if self.header == Header::Absent {
            csv = csv.without_header();
        }
        let names = texts.iter().map(|column| self.name_of(column));
        let table = with_texts(path, names.collect(), |texts| {
            let texts = texts.iter();
            let csv = texts.fold(csv.clone(), |csv, name| csv.column(name, DataType::Text));
            csv.load(path).map(|loaded| loaded.table)
        })?;
        self.renamed(table)
    }
}

impl CsvOptions {
    /// What the file calls this column.
    fn name_of(&self, column: &str) -> String {
        let renamed = self.renames.iter().find(|(_, to)| to == column);
        renamed.map_or(column, |(name, _)| name).to_owned()
    }

    /// The table with its columns named as they are meant.
    fn renamed(&self, table: DynTable) -> Result<DynTable, Error> {
        if self.renames.is_empty() {
            return Ok(table);
        }
        let meant = |column: &Column| {
            let renamed = self.renames.iter().find(|(name, _)| *name == column.name);
            Column {
                name: renamed.map_or(column.name.clone(), |(_, to)| to.clone().into()),
                ..column.clone()
            }
        };
        let schema = Schema {
            columns: table.schema().columns.iter().map(meant).collect(),
            ..table.schema().clone()
        };
        table.with_columns_of(schema)
    }
}
