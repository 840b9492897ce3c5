//! The cursor is held to jiter: the same answers, faults and places, for any text.

use jiter::{Jiter, JiterResult, Peek};
use proptest::prelude::*;

use crate::dynamic::load::json::cursor::Cursor;

/// What a walk through a text saw, in order.
type Log = Vec<String>;

/// Both ways to read, as one walk needs them.
trait Reads {
    fn place(&self) -> usize;
    fn peek(&mut self) -> JiterResult<Peek>;
    /// A key that is known before it is read, if the reader can do that.
    fn expected_key(&mut self, before: u8) -> Option<&'static str>;
    fn any_key(&mut self, before: u8) -> JiterResult<Option<String>>;
    fn element(&mut self, before: u8) -> JiterResult<Option<Peek>>;
    fn number(&mut self, peek: Peek) -> JiterResult<String>;
    fn plain(&mut self, peek: Peek) -> JiterResult<String>;
    fn skip(&mut self, peek: Peek) -> JiterResult<()>;

    fn key(&mut self, before: u8) -> JiterResult<Option<String>> {
        match self.expected_key(before) {
            Some(key) => Ok(Some(key.to_owned())),
            None => self.any_key(before),
        }
    }
}

/// The methods that both have under one name.
macro_rules! same_methods {
    () => {
        fn place(&self) -> usize {
            self.current_index()
        }

        fn peek(&mut self) -> JiterResult<Peek> {
            self.peek()
        }

        fn any_key(&mut self, before: u8) -> JiterResult<Option<String>> {
            let key = match before {
                b'{' => self.known_object(),
                _ => self.next_key(),
            };
            Ok(key?.map(str::to_owned))
        }

        fn element(&mut self, before: u8) -> JiterResult<Option<Peek>> {
            match before {
                b'[' => self.known_array(),
                _ => self.array_step(),
            }
        }

        fn plain(&mut self, peek: Peek) -> JiterResult<String> {
            match peek {
                Peek::Null => self.known_null().map(|()| "null".to_owned()),
                Peek::True | Peek::False => self.known_bool(peek).map(|value| value.to_string()),
                Peek::String => self.known_str().map(str::to_owned),
                _ => self.number(peek),
            }
        }

        fn skip(&mut self, peek: Peek) -> JiterResult<()> {
            self.known_skip(peek)
        }
    };
}

impl Reads for Jiter<'_> {
    same_methods!();

    fn expected_key(&mut self, _before: u8) -> Option<&'static str> {
        None
    }

    fn number(&mut self, peek: Peek) -> JiterResult<String> {
        let number = self.known_number_bytes(peek)?;
        Ok(String::from_utf8_lossy(number).into_owned())
    }
}

impl Reads for Cursor<'_> {
    same_methods!();

    fn expected_key(&mut self, before: u8) -> Option<&'static str> {
        let mut keys = ["a", "ab", "é"].into_iter();
        keys.find(|key| self.takes_key(before, key))
    }

    fn number(&mut self, peek: Peek) -> JiterResult<String> {
        self.known_number(peek).map(str::to_owned)
    }
}

/// Reads a value; every third one is skipped.
fn value(reader: &mut impl Reads, log: &mut Log, depth: usize) -> JiterResult<()> {
    let peek = reader.peek()?;
    log.push(format!("{peek:?} at {}", reader.place()));
    if depth > 8 || log.len().is_multiple_of(3) {
        return reader.skip(peek);
    }
    match peek {
        Peek::Object => {
            let mut before = b'{';
            while let Some(key) = reader.key(before)? {
                log.push(format!("{key} to {}", reader.place()));
                value(reader, log, depth + 1)?;
                before = b',';
            }
        }
        Peek::Array => {
            let mut before = b'[';
            while reader.element(before)?.is_some() {
                value(reader, log, depth + 1)?;
                before = b',';
            }
        }
        plain => log.push(reader.plain(plain)?),
    }
    Ok(())
}

