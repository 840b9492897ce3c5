//! Files of rows of a struct.

#[cfg(feature = "csv")]
mod csv_file;
mod json_file;
#[cfg(feature = "parquet")]
mod parquet_file;

#[cfg(feature = "csv")]
pub use csv_file::CsvFile;
pub use json_file::JsonFile;
#[cfg(feature = "parquet")]
pub use parquet_file::ParquetFile;

/// What every file can do, whatever its format.
macro_rules! is_a_file {
    ($file:ident, $format:ty) => {
        impl<R: MemTable> $file<R> {
            /// The file at this path, whether it is there yet or not.
            pub fn new(path: impl Into<PathBuf>) -> Self {
                $file {
                    file: FileTable::new(path, <$format>::default(), StructRows::new()),
                }
            }

            /// What is read of it.
            #[must_use]
            pub fn reading(self, request: ReadRequest) -> Self {
                $file {
                    file: self.file.reading(request),
                }
            }

            /// How it is written: appended to, or replaced.
            #[must_use]
            pub fn writing(self, request: WriteRequest) -> Self {
                $file {
                    file: self.file.writing(request),
                }
            }
        }

        impl<R: MemTable> Source for $file<R> {
            type Row = R;

            fn name(&self) -> String {
                Source::name(&self.file)
            }

            fn check(&self) -> Result<(), Error> {
                Source::check(&self.file)
            }

            fn schema(&self) -> Result<Schema, Error> {
                Source::schema(&self.file)
            }

            fn request(&self) -> ReadRequest {
                Source::request(&self.file)
            }

            fn read(&self, request: &ReadRequest) -> Result<Batches<'_, R>, Error> {
                self.file.read(request)
            }
        }

        impl<R: MemTable> Destination for $file<R> {
            type Row = R;

            fn name(&self) -> String {
                Destination::name(&self.file)
            }

            fn check(&self) -> Result<(), Error> {
                Destination::check(&self.file)
            }

            fn schema(&self) -> Result<Schema, Error> {
                Destination::schema(&self.file)
            }

            fn request(&self) -> WriteRequest {
                Destination::request(&self.file)
            }

            fn write(
                &self,
                batches: Batches<'_, R>,
                request: &WriteRequest,
            ) -> Result<Written, Error> {
                self.file.write(batches, request)
            }
        }

        impl<R: MemTable> fmt::Debug for $file<R> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_tuple(stringify!($file))
                    .field(&Source::name(self))
                    .finish()
            }
        }
    };
}

use is_a_file;
