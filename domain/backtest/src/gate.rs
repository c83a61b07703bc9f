use statistics::measured::Measured;

use crate::judgement::{Judgement, Rival};

/// Fewer events of the rarer kind than this carry no verdict.
// method: backtest.events_least
pub const EVENTS_LEAST: usize = 20;
/// The slope of a score whose chances mean what they say lies from here.
// method: backtest.slope_from
pub const SLOPE_FROM: f64 = 0.8;
/// … to here.
// method: backtest.slope_to
pub const SLOPE_TO: f64 = 1.25;
/// So far the log-odds of all may be off on the whole.
// method: backtest.in_the_large_most
pub const IN_THE_LARGE_MOST: f64 = 0.1;
/// An area above this is rarely honest: something that was only known afterwards may have found its way in.
// method: backtest.suspicious_area
pub const SUSPICIOUS_AREA: f64 = 0.9;

/// One condition of the release gate.
#[derive(Debug, Clone, PartialEq)]
pub struct Gate {
    /// What is asked.
    pub asks: String,
    /// What was found; `None` where it cannot be told.
    pub found: Option<String>,
    /// Whether it holds; `None` where it cannot be told.
    pub holds: Option<bool>,
}

/// What a score is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Too little happened to say.
    TooFewEvents,
    /// It parts nobody from anybody: its order is no better than dice.
    NoBetterThanDice,
    /// It parts them, but says no more than a baseline.
    NoBetterThanBaseline,
    /// It parts them the other way round: those it happened to stand low.
    Reversed,
    /// It parts them, but its chances have to be put right before they are taken as chances.
    OrderOnly,
    /// It parts them; its chances look off, but by no more than chance may bring about.
    LevelNotTold,
    /// Everything that is asked of it holds.
    Reliable,
}

impl Verdict {
    /// The verdict in a sentence.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::TooFewEvents => "Too few events: this data cannot support a verdict on the score.",
            Self::NoBetterThanDice => {
                "The score does not part those it happened to from the others better than dice would."
            }
            Self::Reversed => "The score parts them, but the other way round: it happened to those with low scores.",
            Self::NoBetterThanBaseline => {
                "The score parts them, but it is not shown to say more than the baselines do."
            }
            Self::OrderOnly => {
                "The order can be relied on, the level cannot: use the score to choose whom to look at first, not as a chance."
            }
            Self::LevelNotTold => {
                "The order can be relied on; whether the level can, too few events tell: use the score to choose whom to look at first, and take its chances with care."
            }
            Self::Reliable => "The score passes: order, level and comparison with the baselines all hold.",
        }
    }
}

impl Judgement {
    /// The conditions of the release gate, each with what was found.
    #[must_use]
    pub fn gates(&self) -> Vec<Gate> {
        let mut gates = vec![self.enough_events(), self.better_than_dice()];
        if self.certain.is_some() {
            gates.push(self.certain_hold());
        } else if self.is_of_chances() {
            gates.extend([self.slope_holds(), self.level_holds()]);
        }
        gates.extend(self.against.iter().map(better));
        if gates[0].holds == Some(false) {
            // Too little happened for any of the others to be told.
            gates.iter_mut().skip(1).for_each(|gate| gate.holds = None);
        }
        gates
    }

