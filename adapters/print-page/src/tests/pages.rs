use ports::printers::{Format, Printer};
use report::{ChartKind, EvidenceRef, Figure, FunnelDot, Report, Unit};

use super::checks::{Element, elements};
use super::sample::{HOSTILE, chart, edge_report, number, own_funnel, small_report, team_funnel, today};
use crate::PagePrinter;

fn print(report: &Report, format: Format) -> String {
    PagePrinter.print(report, format)
}

fn both_pages() -> [String; 2] {
    [small_report(), edge_report()].map(|report| print(&report, Format::Html))
}

fn named<'a>(elements: &'a [Element], name: &str) -> Vec<&'a Element> {
    elements.iter().filter(|element| element.name == name).collect()
}

#[test]
fn every_page_is_well_formed() {
    for page in both_pages() {
        assert!(elements(&page).len() > 50);
    }
}

#[test]
fn the_page_needs_and_loads_nothing_from_outside() {
    for page in both_pages() {
        assert!(!page.contains("http://") && !page.contains("https://") && !page.contains("url("));
        let all = elements(&page);
        for name in ["script", "link", "img", "iframe", "object"] {
            assert!(named(&all, name).is_empty(), "{name}");
        }
        assert!(all.iter().all(|element| element.attribute("src").is_none()));
        assert!(all.iter().all(|element| element.attributes.iter().all(|(name, _)| !name.starts_with("on"))));
    }
}

#[test]
fn hostile_text_is_shown_and_does_nothing() {
    let mut report = small_report();
    report.title = HOSTILE.into();
    report.push(report::Section::new(HOSTILE, HOSTILE));
    let page = print(&report, Format::Html);
    assert!(!page.contains("<script"));
    assert!(
        page.contains("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &#39;Co&#39; \u{FFFD}gnp.exe\u{FFFD}")
    );
    assert!(!page.contains('\u{202E}') && !page.contains('\u{7}'));
    elements(&page);
}

#[test]
fn every_chart_says_in_words_what_it_shows() {
    for page in both_pages() {
        let all = elements(&page);
        let drawings = named(&all, "svg");
        assert!(drawings.len() >= 8);
        for drawing in drawings {
            assert_eq!(drawing.attribute("role"), Some("img"));
            let ids: Vec<&str> = drawing.attribute("aria-labelledby").unwrap().split(' ').collect();
            for (id, name) in ids.iter().zip(["title", "desc"]) {
                let said = all.iter().find(|element| element.attribute("id") == Some(id)).unwrap();
                assert_eq!(said.name, name);
                assert!(!said.text.is_empty());
            }
        }
    }
}

#[test]
fn no_chart_has_a_length_that_is_not_a_number() {
    for page in both_pages() {
        assert!(!page.contains("NaN") && !page.contains("\"inf") && !page.contains("-inf"));
        for area in named(&elements(&page), "rect") {
            for side in ["width", "height"] {
                assert!(area.attribute(side).unwrap().parse::<f64>().unwrap() >= 0.0, "{area:?}");
            }
        }
    }
}

#[test]
fn drawings_stay_within_their_frame() {
    for page in both_pages() {
        let mut frame = (0.0, 0.0);
        for element in elements(&page) {
            let place = |name: &str| element.attribute(name).and_then(|text| text.parse::<f64>().ok());
            if let Some(view) = element.attribute("viewBox") {
                let sides: Vec<f64> = view.split(' ').map(|side| side.parse().unwrap()).collect();
                frame = (sides[2], sides[3]);
            }
            if let (Some(x), Some(y)) = (place("x"), place("y")) {
                let (right, bottom) = (x + place("width").unwrap_or(0.0), y + place("height").unwrap_or(0.0));
                let within = x >= -1.0 && y >= -1.0 && right <= frame.0 + 1.0 && bottom <= frame.1 + 1.0;
                assert!(within, "{frame:?} {element:?}");
            }
        }
    }
}

#[test]
fn ids_are_unique_and_links_lead_somewhere() {
    for page in both_pages() {
        let all = elements(&page);
        let mut ids: Vec<&str> = all.iter().filter_map(|element| element.attribute("id")).collect();
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count);
        for link in named(&all, "a") {
            let target = link.attribute("href").and_then(|target| target.strip_prefix('#')).unwrap();
            assert!(ids.contains(&target), "{target}");
        }
        for element in &all {
            for label in element.attribute("aria-labelledby").unwrap_or_default().split_whitespace() {
                assert!(ids.contains(&label), "{label}");
            }
        }
    }
}

