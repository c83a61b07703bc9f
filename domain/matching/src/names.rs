use std::collections::BTreeSet;

/// Words that join parts of a name and are written or left out at will.
const JOINING: &[&str] = &["and", "und", "et", "y", "e", "en", "og", "och", "the"];

/// Legal forms as they stand after a name, cleaned; those of several words come with their words.
const FORMS: &[&[&str]] = &[
    &["gmbh", "co", "kgaa"],
    &["gmbh", "co", "ohg"],
    &["gmbh", "co", "kg"],
    &["ag", "co", "kgaa"],
    &["ag", "co", "kg"],
    &["se", "co", "kgaa"],
    &["se", "co", "kg"],
    &["ug", "haftungsbeschrankt"],
    &["sapi", "de", "cv"],
    &["sab", "de", "cv"],
    &["srl", "de", "cv"],
    &["sa", "de", "cv"],
    &["s", "de", "rl"],
    &["spolka", "akcyjna"],
    &["spolka", "zoo"],
    &["sp", "zoo"],
    &["sp", "z", "oo"],
    &["sp", "k"],
    &["pty", "ltd"],
    &["pte", "ltd"],
    &["pvt", "ltd"],
    &["private", "limited"],
    &["sdn", "bhd"],
    &["co", "ltd"],
    &["co", "kg"],
    &["a", "s"],
];

/// Legal forms of one word after a name.
const WORDS: &[&str] = &[
    "ab",
    "ag",
    "aps",
    "as",
    "asa",
    "avv",
    "bhd",
    "bv",
    "bvba",
    "co",
    "company",
    "corp",
    "corporation",
    "cv",
    "doo",
    "ead",
    "eg",
    "ehf",
    "eirl",
    "eireli",
    "eood",
    "ev",
    "ggmbh",
    "gmbh",
    "hf",
    "inc",
    "incorporated",
    "kft",
    "kg",
    "kgaa",
    "kk",
    "ks",
    "kyj",
    "lda",
    "limited",
    "limitada",
    "lllp",
    "llc",
    "llp",
    "lp",
    "ltd",
    "ltda",
    "mbh",
    "nv",
    "nyrt",
    "ohg",
    "ood",
    "ou",
    "oy",
    "oyj",
    "pjsc",
    "plc",
    "pllc",
    "pte",
    "pty",
    "pvt",
    "qsc",
    "sa",
    "sae",
    "sal",
    "saoc",
    "sapa",
    "sarl",
    "sas",
    "sasu",
    "sau",
    "sca",
    "scs",
    "se",
    "sgps",
    "sia",
    "sl",
    "slu",
    "snc",
    "spa",
    "sprl",
    "spzoo",
    "srl",
    "srls",
    "sro",
    "tbk",
    "teoranta",
    "uab",
    "ug",
    "unipessoal",
    "vof",
    "zrt",
    "ао",
    "еоод",
    "зао",
    "оао",
    "ооо",
    "оод",
    "пао",
    "тов",
    "ип",
];

/// Legal forms of one word before a name.
const LEADING: &[&str] = &["ab", "ooo", "ou", "oy", "pt", "sia", "uab", "ао", "зао", "оао", "ооо", "пао", "тов", "ип"];

/// Forms written into the name without a blank.
const UNSPACED: &[&str] = &[
    "株式会社",
    "有限会社",
    "合同会社",
    "股份有限公司",
    "有限责任公司",
    "有限公司",
    "주식회사",
    "유한회사",
    "(株)",
    "㈱",
];

/// The forms in which a name is compared: its words without legal form, case, accents and punctuation. Letters with two
/// usual spellings, such as `ü`, give two.
#[must_use]
pub fn cleaned(name: &str) -> BTreeSet<Vec<String>> {
    [Spelling::Plain, Spelling::Long]
        .into_iter()
        .map(|spelling| words(name, spelling))
        .filter(|one| !one.is_empty())
        .collect()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Spelling {
    /// `ü` is `u`.
    Plain,
    /// `ü` is `ue`.
    Long,
}

fn words(name: &str, spelling: Spelling) -> Vec<String> {
    let lower = name.to_lowercase();
    let bare = UNSPACED.iter().fold(lower, |name, form| name.replace(form, " "));
    let mut plain = String::with_capacity(bare.len());
    for letter in bare.chars() {
        match folded(letter, spelling) {
            Folded::Letter(letter) => plain.push(letter),
            Folded::Letters(letters) => plain.push_str(letters),
            Folded::Nothing => {}
            Folded::Gap => plain.push(' '),
        }
    }
    let all = with_initials_joined(plain.split_whitespace());
    let stripped = without_forms(&all);
    let telling: Vec<String> = stripped.iter().filter(|word| !JOINING.contains(&word.as_str())).cloned().collect();
    if telling.is_empty() { stripped } else { telling }
}

/// `s p a` is the `spa` that others write `S.p.A.`
fn with_initials_joined<'a>(words: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut joined: Vec<String> = Vec::new();
    let mut was_initial = false;
    for word in words {
        let is_initial = word.chars().count() == 1;
        match joined.last_mut().filter(|_| is_initial && was_initial) {
            Some(last) => last.push_str(word),
            None => joined.push(word.to_owned()),
        }
        was_initial = is_initial;
    }
    joined
}

