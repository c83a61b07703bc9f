use std::collections::BTreeMap;

use customers::Contract;
use health::{Evidence, Gathering, Health, MeasureKind, OpenPeers, Peers, Profile, Windows, assess_among};
use jiff::civil::Date;
use kernel::{AccountId, Refusal};
use ports::store::FactQuery;
use retention::Basis;

use super::{Books, kept, rows};
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
    /// The judge, on the day of each of the books, of accounts whose contracts these are: by the profile named, else as
    /// configured.
    pub(super) fn load(
        desk: &'a Desk<'_>,
        books: &[&Books],
        named: Option<&str>,
        accounts: &[AccountId],
        contracts: &[Contract],
    ) -> Result<Vec<Self>, Refusal> {
        let profiles = &desk.settings.health;
        let named = named.map(|key| profiles.find(key)).transpose()?;
        let absent = rows::absent(desk)?;
        let blank =
            || Self { profiles, named, segments: BTreeMap::new(), peers: BTreeMap::new(), absent: absent.clone() };
        let mut judges: Vec<Self> = books.iter().map(|_| blank()).collect();
        let against_peers: Vec<&Profile> =
            in_use(profiles, named).into_iter().filter(|profile| profile.needs_peers()).collect();
        if !against_peers.is_empty() || (named.is_none() && profiles.differ_by_segment()) {
            for (judge, books) in judges.iter_mut().zip(books) {
                judge.segments = segments(desk, books.day, accounts, contracts)?;
            }
        }
        for profile in against_peers {
            for (judge, peers) in judges.iter_mut().zip(peers(desk, books, profile)?) {
                judge.peers.insert(profile.key().to_owned(), peers);
            }
        }
        Ok(judges)
    }

    pub(super) fn profile(&self, account: &AccountId) -> &'a Profile {
        self.named.unwrap_or_else(|| self.profiles.of_segment(self.segment(account)))
    }

    fn segment(&self, account: &AccountId) -> &str {
        self.segments.get(account).map_or("", String::as_str)
    }

    pub(super) fn reads(&self, kind: MeasureKind) -> bool {
        in_use(self.profiles, self.named).iter().any(|profile| profile.reads(kind))
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

/// The name of the profile, or that there are several.
pub(super) fn words(desk: &Desk<'_>, named: Option<&str>) -> Result<String, Refusal> {
    let profiles = &desk.settings.health;
    let named = named.map(|key| profiles.find(key)).transpose()?;
    Ok(match (named, profiles.differ_by_segment()) {
        (None, true) => "profiles by segment".to_owned(),
        (named, _) => format!("profile {}", named.unwrap_or_else(|| profiles.standard()).name()),
    })
}

fn in_use<'a>(profiles: &'a HealthProfiles, named: Option<&'a Profile>) -> Vec<&'a Profile> {
    named.map_or_else(|| profiles.in_use().collect(), |named| vec![named])
}

/// Where the numbers of all accounts lie on the days of the books; kept, since every account is read for it.
pub(super) fn peers(desk: &Desk<'_>, books: &[&Books], profile: &Profile) -> Result<Vec<Peers>, Refusal> {
    let version = desk.store.data_version().map_err(refused)?;
    let kept = |books: &&Books| kept::peers(desk, version, (profile, books.day));
    let mut known = books.iter().map(kept).collect::<Result<Vec<_>, _>>()?;
    let missing: Vec<&Books> =
        books.iter().zip(&known).filter(|(_, peers)| peers.is_none()).map(|(books, _)| *books).collect();
    let worked_out = if missing.is_empty() { Vec::new() } else { worked_out(desk, &missing, profile)? };
    let mut worked_out = missing.iter().zip(&worked_out);
    for peers in known.iter_mut().filter(|peers| peers.is_none()) {
        let Some((books, found)) = worked_out.next() else { break };
        *peers = Some(kept::keep_peers(desk, version, (profile, books.day), found)?);
    }
    Ok(known.into_iter().map(Option::unwrap_or_default).collect())
}

/// The same, of every account, whose rows are read once for all days.
fn worked_out(desk: &Desk<'_>, books: &[&Books], profile: &Profile) -> Result<Vec<Peers>, Refusal> {
    desk.progress.begin("looking where all accounts lie", None);
    let contracts = typed(desk, FactQuery::all(&customers::contract::SHAPE), Contract::from_record)?;
    let known = typed(desk, FactQuery::all(&customers::account::SHAPE), customers::Account::from_record)?;
    let accounts: Vec<AccountId> = known.into_iter().map(|account| account.id).collect();
    let segments: Vec<BTreeMap<AccountId, String>> =
        books.iter().map(|books| segments(desk, books.day, &accounts, &contracts)).collect::<Result<_, _>>()?;
    let all = Judge {
        profiles: &desk.settings.health,
        named: Some(profile),
        segments: BTreeMap::new(),
        peers: BTreeMap::new(),
        absent: rows::absent(desk)?,
    };
    let of_some = |accounts: &[AccountId], gathered: Vec<BTreeMap<AccountId, Gathering>>| {
        let of_day = |((mut gathered, books), segments): ((BTreeMap<_, Gathering>, &&Books), &BTreeMap<_, String>)| {
            let mut peers = OpenPeers::default();
            for account in accounts {
                let evidence = gathered.remove(account).map(|gathering| gathering.finish(&books.book));
                let segment = segments.get(account).map_or("", String::as_str);
                evidence.iter().for_each(|evidence| peers.include(segment, evidence));
            }
            peers
        };
        gathered.into_iter().zip(books).zip(&segments).map(of_day).collect::<Vec<OpenPeers>>()
    };
    let days: Vec<Date> = books.iter().map(|books| books.day).collect();
    let parts = rows::some_gathered(desk, &days, (&accounts, &contracts), &all, of_some)?;
    desk.progress.end();
    let mut whole: Vec<OpenPeers> = days.iter().map(|_| OpenPeers::default()).collect();
    for part in parts {
        whole.iter_mut().zip(part).for_each(|(whole, part)| whole.join(part));
    }
    Ok(whole.into_iter().map(OpenPeers::close).collect())
}
