use rust_decimal::Decimal;
use thiserror::Error;

use crate::measure::{ComponentKind, MeasureKind};
use crate::transform::Transform;

mod weight;

/// Fewest and most days a window may have: less tells nothing, and more is not read.
const WINDOW_DAYS: std::ops::RangeInclusive<i32> = 7..=366;

/// How much a component and each of its measures weighs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComponentWeights {
    /// Which component.
    pub component: ComponentKind,
    /// Of 100, over all components.
    pub weight: Decimal,
    /// Their weights sum to 100 within the component.
    pub measures: Vec<MeasureWeight>,
}

/// How a measure counts in a component.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeasureWeight {
    /// Which measure.
    pub kind: MeasureKind,
    /// Of 100, within the component.
    pub weight: Decimal,
    /// How its number becomes a score.
    pub transform: Transform,
    /// Over how many days it looks; `None` is as the method says, and for measures without a window.
    pub window_days: Option<i32>,
}

impl MeasureWeight {
    /// A measure of this weight, read and scored as the method says.
    #[must_use]
    pub fn new(kind: MeasureKind, weight: Decimal) -> Self {
        Self { kind, weight, transform: Transform::Standard, window_days: None }
    }

    /// The same, scored in another way.
    #[must_use]
    pub fn scored(self, transform: Transform) -> Self {
        Self { transform, ..self }
    }
}

/// Over how many days each measure looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Windows([i32; MeasureKind::ALL.len()]);

impl Windows {
    /// The days of a measure; 0 for one without a window.
    #[must_use]
    pub fn days(&self, kind: MeasureKind) -> i32 {
        self.0[kind.place()]
    }
}

impl Default for Windows {
    fn default() -> Self {
        Self(MeasureKind::ALL.map(|kind| kind.window_days().unwrap_or(0)))
    }
}

/// What health is made of: named, and checked to sum to 100.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    key: String,
    name: String,
    components: Vec<ComponentWeights>,
}

/// Why weights make no profile.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ProfileRefused {
    /// A weight below zero or above 100.
    #[error("the weight of {of} is {weight}; give 0 to 100")]
    Weight {
        /// The key of the component or measure.
        of: &'static str,
        /// As given.
        weight: Decimal,
    },
    /// Weights that do not sum to 100.
    #[error("the weights of {of} sum to {sum}; make them sum to 100")]
    Sum {
        /// `components`, or the key of the component.
        of: &'static str,
        /// What they sum to.
        sum: Decimal,
    },
    /// Something that is named twice.
    #[error("{0} is named twice; name it once")]
    Twice(&'static str),
    /// A window for a measure that has none, or one that is too short or too long.
    #[error("{of} cannot look over {days} days; give 7 to 366, and only to measures that have a window")]
    Window {
        /// The key of the measure.
        of: &'static str,
        /// As given.
        days: i32,
    },
}

