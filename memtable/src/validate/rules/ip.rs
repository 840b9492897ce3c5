use std::net::IpAddr;

/// Whether the text is an IPv4 or IPv6 address, without port, prefix length or zone.
pub fn ip<T: super::Textual>(value: T) -> bool {
    value.text().parse::<IpAddr>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::ip;

    #[test]
    fn both_versions_are_addresses() {
        for text in [
            "127.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "2001:db8::ff00:42:8329",
            "::ffff:1.2.3.4",
        ] {
            assert!(ip(text), "{text}");
        }
    }

    #[test]
    fn what_is_more_or_less_than_an_address_is_refused() {
        for text in [
            "",
            "1.2.3",
            "1.2.3.256",
            "01.2.3.4",
            "1.2.3.4:80",
            "1.2.3.0/24",
            "[::1]",
            "fe80::1%eth0",
            " ::1",
            "1::2::3",
        ] {
            assert!(!ip(text), "{text:?}");
        }
    }
}
