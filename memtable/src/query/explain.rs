use std::fmt;

use crate::query::indexed_only::columns;
use crate::query::{Condition, Predicate, Query, plan};
use crate::record::MemTable;

/// How a question is answered. Made by [`Query::explain`].
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// The table's name.
    pub table: &'static str,
    /// How many rows the table has.
    pub n_rows: usize,
    /// How many of them are looked at; fewer where a limit without an order is filled before.
    pub n_looked_at: usize,
    /// The columns of the index that is used; `None` for a scan.
    pub index: Option<Vec<&'static str>>,
    /// Whether the index is asked for a range.
    pub is_range: bool,
    /// What is asked.
    pub condition: Condition,
    /// The order that the rows are put into, as in SQL.
    pub order: Option<String>,
    /// How many rows are left out at the start.
    pub offset: usize,
    /// How many rows are asked for.
    pub limit: Option<usize>,
}

impl Explanation {
    pub(super) fn of<R: MemTable, P: Predicate<R>>(query: &Query<'_, R, P>) -> Self {
        let rows = query.table.rows();
        let found = plan::candidates(rows, &query.predicate);
        let limit = query.page.limit;
        Explanation {
            table: R::NAME,
            n_rows: rows.len(),
            n_looked_at: found.as_ref().map_or(rows.len(), |found| found.ids.len()),
            index: found.as_ref().map(|found| columns(&rows.keys()[found.key])),
            is_range: found.is_some_and(|found| found.is_range),
            condition: query.condition(),
            order: query.order.as_ref().map(|order| order.words()),
            offset: query.page.offset,
            limit: (limit < usize::MAX).then_some(limit),
        }
    }

    fn ends_early(&self) -> bool {
        self.limit.is_some() && self.order.is_none()
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Explanation {
            table,
            n_rows,
            n_looked_at,
            ..
        } = self;
        match &self.index {
            None => {
                let all = if self.ends_early() { "up to" } else { "all" };
                write!(f, "{table}: looks at {all} {n_rows} rows\n  by     a scan")?;
            }
            Some(columns) => {
                let what = if self.is_range {
                    "a range of the index"
                } else {
                    "the index"
                };
                write!(f, "{table}: looks at {n_looked_at} of {n_rows} rows")?;
                write!(f, "\n  by     {what} on ({})", columns.join(", "))?;
            }
        }
        if self.condition != Condition::All(Vec::new()) {
            write!(f, "\n  where  {}", self.condition)?;
        }
        if let Some(order) = &self.order {
            write!(f, "\n  order  {order}")?;
        }
        if self.offset > 0 {
            write!(f, "\n  offset {}", self.offset)?;
        }
        if let Some(limit) = self.limit {
            write!(f, "\n  limit  {limit}")?;
        }
        Ok(())
    }
}

/// How a join is answered. Made by [`Joined::explain`](crate::query::Joined::explain).
#[derive(Clone, Debug, PartialEq)]
pub struct JoinExplanation {
    /// How the rows of this table are found.
    pub left: Explanation,
    /// How those of the other table are found; not used where the index is.
    pub right: Explanation,
    /// The column of each table whose values are the same.
    pub on: (&'static str, &'static str),
    /// The columns of the other table's index that is asked for each row; `None` where its rows are hashed once.
    pub index: Option<Vec<&'static str>>,
}

impl fmt::Display for JoinExplanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let JoinExplanation { left, right, .. } = self;
        writeln!(f, "{left}")?;
        write!(f, "{} = {}", self.on.0, self.on.1)?;
        match &self.index {
            Some(columns) => {
                let columns = columns.join(", ");
                write!(f, "\n  by     the index on ({columns}) of {}", right.table)?;
                if right.condition != Condition::All(Vec::new()) {
                    write!(f, "\n  where  {}", right.condition)?;
                }
                Ok(())
            }
            None => write!(
                f,
                "\n  by     a hash table of the rows of {}\n{right}",
                right.table
            ),
        }
    }
}
