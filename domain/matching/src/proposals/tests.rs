use proptest::prelude::*;

use super::*;
use crate::names::cleaned;

fn candidate(account: &str, name: &str) -> Candidate {
    Candidate {
        account: AccountId::new(account),
        name: Arc::from(name),
        rows: BTreeSet::from([AccountId::new(account)]),
        names: cleaned(name),
        other_ids: BTreeSet::new(),
        domains: BTreeSet::new(),
        mail_domains: BTreeSet::new(),
        parent: None,
        owners: BTreeSet::new(),
    }
}

fn set(text: &str) -> BTreeSet<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

fn with_domain(account: &str, name: &str, domain: &str) -> Candidate {
    Candidate { domains: set(domain), ..candidate(account, name) }
}

fn found(candidates: &[Candidate]) -> Findings {
    propose(candidates, &BTreeSet::new(), &[Arc::from("crm"), Arc::from("desk"), Arc::from("bill")])
}

fn told(findings: &Findings) -> Vec<String> {
    let pair = |one: &Proposal| format!("{} {}={}", one.certainty.word(), one.kept.as_str(), one.other.as_str());
    findings.proposals.iter().map(pair).collect()
}

fn asked(findings: &Findings) -> Vec<String> {
    let asks = |one: &Question| {
        let others: Vec<&str> = one.others.iter().map(AccountId::as_str).collect();
        format!("{}~{}: {}", one.account.as_str(), others.join(","), one.asks)
    };
    findings.questions.iter().map(asks).collect()
}

#[test]
fn the_certainty_is_that_of_the_reasons() {
    let domain = with_domain("crm/A", "Acme Inc.", "acme.example");
    assert_eq!(
        told(&found(&[domain.clone(), with_domain("desk/1", "ACME", "acme.example")])),
        ["certain crm/A=desk/1"]
    );
    assert_eq!(told(&found(&[domain.clone(), with_domain("desk/1", "A.", "acme.example")])), ["likely crm/A=desk/1"]);
    assert_eq!(told(&found(&[domain.clone(), candidate("desk/1", "Acme GmbH")])), ["possible crm/A=desk/1"]);
    let writes = Candidate { mail_domains: set("acme.example"), ..candidate("desk/1", "Acme GmbH") };
    assert_eq!(told(&found(&[domain.clone(), writes])), ["likely crm/A=desk/1"]);
    let holds = Candidate { other_ids: set("0015500000Xyy06"), ..candidate("desk/1", "Something else") };
    assert_eq!(
        told(&found(&[candidate("crm/0015500000Xyy06AAB", "Acme"), holds])),
        ["certain crm/0015500000Xyy06AAB=desk/1"]
    );
    let third = |account| Candidate { other_ids: set("ERP-4711"), ..candidate(account, account) };
    assert_eq!(told(&found(&[third("crm/A"), third("bill/9")])), ["certain crm/A=bill/9"]);
    assert!(told(&found(&[domain, with_domain("desk/1", "Calder", "calder.example")])).is_empty());
}

#[test]
fn accounts_of_one_system_are_never_proposed_to_each_other() {
    let findings = found(&[with_domain("crm/A", "Acme", "acme.example"), with_domain("crm/B", "Acme", "acme.example")]);
    assert_eq!(findings, Findings::default());
}

#[test]
fn two_that_fit_equally_well_are_a_question() {
    let findings = found(&[
        with_domain("crm/A", "Acme Germany", "acme.example"),
        with_domain("crm/B", "Acme France", "acme.example"),
        with_domain("desk/1", "Acme", "acme.example"),
    ]);
    assert!(findings.proposals.is_empty(), "{findings:?}");
    assert_eq!(asked(&findings), ["desk/1~crm/A,crm/B: 2 accounts of crm fit equally well; which is it?"]);
}

#[test]
fn the_better_of_two_is_proposed_and_the_other_is_not() {
    let findings = found(&[
        with_domain("crm/A", "Acme Germany", "acme.example"),
        with_domain("crm/B", "Acme", "acme.example"),
        with_domain("desk/1", "Acme", "acme.example"),
    ]);
    assert_eq!(told(&findings), ["certain crm/B=desk/1"]);
    assert!(findings.questions.is_empty(), "{findings:?}");
}

#[test]
fn contradictions_are_questions() {
    let account = |account, parent: Option<&str>| Candidate {
        parent: parent.map(AccountId::new),
        ..with_domain(account, "Acme", "acme.example")
    };
    let parents = found(&[account("crm/A", Some("crm/P")), account("desk/1", Some("desk/9"))]);
    assert!(asked(&parents)[0].contains("different parents, crm/P and desk/9"), "{parents:?}");
    let matched = found(&[
        account("crm/A", Some("crm/P")),
        account("desk/1", Some("desk/9")),
        candidate("crm/P", "Umbrella"),
        candidate("desk/9", "Umbrella plc"),
    ]);
    assert_eq!(told(&matched), ["certain crm/A=desk/1", "possible crm/P=desk/9"]);
    let parent = found(&[account("crm/A", Some("desk/1")), account("desk/1", None)]);
    assert!(asked(&parent)[0].contains("parent of the other"), "{parent:?}");
    let owner = |account, owner: &str| Candidate {
        owners: BTreeSet::from([Arc::from(owner)]),
        ..with_domain(account, "Acme", "acme.example")
    };
    assert!(
        asked(&found(&[owner("crm/A", "Maya"), owner("desk/1", "Dan")]))[0].contains("Maya would count and not Dan")
    );
    assert_eq!(told(&found(&[owner("crm/A", "Maya"), owner("desk/1", "Maya")])), ["certain crm/A=desk/1"]);
}

