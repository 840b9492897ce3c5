//! What is read of any source: columns, filters, limit, size of batches.

use crate::connect::ReadRequest;
use crate::connect::config::keys::COMPARISONS;
use crate::connect::config::node::{Node, Placed, Spanned};
use crate::connect::config::options::Judge;
use crate::connect::config::page::Problem;
use crate::schema::{CompareOp, Expr, Operand, Schema, Value};

const COMPARISON_WORDS: [(&str, CompareOp); 6] = [
    (COMPARISONS[0], CompareOp::Eq),
    (COMPARISONS[1], CompareOp::Ne),
    (COMPARISONS[2], CompareOp::Lt),
    (COMPARISONS[3], CompareOp::Le),
    (COMPARISONS[4], CompareOp::Gt),
    (COMPARISONS[5], CompareOp::Ge),
];

/// The request; columns are looked for where the schema is known.
pub(super) fn read_request(judge: &mut Judge<'_>, schema: Option<&Schema>) -> ReadRequest {
    let columns = judge.names("columns");
    known(judge, schema, columns.iter().flatten());
    let mut request = ReadRequest::new();
    request.columns = columns.map(plain);
    request.filter = filters(judge, schema);
    request.limit = judge.count("limit");
    request.batch_size = batch_size(judge).unwrap_or(request.batch_size);
    request
}

pub(super) fn plain(names: Vec<Spanned<String>>) -> Vec<String> {
    names.into_iter().map(|name| name.value).collect()
}

pub(super) fn batch_size(judge: &mut Judge<'_>) -> Option<usize> {
    let n_rows = judge.count("batch_size")?;
    if n_rows == 0
        && let Some(value) = judge.value("batch_size")
    {
        judge.complain(Problem::at(value.place, "a batch has at least one row"));
    }
    Some(n_rows)
}

/// Complains of names that are no column.
pub(super) fn known<'n>(
    judge: &mut Judge<'_>,
    schema: Option<&Schema>,
    names: impl IntoIterator<Item = &'n Spanned<String>>,
) {
    let Some(schema) = schema else {
        return;
    };
    for name in names {
        if schema.column_idx(&name.value).is_none() {
            let columns: Vec<_> = schema.columns.iter().map(|column| &*column.name).collect();
            let message = format!("`{}` has no column `{}`", schema.name, name.value);
            judge.unknown(name.place, message, &name.value, &columns);
        }
    }
}

fn filters(judge: &mut Judge<'_>, schema: Option<&Schema>) -> Option<Expr> {
    let value = judge.value("filters")?;
    let Node::Map(pairs) = &value.value else {
        judge.mistyped(
            "filters",
            value.place,
            "a map, such as { status: active }",
            &value.value,
        );
        return None;
    };
    let mut parts = Vec::new();
    for (name, wanted) in pairs {
        known(judge, schema, [name]);
        filter(judge, schema, name, wanted, &mut parts);
    }
    Some(Expr::And(parts.into()))
}

fn filter(
    judge: &mut Judge<'_>,
    schema: Option<&Schema>,
    name: &Spanned<String>,
    wanted: &Placed,
    parts: &mut Vec<Expr>,
) {
    match &wanted.value {
        Node::Map(pairs) => {
            for (word, limit) in pairs {
                let found = COMPARISON_WORDS
                    .iter()
                    .find(|(known, _)| *known == word.value);
                if let Some((_, op)) = found {
                    compare(judge, schema, (name, *op, limit), parts);
                } else {
                    let message = format!("filters know no `{}`", word.value);
                    judge.unknown(word.place, message, &word.value, &COMPARISONS);
                }
            }
        }
        _ => compare(judge, schema, (name, CompareOp::Eq, wanted), parts),
    }
}

fn compare(
    judge: &mut Judge<'_>,
    schema: Option<&Schema>,
    (name, op, limit): (&Spanned<String>, CompareOp, &Placed),
    parts: &mut Vec<Expr>,
) {
    let Some(value) = limit.value.to_value() else {
        judge.mistyped(&name.value, limit.place, "one value", &limit.value);
        return;
    };
    let column = schema.and_then(|schema| schema.columns.get(schema.column_idx(&name.value)?));
    if let Some(column) = column {
        let fitted = value.clone().fitted(&column.data_type);
        let is_number = fitted.is_number() && column.data_type.is_number();
        if !fitted.is_null() && !is_number && !column.data_type.holds(&fitted) {
            let message = format!("`{}` holds {}", name.value, column.data_type);
            judge.complain(Problem::at(limit.place, message));
        }
    }
    let column = name.value.clone().into();
    parts.push(match (op, value) {
        (CompareOp::Eq, Value::Null) => Expr::IsNull(column),
        (CompareOp::Ne, Value::Null) => Expr::Not(Expr::IsNull(column).into()),
        (op, value) => Expr::Compare(op, Operand::Column(column), Operand::Literal(value)),
    });
}
