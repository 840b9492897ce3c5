use std::fmt;

use crate::error::Error;
use crate::record::MemTable;
use crate::store::NotWritten;
use crate::table::{Fault, Snapshot, Table};
use crate::testing::rows::ColumnName;
use crate::validate::Report;
use crate::write::Rejected;

/// What rules were asked about: a row, rows, a table, or the answer of a write.
pub trait Judged {
    /// What is wrong; `None` where no rule is broken.
    fn broken(&self) -> Option<Broken>;
}

/// What is wrong with what was judged.
#[derive(Clone, Debug, PartialEq)]
pub enum Broken {
    /// Rules are broken; a report for each table.
    Rules(Vec<Report>),
    /// It failed for another reason.
    Otherwise(String),
}

impl Broken {
    /// Whether this rule of this column is broken.
    fn has(&self, column: &str, rule: &str) -> bool {
        let Broken::Rules(reports) = self else {
            return false;
        };
        let mut violations = reports.iter().flat_map(Report::violations);
        violations.any(|violation| {
            violation.rule.name() == rule && violation.columns.iter().any(|name| name == column)
        })
    }
}

impl From<Report> for Broken {
    fn from(report: Report) -> Self {
        Broken::Rules(vec![report])
    }
}

impl From<&Error> for Broken {
    fn from(error: &Error) -> Self {
        match error {
            Error::Rejected(reports) => Broken::Rules(reports.clone()),
            other => Broken::Otherwise(other.to_string()),
        }
    }
}

impl From<Fault> for Broken {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Rules(report) => report.into(),
            other => Broken::Otherwise(other.to_string()),
        }
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Broken::Otherwise(why) => f.write_str(why),
            Broken::Rules(reports) => {
                let pages: Vec<String> = reports.iter().map(Report::to_string).collect();
                f.write_str(&pages.join("\n\n"))
            }
        }
    }
}

impl<R: MemTable> Judged for R {
    fn broken(&self) -> Option<Broken> {
        self.validate().err().map(Broken::from)
    }
}

impl<R: MemTable> Judged for Table<R> {
    fn broken(&self) -> Option<Broken> {
        self.verify().err().map(Broken::from)
    }
}

impl<R: MemTable> Judged for Snapshot<R> {
    fn broken(&self) -> Option<Broken> {
        self.verify().err().map(Broken::from)
    }
}

/// The rows as those of one table: their keys are judged too.
impl<R: MemTable> Judged for [R] {
    fn broken(&self) -> Option<Broken> {
        let rejected = Table::from_rows(self.to_vec()).err();
        rejected.map(|rejected| rejected.report.into())
    }
}

impl<R: MemTable, const N: usize> Judged for [R; N] {
    fn broken(&self) -> Option<Broken> {
        self.as_slice().broken()
    }
}

impl<R: MemTable> Judged for Vec<R> {
    fn broken(&self) -> Option<Broken> {
        self.as_slice().broken()
    }
}

impl<T, R> Judged for Result<T, Rejected<R>> {
    fn broken(&self) -> Option<Broken> {
        let rejected = self.as_ref().err();
        rejected.map(|rejected| rejected.report.clone().into())
    }
}

impl<T> Judged for Result<T, Report> {
    fn broken(&self) -> Option<Broken> {
        self.as_ref().err().map(|report| report.clone().into())
    }
}

impl<T> Judged for Result<T, Error> {
    fn broken(&self) -> Option<Broken> {
        self.as_ref().err().map(Broken::from)
    }
}

impl<T, R> Judged for Result<T, NotWritten<R>> {
    fn broken(&self) -> Option<Broken> {
        let not_written = self.as_ref().err();
        not_written.map(|not_written| Broken::from(&not_written.error))
    }
}

/// What an assertion about rules came to; `Display` says it.
#[derive(Clone, Debug)]
#[must_use]
pub struct Judgement(Option<String>);

impl Judgement {
    /// No rule is to be broken.
    pub fn valid<J: Judged + ?Sized>(judged: &J) -> Self {
        let broken = judged.broken();
        Judgement(broken.map(|broken| format!("expected no broken rule:\n{broken}")))
    }

    /// This rule of this column is to be broken; others may be too.
    pub fn violates<J: Judged + ?Sized>(judged: &J, column: impl ColumnName, rule: &str) -> Self {
        let column = column.column_name();
        let found = match judged.broken() {
            None => "no rule is broken".to_owned(),
            Some(broken) if broken.has(column, rule) => return Judgement(None),
            Some(broken @ Broken::Rules(_)) => format!("these rules are broken:\n{broken}"),
            Some(broken @ Broken::Otherwise(_)) => format!("it failed otherwise:\n{broken}"),
        };
        Judgement(Some(format!(
            "expected `{column}` to break `{rule}`, and {found}"
        )))
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
