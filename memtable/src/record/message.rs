use std::borrow::Cow;

use crate::record::MemTable;
use crate::schema::{Column, DataType, Shared};

/// How long a message can be; what does not fit is cut.
const LIMIT: usize = 2048;

/// A text that is put together while compiling, for a panic to say.
#[derive(Debug)]
pub struct Message {
    bytes: [u8; LIMIT],
    len: usize,
}

impl Message {
    /// Nothing.
    pub const EMPTY: Self = Message {
        bytes: [0; LIMIT],
        len: 0,
    };

    /// Whether nothing is said.
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// What is said.
    pub const fn as_str(&self) -> &str {
        let (said, _) = self.bytes.split_at(self.len);
        match std::str::from_utf8(said) {
            Ok(said) => said,
            Err(_) => "a message that was cut inside a character",
        }
    }

    /// Stops the compilation with what is said, at the place of the call; nothing where nothing is said.
    ///
    /// # Panics
    /// Where something is said: this is for constants.
    #[track_caller]
    pub const fn stop(&self) {
        assert!(self.is_empty(), "{}", self.as_str());
    }

    /// Stops the compiler with these words, which are about the schema of `R`, unless the struct has errors of its own: what
    /// its schema is meant to be is then not known.
    ///
    /// # Panics
    /// Where something is said: this is for constants.
    #[track_caller]
    pub const fn stop_for<R: MemTable>(&self) {
        if R::IS_SOUND {
            self.stop();
        }
    }

    /// Says more; a text that does not fit is left out up to its last whole character.
    pub(super) const fn text(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let room = LIMIT - self.len;
        let mut end = if bytes.len() < room {
            bytes.len()
        } else {
            room
        };
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let mut at = 0;
        while at < end {
            self.bytes[self.len] = bytes[at];
            self.len += 1;
            at += 1;
        }
    }

    /// Says several texts.
    pub(super) const fn texts(&mut self, texts: &[&str]) {
        let mut at = 0;
        while at < texts.len() {
            self.text(texts[at]);
            at += 1;
        }
    }

    /// Begins a line with these texts.
    pub(super) const fn line(&mut self, texts: &[&str]) {
        if !self.is_empty() {
            self.text("\n");
        }
        self.texts(texts);
    }

    /// Says an integer.
    pub(super) const fn int(&mut self, int: i128) {
        if int < 0 {
            self.text("-");
        }
        self.digits(int.unsigned_abs());
    }

    /// Says a number from 0 up.
    pub(super) const fn digits(&mut self, mut number: u128) {
        let (mut digits, mut at) = ([b'0'; 39], 39);
        while number > 0 || at == 39 {
            at -= 1;
            digits[at] = b'0' + (number % 10) as u8;
            number /= 10;
        }
        let (_, digits) = digits.split_at(at);
        if let Ok(digits) = std::str::from_utf8(digits) {
            self.text(digits);
        }
    }

    /// Says the type of a column, with a mark where it is optional.
    pub(super) const fn column_type(&mut self, column: &Column) {
        self.data_type(&column.data_type);
        if column.nullable {
            self.text("?");
        }
    }

    /// Says a type, as its `Display` does but for the columns of a struct.
    pub(super) const fn data_type(&mut self, data_type: &DataType) {
        match data_type {
            DataType::Enum(names) => {
                self.text("enum(");
                if let Cow::Borrowed(names) = names {
                    self.names(names);
                }
                self.text(")");
            }
            DataType::List { element, nullable } => {
                self.text("list<");
                if let Shared::Static(element) = element {
                    self.data_type(element);
                }
                if *nullable {
                    self.text("?");
                }
                self.text(">");
            }
            DataType::Struct(_) => self.text("struct"),
            simple => self.text(simple.word()),
        }
    }

    /// Says names, with commas between.
    pub(super) const fn names(&mut self, names: &[Cow<'static, str>]) {
        let mut at = 0;
        while at < names.len() {
            if at > 0 {
                self.text(", ");
            }
            self.text(text_of(&names[at]));
            at += 1;
        }
    }
}

/// A text of a constant schema: there it is always borrowed.
#[expect(clippy::ptr_arg, reason = "whether it is borrowed is what is asked")]
pub(super) const fn text_of(text: &Cow<'static, str>) -> &'static str {
    match text {
        Cow::Borrowed(text) => text,
        Cow::Owned(_) => "",
    }
}

/// Whether both texts are the same.
pub(super) const fn is_same(left: &str, right: &str) -> bool {
    let (left, right) = (left.as_bytes(), right.as_bytes());
    if left.len() != right.len() {
        return false;
    }
    let mut at = 0;
    while at < left.len() {
        if left[at] != right[at] {
            return false;
        }
        at += 1;
    }
    true
}
