//! A reader of JSON: what is plainly written is read here, and all else, faults too, by jiter.

#[cfg(test)]
mod tests;

use std::ops::Range;

use jiter::{Jiter, JiterResult, Peek};

/// A place in a text of JSON, that moves on as values are read.
///
/// Its methods are those of [`Jiter`], and answer the same; that it stands at a value which begins with `peek` is up to the caller.
pub(crate) struct Cursor<'a> {
    text: &'a str,
    at: usize,
    /// What jiter decodes strings into.
    tape: Vec<u8>,
    /// The last string that is not in the text as it is.
    decoded: String,
}

/// The longest number that is read here: jiter has a limit, and this is below it.
const LONGEST_NUMBER: usize = 64;

impl<'a> Cursor<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Cursor {
            text,
            at: 0,
            tape: Vec::new(),
            decoded: String::new(),
        }
    }

    pub(crate) const fn current_index(&self) -> usize {
        self.at
    }

    /// What the next value begins with.
    #[inline]
    pub(crate) fn peek(&mut self) -> JiterResult<Peek> {
        match self.next_byte() {
            Some(byte) => Ok(Peek::new(byte)),
            None => self.slowly(Jiter::peek),
        }
    }

    /// Whether nothing but white space is left.
    #[inline]
    pub(crate) fn is_done(&mut self) -> bool {
        self.next_byte().is_none()
    }

    pub(crate) fn finish(&mut self) -> JiterResult<()> {
        self.slowly(Jiter::finish)
    }

    /// Whether the next key is this one, which is then read. Before it stands a brace or a comma, and in the key no character that
    /// JSON writes in another way.
    #[inline]
    pub(crate) fn takes_key(&mut self, before: u8, key: &str) -> bool {
        let after = past(self.rest(), before).and_then(|rest| past(rest, b'"'));
        let after = after.and_then(|rest| rest.strip_prefix(key.as_bytes()));
        let after = after.and_then(|rest| rest.strip_prefix(b"\""));
        match after.and_then(|rest| past(rest, b':')) {
            Some(rest) => {
                self.at = self.text.len() - rest.len();
                true
            }
            None => false,
        }
    }

    pub(crate) fn known_object(&mut self) -> JiterResult<Option<&str>> {
        match self.plain_key(b'{') {
            Some(plain) => Ok(Some(&self.text[plain])),
            None => self.slow_text(Jiter::known_object),
        }
    }

    pub(crate) fn next_object(&mut self) -> JiterResult<Option<&str>> {
        self.slow_text(Jiter::next_object)
    }

    pub(crate) fn next_key(&mut self) -> JiterResult<Option<&str>> {
        if self.next_byte() == Some(b'}') {
            self.at += 1;
            return Ok(None);
        }
        match self.plain_key(b',') {
            Some(plain) => Ok(Some(&self.text[plain])),
            None => self.slow_text(Jiter::next_key),
        }
    }

    #[inline]
    pub(crate) fn known_str(&mut self) -> JiterResult<&str> {
        if let Some(plain) = self.plain_string() {
            return Ok(&self.text[plain]);
        }
        let text = self.slow_text(|jiter| jiter.known_str().map(Some))?;
        Ok(text.unwrap_or_default())
    }

    /// The number as it is written.
    #[inline]
    pub(crate) fn known_number(&mut self, peek: Peek) -> JiterResult<&'a str> {
        let start = self.at;
        match plain_number(self.rest()) {
            Some(len) => self.at += len,
            None => self.slowly(|jiter| jiter.known_number_bytes(peek).map(|_| ()))?,
        }
        Ok(&self.text[start..self.at])
    }

    #[inline]
    pub(crate) fn known_bool(&mut self, peek: Peek) -> JiterResult<bool> {
        let is_plain = (peek == Peek::True && self.takes_word("true"))
            || (peek == Peek::False && self.takes_word("false"));
        if is_plain {
            return Ok(peek == Peek::True);
        }
        self.slowly(|jiter| jiter.known_bool(peek))
    }

    #[inline]
    pub(crate) fn known_null(&mut self) -> JiterResult<()> {
        if self.takes_word("null") {
            return Ok(());
        }
        self.slowly(Jiter::known_null)
    }

    #[inline]
    pub(crate) fn known_array(&mut self) -> JiterResult<Option<Peek>> {
        match self.plain_element(b'[') {
            Some(peek) => Ok(Some(peek)),
            None => self.slowly(Jiter::known_array),
        }
    }

    #[inline]
    pub(crate) fn array_step(&mut self) -> JiterResult<Option<Peek>> {
        match self.plain_element(b',') {
            Some(peek) => Ok(Some(peek)),
            None => self.slowly(Jiter::array_step),
        }
    }

    /// Past the value, whatever it is.
    pub(crate) fn known_skip(&mut self, peek: Peek) -> JiterResult<()> {
        let is_plain = match peek {
            Peek::String => self.plain_string().is_some(),
            Peek::True => self.takes_word("true"),
            Peek::False => self.takes_word("false"),
            Peek::Null => self.takes_word("null"),
            Peek::Array | Peek::Object => false,
            _ => return self.known_number(peek).map(|_| ()),
        };
        if is_plain {
            return Ok(());
        }
        self.slowly(|jiter| jiter.known_skip(peek))
    }

    pub(crate) fn next_skip(&mut self) -> JiterResult<()> {
        self.slowly(Jiter::next_skip)
    }

    /// The first byte that is no white space, at which the cursor is then.
    #[inline]
    fn next_byte(&mut self) -> Option<u8> {
        let rest = without_space(self.rest());
        self.at = self.text.len() - rest.len();
        rest.first().copied()
    }

    #[inline]
    fn rest(&self) -> &'a [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    #[inline]
    fn takes_word(&mut self, word: &str) -> bool {
        let is_next = self.rest().starts_with(word.as_bytes());
        if is_next {
            self.at += word.len();
        }
        is_next
    }

    /// Past a string without escapes: where its characters are.
    #[inline]
    fn plain_string(&mut self) -> Option<Range<usize>> {
        let start = self.at + 1;
        let len = plain_len(self.text.as_bytes().get(start..)?)?;
        self.at = start + len + 1;
        Some(start..start + len)
    }

    /// Past a key without escapes and its colon: where its characters are.
    #[inline]
    fn plain_key(&mut self, before: u8) -> Option<Range<usize>> {
        let key = past(past(self.rest(), before)?, b'"')?;
        let start = self.text.len() - key.len();
        let len = plain_len(key)?;
        let rest = past(key.get(len + 1..)?, b':')?;
        self.at = self.text.len() - rest.len();
        Some(start..start + len)
    }

    /// To an element that begins behind this byte, if there is one.
    #[inline]
    fn plain_element(&mut self, before: u8) -> Option<Peek> {
        let rest = without_space(past(self.rest(), before)?);
        let first = rest.first().filter(|byte| **byte != b']')?;
        self.at = self.text.len() - rest.len();
        Some(Peek::new(*first))
    }

    /// What jiter reads here.
    #[cold]
    fn slowly<T>(&mut self, read: impl FnOnce(&mut Jiter<'a>) -> JiterResult<T>) -> JiterResult<T> {
        let start = self.at;
        let mut jiter = Jiter::with_tape(self.rest(), std::mem::take(&mut self.tape));
        let read = read(&mut jiter);
        self.at = start + jiter.current_index();
        self.tape = jiter.into_tape();
        read.map_err(|mut error| {
            error.index += start;
            error
        })
    }

    fn slow_text(
        &mut self,
        read: impl for<'j> FnOnce(&'j mut Jiter<'a>) -> JiterResult<Option<&'j str>>,
    ) -> JiterResult<Option<&str>> {
        let mut decoded = std::mem::take(&mut self.decoded);
        decoded.clear();
        let found = self.slowly(|jiter| {
            let text = read(jiter)?;
            decoded.push_str(text.unwrap_or_default());
            Ok(text.is_some())
        });
        self.decoded = decoded;
        Ok(found?.then_some(&*self.decoded))
    }
}

