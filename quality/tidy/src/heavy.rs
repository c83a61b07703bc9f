use std::collections::BTreeSet;

use crate::Finding;
use crate::manifest::{Dependency, Member, Ring, Workspace};

/// Crates that take minutes to build, with all whose names begin with one of them and a hyphen.
const HEAVY: [&str; 5] = ["sea-orm", "sqlx", "datafusion", "ballista", "typst"];

/// Checks that heavy crates stay in the adapters and that a bare `cargo test` does not build them.
#[must_use]
pub fn check(workspace: &Workspace) -> Vec<Finding> {
    let mut findings = Vec::new();
    for member in &workspace.members {
        if member.ring != Ring::Adapters {
            findings.extend(heavy_out_of_place(member).map(|name| misplaced(member, name)));
        }
        if is_default(&workspace.default_members, &member.folder) {
            findings.extend(heavy_on_the_way(workspace, member));
        }
    }
    findings
}

fn is_heavy(name: &str) -> bool {
    HEAVY.iter().any(|heavy| name.strip_prefix(heavy).is_some_and(|rest| rest.is_empty() || rest.starts_with('-')))
}

/// The tests in `quality` may speak to an engine themselves: what a store promises is seen on a real one.
fn heavy_out_of_place(member: &Member) -> impl Iterator<Item = &str> {
    let excused = |needed: &&Dependency| needed.dev && member.ring == Ring::Quality;
    let needed = member.dependencies.iter().filter(move |needed| !excused(needed));
    needed.map(|needed| needed.name.as_str()).filter(|name| is_heavy(name))
}

fn misplaced(member: &Member, name: &str) -> Finding {
    Finding::new("heavy", &member.manifest(), name, format!("{name} belongs in adapters only"))
}

/// A folder of the list, where `*` stands for one part of a path.
fn is_default(listed: &[String], folder: &str) -> bool {
    listed.iter().any(|listed| match listed.strip_suffix("/*") {
        Some(parent) => folder.rsplit_once('/').is_some_and(|(above, _)| above == parent),
        None => listed == folder,
    })
}

/// The crates of ours that the tests of a member build.
fn built_for_tests<'a>(workspace: &'a Workspace, member: &'a Member) -> BTreeSet<&'a str> {
    let mut built = workspace.reach(&member.name);
    for needed in member.needs(true) {
        built.extend(workspace.reach(needed));
    }
    built
}

fn heavy_on_the_way(workspace: &Workspace, member: &Member) -> Vec<Finding> {
    let built = built_for_tests(workspace, member);
    let own_test_needs = member.needs(true).filter(|name| is_heavy(name)).map(|name| (member.name.as_str(), name));
    let reached = built.iter().filter_map(|name| workspace.find(name));
    let needed = reached.flat_map(|crate_of_ours| {
        let heavy = crate_of_ours.needs(false).filter(|name| is_heavy(name));
        heavy.map(|name| (crate_of_ours.name.as_str(), name))
    });
    needed.chain(own_test_needs).map(|(through, name)| reaching(member, through, name)).collect()
}

fn reaching(member: &Member, through: &str, name: &str) -> Finding {
    let says = format!("a default member that reaches {name} through {through}; a bare `cargo test` would build it");
    Finding::new("heavy", &member.manifest(), name, says)
}

#[cfg(test)]
mod tests;
