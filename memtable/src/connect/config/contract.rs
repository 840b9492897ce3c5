//! `contract:`, for tables whose columns are a struct's.

use serde_saphyr::Spanned;

use crate::connect::config::keys::{CONTRACT_KEYS, CONTRACT_WORDS};
use crate::connect::config::node::Node;
use crate::connect::config::options::Judge;
use crate::connect::config::page::Problem;
use crate::io::{Contract, OnMisfit};

/// The contract that is written there, and complaints of what is none. `table` names a table whose columns do not evolve.
pub(super) fn contract(judge: &mut Judge<'_>, table: Option<&str>) -> Option<Contract> {
    let value = judge.value("contract")?;
    let Node::Map(pairs) = &value.value else {
        let wanted = "a map, such as { types: discard_row }";
        judge.mistyped("contract", value.referenced, wanted, &value.value);
        return None;
    };
    let mut contract = Contract::default();
    for (key, word) in pairs {
        let part = match &*key.value {
            "columns" => &mut contract.columns,
            "types" => &mut contract.types,
            "nullability" => &mut contract.nullability,
            other => {
                let message = format!("a contract knows no `{other}`");
                judge.unknown(key.referenced, message, other, &CONTRACT_KEYS);
                continue;
            }
        };
        if let Some(text) = judge.as_text(&key.value, word)
            && let Some(on_misfit) = on_misfit(judge, key, &text, table)
        {
            *part = on_misfit;
        }
    }
    Some(contract)
}

fn on_misfit(
    judge: &mut Judge<'_>,
    key: &Spanned<String>,
    word: &Spanned<String>,
    table: Option<&str>,
) -> Option<OnMisfit> {
    match (&*word.value, table) {
        ("freeze", _) => Some(OnMisfit::Refuse),
        ("discard_row", _) => Some(OnMisfit::DiscardRow),
        ("discard_value", _) if key.value == "nullability" => {
            let message =
                "a null that may not be there cannot be discarded: null is what would be left";
            let problem = Problem::at(word.referenced, message);
            judge.complain(problem.help("write `discard_row`, or `freeze`"));
            None
        }
        ("discard_value", _) => Some(OnMisfit::DiscardValue),
        ("evolve", Some(table)) => {
            let message =
                format!("the columns of `{table}` are those of a struct, and do not evolve");
            let problem = Problem::at(word.referenced, message);
            judge.complain(problem.help("write `freeze`, `discard_row` or `discard_value`"));
            None
        }
        ("evolve", None) => None,
        (other, _) => {
            let message = format!("a contract knows no `{other}`");
            judge.unknown(word.referenced, message, other, &CONTRACT_WORDS);
            None
        }
    }
}
