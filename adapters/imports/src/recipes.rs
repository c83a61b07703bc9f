//! What a file can be recognised as: the neutral templates, and presets written down as data.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use kernel::{ColumnKind, Currency, FactShape};
use serde::{Deserialize, Serialize};

use crate::headings::{normal_form, words_of};

/// The presets that come with the program.
const PRESETS: &[&str] = &[
    include_str!("../presets/ravenstack.toml"),
    include_str!("../presets/salesforce.toml"),
    include_str!("../presets/hubspot.toml"),
    include_str!("../presets/zendesk.toml"),
    include_str!("../presets/stripe.toml"),
    include_str!("../presets/chargebee.toml"),
    include_str!("../presets/gainsight.toml"),
    include_str!("../presets/workday.toml"),
    include_str!("../presets/bamboohr.toml"),
    include_str!("../presets/lattice.toml"),
    include_str!("../presets/qualtrics.toml"),
    include_str!("../presets/surveymonkey.toml"),
    include_str!("../presets/typeform.toml"),
    include_str!("../presets/delighted.toml"),
    include_str!("../presets/icalendar.toml"),
];

/// Read once; the tests see to it that all of them can be read.
static PARSED: LazyLock<Vec<PresetText>> =
    LazyLock::new(|| PRESETS.iter().filter_map(|text| toml::from_str(text).ok()).collect());

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
    /// Headings, in normal form, of each of which one must be there.
    pub(crate) fingerprint: Vec<Vec<String>>,
    /// Headings, in normal form, that belong to the file although nothing is done with them.
    pub(crate) ignored: Vec<String>,
    /// The heading of the source's own clock, in normal form.
    pub(crate) known_at: Option<String>,
    /// What a person should know about how the file is taken.
    pub(crate) note: Option<String>,
    /// The file is read for this besides what it is first of all.
    pub(crate) beside: bool,
    /// The column that says since when, where the file tells only how things stand today.
    pub(crate) snapshot: Option<&'static str>,
    /// The file mentions these beside: what is known of one already stays as it is.
    pub(crate) only_new: bool,
    /// Rows that are not facts: deleted ones, superseded ones.
    pub(crate) skipped: Vec<Saying>,
    /// Columns of other files of the same delivery that rows are read with.
    pub(crate) lookups: Vec<LookupUse>,
    /// The delivery a kept mapping was found in.
    pub(crate) delivery: Option<i64>,
    /// One per column of the shape; `None` where the file has nothing for it.
    pub(crate) columns: Vec<Option<Wanted>>,
}

/// Names of kept mappings begin so.
pub(crate) const KEPT: &str = "kept-";

impl Recipe {
    /// Whether it was kept from an earlier delivery.
    pub(crate) fn is_kept(&self) -> bool {
        self.preset.starts_with(KEPT)
    }

    /// What recipes for the same file share: the preset, or the headings of the file a mapping was kept of.
    pub(crate) fn family(&self) -> &str {
        if self.is_kept() { self.preset.rsplit('-').next().unwrap_or_default() } else { &self.preset }
    }
}

/// Where a column comes from.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wanted {
    /// Headings, in normal form, of which the first one found is taken.
    pub(crate) headings: Vec<String>,
    /// Words a heading may hold instead, all of one list, for questions that everybody words a little differently.
    pub(crate) like: Vec<Vec<String>>,
    /// Headings, in normal form, whose texts follow.
    pub(crate) joined: Vec<String>,
    /// Headings, in normal form, of which the first filled one is taken where the cell is empty.
    pub(crate) instead: Vec<String>,
    /// What every row gets, or what rows get whose cell is empty.
    pub(crate) constant: Option<String>,
    /// What words of the file, in lower case, mean.
    pub(crate) values: BTreeMap<String, String>,
    /// What all other words mean; without it they are taken as they stand.
    pub(crate) otherwise: Option<String>,
    /// Only rows that say so have anything here.
    pub(crate) when: Option<Saying>,
    pub(crate) form: Option<TextForm>,
    pub(crate) reckoning: Option<ReckoningText>,
    /// The object whose reference of the same kind is meant: "the account of that contract".
    pub(crate) via: Option<String>,
    /// The heading, in normal form, of a second name of what is pointed to.
    pub(crate) also: Option<String>,
}

/// A column of which a cell says one of some words.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Saying {
    pub(crate) column: String,
    /// In lower case.
    pub(crate) is: Vec<String>,
}

