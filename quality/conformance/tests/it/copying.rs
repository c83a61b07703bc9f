use kernel::Refusal;
use ports::store::{CopyGiver, CopyHead, CopyTaker, Store, StorePlace, Stores};
use ports::{Fault, Outside};
use store::SeaStores;

use crate::company::*;
use crate::engines::{Home, on_fresh_places};

on_both_engines![
    a_copy_fills_either_engine_and_reads_the_same_there,
    what_was_filled_goes_on_as_the_first_would,
    a_copy_is_of_one_state_whoever_writes_meanwhile,
    a_place_that_holds_something_is_left_alone,
    a_copy_that_does_not_fit_leaves_nothing_behind,
    a_copy_of_a_newer_edition_is_refused,
];

/// A copy held in memory: tables with their columns and rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Held(Vec<(String, Vec<String>, Vec<String>)>);

impl Held {
    fn of(store: &dyn Store) -> (Self, CopyHead) {
        let mut held = Self::default();
        let head = store.copy(&mut held).unwrap();
        (held, head)
    }

    fn rows(&self, table: &str) -> &[String] {
        self.0.iter().find(|(name, ..)| name == table).map_or(&[], |(.., rows)| rows)
    }

    fn giver(&self) -> Giver {
        Giver { waiting: self.0.iter().rev().cloned().collect(), rows: Vec::new() }
    }
}

impl CopyTaker for Held {
    fn table(&mut self, name: &str, columns: &[String]) -> Outside<()> {
        self.0.push((name.to_owned(), columns.to_vec(), Vec::new()));
        Ok(())
    }

    fn row(&mut self, line: &str) -> Outside<()> {
        assert!(!line.contains('\n'), "{line}");
        self.0.last_mut().unwrap().2.push(line.to_owned());
        Ok(())
    }
}

struct Giver {
    waiting: Vec<(String, Vec<String>, Vec<String>)>,
    rows: Vec<String>,
}

impl CopyGiver for Giver {
    fn next_table(&mut self) -> Outside<Option<(String, Vec<String>)>> {
        let Some((name, columns, rows)) = self.waiting.pop() else { return Ok(None) };
        self.rows = rows.into_iter().rev().collect();
        Ok(Some((name, columns)))
    }

    fn next_row(&mut self, line: &mut String) -> Outside<bool> {
        let Some(row) = self.rows.pop() else { return Ok(false) };
        *line = row;
        Ok(true)
    }
}

fn stores() -> SeaStores {
    SeaStores::new(app::shapes::ALL)
}

/// Facts of every sort: superseded, taken back, ended, with letters of any script, and a setting.
fn lived_in(home: &Home) {
    let store = &**home;
    let name = "\"Ærø\" \\ 株式会社\n\tline two \u{7f}\u{2028}";
    deliver(store, FIRST, ACCOUNTS, &[account("A-1", name), account("A-2", "Two")]);
    deliver(store, SECOND, CONTRACTS, &[contract("C-1", "100.10"), contract("C-2", "50")]);
    deliver_complete(store, THIRD, CONTRACTS, &[contract("C-1", "120")]);
    deliver(store, FOURTH, CONTRACTS, &[contract("C-3", "1")]);
    undo(store, "2025-05-10T09:00", 4).unwrap();
    let mut transaction = begin(store, "2025-05-11T09:00");
    transaction.set("currency", "USD").unwrap();
    end(transaction);
}

fn a_copy_fills_either_engine_and_reads_the_same_there(home: &Home) {
    lived_in(home);
    let (copy, head) = Held::of(&**home);
    assert_eq!((head.data_version, head.facts.clone()), (5, vec![("accounts", 2), ("contracts", 1)]));
    assert_eq!((copy.rows("contracts").len(), copy.rows("events").len(), copy.rows("settings").len()), (4, 6, 1));
    on_fresh_places(&mut |place| {
        assert_eq!(stores().fill(place, &head.edition, &mut copy.giver()).unwrap(), head.data_version);
        let filled = stores().open(place).unwrap();
        filled.check().unwrap();
        let (again, head_again) = Held::of(&*filled);
        assert_eq!(again, copy);
        assert_eq!((head_again.data_version, &head_again.facts), (head.data_version, &head.facts));
        for shape in [ACCOUNTS, CONTRACTS] {
            assert_eq!(now(&*filled, shape), now(&**home, shape));
            assert_eq!(versions(&*filled, shape), versions(&**home, shape));
        }
        assert_eq!(arr_known_by(&*filled, SECOND), arr_known_by(&**home, SECOND));
        assert_eq!(filled.deliveries().unwrap(), home.deliveries().unwrap());
    });
}

fn what_was_filled_goes_on_as_the_first_would(home: &Home) {
    lived_in(home);
    let (copy, head) = Held::of(&**home);
    let goes_on = |store: &dyn Store| {
        deliver(store, "2025-06-10T09:00", CONTRACTS, &[contract("C-1", "130"), contract("C-9", "7")]);
        undo(store, "2025-06-11T09:00", 3).unwrap();
    };
    goes_on(&**home);
    on_fresh_places(&mut |place| {
        stores().fill(place, &head.edition, &mut copy.giver()).unwrap();
        let filled = stores().open(place).unwrap();
        goes_on(&*filled);
        assert_eq!(versions(&*filled, CONTRACTS), versions(&**home, CONTRACTS));
        assert_eq!(filled.deliveries().unwrap(), home.deliveries().unwrap());
    });
}

