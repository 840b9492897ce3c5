//! One file per rule: what it means, and its tests.
//!
//! Each rule is a function of the plain value ([`MemValue::Plain`](crate::MemValue::Plain)) and of its limits. Its bound
//! says which types it fits, in words that the compiler shows at the field's type.

pub mod check;
mod custom;
#[cfg(feature = "decimal")]
mod decimal;
mod email;
mod finite;
mod ip;
mod length;
mod multiple_of;
mod non_blank;
mod one_of;
mod pattern;
mod range;
mod url;

pub use custom::Answer;
pub use email::email;
pub use finite::{Floating, finite};
pub use ip::ip;
pub use length::{Measured, Weighed, length, length_bytes};
pub(crate) use multiple_of::Digits;
pub use multiple_of::{Multiple, multiple_of};
pub use non_blank::non_blank;
pub use one_of::{Listed, one_of};

pub(crate) use pattern::Matcher;
pub use pattern::{Pattern, pattern};
pub use range::{Ranged, range};
pub use url::url;

/// Text.
#[diagnostic::on_unimplemented(
    message = "this rule needs text, and this column holds `{Self}` [MT0301]",
    label = "the rule does not fit this type",
    note = "`pattern`, `email`, `url`, `ip` and `non_blank` are rules of text; for the elements of a list use `inner(email)`"
)]
pub trait Textual: Copy {
    /// The text.
    fn text(&self) -> &str;
}

impl Textual for &str {
    #[inline]
    fn text(&self) -> &str {
        self
    }
}
