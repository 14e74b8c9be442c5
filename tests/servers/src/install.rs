//! Where the programs are, and how they want to be started.

use std::ffi::OsString;
use std::fs::Permissions;
use std::io::{Error, Result};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{Account, Kind, PASSWORD, command};

/// The server's program.
pub(crate) fn find(kind: Kind) -> Option<PathBuf> {
    match kind {
        Kind::PostgreSql => {
            folders_of_postgresql().find(|path| path.is_file()).or_else(|| on_path("postgres"))
        }
        Kind::MariaDb => on_path("mariadbd"),
        Kind::MySql => {
            let set = std::env::var_os("MYSQLD").map(PathBuf::from).filter(|path| path.is_file());
            set.or_else(|| on_path("mysqld").filter(|path| is_mysql(path)))
        }
    }
}

/// Distributions keep the server's programs off the path, a folder for each version. The newest comes first.
fn folders_of_postgresql() -> impl Iterator<Item = PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut versions: Vec<PathBuf> = versions.map(|version| version.path().join("bin/postgres")).collect();
    versions.sort();
    versions.into_iter().rev()
}

fn on_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_else(|| OsString::from("/usr/bin"));
    let folders = std::env::split_paths(&path).chain(["/usr/sbin".into(), "/usr/local/sbin".into()]);
    folders.map(|folder| folder.join(program)).find(|path| path.is_file())
}

/// MariaDB installs itself under the name of MySQL too.
fn is_mysql(program: &Path) -> bool {
    let answer = Command::new(program).arg("--version").output();
    answer.is_ok_and(|answer| !String::from_utf8_lossy(&answer.stdout).contains("MariaDB"))
}

/// Makes an empty database in the folder, with one user who has the password.
pub(crate) fn prepare(kind: Kind, program: &Path, folder: &Path, account: Option<Account>) -> Result<()> {
    let data = folder.join("data");
    let mut making = match kind {
        Kind::PostgreSql => {
            std::fs::write(folder.join("password"), PASSWORD)?;
            let mut making = command(&program.with_file_name("initdb"), folder, account, "install.log")?;
            making.args([
                "-U",
                "postgres",
                "-A",
                "scram-sha-256",
                "--pwfile=password",
                "-E",
                "UTF8",
                "--locale=C",
                "-N",
                "-D",
            ]);
            making.arg(&data);
            making
        }
        Kind::MariaDb => {
            let script =
                on_path("mariadb-install-db").ok_or_else(|| Error::other("mariadb-install-db is missing"))?;
            let mut making = command(&script, folder, account, "install.log")?;
            making.args(["--no-defaults", "--auth-root-authentication-method=normal", "--skip-test-db"]);
            making.args(["--skip-name-resolve", "--force"]).arg(joined("--datadir=", &data));
            making
        }
        Kind::MySql => {
            let mut making = command(program, folder, account, "install.log")?;
            making.args(no_defaults(kind)).args(["--initialize-insecure", "--secure-file-priv="]);
            making.arg(joined("--datadir=", &data));
            making
        }
    };
    if kind != Kind::PostgreSql {
        std::fs::write(folder.join("init.sql"), first_statements())?;
    }
    let done = making.status()?;
    if !done.success() {
        let log = std::fs::read_to_string(folder.join("install.log")).unwrap_or_default();
        return Err(Error::other(format!("{kind:?} cannot be set up:\n{log}")));
    }
    Ok(())
}

/// Settings of the system are not for these servers. The option must come first, so that a program that `MYSQLD` names,
/// which may be a script around the server, has to bring it itself.
fn no_defaults(kind: Kind) -> Option<&'static str> {
    let is_set = kind == Kind::MySql && std::env::var_os("MYSQLD").is_some();
    (!is_set).then_some("--no-defaults")
}

fn first_statements() -> String {
    format!(
        "create user if not exists root@'127.0.0.1' identified by '{PASSWORD}';\n\
         alter user root@'127.0.0.1' identified by '{PASSWORD}';\n\
         grant all on *.* to root@'127.0.0.1' with grant option;\n"
    )
}

/// Writes a file that only the server may read; it refuses keys that others may.
pub(crate) fn place(file: &Path, text: &str, account: Option<Account>) -> Result<()> {
    std::fs::write(file, text)?;
    std::fs::set_permissions(file, Permissions::from_mode(0o600))?;
    match account {
        Some(account) => std::os::unix::fs::chown(file, Some(account.user), Some(account.group)),
        None => Ok(()),
    }
}

/// The command that runs the server.
pub(crate) fn server(
    kind: Kind,
    program: &Path,
    folder: &Path,
    port: u16,
    account: Option<Account>,
) -> Result<Command> {
    let data = folder.join("data");
    let mut server = command(program, folder, account, "server.log")?;
    if kind == Kind::PostgreSql {
        server.arg("-D").arg(&data).arg("-k").arg(folder).args(["-p", &port.to_string()]);
        for setting in [
            "listen_addresses=127.0.0.1",
            "fsync=off",
            "log_statement=all",
            "log_line_prefix=%a ",
            "max_connections=40",
        ] {
            server.args(["-c", setting]);
        }
        return Ok(server);
    }
    server.args(no_defaults(kind));
    server.args(["--bind-address=127.0.0.1", "--innodb-buffer-pool-size=32M", "--skip-name-resolve"]);
    // Temporary files of their own: a server that starts deletes those that it takes for left over.
    server.arg(joined("--tmpdir=", folder));
    server.arg(joined("--datadir=", &data)).arg(joined("--socket=", &folder.join("s")));
    server
        .arg(joined("--pid-file=", &folder.join("pid")))
        .arg(joined("--init-file=", &folder.join("init.sql")));
    server
        .arg(format!("--port={port}"))
        .args(["--innodb-flush-log-at-trx-commit=0", "--lower-case-table-names=0"]);
    if kind == Kind::MySql {
        server.args(["--secure-file-priv=", "--mysqlx=OFF", "--skip-log-bin"]);
    }
    Ok(server)
}

fn joined(option: &str, path: &Path) -> OsString {
    let mut text = OsString::from(option);
    text.push(path);
    text
}
