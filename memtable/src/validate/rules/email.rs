/// Whether the text is an e-mail address.
pub fn email<T: super::Textual>(value: T) -> bool {
    email_address::EmailAddress::is_valid(value.text())
}
