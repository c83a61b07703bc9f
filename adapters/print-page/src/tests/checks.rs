//! What must hold of every page, however odd the report.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// The elements of a page in document order: name, attributes, text directly inside.
#[derive(Debug, Default, Clone)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) attributes: Vec<(String, String)>,
    pub(crate) text: String,
    pub(crate) inside: Vec<String>,
}

impl Element {
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

fn element(start: &BytesStart<'_>, inside: &[String]) -> Element {
    let attributes = start.attributes().map(|attribute| {
        let attribute = attribute.expect("attributes are well formed and not repeated");
        (attribute.key.as_ref().to_owned(), attribute.value.to_string())
    });
    Element {
        name: start.name().as_ref().to_owned(),
        attributes: attributes.collect(),
        text: String::new(),
        inside: inside.to_vec(),
    }
}

/// Reads a page as strictly as XML is read; every tag must be closed in order.
pub(crate) fn elements(page: &str) -> Vec<Element> {
    let mut reader = Reader::from_str(page);
    let (mut found, mut open): (Vec<Element>, Vec<usize>) = (Vec::new(), Vec::new());
    loop {
        let path: Vec<String> = open.iter().map(|place| found[*place].name.clone()).collect();
        match reader.read_event().expect("the page is well formed") {
            Event::Start(start) => {
                found.push(element(&start, &path));
                open.push(found.len() - 1);
            }
            Event::Empty(start) => found.push(element(&start, &path)),
            Event::End(_) => {
                open.pop();
            }
            Event::Text(text) => {
                if let Some(place) = open.last() {
                    found[*place].text.push_str(&text);
                }
            }
            Event::GeneralRef(name) => {
                if let Some(place) = open.last() {
                    found[*place].text.push_str(&format!("&{};", &*name));
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(open.is_empty(), "something is left open: {open:?}");
    found
}
