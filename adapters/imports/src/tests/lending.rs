//! Amounts without a currency beside a file whose preset names one.

use super::*;

const SUBSCRIPTIONS: &str = "subscription_id,account_id,start_date,end_date,plan_tier,seats,mrr_amount,arr_amount,\
    is_trial,upgrade_flag,downgrade_flag,churn_flag,billing_frequency,auto_renew_flag\n\
    S-1,A-1,2024-01-01,,Pro,5,100,1200,False,False,False,False,monthly,True\n";
const OPPORTUNITIES: &str = "opportunity_id,account_id,owner_email,kind,arr_amount,opened_on,closed_on,outcome\n\
    O-1,A-1,maya@ravenstack.example,expansion,9996.0,2024-04-12,2024-06-11,won\n";

/// The survey of the opportunities of a delivery, and what their amounts are in.
fn opportunities(others: &[(&str, &str)], options: &ReadingOptions) -> (FileSurvey, Option<String>) {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in others.iter().chain([&("opportunities.csv", OPPORTUNITIES)]) {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let deliveries = deliveries();
    let surveys = survey(&deliveries, &[folder.path().to_owned()], options);
    let named = |survey: &&FileSurvey| survey.path.ends_with("opportunities.csv");
    let told = surveys.iter().find(named).unwrap().clone();
    let amount_in = told.questions.is_empty().then(|| {
        let (rows, rejected) = read(&deliveries, &told, options);
        assert!(rejected.is_empty(), "{rejected:?}");
        cell(&told, &rows[0], "currency").to_string()
    });
    (told, amount_in)
}

#[test]
fn the_currency_of_a_preset_holds_for_the_files_delivered_with_it() {
    let (told, amount_in) = opportunities(&[("subscriptions.csv", SUBSCRIPTIONS)], &ReadingOptions::default());
    assert_eq!(amount_in.as_deref(), Some("USD"), "{:?}", told.questions);
    let proof = "USD: the preset ravenstack says so of subscriptions.csv in the same delivery";
    assert!(told.findings.iter().any(|finding| finding == proof), "{:?}", told.findings);
}

#[test]
fn it_is_asked_where_no_preset_or_another_file_says_otherwise() {
    let (told, amount_in) = opportunities(&[], &ReadingOptions::default());
    assert!(amount_in.is_none() && told.questions[0].contains("which currency"), "{:?}", told.questions);
    let invoices = "invoice_id,account_id,issued_on,due_on,amount,currency\nI-1,A-1,2024-01-01,2024-02-01,10,EUR\n";
    let both = [("subscriptions.csv", SUBSCRIPTIONS), ("invoices.csv", invoices)];
    let (told, amount_in) = opportunities(&both, &ReadingOptions::default());
    assert!(amount_in.is_none() && told.questions[0].contains("which currency"), "{:?}", told.questions);
}

#[test]
fn what_was_said_or_is_the_book_s_comes_first() {
    let in_euros = ReadingOptions { currency: "EUR".parse().ok(), ..ReadingOptions::default() };
    let (_, amount_in) = opportunities(&[("subscriptions.csv", SUBSCRIPTIONS)], &in_euros);
    assert_eq!(amount_in.as_deref(), Some("EUR"));
}