#[test]
fn an_identifier_that_names_another_is_a_question_and_the_one_it_names_is_proposed() {
    let holder = Candidate { other_ids: set("CRM-77"), ..with_domain("desk/1", "Acme", "acme.example") };
    let findings = found(&[with_domain("crm/A", "Acme", "acme.example"), candidate("crm/CRM-77", "Acme Labs"), holder]);
    assert_eq!(told(&findings), ["certain crm/CRM-77=desk/1"]);
    assert_eq!(
        asked(&findings),
        ["crm/A~desk/1: an identifier says that its account of crm is crm/CRM-77; which is it?"]
    );
}

#[test]
fn two_of_one_system_do_not_become_one_through_a_third() {
    let crm = |id, domain| with_domain(id, "Acme", domain);
    let desk = Candidate { other_ids: set("A-100"), ..with_domain("desk/1", "Acme Support", "one.example") };
    let bill = Candidate { other_ids: set("B-200"), ..with_domain("bill/9", "Acme Support", "one.example") };
    let findings = found(&[crm("crm/A-100", "a.example"), crm("crm/B-200", "b.example"), desk, bill]);
    assert_eq!(findings.proposals.len() + findings.questions.len(), 3, "{findings:?}");
    assert!(asked(&findings)[0].contains("two accounts of crm would become one"), "{findings:?}");
}

#[test]
fn what_somebody_called_different_is_not_proposed_again() {
    let all = [with_domain("crm/A", "Acme", "acme.example"), with_domain("desk/1", "Acme", "acme.example")];
    let decided = BTreeSet::from([(AccountId::new("crm/A"), AccountId::new("desk/1"))]);
    assert_eq!(propose(&all, &decided, &[]), Findings::default());
}

#[test]
fn what_is_linked_already_is_asked_about_when_another_of_the_same_system_fits() {
    let mut linked = with_domain("crm/A", "Acme", "acme.example");
    linked.rows.insert(AccountId::new("desk/1"));
    let other = |account| with_domain(account, "Acme", "acme.example");
    assert_eq!(told(&found(&[linked.clone(), other("bill/9")])), ["certain crm/A=bill/9"]);
    let findings = found(&[linked.clone(), other("desk/2")]);
    assert!(findings.proposals.is_empty(), "{findings:?}");
    assert!(asked(&findings)[0].contains("counts for an account of desk already"), "{findings:?}");
    // Whose the third is cannot be told before that is settled.
    let findings = found(&[linked, other("desk/2"), other("bill/9")]);
    assert!(findings.proposals.is_empty() && findings.questions.len() == 2, "{findings:?}");
}

#[test]
fn what_many_share_tells_none_of_them_apart() {
    let many: Vec<Candidate> = (0..50)
        .map(|at| {
            with_domain(
                &format!("{}/{at}", if at % 2 == 0 { "crm" } else { "desk" }),
                &format!("N{at}"),
                "agency.example",
            )
        })
        .collect();
    let findings = found(&many);
    assert!(findings.proposals.is_empty() && findings.questions.is_empty(), "{findings:?}");
    assert_eq!(findings.not_telling, ["50 accounts have the domain agency.example"]);
}

fn any_candidate() -> impl Strategy<Value = Candidate> {
    let words = prop::collection::btree_set("[a-c]", 0..3);
    (prop::sample::select(vec!["crm", "desk", "bill"]), 0..9_u8, "[a-c]{1,2}", words.clone(), words).prop_map(
        |(source, id, name, domains, mail_domains)| Candidate {
            domains,
            mail_domains,
            ..candidate(&format!("{source}/{id}"), &name)
        },
    )
}

proptest! {
    #[test]
    fn the_order_of_candidates_changes_nothing_and_an_account_has_one_proposal_per_system(
        all in prop::collection::vec(any_candidate(), 0..14).prop_map(|mut all| {
            all.sort_by(|a, b| a.account.cmp(&b.account));
            all.dedup_by(|a, b| a.account == b.account);
            all
        }).prop_shuffle()
    ) {
        let findings = found(&all);
        let mut turned = all;
        turned.reverse();
        prop_assert_eq!(&findings, &found(&turned));
        let mut seen = BTreeSet::new();
        for proposal in &findings.proposals {
            for (one, other) in [(&proposal.kept, &proposal.other), (&proposal.other, &proposal.kept)] {
                let system = other.as_str().split_once('/').unwrap().0;
                prop_assert!(seen.insert((one.clone(), system.to_owned())), "{:?}", findings);
            }
        }
    }
}
