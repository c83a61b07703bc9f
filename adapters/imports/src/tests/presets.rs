//! Files of every system with a preset, as their exports look.

use jiff::civil::{date, datetime};

use super::*;

/// What a file becomes: preset, object, its rows, and why others were rejected.
fn taken(name: &str, text: &str) -> (FileSurvey, Vec<ReadRow>, Vec<String>) {
    let (_folder, path) = file(name, text);
    let (told, rows, rejected) = read_file(&path, &in_dollars());
    assert!(told.questions.is_empty(), "{name}: {:?}", told.questions);
    (told, rows, rejected.into_iter().map(|row| row.reason).collect())
}

fn is(told: &FileSurvey, preset: &str, object: &str) {
    let matched = told.matched.as_ref().unwrap_or_else(|| panic!("{:?}", told.findings));
    assert_eq!((matched.preset.as_str(), matched.shape.object), (preset, object));
}

fn shown(told: &FileSurvey, row: &ReadRow, columns: &[&str]) -> Vec<String> {
    columns.iter().map(|column| cell(told, row, column).to_string()).collect()
}

#[test]
fn a_report_of_salesforce_with_its_footer() {
    let text = "Opportunity Name,Account Name,Account ID,Stage,Close Date,Created Date,Amount,Opportunity Owner\n\
        Renewal,Ærø A/S,001x0000002xLCV,Closed Won,2024-12-31,2024-10-01,\"12,000.00\",Maya Okonkwo\n\
        New,Ærø A/S,001x0000002xLCV,Prospecting,2025-03-31,2024-11-01,5000,Maya Okonkwo\n\n\
        Grand Totals (2 records),,,,,,,\nConfidential Information - Do Not Distribute,,,,,,,\n";
    let (told, rows, rejected) = taken("report1712.csv", text);
    is(&told, "salesforce", "opportunities");
    assert_eq!((rows.len(), rejected.len()), (2, 0));
    assert_eq!(
        shown(&told, &rows[0], &["account_id", "owner_email", "closed_on", "outcome", "arr_amount"]),
        ["accounts:001x0000002xLCVAA2", "people:Maya Okonkwo", "2024-12-31", "won", "12000"]
    );
    assert_eq!(shown(&told, &rows[1], &["closed_on", "outcome"]), ["", ""]);
}

#[test]
fn exports_of_hubspot_in_english_and_spanish() {
    let (told, rows, _) = taken(
        "hubspot-crm-exports.csv",
        "Record ID,Deal Name,Deal Stage,Amount,Close Date,Create Date,Deal owner,Associated Company IDs (Primary)\n\
         901,Expansion,Closed Won,1200,2024-05-05 10:00,2024-04-01 09:00,Dan Reyes,77;78\n",
    );
    is(&told, "hubspot", "opportunities");
    assert_eq!(
        shown(&told, &rows[0], &["account_id", "owner_email", "outcome"]),
        ["accounts:77", "people:Dan Reyes", "won"]
    );
    let (told, rows, _) = taken(
        "empresas.csv",
        "ID de registro,Nombre de la empresa,Nombre de dominio de la empresa,País/región\n77,Niño SL,www.nino.example,España\n",
    );
    is(&told, "hubspot", "accounts");
    assert_eq!(shown(&told, &rows[0], &["name", "domain", "country"]), ["Niño SL", "nino.example", "España"]);
}

#[test]
fn tickets_of_zendesk() {
    let (told, rows, _) = taken(
        "tickets.csv",
        "Summation column,Id,Requester,Requester email,Organization,Status,Priority,Created at,Solved at,Satisfaction Score,First reply time in minutes,Subject\n\
         1,4711,Kim,kim@acme.example,Acme,Solved,High,2024-02-01 09:00,2024-02-02 10:30,Good,42,Broken\n\
         1,4712,Kim,kim@acme.example,,Open,Low,2024-02-03 09:00,,Offered,,\n",
    );
    is(&told, "zendesk", "tickets");
    assert_eq!(
        shown(&told, &rows[0], &["account_id", "satisfaction", "first_response_minutes"]),
        ["contacts:Acme", "5", "42"]
    );
    assert_eq!(cell(&told, &rows[0], "closed_at"), &Cell::Moment(datetime(2024, 2, 2, 10, 30, 0, 0)));
    assert_eq!(shown(&told, &rows[1], &["account_id", "satisfaction"]), ["contacts:kim@acme.example", ""]);
}

