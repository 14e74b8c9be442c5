//! Reading CockroachDB, over PostgreSQL's protocol.
//!
//! Its catalog looks like PostgreSQL's and is another one: what is asked here is what its documentation describes, in
//! questions that do no more than join.

mod assemble;
mod rows;
#[cfg(test)]
mod tests;

use sqlx::postgres::{PgConnection, PgRow};

use crate::catalog::{Catalog, Server};
use crate::connect::read::Request;
use crate::connect::{Stage, answer, explain};
use crate::error::Error;
use crate::postgresql::milliseconds;
use crate::url::Address;
use assemble::Answers;
use rows::FromRow;

/// A connection in a transaction that can only read.
pub(crate) struct Session<'a> {
    pub(crate) connection: &'a mut PgConnection,
    pub(crate) address: &'a Address,
    pub(crate) request: &'a Request,
    /// The schemas to read, all of which exist.
    pub(crate) schemas: Vec<String>,
}

impl Session<'_> {
    /// Reads what there is in the schemas.
    pub(crate) async fn read(mut self, server: Server, own_schema: &str) -> Result<Catalog, Error> {
        let settings = sqlx::query(include_str!("cockroachdb/settings.sql"))
            .persistent(false)
            .bind(own_schema)
            .bind(milliseconds(self.request.statement_timeout))
            .bind(milliseconds(self.request.lock_timeout));
        answer(self.address, self.request, settings.execute(&mut *self.connection)).await?;
        let answers = Answers {
            relations: self.rows(include_str!("cockroachdb/relations.sql")).await?,
            columns: self.rows(include_str!("cockroachdb/columns.sql")).await?,
            indexes: self.rows(include_str!("cockroachdb/indexes.sql")).await?,
            index_columns: self.rows(include_str!("cockroachdb/index_columns.sql")).await?,
            constraints: self.rows(include_str!("cockroachdb/constraints.sql")).await?,
            referenced: self.all(include_str!("cockroachdb/referenced.sql")).await?,
            enums: self.all(include_str!("cockroachdb/enums.sql")).await?,
        };
        Ok(answers.catalog(server, self.schemas))
    }

    /// The rows for the wanted schemas.
    async fn rows<T: FromRow>(&mut self, sql: &'static str) -> Result<Vec<T>, Error> {
        let asking = sqlx::query(sql).persistent(false).bind(&self.schemas).fetch_all(&mut *self.connection);
        let rows = answer(self.address, self.request, asking).await?;
        self.parsed(&rows)
    }

    /// The rows of a question that has nothing to do with schemas.
    async fn all<T: FromRow>(&mut self, sql: &'static str) -> Result<Vec<T>, Error> {
        let asking = sqlx::query(sql).persistent(false).fetch_all(&mut *self.connection);
        let rows = answer(self.address, self.request, asking).await?;
        self.parsed(&rows)
    }

    fn parsed<T: FromRow>(&self, rows: &[PgRow]) -> Result<Vec<T>, Error> {
        let parsed: Result<Vec<T>, sqlx::Error> = rows.iter().map(T::from_row).collect();
        parsed.map_err(|error| explain(self.address, Stage::Reading, &error))
    }
}
