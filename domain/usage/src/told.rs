/// What a step of an account is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// People who used the product, as rows about the whole product tell.
    Users,
    /// How often the product was used, as rows about the whole product tell.
    Events,
    /// How often features were used, added up.
    Features,
}

impl Measure {
    /// The words for it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Users => "active users",
            Self::Events => "events",
            Self::Features => "events of all features",
        }
    }
}

/// What rows tell of one account, by place.
///
/// Users of several features are not added up: they overlap.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    users: Vec<Option<u32>>,
    events: Vec<Option<u32>>,
    features: Vec<Option<u32>>,
}

/// One row of usage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// Whether it is about a single feature.
    pub of_feature: bool,
    /// People.
    pub users: Option<i64>,
    /// How often.
    pub events: Option<i64>,
}

impl Told {
    /// Adds a row at a place of so many.
    pub fn add(&mut self, (place, places): (usize, usize), row: Row) {
        let counts = if row.of_feature { &mut self.features } else { &mut self.events };
        count(counts, (place, places), row.events);
        if !row.of_feature {
            count(&mut self.users, (place, places), row.users);
        }
    }

    /// What the account is counted in: users where at least half of the places that tell anything tell them.
    #[must_use]
    pub fn measure(&self) -> Option<Measure> {
        let known = |counts: &[Option<u32>]| counts.iter().flatten().count();
        let places = self.users.len().max(self.events.len()).max(self.features.len());
        let any = (0..places).filter(|place| self.at(*place).is_some()).count();
        let (users, events) = (known(&self.users), known(&self.events));
        match any {
            0 => None,
            _ if 2 * users >= any => Some(Measure::Users),
            _ if 2 * events >= any => Some(Measure::Events),
            _ => Some(Measure::Features),
        }
    }

    /// The counts of a measure.
    #[must_use]
    pub fn counts(&self, measure: Measure) -> &[Option<u32>] {
        match measure {
            Measure::Users => &self.users,
            Measure::Events => &self.events,
            Measure::Features => &self.features,
        }
    }

    /// The largest count of any kind at a place.
    #[must_use]
    pub fn at(&self, place: usize) -> Option<u32> {
        let kinds = [&self.users, &self.events, &self.features];
        kinds.iter().filter_map(|counts| counts.get(place).copied().flatten()).max()
    }
}

/// Made when the first count arrives: most accounts tell one kind only.
fn count(counts: &mut Vec<Option<u32>>, (place, places): (usize, usize), more: Option<i64>) {
    let Some(more) = more else { return };
    if counts.is_empty() {
        counts.resize(places, None);
    }
    let Some(cell) = counts.get_mut(place) else { return };
    let more = u32::try_from(more.max(0)).unwrap_or(u32::MAX);
    *cell = Some(cell.unwrap_or(0).saturating_add(more));
}
