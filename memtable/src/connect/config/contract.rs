//! `contract:` of a destination, and of a pipeline.

use crate::connect::config::keys::{CONTRACT_KEYS, CONTRACT_WORDS};
use crate::connect::config::node::{Node, Spanned};
use crate::connect::config::options::Judge;
use crate::connect::config::page::Problem;
use crate::write::{Contract, OnChange};

/// The contract that is written there, and complaints of what is none.
pub(super) fn contract(judge: &mut Judge<'_>) -> Option<Contract> {
    let value = judge.value("contract")?;
    let Node::Map(pairs) = &value.value else {
        let wanted = "a map, such as { types: discard_row }";
        judge.mistyped("contract", value.place, wanted, &value.value);
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
                judge.unknown(key.place, message, other, &CONTRACT_KEYS);
                continue;
            }
        };
        if let Some(text) = judge.as_text(&key.value, word) {
            *part = on_change(judge, key, &text).or(*part);
        }
    }
    Some(contract)
}

fn on_change(
    judge: &mut Judge<'_>,
    key: &Spanned<String>,
    word: &Spanned<String>,
) -> Option<OnChange> {
    match &*word.value {
        "evolve" => Some(OnChange::Evolve),
        "freeze" => Some(OnChange::Freeze),
        "discard_row" => Some(OnChange::DiscardRow),
        "discard_value" if key.value == "nullability" => {
            let message =
                "a null that may not be there cannot be discarded: null is what would be left";
            let problem = Problem::at(word.place, message);
            judge.complain(problem.help("write `discard_row`, or `freeze`"));
            None
        }
        "discard_value" => Some(OnChange::DiscardValue),
        other => {
            let message = format!("a contract knows no `{other}`");
            judge.unknown(word.place, message, other, &CONTRACT_WORDS);
            None
        }
    }
}

/// Complains of columns that are to evolve, of a table that is a struct's.
pub(super) fn frozen(judge: &mut Judge<'_>, table: &str) {
    let Some(Node::Map(pairs)) = judge.value("contract").map(|value| &value.value) else {
        return;
    };
    for (_, word) in pairs {
        if matches!(&word.value, Node::Text(text) if text == "evolve") {
            let message =
                format!("the columns of `{table}` are those of a struct, and do not evolve");
            let problem = Problem::at(word.place, message);
            judge.complain(problem.help("write `freeze`, `discard_row` or `discard_value`"));
        }
    }
}
