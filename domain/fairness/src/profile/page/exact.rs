use report::{Block, Section, Table, Unit};
use statistics::mixed::exact::Exact;

use super::Page;
use super::figures::interval;
use crate::verdict::PRACTICAL_EFFECT;

impl Page<'_> {
    /// The same model integrated over everything unknown, beside the figures of the engine.
    pub(super) fn without_approximation(&self) -> Option<Section> {
        let mut section = Self::section("without_approximation", "Held against the model without approximation");
        let found = match self.profile.exact.as_ref()? {
            Ok(found) => found,
            Err(why) => {
                section.push(Block::text(format!("Left out: {why}.")));
                return Some(section);
            }
        };
        section.push(Block::text(
            "Where nothing but counts is known, the same model with the same priors can be integrated to the last digit that \
             matters. The figures above come from Laplace's approximation, as they do for every table; this shows how good it is \
             here.",
        ));
        let (n, engine) = (found.groups() as u64, &self.profile.comparison);
        let range = statistics::Interval { low: found.spread_quantile(0.025), high: found.spread_quantile(0.975) };
        section.push(Block::Figures {
            figures: vec![
                self.figure("spread, integrated", found.spread(), Unit::Number, n).with_interval(interval(
                    95,
                    range,
                    "integrated",
                )),
                self.figure("spread of the engine", engine.spread, Unit::Number, n),
            ],
        });
        section.push(self.effects_beside(found));
        Some(section)
    }

    fn effects_beside(&self, found: &Exact) -> Table {
        let beyond = format!("{PRACTICAL_EFFECT}");
        let (below, above) = (format!(">below \u{2212}{beyond}"), format!(">above {beyond}"));
        let headings =
            [self.telling.group.as_str(), ">effect", ">engine", below.as_str(), ">engine", above.as_str(), ">engine"];
        let mut table = Table::new("Effects in log-odds, integrated and by the engine", &headings);
        for compared in self.groups() {
            let place = self.inquiry.study.groups.iter().position(|group| *group == compared.group);
            let Some(exact) = place.and_then(|place| found.effect(place)) else { continue };
            let figure = |label: &str, value: f64, unit: Unit| self.figure(label, value, unit, compared.rows);
            let effect = &compared.effect;
            table.row([
                (&*compared.group).into(),
                figure("effect, integrated", exact.mean(), Unit::Number)
                    .with_interval(interval(95, exact.interval(0.95), "integrated"))
                    .into(),
                figure("effect, engine", effect.log_odds, Unit::Number).into(),
                figure("chance below, integrated", exact.below(-PRACTICAL_EFFECT), Unit::Ratio).into(),
                figure("chance below, engine", effect.chance_below, Unit::Ratio).into(),
                figure("chance above, integrated", 1.0 - exact.below(PRACTICAL_EFFECT), Unit::Ratio).into(),
                figure("chance above, engine", effect.chance_above, Unit::Ratio).into(),
            ]);
        }
        table.note = Some(
            "Verdicts rest on the engine. Where a chance of 90 % lies between the two columns, call the verdict a close one."
                .to_owned(),
        );
        table
    }
}
