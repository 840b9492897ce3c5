/// Whether the text is an absolute URL.
pub fn url<T: super::Textual>(value: T) -> bool {
    fluent_uri::Uri::parse(value.text()).is_ok()
}
