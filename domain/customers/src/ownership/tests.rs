use super::*;

fn stay(owner: &str, from: &str, to: &str, share: &str) -> Ownership {
    Ownership {
        key: Arc::from(format!("own/a1|{owner}|{from}")),
        account: AccountId::new("own/a1"),
        owner: PersonId::new(owner),
        from: from.parse().unwrap(),
        to: to.parse().ok(),
        role: Role::Owner,
        share: share.parse().ok(),
    }
}

fn reasons(stays: &[Ownership]) -> Vec<String> {
    contradictions(stays).into_values().collect()
}

#[test]
fn owners_one_after_another_are_fine() {
    let stays = [stay("maya", "2024-01-01", "2024-06-01", ""), stay("dan", "2024-06-01", "", "")];
    assert_eq!(reasons(&stays), Vec::<String>::new());
}

#[test]
fn two_owners_at_once_need_shares_that_sum_to_one() {
    let bare = [stay("maya", "2024-01-01", "", ""), stay("dan", "2024-06-01", "", "")];
    assert_eq!(reasons(&bare), vec!["account a1 has 2 owners on 2024-06-01 without shares"; 2]);
    let shared = [stay("maya", "2024-01-01", "", "0.6"), stay("dan", "2024-01-01", "", "0.4")];
    assert_eq!(reasons(&shared), Vec::<String>::new());
    let off = [stay("maya", "2024-01-01", "", "0.6"), stay("dan", "2024-01-01", "", "0.3")];
    assert_eq!(reasons(&off), vec!["the shares of account a1 on 2024-01-01 sum to 0.9, not 1"; 2]);
}

#[test]
fn helpers_may_overlap() {
    let helper = Ownership { role: Role::Secondary, ..stay("dan", "2024-02-01", "", "") };
    assert_eq!(reasons(&[stay("maya", "2024-01-01", "", ""), helper]), Vec::<String>::new());
}
