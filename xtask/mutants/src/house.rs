//! The crate's sources, its modules and its enums.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use syn::visit::{self, Visit};

/// One source file.
pub struct Source {
    /// From the root, with slashes.
    pub name: String,
    pub text: String,
    pub tree: syn::File,
    /// Its module: `["payment", "learn"]`.
    pub module: Vec<String>,
    /// What it imports: the last name, and the path before it.
    pub imports: HashMap<String, Vec<String>>,
}

#[derive(Default)]
pub struct House {
    pub sources: Vec<Source>,
    /// Values without fields, of enums whose name is the only one.
    enums: HashMap<String, Vec<String>>,
    imports: HashMap<String, HashMap<String, Vec<String>>>,
}

impl House {
    pub fn read(root: &Path) -> Result<House, String> {
        let mut files = Vec::new();
        list(&root.join("src"), &mut files)?;
        let mut house = House::default();
        let mut seen: HashMap<String, usize> = HashMap::new();
        for file in files {
            let text = std::fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
            // A table's twin is named by its path from everywhere.
            let text = text.replace("\nmod ", "\npub(crate) mod ");
            let tree = syn::parse_file(&text).map_err(|error| format!("{}: {error}", file.display()))?;
            let name = file.strip_prefix(root).unwrap_or(&file).to_string_lossy().replace('\\', "/");
            let mut names = Names::default();
            names.visit_file(&tree);
            for (name, values) in names.enums {
                *seen.entry(name.clone()).or_default() += 1;
                house.enums.insert(name, values);
            }
            house.imports.insert(name.clone(), names.imports.clone());
            house.sources.push(Source { module: module(&name), name, text, tree, imports: names.imports });
        }
        house.enums.retain(|name, values| values.len() > 1 && seen.get(name) == Some(&1));
        Ok(house)
    }

    /// Another value of the same enum, as the file would write it.
    pub fn neighbour(&self, file: &str, path: &syn::Path, around: &[String]) -> Option<String> {
        if path.leading_colon.is_some() || path.segments.iter().any(|segment| !segment.arguments.is_empty()) {
            return None;
        }
        let mut names: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        let value = names.pop()?;
        if names.is_empty() {
            names.clone_from(self.imports.get(file)?.get(&value)?);
        }
        let named = names.last()?;
        let of = if named == "Self" { around.iter().rev().find(|name| self.enums.contains_key(*name))? } else { named };
        let values = self.enums.get(of)?;
        let place = values.iter().position(|other| *other == value)?;
        let other = values.get((place + 1) % values.len())?;
        Some(format!("{}::{other}", names.join("::")))
    }
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), String> {
    let entries = std::fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            list(&path, files)?;
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
    Ok(())
}

fn module(file: &str) -> Vec<String> {
    let inner = file.trim_start_matches("src/").trim_end_matches(".rs");
    let mut names: Vec<String> = inner.split('/').map(str::to_owned).collect();
    if names.last().is_some_and(|name| name == "mod" || name == "lib") {
        names.pop();
    }
    names
}

#[derive(Default)]
struct Names {
    enums: Vec<(String, Vec<String>)>,
    imports: HashMap<String, Vec<String>>,
}

impl<'ast> Visit<'ast> for Names {
    fn visit_item_enum(&mut self, item: &'ast syn::ItemEnum) {
        let plain =
            item.variants.iter().filter(|variant| variant.fields.is_empty() && variant.attrs.iter().all(is_doc));
        self.enums.push((item.ident.to_string(), plain.map(|variant| variant.ident.to_string()).collect()));
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.imported(&item.tree, &mut Vec::new());
        visit::visit_item_use(self, item);
    }
}

impl Names {
    fn imported(&mut self, tree: &syn::UseTree, before: &mut Vec<String>) {
        match tree {
            syn::UseTree::Path(path) => {
                before.push(path.ident.to_string());
                self.imported(&path.tree, before);
                before.pop();
            }
            syn::UseTree::Name(name) => {
                self.imports.insert(name.ident.to_string(), before.clone());
            }
            syn::UseTree::Group(group) => group.items.iter().for_each(|tree| self.imported(tree, before)),
            syn::UseTree::Rename(_) | syn::UseTree::Glob(_) => {}
        }
    }
}

/// A value that is compiled only sometimes is no neighbour.
fn is_doc(attribute: &syn::Attribute) -> bool {
    !attribute.path().is_ident("cfg")
}
