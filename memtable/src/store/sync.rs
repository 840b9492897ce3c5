//! What locks are made of. The tests put a model checker's in the place of these.

pub(super) use std::sync::{
    Arc, Condvar, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard,
};
pub(super) use std::thread::{ThreadId, current};
