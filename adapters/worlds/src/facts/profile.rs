use ports::Outside;

use super::Desk;
use crate::World;
use crate::calendar::Day;
use crate::dice::{Dice, Topic};
use crate::life::Life;
use crate::names;

/// Names of people at accounts are drawn from the same lists, a long way behind the people who work here.
const FIRST_CONTACT_NAME: usize = 2_700;

/// Someone known at an account.
#[derive(Debug)]
pub(super) struct Contact {
    pub(super) id: String,
    name: String,
    email: String,
    title: &'static str,
    role: &'static str,
    since: Day,
    left: Option<Day>,
}

impl Contact {
    pub(super) fn is_known(&self, day: Day) -> bool {
        self.since <= day && self.left.is_none_or(|left| day < left)
    }
}

fn company(world: &World, life: &Life) -> String {
    names::company(world.seed, life.index, life.industry)
}

fn domain(company: &str) -> String {
    format!("{}.example", names::slug(company, '-'))
}

pub(super) fn contacts(world: &World, life: &Life) -> Vec<Contact> {
    let mut dice = Dice::of(world.seed, Topic::Contacts, life.index);
    let domain = domain(&company(world, life));
    let count = 2 + dice.below(3);
    (0..count).map(|place| contact(world, life, place, &domain, &mut dice)).collect()
}

fn contact(world: &World, life: &Life, place: usize, domain: &str, dice: &mut Dice) -> Contact {
    let name = names::person(world.seed, FIRST_CONTACT_NAME + life.index * 5 + place);
    let (role, title) = names::CONTACT_ROLES[place % names::CONTACT_ROLES.len()];
    let last = world.calendar.end - 1;
    let since = (life.signed_up + if place == 0 { 0 } else { dice.days(0, 120) }).min(last);
    let leaves = since + dice.days(120, 1_400);
    // The champion stays, so that there is always somebody to speak to.
    let left = Some(leaves).filter(|day| place > 0 && dice.chance(0.3) && *day < world.calendar.end);
    Contact {
        id: format!("{}-P{}", life.id, place + 1),
        email: format!("{}@{domain}", names::slug(&name, '.')),
        name,
        title,
        role,
        since,
        left,
    }
}

pub(super) fn write(desk: &mut Desk<'_>, life: &Life, contacts: &[Contact]) -> Outside<()> {
    account(desk, life)?;
    for contact in contacts {
        let (since, left) = (desk.text(contact.since), contact.left.map(|day| desk.text(day)));
        let row = desk.tables.contacts.set("contact_id", &contact.id).set("account_id", &life.id);
        row.set("name", &contact.name).set("email", &contact.email).set("title", contact.title);
        row.set("role", contact.role).set("since_on", since).set_known("left_on", left).end()?;
    }
    for stay in &life.stays {
        let (from, to) = (desk.text(stay.from), Some(stay.to).filter(|to| *to < desk.end()).map(|to| desk.text(to)));
        let owner = desk.email(Some(stay.owner)).unwrap_or_default();
        let row = desk.tables.ownership.set("account_id", &life.id).set("owner_email", owner);
        row.set("from", from).set_known("to", to).set("role", "owner").end()?;
    }
    Ok(())
}

fn account(desk: &mut Desk<'_>, life: &Life) -> Outside<()> {
    let mut dice = desk.dice(Topic::Profile, life);
    let traits = life.segment.traits();
    let name = company(desk.world, life);
    let last = desk.end() - 1;
    let strategic = traits.name == "enterprise" && dice.chance(0.2);
    let signed_up = desk.text(life.signed_up);
    let row = desk.tables.accounts.set("account_id", &life.id).set("name", &name);
    row.set("industry", names::INDUSTRIES[life.industry].0).set("country", life.country);
    row.set("referral_source", dice.word(&names::REFERRALS)).set("signed_up_on", signed_up);
    row.set("domain", domain(&name)).set("segment", traits.name).set("plan", traits.plan);
    row.set("seats", life.seats(life.arr_on(last))).set("strategic", strategic);
    row.set("churned", !life.is_active(last)).end()
}
