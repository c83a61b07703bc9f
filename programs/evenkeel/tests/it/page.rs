use std::path::Path;
use std::process::Command;

use crate::{evenkeel, small_company, text};

/// How wide the content of a page is when the page is so wide, in a real browser.
fn content_width(page: &Path, width: u32, folder: &Path) -> Option<u32> {
    let frame = folder.join(format!("frame-{width}.html"));
    let html = format!(
        "<!doctype html><body style='margin:0'><iframe id=f src='file://{}' style='border:0;width:{width}px;height:900px'></iframe>\
         <script>onload=()=>{{document.title='width '+document.getElementById('f').contentDocument.documentElement.scrollWidth+' end'}}</script>",
        page.display()
    );
    std::fs::write(&frame, html).unwrap();
    let profile = folder.join(format!("profile-{width}"));
    let done = Command::new("chromium")
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"])
        .args(["--disable-component-update", "--disable-sync", "--allow-file-access-from-files", "--dump-dom"])
        .arg(format!("--user-data-dir={}", profile.display()))
        .arg(format!("file://{}", frame.display()))
        .output()
        .ok()?;
    let dom = text(&done.stdout);
    let told = dom.split("width ").nth(1).and_then(|rest| rest.split(' ').next()).and_then(|width| width.parse().ok());
    assert!(told.is_some(), "the browser told no width: {dom} {}", text(&done.stderr));
    told
}

#[test]
fn pages_fit_from_a_phone_to_a_desk() {
    let home = small_company();
    for (name, arguments) in [
        ("review", &["csm-performance", "maya", "2024-Q4"][..]),
        ("bridge", &["bridge", "2024-Q4", "--by", "book"]),
        ("health", &["health"]),
    ] {
        let page = home.path().join(format!("{name}.html"));
        let done = evenkeel(home.path(), &[arguments, &["--out", &page.to_string_lossy()]].concat());
        assert!(done.status.success(), "{}", text(&done.stderr));
        for width in [390, 768, 1280] {
            let Some(content) = content_width(&page, width, home.path()) else {
                eprintln!("SKIPPED: chromium is not installed, so nobody looked whether pages fit");
                return;
            };
            assert!(content <= width, "{name} at {width} is {content} wide");
        }
    }
}
