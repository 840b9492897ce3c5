//! Colours, where they are wanted.

use std::fmt;

use anstyle::{AnsiColor, Style};

pub(super) const LEFT: Style = AnsiColor::Red.on_default();
pub(super) const RIGHT: Style = AnsiColor::Green.on_default();

/// Text in a style, where the formatter asks for colours with `{:#}`.
pub(super) struct Painted<T>(pub(super) Style, pub(super) T);

impl<T: fmt::Display> fmt::Display for Painted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if f.alternate() {
            write!(f, "{}{}{}", self.0.render(), self.1, self.0.render_reset())
        } else {
            write!(f, "{}", self.1)
        }
    }
}

/// `1 row`, `2 rows`.
pub(super) fn counted(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}
