use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::manifest::Ring;

/// Longer files are not read; they are still known to be there.
const LARGEST_TEXT: u64 = 2_000_000;

/// The files of the repository, by their paths from its root with `/` between the parts.
#[derive(Debug, Clone, Default)]
pub struct Repository {
    paths: BTreeSet<String>,
    texts: BTreeMap<String, String>,
}

impl Repository {
    /// Reads everything that is kept in the repository: build results and hidden folders of other programs are not.
    ///
    /// # Errors
    /// When a folder or file cannot be read.
    pub fn read(root: &Path) -> io::Result<Self> {
        let mut found = Self::default();
        found.read_folder(root, "")?;
        Ok(found)
    }

    /// A repository of these paths and texts.
    #[must_use]
    pub fn of(files: &[(&str, &str)]) -> Self {
        let texts: BTreeMap<String, String> =
            files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
        Self { paths: texts.keys().cloned().collect(), texts }
    }

    /// The root of the repository this crate was built in.
    #[must_use]
    pub fn root() -> PathBuf {
        // Asked when it runs: a build folder shared by two checkouts may have been filled from the other one.
        let here = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let here = Path::new(&here);
        here.ancestors().nth(2).unwrap_or(here).to_path_buf()
    }

    fn read_folder(&mut self, folder: &Path, prefix: &str) -> io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let Ok(name) = entry.file_name().into_string() else { continue };
            let path = format!("{prefix}{name}");
            let kind = entry.file_type()?;
            if kind.is_dir() && is_kept(&name, prefix) {
                self.read_folder(&entry.path(), &format!("{path}/"))?;
            } else if kind.is_file() && !name.ends_with(".snap.new") {
                self.read_file(&entry, path)?;
            }
        }
        Ok(())
    }

    fn read_file(&mut self, entry: &fs::DirEntry, path: String) -> io::Result<()> {
        if entry.metadata()?.len() <= LARGEST_TEXT
            && let Ok(text) = String::from_utf8(fs::read(entry.path())?)
        {
            self.texts.insert(path.clone(), text);
        }
        self.paths.insert(path);
        Ok(())
    }

    /// The text of a file.
    #[must_use]
    pub fn text(&self, path: &str) -> Option<&str> {
        self.texts.get(path).map(String::as_str)
    }

    /// All files that are text, with their texts.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// Whether there is a file or folder of this path. The root itself is the empty path.
    #[must_use]
    pub fn holds(&self, path: &str) -> bool {
        let folder = format!("{path}/");
        path.is_empty()
            || self.paths.contains(path)
            || self.paths.range(folder.clone()..).next().is_some_and(|next| next.starts_with(&folder))
    }

    /// The Rust sources of the workspace.
    #[must_use]
    pub fn sources(&self) -> Vec<Source<'_>> {
        self.texts().filter_map(|(path, text)| Source::of(path, text)).collect()
    }
}

fn is_kept(folder: &str, prefix: &str) -> bool {
    let build_result = folder == "target" && prefix.is_empty();
    !build_result && (!folder.starts_with('.') || matches!(folder, ".ci" | ".cargo" | ".github"))
}

/// One Rust source of a crate of ours.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// From the root of the repository.
    pub path: &'a str,
    /// What it holds.
    pub text: &'a str,
    /// The folder of its crate.
    pub crate_folder: &'a str,
    /// The ring of its crate.
    pub ring: Ring,
}

impl<'a> Source<'a> {
    fn of(path: &'a str, text: &'a str) -> Option<Self> {
        let ring = Ring::of_path(path).filter(|_| path.ends_with(".rs"))?;
        let depth = if ring == Ring::Xtask { 1 } else { 2 };
        let end = path.match_indices('/').nth(depth - 1)?.0;
        Some(Self { path, text, crate_folder: &path[..end], ring })
    }

    /// Whether it is only ever built for tests.
    #[must_use]
    pub fn is_test_code(&self) -> bool {
        let suites = ["quality/testkit", "quality/conformance", "quality/stories"];
        self.path.ends_with("/tests.rs") || self.path.contains("/tests/") || suites.contains(&self.crate_folder)
    }

    /// How many lines it has.
    #[must_use]
    pub fn line_count(&self) -> usize {
        self.text.lines().count()
    }

    /// The path within its crate.
    #[must_use]
    pub fn path_in_crate(&self) -> &'a str {
        self.path[self.crate_folder.len()..].trim_start_matches('/')
    }
}

#[cfg(test)]
mod tests;
