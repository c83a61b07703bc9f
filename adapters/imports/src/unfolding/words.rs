use crate::headings::words_of;

/// What the cells of a wide table hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holding {
    Users,
    Events,
    Hours,
    Money,
    Unknown,
}

const HOURS: [&str; 14] = [
    "hour",
    "hours",
    "timesheet",
    "timesheets",
    "stunden",
    "zeiterfassung",
    "arbeitszeit",
    "heures",
    "horas",
    "ore",
    "uren",
    "employee",
    "mitarbeiter",
    "salarie",
];
const MONEY: [&str; 16] = [
    "arr",
    "mrr",
    "revenue",
    "revenues",
    "umsatz",
    "umsatze",
    "billing",
    "billings",
    "amount",
    "amounts",
    "sales",
    "fatturato",
    "omzet",
    "ingresos",
    "chiffre",
    "invoiced",
];
const USERS: [&str; 9] = ["users", "mau", "dau", "wau", "nutzer", "utilisateurs", "usuarios", "utenti", "gebruikers"];
const EVENTS: [&str; 14] = [
    "events",
    "event",
    "logins",
    "login",
    "sessions",
    "session",
    "usage",
    "views",
    "actions",
    "nutzung",
    "anmeldungen",
    "utilisation",
    "uso",
    "gebruik",
];
const TOTALS: [&str; 10] =
    ["total", "totals", "sum", "ytd", "gesamt", "summe", "insgesamt", "totale", "totaal", "suma"];
const WEEKDAYS: [&[&str]; 7] = [
    &["mon", "monday", "mo", "montag", "lun", "lundi", "lunes", "lunedi", "ma", "maandag", "月"],
    &["tue", "tues", "tuesday", "di", "dienstag", "mar", "mardi", "martes", "martedi", "dinsdag", "火"],
    &["wed", "wednesday", "mi", "mittwoch", "mer", "mercredi", "mie", "miercoles", "mercoledi", "wo", "woensdag", "水"],
    &[
        "thu",
        "thur",
        "thurs",
        "thursday",
        "do",
        "donnerstag",
        "jeu",
        "jeudi",
        "jue",
        "jueves",
        "gio",
        "giovedi",
        "donderdag",
        "木",
    ],
    &["fri", "friday", "fr", "freitag", "ven", "vendredi", "vie", "viernes", "venerdi", "vr", "vrijdag", "金"],
    &["sat", "saturday", "sa", "samstag", "sam", "samedi", "sab", "sabado", "sabato", "za", "zaterdag", "土"],
    &["sun", "sunday", "so", "sonntag", "dim", "dimanche", "dom", "domingo", "domenica", "zo", "zondag", "日"],
];
const REVIEWS: [&str; 6] = ["qbr", "ebr", "review", "quartalsgesprach", "revue", "business"];
const LAST: [&str; 8] = ["last", "previous", "latest", "recent", "letztes", "letzter", "dernier", "derniere"];
const NEXT: [&str; 7] = ["next", "upcoming", "planned", "nachstes", "nachster", "prochain", "prochaine"];

/// What words of a file, its titles and its headings say of its cells.
pub(super) fn holding(said: &[String]) -> Holding {
    let says = |words: &[&str]| said.iter().any(|word| words.contains(&word.as_str()));
    match () {
        () if says(&MONEY) => Holding::Money,
        () if says(&HOURS) => Holding::Hours,
        () if says(&USERS) => Holding::Users,
        () if says(&EVENTS) => Holding::Events,
        () => Holding::Unknown,
    }
}

/// Whether a column holds the totals of others.
pub(super) fn is_total(heading: &str) -> bool {
    words_of(heading).first().is_some_and(|word| TOTALS.contains(&word.as_str()))
}

/// Whether a column is called by a day of the week.
pub(super) fn weekday(heading: &str) -> bool {
    let words = words_of(heading);
    matches!(words.as_slice(), [word] if WEEKDAYS.iter().any(|names| names.contains(&word.as_str())))
}

/// Whether a column tells the last review, `true`, or the next one.
pub(super) fn review_side(heading: &str) -> Option<bool> {
    let words = words_of(heading);
    let says = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    if !says(&REVIEWS) || words.len() > 4 {
        return None;
    }
    match (says(&LAST), says(&NEXT)) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    }
}
