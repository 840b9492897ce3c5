use std::fmt;

use crate::record::MemTable;
use crate::table::Table;
use crate::testing::rows::ColumnName;
use crate::validate::Report;
use crate::write::Rejected;

/// What rules were asked about: a row, a table, or the answer of a write.
pub trait Judged {
    /// The report of the rules that are broken; `None` where none is.
    fn broken(&self) -> Option<Report>;
}

impl<R: MemTable> Judged for R {
    fn broken(&self) -> Option<Report> {
        self.validate().err()
    }
}

impl<R: MemTable> Judged for Table<R> {
    fn broken(&self) -> Option<Report> {
        let rows: Vec<R> = self.iter().cloned().collect();
        Table::from_rows(rows).err().map(|rejected| rejected.report)
    }
}

impl<T, R> Judged for Result<T, Rejected<R>> {
    fn broken(&self) -> Option<Report> {
        self.as_ref().err().map(|rejected| rejected.report.clone())
    }
}

impl<T> Judged for Result<T, Report> {
    fn broken(&self) -> Option<Report> {
        self.as_ref().err().cloned()
    }
}

/// What an assertion about rules came to; `Display` says it.
#[derive(Clone, Debug)]
#[must_use]
pub struct Judgement(Option<String>);

impl Judgement {
    /// No rule is to be broken.
    pub fn valid(judged: &impl Judged) -> Self {
        Judgement(
            judged
                .broken()
                .map(|report| format!("expected no broken rule:\n{report}")),
        )
    }

    /// This rule of this column is to be broken; others may be too.
    pub fn violates(judged: &impl Judged, column: impl ColumnName, rule: &str) -> Self {
        let column = column.column_name();
        let Some(report) = judged.broken() else {
            return Judgement(Some(format!(
                "expected `{column}` to break `{rule}`, and no rule is broken"
            )));
        };
        let is_it = report.violations().iter().any(|violation| {
            violation.rule.name() == rule && violation.columns.iter().any(|name| name == column)
        });
        Judgement((!is_it).then(|| {
            format!("expected `{column}` to break `{rule}`, and these rules are broken:\n{report}")
        }))
    }

    /// Whether it is as expected.
    pub fn is_as_expected(&self) -> bool {
        self.0.is_none()
    }
}

impl fmt::Display for Judgement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_deref().unwrap_or("as expected"))
    }
}
