use crate::dynamic::DynSnapshot;
use crate::error::Error;
use crate::io::csv::{CsvOptions, CsvWriter};

impl DynSnapshot {
    /// The rows as CSV, with a header; an empty cell where there is no value, `""` where there is an empty text.
    ///
    /// ```
    /// use memtable::dynamic::DynTable;
    ///
    /// let cities = DynTable::from_csv(b"name,people\n\"Bern, Berne\",\n")?;
    /// assert_eq!(cities.to_csv(), "name,people\n\"Bern, Berne\",\n");
    /// # Ok::<(), memtable::dynamic::load::LoadError>(())
    /// ```
    pub fn to_csv(&self) -> String {
        // Writing to bytes does not fail, and what is written of texts is text.
        let written = self.written().unwrap_or_default();
        String::from_utf8(written).unwrap_or_default()
    }

    fn written(&self) -> Result<Vec<u8>, Error> {
        let mut writer = CsvWriter::new(Vec::new(), CsvOptions::new());
        writer.header(self.schema().columns.iter().map(|column| &*column.name))?;
        for row in self {
            writer.row(row.values().into_iter())?;
        }
        writer.finish()
    }
}
