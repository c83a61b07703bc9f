//! Mappings that were found once and are kept for the next delivery: presets of one file, written by the program.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use kernel::{FactShape, Refusal};
use ports::deliveries::KeptMapping;
use ports::{Fault, Outside};
use serde::Serialize;

use crate::headings::normal_form;
use crate::recipes::{KEPT, Recipe, ReckoningText, Saying, TextForm, Wanted, preset};
use crate::recognise::Bound;
use crate::table::unreadable;
use crate::templates::unwritable;

#[derive(Serialize)]
struct PresetText<'a> {
    name: &'a str,
    /// The delivery it was found in.
    delivery: i64,
    files: [FileText<'a>; 1],
}

#[derive(Serialize)]
struct FileText<'a> {
    object: &'a str,
    fingerprint: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    known_at: Option<&'a str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    beside: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    only_new: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    snapshot: Option<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    skip: &'a [Saying],
    columns: BTreeMap<&'a str, ColumnText>,
}

#[derive(Default, Serialize)]
struct ColumnText {
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    join: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    constant: Option<String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    values: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    otherwise: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    when: Option<Saying>,
    #[serde(skip_serializing_if = "Option::is_none")]
    form: Option<TextForm>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reckon: Option<ReckoningText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    via: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    also: Option<String>,
}

fn name_of(bound: &Bound) -> String {
    let mut forms: Vec<String> = own(bound).iter().map(|heading| normal_form(heading)).collect();
    forms.sort();
    let hash = blake3::hash(forms.join("\u{1F}").as_bytes()).to_hex();
    format!("{KEPT}{}-{}", bound.recipe.shape.object, &hash[..8])
}

fn own(bound: &Bound) -> &[String] {
    &bound.headings[..bound.own_count]
}

/// Writes down how the columns of a file of a delivery were understood.
pub(crate) fn keep(bound: &Bound, delivery: i64, folder: &Path) -> Outside<PathBuf> {
    let heading = |form: &String| {
        let found = own(bound).iter().find(|heading| normal_form(heading) == *form);
        found.cloned().unwrap_or_else(|| form.clone())
    };
    let column = |wanted: &Wanted| ColumnText {
        from: wanted.headings.first().map(heading),
        join: wanted.joined.iter().map(heading).collect(),
        constant: wanted.constant.clone(),
        values: wanted.values.clone(),
        otherwise: wanted.otherwise.clone(),
        when: wanted.when.as_ref().map(|when| Saying { column: heading(&when.column), is: when.is.clone() }),
        form: wanted.form,
        reckon: wanted.reckoning.clone(),
        via: wanted.via.clone(),
        also: wanted.also.as_ref().map(heading),
    };
    let shape = bound.recipe.shape;
    let columns = shape.columns.iter().zip(&bound.recipe.columns);
    let columns = columns.filter_map(|(known, wanted)| Some((known.name, column(wanted.as_ref()?)))).collect();
    let fingerprint =
        own(bound).iter().map(String::as_str).filter(|heading| !normal_form(heading).is_empty()).collect();
    let name = name_of(bound);
    let known_at = bound.known_at_place.and_then(|place| own(bound).get(place)).map(String::as_str);
    let recipe = &bound.recipe;
    let (object, beside, only_new, snapshot) = (shape.object, recipe.beside, recipe.only_new, recipe.snapshot);
    let skip = recipe.skipped.as_slice();
    let file = FileText { object, fingerprint, known_at, beside, only_new, snapshot, skip, columns };
    let text = PresetText { name: &name, delivery, files: [file] };
    let path = folder.join(format!("{name}.toml"));
    let text = toml::to_string_pretty(&text).map_err(|problem| unwritable(&path, problem))?;
    std::fs::create_dir_all(folder).map_err(|problem| unwritable(folder, problem))?;
    std::fs::write(&path, text).map_err(|problem| unwritable(&path, problem))?;
    Ok(path)
}

fn paths(folder: &Path) -> Outside<Vec<PathBuf>> {
    let entries = match std::fs::read_dir(folder) {
        Err(problem) if problem.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        other => other.map_err(|problem| unreadable(folder, &problem))?,
    };
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry.map_err(|problem| unreadable(folder, &problem))?.path();
        if path.extension().is_some_and(|ending| ending == "toml") {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

/// The recipes that were kept.
pub(crate) fn recipes(folder: &Path, shapes: &[&'static FactShape]) -> Outside<Vec<Recipe>> {
    let mut kept = Vec::new();
    for path in paths(folder)? {
        let text = std::fs::read_to_string(&path).map_err(|problem| unreadable(&path, &problem))?;
        let (recipes, _) = preset(&text, shapes).map_err(|why| {
            let words = format!("the mapping {} cannot be read: {why}; mend or remove the file", path.display());
            Fault::Refused(Refusal::Rejected(words))
        })?;
        kept.extend(recipes);
    }
    Ok(kept)
}

/// What was kept, as people read it.
pub(crate) fn list(folder: &Path, shapes: &[&'static FactShape]) -> Outside<Vec<KeptMapping>> {
    let told = |recipe: Recipe| {
        let columns = recipe.shape.columns.iter().zip(&recipe.columns);
        let words = |wanted: &Wanted| match (&wanted.constant, wanted.joined.as_slice()) {
            (Some(constant), _) if wanted.headings.is_empty() => format!("always {constant}"),
            (_, joined) if !joined.is_empty() => joined.join(" with "),
            _ => wanted.headings.join(" or "),
        };
        let columns = columns.filter_map(|(column, wanted)| Some((column.name, words(wanted.as_ref()?)))).collect();
        let path = folder.join(format!("{}.toml", recipe.preset));
        KeptMapping { name: recipe.preset.to_string(), shape: recipe.shape, columns, path, delivery: recipe.delivery }
    };
    Ok(recipes(folder, shapes)?.into_iter().map(told).collect())
}

/// Removes a kept mapping.
pub(crate) fn forget(folder: &Path, name: &str) -> Outside<()> {
    let is_name =
        name.starts_with(KEPT) && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    let path = folder.join(format!("{name}.toml"));
    if !is_name || !path.is_file() {
        let words = format!("no mapping `{name}` is kept; `evenkeel import mappings` lists them");
        return Err(Fault::Refused(Refusal::NotFound(words)));
    }
    std::fs::remove_file(&path).map_err(|problem| unwritable(&path, problem))
}
