use std::fmt;
use std::path::{Path, PathBuf};

use serde_saphyr::Location;

use crate::error::Error;

/// The file that is read: what messages point into.
#[derive(Clone, Debug)]
pub(super) struct Page {
    pub(super) path: String,
    /// Where the file is: what relative paths in it start from.
    pub(super) dir: Option<PathBuf>,
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
    /// A text that is in no file.
    pub(super) fn of_text(text: impl Into<String>) -> Self {
        Page {
            path: String::from("yaml"),
            dir: None,
            text: text.into(),
        }
    }

    /// The text of a file.
    pub(super) fn of_file(path: &Path) -> Result<Self, Error> {
        let name = path.display().to_string();
        let text =
            std::fs::read_to_string(path).map_err(|cause| Error::connector(name.clone(), cause))?;
        Ok(Page {
            path: name,
            dir: path.parent().map(Path::to_owned),
            text,
        })
    }

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
