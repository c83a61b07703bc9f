//! What people write behind an amount to shorten it or to say for how long it is: `12k`, `1,2 Mio`, `p.a.`, `/mo`.

/// What a shortened amount is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    Thousands,
    Millions,
    Billions,
}

impl Unit {
    pub(super) fn factor(self) -> u64 {
        match self {
            Self::Thousands => 1_000,
            Self::Millions => 1_000_000,
            Self::Billions => 1_000_000_000,
        }
    }

    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Thousands => "amounts in thousands",
            Self::Millions => "amounts in millions",
            Self::Billions => "amounts in billions",
        }
    }
}

/// For how long an amount is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Span {
    Year,
    Quarter,
    Month,
    Week,
    Day,
    /// Each row says so in a column of its own.
    OfRow,
}

impl Span {
    /// `a month`.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Year => "a year",
            Self::Quarter => "a quarter",
            Self::Month => "a month",
            Self::Week => "a week",
            Self::Day => "a day",
            Self::OfRow => "what its row says",
        }
    }

    /// The billing interval of a preset.
    pub(crate) fn of_interval(word: &str) -> Self {
        match word {
            "month" | "monthly" => Self::Month,
            "quarter" | "quarterly" => Self::Quarter,
            "week" | "weekly" => Self::Week,
            "day" | "daily" => Self::Day,
            "year" | "yearly" | "annual" | "annually" => Self::Year,
            _ => Self::OfRow,
        }
    }
}

/// Where units stand that need a currency to be unmistakable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Marked {
    None,
    InFront,
    Behind,
}

/// Unmistakable whatever else the cell says; longer ones first.
const UNITS: [(&str, Unit); 17] = [
    ("milliarden", Unit::Billions),
    ("millionen", Unit::Millions),
    ("billions", Unit::Billions),
    ("millions", Unit::Millions),
    ("thousand", Unit::Thousands),
    ("billion", Unit::Billions),
    ("million", Unit::Millions),
    ("tausend", Unit::Thousands),
    ("mrd.", Unit::Billions),
    ("mio.", Unit::Millions),
    ("tsd.", Unit::Thousands),
    ("mrd", Unit::Billions),
    ("mio", Unit::Millions),
    ("mln", Unit::Millions),
    ("tsd", Unit::Thousands),
    ("bn", Unit::Billions),
    ("k", Unit::Thousands),
];

/// Takes the unit off the end of an amount.
pub(super) fn split_unit(text: &str, currency: Marked) -> Option<(Unit, &str)> {
    let behind_digits = |inner: &str| inner.trim_end().ends_with(|last: char| last.is_ascii_digit());
    for (word, unit) in UNITS {
        let Some(at) = text.len().checked_sub(word.len()) else { continue };
        let is_word = text.get(at..).is_some_and(|end| end.eq_ignore_ascii_case(word));
        if is_word && behind_digits(&text[..at]) {
            return Some((unit, &text[..at]));
        }
    }
    // `12 m` can be metres or months, and `$12T` is a thousand times a thousand million.
    let (word, unit) = match currency {
        Marked::Behind if text.ends_with('T') => ("T", Unit::Thousands),
        Marked::Behind | Marked::InFront if text.ends_with('m') => ("m", Unit::Millions),
        _ if text.ends_with('M') => ("M", Unit::Millions),
        _ => return None,
    };
    let inner = text.strip_suffix(word).filter(|inner| behind_digits(inner))?;
    Some((unit, inner))
}

/// The unit in front of a currency in front of an amount: `TEUR 12`, `k€ 12`.
pub(super) fn split_front_unit(text: &str) -> Option<(Unit, &str)> {
    let unit = match text.chars().next()? {
        'T' | 'k' | 'K' => Unit::Thousands,
        'M' => Unit::Millions,
        _ => return None,
    };
    Some((unit, &text[1..]))
}

/// Behind a slash.
const SLASHED: [(&str, Span); 33] = [
    ("yr", Span::Year),
    ("yr.", Span::Year),
    ("year", Span::Year),
    ("y", Span::Year),
    ("a", Span::Year),
    ("annum", Span::Year),
    ("jahr", Span::Year),
    ("an", Span::Year),
    ("año", Span::Year),
    ("mo", Span::Month),
    ("mo.", Span::Month),
    ("mth", Span::Month),
    ("month", Span::Month),
    ("monat", Span::Month),
    ("mon.", Span::Month),
    ("mtl.", Span::Month),
    ("mois", Span::Month),
    ("mes", Span::Month),
    ("m", Span::Month),
    ("qtr", Span::Quarter),
    ("quarter", Span::Quarter),
    ("q", Span::Quarter),
    ("quartal", Span::Quarter),
    ("trimestre", Span::Quarter),
    ("wk", Span::Week),
    ("week", Span::Week),
    ("woche", Span::Week),
    ("semaine", Span::Week),
    ("semana", Span::Week),
    ("day", Span::Day),
    ("tag", Span::Day),
    ("jour", Span::Day),
    ("día", Span::Day),
];

/// Behind a blank; longer ones first.
const WORDED: [(&str, Span); 37] = [
    ("vierteljährlich", Span::Quarter),
    ("per quarter", Span::Quarter),
    ("pro quartal", Span::Quarter),
    ("par trimestre", Span::Quarter),
    ("por trimestre", Span::Quarter),
    ("quarterly", Span::Quarter),
    ("per annum", Span::Year),
    ("per year", Span::Year),
    ("a year", Span::Year),
    ("pro jahr", Span::Year),
    ("im jahr", Span::Year),
    ("je jahr", Span::Year),
    ("jährlich", Span::Year),
    ("jaehrlich", Span::Year),
    ("annually", Span::Year),
    ("yearly", Span::Year),
    ("par an", Span::Year),
    ("por año", Span::Year),
    ("al año", Span::Year),
    ("p. a.", Span::Year),
    ("p.a.", Span::Year),
    ("p.a", Span::Year),
    ("pa", Span::Year),
    ("per month", Span::Month),
    ("a month", Span::Month),
    ("pro monat", Span::Month),
    ("im monat", Span::Month),
    ("monatlich", Span::Month),
    ("monthly", Span::Month),
    ("par mois", Span::Month),
    ("por mes", Span::Month),
    ("al mes", Span::Month),
    ("p. m.", Span::Month),
    ("p.m.", Span::Month),
    ("mtl.", Span::Month),
    ("mtl", Span::Month),
    ("per week", Span::Week),
];

/// Takes off the end of an amount for how long it is.
pub(super) fn split_span(text: &str) -> (Option<Span>, &str) {
    let lower = text.to_lowercase();
    // A few letters change their length; no amount has them.
    if lower.len() != text.len() {
        return (None, text);
    }
    if let Some((inner, word)) = lower.rsplit_once('/') {
        let known = SLASHED.iter().find(|(known, _)| *known == word.trim());
        return known.map_or((None, text), |(_, span)| (Some(*span), text[..inner.len()].trim_end()));
    }
    for (word, span) in WORDED {
        let Some(inner) = lower.strip_suffix(word) else { continue };
        if !inner.ends_with(char::is_alphabetic) && text.is_char_boundary(inner.len()) {
            return (Some(span), text[..inner.len()].trim_end());
        }
    }
    (None, text)
}