/// Writes a delivery into the same store while it is being copied.
struct Disturbed<'a> {
    held: Held,
    other: &'a dyn Store,
    written: bool,
}

impl CopyTaker for Disturbed<'_> {
    fn table(&mut self, name: &str, columns: &[String]) -> Outside<()> {
        if name == "accounts" && !self.written {
            let other = self.other;
            // Another program, as far as the store can tell.
            let write = move || {
                deliver(other, SECOND, ACCOUNTS, &[account("A-2", "Two")]);
                deliver(other, THIRD, CONTRACTS, &[contract("C-1", "100")]);
            };
            std::thread::scope(|threads| threads.spawn(write).join().unwrap());
            self.written = true;
        }
        self.held.table(name, columns)
    }

    fn row(&mut self, line: &str) -> Outside<()> {
        self.held.row(line)
    }
}

fn a_copy_is_of_one_state_whoever_writes_meanwhile(home: &Home) {
    deliver(&**home, FIRST, ACCOUNTS, &[account("A-1", "One")]);
    let (before, _) = Held::of(&**home);
    let other = home.another();
    let mut disturbed = Disturbed { held: Held::default(), other: &other, written: false };
    let head = home.copy(&mut disturbed).unwrap();
    assert!(disturbed.written);
    assert_eq!(disturbed.held, before);
    assert_eq!((head.data_version, head.facts), (1, vec![("accounts", 1)]));
    assert_eq!(home.count(ACCOUNTS).unwrap(), 2);
}

fn refusal(done: Outside<i64>) -> Refusal {
    match done {
        Err(Fault::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

fn a_place_that_holds_something_is_left_alone(home: &Home) {
    lived_in(home);
    let (copy, head) = Held::of(&**home);
    on_fresh_places(&mut |place| {
        let held = stores().open(place).unwrap();
        deliver(&*held, FIRST, ACCOUNTS, &[account("A-7", "Seven")]);
        let (before, _) = Held::of(&*held);
        drop(held);
        let refused = refusal(stores().fill(place, &head.edition, &mut copy.giver()));
        assert!(matches!(refused, Refusal::Conflict(_)), "{refused}");
        assert_eq!(Held::of(&*stores().open(place).unwrap()).0, before);
    });
    // Tables without a row are no reason to refuse.
    on_fresh_places(&mut |place| {
        drop(stores().open(place).unwrap());
        stores().fill(place, &head.edition, &mut copy.giver()).unwrap();
        assert_eq!(Held::of(&*stores().open(place).unwrap()).0, copy);
    });
}

fn a_copy_that_does_not_fit_leaves_nothing_behind(home: &Home) {
    lived_in(home);
    let (copy, head) = Held::of(&**home);
    let spoilt = |spoil: &dyn Fn(&mut Held)| {
        let mut spoilt = copy.clone();
        spoil(&mut spoilt);
        spoilt
    };
    let last = copy.0.len() - 1;
    let cases = [
        spoilt(&|held| held.0[last].0 = "kept_figures".to_owned()),
        spoilt(&|held| held.0[last].0 = "x\"; DROP TABLE accounts; --".to_owned()),
        spoilt(&|held| held.0[last].1[0] = "no_such_column".to_owned()),
        spoilt(&|held| held.0[last].2.push("[1,2,3]".to_owned())),
        spoilt(&|held| held.0[last].2.push("{".to_owned())),
    ];
    on_fresh_places(&mut |place| {
        for case in &cases {
            let refused = refusal(stores().fill(place, &head.edition, &mut case.giver()));
            assert!(matches!(refused, Refusal::Rejected(_)), "{refused}");
        }
        let left = stores().open(place).unwrap();
        assert!(left.deliveries().unwrap().is_empty() && left.count(ACCOUNTS).unwrap() == 0);
    });
}

fn a_copy_of_a_newer_edition_is_refused(home: &Home) {
    let (copy, head) = Held::of(&**home);
    let newer: Vec<String> = head.edition.iter().cloned().chain(["of_tomorrow".to_owned()]).collect();
    assert!(stores().is_todays_edition(&head.edition) && !stores().is_todays_edition(&newer));
    on_fresh_places(&mut |place: &StorePlace| {
        let refused = refusal(stores().fill(place, &newer, &mut copy.giver())).to_string();
        assert!(refused.contains("newer version") && refused.contains("of_tomorrow"), "{refused}");
    });
    // An older one is brought up to today's.
    on_fresh_places(&mut |place| {
        let mut older = copy.clone();
        let kept = ["files", "deliveries", "delivery_counts", "events", "settings", "people"];
        older.0.retain(|(name, ..)| kept.contains(&name.as_str()));
        for (_, columns, rows) in older.0.iter_mut().filter(|(_, columns, _)| columns.contains(&"withdrawn".to_owned()))
        {
            // It is the last column, which the first edition did not have.
            columns.pop();
            rows.iter_mut().for_each(|row| *row = format!("{}]", row.rsplit_once(',').unwrap().0));
        }
        stores().fill(place, &head.edition[..1], &mut older.giver()).unwrap();
        let opened = stores().open(place).unwrap();
        assert_eq!((opened.count(EXCLUSIONS).unwrap(), opened.count(PEOPLE).unwrap()), (0, 0));
    });
}
