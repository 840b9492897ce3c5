//! Names of columns.

use std::collections::{HashMap, HashSet};

use crate::dynamic::load::LoadError;

/// The names as they are, where each is there and no two are the same.
pub(crate) fn strict(names: Vec<String>) -> Result<Vec<String>, LoadError> {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    let mut repeated: Vec<String> = Vec::new();
    for name in names.iter().filter(|name| !name.is_empty()) {
        let times = seen.entry(name).or_default();
        *times += 1;
        if *times == 2 {
            repeated.push(name.clone());
        }
    }
    let unnamed = names.iter().enumerate().filter(|(_, name)| name.is_empty());
    let unnamed: Vec<usize> = unnamed.map(|(idx, _)| idx + 1).collect();
    if repeated.is_empty() && unnamed.is_empty() {
        return Ok(names);
    }
    Err(LoadError::Headers { repeated, unnamed })
}

/// The names, and names of their own for columns that have none: `column_3`, or whose name is taken: `name_2`.
pub(crate) fn numbered(names: Vec<String>) -> Vec<String> {
    let mut taken: HashSet<String> = names.iter().cloned().collect();
    let mut given: HashSet<String> = HashSet::new();
    let unique = names.into_iter().enumerate().map(|(idx, name)| {
        if !name.is_empty() && given.insert(name.clone()) {
            return name;
        }
        let (stem, first) = if name.is_empty() {
            ("column", idx + 1)
        } else {
            (&*name, 2)
        };
        let mut candidates = (first..).map(|number| format!("{stem}_{number}"));
        let free = candidates.find(|name| taken.insert(name.clone()));
        free.unwrap_or_default()
    });
    unique.collect()
}

/// `column_1`, `column_2`, ..
pub(crate) fn counted(n_columns: usize) -> Vec<String> {
    (1..=n_columns)
        .map(|number| format!("column_{number}"))
        .collect()
}
