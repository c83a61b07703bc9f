use std::collections::BTreeSet;

use toml::{Table, Value};

use crate::{Finding, Repository};

/// Where a crate lies, inner rings first. `Quality` and `Xtask` stand beside the rings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ring {
    /// `foundation/`, ring 0.
    Foundation,
    /// `domain/`, ring 1.
    Domain,
    /// `application/`, ring 2.
    Application,
    /// `adapters/`, ring 3.
    Adapters,
    /// `faces/`, ring 4.
    Faces,
    /// `programs/`, ring 5.
    Programs,
    /// `quality/`.
    Quality,
    /// `xtask`.
    Xtask,
}

impl Ring {
    /// The ring a path lies in.
    #[must_use]
    pub fn of_path(path: &str) -> Option<Self> {
        Some(match path.split('/').next()? {
            "foundation" => Self::Foundation,
            "domain" => Self::Domain,
            "application" => Self::Application,
            "adapters" => Self::Adapters,
            "faces" => Self::Faces,
            "programs" => Self::Programs,
            "quality" => Self::Quality,
            "xtask" => Self::Xtask,
            _ => return None,
        })
    }
}

/// One line under a `dependencies` heading. Build dependencies count as normal ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dependency {
    /// The name on the left.
    pub name: String,
    /// Whether it serves tests only.
    pub dev: bool,
    /// Whether it says `workspace = true` and nothing else.
    pub plain: bool,
}

/// A crate of ours.
#[derive(Debug, Clone)]
pub struct Member {
    /// Its name.
    pub name: String,
    /// Its folder from the root.
    pub folder: String,
    /// The ring of that folder.
    pub ring: Ring,
    /// Normal ones first, then those for tests.
    pub dependencies: Vec<Dependency>,
    /// Whether it has a `[features]` heading.
    pub has_features: bool,
    /// Whether it takes the lints of the workspace.
    pub takes_lints: bool,
}

impl Member {
    /// The path of its manifest.
    #[must_use]
    pub fn manifest(&self) -> String {
        format!("{}/Cargo.toml", self.folder)
    }

    /// The names of its dependencies, for tests or not.
    pub fn needs(&self, dev: bool) -> impl Iterator<Item = &str> {
        self.dependencies.iter().filter(move |needed| needed.dev == dev).map(|needed| needed.name.as_str())
    }
}

/// All crates of ours.
#[derive(Debug, Clone, Default)]
pub struct Workspace {
    /// In the order of their folders.
    pub members: Vec<Member>,
    /// The folders a bare `cargo test` builds, as the root manifest writes them.
    pub default_members: Vec<String>,
    /// Manifests that cannot be read, or that lie outside every ring.
    pub findings: Vec<Finding>,
}

impl Workspace {
    /// Reads every manifest of the repository.
    #[must_use]
    pub fn of(repository: &Repository) -> Self {
        let mut found = Self::default();
        for (path, text) in repository.texts().filter(|(path, _)| is_manifest(path)) {
            match text.parse::<Table>() {
                Ok(table) if path == "Cargo.toml" => found.default_members = default_members(&table),
                Ok(table) => found.add_member(path, &table),
                Err(error) => found.findings.push(Finding::new("manifest", path, path, format!("not TOML: {error}"))),
            }
        }
        found
    }

    fn add_member(&mut self, path: &str, table: &Table) {
        let folder = path.trim_end_matches("/Cargo.toml");
        let name = within(table, &["package", "name"]).and_then(Value::as_str);
        match (Ring::of_path(path), name) {
            (Some(ring), Some(name)) => self.members.push(member(name, folder, ring, table)),
            (None, _) => {
                self.refuse(path, "lies in no ring; move the crate into one of the folders of ARCHITECTURE.md");
            }
            (_, None) => self.refuse(path, "has no package name"),
        }
    }

    fn refuse(&mut self, path: &str, why: &str) {
        self.findings.push(Finding::new("manifest", path, path, why));
    }

    /// The crate of ours with this name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&Member> {
        self.members.iter().find(|member| member.name == name)
    }

    /// The crate of ours that a name stands for, and all that it needs outside of tests.
    #[must_use]
    pub fn reach(&self, name: &str) -> BTreeSet<&str> {
        let mut reached = BTreeSet::new();
        let mut waiting = vec![name];
        while let Some(member) = waiting.pop().and_then(|next| self.find(next)) {
            if reached.insert(member.name.as_str()) {
                waiting.extend(member.needs(false));
            }
        }
        reached
    }
}

fn is_manifest(path: &str) -> bool {
    path == "Cargo.toml" || path.ends_with("/Cargo.toml") && !path.contains("/tests/")
}

fn within<'a>(table: &'a Table, keys: &[&str]) -> Option<&'a Value> {
    let (first, rest) = keys.split_first()?;
    let value = table.get(*first)?;
    if rest.is_empty() { Some(value) } else { within(value.as_table()?, rest) }
}

fn default_members(root: &Table) -> Vec<String> {
    let listed = within(root, &["workspace", "default-members"]).and_then(Value::as_array);
    listed.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn member(name: &str, folder: &str, ring: Ring, table: &Table) -> Member {
    let mut dependencies = dependencies(table);
    let targets = table.get("target").and_then(Value::as_table);
    for target in targets.into_iter().flat_map(Table::values).filter_map(Value::as_table) {
        dependencies.extend(self::dependencies(target));
    }
    dependencies.sort_by_key(|needed| needed.dev);
    Member {
        name: name.to_owned(),
        folder: folder.to_owned(),
        ring,
        dependencies,
        has_features: table.contains_key("features"),
        takes_lints: within(table, &["lints", "workspace"]).and_then(Value::as_bool) == Some(true),
    }
}

fn dependencies(table: &Table) -> Vec<Dependency> {
    let mut found = Vec::new();
    for (heading, dev) in [("dependencies", false), ("build-dependencies", false), ("dev-dependencies", true)] {
        for (name, value) in table.get(heading).and_then(Value::as_table).into_iter().flatten() {
            found.push(Dependency { name: name.clone(), dev, plain: is_plain(value) });
        }
    }
    found
}

fn is_plain(value: &Value) -> bool {
    value.as_table().is_some_and(|table| table.len() == 1 && table.get("workspace") == Some(&Value::Boolean(true)))
}

#[cfg(test)]
mod tests;
