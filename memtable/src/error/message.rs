//! What each error says.

use std::fmt;

use crate::error::{Error, one_of};
use crate::schema::SchemaDiff;
use crate::validate::Report;

impl fmt::Display for Error {
    #[expect(clippy::too_many_lines, reason = "an arm for each error")]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Rejected(reports) => Pages(reports).fmt(f),
            Error::Unreadable(unreadable) => unreadable.fmt(f),
            Error::NoTable { name, tables } => {
                let near = one_of(name, tables, "the store has");
                write!(f, "there is no table `{name}`{near}")
            }
            Error::TableExists { name } => write!(
                f,
                "there is a table `{name}` already: `store.table` finds it, `drop_table` makes room"
            ),
            Error::WrongType {
                name,
                asked_for,
                diff,
            } => {
                let differences = Differences(diff);
                write!(f, "table `{name}` has rows of another type than `{asked_for}`{differences}")
            }
            Error::SchemasDoNotFit { from, to, misfits } => {
                write!(f, "rows of `{from}` do not fit `{to}`:{}", Misfits(misfits))
            }
            Error::BadReference { table, to, problem } => {
                write!(f, "table `{table}` references `{to}`, which {problem}")
            }
            Error::Referenced { table, by } => {
                let by = by.join("`, `");
                write!(
                    f,
                    "table `{table}` cannot be dropped: it is referenced by `{by}`; drop these first"
                )
            }
            Error::MemoryLimit {
                needed,
                used,
                allowed,
            } => write!(
                f,
                "the write needs {needed} bytes, {used} of {allowed} are in use: \
                 raise `memory_limit`, or `clear` or `drop_table` what is not needed"
            ),
            Error::WriteInsideWrite => f.write_str(
                "a write to the store inside of another write: inside `transaction` use what it gives, \
                 and keep other closures to their row",
            ),
            Error::NoColumn {
                table,
                column,
                columns,
            } => {
                let near = one_of(column, columns, "it has");
                write!(f, "{table} has no column `{column}`{near}")
            }
            Error::NoKey {
                table,
                columns,
                keys,
            } => {
                let columns = columns.join(", ");
                write!(
                    f,
                    "{table} cannot be merged by `{columns}`, which is no key of it{}",
                    Keys(keys)
                )
            }
            Error::NoMergeKeys { table, keys } => write!(
                f,
                "{table} has no primary key to merge by: name the columns in `merge_keys`{}",
                Keys(keys)
            ),
            Error::LeftOut { table, column } => write!(
                f,
                "{table} cannot be read without `{column}`: it has neither a null nor a default; add it to `columns`"
            ),
            Error::FilterType {
                table,
                column,
                data_type,
                value,
            } => write!(
                f,
                "{table} cannot be filtered by {value}: `{column}` holds {data_type}"
            ),
            Error::BadSchema(bad) => bad.fmt(f),
            Error::NoFunction {
                table,
                missing,
                given,
            } => Unasked(table, missing, given).fmt(f),
            Error::Syntax(error) => error.fmt(f),
            Error::TwoColumns { table, column } => write!(
                f,
                "the rows for {table} have two columns `{column}`: rename one"
            ),
            Error::KeyType {
                table,
                column,
                data_type,
            } => write!(
                f,
                "{table} cannot be merged by `{column}`: it is {data_type}, and a key has no floats"
            ),
            Error::Request(problem) | Error::Config(problem) => f.write_str(problem),
            Error::Arrow { table, cause } => write!(f, "{table}: {cause}"),
            Error::Connector { connector, cause } => write!(f, "{connector}: {cause}"),
        }
    }
}

struct Keys<'a>(&'a [String]);

impl fmt::Display for Keys<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            [] => f.write_str("; it has no key"),
            keys => write!(f, "; its keys are `{}`", keys.join("`, `")),
        }
    }
}

struct Misfits<'a>(&'a [String]);

impl fmt::Display for Misfits<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .iter()
            .try_for_each(|misfit| write!(f, "\n  {misfit}"))
    }
}

struct Unasked<'a>(&'a str, &'a [(String, String)], &'a [String]);

impl fmt::Display for Unasked<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Unasked(table, missing, given) = self;
        write!(
            f,
            "{table} cannot be written: its rules name functions that it has not"
        )?;
        for (column, path) in *missing {
            let near = one_of(path, given, "it has");
            write!(f, "\n  {column}: `{path}`{near}")?;
        }
        f.write_str(
            "\ngive each by `Functions::with` or `Functions::with_table_check`, or say by `Functions::unasked` that it is not asked",
        )
    }
}

struct Pages<'a>(&'a [Report]);

impl fmt::Display for Pages<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (nth, report) in self.0.iter().enumerate() {
            write!(f, "{}{report}", if nth == 0 { "" } else { "\n\n" })?;
        }
        Ok(())
    }
}

struct Differences<'a>(&'a SchemaDiff);

impl fmt::Display for Differences<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str(", though their schemas are equal");
        }
        write!(f, "; from what it has to what was asked for:\n{}", self.0)
    }
}