fn without_forms(words: &[String]) -> Vec<String> {
    let mut rest = words;
    loop {
        let ends = |form: &&&[&str]| rest.len() > form.len() && rest[rest.len() - form.len()..].iter().eq(form.iter());
        let last = rest.last().is_some_and(|word| WORDS.contains(&word.as_str()) || JOINING.contains(&word.as_str()));
        let first = rest.first().is_some_and(|word| LEADING.contains(&word.as_str()));
        if let Some(form) = FORMS.iter().find(ends) {
            rest = &rest[..rest.len() - form.len()];
        } else if last && rest.len() > 1 {
            rest = &rest[..rest.len() - 1];
        } else if first && rest.len() > 1 {
            rest = &rest[1..];
        } else {
            return rest.to_vec();
        }
    }
}

enum Folded {
    Letter(char),
    Letters(&'static str),
    Nothing,
    Gap,
}

fn folded(letter: char, spelling: Spelling) -> Folded {
    let long = spelling == Spelling::Long;
    match letter {
        'ä' | 'æ' | 'ö' | 'ø' | 'œ' | 'ü' | 'å' | 'ß' | 'þ' => Folded::Letters(two_ways(letter, long)),
        '\u{300}'..='\u{36f}' | '\'' | '’' | '‘' | '`' | '´' | '.' => Folded::Nothing,
        '\u{ff10}'..='\u{ff5a}' => char::from_u32(u32::from(letter) - 0xfee0).map_or(Folded::Gap, Folded::Letter),
        letter if letter.is_alphanumeric() => Folded::Letter(without_accent(letter)),
        _ => Folded::Gap,
    }
}

fn two_ways(letter: char, long: bool) -> &'static str {
    match (letter, long) {
        ('ä', false) | ('å', false) => "a",
        ('å', true) => "aa",
        ('ä', true) | ('æ', _) => "ae",
        ('ö' | 'ø', false) => "o",
        ('ö' | 'ø', true) | ('œ', _) => "oe",
        ('ü', false) => "u",
        ('ü', true) => "ue",
        ('þ', _) => "th",
        _ => "ss",
    }
}

fn without_accent(letter: char) -> char {
    match letter {
        'à' | 'á' | 'â' | 'ã' | 'ā' | 'ă' | 'ą' | 'ạ' | 'ả' => 'a',
        'ç' | 'ć' | 'č' | 'ĉ' | 'ċ' => 'c',
        'ď' | 'đ' | 'ð' => 'd',
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' | 'ế' | 'ệ' => 'e',
        'ğ' | 'ģ' | 'ĝ' => 'g',
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'į' | 'ı' => 'i',
        'ķ' => 'k',
        'ł' | 'ľ' | 'ļ' | 'ĺ' => 'l',
        'ñ' | 'ń' | 'ň' | 'ņ' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ō' | 'ő' | 'ơ' => 'o',
        'ř' | 'ŕ' => 'r',
        'ś' | 'š' | 'ş' | 'ș' | 'ŝ' => 's',
        'ť' | 'ţ' | 'ț' => 't',
        'ù' | 'ú' | 'û' | 'ū' | 'ů' | 'ű' | 'ų' | 'ư' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        'ё' => 'е',
        'ά' => 'α',
        'έ' => 'ε',
        'ή' => 'η',
        'ί' | 'ϊ' | 'ΐ' => 'ι',
        'ό' => 'ο',
        'ύ' | 'ϋ' | 'ΰ' => 'υ',
        'ώ' => 'ω',
        'ς' => 'σ',
        other => other,
    }
}

#[cfg(test)]
mod tests;
