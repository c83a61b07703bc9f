use report::{Figure, Prose};

/// The figures of the sentence. One without a value drops out by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Accounts that are looked after.
    pub accounts: Figure,
    /// Their average health.
    pub health: Figure,
    /// Accounts lost in a year, of those at its beginning.
    pub churn: Figure,
    /// The same a year before.
    pub churn_before: Figure,
    /// Net promoter score.
    pub nps: Figure,
    /// ARR added by accounts that paid already.
    pub expansion: Figure,
    /// Accounts that spoke for us.
    pub advocates: Figure,
    /// Accounts renewed of those due.
    pub renewal: Figure,
}

impl Delivery {
    fn churn_came_down(&self) -> bool {
        self.churn.value.zip(self.churn_before.value).is_some_and(|(now, before)| before > now)
    }
}

/// The sentence, and what was left out of it. `None` when nothing is left to say.
#[must_use]
pub fn told(delivery: &Delivery) -> (Option<Prose>, Vec<&Figure>) {
    let Delivery { accounts, health, churn, churn_before, nps, expansion, advocates, renewal } = delivery;
    let say = |before: &str, figure: &Figure, after: &str| {
        let words = Prose::default().words(before).figure(figure.clone());
        figure.value.map(|_| if after.is_empty() { words } else { words.words(after) })
    };
    let mut standing: Vec<Prose> = Vec::new();
    standing.extend(say("an average health score of ", health, ""));
    standing.extend(match delivery.churn_came_down() {
        true => say("churn down from ", churn_before, " to ").map(|prose| prose.figure(churn.clone())),
        false => say("churn of ", churn, ""),
    });
    standing.extend(say("an NPS of ", nps, ""));
    let first = match (say("managing ", accounts, " accounts"), joined(standing)) {
        (Some(managed), Some(standing)) => Some(followed(managed.words(" with "), standing)),
        (managed, standing) => managed.or(standing),
    };
    let mut second: Vec<Prose> = Vec::new();
    second.extend(say("expansion of ", expansion, ""));
    second.extend(say("", advocates, " accounts that speak for us"));
    let third = say("renewal rate of ", renewal, "");
    let sentences = [first, joined(second), third].into_iter().flatten().map(|said| capitalised(said).words("."));
    let said = sentences.reduce(|all, next| followed(all.words(" "), next));
    let left_out: Vec<&Figure> = [accounts, health, churn, nps, expansion, advocates, renewal]
        .into_iter()
        .filter(|figure| figure.value.is_none())
        .collect();
    (said, left_out)
}

fn followed(mut first: Prose, then: Prose) -> Prose {
    first.0.extend(then.0);
    first
}

/// Pieces in a row: commas, and an "and" before the last; `None` without any.
fn joined(pieces: Vec<Prose>) -> Option<Prose> {
    let last = pieces.len().checked_sub(1)?;
    let mut all = Prose::default();
    for (place, piece) in pieces.into_iter().enumerate() {
        all = match place {
            0 => all,
            place if place == last => all.words(" and "),
            _ => all.words(", "),
        };
        all = followed(all, piece);
    }
    Some(all)
}

fn capitalised(mut prose: Prose) -> Prose {
    if let Some(report::Span::Words(words)) = prose.0.first_mut() {
        let mut letters = words.chars();
        *words = letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default();
    }
    prose
}

#[cfg(test)]
mod tests;
