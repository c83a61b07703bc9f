use std::str::FromStr;

use rust_decimal::Decimal;
use thiserror::Error;

/// How the number of a measure becomes a score.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Transform {
    /// As `docs/method/health.md` says for the measure.
    #[default]
    Standard,
    /// Straight lines through points of number and score, level beyond both ends: a line, tiers, or a curve with its
    /// top in the middle.
    Points(Vec<(Decimal, Decimal)>),
    /// Against the accounts of the same segment: the 5th percentile makes 0, the middle 50, the 95th 100.
    Percentiles,
}

/// Why a text is no transform.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TransformRefused {
    /// It is none of the known words.
    #[error(
        "`{0}` is no transform; write standard, percentiles, line FROM TO, tiers FROM:SCORE ... or points AT:SCORE ..."
    )]
    Word(String),
    /// A number could not be read.
    #[error("`{0}` is no number of a transform; write numbers such as 0.5, and pairs such as 3:80")]
    Number(String),
    /// Too few points, or numbers that do not rise or fall.
    #[error("the numbers of `{0}` must all rise or all fall, and there must be two of them or more")]
    Order(String),
    /// A score outside of 0 to 100.
    #[error("`{0}` gives a score outside of 0 to 100")]
    Score(String),
}

impl Transform {
    /// A straight line from nothing at `floor` to everything at `top`.
    #[must_use]
    pub fn line(floor: Decimal, top: Decimal) -> Self {
        Self::Points(vec![(floor, Decimal::ZERO), (top, Decimal::ONE_HUNDRED)])
    }

    /// Steps: each score holds from its number on, and the first one below as well.
    #[must_use]
    pub fn tiers(steps: &[(Decimal, Decimal)]) -> Self {
        let before = steps.iter().zip(steps.iter().skip(1)).map(|((_, score), (next, _))| (*next, *score));
        let mut points: Vec<(Decimal, Decimal)> = steps.first().copied().into_iter().collect();
        for (edge, step) in before.zip(steps.iter().skip(1)) {
            points.extend([edge, *step]);
        }
        Self::Points(points)
    }
}

impl FromStr for Transform {
    type Err = TransformRefused;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut words = text.split_whitespace();
        let word = words.next().unwrap_or("standard").to_lowercase();
        let rest: Vec<&str> = words.collect();
        match word.as_str() {
            "standard" if rest.is_empty() => Ok(Self::Standard),
            "percentiles" if rest.is_empty() => Ok(Self::Percentiles),
            "line" if rest.len() == 2 => {
                let (floor, top) = (number(rest[0])?, number(rest[1])?);
                if floor == top { Err(TransformRefused::Order(text.to_owned())) } else { Ok(Self::line(floor, top)) }
            }
            "tiers" => Ok(Self::tiers(&pairs(text, &rest)?)),
            "points" => Ok(Self::Points(pairs(text, &rest)?)),
            _ => Err(TransformRefused::Word(text.to_owned())),
        }
    }
}

fn number(text: &str) -> Result<Decimal, TransformRefused> {
    text.parse().map_err(|_| TransformRefused::Number(text.to_owned()))
}

fn pairs(text: &str, words: &[&str]) -> Result<Vec<(Decimal, Decimal)>, TransformRefused> {
    let mut found = Vec::new();
    for word in words {
        let (at, score) = word.split_once(':').ok_or_else(|| TransformRefused::Number((*word).to_owned()))?;
        let pair = (number(at)?, number(score)?);
        if !(Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(&pair.1) {
            return Err(TransformRefused::Score((*word).to_owned()));
        }
        found.push(pair);
    }
    let (rises, falls) = (found.is_sorted_by(|a, b| a.0 < b.0), found.is_sorted_by(|a, b| a.0 > b.0));
    if found.len() < 2 || !(rises || falls) { Err(TransformRefused::Order(text.to_owned())) } else { Ok(found) }
}

#[cfg(test)]
mod tests;
