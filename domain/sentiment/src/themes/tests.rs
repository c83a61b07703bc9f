use jiff::civil::date;
use rust_decimal::Decimal;

use super::{THEMES, mentions, themes_of};
use crate::answer::{Answer, Stance};

/// Comments as customers write them, with what a reader says they are about.
const READ_BY_A_PERSON: &[(&str, &[&str])] = &[
    ("Good idea, but too many things break.", &["reliability"]),
    ("Crashes twice a week and nobody seems to care", &["reliability"]),
    ("Rock solid and stable, we never think about it", &["reliability"]),
    ("It was down again on the last day of the quarter", &["reliability"]),
    ("Pages take ages, everything is so SLOW", &["speed"]),
    ("Loading a large account takes forever", &["speed"]),
    ("Fast and easy.", &["speed", "ease"]),
    ("Very intuitive, my team needed no help", &["ease"]),
    ("Too many clicks to get anything done", &["ease"]),
    ("The interface is confusing", &["ease"]),
    ("We had to ask three times.", &["support"]),
    ("Your support team is fantastic", &["support"]),
    ("Tickets stay open for weeks", &["support"]),
    ("Quick and friendly, thank you.", &["support"]),
    ("Still waiting for a reply since March", &["support"]),
    ("Half of the features we were promised are missing", &["features"]),
    ("I wish there was a way to copy a plan", &["features"]),
    ("The Salesforce sync never finishes", &["integrations"]),
    ("API is great", &["integrations"]),
    ("Dashboards are what my boss reads on Monday", &["reporting"]),
    ("Export is missing columns", &["reporting", "features"]),
    ("Too expensive for what it does", &["price"]),
    ("Worth every cent", &["price"]),
    ("The price increase was a shock, and support does not answer", &["price", "support"]),
    ("Nobody explained it to the new team.", &["learning"]),
    ("Onboarding was smooth and the documentation is good", &["learning"]),
    ("Steep learning curve", &["ease", "learning"]),
    ("Our CSM is the best part", &["people"]),
    ("Three account managers in one year", &["people"]),
    ("We look at it every morning.", &["daily_work"]),
    ("Our team relies on it every morning.", &["daily_work"]),
    ("Can’t live without it", &["daily_work"]),
    ("Stürzt ständig ab, sehr viele Fehler", &["reliability"]),
    ("Viel zu langsam und unübersichtlich", &["speed", "ease"]),
    ("Zu teuer, und die Schnittstelle zu SAP fehlt", &["price", "integrations", "features"]),
    ("Unsere Ansprechpartnerin ist klasse", &["people"]),
    ("Trop cher pour nous", &["price"]),
    ("L’outil est lent, il manque des fonctionnalités", &["speed", "features"]),
    ("Le service client répond vite", &["support"]),
    ("Très facile à utiliser au quotidien", &["ease", "daily_work"]),
    ("Muy lento y con muchos errores", &["speed", "reliability"]),
    ("El precio es demasiado alto", &["price"]),
    ("Excelente soporte", &["support"]),
    ("O suporte é ótimo, mas é caro", &["support", "price"]),
    ("Falta integração com o nosso sistema", &["integrations", "features"]),
    ("ok", &[]),
    ("no comment", &[]),
    ("Thanks!", &[]),
    ("It is important to us", &[]),
    ("We reported nothing so far", &[]),
];

/// Comments in writing the lists do not know: nothing is found, nothing breaks.
const OTHER_WRITING: &[&str] = &[
    "とても使いやすいです",
    "价格太贵了，客服很慢",
    "Очень медленно и дорого",
    "سعر مرتفع جدا",
    "מוצר מצוין",
    "बहुत अच्छा है",
    "👍👍👍",
    "e\u{301}\u{300}\u{301}",
    "\u{0}\u{feff}\u{202e}",
    "",
    "   ",
];

fn keys(comment: &str) -> Vec<&'static str> {
    themes_of(comment).iter().map(|theme| theme.key).collect()
}

#[test]
fn the_lists_agree_with_a_reader() {
    let (mut both, mut only_list, mut only_reader) = (0.0, Vec::new(), Vec::new());
    for (comment, read) in READ_BY_A_PERSON {
        let found = keys(comment);
        both += found.iter().filter(|key| read.contains(key)).count() as f64;
        only_list.extend(found.iter().filter(|key| !read.contains(key)).map(|key| (*comment, *key)));
        only_reader.extend(read.iter().filter(|key| !found.contains(key)).map(|key| (*comment, *key)));
    }
    let precision = both / (both + only_list.len() as f64);
    let recall = both / (both + only_reader.len() as f64);
    assert!(precision >= 0.9, "precision {precision}: {only_list:?}");
    assert!(recall >= 0.9, "recall {recall}: {only_reader:?}");
}

#[test]
fn comments_in_other_writing_find_nothing_and_break_nothing() {
    for comment in OTHER_WRITING {
        assert_eq!(keys(comment), [""; 0], "{comment}");
    }
}

#[test]
fn accents_may_stand_in_their_letter_or_beside_it() {
    assert_eq!(keys("Trop compliqu\u{e9}"), ["ease"]);
    assert_eq!(keys("Trop complique\u{301}"), ["ease"]);
    assert_eq!(keys("TROP COMPLIQUÉ"), ["ease"]);
}

#[test]
fn a_word_inside_another_is_not_that_word() {
    assert_eq!(keys("capital, guidance, tagline"), [""; 0]);
}

#[test]
fn every_list_is_written_as_comments_are_read() {
    for theme in THEMES {
        for word in theme.words {
            let bare = word.replace('*', "");
            assert_eq!(super::words(&bare).join(" "), bare, "{}", theme.key);
            assert!(themes_of(&bare).contains(&theme), "{bare}");
        }
    }
}

#[test]
fn themes_are_counted_per_stance_and_what_has_none_is_handed_back() {
    let answer = |key: &str, score: i64, comment: &str| Answer {
        key: key.into(),
        account: "a".into(),
        name: "a".into(),
        contact: None,
        score: Decimal::from(score),
        on: date(2024, 11, 1),
        comment: Some(comment.into()),
    };
    let all = [
        answer("1", 2, "slow and expensive"),
        answer("2", 3, "expensive"),
        answer("3", 1, "???"),
        answer("4", 10, "cheap"),
        answer("5", 0, " "),
    ];
    let all: Vec<&Answer> = all.iter().collect();
    let (found, without) = mentions(&all, Stance::Detractor);
    let counted: Vec<(&str, usize)> = found.iter().map(|mention| (mention.theme.key, mention.answers.len())).collect();
    assert_eq!(counted, [("price", 2), ("speed", 1)]);
    assert_eq!(without.iter().map(|answer| &*answer.key).collect::<Vec<_>>(), ["3"]);
}
