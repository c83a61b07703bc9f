//! Headings of six languages: what the same list becomes in each of them.

use crate::foreign_lists::{cells, given, home, told};

/// A file in a language: its name, its headings, and the columns they are.
struct List {
    language: &'static str,
    name: &'static str,
    headings: &'static str,
}

fn list(language: &'static str, name: &'static str, headings: &'static str) -> List {
    List { language, name, headings }
}

/// Takes in one row under the headings of each language and compares what became of it.
fn taken(lists: &[List], rows: &str, object: &str, expected: &[(&str, &[&str])]) {
    let mut wrong = Vec::new();
    for list in lists {
        let scene = home();
        let path = given(&scene, &format!("{}.csv", list.name), &format!("{}\n{rows}", list.headings));
        if let Err(refused) = told(&scene, &[path], &[("currency", "EUR")]) {
            wrong.push(format!("{}: {refused}", list.language));
            continue;
        }
        let folder = scene.folder("out");
        scene.export(&folder).unwrap();
        if !folder.join(format!("{object}.csv")).is_file() {
            wrong.push(format!("{}: no {object}", list.language));
            continue;
        }
        for (column, values) in expected {
            let found = cells(&scene, object, column);
            if found != *values {
                wrong.push(format!("{}: {column} is {found:?}", list.language));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn contracts_in_six_languages() {
    let lists = [
        list(
            "Spanish",
            "contratos",
            "Número de contrato;Código de cliente;Fecha de inicio;Fecha de fin;Importe anual;Licencias",
        ),
        list("Italian", "contratti", "Numero contratto;Codice cliente;Data inizio;Data fine;Canone annuo;Licenze"),
        list("Dutch", "contracten", "Contractnummer;Klantnummer;Startdatum;Einddatum;Jaarbedrag;Licenties"),
        list("French", "contrats", "Numéro de contrat;Code client;Date de début;Date de fin;Montant annuel;Licences"),
        list("German", "Verträge", "Vertragsnummer;Kundennummer;Vertragsbeginn;Vertragsende;Jahresbetrag;Lizenzen"),
        list("Japanese", "契約", "契約番号;顧客コード;契約開始日;契約終了日;年間契約額;ライセンス数"),
    ];
    taken(
        &lists,
        "K1;A-1;2024-01-14;2025-01-14;1200;10\nK2;A-2;2024-01-15;2025-01-15;2400;20\n",
        "contracts",
        &[
            ("contract_id", &["K1", "K2"]),
            ("account_id", &["own/A-1", "own/A-2"]),
            ("starts_on", &["2024-01-14", "2024-01-15"]),
            ("ends_on", &["2025-01-14", "2025-01-15"]),
            ("arr_amount", &["1200", "2400"]),
            ("seats", &["10", "20"]),
        ],
    );
}

#[test]
fn deals_in_six_languages() {
    let lists = [
        list("Spanish", "oportunidades", "ID oportunidad;Cliente;Etapa;Importe;Fecha de creación;Fecha de cierre"),
        list("Italian", "opportunità", "ID opportunità;Cliente;Fase;Importo;Data di creazione;Data di chiusura"),
        list("Dutch", "verkoopkansen", "Verkoopkans-ID;Klant;Fase;Bedrag;Aanmaakdatum;Sluitingsdatum"),
        list("French", "opportunités", "ID opportunité;Client;Étape;Montant;Date de création;Date de clôture"),
        list("German", "Verkaufschancen", "Chancen-ID;Kunde;Phase;Betrag;Erstellt am;Abgeschlossen am"),
        list("Japanese", "商談", "商談ID;顧客名;フェーズ;金額;作成日;完了予定日"),
    ];
    taken(
        &lists,
        "O1;Acme Robotics;x;500;2024-01-14;2024-05-14\nO2;Cobalt;y;700;2024-01-15;2024-05-15\n",
        "opportunities",
        &[
            ("opportunity_id", &["O1", "O2"]),
            ("account_id", &["own/A-1", "own/A-3"]),
            ("stage", &["x", "y"]),
            ("arr_amount", &["500", "700"]),
            ("opened_on", &["2024-01-14", "2024-01-15"]),
        ],
    );
}

#[test]
fn tickets_in_six_languages() {
    let lists = [
        list("Spanish", "incidencias", "Número de ticket;Cliente;Asunto;Prioridad;Fecha de creación"),
        list("Italian", "segnalazioni", "Numero ticket;Cliente;Oggetto;Priorità;Data di apertura"),
        list("Dutch", "meldingen", "Ticketnummer;Klant;Onderwerp;Prioriteit;Aangemaakt op"),
        list("French", "demandes", "Numéro de ticket;Client;Objet;Priorité;Créé le"),
        list("German", "Anfragen", "Ticketnummer;Kunde;Betreff;Priorität;Erstellt am"),
        list("Japanese", "チケット", "チケット番号;顧客名;件名;優先度;作成日"),
    ];
    taken(
        &lists,
        "7;Acme Robotics;slow;high;2024-01-14\n8;Cobalt;broken;low;2024-01-15\n",
        "tickets",
        &[
            ("ticket_id", &["7", "8"]),
            ("account_id", &["own/A-1", "own/A-3"]),
            ("subject", &["slow", "broken"]),
            ("priority", &["high", "low"]),
        ],
    );
}

#[test]
fn employees_in_six_languages() {
    let lists = [
        list(
            "Spanish",
            "empleados",
            "Número de empleado;Nombre completo;Correo electrónico;Puesto;Fecha de contratación",
        ),
        list("Italian", "dipendenti", "Matricola;Nome e cognome;Indirizzo e-mail;Mansione;Data di assunzione"),
        list("Dutch", "medewerkers", "Personeelsnummer;Volledige naam;E-mailadres;Functie;Datum in dienst"),
        list("French", "salariés", "Matricule;Nom complet;Adresse e-mail;Poste;Date d'embauche"),
        list("German", "Mitarbeiter", "Personalnummer;Vollständiger Name;E-Mail-Adresse;Funktion;Eintrittsdatum"),
        list("Japanese", "社員", "社員番号;氏名;メールアドレス;役職;入社日"),
    ];
    taken(
        &lists,
        "E1;Ada Stone;ada@ours.example;CSM;2023-01-14\nE2;Otto Kern;otto@ours.example;CSM;2023-01-15\n",
        "people",
        &[
            ("person_id", &["E1", "E2", "P1", "P2"]),
            ("name", &["Ada Stone", "Otto Kern", "Maya Chen", "Tom Becker"]),
            ("title", &["CSM", "CSM", "", ""]),
            ("hired_on", &["2023-01-14", "2023-01-15", "", ""]),
        ],
    );
}

#[test]
fn invoices_and_answers_in_six_languages() {
    let lists = [
        list("Spanish", "facturas", "Número de factura;Cliente;Fecha de factura;Fecha de vencimiento;Importe total"),
        list("Italian", "fatture", "Numero fattura;Cliente;Data fattura;Data scadenza;Importo totale"),
        list("Dutch", "facturen", "Factuurnummer;Klant;Factuurdatum;Vervaldatum;Totaalbedrag"),
        list("French", "factures", "Numéro de facture;Client;Date de facture;Date d'échéance;Montant total"),
        list("German", "Rechnungen", "Rechnungsnummer;Kunde;Rechnungsdatum;Fälligkeitsdatum;Gesamtbetrag"),
        list("Japanese", "請求書", "請求書番号;顧客名;請求日;支払期限;請求金額"),
    ];
    taken(
        &lists,
        "R1;Acme Robotics;2024-01-14;2024-02-14;100\nR2;Cobalt;2024-01-15;2024-02-15;200\n",
        "invoices",
        &[("invoice_id", &["R1", "R2"]), ("due_on", &["2024-02-14", "2024-02-15"]), ("amount", &["100", "200"])],
    );
    let lists = [
        list("Spanish", "encuesta NPS", "Cliente;Puntuación NPS;Fecha de respuesta;Comentario"),
        list("Italian", "sondaggio NPS", "Cliente;Punteggio NPS;Data risposta;Commento"),
        list("Dutch", "enquête NPS", "Klant;NPS-score;Datum;Opmerking"),
        list("French", "enquête NPS", "Client;Score NPS;Date de réponse;Commentaire"),
        list("German", "Umfrage NPS", "Kunde;NPS-Wert;Antwortdatum;Kommentar"),
        list("Japanese", "NPS アンケート", "顧客名;NPSスコア;回答日;コメント"),
    ];
    taken(
        &lists,
        "Acme Robotics;9;2024-01-14;good\nCobalt;3;2024-01-15;bad\n",
        "surveys",
        &[("score", &["9", "3"]), ("kind", &["nps", "nps"]), ("comment", &["good", "bad"])],
    );
}
