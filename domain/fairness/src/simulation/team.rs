use statistics::mixed::{BadCase, Case, Observations, Prior};

use super::dice::Dice;
use super::world::{Recipe, Spread};

/// What is known of an account beforehand: mid-sized, large, years as a customer, risk at hand-over, onboarded.
pub(crate) const COVARIATES: usize = 5;

/// One account with what became of it.
#[derive(Debug, Clone)]
pub(crate) struct Account {
    pub(crate) owner: usize,
    /// Who had it later, with the share of the first owner.
    pub(crate) later: Option<(usize, f64)>,
    pub(crate) covariates: [f64; COVARIATES],
    pub(crate) renewed: bool,
}

/// One simulated team and its accounts.
#[derive(Debug, Clone)]
pub(crate) struct Team {
    /// The truth: what sets each person apart, in log-odds.
    pub(crate) effects: Vec<f64>,
    /// Who is given the accounts that are at risk already.
    pub(crate) rescue: Vec<bool>,
    pub(crate) accounts: Vec<Account>,
}

/// One person with what decides which accounts they get.
struct Person {
    effect: f64,
    /// 0 to 2, from small accounts to large ones.
    tier: usize,
    rescue: bool,
    accounts: usize,
}

/// The share of the team on the rescue desk.
const ON_RESCUE: f64 = 0.2;

/// How much riskier the accounts of the rescue desk are at hand-over, in standard deviations.
const RISKIER: f64 = 0.9;

/// Nobody has fewer accounts than this.
const ACCOUNTS_MIN: usize = 6;

/// Mean accounts of uneven books.
const ACCOUNTS_MEAN: f64 = 28.0;

/// Cumulated shares of small and mid-sized accounts in each tier.
const SIZES: [[f64; 2]; 3] = [[0.75, 0.95], [0.25, 0.8], [0.05, 0.4]];

/// The share of small, mid-sized and large accounts that were onboarded.
const ONBOARDED: [f64; 3] = [0.6, 0.75, 0.85];

/// Log-odds of renewal: what every account has, and per unit of each covariate.
const LEVEL: f64 = 1.15;
const SLOPES: [f64; COVARIATES] = [0.45, 1.0, 0.18, -0.75, 0.35];

impl Team {
    pub(crate) fn draw(recipe: &Recipe, dice: &mut Dice) -> Self {
        let spread = match recipe.spread {
            Spread::Fixed(spread) => spread,
            Spread::FromPrior => (Prior::default().spread * dice.normal()).abs(),
        };
        let people: Vec<Person> = (0..recipe.people).map(|_| Person::draw(recipe, spread, dice)).collect();
        let effects: Vec<f64> = people.iter().map(|person| person.effect).collect();
        let mut accounts = Vec::new();
        for (owner, person) in people.iter().enumerate() {
            for _ in 0..person.accounts {
                let covariates = person.account(dice);
                accounts.push(Account::draw((owner, covariates), &effects, recipe.moved, dice));
            }
        }
        let rescue = people.iter().map(|person| person.rescue).collect();
        let team = Self { effects, rescue, accounts };
        if recipe.shuffled { team.shuffled(dice) } else { team }
    }

    /// The same accounts and outcomes, handed out at random: whoever seems to differ now does so by chance.
    fn shuffled(mut self, dice: &mut Dice) -> Self {
        let mut owners: Vec<usize> = self.accounts.iter().map(|account| account.owner).collect();
        dice.shuffle(&mut owners);
        self.accounts.iter_mut().zip(owners).for_each(|(account, owner)| account.owner = owner);
        let people = self.effects.len();
        Self { effects: vec![0.0; people], rescue: vec![false; people], ..self }
    }

    pub(crate) fn people(&self) -> usize {
        self.effects.len()
    }

    /// The rows as the engine takes them, shared by those who had an account or counted wholly to its first owner.
    pub(crate) fn observations(&self, shared: bool) -> Result<Observations, BadCase> {
        let mut observations = Observations::new(COVARIATES, self.people());
        for account in &self.accounts {
            observations.push(Case {
                covariates: &account.covariates,
                successes: f64::from(u8::from(account.renewed)),
                trials: 1.0,
                offset: 0.0,
                members: &account.members(shared),
            })?;
        }
        Ok(observations)
    }
}

impl Person {
    fn draw(recipe: &Recipe, spread: f64, dice: &mut Dice) -> Self {
        let skill = dice.normal();
        let rest = libm::sqrt(1.0 - recipe.skill_to_size * recipe.skill_to_size);
        let leaning = recipe.skill_to_size * skill + rest * dice.normal();
        Self {
            effect: spread * skill,
            // Thirds of the normal distribution.
            tier: usize::from(leaning > -0.43) + usize::from(leaning > 0.43),
            rescue: dice.chance(ON_RESCUE),
            accounts: recipe.accounts.unwrap_or_else(|| dice.uneven(ACCOUNTS_MEAN).max(ACCOUNTS_MIN)),
        }
    }

    /// What is known beforehand of one of their accounts.
    fn account(&self, dice: &mut Dice) -> [f64; COVARIATES] {
        let (place, yes) = (dice.unit(), |holds: bool| f64::from(u8::from(holds)));
        let size = SIZES[self.tier].iter().filter(|bound| place > **bound).count();
        let years = (1.1 * (dice.exponential() + dice.exponential())).min(5.0);
        let risk = RISKIER * yes(self.rescue) + dice.normal();
        [yes(size == 1), yes(size == 2), years, risk, yes(dice.chance(ONBOARDED[size]))]
    }
}

impl Account {
    fn draw(of: (usize, [f64; COVARIATES]), effects: &[f64], moved: f64, dice: &mut Dice) -> Self {
        let (owner, covariates) = of;
        let others = effects.len().saturating_sub(1);
        let later = (dice.chance(moved) && others > 0).then(|| {
            let other = (owner + 1 + dice.below(others)) % effects.len();
            (other, 0.15 + 0.7 * dice.unit())
        });
        let mut account = Self { owner, later, covariates, renewed: false };
        let known: f64 = SLOPES.iter().zip(&covariates).map(|(slope, value)| slope * value).sum();
        let effect: f64 = account.members(true).iter().map(|(person, share)| share * effects[*person]).sum();
        account.renewed = dice.chance(1.0 / (1.0 + libm::exp(-(LEVEL + known + effect))));
        account
    }

    pub(crate) fn members(&self, shared: bool) -> Vec<(usize, f64)> {
        match self.later {
            Some((other, share)) if shared => vec![(self.owner, share), (other, 1.0 - share)],
            _ => vec![(self.owner, 1.0)],
        }
    }
}

#[cfg(test)]
mod tests;
