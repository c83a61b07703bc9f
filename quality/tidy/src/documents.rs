use crate::manifest::Workspace;
use crate::{Finding, Repository};

/// The manual of the whole repository.
pub const README: &str = "README.md";

/// Paths of one machine and hosts of package registries. Written in two parts, so that this file does not say them.
const UNSAID: [(&str, &str); 6] =
    [("/wo", "rk/"), ("/ro", "ot/"), ("crates.", "io"), ("npm", "js"), ("pypi.", "org"), ("deb.debian.", "org")];

/// Checks what texts must not say, and that relative links in documents lead somewhere.
#[must_use]
pub fn check(repository: &Repository) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in repository.texts().filter(|(path, _)| *path != "Cargo.lock") {
        findings.extend(unsaid(path, text));
        if path.ends_with(".md") {
            findings.extend(broken_links(repository, path, text));
        }
    }
    findings
}

fn unsaid(path: &str, text: &str) -> Vec<Finding> {
    let words: Vec<String> = UNSAID.iter().map(|(first, second)| format!("{first}{second}")).collect();
    let mut findings = Vec::new();
    for (place, line) in text.lines().enumerate() {
        for word in words.iter().filter(|word| says(line, word)) {
            let finding =
                Finding::new("documents", path, word, format!("says `{word}`, which means nothing elsewhere"));
            findings.push(finding.at_line(place + 1));
        }
    }
    findings
}

/// Whether a path begins, or a host stands, in a line. A folder that only ends the same is another folder.
fn says(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(place, _)| {
        let before = line[..place].chars().next_back();
        !word.starts_with('/') || !before.is_some_and(|letter| letter.is_alphanumeric() || matches!(letter, '.' | '}'))
    })
}

fn broken_links(repository: &Repository, path: &str, text: &str) -> Vec<Finding> {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut findings = Vec::new();
    for (line, target) in links(text) {
        let leads_somewhere = resolve(folder, &target).is_some_and(|resolved| repository.holds(&resolved));
        if !leads_somewhere {
            let says = format!("the link to `{target}` leads nowhere");
            findings.push(Finding::new("documents", path, target, says).at_line(line));
        }
    }
    findings
}

/// Relative targets of links, without their anchors, with the line they stand in.
fn links(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (line, prose) in lines_outside_fences(text) {
        let prose = without_code(prose);
        let inline = prose.split("](").skip(1).filter_map(|rest| rest.split([')', ' ']).next());
        let reference = prose.strip_prefix('[').and_then(|rest| rest.split_once("]: ")).map(|(_, target)| target);
        for target in inline.chain(reference) {
            let target = target.trim().trim_start_matches('<').trim_end_matches('>');
            let target = target.split('#').next().unwrap_or_default();
            let leaves = ["::", "://", "mailto:"].iter().any(|mark| target.contains(mark));
            if !target.is_empty() && !leaves {
                found.push((line, target.replace("%20", " ")));
            }
        }
    }
    found
}

fn is_fence(line: &str) -> bool {
    line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~")
}

fn lines_outside_fences(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut inside = false;
    text.lines().enumerate().filter_map(move |(place, line)| {
        let fence = is_fence(line);
        inside ^= fence;
        (!inside && !fence).then_some((place + 1, line))
    })
}

/// The line without what stands between backticks.
fn without_code(line: &str) -> String {
    line.split('`').step_by(2).collect::<Vec<_>>().join("")
}

/// The path from the root that a link in a folder means; `None` when it leaves the repository.
fn resolve(folder: &str, target: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    if target.starts_with('/') {
        return None;
    }
    for part in target.split('/').filter(|part| !matches!(*part, "" | ".")) {
        if part == ".." {
            parts.pop()?;
        } else {
            parts.push(part);
        }
    }
    Some(parts.join("/"))
}

/// Checks the commands the manual shows in code fences. Nothing is said while there is no manual.
#[must_use]
pub fn check_commands(repository: &Repository, workspace: &Workspace) -> Vec<Finding> {
    let Some(text) = repository.text(README) else { return Vec::new() };
    let commands = commands(text);
    if commands.is_empty() {
        return vec![Finding::new("documents", README, "commands", "shows no command in a code fence")];
    }
    let wrong = commands.iter().filter_map(|(line, command)| {
        let says = refusal(repository, workspace, command)?;
        Some(Finding::new("documents", README, command, says).at_line(*line))
    });
    wrong.collect()
}

/// Lines within code fences that begin like a command of ours.
fn commands(text: &str) -> Vec<(usize, String)> {
    let mut inside = false;
    let mut found = Vec::new();
    for (place, line) in text.lines().enumerate() {
        if is_fence(line) {
            inside = !inside;
            continue;
        }
        let command = line.trim().trim_start_matches("$ ");
        let first = command.split_whitespace().next().unwrap_or_default();
        if inside && (matches!(first, "cargo" | "evenkeel") || first.starts_with("./") || first.starts_with(".ci/")) {
            found.push((place + 1, command.to_owned()));
        }
    }
    found
}

fn refusal(repository: &Repository, workspace: &Workspace, command: &str) -> Option<String> {
    let words: Vec<&str> = command.split_whitespace().collect();
    let script = words[0].trim_start_matches("./");
    if words[0].contains('/') && !script.starts_with("target/") && !repository.holds(script) {
        return Some(format!("`{script}` is not there"));
    }
    if let ["cargo", "xtask", task, ..] = words[..]
        && !repository.text("xtask/src/main.rs").is_some_and(|text| text.contains(&format!("\"{task}\"")))
    {
        return Some(format!("xtask knows no `{task}`"));
    }
    let ours = words.iter().take_while(|word| **word != "--");
    let mut named = ours.clone().zip(ours.skip(1)).filter(|(flag, _)| matches!(**flag, "-p" | "--package"));
    let unknown = named.find(|(_, name)| words[0] == "cargo" && workspace.find(name).is_none())?;
    Some(format!("there is no package `{}`", unknown.1))
}

#[cfg(test)]
mod tests;
