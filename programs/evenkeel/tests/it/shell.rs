use crate::{evenkeel, small_company, text};

#[test]
fn exit_codes_say_what_went_wrong() {
    let home = small_company();
    let code = |arguments: &[&str]| evenkeel(home.path(), arguments).status.code();
    assert_eq!(code(&["csm-performance", "maya", "2024-Q4"]), Some(0));
    assert_eq!(code(&["--version"]), Some(0));
    assert_eq!(code(&["fly"]), Some(2));
    assert_eq!(code(&["csm-performance", "maya", "2024-Q9"]), Some(2));
    assert_eq!(code(&["csm-performance", "maya", "1999-Q1"]), Some(3));
    let nothing = home.path().join("nothing");
    std::fs::create_dir_all(&nothing).unwrap();
    assert_eq!(code(&["import", &nothing.to_string_lossy()]), Some(4));
    assert_eq!(code(&["csm-performance", "nobody", "2024-Q4"]), Some(5));
    assert_eq!(code(&["import", "/nowhere/at/all"]), Some(5));
    assert_eq!(code(&["evidence", "nonsense"]), Some(5));
}

#[test]
fn json_stands_alone_on_standard_output() {
    let home = small_company();
    for arguments in
        [&["people", "--json"][..], &["csm-performance", "maya", "2024-Q4", "--json"], &["doctor", "--json"]]
    {
        let done = evenkeel(home.path(), arguments);
        let parsed: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
        assert!(parsed["title"].is_string(), "{arguments:?}");
    }
    let refused = evenkeel(home.path(), &["csm-performance", "nobody", "--json"]);
    assert!(refused.stdout.is_empty() && text(&refused.stderr).starts_with("evenkeel: no person"));
}

#[test]
fn what_is_not_a_terminal_gets_no_colours_and_no_wide_lines() {
    let home = small_company();
    let done = evenkeel(home.path(), &["csm-performance", "maya", "2024-Q4"]);
    let out = text(&done.stdout);
    assert!(!out.contains('\u{1b}'));
    assert!(
        out.lines().all(|line| line.chars().count() <= 90),
        "{:?}",
        out.lines().find(|line| line.chars().count() > 90)
    );
}

#[test]
fn a_report_is_written_as_the_ending_says() {
    let home = small_company();
    for ending in ["html", "md", "json"] {
        let path = home.path().join(format!("out/maya.{ending}"));
        let done = evenkeel(home.path(), &["csm-performance", "maya", "2024-Q4", "--out", &path.to_string_lossy()]);
        assert!(done.status.success() && std::fs::read_to_string(&path).unwrap().contains("Maya"), "{ending}");
    }
    let odd = evenkeel(home.path(), &["people", "--out", "people.docx"]);
    assert_eq!(odd.status.code(), Some(2));
}

#[test]
fn settings_come_from_file_environment_and_flags_in_this_order() {
    let home = small_company();
    std::fs::write(home.path().join("evenkeel.toml"), "lapse_days = 10\nramp_months = 3\n").unwrap();
    let shown =
        || text(&evenkeel(home.path(), &["config", "show", "--origin", "--set", "lapse_days=20", "--json"]).stdout);
    assert!(shown().contains("--set lapse_days") && shown().contains("evenkeel.toml"));
    std::fs::write(home.path().join("evenkeel.toml"), "lapse_dayz = 10\n").unwrap();
    let wrong = evenkeel(home.path(), &["people"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(text(&wrong.stderr).contains("did you mean `lapse_days`"), "{}", text(&wrong.stderr));
}

#[test]
fn templates_are_written_and_can_be_imported_as_they_are() {
    let home = tempfile::TempDir::new().unwrap();
    let folder = home.path().join("templates");
    let done = evenkeel(home.path(), &["template", &folder.to_string_lossy()]);
    assert!(done.status.success(), "{}", text(&done.stderr));
    assert!(folder.join("accounts.csv").is_file() && folder.join("_columns.csv").is_file());
    let done = evenkeel(home.path(), &["import", &folder.to_string_lossy(), "--currency", "USD"]);
    assert!(done.status.success(), "{}", text(&done.stderr));
}

#[test]
fn hostile_names_steer_neither_terminal_nor_page() {
    let home = small_company();
    let file = home.path().join("people.csv");
    std::fs::write(&file, "person_id,name\nP-X,\u{1b}[2J<script>alert(1)</script>\n").unwrap();
    let done = evenkeel(home.path(), &["import", &file.to_string_lossy()]);
    assert!(done.status.success(), "{}", text(&done.stderr));
    let page = home.path().join("people.html");
    let listed = evenkeel(home.path(), &["people", "--out", &page.to_string_lossy()]);
    assert!(!text(&listed.stdout).contains('\u{1b}'));
    assert!(!std::fs::read_to_string(&page).unwrap().contains("<script>alert"));
}

#[test]
fn shells_manual_readers_and_programs_learn_the_commands() {
    let home = small_company();
    let bash = text(&evenkeel(home.path(), &["completions", "bash"]).stdout);
    assert!(bash.contains("_evenkeel") && bash.contains("csm-performance"));
    let folder = home.path().join("man");
    assert!(evenkeel(home.path(), &["man", &folder.to_string_lossy()]).status.success());
    let page = std::fs::read_to_string(folder.join("evenkeel-import.1")).unwrap();
    assert!(page.contains("Take files in"), "{page}");
    let told = evenkeel(home.path(), &["import", "undo", "--help", "--json"]);
    let told: serde_json::Value = serde_json::from_slice(&told.stdout).unwrap();
    assert_eq!(told["actions"][0]["name"], "imports.undo");
    assert_eq!(
        (&told["actions"][0]["access"], &told["actions"][0]["inputs"][0]["kind"]),
        (&"destructive".into(), &"whole".into())
    );
    assert_eq!(evenkeel(home.path(), &["fly", "--help", "--json"]).status.code(), Some(5));
}
