/// First names of the people who work at Tidewater.
const FIRST: [&str; 80] = [
    "Amara", "Noah", "Ines", "Kofi", "Mei", "Luca", "Priya", "Omar", "Freya", "Diego", "Hana", "Jonas", "Leila",
    "Mateo", "Nadia", "Tariq", "Zoë", "Anders", "Bianca", "Chidi", "Daria", "Emeka", "Farah", "Gustavo", "Helena",
    "Imran", "Jasmine", "Kenji", "Lerato", "Marek", "Naomi", "Oskar", "Paloma", "Quentin", "Rosa", "Samir", "Tessa",
    "Umar", "Vera", "Wanjiru", "Ximena", "Yusuf", "Zara", "Aaron", "Beatriz", "Caleb", "Divya", "Elias", "Fatima",
    "Grace", "Hassan", "Ingrid", "Jorge", "Keiko", "Liam", "Malika", "Nikolai", "Olivia", "Pedro", "Ruth", "Sofía",
    "Thabo", "Ursula", "Viktor", "Willa", "Yara", "Zainab", "Andrés", "Brigid", "Cyrus", "Dalia", "Ezra", "Fiona",
    "Goran", "Hye-jin", "Isaac", "Joy", "Karim", "Linnea", "Moses",
];

/// Last names of the people who work at Tidewater.
const LAST: [&str; 70] = [
    "Abara",
    "Lindqvist",
    "Moreau",
    "Tanaka",
    "Delgado",
    "Okafor",
    "Whitfield",
    "Rossi",
    "Haddad",
    "Novak",
    "Castillo",
    "Mbeki",
    "Larsen",
    "Iyer",
    "Petrov",
    "Silva",
    "Nakamura",
    "Byrne",
    "Hussain",
    "Kowalski",
    "Mensah",
    "Fischer",
    "Rahman",
    "Duarte",
    "Sinclair",
    "Yamada",
    "Bauer",
    "Ortega",
    "Nguyen",
    "Ferreira",
    "Adeyemi",
    "Holm",
    "Chaudhry",
    "Marino",
    "Sato",
    "Dvorak",
    "Quinn",
    "Vargas",
    "Andersson",
    "Osei",
    "Kaplan",
    "Pereira",
    "Malik",
    "Weiss",
    "Romero",
    "Bergström",
    "Diallo",
    "Frost",
    "Gallo",
    "Hayes",
    "Ivanova",
    "Jensen",
    "Keita",
    "Lambert",
    "Mwangi",
    "Nair",
    "Olsen",
    "Pappas",
    "Reyna",
    "Schmidt",
    "Torres",
    "Usman",
    "Varga",
    "Walsh",
    "Xu",
    "Yilmaz",
    "Zhang",
    "Barros",
    "Conti",
    "Eriksen",
];

const WATERS: [&str; 20] = [
    "North", "South", "East", "West", "Upper", "Lower", "Old", "New", "Long", "High", "Inner", "Outer", "Grand",
    "Little", "Stone", "Silver", "Salt", "Blue", "White", "Amber",
];
const PLACES: [&str; 12] =
    ["Quay", "Pier", "Cove", "Sound", "Harbor", "Strand", "Inlet", "Jetty", "Lagoon", "Shoal", "Reach", "Narrows"];

const ROOTS: [&str; 80] = [
    "Ash", "Brook", "Cedar", "Dun", "Elm", "Fair", "Glen", "Haw", "Iron", "Jas", "Kirk", "Lang", "Mill", "Nor", "Oak",
    "Pem", "Quill", "Rook", "Stan", "Thorn", "Ux", "Vale", "Wald", "Yar", "Zel", "Alder", "Birch", "Copper", "Drake",
    "Ember", "Fern", "Gold", "Heath", "Ivy", "Juniper", "Kestrel", "Lark", "Maple", "Nettle", "Otter", "Pine",
    "Quarry", "Raven", "Sable", "Teal", "Umber", "Vesper", "Willow", "Yew", "Zephyr", "Arden", "Bram", "Corin",
    "Delph", "Evers", "Finch", "Garner", "Hollis", "Isling", "Jarrow", "Keld", "Lorne", "Mar", "Nash", "Orrin", "Penn",
    "Ray", "Sel", "Tam", "Ulver", "Vern", "Whit", "Wren", "Bex", "Cald", "Dorn", "Esk", "Farn", "Grim", "Holm",
];
const ENDINGS: [&str; 40] = [
    "ford", "field", "wick", "ton", "by", "ley", "stead", "mere", "holt", "den", "bridge", "gate", "port", "hurst",
    "well", "worth", "ham", "dale", "moor", "cliff", "bank", "crest", "view", "side", "way", "land", "march", "cross",
    "haven", "ridge", "shaw", "stoke", "thorpe", "combe", "fell", "garth", "barrow", "brook", "firth", "lode",
];
const TAILS: [&str; 6] = ["", " Group", " Partners", " Collective", " International", " Works"];