/// What is made of a text before it is understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum TextForm {
    /// The domain of a web or e-mail address.
    Domain,
    /// The long form of a Salesforce id.
    SalesforceId,
    /// The first of several parted by semicolons.
    FirstOfSeveral,
    /// The identifiers a JSON object holds, parted by semicolons: what its names ending in `id` say.
    IdsOfJson,
    /// What stands before a colon.
    BeforeColon,
    SecondsAsMinutes,
    HoursAsMinutes,
    /// `1:20:13`.
    ClockAsMinutes,
    /// 1 for a thumb up and 0 for one down, as answers of 1 to 5.
    ThumbsAsFive,
    /// Answers of 1 to 10 as answers of 1 to 5.
    TenAsFive,
    /// Answers of 0 to 10 as answers of 1 to 5.
    ZeroToTenAsFive,
    /// 0 to 100, with or without `%`, as answers of 1 to 5.
    PercentAsFive,
    /// 0 to 1 as answers of 1 to 5.
    ShareAsFive,
}

/// How an amount of a billing period becomes one of a year, named by headings.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct ReckoningText {
    /// The amount is in cents.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) minor: bool,
    /// The amount is in thousands.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) thousands: bool,
    /// It is for one of so many.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) times: Option<OneOrMore>,
    /// It is for one `month`, `year`, …; a heading, or a word in `each`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) interval: Option<OneOrMore>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) each: Option<String>,
    /// It is for so many of those.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) count: Option<OneOrMore>,
    /// It is for a whole term: from start to end, or as long as `term` says.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) whole_term: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) term: Option<OneOrMore>,
    /// Months in one of what `term` counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) term_months: Option<u8>,
}

/// Columns of a file kept aside that a file is read with.
#[derive(Debug, Clone)]
pub(crate) struct LookupUse {
    pub(crate) aside: String,
    /// The heading, in normal form, that holds the key of the row to be looked up.
    pub(crate) by: String,
    pub(crate) take: Vec<String>,
}

