use std::borrow::Cow;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::dynamic::load::{LoadError, Place};

/// Where data is loaded from: a path, a reader, or bytes.
///
/// A `&str` is a path; text itself is passed as its bytes.
///
/// ```
/// use memtable::dynamic::load::Input;
///
/// let file = Input::from("orders.csv");
/// let bytes = Input::from(b"id,name\n7,ann\n");
/// let reader = Input::reader(std::io::empty());
/// ```
pub struct Input<'a>(From<'a>);

enum From<'a> {
    Path(PathBuf),
    Bytes(Cow<'a, [u8]>),
    Reader(Box<dyn Read + 'a>),
}

impl<'a> Input<'a> {
    /// All that a reader gives.
    pub fn reader(reader: impl Read + 'a) -> Self {
        Input(From::Reader(Box::new(reader)))
    }

    /// The name that a table has by default: that of the file, without its extension.
    pub(crate) fn name(&self) -> String {
        let stem = match &self.0 {
            From::Path(path) => path.file_stem(),
            From::Bytes(_) | From::Reader(_) => None,
        };
        stem.map_or("data".into(), |stem| stem.to_string_lossy())
            .into_owned()
    }

    /// All bytes.
    pub(crate) fn read(self) -> Result<Cow<'a, [u8]>, LoadError> {
        match self.0 {
            From::Bytes(bytes) => Ok(bytes),
            From::Path(path) => match fs::read(&path) {
                Ok(bytes) => Ok(Cow::Owned(bytes)),
                Err(cause) => Err(unreadable(path.display().to_string(), cause)),
            },
            From::Reader(mut reader) => {
                let mut bytes = Vec::new();
                let read = reader.read_to_end(&mut bytes);
                read.map_err(|cause| unreadable("the reader".to_owned(), cause))?;
                Ok(Cow::Owned(bytes))
            }
        }
    }
}

fn unreadable(input: String, cause: std::io::Error) -> LoadError {
    LoadError::Read {
        input,
        cause: Box::new(cause),
    }
}

/// The text of bytes, behind the mark of their encoding.
pub(crate) fn text(bytes: &[u8]) -> Result<&str, LoadError> {
    let unmarked = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    std::str::from_utf8(unmarked).map_err(|error| {
        let wrong = &unmarked[error.valid_up_to()..];
        let length = error.error_len().unwrap_or(wrong.len());
        let hex: Vec<String> = wrong[..length.min(4)]
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        LoadError::Encoding {
            at: Place::of(unmarked, error.valid_up_to()),
            bytes: format!("0x{}", hex.concat()),
            encoding: match bytes {
                [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Some("UTF-16"),
                _ => None,
            },
        }
    })
}

macro_rules! from {
    ($($type:ty, $input:ident => $made:expr;)+) => { $(
        impl<'a> std::convert::From<$type> for Input<'a> {
            fn from($input: $type) -> Self {
                Input($made)
            }
        }
    )+ };
}

from! {
    &str, path => From::Path(path.into());
    String, path => From::Path(path.into());
    &Path, path => From::Path(path.into());
    &PathBuf, path => From::Path(path.clone());
    PathBuf, path => From::Path(path);
    File, file => From::Reader(Box::new(file));
    &'a [u8], bytes => From::Bytes(Cow::Borrowed(bytes));
    &'a Vec<u8>, bytes => From::Bytes(Cow::Borrowed(bytes));
    Vec<u8>, bytes => From::Bytes(Cow::Owned(bytes));
}

impl<'a, const N: usize> std::convert::From<&'a [u8; N]> for Input<'a> {
    fn from(bytes: &'a [u8; N]) -> Self {
        Input(From::Bytes(Cow::Borrowed(bytes)))
    }
}