#[test]
fn subscriptions_and_invoices_of_stripe() {
    let (told, rows, _) = taken(
        "subscriptions.csv",
        "id,Customer ID,Plan,Quantity,Interval,Amount,Currency,Status,Start Date (UTC),Ended At (UTC),Cancel At Period End\n\
         sub_1,cus_1,price_1,10,month,25.00,eur,active,2024-01-01 00:00,,false\n\
         sub_2,cus_1,price_1,1,year,300.00,eur,incomplete_expired,2024-01-01 00:00,,false\n",
    );
    is(&told, "stripe", "contracts");
    assert_eq!(rows.len(), 1);
    assert_eq!(
        shown(&told, &rows[0], &["arr_amount", "currency", "seats", "auto_renew"]),
        ["3000", "EUR", "10", "true"]
    );
    let (told, rows, _) = taken(
        "invoices.csv",
        "id,Number,Customer,Amount Due,Total,Currency,Status,Date (UTC),Due Date (UTC),Paid At (UTC)\n\
         in_1,A-1,cus_1,250.00,250.00,usd,paid,2024-01-01 00:00,,2024-01-03 12:00\n",
    );
    is(&told, "stripe", "invoices");
    assert_eq!(shown(&told, &rows[0], &["due_on", "paid_on", "amount"]), ["2024-01-01", "2024-01-03", "250"]);
}

#[test]
fn chargebee_and_gainsight() {
    let (told, rows, _) = taken(
        "subscriptions.csv",
        "id,customer_id,status,plan_id,plan_quantity,mrr,currency_code,started_at,activated_at,current_term_end,cancelled_at\n\
         s1,c1,active,basic,5,100,EUR,1704067200,1704067200,1735689600,\n",
    );
    is(&told, "chargebee", "contracts");
    assert_eq!(
        shown(&told, &rows[0], &["starts_on", "arr_amount", "renewal_on"]),
        ["2024-01-01", "1200", "2025-01-01"]
    );

    let (_folder, path) = file(
        "companies.csv",
        "Source Account ID,Account Name,Industry,Original Contract Date,Renewal Date,ARR,Tier\n001x0000002xLCV,Acme,Media,2023-01-31,2026-01-31,24000,Gold\n",
    );
    let deliveries = deliveries();
    let surveys = survey(&deliveries, &[path], &in_dollars());
    is(&surveys[0], "gainsight", "accounts");
    is(&surveys[1], "gainsight", "contracts");
    let (rows, _) = read(&deliveries, &surveys[1], &in_dollars());
    assert_eq!(
        shown(&surveys[1], &rows[0], &["account_id", "starts_on", "arr_amount", "renewal_on"]),
        ["001x0000002xLCVAA2", "2023-01-31", "24000", "2026-01-31"]
    );
}

#[test]
fn people_of_bamboohr_and_lattice() {
    let (told, rows, _) = taken(
        "employees.csv",
        "Employee #,First Name,Last Name,Job Title,Department,Hire Date,Work Email,Reports To\n7,Zoë,Ng,CSM,Success,2021-05-03,zoe@ours.example,Ana Lima\n",
    );
    is(&told, "bamboohr", "people");
    assert_eq!(shown(&told, &rows[0], &["name", "team", "manager_email"]), ["Zoë Ng", "Success", "people:Ana Lima"]);
    let (told, rows, _) = taken(
        "lattice.csv",
        "Email,Name,Title,Manager Email,Start Date\nzoe@ours.example,Zoë Ng,CSM,ana@ours.example,2021-05-03\n",
    );
    is(&told, "lattice", "people");
    assert_eq!(shown(&told, &rows[0], &["person_id", "hired_on"]), ["zoe@ours.example", "2021-05-03"]);
}

