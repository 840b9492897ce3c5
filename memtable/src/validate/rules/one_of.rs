/// Whether the value is one of those allowed.
#[inline]
pub fn one_of<T: PartialEq>(value: T, allowed: &[T]) -> bool {
    allowed.contains(&value)
}
