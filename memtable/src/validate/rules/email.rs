use std::net::{Ipv4Addr, Ipv6Addr};

use email_address::{EmailAddress, Options};

/// Whether the text is an e-mail address: a mailbox as in RFC 5321, section 4.1.2, all in ASCII.
///
/// So `a@localhost`, `"a b"@c.org` and `a@[127.0.0.1]` are addresses, and `A <a@b.org>` is none: that is an address with
/// a name. Nothing is said about whether the mailbox exists. JSON Schema's `email` means the same.
pub fn email<T: super::Textual>(value: T) -> bool {
    let text = value.text();
    is_plain_mailbox(text) || is_mailbox(text)
}

/// The addresses that most people have, told in one pass: `ann.lee+x@mail.example.org`.
fn is_plain_mailbox(text: &str) -> bool {
    let bytes = text.as_bytes();
    let end = dotted_atoms(bytes);
    let rest = bytes.get(end..).unwrap_or_default();
    matches!(rest, [b'@', domain @ ..] if (1..=64).contains(&end) && is_host_name(domain))
}

/// What a byte may stand in.
const ATOM: u8 = 1;
const LABEL: u8 = 2;

const KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        if byte.is_ascii_alphanumeric() {
            kinds[byte as usize] = ATOM | LABEL;
        }
        byte += 1;
    }
    let mut rest: &[u8] = b"!#$%&'*+-/=?^_`{|}~";
    while let [byte, others @ ..] = rest {
        kinds[*byte as usize] = ATOM;
        rest = others;
    }
    kinds
};

#[inline]
fn is(kind: u8, byte: u8) -> bool {
    KINDS[usize::from(byte)] & kind != 0
}

/// How long the atoms with single dots between them are that a text starts with; 0 where they end in a dot.
fn dotted_atoms(bytes: &[u8]) -> usize {
    let mut is_in_atom = false;
    for (at, byte) in bytes.iter().enumerate() {
        if is(ATOM, *byte) {
            is_in_atom = true;
        } else if *byte == b'.' && is_in_atom {
            is_in_atom = false;
        } else {
            return if is_in_atom { at } else { 0 };
        }
    }
    if is_in_atom { bytes.len() } else { 0 }
}

/// RFC 1034, section 3.5, and a digit may come first (RFC 1123).
fn is_host_name(domain: &[u8]) -> bool {
    // A label starts and ends with a letter or a digit.
    let (mut label, mut ends_well) = (0, false);
    for (at, byte) in domain.iter().enumerate() {
        if is(LABEL, *byte) {
            ends_well = true;
            continue;
        }
        let is_in_place = match byte {
            b'-' => at > label,
            b'.' => ends_well && at - label <= 63,
            _ => false,
        };
        if !is_in_place {
            return false;
        }
        if *byte == b'.' {
            label = at + 1;
        }
        ends_well = false;
    }
    ends_well && domain.len() - label <= 63 && domain.len() <= 253
}

fn is_mailbox(text: &str) -> bool {
    // An empty quoted name is one, which the parser does not know.
    if let Some(domain) = text.strip_prefix("\"\"@") {
        return is_host(domain);
    }
    let options = Options::default().without_display_text();
    text.is_ascii()
        && EmailAddress::parse_with_options(text, options)
            .is_ok_and(|address| is_host(address.domain()))
}

fn is_host(domain: &str) -> bool {
    match domain
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
    {
        Some(address) => is_host_address(address),
        None => is_host_name(domain.as_bytes()),
    }
}

fn is_host_address(address: &str) -> bool {
    match address.split_at_checked(5) {
        Some((tag, v6)) if tag.eq_ignore_ascii_case("IPv6:") => v6.parse::<Ipv6Addr>().is_ok(),
        _ => address.parse::<Ipv4Addr>().is_ok(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{email, is_mailbox, is_plain_mailbox};

    #[test]
    fn mailboxes_are_addresses() {
        for text in [
            "a@b.org",
            "ann.lee+tag@mail.example.org",
            "a@localhost",
            "o'neill@example.org",
            "a@1and1.com",
            "\"a b\"@c.org",
            "\"\"@c.org",
            "a@[127.0.0.1]",
            "a@[IPv6:::1]",
            "a@xn--bcher-kva.example",
        ] {
            assert!(email(text), "{text}");
        }
    }

    #[test]
    fn what_is_no_mailbox_is_refused() {
        for text in [
            "",
            "a",
            "@",
            "a@",
            "@b.org",
            "a@@b.org",
            "a@b@c.org",
            "a b@c.org",
            " a@b.org",
            "a@b.org\n",
            "a@b..org",
            "a@b.org.",
            ".a@b.org",
            "a.@b.org",
            "a..b@c.org",
            "a@-b.org",
            "a@b_c.org",
            "a@[127.0.0.256]",
            "a@[]",
        ] {
            assert!(!email(text), "{text:?}");
        }
    }

    #[test]
    fn an_address_with_a_name_is_no_address() {
        assert!(!email("Ann <a@b.org>"));
        assert!(!email("<a@b.org>"));
    }

    #[test]
    fn an_address_is_in_ascii() {
        assert!(!email("żółw@b.org"));
        assert!(!email("a@żółw.org"));
    }

    #[test]
    fn lengths_are_those_of_the_rfc() {
        let local = |n: usize| format!("{}@b.org", "a".repeat(n));
        let label = |n: usize| format!("a@{}.org", "b".repeat(n));
        assert!(email(local(64).as_str()));
        assert!(!email(local(65).as_str()));
        assert!(email(label(63).as_str()));
        assert!(!email(label(64).as_str()));
    }

    proptest! {
        #[test]
        fn the_short_way_accepts_nothing_that_the_parser_refuses(text in "[a.@-]{1,9}|[a-z0-9!+.-]{1,9}@[a-z0-9.-]{1,9}") {
            prop_assert!(!is_plain_mailbox(&text) || is_mailbox(&text), "{}", text);
        }
    }
}
