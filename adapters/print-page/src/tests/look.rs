use super::sample::*;
use crate::PagePrinter;
use ports::printers::{Format, Printer};
use report::*;
use report::chart::Part;

fn fig(label: &str, v: &str, unit: Unit) -> Figure { Figure::known(label, number(v), unit, today()).with_n(31).with_evidence(EvidenceRef::new("csm-performance.review/dana-reyes/2026-Q3", "x")).with_convention("contracts active at 00:00 in the zone of the book; half-open periods") }
fn iv(f: Figure, l: &str, h: &str) -> Figure { f.with_interval(Some(Interval { level: number("0.95"), low: number(l), high: number(h), method: "bootstrap over accounts, 2,000 draws".into() })) }

#[test]
fn look() {
    std::fs::write("/tmp/small.html", PagePrinter.print(&small_report(), Format::Html)).unwrap();
    std::fs::write("/tmp/edge.html", PagePrinter.print(&edge_report(), Format::Html)).unwrap();
    let mut r = Report::new("csm-performance.review", "Performance review: Dana Reyes", today());
    r.subtitle.push("Senior CSM, mid-market; 31 accounts owned by date; team calendar Europe/Berlin".into());
    r.subtitle.push("Compared with what an average CSM would have done with the same book.".into());
    r.period = Some("2026-Q3".into());
    r.push(Block::text(Prose::default().words("Dana kept ").figure(iv(fig("Gross revenue retention","0.9123",Unit::Ratio),"0.88","0.94")).words(" of opening revenue, where an average CSM with the same book would have kept ").figure(fig("Expected","0.894",Unit::Ratio)).words(". ").strong("There is no evidence of a difference.").words(" Response time is ").figure(unanswered()).words(".")));
    r.push(Block::Figures { figures: vec![iv(fig("Overall performance score","78.4",Unit::Score),"71","85"), iv(fig("Gross revenue retention","0.9123",Unit::Ratio),"0.88","0.94"), iv(fig("Net revenue retention","1.043",Unit::Ratio),"0.99","1.09"), fig("Revenue managed","1234567",dollars()).with_note("two contracts without a currency were taken as USD"), unanswered(), fig("Promoter score","42",Unit::PromoterPoints)] });
    r.push(Block::callout(Tone::Caveat, "Renewal dates of four accounts are missing; they are left out of the forecast and listed below."));
    let mut s = Section::new("scores", "Six scores");
    let ChartKind::Bars { .. } = (ChartKind::Bars { mark: None, bars: vec![] }) else { return };
    s.push(chart("Scores against targets", Unit::Score, ChartKind::Bars { mark: Some("target".into()), bars: vec![bar("Retention", Some("84"), Some("80")), bar("Growth", Some("71.5"), Some("75")), bar("Adoption and usage", Some("66"), Some("70")), bar("Engagement", Some("90"), Some("75")), bar("Customer sentiment", None, Some("70")), bar("Portfolio hygiene of the whole long name that goes on", Some("58"), Some("80"))] }));
    let mut t = Table::new("Scores", &["Score", ">Value", ">Weight", ">Target", "Band", "What moved it"]);
    for (n,v,b,w) in [("Retention","84",Band::Green,"One contraction, no churn"),("Growth","71.5",Band::Yellow,"Two expansions signed late in September"),("Adoption","66",Band::Yellow,"Seats used fell at Hooli"),("Hygiene","58",Band::Red,"Nine accounts without a success plan")] {
        t.row([n.into(), iv(fig(n,v,Unit::Score),"60","90").into(), fig("Weight","0.25",Unit::Ratio).into(), fig("Target","80",Unit::Score).into(), b.into(), w.into()]);
    }
    t.row(["Sentiment".into(), unanswered().into(), fig("Weight","0.1",Unit::Ratio).into(), TableCell::Empty, Band::Unknown.into(), "No surveys in the period".into()]);
    t.note = Some("Weights of unknown scores are spread over the others.".into());
    s.push(t);
    r.push(s);
    let mut s = Section::new("retention", "Retention and revenue");
    let labels: Vec<String> = ["2025-Q1","2025-Q2","2025-Q3","2025-Q4","2026-Q1","2026-Q2","2026-Q3"].map(str::to_owned).to_vec();
    s.push(chart("Gross revenue retention", Unit::Ratio, ChartKind::Lines { labels, series: vec![series("Dana",&[Some("0.88"),Some("0.9"),None,Some("0.91"),Some("0.93"),Some("0.905"),Some("0.912")]), series("Expected",&[Some("0.89"),Some("0.893"),Some("0.9"),Some("0.896"),Some("0.9"),Some("0.895"),Some("0.894")]), series("Team median",&[Some("0.87"),Some("0.88"),Some("0.885"),Some("0.88"),Some("0.9"),Some("0.9"),Some("0.908")])] }));
    let step = |n: &str, v: &str, total| Step { name: n.into(), value: number(v), total };
    s.push(chart("Revenue bridge", dollars(), ChartKind::Waterfall { steps: vec![step("Opening","1200000",true),step("New","40000",false),step("Expansion","64000",false),step("Contraction","-21000",false),step("Churn","-29432.5",false),step("Transfer in","15000",false),step("Transfer out","-34000",false),step("Closing","1234567.5",true)] }));
    let parts = [("green", "20"), ("yellow", "7"), ("red", "3"), ("unknown", "1")].map(|(n,v)| Part { name: n.into(), value: number(v) }).to_vec();
    s.push(chart("Health of the book", Unit::Count, ChartKind::Split { parts }));
    s.push(chart("Touchpoints by kind", Unit::Count, ChartKind::Split { parts: [("calls","20"),("e-mails","47"),("business reviews","6"),("on site","2")].map(|(n,v)| Part { name: n.into(), value: number(v) }).to_vec() }));
    r.push(s);
    let mut s = Section::new("coaching", "Coaching plan");
    s.push(Block::Checklist { items: vec![Check { state: CheckState::Met, says: Prose::default().words("At least five renewals were due: ").figure(fig("Renewals","7",Unit::Count)) }, Check { state: CheckState::NotMet, says: "Every account above USD 50,000 has a success plan agreed with its sponsor".into() }, Check { state: CheckState::Unknown, says: "Executive sponsor named".into() }] });
    s.push(Block::List { ordered: true, items: vec!["Write success plans for the nine accounts without one, beginning with Hooli.".into(), "Ask the administrator for the e-mail export.".into()] });
    s.push(Block::callout(Tone::Note, "Nothing here is a rating of a person, and nothing follows from it by itself."));
    s.push(Block::callout(Tone::Warning, "The churn flag and the contracts disagree for two accounts."));
    let mut inner = Section::new("next", "Next quarter");
    inner.push(Block::points(["One business review a week", "No unanswered e-mail over a weekend"]));
    s.push(inner);
    r.push(s);
    std::fs::write("/tmp/vp.html", PagePrinter.print(&r, Format::Html)).unwrap();
    std::fs::write("/tmp/vp.md", PagePrinter.print(&r, Format::Markdown)).unwrap();
    std::fs::write("/tmp/vp.json", PagePrinter.print(&r, Format::Json)).unwrap();
}
