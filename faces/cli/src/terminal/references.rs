use std::collections::{BTreeMap, BTreeSet};

use report::{Address, Report};

use super::ink::{self, Ink, Sheet, clean};

/// Stands for the first word of a row where figures of many rows open alike; names are understood there.
const NAME: &str = "NAME";

/// The references under which figures open: each address once, then its keys.
pub(super) fn footer(sheet: &mut Sheet, report: &Report) {
    let references: Vec<(String, String)> = report
        .references()
        .into_iter()
        .filter_map(|reference| {
            let reference = clean(&reference.to_string());
            reference.split_once('#').map(|(address, key)| (address.to_owned(), key.to_owned()))
        })
        .collect();
    let many = subjects(&references);
    let rows: BTreeSet<&str> = references.iter().filter_map(|(_, key)| Some(key.split_once('/')?.0)).collect();
    let of_rows = rows.len() > 1;
    let mut addresses: Vec<(String, Vec<String>)> = Vec::new();
    for (address, key) in &references {
        let address = many.get(address).unwrap_or(address).clone();
        let key = match key.split_once('/').filter(|_| of_rows) {
            Some((_, line)) => format!("{NAME}/{line}"),
            None => key.clone(),
        };
        let place = addresses.iter().position(|(known, _)| *known == address).unwrap_or_else(|| {
            addresses.push((address, Vec::new()));
            addresses.len() - 1
        });
        let keys = &mut addresses[place].1;
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    if addresses.is_empty() {
        return;
    }
    sheet.gap();
    sheet.wrapped("Each figure opens to its rows:", "", "");
    for (address, keys) in addresses {
        one(sheet, &address, &keys);
    }
    if of_rows || !many.is_empty() {
        sheet.wrapped("NAME is what the row begins with.", "  ", "  ");
    }
}

fn one(sheet: &mut Sheet, address: &str, keys: &[String]) {
    let quoted = format!("'{}#KEY'", address.replace('\'', r"'\''"));
    if ink::wide(&quoted) + 20 <= sheet.width() {
        sheet.line(&sheet.inked(Ink::Blue, &format!("  evenkeel evidence {quoted}")));
    } else {
        sheet.line(&sheet.inked(Ink::Blue, "  evenkeel evidence \\"));
        sheet.unbroken(&sheet.inked(Ink::Blue, &quoted), "    ");
    }
    let keys = format!("KEY is one of {}.", keys.join(", "));
    sheet.wrapped(&sheet.inked(Ink::Faint, &keys), "  ", "  ");
}

/// Addresses that differ only in whom or what they are about, each with the one that stands for all of them.
fn subjects(references: &[(String, String)]) -> BTreeMap<String, String> {
    let mut alike: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for (text, _) in references {
        if let Some(address) = Address::parse(text) {
            let stands_for_all = Address { subject: NAME.to_owned(), ..address };
            alike.entry(stands_for_all.to_string()).or_default().insert(text);
        }
    }
    let many = alike.into_iter().filter(|(_, texts)| texts.len() > 1);
    many.flat_map(|(all, texts)| texts.into_iter().map(move |text| (text.to_owned(), all.clone()))).collect()
}