/// Industries with the nouns their companies carry.
pub(crate) const INDUSTRIES: [(&str, [&str; 6]); 7] = [
    ("Logistics", ["Logistics", "Freight", "Haulage", "Shipping", "Couriers", "Warehousing"]),
    ("Software", ["Software", "Systems", "Cloud", "Labs", "Analytics", "Digital"]),
    ("Health care", ["Health", "Clinics", "Medical", "Care", "Diagnostics", "Pharmacy"]),
    ("Retail", ["Retail", "Outfitters", "Stores", "Market", "Trading", "Goods"]),
    ("Manufacturing", ["Manufacturing", "Tools", "Engineering", "Plastics", "Machines", "Components"]),
    ("Financial services", ["Finance", "Credit", "Insurance", "Capital", "Payments", "Advisory"]),
    ("Education", ["Learning", "College", "Academy", "Schools", "Tutors", "Press"]),
];

pub(crate) const COUNTRIES: [&str; 10] = ["US", "US", "US", "US", "GB", "GB", "CA", "DE", "AU", "NL"];
pub(crate) const REFERRALS: [&str; 5] = ["outbound", "partner", "event", "organic", "referral"];
pub(crate) const CONTACT_ROLES: [(&str, &str); 4] = [
    ("champion", "Head of Operations"),
    ("sponsor", "Chief Operating Officer"),
    ("power user", "Operations Analyst"),
    ("buyer", "Procurement Lead"),
];

/// The full name of the `index`th person; no two of the first 5,600 share one.
pub(crate) fn person(seed: u64, index: usize) -> String {
    let code = code(seed, index, 2_741, FIRST.len() * LAST.len());
    format!("{} {}", FIRST[code % FIRST.len()], LAST[code / FIRST.len()])
}

/// The name of the `index`th team; no two of the first 240 share one.
pub(crate) fn team(seed: u64, index: usize) -> String {
    let code = code(seed, index, 77, WATERS.len() * PLACES.len());
    format!("{} {}", WATERS[code % WATERS.len()], PLACES[code / WATERS.len()])
}

/// The name of the `index`th account; no two of the first 115,200 share one.
pub(crate) fn company(seed: u64, index: usize, industry: usize) -> String {
    let code = code(seed, index, 44_927, ROOTS.len() * ENDINGS.len() * 36);
    let (stem, tail) = (code / 36, code % 36);
    let noun = INDUSTRIES[industry % INDUSTRIES.len()].1[tail / 6];
    format!("{}{} {noun}{}", ROOTS[stem % ROOTS.len()], ENDINGS[stem / ROOTS.len()], TAILS[tail % 6])
}

/// Walks through all codes once before it repeats; `step` shares no factor with `count`.
fn code(seed: u64, index: usize, step: usize, count: usize) -> usize {
    let start = usize::try_from(seed % count as u64).unwrap_or(0);
    (start * 31 + index * step) % count
}

/// The part of an e-mail address or domain a name makes: lower case, plain letters, parts joined by `joint`.
pub(crate) fn slug(name: &str, joint: char) -> String {
    name.chars().filter_map(|letter| plain(letter, joint)).collect()
}

fn plain(letter: char, joint: char) -> Option<char> {
    match letter {
        ' ' => Some(joint),
        'ë' | 'é' => Some('e'),
        'í' => Some('i'),
        'ö' => Some('o'),
        letter if letter.is_ascii_alphanumeric() => Some(letter.to_ascii_lowercase()),
        _ => None,
    }
}
