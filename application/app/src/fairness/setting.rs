use fairness::show::Setting;
use retention::CreditRule;

use super::caveats::caveats;
use super::worked_out::WorkedOut;

/// What the findings are about, with what a reader has to know before believing them.
pub(super) fn setting(worked_out: &WorkedOut<'_>) -> Setting {
    let ground = worked_out.ground;
    let rule = ground.desk.settings.credit_rule;
    let others = CreditRule::ALL.into_iter().filter(|other| *other != rule);
    Setting {
        unit: worked_out.unit(),
        periods: ground.outcomes.periods.iter().map(ToString::to_string).collect(),
        as_of: ground.desk.as_of(),
        currency: ground.basis().currency.to_string(),
        credit: std::iter::once(rule).chain(others).map(CreditRule::words).collect(),
        columns: worked_out.kept.comparison.slopes.iter().map(|(name, _, _)| name.clone()).collect(),
        caveats: caveats(worked_out),
        exclusions: ground.exclusion_words(),
    }
}
