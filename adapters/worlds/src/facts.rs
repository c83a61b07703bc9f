mod care;
mod money;
mod profile;
mod support;
mod talk;
mod usage;
mod voice;

use ports::Outside;

use crate::World;
use crate::calendar::{Day, clock, working_minute};
use crate::dice::{Dice, Topic};
use crate::life::Life;
use crate::table::Tables;
use profile::Contact;

/// What a CSM's book was at the beginning of a quarter: what targets are set from.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Book {
    pub(crate) accounts: u32,
    pub(crate) arr: i64,
    pub(crate) touchpoints: f64,
}

/// The books of all CSMs, quarter by quarter.
#[derive(Debug)]
pub(crate) struct Books(Vec<Vec<Book>>);

impl Books {
    pub(crate) fn of(&self, csm: usize, quarter: usize) -> Book {
        self.0.get(csm).and_then(|books| books.get(quarter)).copied().unwrap_or_default()
    }
}

/// Where the facts of accounts are written, one account after the other.
#[derive(Debug)]
pub(crate) struct Desk<'a> {
    world: &'a World,
    tables: Tables,
    books: Books,
}

impl<'a> Desk<'a> {
    pub(crate) fn new(world: &'a World, tables: Tables) -> Self {
        let quarters = world.calendar.quarters.len();
        let books = Books(vec![vec![Book::default(); quarters]; world.roster.csms.len()]);
        Self { world, tables, books }
    }

    pub(crate) fn write(&mut self, life: &Life) -> Outside<()> {
        let contacts = profile::contacts(self.world, life);
        profile::write(self, life, &contacts)?;
        money::write(self, life)?;
        talk::write(self, life, &contacts)?;
        care::write(self, life)?;
        support::write(self, life)?;
        voice::write(self, life, &contacts)?;
        usage::write(self, life)?;
        self.enter_books(life);
        Ok(())
    }

    fn enter_books(&mut self, life: &Life) {
        for (place, (_, first, _)) in self.world.calendar.quarters.iter().enumerate() {
            let day = (*first).max(0);
            let owner = life.owner_on(day).filter(|_| life.is_active(day));
            let book = owner.and_then(|owner| self.books.0.get_mut(owner)).and_then(|books| books.get_mut(place));
            if let Some(book) = book {
                book.accounts += 1;
                book.arr += life.arr_on(day);
                book.touchpoints += 3.0 * life.segment.traits().touchpoints_per_month;
            }
        }
    }

    pub(crate) fn finish(self) -> Outside<Books> {
        self.tables.finish()?;
        Ok(self.books)
    }

    fn dice(&self, topic: Topic, life: &Life) -> Dice {
        Dice::of(self.world.seed, topic, life.index)
    }

    fn end(&self) -> Day {
        self.world.calendar.end
    }

    fn text(&self, day: Day) -> &'a str {
        self.world.calendar.text(day)
    }

    fn email(&self, owner: Option<usize>) -> Option<&'a str> {
        owner.and_then(|owner| self.world.roster.csm(owner)).map(|csm| csm.email.as_str())
    }

    /// A moment in working hours of a day.
    fn moment(&self, day: Day, dice: &mut Dice) -> String {
        format!("{}T{}", self.text(day), clock(working_minute(dice)))
    }
}

fn contact_on<'c>(contacts: &'c [Contact], day: Day, dice: &mut Dice) -> Option<&'c str> {
    let known: Vec<&Contact> = contacts.iter().filter(|contact| contact.is_known(day)).collect();
    dice.pick(&known).map(|contact| contact.id.as_str())
}
