use std::collections::BTreeMap;

use csm_performance::{Category, Metric, Profile};
use jiff::civil::{Time, Weekday};
use kernel::{Currency, FiscalYear, Refusal};
use people::calendar::WorkCalendar;
use retention::{ChurnSource, Convention, CreditRule, Rules, WinBack};
use rust_decimal::Decimal;

/// Which profile judges the health of whom.
mod health_profiles;

pub use health_profiles::HealthProfiles;

/// Something that can be configured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting {
    /// Its name in `evenkeel.toml`; in the environment `EVENKEEL_` and the name in capitals.
    pub name: &'static str,
    /// What holds when nobody says otherwise.
    pub default: &'static str,
    /// One line of help.
    pub help: &'static str,
}

const fn setting(name: &'static str, default: &'static str, help: &'static str) -> Setting {
    Setting { name, default, help }
}

/// Everything that can be configured, besides `weights.CATEGORY` and `anchors.METRIC` of the review's profile, and
/// `health.profiles.NAME`, `health.segments.SEGMENT` and `prices.FEATURE`.
pub const SETTINGS: &[Setting] = &[
    setting("database", "", "address of a PostgreSQL database for teams; empty keeps the facts in a file of the home"),
    setting("currency", "", "currency of the book, such as USD; empty takes what the first import settles"),
    setting("time_zone", "UTC", "time zone of the book; moments are times on the wall there"),
    setting("fiscal_year_first_month", "1", "month in which the fiscal year begins, 1 to 12"),
    setting("working_days", "mon,tue,wed,thu,fri", "days on which customers are answered"),
    setting("working_hours", "09:00-17:00", "hours in which customers are answered"),
    setting("holiday_country", "", "which holidays count; empty counts all that are on record"),
    setting("lapse_days", "30", "a gap between contracts up to so many days is a billing lapse, not a loss"),
    setting("win_back_days", "90", "an account back within so many days can still count as kept"),
    setting("churn_source", "contracts", "what says that an account is lost: contracts or events"),
    setting(
        "gross_convention",
        "point-to-point",
        "point-to-point, movement-sum, monthly-compounding or running-minimum",
    ),
    setting("win_back", "strict-cohort", "strict-cohort, no-gap-rule or net-of-reactivation"),
    setting(
        "credit_rule",
        "influence-window",
        "influence-window, owner-at-period-end, owner-at-period-start or owner-at-decision",
    ),
    setting(
        "tier_cutoffs",
        "50000, 20000, 10000",
        "ARR above which an account is strategic, growth, core; the rest is nurture",
    ),
    setting("segment_by", "tier", "what bridges are split by: tier, segment, industry or country"),
    setting("ramp_months", "6", "months after hiring during which a CSM is left out of team averages"),
    setting("health_profile", "four-component", "profile that judges health where no segment has one of its own"),
    setting("profile", "standard", "name printed with every score made from the weights and anchors in force"),
];

/// Where a value came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The value, as text.
    pub value: String,
    /// `default`, a file, an environment variable or a flag.
    pub origin: String,
}

/// What holds, after defaults, file, environment and flags.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The currency of the book, if configured.
    pub currency: Option<Currency>,
    /// The address of a PostgreSQL database, if the facts lie in one.
    pub database: Option<String>,
    /// The time zone of the book.
    pub time_zone: String,
    /// When the fiscal year begins.
    pub fiscal_year: FiscalYear,
    /// When customers are answered; holidays are added from the facts.
    pub calendar: WorkCalendar,
    /// Whose holidays count.
    pub holiday_country: Option<String>,
    /// How retention is worked out.
    pub rules: Rules,
    /// Who is credited.
    pub credit_rule: CreditRule,
    /// ARR above which an account is strategic, growth, core.
    pub tier_cutoffs: [Decimal; 3],
    /// What bridges are split by.
    pub segment_by: String,
    /// Months of ramp.
    pub ramp_months: i64,
    /// Weights and anchors of the review.
    pub profile: Profile,
    /// Which profile judges the health of whom.
    pub health: HealthProfiles,
    /// What a feature costs an account in a year, in the currency of the book, by its name in lower case.
    pub prices: BTreeMap<String, Decimal>,
    /// Every value with its origin, by name.
    pub told: BTreeMap<String, Told>,
}

impl Settings {
    /// The defaults.
    ///
    /// # Panics
    /// Never: a test reads every default.
    #[must_use]
    pub fn standard() -> Self {
        match Self::read(BTreeMap::new()) {
            Ok(settings) => settings,
            Err(refused) => unreachable!("the defaults hold together: {refused}"),
        }
    }

