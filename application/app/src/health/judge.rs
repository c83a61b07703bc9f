use std::collections::BTreeMap;

use customers::Contract;
use health::{Evidence, Gathering, Health, MeasureKind, Peers, Profile, Windows, assess_among};
use jiff::civil::Date;
use kernel::{AccountId, PersonId, Refusal};
use ports::store::{FactQuery, KeptFigure};
use retention::Basis;

use super::{Books, rows};
use crate::desk::{Desk, refused};
use crate::facts::{histories, typed};
use crate::settings::HealthProfiles;

/// Which profile judges which account on a day, and among whom.
pub(super) struct Judge<'a> {
    profiles: &'a HealthProfiles,
    named: Option<&'a Profile>,
    segments: BTreeMap<AccountId, String>,
    /// By the key of the profile that asks for them.
    peers: BTreeMap<String, Peers>,
    /// Objects that no fact is of: nothing of them need be asked for, account by account.
    absent: Vec<&'static str>,
}

impl<'a> Judge<'a> {
    /// The judge of accounts whose contracts these are: by the profile named, else as configured.
    pub(super) fn load(
        desk: &'a Desk<'_>,
        books: &Books,
        named: Option<&str>,
        accounts: &[AccountId],
        contracts: &[Contract],
    ) -> Result<Self, Refusal> {
        let profiles = &desk.settings.health;
        let named = named.map(|key| profiles.find(key)).transpose()?;
        let absent = rows::absent(desk)?;
        let mut judge = Self { profiles, named, segments: BTreeMap::new(), peers: BTreeMap::new(), absent };
        let against_peers: Vec<&Profile> = judge.in_use().into_iter().filter(|profile| profile.needs_peers()).collect();
        if !against_peers.is_empty() || (named.is_none() && profiles.differ_by_segment()) {
            judge.segments = segments(desk, books.day, accounts, contracts)?;
        }
        for profile in against_peers {
            let peers = peers(desk, books, profile)?;
            judge.peers.insert(profile.key().to_owned(), peers);
        }
        Ok(judge)
    }

    pub(super) fn profile(&self, account: &AccountId) -> &'a Profile {
        self.named.unwrap_or_else(|| self.profiles.of_segment(self.segment(account)))
    }

    fn segment(&self, account: &AccountId) -> &str {
        self.segments.get(account).map_or("", String::as_str)
    }

    /// The name of the profile, or that there are several.
    pub(super) fn words(&self) -> String {
        match (self.named, self.profiles.differ_by_segment()) {
            (None, true) => "profiles by segment".to_owned(),
            (named, _) => format!("profile {}", named.unwrap_or_else(|| self.profiles.standard()).name()),
        }
    }

    fn in_use(&self) -> Vec<&'a Profile> {
        self.named.map_or_else(|| self.profiles.in_use().collect(), |named| vec![named])
    }

    pub(super) fn reads(&self, kind: MeasureKind) -> bool {
        self.in_use().iter().any(|profile| profile.reads(kind))
    }

    pub(super) fn is_told_of(&self, object: &str) -> bool {
        !self.absent.contains(&object)
    }

    pub(super) fn windows(&self, account: &AccountId) -> Windows {
        self.profile(account).windows()
    }

    pub(super) fn health(&self, account: &AccountId, evidence: &Evidence) -> Health {
        let profile = self.profile(account);
        let nobody = Peers::default();
        let peers = self.peers.get(profile.key()).unwrap_or(&nobody);
        assess_among(profile, evidence, peers, self.segment(account))
    }

    pub(super) fn assessed(
        &self,
        gatherings: BTreeMap<AccountId, Gathering>,
        books: &Books,
    ) -> BTreeMap<AccountId, Health> {
        let health = |(account, gathering): (AccountId, Gathering)| {
            let health = self.health(&account, &gathering.finish(&books.book));
            (account, health)
        };
        gatherings.into_iter().map(health).collect()
    }
}

/// The segment of each account on a day, by what the settings split by.
fn segments(
    desk: &Desk<'_>,
    day: Date,
    accounts: &[AccountId],
    contracts: &[Contract],
) -> Result<BTreeMap<AccountId, String>, Refusal> {
    let currency = desk.currency()?;
    let mut found = histories::of(desk, Some(accounts), contracts.to_vec(), currency)?;
    let rates = histories::rates(desk)?;
    let basis = Basis { rules: &desk.settings.rules, rates: &rates, currency, as_of: day };
    histories::label(&mut found, &desk.settings.segment_by, day, &basis, &desk.settings.tier_cutoffs)?;
    Ok(found.histories.into_iter().map(|history| (history.account, history.segment)).collect())
}

/// Where the numbers of all accounts lie on a day; kept, since every account is read for it.
fn peers(desk: &Desk<'_>, books: &Books, profile: &Profile) -> Result<Peers, Refusal> {
    let version = desk.store.data_version().map_err(refused)?;
    let name = format!("health peers of {} {}", profile.key(), super::kept_name(desk, books.day));
    let kept = desk.store.kept_figures(&name, version).map_err(refused)?;
    if !kept.is_empty() {
        let told = kept.iter().filter_map(|figure| {
            Some((figure.metric.as_str(), figure.value?, usize::try_from(figure.n).unwrap_or(usize::MAX)))
        });
        return Ok(Peers::from_told(told));
    }
    let peers = worked_out(desk, books, profile)?;
    let company = PersonId::new("company");
    let figure = |(metric, value, n): (String, rust_decimal::Decimal, usize)| KeptFigure {
        person: company.clone(),
        metric,
        value: Some(value),
        n: n as u64,
    };
    let figures: Vec<KeptFigure> = peers.told().into_iter().map(figure).collect();
    desk.keep(&name, version, &figures)?;
    // As they are kept, so that asking again says the same to the last digit.
    Ok(Peers::from_told(
        figures.iter().filter_map(|kept| Some((kept.metric.as_str(), kept.value?, usize::try_from(kept.n).ok()?))),
    ))
}

fn worked_out(desk: &Desk<'_>, books: &Books, profile: &Profile) -> Result<Peers, Refusal> {
    desk.progress.begin("looking where all accounts lie", None);
    let contracts = typed(desk, FactQuery::all(&customers::contract::SHAPE), Contract::from_record)?;
    let known = typed(desk, FactQuery::all(&customers::account::SHAPE), customers::Account::from_record)?;
    let accounts: Vec<AccountId> = known.into_iter().map(|account| account.id).collect();
    let segments = segments(desk, books.day, &accounts, &contracts)?;
    let all = Judge {
        profiles: &desk.settings.health,
        named: Some(profile),
        segments: BTreeMap::new(),
        peers: BTreeMap::new(),
        absent: rows::absent(desk)?,
    };
    let evidence = |account: &AccountId, gathered: Vec<Gathering>| {
        let segment = segments.get(account).cloned().unwrap_or_default();
        (segment, gathered.into_iter().next().map(|gathering| gathering.finish(&books.book)))
    };
    let evidence = rows::each_gathered(desk, &[books.day], (&accounts, &contracts), &all, evidence)?;
    desk.progress.end();
    Ok(Peers::of(evidence.iter().filter_map(|(_, (segment, found))| Some((segment.as_str(), found.as_ref()?)))))
}
