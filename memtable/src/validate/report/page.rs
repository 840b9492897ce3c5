//! The page that a report prints.

use std::fmt;

use comfy_table::presets::NOTHING;
use comfy_table::{Cell, ColumnConstraint, Row, Table, Width};

use crate::schema::{Rule, Value};
use crate::validate::report::rows;
use crate::validate::violation::Key;
use crate::validate::{Clash, Report, Violation};

/// How many violations are shown one by one.
const SHOWN: usize = 20;

/// Where the row with its key, the column, the value, the sentence and the rule are cut, in columns of the terminal.
const WIDTHS: [u16; 5] = [32, 32, 40, 120, 32];

/// The space between two columns of the page, and before the first.
const GAP: u16 = 2;

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_headline(f)?;
        if self.is_empty() {
            return Ok(());
        }
        let (shown, rest) = self.violations.split_at(self.len().min(SHOWN));
        write!(f, "\n\n{}", Lines(shown))?;
        if !rest.is_empty() {
            self.write_rest(f, rest)?;
        }
        self.write_help(f)
    }
}

impl Report {
    fn write_headline(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (table, n_rows) = (&self.table, self.n_rows);
        let violations = counted(self.len(), "violation");
        match self.rows().len() {
            _ if self.is_empty() => {
                write!(f, "{table}: {} without a violation", counted(n_rows, "row"))
            }
            0 => write!(f, "{table}: the table breaks a rule ({violations})"),
            1 if n_rows == 1 => write!(f, "{table}: the row breaks a rule ({violations})"),
            1 => write!(
                f,
                "{table}: 1 of {n_rows} rows breaks a rule ({violations}; the first row is row 0)"
            ),
            n => write!(
                f,
                "{table}: {n} of {n_rows} rows break a rule ({violations}; the first row is row 0)"
            ),
        }
    }

    fn write_rest(&self, f: &mut fmt::Formatter<'_>, rest: &[Violation]) -> fmt::Result {
        let more = if rest.len() == 1 {
            "more violation"
        } else {
            "more violations"
        };
        write!(f, "\n  … {} {more}", rest.len())?;
        match rows(rest).len() {
            0 => {}
            n => write!(f, ", in {}", counted(n, "row"))?,
        }
        let rules = self.by_rule();
        let rules: Vec<_> = rules
            .iter()
            .map(|(rule, count)| format!("{rule} {count}"))
            .collect();
        write!(f, "\n  in all: {}", rules.join(", "))
    }

    /// What to do, where the rules that are broken do not say it themselves.
    fn write_help(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut start = "\n\n";
        for (is_helped, help) in HELP {
            if self.violations.iter().any(is_helped) {
                write!(f, "{start}help: {help}")?;
                start = "\n";
            }
        }
        Ok(())
    }
}

type Help = (fn(&Violation) -> bool, &'static str);

const HELP: [Help; 2] = [
    (
        |v| matches!(v.rule, Rule::PrimaryKey(_)) && matches!(v.clash, Some(Clash::InTable { .. })),
        "`merge` updates the rows that are already in the table",
    ),
    (
        |v| matches!(v.rule, Rule::MergeKey(_)) && v.clash.is_some(),
        "`on_duplicate` says which of two rows of one key a merge keeps",
    ),
];

/// A line for each violation, its parts below one another.
struct Lines<'a>(&'a [Violation]);

impl fmt::Display for Lines<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = Table::new();
        table.load_style(NOTHING);
        // Cut anywhere, not between words.
        table.set_delimiter('\0');
        for violation in self.0 {
            table.add_row(line(violation));
        }
        for (column, width) in table.column_iter_mut().zip(WIDTHS) {
            column.set_padding((GAP, 0));
            let width = Width::Fixed(width.saturating_add(GAP));
            column.set_constraint(ColumnConstraint::UpperBoundary(width));
        }
        let lines: Vec<_> = table.lines().collect();
        let lines: Vec<_> = lines.iter().map(|line| line.trim_end()).collect();
        f.write_str(&lines.join("\n"))
    }
}

fn line(violation: &Violation) -> Row {
    let row = if violation.is_about_a_row() {
        format!("row {}{}", violation.row, Key(&violation.key))
    } else {
        String::from("the table")
    };
    let rule = format!("{} {}", violation.code(), violation.rule.name());
    let parts = [
        row,
        violation.place(),
        shown(violation),
        violation.reason(),
        rule,
    ];
    let mut line = Row::from(parts.map(|part| Cell::new(on_one_line(&part))));
    line.max_height(1);
    line
}

/// The value; those of several columns in the order of these, which the page names beside them.
fn shown(violation: &Violation) -> String {
    match &violation.value {
        _ if !violation.is_about_a_row() => String::new(),
        Value::Struct(cells) if violation.columns.len() > 1 => {
            let values: Vec<_> = cells
                .iter()
                .map(|(_, value)| value.quoted().to_string())
                .collect();
            values.join(", ")
        }
        value => value.quoted().to_string(),
    }
}

fn counted(n: usize, thing: &str) -> String {
    let plural = if n == 1 { "" } else { "s" };
    format!("{n} {thing}{plural}")
}

/// The text with escapes in place of what would break the line.
fn on_one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for char in text.chars() {
        if char.is_control() {
            line.extend(char.escape_default());
        } else {
            line.push(char);
        }
    }
    line
}
