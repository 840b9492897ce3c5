//! The floors of the house: a module imports from lower floors only, and neighbours on one floor do not know each other.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use syn::visit::Visit;

/// The modules of the library, from the ground up.
const FLOORS: [&[&str]; 12] = [
    &["grid"],
    &["schema"],
    &["validate"],
    &["record"],
    &["write", "error"],
    &["table"],
    &["query"],
    &["store"],
    &["dynamic"],
    &["io"],
    &["connect"],
    &["fixture", "testing"],
];

/// Not a floor: what users and generated code see of the house.
const DOORS: [&str; 2] = ["lib", "private"];

#[test]
fn a_module_imports_from_lower_floors_only() {
    let offences: Vec<String> = files(&source())
        .iter()
        .flat_map(|file| offences_of(file))
        .collect();
    assert!(offences.is_empty(), "\n{}\n", offences.join("\n"));
}

#[test]
fn every_module_has_a_floor() {
    let modules: BTreeSet<String> = files(&source())
        .iter()
        .map(|file| module_of(file))
        .collect();
    let known = FLOORS
        .iter()
        .copied()
        .flatten()
        .chain(&DOORS)
        .map(|&module| module.to_owned());
    assert_eq!(modules, known.collect());
}

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../memtable/src")
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| {
            if path.is_dir() {
                files(&path)
            } else {
                vec![path]
            }
        })
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect()
}

/// The module that a file belongs to: the first step below `src`.
fn module_of(file: &Path) -> String {
    let inside = file.strip_prefix(source()).unwrap();
    let first = inside
        .components()
        .next()
        .unwrap()
        .as_os_str()
        .to_str()
        .unwrap();
    first.trim_end_matches(".rs").to_owned()
}

fn floor_of(module: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&module))
}

fn offences_of(file: &Path) -> Vec<String> {
    let module = module_of(file);
    let Some(floor) = floor_of(&module) else {
        return Vec::new();
    };
    let parsed = syn::parse_file(&fs::read_to_string(file).unwrap()).unwrap();
    let mut imports = Imports::default();
    imports.visit_file(&parsed);
    let too_high = imports.0.into_iter().filter(|import| {
        *import != module && floor_of(import).is_none_or(|its_floor| its_floor >= floor)
    });
    too_high
        .map(|import| {
            format!(
                "{} ({module}, floor {floor}) imports crate::{import}",
                file.display()
            )
        })
        .collect()
}

/// The modules that a file names after `crate::`.
#[derive(Default)]
struct Imports(BTreeSet<String>);

impl Imports {
    fn add_tree(&mut self, tree: &syn::UseTree) {
        match tree {
            syn::UseTree::Path(path) => {
                self.0.insert(path.ident.to_string());
            }
            syn::UseTree::Name(name) => {
                self.0.insert(name.ident.to_string());
            }
            syn::UseTree::Rename(rename) => {
                self.0.insert(rename.ident.to_string());
            }
            syn::UseTree::Glob(_) => {
                self.0.insert("*".to_owned());
            }
            syn::UseTree::Group(group) => group.items.iter().for_each(|tree| self.add_tree(tree)),
        }
    }
}

impl<'ast> Visit<'ast> for Imports {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        if let syn::UseTree::Path(path) = &item.tree
            && path.ident == "crate"
        {
            self.add_tree(&path.tree);
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let mut steps = path.segments.iter();
        if steps.next().is_some_and(|first| first.ident == "crate")
            && let Some(module) = steps.next()
        {
            self.0.insert(module.ident.to_string());
        }
        syn::visit::visit_path(self, path);
    }
}
