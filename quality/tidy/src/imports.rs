use crate::Finding;
use crate::manifest::{Member, Ring, Workspace};

/// Edges that run sideways and are meant to.
const NAMED_EDGES: [(&str, &str); 2] = [("app", "ports"), ("lake-cluster", "lake")];

/// Checks every edge between two crates of ours against the import law.
#[must_use]
pub fn check(workspace: &Workspace) -> Vec<Finding> {
    let mut findings = workspace.findings.clone();
    for member in &workspace.members {
        for (dev, needed) in [false, true].iter().flat_map(|dev| member.needs(*dev).map(move |name| (*dev, name))) {
            let Some(needed) = workspace.find(needed) else { continue };
            if let Some(why) = refusal(workspace, member, needed, dev) {
                let says = format!("{} may not import {}: {why}", member.name, needed.name);
                findings.push(Finding::new("imports", &member.manifest(), &needed.name, says));
            }
        }
    }
    findings
}

fn refusal(workspace: &Workspace, from: &Member, to: &Member, dev: bool) -> Option<&'static str> {
    if dev {
        return refusal_in_tests(workspace, from, to);
    }
    refusal_by_law(from, to)
}

fn refusal_in_tests(workspace: &Workspace, from: &Member, to: &Member) -> Option<&'static str> {
    if workspace.reach(&to.name).contains(from.name.as_str()) {
        return Some("it comes back to the crate itself, which would then exist twice in its tests");
    }
    let free = from.ring <= Ring::Adapters || to.ring == Ring::Quality;
    if free { None } else { refusal_by_law(from, to) }
}

fn refusal_by_law(from: &Member, to: &Member) -> Option<&'static str> {
    if NAMED_EDGES.contains(&(from.name.as_str(), to.name.as_str())) {
        return None;
    }
    match (from.ring, to.ring) {
        (Ring::Xtask, _) => Some("xtask stands on its own, so that it builds in seconds"),
        (_, Ring::Xtask) => Some("nothing imports xtask"),
        (Ring::Quality, _) => None,
        (_, Ring::Quality) => Some("quality crates serve tests; make it a dev-dependency"),
        (Ring::Programs, Ring::Programs) => Some("programs do not import each other"),
        (Ring::Programs, _) => None,
        (Ring::Faces, Ring::Faces) if to.name == "contract" => None,
        (Ring::Faces, Ring::Adapters | Ring::Domain) => Some("faces know the contract, not adapters or subjects"),
        (Ring::Adapters, Ring::Application) if to.name == "app" => Some("adapters serve ports and never call app"),
        (inner, outer) if inner == outer => Some("crates of one ring do not import each other"),
        (inner, outer) if inner < outer => Some("imports point inwards only"),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