    /// What the gates come to.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        let fails = |gate: &Gate| gate.holds != Some(true);
        let against = || self.against.iter().map(better).any(|gate| fails(&gate));
        match () {
            () if fails(&self.enough_events()) => Verdict::TooFewEvents,
            () if self.is_reversed() => Verdict::Reversed,
            () if fails(&self.better_than_dice()) => Verdict::NoBetterThanDice,
            () if against() => Verdict::NoBetterThanBaseline,
            () if !self.is_of_chances() => Verdict::OrderOnly,
            () if self.certain.is_some() => match self.certain_hold().holds {
                Some(true) => Verdict::Reliable,
                _ => Verdict::OrderOnly,
            },
            () => match (self.slope_holds().holds, self.level_holds().holds) {
                (Some(true), Some(true)) => Verdict::Reliable,
                (Some(false), _) | (_, Some(false)) => Verdict::OrderOnly,
                _ => Verdict::LevelNotTold,
            },
        }
    }

    /// Whether the score is so good that it should be looked into.
    #[must_use]
    pub fn is_suspicious(&self) -> bool {
        self.verdict() != Verdict::TooFewEvents
            && self.area.as_ref().is_some_and(|area| area.estimate > SUSPICIOUS_AREA)
    }

    fn enough_events(&self) -> Gate {
        let found = if self.keys == self.n {
            format!("{} it happened to, {} it did not", self.events, self.n - self.events)
        } else {
            format!("the rarer outcome came to {}", self.rarer_keys)
        };
        Gate {
            asks: format!("at least {EVENTS_LEAST} it happened to, each counted once, and as many it did not"),
            found: Some(found),
            holds: Some(self.rarer_keys >= EVENTS_LEAST),
        }
    }

    fn better_than_dice(&self) -> Gate {
        let area = self.area.as_ref();
        let low = area.and_then(|area| area.interval).map(|interval| interval.low);
        // An area of 1 has no interval and is above dice all the same.
        let holds = area.map(|area| low.unwrap_or(area.estimate) > 0.5);
        let found = area.map(|area| match area.interval {
            Some(range) => format!("area {:.3}, {:.3} to {:.3}", area.estimate, range.low, range.high),
            None => format!("area {:.3}", area.estimate),
        });
        Gate { asks: "an area above 0.5 over the whole of its 95 % range".to_owned(), found, holds }
    }

    /// Whether the whole range of the area lies below that of dice.
    fn is_reversed(&self) -> bool {
        let area = self.area.as_ref();
        area.is_some_and(|area| area.interval.map_or(area.estimate, |interval| interval.high) < 0.5)
    }

    /// Chances of 0 and 1 have no log-odds, so neither slope nor level can be worked out; but one that is wrong is wrong.
    fn certain_hold(&self) -> Gate {
        let found = self.certain.map(|certain| match certain.wrong {
            0 => format!("all {} came true", certain.said),
            wrong => format!("{wrong} of {} did not come true", certain.said),
        });
        Gate {
            asks: "chances of 0 and 1, all of which come true".to_owned(),
            found,
            holds: self.certain.map(|certain| certain.wrong == 0),
        }
    }

    fn slope_holds(&self) -> Gate {
        let slope = self.slope.as_ref();
        Gate {
            asks: format!("a slope from {SLOPE_FROM} to {SLOPE_TO}"),
            found: slope.map(|slope| told(slope, |value| format!("{value:.3}"))),
            holds: slope.and_then(|slope| lies(slope, SLOPE_FROM, SLOPE_TO)),
        }
    }

    fn level_holds(&self) -> Gate {
        let level = self.in_the_large.as_ref();
        Gate {
            asks: format!("on the whole no more than {IN_THE_LARGE_MOST} log-odds off"),
            found: level.map(|level| told(level, |value| format!("{value:+.3}"))),
            holds: level.and_then(|level| lies(level, -IN_THE_LARGE_MOST, IN_THE_LARGE_MOST)),
        }
    }
}

/// With its range, where it has one.
fn told(found: &Measured, words: impl Fn(f64) -> String) -> String {
    let range = found.interval.map(|range| format!(", {} to {}", words(range.low), words(range.high)));
    words(found.estimate) + &range.unwrap_or_default()
}

/// Whether what was found lies within limits; `None` where it lies beyond them and its range reaches back, so that chance
/// alone may have brought it there.
fn lies(found: &Measured, from: f64, to: f64) -> Option<bool> {
    let within = (from..=to).contains(&found.estimate);
    let reaches = found.interval.is_some_and(|range| range.low <= to && range.high >= from);
    if within || !reaches { Some(within) } else { None }
}

fn better(rival: &Rival) -> Gate {
    let asks = format!("better than {}: {}", rival.name, rival.against.asks());
    let Some(difference) = &rival.difference else { return Gate { asks, found: None, holds: None } };
    let beyond = difference.interval.map(|range| rival.against.is_better(range));
    let found = match difference.interval {
        Some(range) => format!("{:+.4}, {:+.4} to {:+.4}", difference.estimate, range.low, range.high),
        None => format!("{:+.4}", difference.estimate),
    };
    Gate { asks, found: Some(found), holds: Some(beyond.unwrap_or(false)) }
}

#[cfg(test)]
mod tests;
