//! Amounts and answers that other systems measure otherwise than we do.

use crate::foreign_lists::{cells, given, home, rows, told};

#[test]
fn what_a_contract_is_worth_in_all_is_divided_by_its_term_or_not_taken() {
    let scene = home();
    let contracts = "Contract ID,Customer,Start Date,End Date,TCV,Currency\n\
        K1,A-1,2024-01-01,2026-12-31,36000,EUR\nK2,A-2,2024-01-15,2025-01-15,5000,EUR\nK3,A-3,2024-01-01,2024-06-30,600,EUR\nK4,A-3,2025-01-01,,900,EUR\n";
    let said = format!("{:?}", told(&scene, &[given(&scene, "contracts.csv", contracts)], &[]).unwrap().report.blocks);
    assert!(said.contains("TCV is of a whole term: divided by the time from Start Date to End Date"), "{said}");
    assert!(said.contains("does not say how long that is"), "{said}");
    assert_eq!(cells(&scene, "contracts", "arr_amount"), ["12000", "5000", "1200"]);
    let months = "Contract ID,Customer,Start Date,Total Contract Value,Term (months),Currency\nK5,A-1,2024-01-01,3000,36,EUR\nK6,A-2,2024-01-01,500,6,EUR\n";
    told(&scene, &[given(&scene, "agreements.csv", months)], &[]).unwrap();
    assert_eq!(cells(&scene, "contracts", "arr_amount")[3..], ["1000", "1000"]);
    // Nothing says how long.
    let open = "Contract ID,Customer,Start Date,TCV,Currency\nK7,A-1,2024-01-01,3000,EUR\nK8,A-2,2024-01-01,500,EUR\n";
    let refused = told(&scene, &[given(&scene, "open.csv", open)], &[]).map(|_| ()).unwrap_err();
    assert!(refused.contains("nothing says how long that is"), "{refused}");
    // The amount of a year is taken before the total.
    let both =
        "Contract ID,Customer,Start Date,End Date,TCV,ARR,Currency\nK9,A-1,2024-01-01,2025-12-31,3000,1400,EUR\n";
    told(&scene, &[given(&scene, "both.csv", both)], &[]).unwrap();
    assert_eq!(cells(&scene, "contracts", "arr_amount").last().unwrap(), "1400");
}

#[test]
fn answers_on_other_scales_are_brought_to_ours_or_left_out_by_name() {
    let tickets = |heading: &str, answers: [&str; 3]| {
        let scene = home();
        let [one, two, three] = answers;
        let text = format!(
            "Ticket No,Customer,Opened,Closed,{heading}\n1,A-1,2024-01-14,2024-01-15,{one}\n2,A-2,2024-01-14,2024-01-15,{two}\n3,A-3,2024-01-14,2024-01-15,{three}\n"
        );
        let said = format!("{:?}", told(&scene, &[given(&scene, "tickets.csv", &text)], &[]).unwrap().report.blocks);
        (cells(&scene, "tickets", "satisfaction"), said)
    };
    assert_eq!(tickets("CSAT", ["0", "1", "1"]).0, ["1", "5", "5"]);
    assert_eq!(tickets("CSAT", ["1", "3", "5"]).0, ["1", "3", "5"]);
    assert_eq!(tickets("CSAT (1-10)", ["1", "10", "7"]).0, ["1", "5", "3.67"]);
    assert_eq!(tickets("CSAT", ["0", "10", "5"]).0, ["1", "5", "3"]);
    assert_eq!(tickets("CSAT %", ["0", "100", "75"]).0, ["1", "5", "4"]);
    assert_eq!(tickets("CSAT", ["85%", "100%", "50%"]).0, ["4.4", "5", "3"]);
    let (answers, said) = tickets("CSAT", ["4", "9", "7"]);
    assert_eq!(answers, ["", "", ""]);
    assert!(said.contains("CSAT is left out: its numbers go up to 9"), "{said}");
    let scene = home();
    let survey = "Company,Satisfaction (0-10),Date\nAcme Robotics,10,2024-01-14\nCobalt,5,2024-01-15\n";
    told(&scene, &[given(&scene, "survey.csv", survey)], &[]).unwrap();
    assert_eq!(cells(&scene, "surveys", "score"), ["5", "3"]);
    assert!(rows(&scene, "surveys").iter().all(|row| row.contains("csat")));
}
