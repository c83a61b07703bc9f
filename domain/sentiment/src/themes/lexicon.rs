use super::Theme;

/// Everything a comment can be about. English first, then German, French, Spanish and Portuguese.
pub const THEMES: &[Theme] = &[
    Theme { key: "reliability", name: "reliability", words: RELIABILITY },
    Theme { key: "speed", name: "speed", words: SPEED },
    Theme { key: "ease", name: "ease of use", words: EASE },
    Theme { key: "support", name: "support", words: SUPPORT },
    Theme { key: "features", name: "features", words: FEATURES },
    Theme { key: "integrations", name: "integrations", words: INTEGRATIONS },
    Theme { key: "reporting", name: "reporting", words: REPORTING },
    Theme { key: "price", name: "price and value", words: PRICE },
    Theme { key: "learning", name: "onboarding and learning", words: LEARNING },
    Theme { key: "people", name: "the people who look after us", words: PEOPLE },
    Theme { key: "daily_work", name: "part of daily work", words: DAILY_WORK },
];

#[rustfmt::skip]
const RELIABILITY: &[&str] = &[
    "bug", "bugs", "buggy", "crash*", "break", "breaks", "breaking", "broke", "broken", "error", "errors", "fails", "failed",
    "failing", "failure*", "outage*", "downtime", "goes down", "was down", "is down", "unstable", "unreliable", "reliab*",
    "stable", "stability", "glitch*", "freez*", "froze", "lost data", "data loss", "lost our data", "just works",
    "sturzt ab", "absturz*", "abgesturzt", "fehler*", "kaputt", "ausfall*", "ausfalle", "instabil*", "stabil*",
    "zuverlassig*", "unzuverlassig*",
    "panne", "pannes", "plante*", "plantage*", "bogue*", "erreur*", "instable", "fiable*", "fiabilite",
    "falla", "fallas", "fallo*", "errores", "se cae", "caidas", "inestable*", "confiable*",
    "falha", "falhas", "erro", "erros", "instavel", "confiavel", "cai toda",
];

#[rustfmt::skip]
const SPEED: &[&str] = &[
    "slow*", "lag", "lags", "laggy", "loading", "load time*", "takes forever", "performance", "fast", "faster", "speed*",
    "latency", "timeout*", "times out", "timed out", "snappy",
    "langsam*", "trage", "ladezeit*", "schneller", "performant*",
    "lent", "lente", "lents", "lentes", "lenteur*", "rapide*", "rapidite",
    "lento", "lenta", "lentitud", "rapido", "rapida", "rapidez", "tarda en cargar",
    "lentidao", "devagar", "demora para carregar",
];

#[rustfmt::skip]
const EASE: &[&str] = &[
    "easy", "easier", "easily", "intuitive", "user friendly", "simple", "simplicity", "usability", "confusing", "confused",
    "complicated", "overly complex", "too complex", "clunky", "cumbersome", "hard to use", "hard to find", "difficult to",
    "interface", "ui", "ux", "navigation", "navigate", "too many clicks", "learning curve",
    "einfach", "einfache*", "intuitiv*", "kompliziert*", "umstandlich*", "unubersichtlich*", "ubersichtlich*", "bedien*",
    "benutzerfreundlich*", "oberflache", "benutzeroberflache",
    "facile", "faciles", "facilite", "intuitif*", "complique*", "ergonomi*", "peu clair",
    "facil", "faciles de usar", "sencill*", "intuitiv*", "complicad*", "confus*", "interfaz",
    "facil de usar", "dificil de usar", "simples de usar",
];

#[rustfmt::skip]
const SUPPORT: &[&str] = &[
    "support", "supports us", "support team", "helpdesk", "help desk", "ticket*", "response time*", "respond*", "responsive",
    "no response", "reply", "replies", "replied", "no answer", "answered", "answers quickly", "never answers", "waited",
    "waiting for", "had to ask", "customer service", "helpful", "friendly",
    "kundendienst", "kundenservice", "kundensupport", "antwort*", "hilfsbereit*", "wartezeit*", "warten auf",
    "service client", "assistance", "reponse*", "repond*", "reactif*", "reactiv*",
    "soporte", "respuesta*", "responde*", "atencion al cliente",
    "suporte", "atendimento", "resposta*", "responderam",
];

