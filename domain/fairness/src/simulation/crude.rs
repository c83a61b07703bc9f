use statistics::logistic::logistic;
use statistics::mixed::{Case, Prior, Unfit};
use statistics::multiplicity::{Adjustment, adjust};
use statistics::poisson_binomial::PoissonBinomial;

use super::tally::Tally;
use super::team::Team;
use super::{Judged, Method};

/// One person's accounts, each counted wholly to its first owner.
#[derive(Debug, Clone, Default)]
struct Book {
    renewed: usize,
    /// The chance of every account under an average owner.
    chances: Vec<f64>,
}

/// Lets the methods judge that need no engine.
pub(super) fn judge(team: &Team) -> Result<Judged, Unfit> {
    let books = books(team)?;
    let expected: Vec<f64> = books.iter().map(|book| book.chances.iter().sum()).collect();
    let variances: Vec<f64> = books.iter().map(Book::variance).collect();
    let excess = |book: usize| books[book].renewed as f64 - expected[book];
    let scores: Vec<f64> = (0..books.len()).map(|book| excess(book) / libm::sqrt(variances[book])).collect();
    // One Newton step from no effect: what is left unshrunken.
    let estimates: Vec<f64> = (0..books.len()).map(|book| excess(book) / variances[book]).collect();
    let p_values: Vec<f64> = books.iter().map(Book::p_value).collect();
    let single: Vec<bool> = p_values.iter().map(|p| *p < 0.025).collect();
    let over_expected = |flags: &[bool]| Tally::of_flags(team, flags).with_scores(team, &scores);
    let mut judged = by_rate(team, &books);
    judged.push((Method::OverExpected, over_expected(&single).with_estimates(team, &estimates)));
    judged.push((Method::OverExpectedAdjusted, over_expected(&few_false(&p_values, 0.1))));
    Ok(judged)
}

/// By renewal rates as they are, whoever was given what.
fn by_rate(team: &Team, books: &[Book]) -> Judged {
    let rates: Vec<f64> = books.iter().map(Book::rate).collect();
    let renewed: usize = books.iter().map(|book| book.renewed).sum();
    let usual = renewed as f64 / team.accounts.len() as f64;
    let score = |book: &Book| {
        let count = book.chances.len() as f64;
        (book.renewed as f64 - count * usual) / libm::sqrt(count * usual * (1.0 - usual))
    };
    let scores: Vec<f64> = books.iter().map(score).collect();
    let low: Vec<bool> = scores.iter().map(|score| *score < -1.96).collect();
    let quarter = Tally::of_flags(team, &lowest_quarter(&rates)).with_scores(team, &rates);
    let crude = Tally::of_flags(team, &low).with_scores(team, &scores);
    vec![(Method::LowestQuarter, quarter), (Method::CrudeScore, crude)]
}

fn books(team: &Team) -> Result<Vec<Book>, Unfit> {
    let observations = team.observations(false).map_err(|_| Unfit::Numerical)?;
    let usual = logistic(&observations, Some(Prior::default().slopes))?;
    let mut books = vec![Book::default(); team.people()];
    for account in &team.accounts {
        let book = &mut books[account.owner];
        book.renewed += usize::from(account.renewed);
        let case = Case { covariates: &account.covariates, successes: 0.0, trials: 1.0, offset: 0.0, members: &[] };
        book.chances.push(usual.chance(&case));
    }
    Ok(books)
}

impl Book {
    fn rate(&self) -> f64 {
        self.renewed as f64 / self.chances.len() as f64
    }

    fn variance(&self) -> f64 {
        self.chances.iter().map(|chance| chance * (1.0 - chance)).sum()
    }

    /// The chance of fewer renewals, and half that of as many: exact for accounts with chances of their own.
    fn p_value(&self) -> f64 {
        PoissonBinomial::of(&self.chances).map_or(1.0, |counts| counts.mid_p_lower(self.renewed))
    }
}

fn lowest_quarter(rates: &[f64]) -> Vec<bool> {
    let mut order: Vec<usize> = (0..rates.len()).collect();
    order.sort_by(|left, right| rates[*left].total_cmp(&rates[*right]));
    let mut flags = vec![false; rates.len()];
    order.iter().take(rates.len() / 4).for_each(|place| flags[*place] = true);
    flags
}

/// Finds among p-values of which at most this share is false, on average.
fn few_false(p_values: &[f64], share: f64) -> Vec<bool> {
    let adjusted = adjust(p_values, Adjustment::BenjaminiHochberg).unwrap_or_default();
    adjusted.into_iter().map(|p| p <= share).collect()
}

#[cfg(test)]
mod tests;
