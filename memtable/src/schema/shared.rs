use std::hash::{Hash, Hasher};
use std::ops::Deref;

/// A part of a recursive type: borrowed where a derived schema is a constant, owned where one is made at run time.
#[derive(Clone, Debug)]
pub enum Shared<T: 'static> {
    /// From a constant.
    Static(&'static T),
    /// Made at run time.
    Owned(Box<T>),
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        match self {
            Shared::Static(part) => part,
            Shared::Owned(part) => part,
        }
    }
}

impl<T> From<T> for Shared<T> {
    fn from(part: T) -> Self {
        Shared::Owned(Box::new(part))
    }
}

impl<T: PartialEq> PartialEq for Shared<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: Eq> Eq for Shared<T> {}

impl<T: Hash> Hash for Shared<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}
