use std::borrow::Cow;
use std::fmt;

use crate::record::{Col, ColumnOf, MemValue};
use crate::schema::Value;
use crate::testing::compare::{Comparison, compare};
use crate::testing::paint::{LEFT, Painted, RIGHT};
use crate::testing::rows::Tabular;

/// The key of a row: a value, or a tuple of the values of several columns.
pub trait Expected {
    /// The values.
    fn key(&self) -> Vec<Value>;
}

impl<T: MemValue> Expected for T {
    fn key(&self) -> Vec<Value> {
        vec![self.to_value()]
    }
}

impl Expected for &str {
    fn key(&self) -> Vec<Value> {
        vec![Value::from((*self).to_owned())]
    }
}

macro_rules! tuples {
    ($(($($part:ident $idx:tt),+);)+) => { $(
        impl<$($part: Expected),+> Expected for ($($part,)+) {
            fn key(&self) -> Vec<Value> {
                let mut key = Vec::new();
                $(key.extend(self.$idx.key());)+
                key
            }
        }
    )+ };
}

tuples! {
    (A 0, B 1);
    (A 0, B 1, C 2);
    (A 0, B 1, C 2, D 3);
}

/// A cell that was changed: of the row with this key, in this column, from one value to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Changed {
    key: Vec<Value>,
    column: Cow<'static, str>,
    before: Value,
    after: Value,
}

impl Changed {
    /// What `(7, User::PLAN, Plan::Free => Plan::Pro)` is in [`assert_changes!`](crate::assert_changes).
    #[expect(
        clippy::needless_pass_by_value,
        reason = "called by a macro, with what people write"
    )]
    pub fn new<R, C: ColumnOf<R>>(
        key: impl Expected,
        _column: Col<R, C>,
        before: C::Value,
        after: C::Value,
    ) -> Self {
        Changed {
            key: key.key(),
            column: Cow::Borrowed(C::NAME),
            before: before.to_value(),
            after: after.to_value(),
        }
    }
}

/// The changes that were expected, beside those that were found. Tables are followed by their primary key.
#[derive(Clone, Debug)]
#[must_use]
pub struct ChangesFound {
    comparison: Comparison,
    wrong: Vec<Wrong>,
}

#[derive(Clone, Debug)]
struct Wrong {
    kind: Kind,
    what: String,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    /// Was expected, and is not so.
    Missing,
    /// Is so, and was not expected.
    Unexpected,
}

impl ChangesFound {
    /// Compares the changes from `before` to `after` with the keys and cells that are expected.
    pub fn new<B: Tabular + ?Sized, A: Tabular + ?Sized>(
        (before, after): (&B, &A),
        inserted: &[Vec<Value>],
        updated: &[Changed],
        deleted: &[Vec<Value>],
    ) -> Self {
        let comparison = compare(before, after);
        let keys = |rows: Vec<&[Value]>| -> Vec<Vec<Value>> {
            rows.into_iter().map(|row| comparison.key_of(row)).collect()
        };
        let mut wrong = Vec::new();
        against(
            &mut wrong,
            "inserted",
            (inserted, &keys(comparison.only_right())),
        );
        against(
            &mut wrong,
            "deleted",
            (deleted, &keys(comparison.only_left())),
        );
        against_cells(&mut wrong, updated, &cells(&comparison));
        ChangesFound { comparison, wrong }
    }

    /// Whether what was found is what was expected.
    pub fn are_as_expected(&self) -> bool {
        self.wrong.is_empty()
    }
}

fn cells(comparison: &Comparison) -> Vec<Changed> {
    let rows = comparison.differing().into_iter();
    let cells = rows.flat_map(|row| {
        let key = row.key;
        row.cells.into_iter().map(move |cell| Changed {
            key: key.clone(),
            column: cell.column,
            before: cell.left,
            after: cell.right,
        })
    });
    cells.collect()
}

fn against(wrong: &mut Vec<Wrong>, what: &str, (expected, found): (&[Vec<Value>], &[Vec<Value>])) {
    let missing = expected.iter().filter(|key| !found.contains(key));
    wrong.extend(missing.map(|key| Wrong {
        kind: Kind::Missing,
        what: format!("{what} {}", Key(key)),
    }));
    let unexpected = found.iter().filter(|key| !expected.contains(key));
    wrong.extend(unexpected.map(|key| Wrong {
        kind: Kind::Unexpected,
        what: format!("{what} {}", Key(key)),
    }));
}

fn against_cells(wrong: &mut Vec<Wrong>, expected: &[Changed], found: &[Changed]) {
    let missing = expected.iter().filter(|cell| !found.contains(cell));
    wrong.extend(missing.map(|cell| Wrong {
        kind: Kind::Missing,
        what: cell.to_string(),
    }));
    let unexpected = found.iter().filter(|cell| !expected.contains(cell));
    wrong.extend(unexpected.map(|cell| Wrong {
        kind: Kind::Unexpected,
        what: cell.to_string(),
    }));
}

struct Key<'a>(&'a [Value]);

impl fmt::Display for Key<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts: Vec<String> = self
            .0
            .iter()
            .map(|value| value.quoted().to_string())
            .collect();
        f.write_str(&parts.join(", "))
    }
}

impl fmt::Display for Changed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Changed {
            key,
            column,
            before,
            after,
        } = self;
        write!(
            f,
            "updated {}: {column} {} → {}",
            Key(key),
            before.quoted(),
            after.quoted()
        )
    }
}

/// What was expected and is not so, what is so and was not expected, and all that was found.
impl fmt::Display for ChangesFound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.wrong.is_empty() {
            return f.write_str("the changes are as expected");
        }
        f.write_str("the changes are not as expected")?;
        for (kind, title, sign, style) in [
            (Kind::Missing, "not found", '-', LEFT),
            (Kind::Unexpected, "not expected", '+', RIGHT),
        ] {
            let mut lines = self
                .wrong
                .iter()
                .filter(|wrong| wrong.kind == kind)
                .peekable();
            if lines.peek().is_some() {
                write!(f, "\n\n{title}:")?;
            }
            for wrong in lines {
                f.write_str("\n  ")?;
                Painted(style, format!("{sign} {}", wrong.what)).fmt(f)?;
            }
        }
        f.write_str("\n\nfrom before (left) to after (right), ")?;
        self.comparison.fmt(f)
    }
}
