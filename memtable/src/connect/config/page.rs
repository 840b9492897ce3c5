use std::fmt;
use std::path::{Path, PathBuf};

use crate::connect::config::built_in::syntax_of;
use crate::connect::config::node::Place;
use crate::connect::config::syntax::Syntax;
use crate::connect::config::syntax::yaml::YAML;
use crate::error::Error;

/// The file that is read: what messages point into.
#[derive(Clone)]
pub(super) struct Page {
    pub(super) path: String,
    /// Where the file is: what relative paths in it start from.
    pub(super) dir: Option<PathBuf>,
    pub(super) text: String,
    pub(super) syntax: &'static Syntax,
}

/// What is wrong at one place of the file.
#[derive(Debug)]
pub(super) struct Problem {
    pub(super) place: Place,
    pub(super) message: String,
    pub(super) help: Option<String>,
}

impl Problem {
    pub(super) fn at(place: Place, message: impl Into<String>) -> Self {
        Problem {
            place,
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
    pub(super) fn of_text(syntax: &'static Syntax, text: impl Into<String>) -> Self {
        Page {
            path: syntax.name.to_owned(),
            syntax,
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
            syntax: syntax_of(path).unwrap_or(&YAML),
        })
    }

    /// The error that shows all problems, in the order of the file.
    pub(super) fn error(&self, mut problems: Vec<Problem>) -> Error {
        problems.sort_by_key(|problem| (problem.place.line, problem.place.column));
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
            place: Place { line, column, len },
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

impl fmt::Debug for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Page").field(&self.path).finish()
    }
}
