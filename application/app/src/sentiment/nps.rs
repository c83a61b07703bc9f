use jiff::civil::Date;
use kernel::Refusal;
use report::{Address, Block, Figure, Ledger, Prose, Report, Section, Tone, Trace, Unit};
use sentiment::{Answer, EXCELLENT_FROM, Followed, GOOD_FROM, LEAST_ANSWERS, Stance, Tally, satisfaction};

use super::gather::Ground;
use super::{outlook, sections, splits};
use crate::desk::Desk;

/// Whose net promoter score over which period.
#[derive(Debug, Clone, Copy)]
pub struct NpsRequest<'a> {
    /// The period; the last quarter that facts cover when empty.
    pub period: Option<&'a str>,
    /// Only accounts of this segment; all when empty.
    pub segment: Option<&'a str>,
}

/// The net promoter score and satisfaction of a period: what they are, what is behind them, and what to do.
///
/// # Errors
/// When the period or the segment is not known.
pub fn nps(desk: &Desk<'_>, request: NpsRequest<'_>) -> Result<Report, Refusal> {
    let ground = Ground::load(desk, request)?;
    let who =
        ground.segment.as_deref().map_or_else(|| "all accounts".to_owned(), |segment| format!("segment {segment}"));
    let mut report = Report::new("sentiment.nps", format!("NPS of {who}, {}", ground.period), ground.as_of);
    report.period = Some(ground.period.to_string());
    report.subtitle = vec![
        format!("{} to {} · as known on {}", ground.period.from(), ground.period.last_day(), ground.as_of),
        "the latest answer of each contact in the period; answers without a contact stand for their account".to_owned(),
    ];
    let subject = ground.segment.as_deref().unwrap_or("company");
    let address = Address::new("nps", subject, ground.period, ground.as_of).to_string();
    let answers = ground.latest_in(ground.period);
    let mut page = Page { ground: &ground, tally: Tally::of(answers.iter().copied()), ledger: Ledger::new(address) };
    let headline = page.headline();
    report.push(Block::text(page.lead(&headline)));
    report.push(Block::Figures { figures: headline });
    let sections = [
        splits::score_and_trend(&mut page),
        sections::distribution(&mut page),
        sections::themes(&mut page, Stance::Detractor),
        sections::themes(&mut page, Stance::Promoter),
        splits::drivers(&mut page),
        splits::segments(&mut page),
        sections::follow_up(&mut page, desk)?,
        outlook::actions(&page),
        outlook::target(&mut page),
        sections::satisfaction(&mut page),
    ];
    sections.into_iter().for_each(|section| report.push(section));
    for says in page.caveats() {
        report.push(Block::callout(Tone::Caveat, says));
    }
    report.ledger = page.ledger;
    Ok(report)
}

/// The report as it is written.
pub(super) struct Page<'a> {
    pub(super) ground: &'a Ground,
    pub(super) tally: Tally<'a>,
    pub(super) ledger: Ledger,
}

impl<'a> Page<'a> {
    pub(super) fn as_of(&self) -> Date {
        self.ground.as_of
    }

    pub(super) fn figure(&mut self, key: &str, label: &str, unit: Unit, trace: Trace) -> Figure {
        self.ledger.figure(key, label, unit, self.ground.as_of, trace)
    }

    /// The score of a group of answers, with where it may lie.
    pub(super) fn score(&mut self, key: &str, tally: &Tally<'_>) -> Figure {
        let figure = self.figure(key, "NPS", Unit::PromoterPoints, tally.score_trace());
        let figure = figure.with_interval(tally.interval()).with_convention("latest answer of each contact");
        match tally.answers().len() {
            0 => Figure { note: Some("nobody answered".to_owned()), ..figure },
            few if few < LEAST_ANSWERS => figure.with_note("few answers"),
            _ => figure,
        }
    }

    fn headline(&mut self) -> Vec<Figure> {
        let tally = self.tally.clone();
        let score = self.score("score", &tally);
        let answers = self.figure("answers", "answers", Unit::Count, sections::rows_of(tally.answers()));
        let overdue: Vec<&Answer> = self.overdue();
        let overdue = self.figure("overdue", "follow-ups overdue", Unit::Count, sections::rows_of(&overdue));
        let satisfied = &self.ground.heard.satisfaction;
        let (mean, share) = (satisfaction::mean_trace(satisfied), satisfaction::share_trace(satisfied));
        let intervals = (satisfaction::mean_interval(satisfied), satisfaction::share_interval(satisfied));
        let mean = self.figure("csat_mean", "satisfaction, mean of 1 to 5", Unit::ScaleOfFive, mean);
        let share = self.figure("csat_share", "satisfied, share of 4 and 5", Unit::Ratio, share);
        vec![score, answers, overdue, mean.with_interval(intervals.0), share.with_interval(intervals.1)]
    }

    fn lead(&self, headline: &[Figure]) -> Prose {
        let n = self.tally.answers().len();
        let Some(score) = headline.first().filter(|score| score.value.is_some()) else {
            return Prose::default()
                .strong("Nobody answered the NPS question in this period.")
                .words(" So there is no score; name a period in which it was asked.");
        };
        let place = match score.value {
            Some(value) if value >= EXCELLENT_FROM.into() => "which is rare among those who sell to companies",
            Some(value) if value >= GOOD_FROM.into() => "which is usual for good companies that sell to companies",
            Some(value) if value < rust_decimal::Decimal::ZERO => "so more of them warn others than recommend us",
            _ => "which leaves room",
        };
        let range = score.interval.as_ref().map_or_else(String::new, splits::range);
        let certain = if n < LEAST_ANSWERS { " That is too few to conclude anything." } else { "" };
        let answers = if n == 1 { "1 answer".to_owned() } else { format!("{n} answers") };
        Prose::default()
            .strong(format!("NPS {}", score.display()))
            .words(format!(" from {answers}, {place}. As far as so many answers can tell, it lies between {range} (95 % interval).{certain}"))
    }

    /// The answers whose clock ran out without a word from us.
    pub(super) fn overdue(&self) -> Vec<&'a Answer> {
        let late = |answer: &&'a Answer| self.ground.followed(answer) == Some(Followed::Overdue);
        let mut found: Vec<&'a Answer> = self.tally.answers().iter().copied().filter(late).collect();
        found.sort_by(|a, b| {
            let place = |answer: &Answer| (answer.stance(), std::cmp::Reverse(self.ground.arr(answer)));
            (place(a), a.on, &a.key).cmp(&(place(b), b.on, &b.key))
        });
        found
    }

    fn caveats(&self) -> Vec<String> {
        let ground = self.ground;
        let mut says = vec![
            "How many were asked is not on record, so there is no response rate, and those who did not answer may think \
             otherwise."
                .to_owned(),
        ];
        if ground.heard.off_scale > 0 {
            says.push(format!(
                "{} answers lie off their scale (0 to 10 for NPS, 1 to 5 for satisfaction) and count nowhere.",
                ground.heard.off_scale
            ));
        }
        if ground.heard.twice > 0 {
            says.push(format!(
                "{} satisfaction answers were found at a ticket and in a survey with the same account, day and score; they \
                 count once.",
                ground.heard.twice
            ));
        }
        let plain = |answer: &&&Answer| answer.contact.is_none();
        let bare = self.tally.answers().iter().filter(plain).count();
        if bare > 0 {
            says.push(format!(
                "{bare} of the answers do not say who gave them; of each account the latest such counts."
            ));
        }
        says
    }
}

/// A section with its key and heading.
pub(super) fn section(key: &str, title: &str) -> Section {
    Section::new(key, title)
}
