use std::collections::BTreeMap;

use crate::card::{Card, Held, Taught};
use crate::gather::Sources;
use crate::scale::Scale;
use crate::signal::COUNT;

impl Card {
    /// All its numbers by name, so that it can be kept and made again.
    #[must_use]
    pub fn told(&self) -> Vec<(String, f64)> {
        let taught = match self.taught {
            Taught::Nothing => 0.0,
            Taught::Level => 1.0,
            Taught::All => 2.0,
            Taught::Unsolved => 3.0,
        };
        let counts = [self.rows, self.events, self.cut_offs].map(|count| count as f64);
        let [rows, events, cut_offs] = counts;
        let plain =
            [("level", self.level), ("rows", rows), ("events", events), ("cut_offs", cut_offs), ("taught", taught)];
        let mut told: Vec<(String, f64)> = plain.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        let sources = self.sources.told().map(|speaks| f64::from(u8::from(speaks)));
        told.extend(sources.iter().enumerate().map(|(place, value)| (format!("source {place}"), *value)));
        told.extend(self.covariance.iter().enumerate().map(|(place, value)| (format!("covariance {place}"), *value)));
        for (of, held) in self.held.iter().enumerate() {
            let numbers = [
                ("before", held.before.0),
                ("before sd", held.before.1),
                ("now", held.now.0),
                ("now sd", held.now.1),
                ("coefficient", held.coefficient),
                ("sign", held.sign_chance),
                ("mean", self.scale.means[of]),
                ("sd", self.scale.deviations[of]),
                ("known", self.scale.known[of] as f64),
            ];
            told.extend(numbers.into_iter().map(|(name, value)| (format!("{name} {of}"), value)));
        }
        told
    }

    /// From what was kept; `None` where a number is missing.
    #[must_use]
    pub fn from_told(told: &BTreeMap<&str, f64>) -> Option<Self> {
        let one = |name: &str| told.get(name).copied();
        let of = |name: &str, place: usize| one(&format!("{name} {place}"));
        let list = |name: &str| -> Option<[f64; COUNT]> {
            let values: Option<Vec<f64>> = (0..COUNT).map(|place| of(name, place)).collect();
            values?.try_into().ok()
        };
        let held = |place: usize| {
            Some(Held {
                before: (of("before", place)?, of("before sd", place)?),
                now: (of("now", place)?, of("now sd", place)?),
                coefficient: of("coefficient", place)?,
                sign_chance: of("sign", place)?,
            })
        };
        let sources: Option<Vec<bool>> = (0..7).map(|place| Some(of("source", place)? > 0.0)).collect();
        Some(Self {
            level: one("level")?,
            held: (0..COUNT).map(held).collect::<Option<_>>()?,
            covariance: (0..(COUNT + 1) * (COUNT + 1)).map(|place| of("covariance", place)).collect::<Option<_>>()?,
            scale: Scale {
                means: list("mean")?,
                deviations: list("sd")?,
                known: list("known")?.map(|known| known as u64),
            },
            sources: Sources::from_told(sources?.try_into().ok()?),
            rows: one("rows")? as u64,
            events: one("events")? as u64,
            cut_offs: one("cut_offs")? as u64,
            taught: match one("taught")? as u8 {
                0 => Taught::Nothing,
                1 => Taught::Level,
                2 => Taught::All,
                _ => Taught::Unsolved,
            },
        })
    }
}
