use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, ErrorKind};
use std::path::{Path, PathBuf};

/// A file that is written beside its place, and put there once it is whole: until then, and where it is dropped instead, what
/// was there stays.
pub(super) struct WholeFile {
    path: PathBuf,
    part: PathBuf,
    has_landed: bool,
}

impl WholeFile {
    pub(super) fn create(path: &Path) -> io::Result<(Self, BufWriter<File>)> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        for nth in 0.. {
            let part = path.with_file_name(format!(".{name}.{nth}.part"));
            match OpenOptions::new().write(true).create_new(true).open(&part) {
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                opened => {
                    let file = WholeFile {
                        path: path.to_owned(),
                        part,
                        has_landed: false,
                    };
                    return Ok((file, BufWriter::new(opened?)));
                }
            }
        }
        Err(ErrorKind::AlreadyExists.into())
    }

    /// Puts it in its place.
    pub(super) fn land(mut self) -> io::Result<()> {
        fs::rename(&self.part, &self.path)?;
        self.has_landed = true;
        Ok(())
    }
}

impl Drop for WholeFile {
    fn drop(&mut self) {
        if !self.has_landed {
            // What cannot be removed is in nobody's way.
            let _removed = fs::remove_file(&self.part);
        }
    }
}
