use jiff::civil::date;

use super::*;

fn link(account: &str, other: &str, verdict: Verdict) -> AccountLink {
    AccountLink {
        key: Arc::from(format!("own/{account}|{other}")),
        account: AccountId::new(account),
        other: AccountId::new(other),
        verdict,
        reason: Arc::from("same domain"),
        linked_by: Arc::from("ruth"),
        linked_on: date(2025, 1, 10),
    }
}

fn refused(known: &[AccountLink], new: &AccountLink) -> Option<String> {
    contradictions(known, std::slice::from_ref(new)).remove(&new.key)
}

#[test]
fn an_account_counts_for_one_other_at_most() {
    let known = [link("desk/1", "crm/A", Verdict::Same)];
    let second = link("desk/1", "crm/B", Verdict::Same);
    assert!(refused(&known, &second).unwrap().contains("counts for `A` already"));
    assert_eq!(refused(&known, &link("desk/1", "crm/B", Verdict::Different)), None);
    assert_eq!(refused(&known, &link("bill/9", "crm/A", Verdict::Same)), None);
    assert_eq!(refused(&known, &link("desk/1", "crm/A", Verdict::Same)), None);
}

#[test]
fn links_do_not_go_round() {
    let known = [link("desk/1", "crm/A", Verdict::Same), link("crm/A", "crm/B", Verdict::Merged)];
    assert!(refused(&known, &link("crm/B", "desk/1", Verdict::Same)).unwrap().contains("circle"));
    assert!(refused(&[], &link("crm/B", "crm/B", Verdict::Same)).unwrap().contains("itself"));
}

#[test]
fn two_that_contradict_each_other_in_one_file_leave_the_first() {
    let new = [link("desk/1", "crm/B", Verdict::Same), link("desk/1", "crm/A", Verdict::Same)];
    let found = contradictions(&[], &new);
    assert_eq!(found.keys().map(|key| &**key).collect::<Vec<_>>(), ["own/desk/1|crm/B"]);
}
