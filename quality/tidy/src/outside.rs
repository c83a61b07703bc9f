use crate::Finding;
use crate::manifest::{Member, Ring, Workspace};

/// What foundation and domain may stand on.
const INNER: [&str; 9] =
    ["jiff", "rust_decimal", "nalgebra", "faer", "statrs", "stlrs", "libm", "rand_chacha", "thiserror"];
/// What neither ports nor app may know.
const NOT_IN_APPLICATION: [&str; 5] = ["serde", "serde_json", "tokio", "futures", "async-trait"];

/// Checks how members name their dependencies, and what the inner rings stand on.
#[must_use]
pub fn check(workspace: &Workspace) -> Vec<Finding> {
    let mut findings = Vec::new();
    for member in &workspace.members {
        findings.extend(spelling(member));
        let outside = member.needs(false).filter(|name| workspace.find(name).is_none());
        findings.extend(outside.filter_map(|name| refusal(member, name)));
    }
    findings
}

fn spelling(member: &Member) -> Vec<Finding> {
    let spelled_out = member.dependencies.iter().filter(|needed| !needed.plain).map(|needed| {
        let says =
            format!("write `{}.workspace = true`; versions and features stand in the root manifest", needed.name);
        finding(member, &needed.name, says)
    });
    let mut findings: Vec<Finding> = spelled_out.collect();
    if member.has_features {
        findings.push(finding(member, "features", "features stand in the root manifest only".into()));
    }
    if !member.takes_lints {
        findings.push(finding(member, "lints", "write `[lints]` with `workspace = true`".into()));
    }
    findings
}

fn refusal(member: &Member, name: &str) -> Option<Finding> {
    let allowed = match member.ring {
        Ring::Foundation | Ring::Domain => INNER.contains(&name) || member.name == "report" && name == "serde",
        Ring::Application => !NOT_IN_APPLICATION.contains(&name),
        _ => true,
    };
    (!allowed).then(|| finding(member, name, format!("{} may not stand on {name} in this ring", member.name)))
}

fn finding(member: &Member, item: &str, says: String) -> Finding {
    Finding::new("outside", &member.manifest(), item, says)
}

#[cfg(test)]
mod tests;
