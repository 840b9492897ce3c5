/// Whether the text is an IPv4 or IPv6 address.
pub fn ip<T: super::Textual>(value: T) -> bool {
    value.text().parse::<std::net::IpAddr>().is_ok()
}
