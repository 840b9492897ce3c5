use std::fmt;

use serde_saphyr::Location;

use crate::error::Error;

/// The file that is read: what messages point into.
#[derive(Clone, Debug)]
pub(super) struct Page {
    pub(super) path: String,
    pub(super) text: String,
}

/// What is wrong at one place of the file.
#[derive(Debug)]
pub(super) struct Problem {
    /// The line, counted from 1.
    pub(super) line: usize,
    /// The column, counted from 1.
    pub(super) column: usize,
    /// How many characters are wrong.
    pub(super) len: usize,
    pub(super) message: String,
    pub(super) help: Option<String>,
}

impl Problem {
    pub(super) fn at(location: Location, message: impl Into<String>) -> Self {
        let number = |n: u64| usize::try_from(n).unwrap_or(0).max(1);
        Problem {
            line: number(location.line()),
            column: number(location.column()),
            len: number(location.span().len()),
            message: message.into(),
            help: None,
        }
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl Page {
    /// The error that shows all problems, in the order of the file.
    pub(super) fn error(&self, mut problems: Vec<Problem>) -> Error {
        problems.sort_by_key(|problem| (problem.line, problem.column));
        let shown: Vec<_> = problems
            .iter()
            .map(|problem| {
                Shown {
                    page: self,
                    problem,
                }
                .to_string()
            })
            .collect();
        Error::Config(shown.join("\n\n"))
    }
}

struct Shown<'a> {
    page: &'a Page,
    problem: &'a Problem,
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Problem {
            line,
            column,
            len,
            message,
            help,
        } = self.problem;
        write!(f, "{}:{line}:{column}: {message}", self.page.path)?;
        let text = self.page.text.lines().nth(line - 1).unwrap_or_default();
        let n_left = text.chars().count().saturating_sub(column - 1);
        let (gutter, marks) = (
            line.to_string().len(),
            "^".repeat((*len).min(n_left).max(1)),
        );
        write!(f, "\n{:gutter$} |\n{line} | {text}", "")?;
        write!(f, "\n{:gutter$} | {:pad$}{marks}", "", "", pad = column - 1)?;
        match help {
            Some(help) => write!(f, "\n{:gutter$} = {help}", ""),
            None => Ok(()),
        }
    }
}