#[test]
fn answers_of_surveymonkey_qualtrics_typeform_and_delighted() {
    let asked = "How likely is it that you would recommend us to a friend or colleague?";
    let (told, rows, _) = taken(
        "survey.csv",
        &format!(
            "Respondent ID,Collector ID,Start Date,End Date,IP Address,Email Address,Custom Data 1,{asked},\"What is the main reason,\nin your words?\"\n\
             ,,,,,,,Response,Open-Ended Response\n\
             11,22,2024-03-01 10:00,2024-03-01 10:05,,kim@acme.example,,9,\"Fast, kind\"\n"
        ),
    );
    is(&told, "surveymonkey", "surveys");
    let columns = ["account_id", "kind", "score", "comment", "responded_on"];
    assert_eq!(shown(&told, &rows[0], &columns), ["contacts:kim@acme.example", "nps", "9", "Fast, kind", "2024-03-01"]);

    let import = r#""{""ImportId"":""x""}""#;
    let (told, rows, _) = taken(
        "qualtrics.csv",
        &format!(
            "StartDate,Status,Finished,RecordedDate,ResponseId,RecipientEmail,Q1\nStart Date,Response Type,Finished,Recorded Date,Response ID,Recipient Email,{asked}\n{import},{import},{import},{import},{import},{import},{import}\n\
             2024-03-01 10:00,IP Address,True,2024-03-01 10:05,R_1,kim@acme.example,7\n2024-03-01 10:00,IP Address,False,2024-03-01 10:05,R_2,kim@acme.example,\n"
        ),
    );
    is(&told, "qualtrics", "surveys");
    assert_eq!(
        (rows.len(), shown(&told, &rows[0], &["score", "account_id"])),
        (1, vec!["7".to_owned(), "contacts:kim@acme.example".to_owned()])
    );

    let (told, rows, _) = taken(
        "typeform.csv",
        &format!("#,{asked},email,Submit Date (UTC),Network ID\na,10,kim@acme.example,2024-03-01 10:05:00,n1\n"),
    );
    is(&told, "typeform", "surveys");
    assert_eq!(shown(&told, &rows[0], &["response_id", "score"]), ["n1", "10"]);

    let (told, rows, _) = taken(
        "delighted.csv",
        "Person ID,Name,Email,Score,Comment,Permalink,Survey type,Created at\n1,Kim,kim@acme.example,3,Slow,https://d.example/r/1,NPS,2024-03-01 10:05:00 UTC\n",
    );
    is(&told, "delighted", "surveys");
    assert_eq!(shown(&told, &rows[0], &["kind", "score", "account_id"]), ["nps", "3", "contacts:kim@acme.example"]);
}

#[test]
fn meetings_of_a_calendar() {
    let text = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:m-1\r\nDTSTART:20240305T090000Z\r\nDURATION:PT30M\r\nORGANIZER:mailto:maya@ours.example\r\nATTENDEE:mailto:kim@acme.example\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:m-2\r\nDTSTART:20240306T090000Z\r\nORGANIZER:mailto:maya@ours.example\r\nATTENDEE:mailto:dan@ours.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    let (told, rows, rejected) = taken("maya.ics", text);
    is(&told, "icalendar", "touchpoints");
    assert_eq!((rows.len(), rejected.len()), (1, 0));
    assert_eq!(
        shown(&told, &rows[0], &["account_id", "person_email", "kind", "duration_minutes"]),
        ["contacts:kim@acme.example", "people:maya@ours.example", "meeting", "30"]
    );
    assert_eq!(cell(&told, &rows[0], "happened_at"), &Cell::Moment(date(2024, 3, 5).at(9, 0, 0, 0)));
}

