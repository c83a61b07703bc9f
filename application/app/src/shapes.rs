use kernel::FactShape;

/// Every shape, in the order in which rows can refer to earlier ones: people, customers, usage.
pub static ALL: &[&FactShape] = &[
    &people::person::SHAPE,
    &people::team::SHAPE,
    &people::reporting_line::SHAPE,
    &people::leave::SHAPE,
    &people::holiday::SHAPE,
    &people::target::SHAPE,
    &people::time_entry::SHAPE,
    &people::review_note::SHAPE,
    &customers::exchange_rate::SHAPE,
    &customers::account::SHAPE,
    &customers::account_link::SHAPE,
    &customers::contact::SHAPE,
    &customers::contract::SHAPE,
    &customers::ownership::SHAPE,
    &customers::opportunity::SHAPE,
    &customers::touchpoint::SHAPE,
    &customers::business_review::SHAPE,
    &customers::ticket::SHAPE,
    &customers::survey::SHAPE,
    &customers::escalation::SHAPE,
    &customers::save_play::SHAPE,
    &customers::milestone::SHAPE,
    &customers::churn_event::SHAPE,
    &customers::exclusion::SHAPE,
    &customers::health_override::SHAPE,
    &customers::renewal_call::SHAPE,
    &customers::invoice::SHAPE,
    &customers::advocacy::SHAPE,
    &customers::entitlement::SHAPE,
    &usage::monthly::SHAPE,
    &usage::daily::SHAPE,
];

/// What is written down as it happens, so that its last day tells how far the facts reach.
pub(crate) static DAILY_WORK: &[&FactShape] = &[
    &customers::touchpoint::SHAPE,
    &customers::ticket::SHAPE,
    &customers::survey::SHAPE,
    &people::time_entry::SHAPE,
    &usage::daily::SHAPE,
];

/// The shape of an object, by its name.
#[must_use]
pub fn find(object: &str) -> Option<&'static FactShape> {
    ALL.iter().copied().find(|shape| shape.object == object)
}

#[cfg(test)]
mod tests;
