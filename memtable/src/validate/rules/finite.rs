/// A float.
#[diagnostic::on_unimplemented(
    message = "`finite` needs a float, and this column holds `{Self}` [MT0301]",
    label = "`finite` does not fit this type",
    note = "every value of another type is finite: leave the rule out"
)]
pub trait Floating: Copy {
    /// Whether it is neither infinite nor `NaN`.
    fn finite(self) -> bool;
}

impl Floating for f32 {
    #[inline]
    fn finite(self) -> bool {
        self.is_finite()
    }
}

impl Floating for f64 {
    #[inline]
    fn finite(self) -> bool {
        self.is_finite()
    }
}

/// Whether the float is neither infinite nor `NaN`.
#[inline]
pub fn finite<T: Floating>(value: T) -> bool {
    value.finite()
}

#[cfg(test)]
mod tests {
    use super::finite;

    #[test]
    fn infinities_and_nan_are_not_finite() {
        for float in [f64::INFINITY, f64::NEG_INFINITY, f64::NAN] {
            assert!(!finite(float));
        }
        assert!(!finite(f32::NAN));
        assert!(!finite(f32::INFINITY));
    }

    #[test]
    fn every_other_float_is_finite() {
        for float in [0.0, -0.0, f64::MIN, f64::MAX, f64::MIN_POSITIVE, 5e-324] {
            assert!(finite(float));
        }
    }
}
