//! SQLite files for tests.

use sqlx::{Connection, SqliteConnection};
use std::path::Path;

/// Runs statements in a SQLite file, which is made if it is not there.
pub(crate) fn run(file: &Path, sql: &str) {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(async {
        let url = format!("sqlite://{}?mode=rwc", file.display());
        let mut connection = SqliteConnection::connect(&url).await.expect("a database");
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut connection).await.expect("statements");
        connection.close().await.expect("closed");
    });
}
