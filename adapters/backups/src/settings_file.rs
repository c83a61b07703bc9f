use ports::{Fault, Outside};
use toml_edit::{DocumentMut, value};

/// The settings of a home whose facts lie in this database, or in a file of the home; comments and order stay. `None`
/// where there is nothing to write down.
pub(crate) fn with_database(text: Option<&str>, database: Option<&str>) -> Outside<Option<String>> {
    if text.is_none() && database.is_none() {
        return Ok(None);
    }
    let read = text.unwrap_or_default().parse::<DocumentMut>();
    let mut settings = read.map_err(|cause| Fault::broken("reading the settings of the backup", cause.message()))?;
    match database {
        Some(address) => settings["database"] = value(address),
        None => {
            settings.remove("database");
        }
    }
    Ok(Some(settings.to_string()))
}

#[cfg(test)]
mod tests;
