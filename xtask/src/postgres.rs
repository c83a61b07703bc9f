use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use std::{env, fs, process};

use crate::command::{find_program, is_root, say, succeeds};

/// Names the server the tests use.
pub(crate) const VARIABLE: &str = "EVENKEEL_TEST_POSTGRES";
const DEFAULT_URL: &str = "postgres://postgres@127.0.0.1:5432/postgres";
/// The user Debian runs PostgreSQL as; the server refuses to run as root.
const SERVER_USER: &str = "postgres";

/// A server for the tests. One that was started here is stopped and removed with this value.
#[derive(Debug)]
pub(crate) struct Postgres {
    /// Where it answers.
    pub(crate) url: String,
    started: Option<Started>,
}

#[derive(Debug)]
struct Started {
    folder: PathBuf,
    pg_ctl: PathBuf,
}

/// The server that is named in the environment, or the usual one, if it answers.
pub(crate) fn running() -> Option<Postgres> {
    let url = env::var(VARIABLE).ok().filter(|url| !url.is_empty()).unwrap_or_else(|| DEFAULT_URL.to_owned());
    answers(&url).then_some(Postgres { url, started: None })
}

fn answers(url: &str) -> bool {
    if let Some(psql) = find_program("psql", &folders()) {
        let mut command = Command::new(psql);
        return succeeds(command.env("PGCONNECT_TIMEOUT", "3").args(["-X", "-w", "-q", "-c", "select 1", url]));
    }
    let address = address_of(url);
    address.is_some_and(|address| TcpStream::connect_timeout(&address, Duration::from_secs(2)).is_ok())
}

/// The address in `postgres://user@127.0.0.1:5432/name`; only numeric hosts.
fn address_of(url: &str) -> Option<SocketAddr> {
    let rest = url.split_once("://")?.1;
    let host = rest.split('/').next()?;
    host.rsplit('@').next()?.parse().ok()
}

/// `initdb` and `pg_ctl`, if they are installed.
pub(crate) fn programs() -> Option<(PathBuf, PathBuf)> {
    let folders = folders();
    Some((find_program("initdb", &folders)?, find_program("pg_ctl", &folders)?))
}

/// Where Debian keeps the programs of the server, newest version first.
fn folders() -> Vec<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = versions.map(|version| version.path().join("bin")).collect();
    folders.sort();
    folders.reverse();
    folders
}

/// Starts a server of our own on a free port, in a folder that goes with it.
pub(crate) fn start() -> Option<Postgres> {
    let (initdb, pg_ctl) = programs()?;
    let port = TcpListener::bind(("127.0.0.1", 0)).ok()?.local_addr().ok()?.port();
    let folder = env::temp_dir().join(format!("evenkeel-postgres-{}", process::id()));
    if !succeeds(as_server_user(Path::new("mkdir")).arg(&folder)) {
        return None;
    }
    let server = Postgres {
        url: format!("postgres://{SERVER_USER}@127.0.0.1:{port}/postgres"),
        started: Some(Started { folder: folder.clone(), pg_ctl: pg_ctl.clone() }),
    };
    let cluster = folder.join("cluster");
    let mut create = as_server_user(&initdb);
    create.args(["-A", "trust", "-U", SERVER_USER, "-E", "UTF8", "--no-sync", "-D"]).arg(&cluster);
    let settings = format!("-p {port} -k {} -c listen_addresses=127.0.0.1 -c fsync=off", folder.display());
    let mut begin = as_server_user(&pg_ctl);
    begin.args(["start", "-w", "-D"]).arg(&cluster).arg("-l").arg(folder.join("log")).args(["-o", &settings]);
    let works = succeeds(&mut create) && succeeds(&mut begin);
    if works {
        say(&format!("started a PostgreSQL for the tests on port {port}"));
    }
    works.then_some(server)
}

/// A command as this user, or as the server's user where this one is root.
fn as_server_user(program: &Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("runuser");
    command.args(["-u", SERVER_USER, "--"]).arg(program).current_dir("/");
    command
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let Some(Started { folder, pg_ctl }) = &self.started else { return };
        let mut stop = as_server_user(pg_ctl);
        succeeds(stop.args(["stop", "-m", "immediate", "-D"]).arg(folder.join("cluster")));
        let _ = fs::remove_dir_all(folder);
    }
}

#[cfg(test)]
mod tests;
