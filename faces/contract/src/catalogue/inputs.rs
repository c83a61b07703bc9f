use crate::action::{Input, InputKind};

pub(super) const CSM: Input = Input::needed("csm", InputKind::Text, "name, e-mail address or identifier of the CSM");
pub(super) const PERIOD: Input = Input::then(
    "period",
    InputKind::Text,
    "2024-Q4, 2024-12, 2024, 2024-01-01..2024-03-31 or last-90-days; the last quarter that facts cover when left out",
);
pub(super) const OF_CSM: Input = Input::named("csm", InputKind::Text, "only the book of this CSM");
pub(super) const ACCOUNT: Input =
    Input::needed("account", InputKind::Text, "name, domain or identifier of the account");
