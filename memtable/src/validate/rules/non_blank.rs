/// Whether the text has a character that is no white space (Unicode's `White_Space`).
#[inline]
pub fn non_blank<T: super::Textual>(value: T) -> bool {
    value.text().chars().any(|c| !c.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::non_blank;

    #[test]
    fn white_space_alone_is_blank() {
        for text in ["", " ", "\t\r\n", "\u{a0}\u{2003}\u{3000}"] {
            assert!(!non_blank(text), "{text:?}");
        }
    }

    #[test]
    fn any_other_character_will_do() {
        for text in ["a", " a ", "\u{200b}", "\0", "."] {
            assert!(non_blank(text), "{text:?}");
        }
    }
}
