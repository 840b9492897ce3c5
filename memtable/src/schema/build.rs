//! Schemas made at run time, part by part.

use std::borrow::Cow;

use crate::schema::{
    Check, Column, Expr, Index, Names, OnDelete, Operand, Reference, Schema, Shared, Value,
};

/// Owned names.
fn names<N: Into<Cow<'static, str>>>(names: impl IntoIterator<Item = N>) -> Names {
    names.into_iter().map(Into::into).collect()
}

impl Schema {
    /// A schema without columns.
    pub fn new(name: impl Into<Cow<'static, str>>) -> Self {
        Schema {
            name: name.into(),
            doc: Cow::Borrowed(""),
            columns: Cow::Borrowed(&[]),
            primary_key: Cow::Borrowed(&[]),
            unique: Cow::Borrowed(&[]),
            indexes: Cow::Borrowed(&[]),
            references: Cow::Borrowed(&[]),
            checks: Cow::Borrowed(&[]),
            table_checks: Cow::Borrowed(&[]),
        }
    }

    /// The column of this name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// The position of the column of this name.
    pub fn column_idx(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    /// The schema with what the table is for.
    #[must_use]
    pub fn with_doc(mut self, doc: impl Into<Cow<'static, str>>) -> Self {
        self.doc = doc.into();
        self
    }

    /// The schema with a further column.
    #[must_use]
    pub fn with_column(mut self, column: Column) -> Self {
        self.columns.to_mut().push(column);
        self
    }

    /// The schema with this primary key.
    #[must_use]
    pub fn with_primary_key<N>(mut self, columns: impl IntoIterator<Item = N>) -> Self
    where
        N: Into<Cow<'static, str>>,
    {
        self.primary_key = names(columns);
        self
    }

    /// The schema with a further group of columns that is unique.
    #[must_use]
    pub fn with_unique<N>(mut self, columns: impl IntoIterator<Item = N>) -> Self
    where
        N: Into<Cow<'static, str>>,
    {
        self.unique.to_mut().push(names(columns));
        self
    }

    /// The schema with a further index, which allows duplicates.
    #[must_use]
    pub fn with_index<N>(mut self, columns: impl IntoIterator<Item = N>) -> Self
    where
        N: Into<Cow<'static, str>>,
    {
        self.indexes.to_mut().push(Index {
            columns: names(columns),
            ordered: false,
        });
        self
    }

    /// The schema with a further index, which allows duplicates and answers ranges too.
    #[must_use]
    pub fn with_ordered_index<N>(mut self, columns: impl IntoIterator<Item = N>) -> Self
    where
        N: Into<Cow<'static, str>>,
    {
        self.indexes.to_mut().push(Index {
            columns: names(columns),
            ordered: true,
        });
        self
    }

    /// The schema with columns that name a row of another table by its columns `to`.
    #[must_use]
    pub fn with_reference<N, M>(
        mut self,
        columns: impl IntoIterator<Item = N>,
        table: impl Into<Cow<'static, str>>,
        to: impl IntoIterator<Item = M>,
    ) -> Self
    where
        N: Into<Cow<'static, str>>,
        M: Into<Cow<'static, str>>,
    {
        self.references.to_mut().push(Reference {
            columns: names(columns),
            table: table.into(),
            to: names(to),
            on_delete: OnDelete::Restrict,
        });
        self
    }

    /// The schema with a further condition over one row. Constants that are compared with a column that is there already
    /// become values of its type where they can.
    #[must_use]
    pub fn with_check(mut self, expr: Expr, message: impl Into<Cow<'static, str>>) -> Self {
        let check = Check {
            expr: self.fitted(expr),
            message: message.into(),
        };
        self.checks.to_mut().push(check);
        self
    }

    /// The condition with constants as values of the types of the columns that they are compared with, where they can be.
    pub(crate) fn fitted(&self, expr: Expr) -> Expr {
        let all = |parts: Cow<'static, [Expr]>| {
            let parts = parts.into_owned().into_iter();
            parts.map(|part| self.fitted(part)).collect()
        };
        match expr {
            Expr::Compare(op, Operand::Column(column), Operand::Literal(value)) => {
                let value = self.fitted_literal(&column, value);
                Expr::Compare(op, Operand::Column(column), value)
            }
            Expr::Compare(op, Operand::Literal(value), Operand::Column(column)) => {
                let value = self.fitted_literal(&column, value);
                Expr::Compare(op, value, Operand::Column(column))
            }
            Expr::Not(inner) => Expr::Not(Shared::from(self.fitted((*inner).clone()))),
            Expr::And(parts) => Expr::And(all(parts)),
            Expr::Or(parts) => Expr::Or(all(parts)),
            Expr::Compare(..) | Expr::Column(_) | Expr::IsNull(_) => expr,
        }
    }

    fn fitted_literal(&self, column: &str, value: Value) -> Operand {
        Operand::Literal(match self.column(column) {
            // Numbers compare as numbers whatever their width, and stay as they were written.
            Some(column) if !value.is_number() => value.fitted(&column.data_type),
            _ => value,
        })
    }
}