    /// Settles what was told, over the defaults.
    ///
    /// # Errors
    /// Naming the setting, its value, where it came from and what is allowed.
    pub fn read(told: BTreeMap<String, Told>) -> Result<Self, Refusal> {
        refuse_unknown(&told)?;
        let mut all = told;
        for setting in SETTINGS {
            let default = || Told { value: setting.default.to_owned(), origin: "default".to_owned() };
            all.entry(setting.name.to_owned()).or_insert_with(default);
        }
        let reader = Reader { all: &all };
        Ok(Self {
            currency: reader.optional("currency", |code| {
                code.parse().map_err(|refused: kernel::money::UnknownCurrency| refused.to_string())
            })?,
            database: reader.optional("database", |address| database_address(address).map(str::to_owned))?,
            time_zone: reader.value("time_zone", time_zone)?,
            fiscal_year: reader.value("fiscal_year_first_month", |month| {
                month
                    .parse()
                    .ok()
                    .and_then(FiscalYear::starting_in)
                    .ok_or_else(|| "write a month from 1 to 12".to_owned())
            })?,
            calendar: WorkCalendar::new(
                reader.value("working_days", working_days)?,
                reader.value("working_hours", working_hours)?,
            ),
            holiday_country: reader.optional("holiday_country", |country| Ok(country.to_owned()))?,
            rules: Rules {
                lapse_days: reader.value("lapse_days", days)?,
                win_back_days: reader.value("win_back_days", days)?,
                churn_source: reader
                    .value("churn_source", |word| word.parse::<ChurnSource>().map_err(|refused| refused.to_string()))?,
                gross: reader.value("gross_convention", |word| {
                    word.parse::<Convention>().map_err(|refused| refused.to_string())
                })?,
                win_back: reader
                    .value("win_back", |word| word.parse::<WinBack>().map_err(|refused| refused.to_string()))?,
            },
            credit_rule: reader
                .value("credit_rule", |word| word.parse::<CreditRule>().map_err(|refused| refused.to_string()))?,
            tier_cutoffs: reader.value("tier_cutoffs", cutoffs)?,
            segment_by: reader.value("segment_by", |word| one_of(word, &["tier", "segment", "industry", "country"]))?,
            ramp_months: reader.value("ramp_months", |months| Ok(i64::from(days(months)?)))?,
            profile: profile(&reader)?,
            prices: prices(&all)?,
            health: HealthProfiles::read(&all, &reader.value("health_profile", |name| Ok(name.to_owned()))?)?,
            told: all,
        })
    }
}

fn refuse_unknown(told: &BTreeMap<String, Told>) -> Result<(), Refusal> {
    for (name, value) in told {
        let listed = SETTINGS.iter().any(|setting| setting.name == name);
        let weight =
            name.strip_prefix("weights.").is_some_and(|key| Category::ALL.iter().any(|category| category.key() == key));
        let anchor = name.strip_prefix("anchors.").is_some_and(|key| Metric::from_key(key).is_some());
        // What stands under `health` is read, and refused, with the profiles.
        if !(listed || weight || anchor || name.starts_with("health.") || name.starts_with(PRICES)) {
            let near = SETTINGS
                .iter()
                .max_by(|a, b| strsim::jaro_winkler(a.name, name).total_cmp(&strsim::jaro_winkler(b.name, name)));
            let near = near.map(|setting| format!("; did you mean `{}`?", setting.name)).unwrap_or_default();
            return Err(Refusal::invalid(name, format!("`{name}` ({}) is not a setting{near}", value.origin)));
        }
    }
    Ok(())
}

const PRICES: &str = "prices.";

/// `prices.FEATURE`: ARR of a year for an account that has none of it yet.
fn prices(told: &BTreeMap<String, Told>) -> Result<BTreeMap<String, Decimal>, Refusal> {
    let mut found = BTreeMap::new();
    for (name, told) in told {
        let Some(feature) = name.strip_prefix(PRICES) else { continue };
        let price = told.value.trim().parse::<Decimal>().ok().filter(|price| price.is_sign_positive());
        let price = price.ok_or_else(|| {
            Refusal::invalid(
                name,
                format!("`{name} = {}` ({}) is no price; write ARR of a year, such as 4800", told.value, told.origin),
            )
        })?;
        found.insert(feature.trim().to_lowercase(), price);
    }
    Ok(found)
}

struct Reader<'a> {
    all: &'a BTreeMap<String, Told>,
}

