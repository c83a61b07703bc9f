use super::*;

fn file(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// A home with an old state, and a new one ready in `restoring`; the new one has no settings.
fn home() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    for (name, text) in
        [("evenkeel.db", "old"), ("evenkeel.db-wal", "old"), ("evenkeel.toml", "old"), ("mappings/a.toml", "old")]
    {
        file(&home.path().join(name), text);
    }
    for name in ["evenkeel.db", "mappings/b.toml"] {
        file(&home.path().join(MAKING).join(name), "new");
    }
    home
}

fn is_new(home: &Path) {
    let text = |name: &str| std::fs::read_to_string(home.join(name)).ok();
    assert_eq!(text("evenkeel.db").as_deref(), Some("new"));
    assert_eq!(text("mappings/b.toml").as_deref(), Some("new"));
    for gone in ["evenkeel.db-wal", "evenkeel.toml", "mappings/a.toml", MAKING, MADE] {
        assert!(!home.join(gone).exists(), "{gone} is still there");
    }
    for kept in ["evenkeel.db", "evenkeel.db-wal", "evenkeel.toml", "mappings/a.toml"] {
        assert_eq!(text(&format!("before/{kept}")).as_deref(), Some("old"), "{kept}");
    }
}

#[test]
fn the_old_home_lies_aside_whole() {
    let home = home();
    assert_eq!(put_in_place(home.path(), "before").unwrap(), Some(home.path().join("before")));
    is_new(home.path());
}

/// Every state that a kill can leave between two renames, made by doing the same renames up to there.
#[test]
fn whoever_comes_next_finishes_from_any_point() {
    let moves = |home: &Path| -> Vec<(PathBuf, PathBuf)> {
        let old = |name: &str| (home.join(name), home.join("before").join(name));
        let new = |name: &str| (home.join(MADE).join(name), home.join(name));
        vec![
            old("evenkeel.db-wal"),
            old("evenkeel.db"),
            new("evenkeel.db"),
            old("evenkeel.toml"),
            old("mappings"),
            new("mappings"),
        ]
    };
    for done in 0..=6 {
        let home = home();
        let plan = r#"{"aside":"before","entries":["evenkeel.db","mappings"]}"#;
        file(&home.path().join(MAKING).join(PLAN), plan);
        std::fs::rename(home.path().join(MAKING), home.path().join(MADE)).unwrap();
        std::fs::create_dir(home.path().join("before")).unwrap();
        for (from, to) in moves(home.path()).into_iter().take(done) {
            std::fs::rename(from, to).unwrap();
        }
        assert!(is_interrupted(home.path()));
        assert!(crate::enter(home.path()).unwrap().is_some());
        is_new(home.path());
        assert!(!is_interrupted(home.path()));
    }
}

/// The plan may go before the folder it lies in.
#[test]
fn a_folder_that_was_only_half_cleared_away_holds_nobody_up() {
    let home = home();
    put_in_place(home.path(), "before").unwrap();
    std::fs::create_dir(home.path().join(MADE)).unwrap();
    assert!(crate::enter(home.path()).unwrap().is_some());
    is_new(home.path());
}
