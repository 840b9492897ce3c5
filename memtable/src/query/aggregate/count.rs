use crate::query::Aggregate;

/// How many rows. Made by [`count`].
#[derive(Clone, Copy, Debug)]
pub struct Count;

/// How many rows.
pub fn count() -> Count {
    Count
}

impl<'t, R> Aggregate<'t, R> for Count {
    type Answer = usize;
    type State = usize;

    #[inline]
    fn add(&self, state: &mut usize, _row: &'t R) {
        *state += 1;
    }

    fn answer(&self, state: usize) -> usize {
        state
    }

    fn names(&self) -> Vec<String> {
        vec!["count".to_owned()]
    }
}
