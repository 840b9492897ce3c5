//! The keys of a pipeline.

use crate::connect::config::connectors::Reader;
use crate::connect::config::contract::contract;
use crate::connect::config::keys::{PIPELINE, SECTIONS, names};
use crate::connect::config::node::Spanned;
use crate::connect::config::options::{Judge, Options, unknown};
use crate::connect::config::page::Problem;
use crate::schema::Expr;
use crate::write::Contract;

/// A pipeline: what goes where.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub(super) options: Options,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) columns: Option<Vec<String>>,
    pub(super) filter: Option<Expr>,
    pub(super) contract: Option<Contract>,
}

impl Reader<'_> {
    /// The steps, in the order of the file; each names a source and a destination that are there.
    pub(super) fn steps(&mut self, all: &[Options], known: [&[Options]; 2]) -> Vec<Step> {
        let steps = all.iter().map(|options| {
            self.judge(options, |judge| {
                let step = step(judge);
                for (key, section, known) in [("from", 0, known[0]), ("to", 1, known[1])] {
                    check_name(judge, key, SECTIONS[section], known);
                }
                step
            })
        });
        steps.collect()
    }
}

fn step(judge: &mut Judge<'_>) -> Step {
    judge.only(&names(&PIPELINE));
    let (from, to) = (judge.required_text("from"), judge.required_text("to"));
    Step {
        options: judge.options.clone(),
        contract: contract(judge),
        from,
        to,
        columns: judge.names("columns").map(super::read_request::plain),
        filter: filter(judge),
    }
}

fn check_name(judge: &mut Judge<'_>, key: &str, section: &str, known: &[Options]) {
    let Some(Spanned { value: name, place }) = judge.quiet_text(key) else {
        return;
    };
    if known.iter().any(|options| options.name() == name) {
        return;
    }
    let names: Vec<_> = known.iter().map(Options::name).collect();
    let message = format!("`{section}` has no `{name}`");
    judge.complain(unknown(place, message, &name, &names));
}

fn filter(judge: &mut Judge<'_>) -> Option<Expr> {
    let text = judge.text("filter")?;
    match text.value.parse() {
        Ok(filter) => Some(filter),
        Err(error) => {
            let problem = Problem::at(text.place, format!("`filter` is no condition: {error}"));
            judge.complain(problem.help("write it as `age >= 18 && status == \"active\"`"));
            None
        }
    }
}