#[rustfmt::skip]
const FEATURES: &[&str] = &[
    "feature*", "missing", "lacks", "lacking", "lack of", "functionality", "functionalities", "functions", "capabilit*",
    "roadmap", "would like to see", "wish it", "wish there", "wish you", "customiz*", "customis*", "too limited",
    "funktion", "funktionen", "funktionalitat*", "funktionsumfang", "fehlt", "fehlen", "fehlende*",
    "fonctionnalite*", "fonctions", "il manque", "manque de", "manquant*",
    "funcion", "funciones", "funcionalidad", "funcionalidades", "faltan", "le falta",
    "funcionalidade", "recursos", "faltam", "falta de",
];

#[rustfmt::skip]
const INTEGRATIONS: &[&str] = &[
    "integrat*", "api", "apis", "connector*", "sync", "syncs", "syncing", "synchroni*", "salesforce", "hubspot", "slack", "sso",
    "single sign on", "webhook*", "data import", "importing",
    "schnittstelle*", "anbindung*",
    "connecteur*",
    "integracion*", "integrar", "conector*", "sincroniza*",
    "integracao", "integracoes",
];

#[rustfmt::skip]
const REPORTING: &[&str] = &[
    "report", "reports", "reporting", "dashboard*", "analytics", "chart", "charts", "export", "exports", "exporting", "insights",
    "metrics", "data quality", "wrong numbers",
    "bericht", "berichte", "berichten", "auswertung*", "kennzahlen",
    "rapport", "rapports", "tableau de bord", "tableaux de bord",
    "informe", "informes", "reporte", "reportes", "tablero*",
    "relatorio*", "painel", "paineis",
];

#[rustfmt::skip]
const PRICE: &[&str] = &[
    "price*", "pricing", "pricey", "overpriced", "expensive", "cost", "costs", "costly", "cheap*", "value for", "good value",
    "worth", "roi", "budget*", "money", "licence fee*", "license fee*", "fees",
    "preis", "preise", "preiserhohung*", "preiswert*", "teuer*", "teure*", "kosten", "zu viel geld", "gunstig*",
    "prix", "tarif", "tarifs", "cher", "chere", "chers", "trop couteux",
    "precio*", "caro", "cara", "costoso*", "barato*",
    "preco*", "custo", "custos",
];

#[rustfmt::skip]
const LEARNING: &[&str] = &[
    "onboard*", "training", "trainings", "trained", "explain*", "documentation", "docs", "tutorial*", "getting started",
    "setup", "set up", "implementation", "rollout", "roll out", "learning curve", "hard to learn",
    "einfuhrung", "schulung*", "dokumentation", "einarbeitung", "erklar*", "anleitung*",
    "formation*", "prise en main", "deploiement", "expliqu*",
    "capacitacion*", "formacion", "documentacion", "implementacion", "explic*",
    "treinamento*", "documentacao", "implantacao",
];

#[rustfmt::skip]
const PEOPLE: &[&str] = &[
    "csm", "csms", "account manager*", "success manager*", "customer success", "contact person", "relationship", "our rep",
    "true partner", "great partner*", "partnership",
    "ansprechpartner*", "betreuer*", "betreuung", "kundenbetreu*", "zusammenarbeit",
    "interlocuteur*", "interlocutrice*", "accompagnement", "equipe a l ecoute",
    "ejecutivo de cuenta", "gestor de cuenta*", "acompanamiento",
    "gerente de conta*", "acompanhamento", "parceria",
];

#[rustfmt::skip]
const DAILY_WORK: &[&str] = &[
    "every day", "every morning", "every week", "daily", "rely on it", "relies on it", "rely on you", "depend on it",
    "depends on it", "cannot live without", "cant live without", "could not do without", "saves us", "saved us", "time saver",
    "taglich*", "jeden tag", "spart uns",
    "tous les jours", "au quotidien", "chaque jour", "gain de temps",
    "todos los dias", "a diario", "nos ahorra",
    "todos os dias", "diariamente", "economiza",
];
