/// Whether the text has a character that is no white space.
#[inline]
pub fn non_blank<T: super::Textual>(value: T) -> bool {
    value.text().chars().any(|c| !c.is_whitespace())
}
