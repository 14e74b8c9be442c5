//! Real database servers for tests.
//!
//! A server is started from what is installed, on a free port of this machine and in a folder of its own, and ends with the
//! value that stands for it. Servers refuse to run as root, so that root starts them as another user.

#![cfg(unix)]

mod install;

use std::fs::File;
use std::io::{Error, Result};
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, getuid, kill_process};
use tempfile::TempDir;

/// The password of the first user of every server here.
pub const PASSWORD: &str = "s3cret/p@ss";
/// The same as it is written in a URL.
pub const PASSWORD_IN_URL: &str = "s3cret%2Fp%40ss";
/// How long a server may take to start.
const START: Duration = Duration::from_secs(60);

/// A kind of server that can be started where it is installed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// PostgreSQL. Its user is `postgres`. Every statement is written to the log.
    PostgreSql,
    /// MariaDB. Its user is `root`.
    MariaDb,
    /// MySQL. Its user is `root`. The variable `MYSQLD` says where the program is, where that is not on the path.
    MySql,
}

/// A server that runs.
#[derive(Debug)]
pub struct Server {
    kind: Kind,
    port: u16,
    process: Child,
    folder: TempDir,
}

/// What one server is given that others are not.
#[derive(Debug, Clone, Default)]
pub struct Extras {
    /// Names and texts of files that lie in its folder, for its eyes alone. Seen from its data they are in `..`.
    pub files: Vec<(&'static str, String)>,
    /// Words for its command line.
    pub arguments: Vec<String>,
}

/// The user as whom a server runs.
#[derive(Debug, Clone, Copy)]
struct Account {
    user: u32,
    group: u32,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 3] = [Kind::PostgreSql, Kind::MariaDb, Kind::MySql];

    /// Starts a server. None where it is not installed.
    ///
    /// # Errors
    ///
    /// Where it is installed and does not start; the text has the end of its log.
    pub fn start(self) -> Result<Option<Server>> {
        self.start_with(&Extras::default())
    }

    /// Starts a server that is given more than others are. None where it is not installed.
    ///
    /// # Errors
    ///
    /// As [`Kind::start`].
    pub fn start_with(self, extras: &Extras) -> Result<Option<Server>> {
        let Some(program) = install::find(self) else { return Ok(None) };
        // The path of a socket may have 107 bytes, so the folder has a short name.
        let folder = tempfile::Builder::new().prefix("db").tempdir_in("/tmp")?;
        let account = self.account();
        if let Some(account) = account {
            std::os::unix::fs::chown(folder.path(), Some(account.user), Some(account.group))?;
        }
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        install::prepare(self, &program, folder.path(), account)?;
        for (name, text) in &extras.files {
            install::place(&folder.path().join(name), text, account)?;
        }
        let mut command = install::server(self, &program, folder.path(), port, account)?;
        let process = command.args(&extras.arguments).spawn()?;
        let mut server = Server { kind: self, port, process, folder };
        server.wait_until_ready()?;
        Ok(Some(server))
    }

    /// The user to run as: another one, if this is root.
    fn account(self) -> Option<Account> {
        if !getuid().is_root() {
            return None;
        }
        let name = if self == Kind::PostgreSql { "postgres" } else { "mysql" };
        let number = |flag: &str, name: &str| -> Option<u32> {
            let answer = Command::new("id")
                .args([flag, name])
                .output()
                .ok()
                .filter(|answer| answer.status.success())?;
            String::from_utf8(answer.stdout).ok()?.trim().parse().ok()
        };
        let account = |name| Some(Account { user: number("-u", name)?, group: number("-g", name)? });
        account(name).or_else(|| account("nobody"))
    }
}

impl Server {
    /// Which kind it is.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The port on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The URL of one of its databases for its first user.
    pub fn url(&self, database: &str) -> String {
        let user = if self.kind == Kind::PostgreSql { "postgres" } else { "root" };
        self.url_as(user, PASSWORD_IN_URL, database)
    }

    /// The URL of one of its databases for any user. The password is put in as it stands.
    pub fn url_as(&self, user: &str, password: &str, database: &str) -> String {
        let scheme = if self.kind == Kind::PostgreSql { "postgresql" } else { "mysql" };
        format!("{scheme}://{user}:{password}@127.0.0.1:{}/{database}", self.port)
    }

    /// What it has written to its log.
    pub fn log(&self) -> String {
        std::fs::read(self.log_file())
            .map(|log| String::from_utf8_lossy(&log).into_owned())
            .unwrap_or_default()
    }

    /// Stops it where it stands, so that it answers nothing, until [`Server::resume`].
    pub fn pause(&self) {
        self.signal(Signal::STOP);
    }

    /// Lets it run on.
    pub fn resume(&self) {
        self.signal(Signal::CONT);
    }

    /// Ends it at once, as if the machine had failed.
    pub fn kill(&self) {
        self.signal(Signal::KILL);
    }

    /// Signals the server and the processes that work for it, which is what PostgreSQL has for each connection.
    fn signal(&self, signal: Signal) {
        for process in processes_of(self.process.id()) {
            if let Some(pid) = Pid::from_raw(process) {
                // One that is gone already needs no signal.
                let _ = kill_process(pid, signal);
            }
        }
    }

    fn log_file(&self) -> PathBuf {
        self.folder.path().join("server.log")
    }

    fn wait_until_ready(&mut self) -> Result<()> {
        let begun = Instant::now();
        loop {
            let log = self.log();
            if log.contains("ready to accept connections") || log.contains("ready for connections") {
                return Ok(());
            }
            if begun.elapsed() > START || self.process.try_wait()?.is_some() {
                let from = log.len().saturating_sub(2000);
                let end = log.get(from..).unwrap_or(&log);
                return Err(Error::other(format!("{:?} does not start:\n{end}", self.kind)));
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
        // It ends because it was told to; there is nothing to learn from how.
        let _ = self.process.wait();
    }
}

/// A process and its children.
fn processes_of(process: u32) -> Vec<i32> {
    let children =
        std::fs::read_to_string(format!("/proc/{process}/task/{process}/children")).unwrap_or_default();
    let children = children.split_whitespace().filter_map(|child| child.parse().ok());
    i32::try_from(process).into_iter().chain(children).collect()
}

/// A command that runs as a user, in a folder, and says nothing here.
fn command(program: &Path, folder: &Path, account: Option<Account>, log: &str) -> Result<Command> {
    let log = File::options().create(true).append(true).open(folder.join(log))?;
    let mut command = Command::new(program);
    command.current_dir(folder).stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
    command.env_remove("NOTIFY_SOCKET");
    if let Some(account) = account {
        command.uid(account.user).gid(account.group);
    }
    Ok(command)
}
