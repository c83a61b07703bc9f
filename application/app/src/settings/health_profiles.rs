use std::collections::BTreeMap;

use health::{ComponentKind, ComponentWeights, MeasureKind, MeasureWeight, Profile, Transform};
use kernel::Refusal;
use rust_decimal::Decimal;

use super::Told;

/// Which profile judges the health of whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HealthProfiles {
    /// Those that come with the product, then the user's own.
    all: Vec<Profile>,
    standard: Profile,
    by_segment: BTreeMap<String, Profile>,
}

const OWN: &str = "health.profiles.";
const SEGMENTS: &str = "health.segments.";

impl HealthProfiles {
    /// From everything that was told; `standard` is the key of the profile for whom no segment says otherwise.
    pub(super) fn read(all_told: &BTreeMap<String, Told>, standard: &str) -> Result<Self, Refusal> {
        refuse_unknown(all_told)?;
        let mut all = Profile::all().to_vec();
        all.extend(own(all_told)?);
        let find = |key: &str, name: &str| {
            let found = all.iter().find(|profile| profile.key() == key.trim()).cloned();
            found.ok_or_else(|| Refusal::invalid(name, unknown(key, &all)))
        };
        let segments = all_told.iter().filter_map(|(name, told)| Some((name, name.strip_prefix(SEGMENTS)?, told)));
        let by_segment = segments.map(|(name, segment, told)| Ok((segment.to_lowercase(), find(&told.value, name)?)));
        let by_segment = by_segment.collect::<Result<_, Refusal>>()?;
        Ok(Self { standard: find(standard, "health_profile")?, by_segment, all })
    }

    /// The profile of this name, typed by somebody.
    ///
    /// # Errors
    /// When there is none; the message lists those there are.
    pub fn find(&self, key: &str) -> Result<&Profile, Refusal> {
        let found = self.all.iter().find(|profile| profile.key().eq_ignore_ascii_case(key.trim()));
        found.ok_or_else(|| Refusal::invalid("profile", unknown(key, &self.all)))
    }

    /// The profile that judges accounts of a segment.
    #[must_use]
    pub fn of_segment(&self, segment: &str) -> &Profile {
        self.by_segment.get(&segment.to_lowercase()).unwrap_or(&self.standard)
    }

    /// The profile of those whose segment says nothing else.
    #[must_use]
    pub fn standard(&self) -> &Profile {
        &self.standard
    }

    /// Whether the segment of an account decides about its profile.
    #[must_use]
    pub fn differ_by_segment(&self) -> bool {
        !self.by_segment.is_empty()
    }

    /// All profiles, those that come with the product first.
    #[must_use]
    pub fn all(&self) -> &[Profile] {
        &self.all
    }

    /// The profiles in use, each once.
    pub fn in_use(&self) -> impl Iterator<Item = &Profile> {
        let used = |profile: &&Profile| {
            self.standard.key() == profile.key() || self.by_segment.values().any(|other| other.key() == profile.key())
        };
        self.all.iter().filter(used)
    }
}

fn unknown(key: &str, all: &[Profile]) -> String {
    let known: Vec<&str> = all.iter().map(Profile::key).collect();
    format!("there is no health profile `{}`; there are {}", key.trim(), known.join(", "))
}

fn refuse_unknown(told: &BTreeMap<String, Told>) -> Result<(), Refusal> {
    let known = |name: &str| name.starts_with(OWN) || name.starts_with(SEGMENTS);
    let odd = told.iter().find(|(name, _)| name.starts_with("health.") && !known(name));
    odd.map_or(Ok(()), |(name, told)| {
        Err(refused(name, told, "under `health` stand `health.profiles.NAME` and `health.segments.SEGMENT`"))
    })
}

fn refused(name: &str, told: &Told, why: impl std::fmt::Display) -> Refusal {
    Refusal::invalid(name, format!("`{name} = {}` ({}) does not work: {why}", told.value, told.origin))
}

