use super::Doubt;

#[test]
fn doubts_come_back_from_their_number() {
    for doubts in [vec![], vec![Doubt::OneAccount], vec![Doubt::FewRows, Doubt::FewOwners, Doubt::FewDrawn]] {
        assert_eq!(Doubt::numbered(Doubt::number(&doubts)), doubts);
    }
}
