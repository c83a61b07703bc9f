use std::io::Write;
use std::path::Path;

use jiff::civil::Date;
use ports::Outside;

use crate::World;
use crate::life::Life;
use crate::table;

/// What is true about a CSM of a simulated company and cannot be seen in its facts.
#[derive(Debug, Clone, PartialEq)]
pub struct CsmTruth {
    /// Who, by the address the facts use.
    pub email: String,
    /// How much their owning an account takes off its log-odds of leaving; 0 on average, standard deviation .35.
    pub effect: f64,
    /// Whether they work at the rescue desk, which is given accounts after trouble.
    pub rescue: bool,
}

/// A decided renewal and the chance it truly had.
#[derive(Debug, Clone, PartialEq)]
pub struct DecisionTruth {
    /// Which account, as its source writes it.
    pub account: String,
    /// First day after the term that was decided about.
    pub on: Date,
    /// Log-odds of leaving, had an average CSM owned the account.
    pub average_log_odds: f64,
    /// Log-odds of leaving with the owners it had.
    pub log_odds: f64,
    /// The owners of the 180 days before, as places in `Truth::csms`, with their shares of the days.
    pub credit: Vec<(usize, f64)>,
    /// Whether it left.
    pub churned: bool,
}

/// What is true about a simulated company.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Truth {
    /// Every CSM.
    pub csms: Vec<CsmTruth>,
    /// Every decided renewal, by account and day.
    pub decisions: Vec<DecisionTruth>,
}

impl Truth {
    pub(crate) fn of(world: &World) -> Self {
        let csms = world.roster.csms.iter().map(|csm| CsmTruth {
            email: csm.email.clone(),
            effect: csm.effect,
            rescue: csm.rescue,
        });
        let mut truth = Self { csms: csms.collect(), decisions: Vec::new() };
        for index in 0..world.accounts {
            let life = world.live(index);
            let told = life.decisions.iter().map(|decision| DecisionTruth {
                account: life.id.clone(),
                on: world.date(decision.on),
                average_log_odds: decision.average_log_odds,
                log_odds: decision.log_odds,
                credit: decision.credit.clone(),
                churned: decision.churned,
            });
            truth.decisions.extend(told);
        }
        truth
    }
}

/// The file of what is true. Imports leave files alone whose names begin with an underscore.
#[derive(Debug)]
pub(crate) struct TruthFile {
    out: std::io::BufWriter<std::fs::File>,
    path: std::path::PathBuf,
}

impl TruthFile {
    pub(crate) fn create(world: &World, folder: &Path) -> Outside<Self> {
        let path = folder.join("_truth.csv");
        let mut file = Self { out: table::open(&path)?, path };
        file.line("what,id,on,effect,average_log_odds,log_odds,churned\n")?;
        for csm in &world.roster.csms {
            file.line(&format!("csm,{},,{:.6},,,\n", csm.email, csm.effect))?;
        }
        Ok(file)
    }

    /// An account's own pull towards staying, then its decisions.
    pub(crate) fn write(&mut self, world: &World, life: &Life) -> Outside<()> {
        self.line(&format!("account,{},,{:.6},,,\n", life.id, life.fit))?;
        for decision in &life.decisions {
            let day = world.calendar.text(decision.on);
            let odds = format!("{:.6},{:.6}", decision.average_log_odds, decision.log_odds);
            self.line(&format!("decision,{},{day},,{odds},{}\n", life.id, decision.churned))?;
        }
        Ok(())
    }

    fn line(&mut self, line: &str) -> Outside<()> {
        self.out.write_all(line.as_bytes()).map_err(|cause| table::unwritable(&self.path, &cause))
    }

    pub(crate) fn finish(mut self) -> Outside<()> {
        self.out.flush().map_err(|cause| table::unwritable(&self.path, &cause))
    }
}
