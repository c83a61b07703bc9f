use statistics::mixed::{Fit, Posterior, Prior, Unfit, fit, fit_within};

use super::tally::Tally;
use super::team::Team;
use super::{Judged, Method};
use crate::{Verdict, verdict};

/// What the engine says of a team.
struct Seen {
    effects: Vec<Posterior>,
    verdicts: Vec<Verdict>,
    spread: f64,
}

/// Lets the engine judge: by the very function that gives people their verdict.
pub(super) fn judge(team: &Team, moved: bool) -> Result<Judged, Unfit> {
    let prior = Prior::default();
    let observations = team.observations(true).map_err(|_| Unfit::Numerical)?;
    let (pooled, within) = (fit(&observations, &prior)?, fit_within(&observations, &prior)?);
    let pooled = Seen::of(&pooled, &effective_rows(team, true));
    let within = Seen::of(&within, &effective_rows(team, true));
    let both: Vec<Verdict> = pooled.verdicts.iter().zip(&within.verdicts).map(|(one, two)| one.and(*two)).collect();
    let mut judged = vec![
        (Method::Pooled, pooled.tally(team)),
        (Method::Within, within.tally(team)),
        (Method::Both, of_verdicts(team, &both)),
    ];
    if moved {
        let whole = team.observations(false).map_err(|_| Unfit::Numerical)?;
        let seen = Seen::of(&fit(&whole, &prior)?, &effective_rows(team, false));
        judged.push((Method::OwnerTakesAll, seen.tally(team)));
    }
    Ok(judged)
}

/// Rows of each person as good as so many whole ones: (Σ w)² / Σ w².
fn effective_rows(team: &Team, shared: bool) -> Vec<f64> {
    let mut sums = vec![(0.0, 0.0); team.people()];
    for (person, share) in team.accounts.iter().flat_map(|account| account.members(shared)) {
        sums[person].0 += share;
        sums[person].1 += share * share;
    }
    sums.iter().map(|(sum, squares)| if *squares > 0.0 { sum * sum / squares } else { 0.0 }).collect()
}

impl Seen {
    fn of(fit: &Fit, effective_rows: &[f64]) -> Self {
        let effects: Vec<Posterior> = (0..fit.groups()).filter_map(|person| fit.effect(person)).collect();
        let judge = |(effect, rows): (&Posterior, &f64)| verdict(effect, *rows, fit.groups());
        let verdicts = effects.iter().zip(effective_rows).map(judge).collect();
        Self { effects, verdicts, spread: fit.spread() }
    }

    fn tally(&self, team: &Team) -> Tally {
        let means: Vec<f64> = self.effects.iter().map(Posterior::mean).collect();
        let below: Vec<f64> =
            self.effects.iter().zip(&team.effects).map(|(effect, truth)| effect.below(*truth)).collect();
        let intervals = self.effects.iter().map(|effect| effect.interval(0.9));
        let widths = intervals.map(|interval| interval.high - interval.low).sum();
        of_verdicts(team, &self.verdicts).with_scores(team, &means).with_estimates(team, &means).with_intervals(
            &below,
            widths,
            self.spread,
        )
    }
}

fn of_verdicts(team: &Team, verdicts: &[Verdict]) -> Tally {
    let flags: Vec<bool> = verdicts.iter().map(|verdict| *verdict == Verdict::Below).collect();
    let different: Vec<bool> = verdicts.iter().map(|verdict| verdict.is_difference()).collect();
    Tally::of_flags(team, &flags).with_different(team, &different)
}

#[cfg(test)]
mod tests;
