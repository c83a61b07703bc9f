use ports::printers::{Format, Printer};
use report::{Figure, Report, Unit};

use super::checks::{Element, elements};
use super::sample::{HOSTILE, edge_report, number, small_report, today};
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
    let mut more = printed.clone();
    more["blocks"][1]["figures"][0]["extra"] = 1.into();
    assert!(!validator.is_valid(&more));
}
