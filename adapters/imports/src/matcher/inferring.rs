//! What a file tells of a column without a heading for it: in a status, in the name of the file, in two columns together.

use std::collections::BTreeMap;

use kernel::ColumnKind;
use rust_decimal::Decimal;

use super::fitting::Fitting;
use super::speech::speech;
use crate::headings::words_of;
use crate::recipes::{OneOrMore, ReckoningText, Saying, Wanted};

impl Fitting<'_> {
    /// What a stage or status says of the end: `Closed Won`, `canceled`.
    pub(super) fn decided_by_status(&mut self) {
        let called =
            ["stage", "status", "state", "phase", "etape", "stufe", "statut", "estado", "stato"].map(str::to_owned);
        let decisions: Vec<&str> = match self.shape.object {
            "opportunities" => Vec::new(),
            "contracts" => speech().ended.iter().map(String::as_str).collect(),
            "invoices" => speech().paid.iter().map(String::as_str).collect(),
            _ => return,
        };
        let meanings = self.dictionary.meanings(&["won", "lost"]);
        // `Billing State` is a place.
        let says = |place: &usize| {
            let profile = &self.sight.profiles[*place];
            let words =
                profile.words_like(&decisions).count() + meanings.keys().filter(|word| profile.says(word)).count();
            self.sight.spoken[*place].mentions(&called) && words > 0
        };
        let Some(place) = (0..self.sight.headings.len()).find(says) else { return };
        let heading = self.sight.headings[place].clone();
        match self.shape.object {
            "opportunities" => self.decided_deals(place, &heading),
            "contracts" => self.ended_contracts(place, &heading),
            _ => self.paid_invoices(place, &heading),
        }
    }

    fn decided_deals(&mut self, place: usize, heading: &str) {
        let meanings = self.dictionary.meanings(&["won", "lost"]);
        let decided: Vec<String> = meanings.into_keys().filter(|word| self.sight.profiles[place].says(word)).collect();
        if decided.is_empty() {
            return;
        }
        let form = self.form(place);
        if let Some(number) = self.open_column("outcome") {
            self.wanted[number] = Some(Wanted {
                headings: vec![form.clone()],
                values: self.dictionary.meanings(&["won", "lost"]),
                otherwise: Some(String::new()),
                ..Wanted::default()
            });
            self.findings.push(format!("{heading} says what was won and what was lost: {}", decided.join(", ")));
        }
        // The day in this column is a forecast as long as nothing is decided.
        let closed = self.shape.position("closed_on").and_then(|number| self.wanted[number].as_mut());
        if let Some(closed) = closed {
            closed.when = Some(Saying { column: form, is: decided });
        }
    }

    fn ended_contracts(&mut self, place: usize, heading: &str) {
        let ended: Vec<&str> = speech().ended.iter().map(String::as_str).collect();
        let is: Vec<String> = self.sight.profiles[place].words_like(&ended).map(str::to_owned).collect();
        let (Some(ends), Some(notice)) = (self.shape.position("ends_on"), self.shape.position("notice_on")) else {
            return;
        };
        if is.is_empty() || self.refused.contains(&ends) {
            return;
        }
        self.leave_out_nothing(heading);
        let column = self.form(place);
        let term = self.places[ends].filter(|place| !self.sight.profiles[*place].is_empty());
        match self.places[notice] {
            Some(cancelled) => {
                // What was cancelled does not run to the end of its term.
                let instead = term.map(|term| self.form(term)).into_iter().collect();
                let when = Some(Saying { column, is });
                let headings = vec![self.form(cancelled)];
                self.wanted[ends] = Some(Wanted { headings, when, instead, ..Wanted::default() });
                let notice = &self.sight.headings[cancelled];
                self.findings.push(format!("{notice} is taken for the end, too, where {heading} says that it ended"));
            }
            None if term.is_none() => self.questions.push(format!(
                "{heading} says that contracts ended, and no column says when: say --columns \"ends_on=HEADING\", or --columns ends_on=- to let them run on"
            )),
            None => {}
        }
    }

    /// What somebody who left pays today is nothing, and what they paid is not told: no contract of nothing all along.
    fn leave_out_nothing(&mut self, heading: &str) {
        let Some(place) = self.shape.position("arr_amount").and_then(|number| self.places[number]) else { return };
        let nothing = ["0", "0.0", "0.00", "0,00", "$0", "$0.00", "€0", "€0,00", "0 €", "0,00 €", "0.00 eur", "-"];
        let is: Vec<String> = nothing.iter().map(|word| (*word).to_owned()).collect();
        if is.iter().any(|word| self.sight.profiles[place].says(word)) {
            let amount = &self.sight.headings[place];
            self.findings.push(format!("rows whose {amount} is 0 are left out, since {heading} says that some ended and what these paid is not told"));
            let column = self.form(place);
            self.skipped.push(Saying { column, is });
        }
    }

    fn paid_invoices(&mut self, place: usize, heading: &str) {
        let paid: Vec<&str> = speech().paid.iter().map(String::as_str).collect();
        let says = self.sight.profiles[place].words_like(&paid).next().is_some();
        if says && self.open_column("paid_on").is_some() {
            self.findings.push(format!("{heading} says what was paid, and no column says when, so all count as open"));
        }
    }

    /// What happened is a call where the file is one of calls.
    pub(super) fn kind_of_touchpoint(&mut self) {
        let Some(kind) = self.open_column("kind").filter(|_| self.shape.object == "touchpoints") else { return };
        let stem = words_of(self.sight.stem);
        let says = |word: &str| {
            stem.iter().any(|said| said.starts_with(word))
                || self.sight.spoken.iter().any(|spoken| spoken.mentions(&[word.to_owned()]))
        };
        let Some(constant) = ["call", "meeting", "email", "training"].into_iter().find(|word| says(word)) else {
            return;
        };
        self.findings.push(format!("kind is taken for {constant}: by what the file and its headings are called"));
        self.wanted[kind] = Some(Wanted { constant: Some(constant.to_owned()), ..Wanted::default() });
    }

    /// A day in one column and the time in another.
    pub(super) fn dates_with_times(&mut self) {
        for (number, column) in self.shape.columns.iter().enumerate() {
            let Some(day) = self.places[number].filter(|_| column.kind == ColumnKind::Moment) else { continue };
            if self.sight.profiles[day].has_times() {
                continue;
            }
            let called = ["time", "starttime", "uhrzeit", "zeit", "heure", "hora", "startzeit", "beginn"];
            let is_time = |place: &usize| {
                self.is_free(*place)
                    && called.contains(&&*self.form(*place))
                    && self.sight.profiles[*place].is_of_times()
            };
            let Some(time) = (0..self.sight.headings.len()).find(is_time) else { continue };
            self.findings.push(format!(
                "{} is told by {} with {}",
                column.name, self.sight.headings[day], self.sight.headings[time]
            ));
            self.wanted[number] = Some(Wanted { joined: vec![self.form(day), self.form(time)], ..Wanted::default() });
        }
    }

    /// A list with one amount for a company tells no start of its contract, and the day it signed up is the nearest to it.
    pub(super) fn since_signing_up(&mut self) {
        let Some(number) = self.open_column("starts_on").filter(|_| self.shape.object == "contracts") else { return };
        let signed =
            ["customersince", "kundeseit", "clientdepuis", "signedup", "signupdate", "signedupon", "onboardedon"];
        let found =
            (0..self.sight.headings.len()).find(|place| self.is_free(*place) && signed.contains(&&*self.form(*place)));
        if let Some(place) =
            found.filter(|place| self.sight.profiles[*place].can_be(&self.shape.columns[number], &BTreeMap::new()))
        {
            self.findings.push(format!("{} is taken for the first paid day", self.sight.headings[place]));
            self.take(number, place);
        }
    }

    /// A file of answers from 0 to 10 that says nothing else holds answers to the question of recommendation.
    pub(super) fn kind_of_survey(&mut self) {
        let at = |name: &str| self.shape.position(name);
        let (Some(kind), Some(score)) = (at("kind"), at("score")) else { return };
        let Some(place) = self.places[score].filter(|_| self.shape.object == "surveys" && self.wanted[kind].is_none())
        else {
            return;
        };
        let (heading, stem) = (words_of(&self.sight.headings[place]).concat(), words_of(self.sight.stem).concat());
        let says = |text: &str, words: &[&str]| words.iter().any(|word| text.contains(word));
        let is_nps = |text: &str| says(text, &["nps", "recommend", "weiterempf", "recommand"]);
        let is_csat = |text: &str| says(text, &["csat", "satisf", "zufried", "soddisf", "tevreden", "thumb"]);
        let most = self.sight.profiles[place].range().map(|(_, most, _)| most);
        let constant = match most {
            _ if is_csat(&heading) && !says(&heading, &["nps"]) => "csat",
            _ if is_nps(&heading) => "nps",
            _ if is_csat(&stem) && !is_nps(&stem) => "csat",
            _ if is_nps(&stem) => "nps",
            Some(most) if most > Decimal::from(10) || most <= Decimal::ONE => "csat",
            Some(most) if most > Decimal::from(5) => "nps",
            _ => {
                self.questions.push(format!(
                    "are the answers in {} nps (0 to 10) or csat (1 to 5)? add a column kind that says so",
                    self.sight.headings[place]
                ));
                "nps"
            }
        };
        if constant == "csat" {
            self.bring_survey_to_five(score, place);
        }
        self.findings.push(format!("kind is taken for {constant}: by the answers"));
        self.wanted[kind] = Some(Wanted { constant: Some(constant.to_owned()), ..Wanted::default() });
    }

    /// An amount that says for how long in another column.
    pub(super) fn reckoned_by(&mut self) {
        let Some(amount) = self.open_column("arr_amount").filter(|_| self.shape.object == "contracts") else { return };
        let says = [
            "interval",
            "frequency",
            "cycle",
            "period",
            "billing",
            "zahlweise",
            "abrechnung",
            "zahlung",
            "periodicite",
        ]
        .map(str::to_owned);
        let by = (0..self.sight.headings.len()).find(|place| {
            self.sight.spoken[*place].mentions(&says)
                && self.sight.profiles[*place].is_of(&crate::reckoning::is_interval)
        });
        let Some(place) = by else { return };
        let called = [
            "amount",
            "price",
            "recurringamount",
            "totalrecurringamount",
            "recurringtotal",
            "subscriptionamount",
            "planamount",
            "value",
            "contractvalue",
            "fee",
            "betrag",
            "preis",
            "montant",
            "prix",
            "unitamount",
            "unitprice",
            "total",
        ];
        let priced = called.iter().find_map(|called| {
            (0..self.sight.headings.len()).find(|place| {
                self.is_free(*place)
                    && *self.sight.spoken[*place].plain() == **called
                    && self.sight.profiles[*place].can_be(&self.shape.columns[amount], &self.dictionary.values)
            })
        });
        let Some(priced) = priced else { return };
        self.take(amount, priced);
        let by = self.form(place);
        if let Some(wanted) = &mut self.wanted[amount] {
            wanted.reckoning = Some(ReckoningText { interval: Some(OneOrMore::One(by)), ..ReckoningText::default() });
        }
        (self.weight, self.named) = (self.weight + 0.6, self.named + 1);
        let (what, by) = (&self.sight.headings[priced], &self.sight.headings[place]);
        self.findings.push(format!("{what} is brought to a year by {by}"));
    }
}
