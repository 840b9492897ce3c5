/// Whether the text is an absolute URL: a URI with a scheme as in RFC 3986, section 3.
///
/// Any scheme will do: `https://example.org/a?b#c`, `mailto:a@b.org`, `urn:isbn:0451450523`. A relative reference is
/// none, and neither is an IRI (RFC 3987): characters past ASCII are percent-encoded in a URL. JSON Schema's `uri` means
/// the same.
pub fn url<T: super::Textual>(value: T) -> bool {
    let text = value.text();
    // An IRI that is all in ASCII is a URI (RFC 3987, section 3.1).
    text.is_ascii() && oxiri::Iri::parse(text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::url;

    #[test]
    fn an_absolute_uri_is_a_url() {
        for text in [
            "https://example.org",
            "https://user@example.org:8080/a/b?c=d#e",
            "http://[::1]/",
            "mailto:a@b.org",
            "urn:isbn:0451450523",
            "file:///tmp/a",
            "https://example.org/%C3%A9",
        ] {
            assert!(url(text), "{text}");
        }
    }

    #[test]
    fn what_has_no_scheme_or_breaks_the_syntax_is_refused() {
        for text in [
            "",
            "example.org",
            "/a/b",
            "//example.org",
            "https://example.org/a b",
            "https://example.org/%zz",
            "https://example.org:port/",
            "http://[::1/",
            " https://example.org",
            "https://example.org\n",
        ] {
            assert!(!url(text), "{text:?}");
        }
    }

    #[test]
    fn an_iri_is_no_url() {
        assert!(!url("https://example.org/é"));
        assert!(!url("https://żółw.org"));
    }
}
