//! Tables with a column for every month, day or weekday, and trackers of reviews.

use crate::foreign_lists::{cells, given, home, rows, told};

#[test]
fn months_as_columns_become_rows_of_usage_or_are_refused_by_name() {
    let scene = home();
    let users = "Customer,Jan 2024,Feb 2024,Mar 2024,Total\nAcme Robotics,5,6,7,18\nCobalt,1,,2,3\n";
    let said = format!("{:?}", told(&scene, &[given(&scene, "active users.csv", users)], &[]).unwrap().report.blocks);
    assert!(said.contains("the columns from Jan 2024 to Mar 2024 are read as rows"), "{said}");
    assert_eq!(cells(&scene, "usage_monthly", "month").len(), 5);
    assert_eq!(cells(&scene, "usage_monthly", "active_users"), ["5", "6", "7", "1", "2"]);
    let arr = "Customer,2024-01,2024-02,2024-03\nAcme Robotics,500,600,700\n";
    let refused = told(&scene, &[given(&scene, "MRR.csv", arr)], &[("currency", "EUR")]).map(|_| ()).unwrap_err();
    assert!(refused.contains("tells how amounts went and not what was agreed"), "{refused}");
    assert_eq!(rows(&scene, "contracts"), Vec::<String>::new());
}

#[test]
fn days_of_a_time_sheet_are_added_up_to_weeks_and_what_is_no_number_is_rejected() {
    let scene = home();
    let week = "Employee,Week of,Task,Mon,Tue,Wed,Thu,Fri,Total\nMaya Chen,2024-01-08,customer,8,\"7,5\",,4:30,2,22\nTom Becker,2024-01-08,admin,8,ill,,,,8\n";
    let said = format!("{:?}", told(&scene, &[given(&scene, "timesheet.csv", week)], &[]).unwrap().report.blocks);
    assert_eq!(cells(&scene, "time_entries", "hours"), ["22"]);
    assert!(said.contains("8; ill"), "{said}");
    let days = "Employee,Project,2024-01-15,2024-01-16,2024-01-22\nTom Becker,customer,3,4,5\n";
    told(&scene, &[given(&scene, "hours.csv", days)], &[]).unwrap();
    assert_eq!(cells(&scene, "time_entries", "week_starting"), ["2024-01-08", "2024-01-15", "2024-01-22"]);
    assert_eq!(cells(&scene, "time_entries", "hours"), ["22", "7", "5"]);
    let open = "Employee,Task,Mon,Tue,Wed,Thu,Fri\nMaya Chen,customer,8,8,8,8,8\n";
    let refused = told(&scene, &[given(&scene, "timesheet two.csv", open)], &[]).map(|_| ()).unwrap_err();
    assert!(refused.contains("none that says of which week"), "{refused}");
}

#[test]
fn a_tracker_of_reviews_tells_the_last_and_the_next() {
    let scene = home();
    let tracker = "Account,CSM,Last QBR,Next QBR,Notes\nAcme Robotics,Maya Chen,2024-11-04,2025-02-04,fine\nCobalt,Tom Becker,,2025-03-04,new\n";
    told(&scene, &[given(&scene, "QBR tracker.csv", tracker)], &[]).unwrap();
    assert_eq!(cells(&scene, "business_reviews", "due_on"), ["2024-11-04", "2025-02-04", "2025-03-04"]);
    assert_eq!(cells(&scene, "business_reviews", "held_on"), ["2024-11-04", "", ""]);
    assert_eq!(cells(&scene, "business_reviews", "person_email"), ["own/P1", "own/P1", "own/P2"]);
}
