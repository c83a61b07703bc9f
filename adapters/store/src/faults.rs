use std::fmt::Display;

use ports::Fault;
use sea_orm::{DbErr, RuntimeErr, SqlxError};

/// What the database said, in the words of a reader. `home` is where the store lies.
pub(crate) fn fault(doing: &str, home: &str, error: &DbErr) -> Fault {
    of_kind(kind(error), doing, home, error)
}

/// The same of an error that has this code of SQLite's.
pub(crate) fn fault_of_code(doing: &str, home: &str, code: i32, error: &dyn Display) -> Fault {
    of_kind(kind_of_number(code), doing, home, error)
}

fn of_kind(kind: Kind, doing: &str, home: &str, error: &dyn Display) -> Fault {
    match kind {
        Kind::Busy => Fault::Busy(format!(
            "another program is writing to {home}; wait until it is done, or stop it, and try again"
        )),
        Kind::Full => Fault::broken(
            doing,
            format!("the disk that holds {home} is full; free some space and try again; nothing was changed"),
        ),
        Kind::ReadOnly => Fault::broken(doing, format!("{home} may not be written; check who owns it")),
        Kind::Foreign => Fault::broken(
            doing,
            format!("{home} is not a store of evenkeel, or it is damaged; name another one or restore a copy"),
        ),
        Kind::Other => Fault::broken(doing, format!("{home}: {error}")),
    }
}

#[derive(Clone, Copy)]
enum Kind {
    Busy,
    Full,
    ReadOnly,
    Foreign,
    Other,
}

fn kind(error: &DbErr) -> Kind {
    if matches!(error, DbErr::ConnectionAcquire(_)) {
        return Kind::Busy;
    }
    let (DbErr::Conn(RuntimeErr::SqlxError(error))
    | DbErr::Exec(RuntimeErr::SqlxError(error))
    | DbErr::Query(RuntimeErr::SqlxError(error))) = error
    else {
        return Kind::Other;
    };
    match &**error {
        SqlxError::Database(error) => error.code().map_or(Kind::Other, |code| kind_of_code(&code)),
        SqlxError::PoolTimedOut => Kind::Busy,
        _ => Kind::Other,
    }
}

/// PostgreSQL's codes have five characters; SQLite's are numbers whose low byte is the primary code.
fn kind_of_code(code: &str) -> Kind {
    match code {
        "55P03" => return Kind::Busy,
        "53100" => return Kind::Full,
        "25006" => return Kind::ReadOnly,
        _ if code.len() == 5 => return Kind::Other,
        _ => {}
    }
    code.parse().map_or(Kind::Other, kind_of_number)
}

fn kind_of_number(code: i32) -> Kind {
    match code & 0xff {
        5 | 6 => Kind::Busy,
        13 => Kind::Full,
        8 => Kind::ReadOnly,
        11 | 26 => Kind::Foreign,
        _ => Kind::Other,
    }
}