#[test]
fn a_subscription_is_read_with_its_plan() {
    let (folder, items) = file(
        "items.csv",
        "id,subscription_id,plan_id,quantity,created\nsi_1,sub_1,p1,3,2024-01-01 00:00:00\nsi_2,sub_1,p9,1,2024-01-01 00:00:00\n",
    );
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("plans.csv", "id,amount,currency,interval,interval_count,product_id\np1,150000,usd,month,6,prod\n");
    write(
        "subs.csv",
        "id,customer_id,start_date,ended_at,current_period_end,billing_cycle_anchor,status\nsub_1,cus_1,2024-02-01 00:00:00,,2024-08-01 00:00:00,,active\n",
    );
    let deliveries = deliveries();
    let surveys = survey(&deliveries, &[folder.path().to_owned()], &ReadingOptions::default());
    let told = surveys.iter().find(|survey| survey.path == items).unwrap();
    is(told, "stripe", "contracts");
    let (rows, rejected) = read(&deliveries, told, &ReadingOptions::default());
    assert_eq!(
        shown(told, &rows[0], &["account_id", "starts_on", "arr_amount", "currency"]),
        ["cus_1", "2024-02-01", "9000", "USD"]
    );
    assert_eq!(rejected[0].reason, "arr_amount is empty");
    let aside: Vec<_> = surveys.iter().filter_map(|survey| survey.aside.as_deref()).collect();
    assert!(aside[0].starts_with("plans and their prices of stripe: read along"), "{aside:?}");
}

#[test]
fn deals_contacts_and_meetings_are_read_with_the_companies_they_belong_to() {
    let (folder, deals) = file(
        "deals.csv",
        "deal_id,deal_pipeline_stage_id,owner_id,property_dealname,property_amount,property_createdate,property_closedate\n\
         901,s1,44,Expansion,1200,2024-04-01 09:00:00,\n902,s2,44,Renewal,900,2024-04-01 09:00:00,2024-05-01 09:00:00\n\
         903,s1,44,Nobody,5,2024-04-01 09:00:00,\n",
    );
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write(
        "deal_company.csv",
        "company_id,deal_id,type_id,category\n70,901,341,HUBSPOT_DEFINED\n77,901,5,HUBSPOT_DEFINED\n78,901,5,X\n79,902,341,X\n80,902,341,X\n",
    );
    write(
        "stages.csv",
        "stage_id,label,closed_won,is_closed,pipeline_id\ns1,Proposal,false,false,p\ns2,Won,true,true,p\n",
    );
    write(
        "contacts.csv",
        "id,property_email,property_firstname,property_createdate\n55,kim@acme.example,Kim,2024-01-01 09:00:00\n",
    );
    write("contact_company.csv", "contact_id,company_id,type_id\n55,70,279\n55,77,1\n");
    write(
        "meetings.csv",
        "engagement_id,start_time,end_time,meeting_outcome\n31,2024-02-01 09:00:00,2024-02-01 10:00:00,COMPLETED\n",
    );
    write("engagement_company.csv", "engagement_id,company_id\n31,77\n");
    let deliveries = deliveries();
    let surveys = survey(&deliveries, &[folder.path().to_owned()], &in_dollars());
    let of = |object: &str| {
        let is_it = |told: &&FileSurvey| told.matched.as_ref().is_some_and(|matched| matched.shape.object == object);
        let told = surveys.iter().find(is_it).unwrap_or_else(|| panic!("{object}: {surveys:?}"));
        (told.clone(), read(&deliveries, told, &in_dollars()))
    };
    let (told, (rows, rejected)) = of("opportunities");
    assert_eq!(told.path, deals);
    let all: Vec<Vec<String>> = rows.iter().map(|row| shown(&told, row, &["account_id", "stage", "outcome"])).collect();
    assert_eq!(all, [["accounts:77", "Proposal", ""], ["accounts:79", "Won", "won"]]);
    assert_eq!(rejected.iter().map(|row| row.reason.as_str()).collect::<Vec<_>>(), ["account_id is empty"]);
    let (told, (rows, _)) = of("contacts");
    assert_eq!(shown(&told, &rows[0], &["account_id"]), ["accounts:77"]);
    let (told, (rows, _)) = of("touchpoints");
    assert_eq!(shown(&told, &rows[0], &["account_id"]), ["accounts:77"]);
    let kept = surveys.iter().filter_map(|told| told.aside.as_deref()).filter(|aside| aside.contains("companies of"));
    assert_eq!(kept.count(), 3);
}