#[test]
fn tables_have_captions_and_their_headings_say_what_they_head() {
    for page in both_pages() {
        let all = elements(&page);
        assert_eq!(named(&all, "table").len(), named(&all, "caption").len());
        assert!(named(&all, "caption").iter().all(|caption| !caption.text.is_empty()));
        assert!(named(&all, "th").iter().all(|heading| heading.attribute("scope").is_some()));
    }
}

#[test]
fn headings_never_skip_a_level() {
    for page in both_pages() {
        let mut last = 0;
        for element in elements(&page) {
            let Some(level) = element.name.strip_prefix('h').and_then(|level| level.parse::<usize>().ok()) else {
                continue;
            };
            assert!(level <= last + 1, "h{last} is followed by h{level}");
            last = level;
        }
    }
}

#[test]
fn how_a_figure_was_made_can_be_read_without_hovering() {
    let page = print(&small_report(), Format::Html);
    let all = elements(&page);
    let said: String =
        all.iter().filter(|element| element.inside.contains(&"details".into())).map(|e| &*e.text).collect();
    for expected in [
        "Gross revenue retention",
        "95 % interval 88.0 % to 94.0 %, by bootstrap over accounts",
        "n 24, as of",
        "churn dated by contract end",
        "2026-11-20",
        "no customer e-mails were imported",
        "Acme Rockets: Revenue managed",
    ] {
        assert!(said.contains(expected), "{expected}");
    }
    assert!(page.contains("<code>evenkeel evidence &#39;csm-performance.review/dana/2026-Q3#grr&#39;</code>"));
}

#[test]
fn unknown_is_a_word_with_a_reason() {
    let page = print(&small_report(), Format::Html);
    let all = elements(&page);
    let unknown = |element: &&Element| element.attribute("class") == Some("unknown") && element.name == "span";
    assert!(all.iter().filter(unknown).count() >= 3);
    assert!(all.iter().filter(unknown).all(|element| element.text == "unknown"));
    assert!(page.contains("(no customer e-mails were imported)"));
    assert!(page.contains("<ol class=\"footnotes\"><li>two contracts without a currency were taken as USD</li>"));
}

#[test]
fn a_reference_with_a_quote_survives_the_shell() {
    let mut report = Report::new("a.b", "Quotes", today());
    let evidence = report::EvidenceRef::new("account/O'Neil", "grr");
    let figure = Figure::known("x", number("1"), Unit::Count, today()).with_evidence(evidence);
    report.push(report::Block::Figures { figures: vec![figure] });
    let page = print(&report, Format::Html);
    assert!(page.contains(r"evenkeel evidence &#39;account/O&#39;\&#39;&#39;Neil#grr&#39;"));
}

#[test]
fn printing_twice_gives_the_same_bytes() {
    for format in Format::ALL {
        assert_eq!(print(&small_report(), format), print(&small_report(), format));
    }
}

fn funnel_report(funnel: report::Funnel) -> Report {
    let mut report = Report::new("csm-performance.review", "Review", today());
    report.push(chart("Losses", Unit::Number, ChartKind::Funnel(funnel)));
    report
}

#[test]
fn nothing_tells_who_an_unnamed_dot_is() {
    let mut dots: Vec<FunnelDot> = team_funnel().dots().to_vec();
    for dot in &mut dots {
        let name = dot.label.take().unwrap();
        *dot = dot.clone().marked().with_evidence(EvidenceRef::new(&name, "losses"));
    }
    let forwards = funnel_report(own_funnel().with_dots(dots.clone()));
    let backwards = funnel_report(own_funnel().with_dots(dots.into_iter().rev()));
    for format in Format::ALL {
        let printed = print(&forwards, format);
        assert_eq!(printed, print(&backwards, format));
        for dot in team_funnel().dots() {
            let name = dot.label.as_deref().unwrap();
            assert!(name.split(' ').all(|part| !printed.contains(part)), "{name}");
        }
    }
    let page = print(&forwards, Format::Html);
    let all = elements(&page);
    let dots: Vec<_> = named(&all, "circle");
    assert_eq!(dots.len(), 18, "nine on each of the two drawings");
    assert!(dots.iter().all(|dot| dot.attribute("class") == Some("group")));
    assert!(all.iter().all(|element| element.name != "title" || element.inside.last().unwrap() != "circle"));
}

