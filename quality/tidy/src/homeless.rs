use std::collections::BTreeSet;

use crate::outline::Outline;
use crate::repository::Source;
use crate::{Finding, Repository};

/// Finds sources under `src` that no module declares, and which are therefore never built.
#[must_use]
pub fn check(repository: &Repository) -> Vec<Finding> {
    let sources = repository.sources();
    let in_src: Vec<Source<'_>> =
        sources.into_iter().filter(|source| source.path_in_crate().starts_with("src/")).collect();
    let mut reached: BTreeSet<String> = BTreeSet::new();
    let mut waiting: Vec<String> = in_src.iter().filter(|source| is_root(source)).map(|s| s.path.to_owned()).collect();
    while let Some(path) = waiting.pop() {
        if let Some(source) = in_src.iter().find(|source| source.path == path)
            && reached.insert(path)
        {
            waiting.extend(declared_by(source));
        }
    }
    let homeless = in_src.iter().filter(|source| !reached.contains(source.path));
    homeless.map(|source| Finding::new("homeless", source.path, "file", "no `mod` declares this file")).collect()
}

fn is_root(source: &Source<'_>) -> bool {
    let path = source.path_in_crate();
    let is_program =
        path.strip_prefix("src/bin/").is_some_and(|rest| !rest.contains('/') || rest.ends_with("/main.rs"));
    matches!(path, "src/lib.rs" | "src/main.rs") || is_program
}

/// The paths at which the modules of a source may lie.
fn declared_by(source: &Source<'_>) -> Vec<String> {
    let Ok(outline) = Outline::of(source.text) else { return Vec::new() };
    let (beside, file) = source.path.rsplit_once('/').unwrap_or(("", source.path));
    let owns_folder = is_root(source) || file == "mod.rs";
    let within = if owns_folder { beside.to_owned() } else { format!("{beside}/{}", file.trim_end_matches(".rs")) };
    let paths = outline.modules.iter().flat_map(|module| match &module.path {
        Some(path) => vec![format!("{beside}/{path}"), format!("{within}/{path}")],
        None => {
            let stem = format!("{within}/{}", module.names.join("/"));
            vec![format!("{stem}.rs"), format!("{stem}/mod.rs")]
        }
    });
    paths.collect()
}

#[cfg(test)]
mod tests;
