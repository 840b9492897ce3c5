//! The kinds of values that inference tells apart.

use std::ops::{BitOr, BitOrAssign};

/// A set of kinds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Kinds(u32);

impl Kinds {
    pub(crate) const BOOL: Kinds = Kinds(1);
    /// An integer that is a float exactly: up to 2^53.
    pub(crate) const INT: Kinds = Kinds(1 << 1);
    /// Beside the kind of the integer.
    pub(crate) const NEGATIVE: Kinds = Kinds(1 << 2);
    /// Beyond 2^53, and of 64 bits with a sign.
    pub(crate) const LONG_INT: Kinds = Kinds(1 << 3);
    /// Of 64 bits without a sign only.
    pub(crate) const UINT: Kinds = Kinds(1 << 4);
    /// Beyond both, and of at most 38 digits.
    pub(crate) const HUGE_INT: Kinds = Kinds(1 << 5);
    pub(crate) const FLOAT: Kinds = Kinds(1 << 6);
    /// `NaN` and the infinities.
    pub(crate) const NON_FINITE: Kinds = Kinds(1 << 7);
    /// A number that no type of number holds as it is.
    pub(crate) const UNFIT: Kinds = Kinds(1 << 8);
    pub(crate) const DATE: Kinds = Kinds(1 << 9);
    pub(crate) const TIME: Kinds = Kinds(1 << 10);
    pub(crate) const DATETIME: Kinds = Kinds(1 << 11);
    /// A date and a time in UTC.
    pub(crate) const TIMESTAMP: Kinds = Kinds(1 << 12);
    /// A date and a time in another zone.
    pub(crate) const OFFSET: Kinds = Kinds(1 << 13);
    /// Beside the kind of a date and time: it has nanoseconds that are no whole microseconds.
    pub(crate) const NANOS: Kinds = Kinds(1 << 14);
    /// Beside the kind of a date and time: 64 bits have no room for its nanoseconds.
    pub(crate) const FAR: Kinds = Kinds(1 << 15);
    pub(crate) const TEXT: Kinds = Kinds(1 << 16);
    pub(crate) const LIST: Kinds = Kinds(1 << 17);
    pub(crate) const STRUCT: Kinds = Kinds(1 << 18);
    /// Beside the kind of a float: it has more digits than a float keeps.
    pub(crate) const ROUNDED: Kinds = Kinds(1 << 19);

    pub(crate) const INTEGERS: Kinds = Kinds(
        Kinds::INT.0 | Kinds::NEGATIVE.0 | Kinds::LONG_INT.0 | Kinds::UINT.0 | Kinds::HUGE_INT.0,
    );
    /// The integers that a float does not hold exactly.
    pub(crate) const INEXACT: Kinds = Kinds(Kinds::LONG_INT.0 | Kinds::UINT.0 | Kinds::HUGE_INT.0);
    pub(crate) const NUMBERS: Kinds = Kinds(
        Kinds::INTEGERS.0
            | Kinds::FLOAT.0
            | Kinds::ROUNDED.0
            | Kinds::NON_FINITE.0
            | Kinds::UNFIT.0,
    );
    pub(crate) const ZONED: Kinds = Kinds(Kinds::TIMESTAMP.0 | Kinds::OFFSET.0);
    pub(crate) const MOMENTS: Kinds = Kinds(
        Kinds::DATE.0
            | Kinds::TIME.0
            | Kinds::DATETIME.0
            | Kinds::ZONED.0
            | Kinds::NANOS.0
            | Kinds::FAR.0,
    );
    /// What a string of JSON can be.
    pub(crate) const STRINGS: Kinds = Kinds(Kinds::MOMENTS.0 | Kinds::TEXT.0);

    pub(crate) const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether all of these are in the other set.
    pub(crate) const fn within(self, other: Kinds) -> bool {
        self.0 & !other.0 == 0
    }

    /// Whether one of these is in the other set.
    pub(crate) const fn meets(self, other: Kinds) -> bool {
        self.0 & other.0 != 0
    }
}

impl BitOr for Kinds {
    type Output = Kinds;

    fn bitor(self, other: Kinds) -> Kinds {
        Kinds(self.0 | other.0)
    }
}

impl BitOrAssign for Kinds {
    fn bitor_assign(&mut self, other: Kinds) {
        self.0 |= other.0;
    }
}