/// A file of a preset that becomes no facts by itself: what others are read with, or what nothing is done with.
#[derive(Debug, Clone)]
pub(crate) struct Aside {
    pub(crate) preset: Arc<str>,
    pub(crate) name: String,
    /// What it holds, in words.
    pub(crate) what: String,
    pub(crate) fingerprint: Vec<Vec<String>>,
    /// The heading of its key, where others look rows up in it.
    pub(crate) key: Option<String>,
    /// Rows that say so count before others of their key.
    pub(crate) preferred: Option<Saying>,
    pub(crate) skipped: Vec<Saying>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PresetText {
    name: String,
    /// Mappings that were kept leave it to the person.
    source: Option<String>,
    currency: Option<String>,
    delivery: Option<i64>,
    #[serde(default)]
    files: Vec<FileText>,
    #[serde(default)]
    aside: Vec<AsideText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AsideText {
    name: String,
    what: String,
    fingerprint: Vec<OneOrMore>,
    key: Option<String>,
    prefer: Option<Saying>,
    #[serde(default)]
    skip: Vec<Saying>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LookupText {
    by: String,
    take: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileText {
    object: String,
    #[serde(default)]
    fingerprint: Vec<OneOrMore>,
    #[serde(default)]
    ignored: Vec<String>,
    #[serde(default)]
    skip: Vec<Saying>,
    known_at: Option<String>,
    note: Option<String>,
    #[serde(default)]
    beside: bool,
    #[serde(default)]
    only_new: bool,
    snapshot: Option<String>,
    #[serde(default)]
    lookups: BTreeMap<String, LookupText>,
    columns: BTreeMap<String, ColumnText>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum ColumnText {
    Heading(String),
    Headings(Vec<String>),
    Detailed(Box<DetailedText>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DetailedText {
    from: Option<OneOrMore>,
    #[serde(default)]
    like: Vec<String>,
    #[serde(default)]
    join: Vec<String>,
    #[serde(default)]
    instead: Vec<String>,
    constant: Option<String>,
    #[serde(default)]
    values: BTreeMap<String, String>,
    otherwise: Option<String>,
    when: Option<Saying>,
    form: Option<TextForm>,
    reckon: Option<ReckoningText>,
    via: Option<String>,
    also: Option<String>,
}

/// One heading or several, of which the first found is taken.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(untagged)]
pub(crate) enum OneOrMore {
    One(String),
    More(Vec<String>),
}

impl OneOrMore {
    pub(crate) fn normal_forms(&self) -> Vec<String> {
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
                like: detailed.like.iter().map(|words| words_of(words)).collect(),
                joined: detailed.join.iter().map(|heading| normal_form(heading)).collect(),
                instead: detailed.instead.iter().map(|heading| normal_form(heading)).collect(),
                constant: detailed.constant.clone(),
                values: detailed.values.iter().map(|(word, meant)| (word.to_lowercase(), meant.clone())).collect(),
                otherwise: detailed.otherwise.clone(),
                when: detailed.when.as_ref().map(Saying::normal),
                form: detailed.form,
                reckoning: detailed.reckon.clone(),
                via: detailed.via.clone(),
                also: detailed.also.as_deref().map(normal_form),
            },
        }
    }
}

impl Saying {
    fn normal(&self) -> Self {
        Self { column: normal_form(&self.column), is: self.is.iter().map(|word| word.to_lowercase()).collect() }
    }
}

/// Every recipe for these shapes: templates first, then presets; and the files that are kept aside.
pub(crate) fn recipes(shapes: &[&'static FactShape]) -> (Vec<Recipe>, Vec<Aside>) {
    let mut recipes: Vec<Recipe> = shapes.iter().map(|shape| template(shape)).collect();
    let mut asides = Vec::new();
    for preset in PARSED.iter() {
        let (more, kept) = recipes_of(preset, shapes).unwrap_or_default();
        recipes.extend(more);
        asides.extend(kept);
    }
    (recipes, asides)
}

/// The neutral recipe of a shape.
pub(crate) fn template(shape: &'static FactShape) -> Recipe {
    let column =
        |column: &kernel::Column| Some(Wanted { headings: vec![normal_form(column.name)], ..Wanted::default() });
    Recipe {
        preset: Arc::from(TEMPLATE),
        shape,
        source: None,
        currency: None,
        fingerprint: Vec::new(),
        ignored: Vec::new(),
        known_at: Some(normal_form("known_at")),
        note: None,
        beside: false,
        only_new: false,
        snapshot: None,
        skipped: Vec::new(),
        lookups: Vec::new(),
        delivery: None,
        columns: shape.columns.iter().map(column).collect(),
    }
}

/// The recipes of a preset; files of objects that are not among the shapes are left out.
pub(crate) fn preset(text: &str, shapes: &[&'static FactShape]) -> Result<(Vec<Recipe>, Vec<Aside>), String> {
    let preset: PresetText = toml::from_str(text).map_err(|problem| problem.to_string())?;
    recipes_of(&preset, shapes)
}

fn recipes_of(preset: &PresetText, shapes: &[&'static FactShape]) -> Result<(Vec<Recipe>, Vec<Aside>), String> {
    let currency = match &preset.currency {
        Some(code) => Some(code.parse::<Currency>().map_err(|unknown| unknown.to_string())?),
        None => None,
    };
    let forms = |headings: &[String]| headings.iter().map(|heading| normal_form(heading)).collect::<Vec<_>>();
    let each = |wanted: &[OneOrMore]| wanted.iter().map(OneOrMore::normal_forms).collect::<Vec<_>>();
    let sayings = |sayings: &[Saying]| sayings.iter().map(Saying::normal).collect::<Vec<_>>();
    let mut recipes = Vec::new();
    for file in &preset.files {
        let Some(shape) = shapes.iter().find(|shape| shape.object == file.object) else { continue };
        if let Some(unknown) = file.columns.keys().find(|name| shape.position(name).is_none()) {
            return Err(format!("preset {}: {} have no column {unknown}", preset.name, file.object));
        }
        let uses = file.lookups.iter().map(|(aside, used)| LookupUse {
            aside: aside.clone(),
            by: normal_form(&used.by),
            take: forms(&used.take),
        });
        recipes.push(Recipe {
            preset: Arc::from(preset.name.as_str()),
            shape,
            source: preset.source.as_deref().map(Arc::from),
            currency,
            fingerprint: each(&file.fingerprint),
            ignored: forms(&file.ignored),
            known_at: file.known_at.as_deref().map(normal_form),
            note: file.note.clone(),
            beside: file.beside,
            only_new: file.only_new,
            snapshot: file.snapshot.as_ref().and_then(|name| column_named(shape, name)),
            skipped: sayings(&file.skip),
            lookups: uses.collect(),
            delivery: preset.delivery,
            columns: shape.columns.iter().map(|column| file.columns.get(column.name).map(ColumnText::wanted)).collect(),
        });
    }
    let asides = preset.aside.iter().map(|aside| Aside {
        preset: Arc::from(preset.name.as_str()),
        name: aside.name.clone(),
        what: aside.what.clone(),
        fingerprint: each(&aside.fingerprint),
        key: aside.key.as_deref().map(normal_form),
        preferred: aside.prefer.as_ref().map(Saying::normal),
        skipped: sayings(&aside.skip),
    });
    Ok((recipes, asides.collect()))
}

fn column_named(shape: &FactShape, name: &str) -> Option<&'static str> {
    shape.position(name).map(|place| shape.columns[place].name)
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
