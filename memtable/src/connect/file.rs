use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::connect::read::ReadPlan;
use crate::connect::text_batches::TextKind;
use crate::connect::whole_file::WholeFile;
use crate::connect::{Batches, Destination, ReadRequest, Source};
use crate::error::Error;
use crate::io::{FileFormat, RowBuilder, WriteRows};
use crate::schema::Schema;
use crate::write::{WriteMode, WriteRequest, Written};

/// A file of rows as source and destination, whatever its format, and whatever its rows are.
pub(super) struct FileTable<K, F> {
    path: PathBuf,
    format: F,
    rows: K,
    read: ReadRequest,
    write: WriteRequest,
}

impl<K: TextKind, F: FileFormat> FileTable<K, F> {
    pub(super) fn new(path: impl Into<PathBuf>, format: F, rows: K) -> Self {
        FileTable {
            path: path.into(),
            format,
            rows,
            read: ReadRequest::default(),
            write: WriteRequest::default(),
        }
    }

    pub(super) fn reading(mut self, request: ReadRequest) -> Self {
        self.read = request;
        self
    }

    pub(super) fn writing(mut self, request: WriteRequest) -> Self {
        self.write = request;
        self
    }

    /// The file read otherwise than usually.
    pub(super) fn with(mut self, change: impl FnOnce(&mut F)) -> Self {
        change(&mut self.format);
        self
    }

    /// Reads rows as this makes them.
    pub(super) fn read_by(
        &self,
        request: &ReadRequest,
        rows: RowBuilder<K::Make>,
    ) -> Result<Batches<'_, K::Row>, Error> {
        let plan = ReadPlan::of(&self.title(), request, self.rows.clone())?;
        Ok(plan.batches_of(self.format.open(&self.path, rows)?))
    }

    /// What makes its rows.
    #[cfg(feature = "yaml")]
    pub(super) fn builder(&self) -> RowBuilder<K::Make> {
        self.rows.builder()
    }

    fn failed(&self, cause: io::Error) -> Error {
        Error::connector(self.path.display().to_string(), cause)
    }

    fn title(&self) -> String {
        format!("{} file {}", F::NAME, self.path.display())
    }

    /// What stays of the file.
    fn content(&self, mode: WriteMode) -> Result<Vec<u8>, Error> {
        match mode {
            WriteMode::Append => match fs::read(&self.path) {
                Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
                read => read.map_err(|cause| self.failed(cause)),
            },
            WriteMode::Replace | WriteMode::Merge => Ok(Vec::new()),
        }
    }

    fn written(
        &self,
        batches: Batches<'_, K::Row>,
        (output, before): (impl io::Write + Send, &[u8]),
    ) -> Result<usize, Error> {
        let schema = self.rows.schema();
        let n_columns = schema.columns.len();
        let mut writer = self.format.start(&self.path, output, schema, before)?;
        let mut n_rows = 0;
        for batch in batches {
            for row in batch? {
                let cells = (0..n_columns).map(|column| self.rows.value(&row, column));
                writer.row(cells)?;
                n_rows += 1;
            }
        }
        writer.finish()?;
        Ok(n_rows)
    }
}

impl<K: TextKind, F: FileFormat> Source for FileTable<K, F> {
    type Row = K::Row;

    fn name(&self) -> String {
        self.title()
    }

    fn check(&self) -> Result<(), Error> {
        File::open(&self.path).map_err(|cause| self.failed(cause))?;
        ReadPlan::of(&self.title(), &self.read, self.rows.clone()).map(drop)
    }

    fn schema(&self) -> Result<Schema, Error> {
        Ok(self.rows.schema().clone())
    }

    fn request(&self) -> ReadRequest {
        self.read.clone()
    }

    fn read(&self, request: &ReadRequest) -> Result<Batches<'_, K::Row>, Error> {
        self.read_by(request, self.rows.builder())
    }
}

impl<K: TextKind, F: FileFormat> Destination for FileTable<K, F> {
    type Row = K::Row;

    fn name(&self) -> String {
        self.title()
    }

    fn check(&self) -> Result<(), Error> {
        check_mode(&self.title(), self.write.mode)?;
        let dir = self.path.parent().filter(|dir| !dir.as_os_str().is_empty());
        let dir = dir.unwrap_or(Path::new("."));
        fs::metadata(dir)
            .map(drop)
            .map_err(|cause| self.failed(cause))
    }

    fn schema(&self) -> Result<Schema, Error> {
        Ok(self.rows.schema().clone())
    }

    fn request(&self) -> WriteRequest {
        self.write.clone()
    }

    fn write(
        &self,
        batches: Batches<'_, K::Row>,
        request: &WriteRequest,
    ) -> Result<Written, Error> {
        check_mode(&self.title(), request.mode)?;
        let before = self.content(request.mode)?;
        let (file, output) = WholeFile::create(&self.path).map_err(|cause| self.failed(cause))?;
        let n_rows = self.written(batches, (output, &before))?;
        file.land().map_err(|cause| self.failed(cause))?;
        Ok(Written {
            rows_in: n_rows,
            inserted: n_rows,
            ..Written::default()
        })
    }
}

fn check_mode(title: &str, mode: WriteMode) -> Result<(), Error> {
    match mode {
        WriteMode::Append | WriteMode::Replace => Ok(()),
        WriteMode::Merge => Err(Error::connector(
            title,
            "a file is appended to or replaced: merge into a table, and copy that",
        )),
    }
}
