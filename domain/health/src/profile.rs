use rust_decimal::Decimal;
use thiserror::Error;

use crate::measure::{ComponentKind, MeasureKind};

mod weight;

/// How much a component and each of its measures weighs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComponentWeights {
    /// Which component.
    pub component: ComponentKind,
    /// Of 100, over all components.
    pub weight: Decimal,
    /// Of 100, within the component.
    pub measures: Vec<(MeasureKind, Decimal)>,
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
            let weights: Vec<(&'static str, Decimal)> = component.measures.iter().map(|m| (m.0.key(), m.1)).collect();
            checked(component.component.key(), &weights)?;
        }
        let measures = components.iter().flat_map(|component| component.measures.iter().map(|m| m.0.key()));
        once_each(measures)?;
        Ok(Self { key: key.into(), name: name.into(), components })
    }

    /// Usage 35, engagement 25, sentiment 25, financial 15.
    #[must_use]
    pub fn four_component() -> Self {
        Self::standard("four-component", "Four components", weight::STANDARD)
    }

    /// Usage 30, engagement 30, sentiment 25, financial 15.
    #[must_use]
    pub fn four_component_enterprise() -> Self {
        Self::standard("four-component-enterprise", "Four components, enterprise", weight::ENTERPRISE)
    }

    /// Usage 40, engagement 20, sentiment 25, financial 15.
    #[must_use]
    pub fn four_component_smb() -> Self {
        Self::standard("four-component-smb", "Four components, small business", weight::SMB)
    }

    /// The profiles that come with the product.
    #[must_use]
    pub fn all() -> [Self; 3] {
        [Self::four_component(), Self::four_component_enterprise(), Self::four_component_smb()]
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

    fn standard(key: &str, name: &str, weights: [u8; 4]) -> Self {
        let components = ComponentKind::ALL
            .into_iter()
            .zip(weights)
            .map(|(component, weight)| ComponentWeights {
                component,
                weight: weight.into(),
                measures: weight::measures(component).map(|(kind, weight)| (kind, weight.into())).to_vec(),
            })
            .collect();
        Self { key: key.to_owned(), name: name.to_owned(), components }
    }
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
