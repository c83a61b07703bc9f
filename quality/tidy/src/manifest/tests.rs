use super::*;

const KERNEL: &str = "[package]\nname = \"kernel\"\n[lints]\nworkspace = true\n[dependencies]\njiff.workspace = true\n\
    [dev-dependencies]\nproptest = \"1\"\n[target.'cfg(unix)'.dependencies]\nlibc.workspace = true\n";

#[test]
fn a_manifest_tells_ring_lints_and_dependencies() {
    let workspace = Workspace::of(&Repository::of(&[("foundation/kernel/Cargo.toml", KERNEL)]));
    let kernel = workspace.find("kernel").unwrap();
    assert_eq!(kernel.ring, Ring::Foundation);
    assert!(kernel.takes_lints);
    assert_eq!(kernel.needs(false).collect::<Vec<_>>(), ["jiff", "libc"]);
    assert_eq!(kernel.needs(true).collect::<Vec<_>>(), ["proptest"]);
    assert!(kernel.dependencies[0].plain);
    assert!(!kernel.dependencies[2].plain);
}

#[test]
fn a_crate_outside_every_ring_is_found() {
    let workspace = Workspace::of(&Repository::of(&[("attic/old/Cargo.toml", KERNEL)]));
    assert!(workspace.findings[0].says.contains("lies in no ring"));
}

#[test]
fn a_manifest_that_cannot_be_read_is_found() {
    let workspace = Workspace::of(&Repository::of(&[("foundation/kernel/Cargo.toml", "[package")]));
    assert!(workspace.findings[0].says.contains("not TOML"));
}
