use std::ops::{Deref, DerefMut};

/// What lies in a cache line apart from that of its `Arc`'s count: whoever takes a snapshot or copies what is around it writes
/// there, and disturbs nobody who reads.
#[derive(Clone, Default)]
#[repr(align(64))]
pub(super) struct Apart<T>(pub(super) T);

impl<T> Deref for Apart<T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for Apart<T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}
