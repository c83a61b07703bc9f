#![doc = include_str!("../README.md")]

/// A company that pays us, or did.
pub mod account;
/// What somebody decided about two accounts: one company, or two.
pub mod account_link;
/// Something an account did to speak for us.
pub mod advocacy;
/// A review of the customer's business with us, due on a day.
pub mod business_review;
/// What a source says about accounts that left.
pub mod churn_event;
/// Someone we know at an account.
pub mod contact;
/// What an account pays for, from a day to a day.
pub mod contract;
/// A feature or product an account may use.
pub mod entitlement;
/// A problem carried to those who can decide.
pub mod escalation;
/// What a currency is worth in another on a day.
pub mod exchange_rate;
/// Days of an account whose outcomes count for nobody.
pub mod exclusion;
/// A person's judgement of an account's health.
pub mod health_override;
/// What an account has to pay by a day.
pub mod invoice;
/// Something an account was to reach.
pub mod milestone;
/// A chance to sell more.
pub mod opportunity;
/// Who looks after an account, from a day to a day.
pub mod ownership;
/// What somebody said on a day about a renewal to come.
pub mod renewal_call;
/// An attempt to keep an account that wants to leave.
pub mod save_play;
/// An answer to a survey.
pub mod survey;
/// A request to support.
pub mod ticket;
/// A conversation with an account.
pub mod touchpoint;

use kernel::FactShape;

pub use account::Account;
pub use account_link::AccountLink;
pub use advocacy::Advocacy;
pub use business_review::BusinessReview;
pub use contact::Contact;
pub use contract::Contract;
pub use entitlement::Entitlement;
pub use escalation::Escalation;
pub use exclusion::Exclusion;
pub use health_override::HealthOverride;
pub use invoice::Invoice;
pub use milestone::Milestone;
pub use opportunity::Opportunity;
pub use ownership::Ownership;
pub use renewal_call::RenewalCall;
pub use save_play::SavePlay;
pub use survey::SurveyResponse;
pub use ticket::Ticket;
pub use touchpoint::Touchpoint;

/// Every shape of this subject, in the order in which rows can refer to earlier ones.
pub const SHAPES: &[&FactShape] = &[
    &account::SHAPE,
    &account_link::SHAPE,
    &contact::SHAPE,
    &contract::SHAPE,
    &ownership::SHAPE,
    &opportunity::SHAPE,
    &touchpoint::SHAPE,
    &business_review::SHAPE,
    &ticket::SHAPE,
    &survey::SHAPE,
    &escalation::SHAPE,
    &save_play::SHAPE,
    &milestone::SHAPE,
    &churn_event::SHAPE,
    &exclusion::SHAPE,
    &health_override::SHAPE,
    &renewal_call::SHAPE,
    &invoice::SHAPE,
    &advocacy::SHAPE,
    &entitlement::SHAPE,
    &exchange_rate::SHAPE,
];