#[inline]
fn without_space(bytes: &[u8]) -> &[u8] {
    let mut rest = bytes;
    while let [b' ' | b'\r' | b'\t' | b'\n', after @ ..] = rest {
        rest = after;
    }
    rest
}

/// What is behind this byte, if it is next.
#[inline]
fn past(rest: &[u8], byte: u8) -> Option<&[u8]> {
    match without_space(rest) {
        [first, after @ ..] if *first == byte => Some(after),
        _ => None,
    }
}

const fn all(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; 8])
}

/// The highest bit of each byte that is below `limit`, which is at most 128. Bytes above one that is may be said to be, too.
const fn below(word: u64, limit: u8) -> u64 {
    word.wrapping_sub(all(limit)) & !word & all(0x80)
}

/// The bytes up to the quote that ends a string; `None` if there is a byte before it that stands not for itself.
#[inline]
fn plain_len(bytes: &[u8]) -> Option<usize> {
    let (words, rest) = bytes.as_chunks::<8>();
    for (nth, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let stops = below(word ^ all(b'"'), 1) | below(word ^ all(b'\\'), 1) | below(word, b' ');
        if stops != 0 {
            let at = nth * 8 + stops.trailing_zeros() as usize / 8;
            return (bytes.get(at) == Some(&b'"')).then_some(at);
        }
    }
    let stops = |byte: &u8| matches!(byte, b'"' | b'\\' | ..b' ');
    let at = bytes.len() - rest.len() + rest.iter().position(stops)?;
    (bytes.get(at) == Some(&b'"')).then_some(at)
}

/// The length of a number without an exponent.
#[inline]
fn plain_number(bytes: &[u8]) -> Option<usize> {
    let unsigned = bytes.strip_prefix(b"-").unwrap_or(bytes);
    let n_whole = n_digits(unsigned);
    if n_whole == 0 || (n_whole > 1 && unsigned.starts_with(b"0")) {
        return None;
    }
    let rest = unsigned.get(n_whole..)?;
    let rest = match rest.strip_prefix(b".") {
        Some(places) => match n_digits(places) {
            0 => return None,
            n_places => places.get(n_places..)?,
        },
        None => rest,
    };
    let len = bytes.len() - rest.len();
    let is_plain = !matches!(rest.first(), Some(b'e' | b'E')) && len <= LONGEST_NUMBER;
    is_plain.then_some(len)
}

#[inline]
fn n_digits(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count()
}