fn walk(mut reader: impl Reads) -> Log {
    let mut log = Log::new();
    while log.len() < 200 {
        if let Err(error) = value(&mut reader, &mut log, 0) {
            log.push(format!("{error}"));
            break;
        }
        log.push(format!("to {}", reader.place()));
    }
    log
}

/// Pieces of JSON, whole and broken, and what stands between them.
fn piece() -> impl Strategy<Value = String> {
    let words = [
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        " ",
        "\n",
        "\r\n\t",
        "null",
        "true",
        "false",
        "nul",
        "tru",
        "\"a\"",
        "\"ab\":",
        "\"é\" : ",
        "\"a\":",
        "\"\\u00e9\"",
        "\"\\\"\"",
        "\"a\\\\\"",
        "\"\\ud800\"",
        "\"eight ch\"",
        "\"nine char\"",
        "\"",
        "\\",
        "\"\u{1}\"",
        "0",
        "-0",
        "01",
        "-",
        "1.",
        "1.5",
        "-12.25",
        "1e5",
        "1E+",
        ".5",
        "+1",
        "NaN",
        "-Infinity",
        "é",
        "1234567890123456789012345678901234567890123456789012345678901234567890",
    ];
    prop_oneof![
        8 => proptest::sample::select(words.to_vec()).prop_map(str::to_owned),
        1 => ".{0,12}",
    ]
}

/// Whole documents, so that more than their beginnings are read.
fn document() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        any::<bool>().prop_map(|value| value.to_string()),
        any::<i64>().prop_map(|int| int.to_string()),
        (-1e9..1e9_f64).prop_map(|float| float.to_string()),
        ".{0,20}".prop_map(|text| serde_json::to_string(&text).unwrap()),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4)
                .prop_map(|values| format!("[{}]", values.join(" , "))),
            prop::collection::vec(("(a|ab|é|[a-z\"]{1,9})", inner), 0..4).prop_map(|cells| {
                let cells = cells
                    .iter()
                    .map(|(key, value)| format!("{}:{value}", serde_json::to_string(key).unwrap()));
                format!("{{{}}}", cells.collect::<Vec<_>>().join(","))
            }),
        ]
    })
}

#[track_caller]
fn check(text: &str) {
    assert_eq!(
        walk(Cursor::new(text)),
        walk(Jiter::new(text.as_bytes())),
        "{text:?}"
    );
}

proptest! {
    #[test]
    fn a_cursor_reads_pieces_as_jiter_does(pieces in prop::collection::vec(piece(), 0..16)) {
        check(&pieces.concat());
    }

    #[test]
    fn a_cursor_reads_documents_as_jiter_does(text in document(), cut in any::<prop::sample::Index>()) {
        check(&text);
        let end = cut.index(text.len() + 1);
        if text.is_char_boundary(end) {
            check(&text[..end]);
        }
    }
}

#[test]
fn a_key_is_taken_whole() {
    for text in [
        r#"{"a:": 1}"#,
        r#"{"a": 1}"#,
        r#"{"a:b":1}"#,
        r#"{"ab:":1}"#,
    ] {
        check(text);
    }
}

#[test]
fn no_character_that_must_be_escaped_is_taken_as_it_is() {
    for byte in (0..=b' ').chain([b'"', b'\\', 0x7f]) {
        for n_before in 0..20 {
            for n_after in [0, 1, 9] {
                let (before, after) = ("x".repeat(n_before), "y".repeat(n_after));
                check(&format!("[\"{before}{}{after}\"]", char::from(byte)));
            }
        }
    }
}

#[test]
fn long_numbers_are_read_or_refused_as_jiter_does() {
    for n_digits in (60..70).chain([1_000, 5_000]) {
        let digits = "7".repeat(n_digits);
        check(&digits);
        check(&format!("[-{digits}]"));
        check(&format!("[{digits}.5]"));
        check(&format!("[0.{digits}]"));
    }
}
