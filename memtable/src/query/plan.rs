//! Which index answers a condition.

use crate::query::Predicate;
use crate::query::probe::{Asks, Edge, Probe};
use crate::record::{KeyKind, KeySpec};
use crate::table::{IndexedRows, RowId};

/// Rows that may satisfy a condition, found by an index, in row order.
pub(super) struct Candidates {
    /// The position of the key.
    pub(super) key: usize,
    /// Whether a range of it was asked for.
    pub(super) is_range: bool,
    pub(super) ids: Vec<RowId>,
}

/// How many rows an index may give before the others are asked too.
const FIRST_BUDGET: usize = 128;

/// The rows by the most selective index that answers a part of the condition; `None` where a scan is to be made.
///
/// The indexes are asked in turn, with a budget of rows that grows, until one gives all its rows within it. So the
/// costs follow the smallest answer.
pub(super) fn candidates<R: Clone>(
    rows: &IndexedRows<R>,
    predicate: &impl Predicate<R>,
) -> Option<Candidates> {
    let mut probes = Vec::new();
    predicate.probes(&mut probes);
    let lookups = lookups(rows, &probes);
    if lookups.is_empty() {
        return None;
    }
    let mut sample = rows.iter().next()?.clone();
    let mut budget = FIRST_BUDGET;
    loop {
        if budget >= rows.len() {
            budget = usize::MAX;
        }
        for lookup in &lookups {
            if let Some(ids) = lookup.ids(rows, &mut sample, budget) {
                let key = lookup.key;
                let is_range = matches!(lookup.asked, Asked::Range(..));
                return Some(Candidates { key, is_range, ids });
            }
        }
        if budget == usize::MAX {
            return None;
        }
        budget = budget.saturating_mul(8);
    }
}

/// Whether an index answers a part of the condition, whatever it gives.
pub(super) fn is_indexed<R>(rows: &IndexedRows<R>, predicate: &impl Predicate<R>) -> bool {
    let mut probes = Vec::new();
    predicate.probes(&mut probes);
    !lookups(rows, &probes).is_empty()
}

/// One index that answers a part of a condition.
struct Lookup<'p, R> {
    key: usize,
    asked: Asked<'p, R>,
}

enum Asked<'p, R> {
    /// A probe for each column of the key.
    Points(Vec<(&'p dyn Probe<R>, usize)>),
    /// From, to.
    Range(Option<Limit<'p, R>>, Option<Limit<'p, R>>),
}

type Limit<'p, R> = (&'p dyn Probe<R>, Edge);

/// What the indexes can be asked: unique keys first, then others, then ranges.
fn lookups<'p, R>(rows: &IndexedRows<R>, probes: &[&'p dyn Probe<R>]) -> Vec<Lookup<'p, R>> {
    let keys = rows.keys().iter().enumerate();
    let points = keys.clone().filter_map(|(key, spec)| {
        let asked = points(spec, probes, rows.len())?;
        Some(Lookup { key, asked })
    });
    let ranges = keys.filter_map(|(key, spec)| {
        let asked = range(spec, probes)?;
        Some(Lookup { key, asked })
    });
    points.chain(ranges).collect()
}

/// A probe for each column of the key; `None` where one has none, or where they are more lookups than a scan is worth.
fn points<'p, R>(
    spec: &KeySpec<R>,
    probes: &[&'p dyn Probe<R>],
    n_rows: usize,
) -> Option<Asked<'p, R>> {
    let of_column = |&column: &usize| {
        let mut values = probes.iter().filter_map(|probe| match probe.asks() {
            Asks::Values(n) if probe.column() == column => Some((*probe, n)),
            _ => None,
        });
        let first = values.next()?;
        Some(values.fold(
            first,
            |least, other| if other.1 < least.1 { other } else { least },
        ))
    };
    let points: Vec<_> = spec.columns.iter().map(of_column).collect::<Option<_>>()?;
    let n_lookups = points
        .iter()
        .fold(1_usize, |n, (_, values)| n.saturating_mul(*values));
    (points.len() == 1 || n_lookups <= n_rows.max(FIRST_BUDGET)).then_some(Asked::Points(points))
}

