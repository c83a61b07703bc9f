//! What a file can be recognised as: the neutral templates, and presets written down as data.

use std::collections::BTreeMap;
use std::sync::Arc;

use kernel::{ColumnKind, Currency, FactShape};
use serde::Deserialize;

use crate::headings::normal_form;

/// The presets that come with the program.
const PRESETS: &[&str] = &[include_str!("../presets/ravenstack.toml")];

/// The name under which files that follow a neutral template are reported.
pub(crate) const TEMPLATE: &str = "template";

/// How the rows of one kind of file become facts of one object.
#[derive(Debug, Clone)]
pub(crate) struct Recipe {
    /// `template`, or the name of the preset.
    pub(crate) preset: Arc<str>,
    pub(crate) shape: &'static FactShape,
    /// The source system; templates leave it to the person or the row.
    pub(crate) source: Option<Arc<str>>,
    pub(crate) currency: Option<Currency>,
    /// Headings, in normal form, that must all be there.
    pub(crate) fingerprint: Vec<String>,
    /// Headings, in normal form, that belong to the file although nothing is done with them.
    pub(crate) ignored: Vec<String>,
    /// One per column of the shape; `None` where the file has nothing for it.
    pub(crate) columns: Vec<Option<Wanted>>,
}

/// Where a column comes from.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wanted {
    /// Headings, in normal form, of which the first one found is taken.
    pub(crate) headings: Vec<String>,
    /// What every row gets, or what rows get whose cell is empty.
    pub(crate) constant: Option<String>,
    /// What words of the file, in lower case, mean.
    pub(crate) values: BTreeMap<String, String>,
    /// The object whose reference of the same kind is meant: "the account of that contract".
    pub(crate) via: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PresetText {
    name: String,
    source: String,
    currency: Option<String>,
    files: Vec<FileText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileText {
    object: String,
    #[serde(default)]
    fingerprint: Vec<String>,
    #[serde(default)]
    ignored: Vec<String>,
    columns: BTreeMap<String, ColumnText>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum ColumnText {
    Heading(String),
    Headings(Vec<String>),
    Detailed(DetailedText),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DetailedText {
    from: Option<OneOrMore>,
    constant: Option<String>,
    #[serde(default)]
    values: BTreeMap<String, String>,
    via: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

impl OneOrMore {
    fn normal_forms(&self) -> Vec<String> {
        match self {
            Self::One(heading) => vec![normal_form(heading)],
            Self::More(headings) => headings.iter().map(|heading| normal_form(heading)).collect(),
        }
    }
}

impl ColumnText {
    fn wanted(&self) -> Wanted {
        match self {
            Self::Heading(heading) => Wanted { headings: vec![normal_form(heading)], ..Wanted::default() },
            Self::Headings(headings) => {
                Wanted { headings: headings.iter().map(|heading| normal_form(heading)).collect(), ..Wanted::default() }
            }
            Self::Detailed(detailed) => Wanted {
                headings: detailed.from.as_ref().map(OneOrMore::normal_forms).unwrap_or_default(),
                constant: detailed.constant.clone(),
                values: detailed.values.iter().map(|(word, meant)| (word.to_lowercase(), meant.clone())).collect(),
                via: detailed.via.clone(),
            },
        }
    }
}

/// Every recipe for these shapes: templates first, then presets.
pub(crate) fn recipes(shapes: &[&'static FactShape]) -> Vec<Recipe> {
    let templates = shapes.iter().map(|shape| template(shape));
    let presets = PRESETS.iter().flat_map(|text| preset(text, shapes).unwrap_or_default());
    templates.chain(presets).collect()
}

fn template(shape: &'static FactShape) -> Recipe {
    let column =
        |column: &kernel::Column| Some(Wanted { headings: vec![normal_form(column.name)], ..Wanted::default() });
    Recipe {
        preset: Arc::from(TEMPLATE),
        shape,
        source: None,
        currency: None,
        fingerprint: Vec::new(),
        ignored: Vec::new(),
        columns: shape.columns.iter().map(column).collect(),
    }
}

/// The recipes of a preset; files of objects that are not among the shapes are left out.
fn preset(text: &str, shapes: &[&'static FactShape]) -> Result<Vec<Recipe>, String> {
    let preset: PresetText = toml::from_str(text).map_err(|problem| problem.to_string())?;
    let currency = match &preset.currency {
        Some(code) => Some(code.parse::<Currency>().map_err(|unknown| unknown.to_string())?),
        None => None,
    };
    let mut recipes = Vec::new();
    for file in &preset.files {
        let Some(shape) = shapes.iter().find(|shape| shape.object == file.object) else { continue };
        if let Some(unknown) = file.columns.keys().find(|name| shape.position(name).is_none()) {
            return Err(format!("preset {}: {} have no column {unknown}", preset.name, file.object));
        }
        let forms = |headings: &[String]| headings.iter().map(|heading| normal_form(heading)).collect();
        recipes.push(Recipe {
            preset: Arc::from(preset.name.as_str()),
            shape,
            source: Some(Arc::from(preset.source.as_str())),
            currency,
            fingerprint: forms(&file.fingerprint),
            ignored: forms(&file.ignored),
            columns: shape.columns.iter().map(|column| file.columns.get(column.name).map(ColumnText::wanted)).collect(),
        });
    }
    Ok(recipes)
}

/// Whether the facts of a shape carry amounts.
pub(crate) fn has_amounts(shape: &FactShape) -> bool {
    shape.columns.iter().any(|column| column.kind == ColumnKind::Amount)
}

/// The column that says what the amounts of a row are in.
pub(crate) fn currency_place(shape: &FactShape) -> Option<usize> {
    shape.position("currency").filter(|place| shape.columns[*place].kind == ColumnKind::CurrencyCode)
}

#[cfg(test)]
mod tests;
