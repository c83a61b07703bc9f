use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use app::settings::{SETTINGS, Settings, Told};
use backups::SETTINGS_FILE as FILE;
use cli::Entry;
use etcetera::BaseStrategy;
use kernel::Refusal;

/// The folder everything lies under: typed, from the environment, or the platform's data folder.
pub(crate) fn home(entry: &Entry) -> Result<PathBuf, Refusal> {
    if let Some(home) = &entry.home {
        return Ok(home.clone());
    }
    if let Some(home) = std::env::var_os("EVENKEEL_HOME").filter(|home| !home.is_empty()) {
        return Ok(PathBuf::from(home));
    }
    let folders = etcetera::choose_base_strategy()
        .map_err(|cause| Refusal::Precondition(format!("no home folder is known ({cause}); say --home FOLDER")))?;
    Ok(folders.data_dir().join("evenkeel"))
}

/// What holds: defaults, then the file in the home where it is opened, then the environment, then flags.
pub(crate) fn settings(home: &Path, entry: &Entry) -> Result<Settings, Refusal> {
    let mut told = if entry.opens_home { from_file(&home.join(FILE))? } else { BTreeMap::new() };
    for setting in SETTINGS {
        let variable = format!("EVENKEEL_{}", setting.name.to_uppercase());
        if let Ok(value) = std::env::var(&variable) {
            told.insert(setting.name.to_owned(), Told { value, origin: variable });
        }
    }
    for (name, value, flag) in &entry.settings {
        told.insert(name.clone(), Told { value: value.clone(), origin: flag.clone() });
    }
    Settings::read(told)
}

fn from_file(path: &Path) -> Result<BTreeMap<String, Told>, Refusal> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Ok(BTreeMap::new()),
        Err(cause) => return Err(Refusal::Unavailable(format!("{} cannot be read: {cause}", path.display()))),
    };
    let table: toml::Table = text.parse().map_err(|cause: toml::de::Error| {
        Refusal::invalid(FILE, format!("{} does not read as TOML: {}", path.display(), cause.message()))
    })?;
    let mut told = BTreeMap::new();
    flatten("", &toml::Value::Table(table), &mut |name, value| {
        told.insert(name, Told { value, origin: path.display().to_string() });
    });
    Ok(told)
}

/// `[weights] retention = 30` becomes `weights.retention`; a list becomes its items with commas.
fn flatten(prefix: &str, value: &toml::Value, tell: &mut dyn FnMut(String, String)) {
    match value {
        toml::Value::Table(table) => {
            for (name, value) in table {
                let name = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
                flatten(&name, value, tell);
            }
        }
        other => tell(prefix.to_owned(), plain(other)),
    }
}

fn plain(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => text.clone(),
        toml::Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}
