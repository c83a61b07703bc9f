/// Mail providers, and sites on which companies have pages but no domain of their own. Where a provider has a domain in
/// many countries, its name stands in [`PROVIDERS`].
const ANYBODYS: &[&str] = &[
    "126.com",
    "163.com",
    "alice.it",
    "aol.com",
    "aol.de",
    "att.net",
    "bigpond.com",
    "bk.ru",
    "bluewin.ch",
    "bol.com.br",
    "btinternet.com",
    "comcast.net",
    "cox.net",
    "daum.net",
    "duck.com",
    "email.com",
    "facebook.com",
    "fastmail.com",
    "free.fr",
    "freenet.de",
    "github.io",
    "gmail.com",
    "google.com",
    "googlemail.com",
    "hanmail.net",
    "hey.com",
    "icloud.com",
    "inbox.ru",
    "instagram.com",
    "interia.pl",
    "laposte.net",
    "libero.it",
    "linkedin.com",
    "list.ru",
    "mac.com",
    "mail.com",
    "mail.ru",
    "mailbox.org",
    "me.com",
    "msn.com",
    "naver.com",
    "o2.pl",
    "onet.pl",
    "optusnet.com.au",
    "orange.fr",
    "pm.me",
    "posteo.de",
    "proton.me",
    "protonmail.com",
    "qq.com",
    "rambler.ru",
    "rediffmail.com",
    "rogers.com",
    "sbcglobal.net",
    "seznam.cz",
    "sfr.fr",
    "shaw.ca",
    "sina.com",
    "t-online.de",
    "telenet.be",
    "terra.com.br",
    "tiscali.it",
    "tuta.com",
    "tutanota.com",
    "uol.com.br",
    "verizon.net",
    "virgilio.it",
    "wanadoo.fr",
    "web.de",
    "wp.pl",
    "xs4all.nl",
    "ziggo.nl",
    "zoho.com",
];

/// Providers by the first part of their domain, in whatever country.
const PROVIDERS: &[&str] = &["gmx", "hotmail", "live", "outlook", "yahoo", "yandex", "ymail"];

/// The domain as it is compared; `None` for one that anybody may write from, and for what is none.
#[must_use]
pub fn telling(domain: &str) -> Option<String> {
    let domain = domain.trim().trim_end_matches('.').to_lowercase();
    let domain = domain.strip_prefix("www.").unwrap_or(&domain);
    let (first, rest) = domain.split_once('.')?;
    let is_provider = PROVIDERS.contains(&first) && rest.split('.').all(|part| part.len() <= 3);
    let tells = !is_provider && !ANYBODYS.contains(&domain) && !first.is_empty() && !rest.is_empty();
    tells.then(|| domain.to_owned())
}

/// The domain somebody writes from.
#[must_use]
pub fn of_address(address: &str) -> Option<String> {
    address.rsplit_once('@').and_then(|(_, domain)| telling(domain))
}

#[cfg(test)]
mod tests;