/// What was told of one profile.
#[derive(Default)]
struct Draft {
    name: Option<String>,
    weights: BTreeMap<usize, Decimal>,
    measures: BTreeMap<(usize, MeasureKind), MeasureWeight>,
}

/// The profiles that the user told.
fn own(all_told: &BTreeMap<String, Told>) -> Result<Vec<Profile>, Refusal> {
    let mut drafts: BTreeMap<&str, Draft> = BTreeMap::new();
    for (name, told) in all_told {
        let Some((key, rest)) = name.strip_prefix(OWN).and_then(|rest| rest.split_once('.')) else {
            if name.starts_with(OWN) {
                return Err(refused(name, told, "a profile is a table with `weights` and a table for each component"));
            }
            continue;
        };
        let plain = key.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-');
        if !plain || Profile::find(key).is_some() {
            let why = "name a profile of your own in small letters, digits and `-`, unlike those of the product";
            return Err(refused(name, told, why));
        }
        let draft = drafts.entry(key).or_default();
        draft.take(rest, told).map_err(|why| refused(name, told, why))?;
    }
    drafts.into_iter().map(|(key, draft)| draft.finished(key)).collect()
}

impl Draft {
    fn take(&mut self, rest: &str, told: &Told) -> Result<(), String> {
        let parts: Vec<&str> = rest.split('.').collect();
        match parts.as_slice() {
            ["name"] => self.name = Some(told.value.clone()),
            ["weights", place] => {
                self.weights.insert(component(place)?, number(&told.value)?);
            }
            [place, kind] | [place, kind, "weight"] => self.measure(place, kind)?.weight = number(&told.value)?,
            [place, kind, "transform"] => {
                let transform: Result<Transform, _> = told.value.parse();
                self.measure(place, kind)?.transform = transform.map_err(|why| why.to_string())?;
            }
            [place, kind, "window_days"] => {
                let days: Result<i32, _> = told.value.trim().parse();
                self.measure(place, kind)?.window_days = Some(days.map_err(|_| "write a whole number of days")?);
            }
            _ => {
                return Err(
                    "write name, weights.COMPONENT, or COMPONENT.MEASURE with weight, transform or window_days"
                        .to_owned(),
                );
            }
        }
        Ok(())
    }

    fn measure(&mut self, place: &str, kind: &str) -> Result<&mut MeasureWeight, String> {
        let known = || MeasureKind::ALL.map(MeasureKind::key).join(", ");
        let kind = MeasureKind::find(kind).ok_or_else(|| format!("no measure `{kind}`; there are {}", known()))?;
        let blank = MeasureWeight::new(kind, Decimal::ZERO);
        Ok(self.measures.entry((component(place)?, kind)).or_insert(blank))
    }

    fn finished(mut self, key: &str) -> Result<Profile, Refusal> {
        for (place, _) in self.measures.keys() {
            self.weights.entry(*place).or_default();
        }
        let components = self.weights.iter().map(|(place, weight)| ComponentWeights {
            component: ComponentKind::ALL[*place],
            weight: *weight,
            measures: self.measures.iter().filter(|((of, _), _)| of == place).map(|(_, one)| one.clone()).collect(),
        });
        let name = self.name.clone().unwrap_or_else(|| key.to_owned());
        let profile = Profile::new(key, name, components.collect());
        profile.map_err(|why| Refusal::invalid("health.profiles", format!("health profile `{key}`: {why}")))
    }
}

/// The place of a component among all of them.
fn component(key: &str) -> Result<usize, String> {
    let known = || ComponentKind::ALL.map(ComponentKind::key).join(", ");
    let found = ComponentKind::ALL.iter().position(|kind| kind.key() == key);
    found.ok_or_else(|| format!("no component `{key}`; there are {}", known()))
}

fn number(text: &str) -> Result<Decimal, String> {
    text.trim().parse().map_err(|_| "write a number from 0 to 100".to_owned())
}

#[cfg(test)]
mod tests;
