use std::borrow::Cow;
use std::fmt;

use crate::record::{Col, ColumnOf, MemValue};
use crate::schema::Value;
use crate::testing::compare::{Comparison, compare};
use crate::testing::page::{shown, write_more};
use crate::testing::paint::{LEFT, Painted, RIGHT};
use crate::testing::rows::Tabular;
use crate::testing::said::Said;

/// A cell that was changed: of the row with this key, in this column, from one value to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Changed {
    key: Vec<Value>,
    column: Cow<'static, str>,
    before: Value,
    after: Value,
}

/// A column, with what its values can be said as: `User::AGE` with values of its type, `"age"` with any.
pub trait SaidColumn<V> {
    /// Its name.
    fn name(&self) -> Cow<'static, str>;
    /// The value.
    fn value(&self, said: V) -> Value;
}

impl<R, C: ColumnOf<R>> SaidColumn<C::Value> for Col<R, C> {
    fn name(&self) -> Cow<'static, str> {
        Cow::Borrowed(C::NAME)
    }

    fn value(&self, said: C::Value) -> Value {
        said.to_value()
    }
}

impl<V: Said> SaidColumn<V> for &str {
    fn name(&self) -> Cow<'static, str> {
        Cow::Owned((*self).to_owned())
    }

    fn value(&self, said: V) -> Value {
        let mut values = said.values();
        if values.len() > 1 {
            return Value::List(values);
        }
        values.pop().unwrap_or(Value::Null)
    }
}

impl Changed {
    /// What `(7, User::PLAN, Plan::Free => Plan::Pro)` is in [`assert_changes!`](crate::assert_changes).
    #[expect(
        clippy::needless_pass_by_value,
        reason = "called by a macro, with what people write"
    )]
    pub fn new<B, A>(
        key: impl Said,
        column: impl SaidColumn<B> + SaidColumn<A>,
        before: B,
        after: A,
    ) -> Self {
        Changed {
            key: key.values(),
            column: SaidColumn::<B>::name(&column),
            before: column.value(before),
            after: column.value(after),
        }
    }

    /// The change with its values as the columns hold them.
    fn fitted(&self, comparison: &Comparison) -> Self {
        let cell = |value| comparison.fitted_cell(&self.column, value);
        Changed {
            key: comparison.fitted_key(&self.key),
            column: self.column.clone(),
            before: cell(&self.before),
            after: cell(&self.after),
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
        let said = |keys: &[Vec<Value>]| -> Vec<Vec<Value>> {
            keys.iter().map(|key| comparison.fitted_key(key)).collect()
        };
        let keys = |rows: Vec<&[Value]>| -> Vec<Vec<Value>> {
            rows.into_iter().map(|row| comparison.key_of(row)).collect()
        };
        let updated: Vec<Changed> = updated.iter().map(|one| one.fitted(&comparison)).collect();
        let (new, gone) = (comparison.only_right(), comparison.only_left());
        let mut wrong = against((&said(inserted), keys(new)), |key| {
            format!("inserted {}", Key(key))
        });
        wrong.extend(against((&said(deleted), keys(gone)), |key| {
            format!("deleted {}", Key(key))
        }));
        wrong.extend(against((&updated, cells(&comparison)), Changed::to_string));
        ChangesFound { comparison, wrong }
    }

    /// Whether what was found is what was expected.
    pub fn are_as_expected(&self) -> bool {
        self.wrong.is_empty() && self.comparison.complaint.is_none()
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

/// What is on one side alone; what is there twice has to be expected twice.
fn against<T: PartialEq>(
    (expected, found): (&[T], Vec<T>),
    what: impl Fn(&T) -> String,
) -> Vec<Wrong> {
    let mut unexpected = found;
    let mut wrong = Vec::new();
    for one in expected {
        match unexpected.iter().position(|found| found == one) {
            Some(place) => drop(unexpected.remove(place)),
            None => wrong.push(Wrong {
                kind: Kind::Missing,
                what: what(one),
            }),
        }
    }
    let unexpected = unexpected.iter().map(|one| Wrong {
        kind: Kind::Unexpected,
        what: what(one),
    });
    wrong.extend(unexpected);
    wrong
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
        if self.comparison.complaint.is_some() {
            return self.comparison.fmt(f);
        }
        if self.wrong.is_empty() {
            return f.write_str("the changes are as expected");
        }
        f.write_str("the changes are not as expected")?;
        for (kind, title, sign, style) in [
            (Kind::Missing, "not found", '-', LEFT),
            (Kind::Unexpected, "not expected", '+', RIGHT),
        ] {
            let lines = self.wrong.iter().filter(|wrong| wrong.kind == kind);
            let lines: Vec<&Wrong> = lines.collect();
            if lines.is_empty() {
                continue;
            }
            write!(f, "\n\n{title}:")?;
            for wrong in lines.iter().take(shown(f)) {
                f.write_str("\n  ")?;
                Painted(style, format!("{sign} {}", wrong.what)).fmt(f)?;
            }
            write_more(f, lines.len(), "change")?;
        }
        f.write_str("\n\nfrom before (left) to after (right), ")?;
        self.comparison.fmt(f)
    }
}