impl Reader<'_> {
    fn value<T>(&self, name: &str, parse: impl Fn(&str) -> Result<T, String>) -> Result<T, Refusal> {
        let (value, origin) =
            self.all.get(name).map_or(("", "default"), |told| (told.value.as_str(), told.origin.as_str()));
        parse(value.trim())
            .map_err(|why| Refusal::invalid(name, format!("`{name} = {value}` ({origin}) does not work: {why}")))
    }

    fn optional<T>(&self, name: &str, parse: impl Fn(&str) -> Result<T, String>) -> Result<Option<T>, Refusal> {
        self.value(name, |text| if text.is_empty() { Ok(None) } else { parse(text).map(Some) })
    }
}

fn one_of(word: &str, allowed: &[&str]) -> Result<String, String> {
    let found = allowed.iter().find(|known| **known == word);
    found.map(|known| (*known).to_owned()).ok_or_else(|| format!("write one of {}", allowed.join(", ")))
}

/// The address of a database, if it is one.
pub(crate) fn database_address(address: &str) -> Result<&str, String> {
    let known = address.starts_with("postgres://") || address.starts_with("postgresql://");
    if known { Ok(address) } else { Err("write postgres://user@host/database".to_owned()) }
}

fn time_zone(name: &str) -> Result<String, String> {
    jiff::tz::TimeZone::get(name)
        .map(|_| name.to_owned())
        .map_err(|_| "write a zone such as Europe/Berlin or UTC".to_owned())
}

fn days(text: &str) -> Result<i32, String> {
    text.parse()
        .ok()
        .filter(|days| (0..=3650).contains(days))
        .ok_or_else(|| "write a whole number from 0 to 3650".to_owned())
}

fn working_days(text: &str) -> Result<Vec<Weekday>, String> {
    let named = [
        ("mon", Weekday::Monday),
        ("tue", Weekday::Tuesday),
        ("wed", Weekday::Wednesday),
        ("thu", Weekday::Thursday),
        ("fri", Weekday::Friday),
        ("sat", Weekday::Saturday),
        ("sun", Weekday::Sunday),
    ];
    let day = |word: &str| named.iter().find(|(name, _)| *name == word).map(|(_, day)| *day);
    let days: Option<Vec<Weekday>> = text.split(',').map(|word| day(word.trim())).collect();
    days.filter(|days| !days.is_empty()).ok_or_else(|| "write days such as mon,tue,wed,thu,fri".to_owned())
}

fn working_hours(text: &str) -> Result<(Time, Time), String> {
    let why = || "write hours such as 09:00-17:00".to_owned();
    let (from, to) = text.split_once('-').ok_or_else(why)?;
    let clock = |part: &str| format!("{}:00", part.trim()).parse::<Time>().map_err(|_| why());
    let (from, to) = (clock(from)?, clock(to)?);
    if from < to { Ok((from, to)) } else { Err(why()) }
}

fn cutoffs(text: &str) -> Result<[Decimal; 3], String> {
    let why = || "write three falling amounts such as 50000, 20000, 10000".to_owned();
    let numbers = numbers::<3>(text).ok_or_else(why)?;
    if numbers[0] > numbers[1] && numbers[1] > numbers[2] { Ok(numbers) } else { Err(why()) }
}

fn numbers<const N: usize>(text: &str) -> Option<[Decimal; N]> {
    let parts: Option<Vec<Decimal>> = text.split(',').map(|part| part.trim().parse().ok()).collect();
    parts?.try_into().ok()
}

fn profile(reader: &Reader<'_>) -> Result<Profile, Refusal> {
    let mut profile = Profile { name: reader.value("profile", |name| Ok(name.to_owned()))?, ..Profile::default() };
    let changed = reader.all.keys().any(|name| name.starts_with("weights.") || name.starts_with("anchors."));
    if changed && profile.name == "standard" {
        "standard, changed by configuration".clone_into(&mut profile.name);
    }
    for name in reader.all.keys() {
        if let Some(category) =
            name.strip_prefix("weights.").and_then(|key| Category::ALL.into_iter().find(|one| one.key() == key))
        {
            let weight = reader
                .value(name, |text| text.parse::<Decimal>().map_err(|_| "write a number from 0 to 100".to_owned()))?;
            profile.weights.insert(category, weight);
        }
        if let Some(metric) = name.strip_prefix("anchors.").and_then(Metric::from_key) {
            let [floor, target, stretch] = reader.value(name, |text| {
                numbers::<3>(text).ok_or_else(|| "write floor, target and stretch such as 0.12, 0.05, 0.02".to_owned())
            })?;
            if let Some(anchors) = profile.anchors.get_mut(&metric) {
                (anchors.floor, anchors.target, anchors.stretch) = (floor, target, stretch);
            }
        }
    }
    profile.checked().map_err(|refused| Refusal::invalid("profile", refused.0))
}

#[cfg(test)]
mod tests;