#[test]
fn the_marked_dot_has_its_own_shape_and_its_name() {
    let page = print(&funnel_report(own_funnel()), Format::Html);
    let all = elements(&page);
    let marked: Vec<_> =
        named(&all, "path").into_iter().filter(|e| e.attribute("class") == Some("group marked")).collect();
    assert_eq!(marked.len(), 2);
    assert!(page.contains("<title>Dana Reyes: Expected losses 12.3, Losses against expected 1.79</title>"));
    let label = |element: &&Element| element.attribute("class").is_some_and(|class| class.contains("ink-marked"));
    assert!(all.iter().filter(label).all(|element| element.text == "Dana Reyes"));
    assert_eq!(all.iter().filter(label).count(), 2);
}

/// Seven pixels a letter is about what 13 px text takes.
#[test]
fn names_on_a_funnel_do_not_cover_each_other() {
    let page = print(&funnel_report(team_funnel()), Format::Html);
    for drawing in page.split("<svg").skip(1) {
        let drawing = format!("<svg{}", drawing.split("</svg>").next().unwrap()) + "</svg>";
        let all = elements(&drawing);
        let is_name =
            |element: &&&Element| team_funnel().dots().iter().any(|dot| dot.label.as_ref() == Some(&element.text));
        let texts = named(&all, "text");
        let areas: Vec<[f64; 4]> = texts.iter().filter(is_name).map(|text| area_of(text)).collect();
        assert_eq!(areas.len(), 9);
        for (place, a) in areas.iter().enumerate() {
            for b in &areas[place + 1..] {
                assert!(a[2] <= b[0] || b[2] <= a[0] || a[3] <= b[1] || b[3] <= a[1], "{a:?} {b:?}");
            }
        }
    }
}

fn area_of(text: &Element) -> [f64; 4] {
    let place = |name: &str| text.attribute(name).unwrap().parse::<f64>().unwrap();
    let width = text.text.chars().count() as f64 * 7.0;
    let is_end = text.attribute("class").unwrap().contains("end");
    let x = if is_end { place("x") - width } else { place("x") };
    [x, place("y") - 10.0, x + width, place("y") + 3.0]
}

#[test]
fn the_curves_of_a_funnel_stay_on_the_drawing() {
    for page in both_pages() {
        let mut frame = [0.0, 0.0];
        for element in elements(&page) {
            if let Some(view) = element.attribute("viewBox") {
                let sides: Vec<f64> = view.split(' ').map(|side| side.parse().unwrap()).collect();
                frame = [sides[2], sides[3]];
            }
            let along = element.attribute("d").unwrap_or_default();
            let numbers =
                along.split(|letter: char| letter.is_alphabetic() || letter == ' ').filter(|part| !part.is_empty());
            for (place, number) in numbers.enumerate() {
                let number: f64 = number.parse().unwrap();
                assert!(number >= -1.0 && number <= frame[place % 2] + 1.0, "{frame:?} {along}");
            }
        }
    }
}

#[test]
fn json_follows_the_published_schema() {
    let schema = include_str!("../../../../docs/schema/report.json");
    let schema: serde_json::Value = serde_json::from_str(schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for report in [small_report(), edge_report()] {
        let printed: serde_json::Value = serde_json::from_str(&print(&report, Format::Json)).unwrap();
        let wrong: Vec<String> =
            validator.iter_errors(&printed).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert_eq!(wrong, Vec::<String>::new());
    }
}

#[test]
fn the_schema_refuses_what_is_not_a_report() {
    let schema: serde_json::Value = serde_json::from_str(include_str!("../../../../docs/schema/report.json")).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let printed: serde_json::Value = serde_json::from_str(&print(&small_report(), Format::Json)).unwrap();
    let spoilt = |path: &str, value: serde_json::Value| {
        let mut spoilt = printed.clone();
        *spoilt.pointer_mut(path).unwrap() = value;
        spoilt
    };
    assert!(!validator.is_valid(&spoilt("/as_of", "yesterday".into())));
    assert!(!validator.is_valid(&spoilt("/blocks/0/block", "poem".into())));
    assert!(!validator.is_valid(&spoilt("/blocks/1/figures/0/value", "0.9".into())));
    assert!(!validator.is_valid(&spoilt("/blocks/1/figures/0/unit/kind", "furlong".into())));
    let funnel = print(&funnel_report(own_funnel()), Format::Json);
    let mut funnel: serde_json::Value = serde_json::from_str(&funnel).unwrap();
    assert!(validator.is_valid(&funnel));
    funnel["blocks"][0]["dots"][1]["account"] = "A-01".into();
    assert!(!validator.is_valid(&funnel));
    let mut more = printed.clone();
    more["blocks"][1]["figures"][0]["extra"] = 1.into();
    assert!(!validator.is_valid(&more));
}