impl Profile {
    /// A profile of these weights.
    ///
    /// # Errors
    /// When a weight lies outside 0 to 100, when something is named twice, or when the weights of the components, or of
    /// the measures of one of them, do not sum to 100.
    pub fn new(
        key: impl Into<String>,
        name: impl Into<String>,
        components: Vec<ComponentWeights>,
    ) -> Result<Self, ProfileRefused> {
        let weights: Vec<(&'static str, Decimal)> = components.iter().map(|c| (c.component.key(), c.weight)).collect();
        checked("components", &weights)?;
        for component in &components {
            let weights: Vec<(&'static str, Decimal)> =
                component.measures.iter().map(|m| (m.kind.key(), m.weight)).collect();
            checked(component.component.key(), &weights)?;
        }
        once_each(components.iter().flat_map(|component| component.measures.iter().map(|m| m.kind.key())))?;
        components.iter().flat_map(|component| &component.measures).try_for_each(window_checked)?;
        Ok(Self { key: key.into(), name: name.into(), components })
    }

    /// Usage 35, engagement 25, sentiment 25, financial 15.
    #[must_use]
    pub fn four_component() -> Self {
        Self::of_four("four-component", "Four components", weight::STANDARD)
    }

    /// Usage 30, engagement 30, sentiment 25, financial 15.
    #[must_use]
    pub fn four_component_enterprise() -> Self {
        Self::of_four("four-component-enterprise", "Four components, enterprise", weight::ENTERPRISE)
    }

    /// Usage 40, engagement 20, sentiment 25, financial 15.
    #[must_use]
    pub fn four_component_smb() -> Self {
        Self::of_four("four-component-smb", "Four components, small business", weight::SMB)
    }

    /// Usage 35, engagement 25, support 20, sentiment 10, commercial 10; each measure against its segment.
    #[must_use]
    pub fn five_component() -> Self {
        Self::built_in(
            "five-component",
            "Five components, against the segment",
            weight::five(),
            &Transform::Percentiles,
        )
    }

    /// Usage frequency, feature adoption, support tickets, engagement, payment, contract status, stakeholder changes and
    /// business changes, all alike.
    #[must_use]
    pub fn eight_factor() -> Self {
        Self::built_in("eight-factor", "Eight factors", weight::eight(), &Transform::Standard)
    }

    /// The profiles that come with the product.
    #[must_use]
    pub fn all() -> [Self; 5] {
        [
            Self::four_component(),
            Self::four_component_enterprise(),
            Self::four_component_smb(),
            Self::five_component(),
            Self::eight_factor(),
        ]
    }

    /// The profile of this key, of those that come with the product.
    #[must_use]
    pub fn find(key: &str) -> Option<Self> {
        Self::all().into_iter().find(|profile| profile.key == key)
    }

    /// The word that stands for it in configuration: `four-component`.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The name on screen.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The components in order, with their measures.
    #[must_use]
    pub fn components(&self) -> &[ComponentWeights] {
        &self.components
    }

    /// Whether any measure is scored against the accounts of the segment.
    #[must_use]
    pub fn needs_peers(&self) -> bool {
        self.measures().any(|measure| measure.transform == Transform::Percentiles)
    }

    /// Whether this measure counts in any component.
    #[must_use]
    pub fn reads(&self, kind: MeasureKind) -> bool {
        self.measures().any(|measure| measure.kind == kind)
    }

    /// Over how many days each measure looks.
    #[must_use]
    pub fn windows(&self) -> Windows {
        let mut windows = Windows::default();
        for measure in self.measures() {
            if let Some(days) = measure.window_days {
                windows.0[measure.kind.place()] = days;
            }
        }
        windows
    }

    fn measures(&self) -> impl Iterator<Item = &MeasureWeight> {
        self.components.iter().flat_map(|component| &component.measures)
    }

    fn of_four(key: &str, name: &str, weights: [u8; 4]) -> Self {
        let parts = weight::FOUR.into_iter().zip(weights);
        let parts = parts.map(|(component, weight)| (component, weight.into(), weight::measures(component).to_vec()));
        Self::built_in(key, name, parts.collect(), &Transform::Standard)
    }

    fn built_in(key: &str, name: &str, parts: Vec<weight::Part>, transform: &Transform) -> Self {
        let measure =
            |(kind, weight): (MeasureKind, u8)| MeasureWeight::new(kind, weight.into()).scored(transform.clone());
        let components = parts
            .into_iter()
            .map(|(component, weight, measures)| ComponentWeights {
                component,
                weight,
                measures: measures.into_iter().map(measure).collect(),
            })
            .collect();
        Self { key: key.to_owned(), name: name.to_owned(), components }
    }
}

fn window_checked(measure: &MeasureWeight) -> Result<(), ProfileRefused> {
    let Some(days) = measure.window_days else { return Ok(()) };
    let fits = measure.kind.window_days().is_some() && WINDOW_DAYS.contains(&days);
    if fits { Ok(()) } else { Err(ProfileRefused::Window { of: measure.kind.key(), days }) }
}

fn checked(of: &'static str, weights: &[(&'static str, Decimal)]) -> Result<(), ProfileRefused> {
    let outside = weights.iter().find(|(_, weight)| !(Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(weight));
    if let Some((of, weight)) = outside {
        return Err(ProfileRefused::Weight { of, weight: *weight });
    }
    once_each(weights.iter().map(|(key, _)| *key))?;
    let sum: Decimal = weights.iter().map(|(_, weight)| weight).sum();
    if sum == Decimal::ONE_HUNDRED { Ok(()) } else { Err(ProfileRefused::Sum { of, sum }) }
}

fn once_each(keys: impl Iterator<Item = &'static str>) -> Result<(), ProfileRefused> {
    let mut ordered: Vec<&'static str> = keys.collect();
    ordered.sort_unstable();
    match ordered.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => Err(ProfileRefused::Twice(pair[0])),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests;
