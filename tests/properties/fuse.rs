//! User code that panics: each call of it burns a fuse.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

thread_local! {
    /// How many more calls go well; `None` for all.
    static LEFT: Cell<Option<u32>> = const { Cell::new(None) };
}

struct Burnt;

/// Called by all user code.
pub(crate) fn burn() {
    match LEFT.get() {
        None => {}
        Some(0) => {
            LEFT.set(None);
            blow();
        }
        Some(n) => LEFT.set(Some(n - 1)),
    }
}

/// Panics as user code does that burns down its fuse; not by `panic!`, so that nothing is printed.
pub(crate) fn blow() -> ! {
    resume_unwind(Box::new(Burnt))
}

/// Runs `work`, in which so many calls of user code go well, and the next one panics; `None` where it did.
pub(crate) fn with_fuse<T>(n_calls: Option<u32>, work: impl FnOnce() -> T) -> Option<T> {
    LEFT.set(n_calls);
    let answer = catch_unwind(AssertUnwindSafe(work));
    LEFT.set(None);
    match answer {
        Ok(answer) => Some(answer),
        Err(panic) if panic.is::<Burnt>() => None,
        Err(panic) => resume_unwind(panic),
    }
}
