/// A float.
#[diagnostic::on_unimplemented(
    message = "`finite` needs a float, and this column holds `{Self}`",
    label = "`finite` does not fit this type"
)]
pub trait Floating: Copy {
    /// Whether it is neither infinite nor `NaN`.
    fn finite(self) -> bool;
}

impl Floating for f32 {
    fn finite(self) -> bool {
        self.is_finite()
    }
}

impl Floating for f64 {
    fn finite(self) -> bool {
        self.is_finite()
    }
}

/// Whether the float is neither infinite nor `NaN`.
#[inline]
pub fn finite<T: Floating>(value: T) -> bool {
    value.finite()
}
