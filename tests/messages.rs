//! Every code of a message, of the compiler or of a report, is explained on the page `memtable::messages`, and no other is.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use memtable::schema::Rule;

fn here() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn sources(dir: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| {
            if path.is_dir() {
                sources(&path)
            } else {
                vec![path]
            }
        })
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect()
}

/// The codes in a text: `MT` and four digits.
fn codes(text: &str) -> BTreeSet<String> {
    let starts = text.match_indices("MT").map(|(at, _)| at);
    let codes = starts.filter_map(|at| text.get(at..at + 6));
    codes
        .filter(|code| code[2..].bytes().all(|byte| byte.is_ascii_digit()))
        .map(str::to_owned)
        .collect()
}

/// The page, section by section: the code, and what is said of it.
fn page() -> BTreeMap<String, String> {
    let page = fs::read_to_string(here().join("../memtable/docs/messages.md")).unwrap();
    let sections = page.split("\n## ").skip(1);
    let sections: Vec<_> = sections
        .map(|section| (section[..6].to_owned(), section.to_owned()))
        .collect();
    let (n_sections, by_code) = (sections.len(), BTreeMap::from_iter(sections));
    assert_eq!(by_code.len(), n_sections, "a code is explained twice");
    by_code
}

#[test]
fn every_code_is_explained_and_no_other() {
    let files = ["../memtable-derive/src", "../memtable/src"].map(|dir| sources(&here().join(dir)));
    let said = files
        .iter()
        .flatten()
        .flat_map(|file| codes(&fs::read_to_string(file).unwrap()));
    let mut said: BTreeSet<String> = said.collect();
    said.remove("MT0000");
    let explained: BTreeSet<String> = page().into_keys().collect();
    assert_eq!(said, explained);
}

#[test]
fn every_code_has_a_wrong_and_a_right_example() {
    for (code, section) in page() {
        assert!(
            section.contains("\n```text\n"),
            "{code} has no wrong example"
        );
        // What is right is code that compiles, or a file.
        let n_examples =
            section.matches("\n```rust\n").count() + section.matches("\n```text\n").count();
        assert!(n_examples >= 2, "{code} has no right example");
    }
}

#[test]
fn every_code_of_the_compiler_is_seen_in_a_pinned_case() {
    for (code, section) in page()
        .into_iter()
        .filter(|(code, _)| !code.starts_with("MT01"))
    {
        let case = section
            .lines()
            .find_map(|line| line.strip_prefix("Pinned in `")?.strip_suffix("`."));
        let Some(case) = case else {
            panic!("{code} names no case");
        };
        let stderr = here().join(case).with_extension("stderr");
        let said =
            fs::read_to_string(&stderr).unwrap_or_else(|error| panic!("{code}: {case}: {error}"));
        assert!(
            said.contains(&format!("[{code}]")),
            "{case} does not say {code}"
        );
    }
}

#[test]
fn rules_of_reports_have_their_codes_there() {
    let page = page();
    for rule in [Rule::Email, Rule::NonBlank, Rule::NotNull, Rule::Finite] {
        let section = &page[rule.code()];
        assert!(section.contains(rule.name()), "{}: {section}", rule.code());
    }
}
