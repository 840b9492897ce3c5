/// A value that can be looked for among others.
#[diagnostic::on_unimplemented(
    message = "`one_of` needs a type that is compared with `==`, and this column holds `{Self}` [MT0301]",
    label = "`one_of` does not fit this type",
    note = "text, numbers, `bool`, `char`, dates and times fit; so does a type of yours that is `Copy + PartialEq`"
)]
pub trait Listed: Copy + PartialEq {}

#[diagnostic::do_not_recommend]
impl<T: Copy + PartialEq> Listed for T {}

/// Whether the value is one of those allowed. Floats are compared as numbers: `0.0` is `-0.0`, and `NaN` is nothing.
#[inline]
pub fn one_of<T: Listed>(value: T, allowed: &[T]) -> bool {
    allowed.contains(&value)
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::one_of;

    #[test]
    fn a_value_is_one_of_those_allowed() {
        assert!(one_of("free", &["free", "pro"]));
        assert!(!one_of("Free", &["free", "pro"]));
        assert!(one_of(3_u8, &[1, 2, 3]));
        assert!(one_of('a', &['a']));
        assert!(!one_of(true, &[false]));
    }

    #[test]
    fn nothing_is_one_of_none() {
        assert!(!one_of(0, &[]));
    }

    #[test]
    fn floats_are_compared_as_numbers() {
        assert!(one_of(-0.0, &[0.0]));
        assert!(!one_of(f64::NAN, &[f64::NAN]));
    }

    #[test]
    fn instants_are_the_same_in_every_offset() {
        let noon = DateTime::parse_from_rfc3339("2024-05-01T12:00:00+02:00").unwrap();
        let same = DateTime::parse_from_rfc3339("2024-05-01T10:00:00+00:00").unwrap();
        assert!(one_of(noon, &[same]));
    }
}
