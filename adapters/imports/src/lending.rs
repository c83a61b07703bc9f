//! Amounts that name no currency, beside files of the same delivery that do.

use kernel::Currency;
use ports::deliveries::ReadingOptions;

use crate::learned::CURRENCY_QUESTION;
use crate::survey::Surveyed;
use crate::table::file_name;

/// A currency that a preset names, for the files of its delivery that say none.
#[derive(Debug, Clone)]
pub(crate) struct Lent {
    currency: Currency,
    says: String,
}

/// The currency a preset of the delivery names, unless any file names another one.
fn lent_by(surveyed: &[Surveyed]) -> Option<Lent> {
    let (mut named, mut lent) = (Vec::new(), None);
    for (file, learned) in surveyed.iter().filter_map(|one| Some((&one.told, one.learned.as_ref()?))) {
        named.extend(learned.currencies_named());
        if let Some(currency) = learned.bound.recipe.currency.filter(|_| lent.is_none()) {
            let (preset, file) = (&learned.bound.recipe.preset, file_name(&file.path));
            let says = format!("{currency}: the preset {preset} says so of {file} in the same delivery");
            lent = Some(Lent { currency, says });
        }
    }
    lent.filter(|lent| named.iter().all(|currency| *currency == lent.currency))
}

/// Answers the question for the currency where another file of the delivery settles it.
pub(crate) fn lend(surveyed: &mut [Surveyed], options: &ReadingOptions) -> Option<Lent> {
    let lent = lent_by(surveyed).filter(|_| options.currency.is_none())?;
    for one in surveyed.iter_mut() {
        let asked = one.told.questions.len();
        one.told.questions.retain(|question| question != CURRENCY_QUESTION);
        if one.told.questions.len() < asked {
            one.told.findings.push(lent.says.clone());
        }
    }
    Some(lent)
}

/// The options with what another file of the delivery lends.
pub(crate) fn with_lent(options: &ReadingOptions, lent: Option<&Lent>) -> ReadingOptions {
    let currency = options.currency.or(lent.map(|lent| lent.currency));
    ReadingOptions { currency, ..options.clone() }
}