fn range<'p, R>(spec: &KeySpec<R>, probes: &[&'p dyn Probe<R>]) -> Option<Asked<'p, R>> {
    let &[column] = spec.columns else {
        return None;
    };
    if spec.kind != KeyKind::OrderedIndex {
        return None;
    }
    let of_column = || probes.iter().filter(|probe| probe.column() == column);
    let lower = of_column().find_map(|probe| match probe.asks() {
        Asks::Lower(edge) => Some((*probe, edge)),
        _ => None,
    });
    let upper = of_column().find_map(|probe| match probe.asks() {
        Asks::Upper(edge) => Some((*probe, edge)),
        _ => None,
    });
    (lower.is_some() || upper.is_some()).then_some(Asked::Range(lower, upper))
}

impl<R: Clone> Lookup<'_, R> {
    /// The rows, in row order; `None` where they are more than the budget, or cannot be told by the index.
    fn ids(&self, rows: &IndexedRows<R>, sample: &mut R, budget: usize) -> Option<Vec<RowId>> {
        let mut ids = match &self.asked {
            Asked::Points(points) => self.of_points(rows, points, sample, budget)?,
            // Where a range gives a large part of all rows, a scan is faster than to put them into order.
            Asked::Range(lower, upper) => {
                let budget = budget.min(FIRST_BUDGET.max(rows.len() / 4));
                self.of_range(rows, (*lower, *upper), sample, budget)?
            }
        };
        if !ids.is_sorted() {
            ids.sort_unstable();
        }
        ids.dedup();
        Some(ids)
    }

    fn of_points(
        &self,
        rows: &IndexedRows<R>,
        points: &[(&dyn Probe<R>, usize)],
        sample: &mut R,
        budget: usize,
    ) -> Option<Vec<RowId>> {
        let spec = &rows.keys()[self.key];
        let n_lookups: usize = points.iter().map(|(_, n_values)| *n_values).product();
        let mut ids = Vec::new();
        for lookup in 0..n_lookups {
            put_combination(points, lookup, sample)?;
            let Some(hash) = (spec.hash)(sample, rows.state()) else {
                continue;
            };
            let found = rows.find_all(self.key, hash, |row| (spec.same)(row, sample));
            ids.extend(found.take(budget.saturating_add(1)));
            if ids.len() > budget {
                return None;
            }
        }
        Some(ids)
    }

    fn of_range(
        &self,
        rows: &IndexedRows<R>,
        (lower, upper): (Option<Limit<'_, R>>, Option<Limit<'_, R>>),
        sample: &mut R,
        budget: usize,
    ) -> Option<Vec<RowId>> {
        let spec = &rows.keys()[self.key];
        let cmp = spec.cmp?;
        let mut limit_row = |limit: Option<Limit<'_, R>>| match limit {
            Some((probe, edge)) if probe.put(0, sample) => Some(Some((sample.clone(), edge))),
            Some(_) => None,
            None => Some(None),
        };
        let (lower, upper) = (limit_row(lower)?, limit_row(upper)?);
        let below = |row: &R| match &lower {
            Some((limit, Edge::Included)) => cmp(row, limit).is_lt(),
            Some((limit, Edge::Excluded)) => cmp(row, limit).is_le(),
            // Nulls sort first and lie in no range.
            None => (spec.hash)(row, rows.state()).is_none(),
        };
        let above = |row: &R| match &upper {
            Some((limit, Edge::Included)) => cmp(row, limit).is_gt(),
            Some((limit, Edge::Excluded)) => cmp(row, limit).is_ge(),
            None => false,
        };
        if let (Some((low, _)), Some((high, _))) = (&lower, &upper)
            && cmp(low, high).is_gt()
        {
            return Some(Vec::new());
        }
        let ids: Vec<_> = rows
            .range(self.key, below, above)
            .take(budget.saturating_add(1))
            .collect();
        (ids.len() <= budget).then_some(ids)
    }
}

/// Puts the nth combination of the probes' constants into the row; `None` where a column cannot hold one.
fn put_combination<R>(points: &[(&dyn Probe<R>, usize)], nth: usize, row: &mut R) -> Option<()> {
    let mut rest = nth;
    for (probe, n_values) in points {
        let value = rest.checked_rem(*n_values)?;
        rest /= n_values;
        probe.put(value, row).then_some(())?;
    }
    Some(())
}
